"""Tokens: articles as streams of integers, every rule applied once per distinct word.

Text is cut at white space, each distinct piece is read once by the token rule, and articles become arrays of
int32 ids into the sorted list of types. Character spans are worked out for an article when somebody asks.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape

import numpy as np
import pandas as pd

from analysis.tables import TableError
from analysis.text import encoding
from analysis.text.pieces import Pieces, pieces
from analysis.text.source import Texts

_MARKS = (
    "\u00ad\u200c\u200d\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a81-\u0a83\u0abc-\u0acd\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c4d"
    "\u0c81-\u0c83\u0cbc-\u0ccd\u0d00-\u0d03\u0d3e-\u0d4d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1dc0-\u1dff"
)
"""Accents and vowel signs that stand as characters of their own, and what joins letters unseen: inside a word."""
_WORD = rf"\w[\w{_MARKS}]*"
TOKEN = re.compile(
    r"(?i:https?)://[^\s\x00-\x20<>\"'“”’)]*[\w/=]"  # addresses, without the full stop after them
    r"|[\w.+-]+@\w+(?:-+\w+)*(?:\.\w+(?:-+\w+)*)+"
    rf"|[@#]{_WORD}"
    r"|(?:[^\W\d_]\.)+[^\W\d_](?![\w])"  # A.S., U.N.
    r"|\w*\d+(?:[.,:/]\d+)+%?"  # Rp1,5 and 1.234.567,89 and 17/8/2024
    r"|\d+%"
    rf"|{_WORD}(?:[-'’‑]{_WORD})*"
)
_LINES = re.compile(rf"{TOKEN.pattern}|\n")
_SAME = str.maketrans({"’": "'", "‑": "-", "\u00ad": None})
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Letters of Thai, Lao, Burmese, Khmer, Japanese and Chinese, which write no spaces between words."""
PAD = ""


class UnspacedWarning(UserWarning):
    """Articles in a script without spaces between words: their words cannot be told apart here."""


def fold(word: str) -> str:
    """The form under which a word is counted: lower case, straight apostrophe and hyphen, accents composed.

    >>> fold("Ma’af")
    "ma'af"
    """
    return _composed(word.lower())


def _composed(word: str) -> str:
    return unicodedata.normalize("NFC", word.translate(_SAME))


def _words(pieces: list[str], lower: bool) -> tuple[list[str], np.ndarray]:
    """The words of pieces of text (no line ends in them) as they are counted, and how many each piece has."""
    if not pieces:
        return [], np.zeros(0, dtype=np.int64)
    found = _LINES.findall("\n".join(pieces))
    ends = np.array([-1, *(i for i, word in enumerate(found) if word == "\n"), len(found)])
    words = "\n".join([word for word in found if word != "\n"])
    forms = (fold(words) if lower else _composed(words)).split("\n") if words else []
    return forms, np.diff(ends) - 1


@dataclass(frozen=True)
class Cuts:
    """Tokens inside distinct pieces: `count` and `first` per piece, `start` and `end` (characters) per token."""

    count: np.ndarray
    first: np.ndarray
    start: np.ndarray
    end: np.ndarray


def cut(kinds: Sequence[str]) -> Cuts:
    """Where the tokens stand in each piece (without line ends in it).

    >>> cut(["(uji-coba)", "A.S.,"]).end.tolist()
    [9, 3]
    """
    spans = [match.span() for match in TOKEN.finditer("\n".join(kinds))]  # no token runs over a line end
    flat = np.array(spans, dtype=np.int64).reshape(-1, 2)
    sizes = np.fromiter(map(len, kinds), dtype=np.int64, count=len(kinds)) + 1
    begins = np.cumsum(sizes) - sizes
    owner = np.searchsorted(begins, flat[:, 0], side="right") - 1
    count = np.bincount(owner, minlength=len(kinds))
    shift = begins[owner] if len(owner) else owner
    return Cuts(count=count, first=np.cumsum(count) - count, start=flat[:, 0] - shift, end=flat[:, 1] - shift)


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
    texts : the joined strings that spans index; `body_start` : where the text begins in each (int64).

    Examples
    --------
    >>> tokens = tokenize(pd.DataFrame({"title": ["Rudal"], "text": ["Uji rudal."]}, index=["a"]))
    >>> tokens.words(0), tokens.n_tokens.tolist(), len(tokens.types)
    (['rudal', 'uji', 'rudal'], [3], 3)
    """

    types: np.ndarray
    ids: np.ndarray
    offsets: np.ndarray
    article_id: pd.Index
    title_length: np.ndarray
    n_tokens: np.ndarray
    language: str | None
    texts: Texts = field(repr=False)
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
    def by_type(self) -> tuple[np.ndarray, np.ndarray]:
        """Places of the tokens ordered by type, and where each type begins in that order (two int arrays)."""
        from scipy.sparse import csr_matrix

        size, kinds = len(self.ids), len(self.types)
        ends = np.arange(size + 1, dtype=np.int64)
        by = csr_matrix((np.ones(size, dtype=np.int8), self.ids, ends), shape=(size, kinds)).tocsc()
        return by.indices, by.indptr

    @cached_property
    def cuts(self) -> Cuts:
        """The tokens inside each distinct piece."""
        return cut(self.pieces.kinds)

    @cached_property
    def piece(self) -> np.ndarray:
        """The piece in which each token stands (int64 per token)."""
        return self._spread[0]

    @cached_property
    def inner(self) -> np.ndarray:
        """The entry of `cuts` for each token (int64 per token)."""
        return self._spread[1]

    @cached_property
    def _spread(self) -> tuple[np.ndarray, np.ndarray]:
        kind, cuts = self.pieces.kind, self.cuts
        if encoding.worthwhile(self.texts.titles.nbytes + self.texts.bodies.nbytes):
            from analysis.text.streams import spread

            return spread(kind, cuts.first, cuts.count)
        count = cuts.count[kind]
        return np.repeat(np.arange(len(kind)), count), encoding.places(cuts.first[kind], count)

    @cached_property
    def borders(self) -> tuple[np.ndarray, np.ndarray]:
        """Start and end characters of every token of the stream (two int64 arrays), worked out once."""
        size = self.texts.titles.nbytes + self.texts.bodies.nbytes
        if "pieces" not in vars(self) and encoding.worthwhile(size):
            return self._compiled_borders()
        base = self.pieces.start[self.piece]
        return base + self.cuts.start[self.inner], base + self.cuts.end[self.inner]

    def _compiled_borders(self) -> tuple[np.ndarray, np.ndarray]:
        nothing = self.texts.empty()
        titles = encoding.borders(self.texts.titles if "title" in self.fields else nothing, cut)
        bodies = encoding.borders(self.texts.bodies if "text" in self.fields else nothing, cut)
        in_title = encoding.places(self.offsets[:-1], titles[2])
        in_body = encoding.places(self.offsets[:-1] + titles[2], bodies[2])
        shift = np.repeat(self.body_start, bodies[2])
        starts, ends = np.empty(len(self.ids), dtype=np.int64), np.empty(len(self.ids), dtype=np.int64)
        starts[in_title], ends[in_title] = titles[0], titles[1]
        starts[in_body], ends[in_body] = bodies[0] + shift, bodies[1] + shift
        return starts, ends

    @cached_property
    def unspaced(self) -> np.ndarray:
        """True for articles of which a fifth of the tokens are in a script without spaces between words (bool)."""
        if not _UNSPACED.search("\n".join(self.types)):
            return np.zeros(len(self), dtype=bool)
        kinds = np.fromiter(
            (_UNSPACED.search(word) is not None for word in self.types), bool, len(self.types)
        )
        places = np.searchsorted(self.offsets, np.flatnonzero(kinds[self.ids]), side="right") - 1
        many = np.bincount(places, minlength=len(self))
        return (many > 0) & (many * 5 >= self.n_tokens)

    def keep(self, wanted: np.ndarray) -> Tokens:
        """Keep the types for which the mask (bool per type) is True; the others leave pads.

        The denominator `n_tokens` stays as it was.
        """
        mask = np.asarray(wanted, dtype=bool).copy()
        mask[0] = False
        return replace(self, ids=np.where(mask[self.ids], self.ids, np.int32(0)))

    def only(self, where: np.ndarray) -> Tokens:
        """Keep the tokens for which the mask (bool per token) is True; the others leave pads, and `n_tokens` counts what is kept."""
        counts = np.bincount(self.article[where], minlength=len(self))
        return replace(self, ids=np.where(where, self.ids, np.int32(0)), n_tokens=counts)

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
            texts=self.texts.take(chosen),
            body_start=self.body_start[chosen],
        )

    def _repr_html_(self) -> str:
        """The first articles with their first tokens; a removed one is a dot."""
        lines, left = [], 'style="text-align:left"'
        for i in range(min(5, len(self))):
            first = escape(" ".join(word or "·" for word in self.words(i)[:20]))
            name, n = escape(str(self.article_id[i])), int(self.n_tokens[i])
            short = 'style="text-align:left;white-space:nowrap"'
            lines.append(f"<tr><td {short}>{name}</td><td>{n:,}</td><td {left}>{first} …</td></tr>")
        head = f"<tr><th {left}>article_id</th><th>tokens</th><th {left}>the first of them</th></tr>"
        return (
            f"<p>{escape(repr(self))}</p><table><thead>{head}</thead><tbody>{''.join(lines)}</tbody></table>"
        )

    def __repr__(self) -> str:
        return (
            f"Tokens({len(self):,} articles, {int(self.n_tokens.sum()):,} tokens, "
            f"{len(self.types) - 1:,} types, language {self.language!r})"
        )


def tokenize(
    articles: pd.DataFrame,
    *,
    fields: tuple[str, ...] = ("title", "text"),
    lower: bool = True,
    compiled: bool | None = None,
) -> Tokens:
    """Cut articles into tokens.

    Parameters
    ----------
    articles : article table; `fields` : title, text or both; `lower` : fold case (once per type).
    compiled : True for the compiled way, False for the plain one; by the size of the texts if not given. Both give
        the same tokens.

    Returns
    -------
    Tokens. `Korea-Utara`, `negara-negara`, `A.S.`, `12%`, `Rp1,5`, `3.14`, `17/8/2024`, addresses, handles and
    hashtags are one token each; punctuation is none. Scripts without spaces between words (Thai, Lao, Burmese,
    Khmer, Chinese, Japanese) come out as one token a run: they are not supported, `Tokens.unspaced` marks their
    articles, and an `UnspacedWarning` names the first.

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
    texts = Texts.of(articles)
    found = encoding.encode(
        texts.titles if "title" in fields else texts.empty(),
        texts.bodies if "text" in fields else texts.empty(),
        lambda pieces: _words(pieces, lower),
        lower=lower,
        compiled=compiled,
    )
    languages = list(articles["language"].dropna().unique()) if "language" in articles else [None]
    tokens = Tokens(
        types=found.types,
        ids=found.ids,
        offsets=found.offsets,
        article_id=articles.index,
        title_length=found.title_length,
        n_tokens=np.diff(found.offsets),
        language="mul" if len(languages) > 1 else languages[0] if languages else None,
        texts=texts,
        body_start=texts.body_start,
        fields=tuple(fields),
        lower=lower,
    )
    if tokens.unspaced.any():
        warnings.warn(
            f"{int(tokens.unspaced.sum())} articles are written without spaces between words, first: "
            f"{tokens.article_id[int(np.argmax(tokens.unspaced))]!r}. Their words cannot be told apart; leave them out.",
            UnspacedWarning,
            stacklevel=2,
        )
    return tokens
