"""Queries: AND, OR, NOT, "phrases", wild*, NEAR/5 and fields, over tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.tables import QueryError
from analysis.text.layout import lead_end, plain
from analysis.text.patterns import find_patterns, pattern_words
from analysis.text.tokens import Tokens, tokenize

FIELDS = ("title", "text", "lead")
_LEXEME = re.compile(
    r'\s*(?:(\()|(\))|(AND|OR|NOT|NEAR/\d+)(?=[\s("]|$)|(\w+):(?=["\w*(])|"([^"]*)"|([^\s()"]+))'
)


@dataclass(frozen=True)
class _Found:
    """What a part of a query found: which articles, and at which tokens (article, token, length)."""

    articles: np.ndarray
    places: np.ndarray


def select(articles: pd.DataFrame, query: str) -> pd.DataFrame:
    """The articles that match a query.

    Parameters
    ----------
    articles : article table.
    query : words and "phrases" (no matter which case) joined by AND (or a space), OR, NOT; `*` ends a word anywhere,
        `?` is one letter; `a NEAR/5 b` has at most five words between, in the title or in the text; `title:`, `text:` and
        `lead:` before a word, a phrase or a bracket limit it to a field; brackets group. Operators are written in
        capitals; NOT binds before AND, AND before OR.

    Raises
    ------
    QueryError
        With the place of what cannot be read.

    Examples
    --------
    >>> import pandas as pd
    >>> articles = pd.DataFrame({"title": ["Rudal", "Pasar"], "text": ["Sanksi baru.", "Harga."]}, index=["a", "b"])
    >>> select(articles, 'sanksi* AND NOT title:pasar').index.tolist()
    ['a']
    """
    if not query.strip():
        return articles
    tokens = tokenize(articles)
    return articles[_evaluate(query, tokens, articles).articles]


def query_hits(articles: pd.DataFrame, query: str) -> pd.DataFrame:
    """Where the words of a query stand in the articles that match it: article_id, start, end, label (the query).

    >>> articles = pd.DataFrame({"title": ["Rudal"], "text": ["Sanksi baru."]}, index=["a"])
    >>> query_hits(articles, "baru OR rudal")[["start", "end"]].to_numpy().tolist()
    [[0, 5], [14, 18]]
    """
    tokens = tokenize(articles)
    found = _evaluate(query, tokens, articles)
    rows = []
    for i, token, length in np.unique(found.places, axis=0):
        if found.articles[i]:
            starts, ends = tokens.spans(i)
            first = token - tokens.offsets[i]
            rows.append((tokens.article_id[i], starts[first], ends[first + length - 1], query))
    return pd.DataFrame(rows, columns=["article_id", "start", "end", "label"]).astype(
        {"article_id": "str", "start": "int64", "end": "int64", "label": "str"}
    )


def check_query(query: str) -> None:
    """Raise QueryError where a query cannot be read.

    >>> check_query("putin AND (kim OR")
    Traceback (most recent call last):
    analysis.tables.QueryError: query 'putin AND (kim OR': expected a word, a phrase or a bracket at character 18.
    """
    empty = pd.DataFrame({"title": pd.Series(dtype="str"), "text": pd.Series(dtype="str")})
    if query.strip():
        _evaluate(query, tokenize(empty), empty)


def read_queries(path: str | Path) -> dict[str, str]:
    """Read named queries from a file: `name: query` a line, `#` starts a comment line.

    Raises
    ------
    QueryError
        For a line without a name, a name given twice, and a query that cannot be read, with the line's number.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "queries.txt"
    >>> _ = path.write_text("# visits\\nvisit: putin AND kunjung*\\n", encoding="utf-8")
    >>> read_queries(path)
    {'visit': 'putin AND kunjung*'}
    """
    found: dict[str, str] = {}
    for number, line in enumerate(Path(path).read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, query = line.partition(":")
        if not colon or name.strip() in found:
            raise QueryError(f"{path}, line {number}: write `name: query`, each name once.")
        try:
            check_query(query.strip())
        except QueryError as error:
            raise QueryError(f"{path}, line {number}: {error}") from None
        found[name.strip()] = query.strip()
    return found


def _evaluate(query: str, tokens: Tokens, articles: pd.DataFrame) -> _Found:
    reader = _Reader(query, tokens, articles)
    found = reader.alternatives()
    reader.end()
    return found


class _Reader:
    """Reads a query from left to right and works out its parts as it goes."""

    def __init__(self, query: str, tokens: Tokens, articles: pd.DataFrame) -> None:
        self.query, self.tokens, self.articles = query, tokens, articles
        self.lexemes = list(_lexemes(query))
        self.place = 0
        self.field = ""
        self.segment = 2 * tokens.article + ~tokens.in_title

    def peek(self) -> tuple[str, str]:
        return self.lexemes[self.place][:2] if self.place < len(self.lexemes) else ("end", "")

    def take(self) -> tuple[str, str]:
        self.place += 1
        return self.lexemes[self.place - 1][:2]

    def wrong(self, expected: str) -> QueryError:
        at = self.lexemes[self.place][2] if self.place < len(self.lexemes) else len(self.query)
        return QueryError(f"query {self.query!r}: expected {expected} at character {at + 1}.")

    def end(self) -> None:
        if self.place < len(self.lexemes):
            raise self.wrong("AND, OR or the end")

    def alternatives(self) -> _Found:
        found = self.conjunction()
        while self.peek() == ("operator", "OR"):
            self.take()
            other = self.conjunction()
            found = _Found(found.articles | other.articles, np.concatenate([found.places, other.places]))
        return found

    def conjunction(self) -> _Found:
        found = self.negation()
        while self.peek()[0] in ("word", "phrase", "field", "open") or self.peek()[1] in ("AND", "NOT"):
            if self.peek() == ("operator", "AND"):
                self.take()
            other = self.negation()
            found = _Found(found.articles & other.articles, np.concatenate([found.places, other.places]))
        return found

    def negation(self) -> _Found:
        if self.peek() == ("operator", "NOT"):
            self.take()
            return _Found(~self.negation().articles, np.zeros((0, 3), dtype=np.int64))
        return self.nearness()

    def nearness(self) -> _Found:
        found = self.leaf()
        while self.peek()[0] == "operator" and self.peek()[1].startswith("NEAR/"):
            gap = int(self.take()[1].removeprefix("NEAR/"))
            found = self.near(found, self.leaf(), gap)
        return found

    def leaf(self) -> _Found:
        outer = self.field
        if self.peek()[0] == "field":
            if self.peek()[1] not in FIELDS:
                raise self.wrong(f"one of the fields {', '.join(FIELDS)}, not {self.peek()[1]!r},")
            self.field = self.take()[1]
        kind, text = self.peek()
        if kind == "open":
            self.take()
            found = self.alternatives()
            if self.peek()[0] != "close":
                raise self.wrong("a closing bracket")
            self.take()
        elif kind in ("word", "phrase"):
            self.take()
            found = self.words(text)
        else:
            raise self.wrong("a word, a phrase or a bracket")
        self.field = outer
        return found

    def words(self, text: str) -> _Found:
        """Where a word or phrase stands, as (article, token, length)."""
        pattern = text.lower()
        if not any(re.search(r"\w", word) for word in pattern_words(pattern)):
            raise QueryError(f"query {self.query!r}: {text!r} holds no word.")
        hits = find_patterns(self.tokens, {"q": [pattern]})
        article = np.searchsorted(self.tokens.offsets, hits["token"].to_numpy(), side="right") - 1
        kept = self.in_field(hits, article)
        places = np.column_stack([article, hits["token"].to_numpy(), hits["length"].to_numpy()])[kept]
        return self.found(places.astype(np.int64))

    def in_field(self, hits: pd.DataFrame, article: np.ndarray) -> np.ndarray:
        if not self.field:
            return np.ones(len(hits), dtype=bool)
        titles = plain(self.articles["title"]).str.len().to_numpy()[article]
        start = hits["start"].to_numpy()
        if self.field == "title":
            return start < titles
        body = start >= titles
        if self.field == "text":
            return body
        return body & (start < lead_end(self.articles).to_numpy()[article])

    def near(self, left: _Found, right: _Found, gap: int) -> _Found:
        """Pairs of places of one title or text with at most `gap` words between them."""
        kept = []
        for i in np.flatnonzero(left.articles & right.articles):
            ours, theirs = left.places[left.places[:, 0] == i], right.places[right.places[:, 0] == i]
            start = np.maximum(ours[:, None, 1], theirs[None, :, 1])
            end = np.minimum((ours[:, 1] + ours[:, 2])[:, None], (theirs[:, 1] + theirs[:, 2])[None, :])
            close = start - end <= gap
            close &= self.segment[ours[:, None, 1]] == self.segment[theirs[None, :, 1]]
            close &= (ours[:, None, 1:] != theirs[None, :, 1:]).any(axis=2)
            kept += [ours[close.any(axis=1)], theirs[close.any(axis=0)]]
        return self.found(np.concatenate(kept) if kept else np.zeros((0, 3), dtype=np.int64))

    def found(self, places: np.ndarray) -> _Found:
        mask = np.zeros(len(self.tokens), dtype=bool)
        mask[places[:, 0]] = True
        return _Found(mask, places)


def _lexemes(query: str) -> Iterator[tuple[str, str, int]]:
    place = 0
    kinds = ("open", "close", "operator", "field", "phrase", "word")
    while query[place:].strip():
        match = _LEXEME.match(query, place)
        if match is None:
            raise QueryError(
                f"query {query!r}: a quotation mark is missing its partner at character {place + 1}."
            )
        index = next(i for i, group in enumerate(match.groups()) if group is not None)
        if kinds[index] == "word" and match.group(index + 1) == "NEAR":
            raise QueryError(
                f"query {query!r}: NEAR wants a number, such as NEAR/5, at character {match.start(index + 1) + 1}."
            )
        yield kinds[index], match.group(index + 1), match.start(index + 1)
        place = match.end()
