"""Tokens: articles as streams of integers, every rule applied once per distinct word.

Text is cut at white space, each distinct piece is read once by the token rule, and articles become arrays of
int32 ids into the sorted list of types. Character spans are worked out for an article when somebody asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.tables import TableError
from analysis.text.layout import body_start, joined
from analysis.text.pieces import Pieces, pieces

TOKEN = re.compile(
    r"https?://[^\s<>\"'“”’)]*[\w/=]"  # addresses, without the full stop after them
    r"|[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+"
    r"|[@#]\w+"
    r"|(?:[^\W\d_]\.)+[^\W\d_](?![\w])"  # A.S., U.N.
    r"|\w*\d+(?:[.,:/]\d+)+%?"  # Rp1,5 and 1.234.567,89 and 17/8/2024
    r"|\d+%"
    r"|\w+(?:[-'’‑]\w+)*"
)
_SAME = str.maketrans({"’": "'", "‑": "-", "\u00ad": None})
PAD = ""


def fold(word: str) -> str:
    """The form under which a word is counted: lower case, straight apostrophe and hyphen.

    >>> fold("Ma’af")
    "ma'af"
    """
    return word.lower().translate(_SAME)


@dataclass(frozen=True)
class Cuts:
    """Tokens inside distinct pieces: `count` and `first` per piece, `start` and `end` (characters) per token."""

    count: np.ndarray
    first: np.ndarray
    start: np.ndarray
    end: np.ndarray


def cut(kinds: Sequence[str]) -> Cuts:
    """Where the tokens stand in each piece.

    >>> cut(["(uji-coba)", "A.S.,"]).end.tolist()
    [9, 3]
    """
    spans = [[match.span() for match in TOKEN.finditer(kind)] for kind in kinds]
    count = np.fromiter((len(one) for one in spans), dtype=np.int64, count=len(spans))
    flat = np.array([pair for one in spans for pair in one], dtype=np.int64).reshape(-1, 2)
    return Cuts(count=count, first=np.cumsum(count) - count, start=flat[:, 0], end=flat[:, 1])


@dataclass(frozen=True)
class Tokens:
    """Integer-coded articles of one language.

    Attributes
    ----------
    types : object array of str, sorted; `types[0]` is the empty pad.
    ids : int32, one per token, all articles one after another.
    offsets : int64, length articles + 1; article `i` is `ids[offsets[i]:offsets[i + 1]]`.
    article_id : Index of str.
    title_length : int64 per article: how many of its first tokens stand in the title.
    n_tokens : int64 per article before any removal; the denominator of every rate.
    language : code, `mul` where the articles are of several languages, None where they did not say.
    texts : tuple of the joined strings that spans index; `body_start` : where the text begins in each (int64).
    """

    types: np.ndarray
    ids: np.ndarray
    offsets: np.ndarray
    article_id: pd.Index
    title_length: np.ndarray
    n_tokens: np.ndarray
    language: str | None
    texts: tuple[str, ...] = field(repr=False)
    body_start: np.ndarray
    fields: tuple[str, ...] = ("title", "text")
    lower: bool = True

    def __len__(self) -> int:
        return len(self.article_id)

    @property
    def article(self) -> np.ndarray:
        """Position of its article for each token (int64)."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    @property
    def in_title(self) -> np.ndarray:
        """True for the tokens of a title (bool per token)."""
        position = np.arange(len(self.ids)) - np.repeat(self.offsets[:-1], np.diff(self.offsets))
        return position < np.repeat(self.title_length, np.diff(self.offsets))

    def words(self, i: int) -> list[str]:
        """The tokens of article `i` as words; a removed one is an empty string."""
        return list(self.types[self.ids[self.offsets[i] : self.offsets[i + 1]]])

    def spans(self, i: int) -> tuple[np.ndarray, np.ndarray]:
        """Start and end characters of the tokens of article `i` in its joined text (two int64 arrays)."""
        text = self.texts[i]
        body = int(self.body_start[i])
        low = 0 if "title" in self.fields else body
        high = len(text) if "text" in self.fields else body - 2
        pairs = [match.span() for match in TOKEN.finditer(text, low, high)]
        found = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
        return found[:, 0], found[:, 1]

    @cached_property
    def pieces(self) -> Pieces:
        """The pieces between white space in which the tokens stand, worked out once."""
        found = pieces(self.texts)
        if set(self.fields) == {"title", "text"}:
            return found
        return found.where((found.start >= self.body_start[found.text]) == ("text" in self.fields))

    @cached_property
    def cuts(self) -> Cuts:
        """The tokens inside each distinct piece."""
        return cut(self.pieces.kinds)

    @cached_property
    def piece(self) -> np.ndarray:
        """The piece in which each token stands (int64 per token)."""
        return np.repeat(np.arange(len(self.pieces)), self.cuts.count[self.pieces.kind])

    @cached_property
    def inner(self) -> np.ndarray:
        """The entry of `cuts` for each token (int64 per token)."""
        kind = self.pieces.kind
        return _places(self.cuts.first[kind], self.cuts.count[kind])

    @cached_property
    def borders(self) -> tuple[np.ndarray, np.ndarray]:
        """Start and end characters of every token of the stream (two int64 arrays), worked out once."""
        base = self.pieces.start[self.piece]
        return base + self.cuts.start[self.inner], base + self.cuts.end[self.inner]

    def keep(self, wanted: np.ndarray) -> Tokens:
        """Keep the types for which the mask (bool per type) is True; the others leave pads.

        The denominator `n_tokens` stays as it was.
        """
        mask = np.asarray(wanted, dtype=bool).copy()
        mask[0] = False
        return replace(self, ids=np.where(mask[self.ids], self.ids, np.int32(0)))

    def remove(self, words: Iterable[str]) -> Tokens:
        """Replace words by pads, such as `tokens.remove(language("id").stopwords)`."""
        unwanted = set(words)
        return self.keep(np.array([word not in unwanted for word in self.types], dtype=bool))

    def take(self, positions: Sequence[int] | np.ndarray) -> Tokens:
        """The articles at `positions`, with the same types."""
        chosen = np.asarray(positions, dtype=np.int64)
        lengths = np.diff(self.offsets)[chosen]
        parts = [self.ids[self.offsets[i] : self.offsets[i + 1]] for i in chosen]
        return replace(
            self,
            ids=np.concatenate(parts) if parts else self.ids[:0],
            offsets=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            article_id=self.article_id[chosen],
            title_length=self.title_length[chosen],
            n_tokens=self.n_tokens[chosen],
            texts=tuple(self.texts[i] for i in chosen),
            body_start=self.body_start[chosen],
        )

    def __repr__(self) -> str:
        return (
            f"Tokens({len(self):,} articles, {int(self.n_tokens.sum()):,} tokens, "
            f"{len(self.types) - 1:,} types, language {self.language!r})"
        )


def tokenize(
    articles: pd.DataFrame, *, fields: tuple[str, ...] = ("title", "text"), lower: bool = True
) -> Tokens:
    """Cut articles into tokens.

    Parameters
    ----------
    articles : article table; `fields` : title, text or both; `lower` : fold case (once per type).

    Returns
    -------
    Tokens. `Korea-Utara`, `negara-negara`, `A.S.`, `12%`, `Rp1,5`, `3.14`, `17/8/2024`, addresses, handles and
    hashtags are one token each; punctuation is none. Scripts without spaces between words (Thai, Chinese,
    Japanese) come out as one token a run: they are not supported.

    Raises
    ------
    TableError
        For a field that is not title or text.

    Examples
    --------
    >>> import pandas as pd
    >>> articles = pd.DataFrame({"title": ["Rudal"], "text": ["A.S. mengecam uji-coba."]}, index=["a"])
    >>> tokenize(articles).words(0)
    ['rudal', 'a.s', 'mengecam', 'uji-coba']
    """
    wrong = [name for name in fields if name not in ("title", "text")]
    if wrong or not fields:
        raise TableError(f"fields are title and text; got {wrong[0] if wrong else 'none'!r}.")
    texts, body = tuple(joined(articles)), body_start(articles).to_numpy()
    found = pieces(texts)
    if set(fields) != {"title", "text"}:
        found = found.where((found.start >= body[found.text]) == ("text" in fields))
    cuts = cut(found.kinds)
    types, flat = _coded(found, cuts, lower)
    counts = cuts.count[found.kind]
    titled = found.start < body[found.text]
    n_tokens = np.bincount(found.text, weights=counts, minlength=len(articles)).astype(np.int64)
    languages = list(articles["language"].dropna().unique()) if "language" in articles else [None]
    tokens = Tokens(
        types=types,
        ids=flat[_places(cuts.first[found.kind], counts)],
        offsets=np.concatenate([[0], np.cumsum(n_tokens)]).astype(np.int64),
        article_id=articles.index,
        title_length=np.bincount(found.text, weights=counts * titled, minlength=len(articles)).astype(
            np.int64
        ),
        n_tokens=n_tokens,
        language="mul" if len(languages) > 1 else languages[0] if languages else None,
        texts=texts,
        body_start=body,
        fields=tuple(fields),
        lower=lower,
    )
    vars(tokens).update(pieces=found, cuts=cuts)
    return tokens


def _coded(found: Pieces, cuts: Cuts, lower: bool) -> tuple[np.ndarray, np.ndarray]:
    """The sorted types of a stream, and the type of each token of each distinct piece."""
    used = np.zeros(len(found.kinds), dtype=bool)
    used[found.kind] = True
    owner = np.repeat(np.arange(len(found.kinds)), cuts.count)
    kinds, low, high = found.kinds, cuts.start.tolist(), cuts.end.tolist()
    words = [kinds[kind][low[i] : high[i]] if used[kind] else PAD for i, kind in enumerate(owner.tolist())]
    words = [fold(word) if lower else word.translate(_SAME) for word in words]
    types = sorted(set(words) - {PAD})
    number = {word: place for place, word in enumerate(types, start=1)}
    flat = np.fromiter((number.get(word, 0) for word in words), dtype=np.int32, count=len(words))
    return np.array([PAD, *types], dtype=object), flat


def _places(starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Consecutive positions from each start: `[5, 9], [2, 1] -> [5, 6, 9]`."""
    ends = np.cumsum(counts)
    return np.repeat(starts - (ends - counts), counts) + np.arange(int(ends[-1]) if len(ends) else 0)
