"""Patterns of words (globs, several words) found on integers: each pattern word is looked up once per type."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

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
    if not tokens.lower:
        raise TableError(
            "patterns are found in tokens of one case; use tokenize(articles) without lower=False."
        )
    vocabulary = Vocabulary(tokens.types)
    order = np.argsort(tokens.ids, kind="stable")
    borders = np.searchsorted(tokens.ids[order], np.arange(len(tokens.types) + 1))
    segment = 2 * tokens.article + ~tokens.in_title
    found: list[tuple[np.ndarray, int, str, str]] = []
    for label, group in patterns.items():
        for pattern in group:
            words = pattern_words(pattern)
            places = _places(
                tokens.ids, [vocabulary.matches(word) for word in words], order, borders, segment
            )
            if len(places) and pattern != pattern.lower():
                places = places[_same_case(tokens, places, words)]
            if len(places):
                found.append((places, len(words), label, pattern))
    return _table(tokens, found, exclusive)


def _places(
    ids: np.ndarray, wanted: list[np.ndarray], order: np.ndarray, borders: np.ndarray, segment: np.ndarray
) -> np.ndarray:
    """Stream positions at which a sequence of type sets begins."""
    if not wanted or any(len(types) == 0 for types in wanted):
        return np.zeros(0, dtype=np.int64)
    places = np.concatenate([order[borders[i] : borders[i + 1]] for i in wanted[0]])
    for step, types in enumerate(wanted[1:], start=1):
        places = places[places + step < len(ids)]
        places = places[np.isin(ids[places + step], types) & (segment[places] == segment[places + step])]
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


def _table(tokens: Tokens, found: list[tuple[np.ndarray, int, str, str]], exclusive: bool) -> pd.DataFrame:
    if not found:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    hits = pd.concat(
        [
            pd.DataFrame({"token": p, "length": n, "label": label, "pattern": text})
            for p, n, label, text in found
        ]
    )
    hits = _longest(hits, exclusive)
    article = np.searchsorted(tokens.offsets, hits["token"].to_numpy(), side="right") - 1
    starts, ends = np.empty(len(hits), dtype=np.int64), np.empty(len(hits), dtype=np.int64)
    first, last = hits["token"].to_numpy(), (hits["token"] + hits["length"] - 1).to_numpy()
    edges = np.flatnonzero(np.diff(article, prepend=-1, append=-1))
    for low, high in pairwise(edges):
        span_starts, span_ends = tokens.spans(article[low])
        base = tokens.offsets[article[low]]
        starts[low:high] = span_starts[first[low:high] - base]
        ends[low:high] = span_ends[last[low:high] - base]
    hits["article_id"], hits["start"], hits["end"] = tokens.article_id[article].to_numpy(), starts, ends
    return hits[list(COLUMNS)].astype(COLUMNS).reset_index(drop=True)


def _longest(hits: pd.DataFrame, exclusive: bool) -> pd.DataFrame:
    """Of overlapping matches keep the longest, then the first, then the first pattern by name."""
    ordered = hits.sort_values(["length", "token", "label", "pattern"], ascending=[False, True, True, True])
    if (hits["length"] == 1).all():
        keys = ["token"] if exclusive else ["label", "token"]
        return ordered.drop_duplicates(keys).sort_values(["token", "label"], kind="stable")
    taken: set[tuple[str, int]] = set()
    kept = []
    for token, length, label in zip(ordered["token"], ordered["length"], ordered["label"], strict=True):
        owner = "" if exclusive else label
        wanted = [(owner, place) for place in range(token, token + length)]
        free = not any(place in taken for place in wanted)
        kept.append(free)
        if free:
            taken.update(wanted)
    return ordered[kept].sort_values(["token", "label"], kind="stable")
