"""A small linear tagger of names: one weight table a language, learned by a script of the project, pure numpy.

A linear-chain model (Lafferty, McCallum & Pereira 2001) whose features look at one word each: the word, its shape, its
first and last letters and the word lists it is in, at its own place and at up to three places beside. So a word is
looked at once for a whole batch, and a text costs a few additions a word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache

import numpy as np

from analysis.annotations.gazetteer import Entity
from analysis.annotations.rules import Rules, rules
from analysis.annotations.stream import Stream
from analysis.languages import DATA

TAGS = ("O", "B-person", "I-person", "B-organisation", "I-organisation", "B-place", "I-place")
BESIDE = (-3, -2, -1, 1, 2, 3)
"""Places beside a word that its tag may depend on; the outer ones by the word alone."""
NEVER = -30.0
_FEATURE = re.compile(r"(-?\d)(.*)", re.DOTALL)
SURE = 6.0
"""Margin of scores beyond which a piece is no name whatever stands beside it."""
CACHED = 400_000
"""Words whose weights are kept; the store starts anew beyond that."""


def shape(word: str) -> str:
    """Pattern of a word's letters, repeats made one: `Jokowi-JK` is `Xx-X`."""
    found = ""
    for letter in word:
        sort = "X" if letter.isupper() else "x" if letter.islower() else "d" if letter.isdigit() else letter
        if found[-1:] != sort:
            found += sort
    return found[:6]


@cache
def _lists(code: str) -> tuple[tuple[str, frozenset[str]], ...]:
    known = rules(code)
    return (
        ("place", known.places),
        ("head", known.heads),
        ("title", frozenset(word for title in known.titles for word in title)),
        ("role", known.role_words),
        ("verb", frozenset(known.verbs)),
        ("pronoun", known.pronouns),
        ("function", known.function_words),
        ("calendar", known.calendar),
        ("stop", known.stops),
        ("media", frozenset(name.lower() for name in known.media)),
    )


def seen_from_beside(word: str, known: Rules) -> list[str]:
    """What a neighbour sees of a word; the first is the word itself."""
    lower = word.lower()
    found = ["w=" + lower, "shape=" + shape(word)]
    if len(lower) > 3:
        found += ["s3=" + lower[-3:], "p3=" + lower[:3]]
    return found + ["list=" + name for name, words in _lists(known.code) if lower in words]


def seen_at_place(word: str, known: Rules) -> list[str]:
    """What is seen of a word at its own place."""
    lower = word.lower()
    found = ["w=" + lower, "shape=" + shape(word), f"length={min(len(word), 6)}"]
    found += [f"s{n}={lower[-n:]}" for n in (1, 2, 3, 4) if len(lower) > n]
    found += [f"p{n}={lower[:n]}" for n in (1, 2, 3, 4) if len(lower) > n]
    found += ["list=" + name for name, words in _lists(known.code) if lower in words]
    return [*found, "acronym"] if len(word) > 1 and word.isupper() else found


def windows(stream: Stream) -> tuple[np.ndarray, np.ndarray]:
    """Stretches that may hold a name: two pieces before a capital, one behind it, inside one sentence."""
    near = stream.capital.copy()
    for shift in (1, 2):
        near[:-shift] |= stream.capital[shift:]
    near[1:] |= stream.capital[:-1]
    if not len(near):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    change = stream.sentence[1:] != stream.sentence[:-1]
    starts = near & np.concatenate([[True], change | ~near[:-1]])
    ends = near & np.concatenate([change | ~near[1:], [True]])
    return np.flatnonzero(starts), np.flatnonzero(ends) + 1


def padded(starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pieces of each stretch as a row (longest first), and which cells of the rows are real."""
    order = np.argsort(starts - ends, kind="stable")
    starts, ends = starts[order], ends[order]
    width = int((ends - starts).max(initial=1))
    cells = starts[:, None] + np.arange(width)[None, :]
    real = cells < ends[:, None]
    return np.where(real, cells, 0), real


def legal() -> tuple[np.ndarray, np.ndarray]:
    """Penalty of each step from tag to tag, and of each tag at the start: a name begins with its B."""
    step = np.zeros((len(TAGS), len(TAGS)))
    for later, tag in enumerate(TAGS):
        if tag[0] == "I":
            step[[earlier for earlier, other in enumerate(TAGS) if other[2:] != tag[2:]], later] = NEVER
    return step, np.array([NEVER if tag[0] == "I" else 0.0 for tag in TAGS])


class Tagger:
    """Weights of one language, and the words already looked up."""

    def __init__(self, code: str, names: Sequence[str], weights: np.ndarray, steps: np.ndarray) -> None:
        self.known = rules(code)
        self.steps = (steps + legal()[0]).astype(np.float32)
        self._own: dict[str, np.ndarray] = {}
        self._beside: dict[str, np.ndarray] = {}
        places = {str(shift): place for place, shift in enumerate(BESIDE, start=1)}
        for name, row in zip(names, weights.astype(np.float32), strict=True):
            shift, feature = _FEATURE.match(name).groups()  # type: ignore[union-attr]
            if shift == "0":
                self._own[feature] = row
            elif feature != "edge":
                table = self._beside.setdefault(
                    feature, np.zeros((len(BESIDE) + 1, len(TAGS)), dtype=np.float32)
                )
                table[places[shift]] += row
        self._at: dict[str, int] = {}
        self._table = np.zeros((1024, len(BESIDE) + 1, len(TAGS)), dtype=np.float32)
        nothing = np.zeros(len(TAGS), dtype=np.float32)
        self.bias, self.opens = self._own.get("bias", nothing), self._own.get("first", nothing)

    def _rows(self, words: Sequence[str]) -> np.ndarray:
        """Row of each word in the table of weights; words that are new get theirs."""
        if len(self._at) + len(words) > CACHED:
            self._at.clear()
        new = [word for word in words if word not in self._at]
        if len(self._at) + len(new) > len(self._table):
            bigger = np.zeros((2 * (len(self._at) + len(new)), *self._table.shape[1:]), dtype=np.float32)
            bigger[: len(self._at)] = self._table[: len(self._at)]
            self._table = bigger
        for word in new:
            self._table[len(self._at)] = self._weighed(word)
            self._at[word] = len(self._at)
        return np.fromiter(map(self._at.__getitem__, words), dtype=np.int64, count=len(words))

    def _weighed(self, word: str) -> np.ndarray:
        """Weights of a word at its own place and for its neighbours (places by tags)."""
        row = np.zeros(self._table.shape[1:], dtype=np.float32)
        for name in seen_from_beside(word, self.known):
            weight = self._beside.get(name)
            if weight is not None:
                row += weight
        for name in seen_at_place(word, self.known):
            weight = self._own.get(name)
            if weight is not None:
                row[0] += weight
        return row

    def emissions(self, stream: Stream, places: np.ndarray) -> np.ndarray:
        """Score of each tag at each of `places` (places by tags)."""
        rows, sentence = self._rows(stream.types)[stream.ids], stream.sentence
        scores = self._table[rows[places], 0] + self.bias + stream.first[places][:, None] * self.opens
        for place, shift in enumerate(BESIDE, start=1):
            beside = np.clip(places + shift, 0, len(rows) - 1)
            inside = (sentence[beside] == sentence[places]) & (beside == places + shift)
            scores += self._table[rows[beside], place] * inside[:, None]
        return scores

    def find(self, stream: Stream) -> list[list[Entity]]:
        """Names of each text of a stream, in order."""
        found: list[list[Entity]] = [[] for _ in range(len(stream.offsets) - 1)]
        first, last, tags = _names(self._tags(stream))
        texts = np.searchsorted(stream.offsets, first, side="right") - 1
        columns = (texts, stream.starts[first], stream.ends[last], tags)
        for text, start, end, tag in zip(*(column.tolist() for column in columns), strict=True):
            found[text].append(Entity(start, end, TAGS[tag][2:]))
        return found

    def _tags(self, stream: Stream) -> np.ndarray:
        """Number of the tag of each piece; a piece far from every capital has none.

        A piece that is surely no name parts the stretches: what stands before it does not matter to what follows.
        """
        tags = np.zeros(len(stream.ids), dtype=np.int8)
        near = _covered(len(tags), *windows(stream))
        places = np.flatnonzero(near)
        if not len(places):
            return tags
        scores = self.emissions(stream, places)
        open_ = scores[:, 0] - scores[:, 1:].max(axis=1) < SURE
        joined = np.zeros(len(places), dtype=bool)
        joined[1:] = (np.diff(places) == 1) & (np.diff(stream.sentence[places]) == 0)
        begins = open_ & ~(joined & np.concatenate([[False], open_[:-1]]))
        finishes = open_ & ~np.concatenate([(joined & open_)[1:], [False]])
        starts, ends = np.flatnonzero(begins), np.flatnonzero(finishes) + 1
        if not len(starts):
            return tags
        first = np.where(joined[starts][:, None], self.steps[0], legal()[1].astype(np.float32))
        after = np.concatenate([joined, [False]])[ends]
        last = np.where(after[:, None], self.steps[:, 0], np.float32(0))
        order = np.argsort(starts - ends, kind="stable")
        cells, real = padded(starts, ends)
        best = self._best(scores, cells, real, first[order], last[order])
        tags[places[cells[real]]] = best[real]
        return tags

    def _best(
        self, scores: np.ndarray, cells: np.ndarray, real: np.ndarray, first: np.ndarray, last: np.ndarray
    ) -> np.ndarray:
        """The best tags of each row of cells (Viterbi over all rows at once)."""
        rows, width = cells.shape
        score = scores[cells[:, 0]] + first
        back = np.zeros((rows, width, len(TAGS)), dtype=np.int8)
        back[:] = np.arange(len(TAGS), dtype=np.int8)
        for place in range(1, width):
            alive = int(real[:, place].sum())
            paths = score[:alive, None, :] + self.steps.T[None, :, :]
            best = paths.argmax(axis=2)
            back[:alive, place] = best
            score[:alive] = np.take_along_axis(paths, best[:, :, None], axis=2)[:, :, 0]
            score[:alive] += scores[cells[:alive, place]]
        tags = np.zeros((rows, width), dtype=np.int8)
        tags[:, -1] = (score + last).argmax(axis=1)
        for place in range(width - 1, 0, -1):
            tags[:, place - 1] = back[np.arange(rows), place, tags[:, place]]
        return tags


def _covered(length: int, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """True for the pieces of the stretches."""
    change = np.zeros(length + 1, dtype=np.int64)
    change[starts] += 1
    change[ends] -= 1
    return np.cumsum(change[:-1]) > 0


def _names(tags: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First and last piece of each name in a row of tags, and the tag of the first."""
    first = np.flatnonzero(tags % 2 == 1)
    goes_on = np.zeros(len(tags) + 1, dtype=bool)
    inner = (tags[1:] % 2 == 0) & (tags[1:] > 0)
    goes_on[1:-1] = inner & ((tags[1:] == tags[:-1]) | (tags[1:] == tags[:-1] + 1))
    halts = np.flatnonzero(~goes_on)
    last = halts[np.searchsorted(halts, first, side="right")] - 1
    return first, last, tags[first]


@cache
def tagger(code: str) -> Tagger | None:
    """The shipped tagger of a language, None where there is none."""
    path = DATA / code / "names.npz"
    if not path.exists():
        return None
    with np.load(path) as stored:
        names = bytes(stored["names"]).decode("utf-8").split("\n")
        return Tagger(code, names, stored["weights"], stored["steps"])


def passport(code: str) -> dict:
    """What the shipped tagger says about itself: learned from what, under which licence, how well it did."""
    return tomllib.loads((DATA / code / "names.toml").read_text(encoding="utf-8"))
