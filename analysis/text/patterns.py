"""Patterns of words (globs, several words) found on integers: each pattern word is looked up once per type."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.tables import TableError
from analysis.text.tokens import TOKEN, Tokens, fold

COLUMNS = {
    "article_id": "str",
    "start": "int64",
    "end": "int64",
    "token": "int64",
    "length": "int64",
    "label": "str",
    "pattern": "str",
}


_STAR, _ANY = "\ua66e", "\ua699"
"""Letters that no news text holds, standing for the wildcards while a pattern is cut into words."""
_STRAIGHT = str.maketrans({"’": "'", "‑": "-", "\u00ad": None})


def pattern_words(pattern: str) -> list[str]:
    """The words of a pattern, cut by the rule that cuts the text.

    >>> pattern_words("A.S. dan Kor*")
    ['A.S', 'dan', 'Kor*']
    """
    marked = pattern.replace("*", _STAR).replace("?", _ANY)
    return [word.replace(_STAR, "*").replace(_ANY, "?") for word in TOKEN.findall(marked)]


def glob(pattern: str) -> re.Pattern[str]:
    """A word pattern (`sanksi*`, `men?aga`) as a regular expression for the whole word.

    >>> bool(glob("men?aga").match("menjaga")), bool(glob("sanksi*").match("disanksi"))
    (True, False)
    """
    body = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(f"{body}\\Z", re.S)


class Vocabulary:
    """The types of a token stream, ready to be asked which of them a word pattern means."""

    def __init__(self, types: np.ndarray) -> None:
        self._words = [str(word) for word in types]
        self._number = {word: place for place, word in enumerate(self._words)}
        self._matches = lru_cache(maxsize=None)(self._match)

    def lacks(self, words: Sequence[str]) -> bool:
        """True where one of some folded words without wildcards is no type, so that a pattern of them occurs nowhere."""
        return not all(word in self._number for word in words)

    def matches(self, word: str) -> np.ndarray:
        """Ids of the types that a word pattern means (int32, sorted); the pad never."""
        return self._matches(fold(word))

    def _match(self, word: str) -> np.ndarray:
        if "*" not in word and "?" not in word:
            place = self._number.get(word, 0)
            return np.array([place] if place else [], dtype=np.int32)
        fixed = re.split(r"[*?]", word, maxsplit=1)[0]
        low = bisect_left(self._words, fixed, lo=1) if fixed else 1
        high = bisect_left(self._words, fixed + "\U0010ffff", lo=low) if fixed else len(self._words)
        known = glob(word)
        return np.array([i for i in range(low, high) if known.match(self._words[i])], dtype=np.int32)


def find_patterns(
    tokens: Tokens, patterns: Mapping[str, Sequence[str]], *, exclusive: bool = False
) -> pd.DataFrame:
    """Find patterns in a token stream, the longest match first.

    Parameters
    ----------
    tokens : Tokens; `patterns` : label -> patterns. A pattern is one word or several, cut into words as the text is;
        `*` stands for any letters, `?` for one. A pattern with a capital letter is matched with its capitals
        (`AS` is not `as`); one in lower case in any case.
    exclusive : True where a token may be matched once over all labels (lexicons), False where it may be matched
        once for each label (dictionaries).

    Returns
    -------
    DataFrame with article_id, start, end (characters of the joined text), token (position in the stream), length
    (in tokens), label, pattern; in the order of the articles and of the text. Matches do not overlap (within
    their label), and none runs from the title into the text or over a removed token.

    Raises
    ------
    TableError
        For tokens whose case was kept.

    Examples
    --------
    >>> from analysis.text.tokens import tokenize
    >>> articles = pd.DataFrame({"title": [""], "text": ["Sanksi AS as usual"]}, index=["a"])
    >>> find_patterns(tokenize(articles), {"us": ["AS"], "law": ["sanksi*"]})[["start", "end", "label"]].to_numpy().tolist()
    [[2, 8, 'law'], [9, 11, 'us']]
    """
    found = match(tokens, patterns, exclusive=exclusive)
    article = np.searchsorted(tokens.offsets, found.token, side="right") - 1
    starts, ends = _spans(tokens, found.token, found.token + found.length - 1, article)
    columns = (tokens.article_id.to_numpy()[article], starts, ends, found.token, found.length)
    labels = np.array([label for label, _ in found.kinds], dtype=object)[found.kind]
    texts = np.array([pattern for _, pattern in found.kinds], dtype=object)[found.kind]
    return pd.DataFrame(dict(zip(COLUMNS, (*columns, labels, texts), strict=True))).astype(COLUMNS)


class Matches(NamedTuple):
    """Matches as arrays: first token, length in tokens, and the kind, a row of `kinds` (label and pattern)."""

    token: np.ndarray
    length: np.ndarray
    kind: np.ndarray
    kinds: list[tuple[str, str]]


def match(tokens: Tokens, patterns: Mapping[str, Sequence[str]], *, exclusive: bool = False) -> Matches:
    """`find_patterns` without a table: what the rules work on."""
    if not tokens.lower:
        raise TableError(
            "patterns are found in tokens of one case; use tokenize(articles) without lower=False."
        )
    vocabulary = Vocabulary(tokens.types)
    order, borders = tokens.by_type
    segment = 2 * tokens.article + ~tokens.in_title
    found: list[np.ndarray] = []
    kinds: list[tuple[str, str]] = []
    lengths: list[int] = []
    for label, group in patterns.items():
        for pattern in group:
            words, plain = _words(pattern)
            if vocabulary.lacks(plain):
                continue
            places = _places(
                tokens.ids, [vocabulary.matches(word) for word in words], order, borders, segment
            )
            if len(places) and pattern != pattern.lower():
                places = places[_same_case(tokens, places, list(words))]
            if len(places):
                found.append(places)
                kinds.append((label, pattern))
                lengths.append(len(words))
    return _chosen(found, kinds, lengths, exclusive)


@lru_cache(maxsize=65536)
def _words(pattern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a pattern; those of them that mean one type each, folded."""
    words = tuple(pattern_words(pattern))
    return words, tuple(fold(word) for word in words if "*" not in word and "?" not in word)


def _places(
    ids: np.ndarray, wanted: list[np.ndarray], order: np.ndarray, borders: np.ndarray, segment: np.ndarray
) -> np.ndarray:
    """Stream positions at which a sequence of type sets begins, found from its rarest word."""
    if not wanted or any(len(types) == 0 for types in wanted):
        return np.zeros(0, dtype=np.int64)
    if len(wanted) == 1 and len(wanted[0]) == 1:
        i = wanted[0][0]
        return order[borders[i] : borders[i + 1]]
    rare = int(np.argmin([(borders[types + 1] - borders[types]).sum() for types in wanted]))
    places = np.concatenate([order[borders[i] : borders[i + 1]] for i in wanted[rare]]) - rare
    places = places[(places >= 0) & (places + len(wanted) <= len(ids))]
    for step, types in enumerate(wanted):
        if step != rare and len(places):
            word = ids[places + step]
            places = places[word == types[0] if len(types) == 1 else np.isin(word, types)]
    if len(wanted) > 1:
        places = places[segment[places] == segment[places + len(wanted) - 1]]
    return np.sort(places)


def _same_case(tokens: Tokens, places: np.ndarray, words: list[str]) -> np.ndarray:
    """True where the text has the capitals of the pattern."""
    known = [glob(word.translate(_STRAIGHT)) for word in words]
    article = np.searchsorted(tokens.offsets, places, side="right") - 1
    kept = np.zeros(len(places), dtype=bool)
    for i in np.unique(article):
        starts, ends = tokens.spans(i)
        text = tokens.texts[i]
        for k in np.flatnonzero(article == i):
            first = places[k] - tokens.offsets[i]
            kept[k] = all(
                rule.match(text[starts[first + step] : ends[first + step]].translate(_STRAIGHT))
                for step, rule in enumerate(known)
            )
    return kept


def _chosen(
    found: list[np.ndarray], kinds: list[tuple[str, str]], lengths: list[int], exclusive: bool
) -> Matches:
    """Of all matches those that stay, in the order of the text."""
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Matches(none, none, none, [])
    rank = np.empty(len(kinds), dtype=np.int64)
    rank[sorted(range(len(kinds)), key=kinds.__getitem__)] = np.arange(len(kinds))
    labels = sorted({label for label, _ in kinds})
    token = np.concatenate(found).astype(np.int64)
    kind = np.repeat(np.arange(len(kinds)), [len(places) for places in found])
    length = np.array(lengths, dtype=np.int64)[kind]
    lane = np.array([labels.index(label) for label, _ in kinds], dtype=np.int64)[kind]
    rows = _longest(token, length, rank[kind], np.zeros_like(lane) if exclusive else lane)
    rows = rows[np.lexsort((lane[rows], token[rows]))]
    return Matches(token[rows], length[rows], kind[rows], kinds)


def _spans(
    tokens: Tokens, first: np.ndarray, last: np.ndarray, article: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Characters at which matches start and end; only the articles that hold one are read where they are few."""
    edges = np.flatnonzero(np.diff(article, prepend=-1, append=-1))
    if "borders" in vars(tokens) or 8 * len(edges) > len(tokens):
        starts, ends = tokens.borders
        return starts[first], ends[last]
    start, end = np.empty(len(first), dtype=np.int64), np.empty(len(first), dtype=np.int64)
    for low, high in pairwise(edges):
        span_starts, span_ends = tokens.spans(article[low])
        base = tokens.offsets[article[low]]
        start[low:high] = span_starts[first[low:high] - base]
        end[low:high] = span_ends[last[low:high] - base]
    return start, end


def _longest(token: np.ndarray, length: np.ndarray, rank: np.ndarray, lane: np.ndarray) -> np.ndarray:
    """Of overlapping matches in one lane the longest, then the first, then the first pattern by name (their rows)."""
    stride = int(token.max(initial=0) + length.max(initial=0)) + 1
    place = lane * stride + token
    sizes = sorted(set(length.tolist()), reverse=True)
    taken = np.zeros(int(lane.max(initial=0) + 1) * stride if len(sizes) > 1 else 0, dtype=bool)
    kept = []
    for size in sizes:
        rows = np.flatnonzero(length == size)
        rows = rows[np.lexsort((rank[rows], place[rows]))]
        at = place[rows]
        free = np.diff(at, prepend=-size) > 0
        for step in range(size if size < sizes[0] else 0):
            free &= ~taken[at + step]
        rows, at = rows[free], at[free]
        if size > 1:
            clear, next_free = np.ones(len(at), dtype=bool), -1
            for row in np.flatnonzero(_near(at, size)):
                clear[row] = at[row] >= next_free
                next_free = at[row] + size if clear[row] else next_free
            rows, at = rows[clear], at[clear]
        for step in range(size if size > sizes[-1] else 0):
            taken[at + step] = True
        kept.append(rows)
    return np.concatenate(kept)


def _near(at: np.ndarray, size: int) -> np.ndarray:
    """True for matches that begin inside their neighbour's reach, or have one that begins in theirs."""
    close = np.diff(at) < size
    return np.concatenate([[False], close]) | np.concatenate([close, [False]])
