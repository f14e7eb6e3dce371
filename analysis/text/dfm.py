"""The document-feature matrix: how often each article uses each term."""

from __future__ import annotations

from bisect import bisect_left
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.tables import LanguageError, TableError
from analysis.text.encoding import stretches, worthwhile
from analysis.text.tokens import Tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class Dfm:
    """Counts of terms in articles.

    Attributes
    ----------
    counts : scipy CSR, articles by terms, int32; columns need not be in order inside a row.
    article_id : Index of str, the rows; `terms` : object array of str, the columns.
    n_tokens : int64 per article before any removal: the denominator.
    language : code or None.

    Examples
    --------
    >>> from analysis.text.tokens import tokenize
    >>> dfm = count_terms(tokenize(pd.DataFrame({"title": "", "text": ["uji rudal uji"]}, index=["a"])))
    >>> list(dfm.terms), dfm.counts.toarray().tolist(), dfm.n_tokens.tolist()
    (['rudal', 'uji'], [[1, 2]], [3])
    """

    counts: csr_array
    article_id: pd.Index
    terms: np.ndarray
    n_tokens: np.ndarray
    language: str | None = None

    def column(self, term: str) -> np.ndarray:
        """Counts of one term per article (int64); zeros for a term that never occurs."""
        place = bisect_left(self.terms, term)
        if place == len(self.terms) or self.terms[place] != term:
            return np.zeros(len(self.article_id), dtype=np.int64)
        return self.counts[:, [place]].toarray().ravel().astype(np.int64)

    def __repr__(self) -> str:
        return f"Dfm({self.counts.shape[0]:,} articles, {self.counts.shape[1]:,} terms)"


def one_language(tokens: Tokens, what: str) -> None:
    """Refuse tokens of several languages: their words are never counted together.

    Raises
    ------
    LanguageError
        `counting terms works within one language; these articles are of several. ...`
    """
    if tokens.language == "mul":
        raise LanguageError(
            f"{what} works within one language; these articles are of several. "
            'Take one, such as articles[articles["language"] == "id"].'
        )


def count_terms(tokens: Tokens, *, ngrams: int = 1, min_count: int = 1, compiled: bool | None = None) -> Dfm:
    """Count terms in articles.

    Parameters
    ----------
    tokens : Tokens; removed tokens (pads) are not counted and no n-gram runs over one, nor from title to text.
    ngrams : length of the terms in words; a term of two words is written `korea utara`.
    min_count : leave out terms that occur less often in all articles together; n-grams of 5 and more cost a tenth.
    compiled : which way, as in `tokenize`; both give the same counts.

    Returns
    -------
    Dfm with sorted terms.

    Raises
    ------
    LanguageError
        For articles of several languages.
    TableError
        For n-grams of less than one word.

    Examples
    --------
    >>> from analysis.text.tokens import tokenize
    >>> articles = pd.DataFrame({"title": ["Rudal"], "text": ["uji rudal"]}, index=["a"])
    >>> dfm = count_terms(tokenize(articles))
    >>> dfm.terms.tolist(), dfm.counts.toarray().tolist(), dfm.n_tokens.tolist()
    (['rudal', 'uji'], [[2, 1]], [3])
    >>> count_terms(tokenize(articles), ngrams=2).terms.tolist()
    ['uji rudal']
    """
    one_language(tokens, "counting terms")
    if ngrams < 1:
        raise TableError(f"ngrams is the length of a term in words, 1 or more; got {ngrams}.")

    fast = worthwhile(tokens.ids.nbytes) if compiled is None else compiled
    count = _counted if fast else _counted_plainly
    if ngrams == 1:
        terms, counts = count(tokens.ids, tokens, np.flatnonzero(tokens.types != ""), min_count)
        return Dfm(counts, tokens.article_id, tokens.types[terms], tokens.n_tokens, tokens.language)
    codes, words = (_ngrams if fast else _ngrams_plainly)(tokens, ngrams, min_count)
    names = [" ".join(row) for row in tokens.types[words].tolist()]
    order = np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64)
    kept, counts = count(codes, tokens, order, min_count)
    terms = np.array([*names, None], dtype=object)[kept]
    return Dfm(counts, tokens.article_id, terms, tokens.n_tokens, tokens.language)


def _enough(
    codes: np.ndarray, order: np.ndarray, min_count: int, fast: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Of the codes in `order` those that occur often enough, and the column of each code (-1: none)."""
    size = int(order.max(initial=-1)) + 1
    if fast:
        from analysis.text.counting import tally

        total = tally(codes, max(size, int(codes.max(initial=-1)) + 1))
    else:
        total = np.bincount(codes[codes >= 0], minlength=size)
    kept = order[total[order] >= max(min_count, 1)]
    column = np.full(max(len(total), 1), -1, dtype=np.int32)
    column[kept] = np.arange(len(kept), dtype=np.int32)
    return kept, column


def _counted(
    codes: np.ndarray, tokens: Tokens, order: np.ndarray, min_count: int
) -> tuple[np.ndarray, csr_array]:
    """Codes that are kept, in `order`, and how often each article has them."""
    from scipy.sparse import csr_array

    if codes is tokens.ids and min_count <= 1:
        kept, column = order, np.zeros(0, dtype=np.int32)
    else:
        kept, column = _enough(codes, order, min_count, fast=True)
    width = len(kept) if len(column) else max(len(tokens.types) - 1, 0)
    borders, columns, counts, seen = _rows(codes, tokens.offsets, column, width)
    if not seen.all():
        columns, kept = (np.cumsum(seen, dtype=np.int32) - 1)[columns], kept[seen]
    if borders[-1] < np.iinfo(np.int32).max:
        borders = borders.astype(np.int32)
    return kept, csr_array((counts, columns, borders), shape=(len(tokens), len(kept)), copy=False)


def _rows(
    codes: np.ndarray, offsets: np.ndarray, column: np.ndarray, width: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Borders, columns and counts of the rows, each thread a stretch of them, and which columns occur (bool)."""
    from analysis.text.counting import matrix
    from analysis.text.streams import draw_together

    columns, counts = (np.empty(len(codes), dtype=np.int32) for _ in range(2))
    parts = stretches(8 * np.diff(offsets))
    place = np.int32 if len(codes) < np.iinfo(np.int32).max else np.int64

    def count(part: slice) -> tuple[np.ndarray, np.ndarray]:
        here = slice(int(offsets[part.start]), int(offsets[part.stop]))
        seen = np.full(width, -1, dtype=place)
        edges = offsets[part.start : part.stop + 1]
        return matrix(codes, edges, column, columns[here], counts[here], seen), np.not_equal(seen, -1)

    with ThreadPoolExecutor(len(parts)) as pool:
        found = list(pool.map(count, parts))
        lengths = np.array([edges[-1] for edges, _ in found])
        starts = np.array([offsets[part.start] for part in parts])
        list(pool.map(lambda array: draw_together(array, starts, lengths), (columns, counts)))
    shifts = np.cumsum(lengths) - lengths
    later = [edges[1:] + shift for (edges, _), shift in zip(found, shifts, strict=True)]
    borders = np.concatenate([np.zeros(1, dtype=np.int64), *later])
    seen = np.logical_or.reduce([held for _, held in found])
    return borders, columns[: borders[-1]], counts[: borders[-1]], seen


def _counted_plainly(
    codes: np.ndarray, tokens: Tokens, order: np.ndarray, min_count: int
) -> tuple[np.ndarray, csr_array]:
    from scipy.sparse import csr_array

    kept, column = _enough(codes, order, min_count)
    places = np.flatnonzero(codes >= 0)
    places = places[column[codes[places]] >= 0]
    found = (np.ones(len(places), dtype=np.int32), (tokens.article[places], column[codes[places]]))
    counts = csr_array(found, shape=(len(tokens), len(kept)), dtype=np.int32)
    counts.sum_duplicates()
    return kept, counts


def _ngrams(tokens: Tokens, length: int, min_count: int) -> tuple[np.ndarray, np.ndarray]:
    """Number of the n-gram that begins at each token (int32, -1: none), and the types that make up each.

    Only words, pairs, triples ... that occur often enough themselves are put together.
    """
    from analysis.text.counting import lengthen

    often = np.bincount(tokens.ids, minlength=len(tokens.types)) >= min_count
    often[0] = False
    codes = np.where(often[tokens.ids], tokens.ids, np.int32(-1))
    words = np.arange(len(tokens.types))[:, None]
    for size in range(2, length + 1):
        found = lengthen(codes, tokens.ids, tokens.offsets, tokens.title_length, size, often)
        words = np.column_stack([words[found[:, 0]], found[:, 1]])
        kept = np.flatnonzero(found[:, 2] >= min_count)
        number = np.full(len(found) + 1, -1, dtype=np.int32)
        number[kept] = np.arange(len(kept))
        codes, words = number[codes], words[kept]
    return codes, words


def _ngrams_plainly(tokens: Tokens, length: int, min_count: int) -> tuple[np.ndarray, np.ndarray]:
    segment = 2 * tokens.article + ~tokens.in_title
    many = max(len(tokens.ids) - length + 1, 0)
    windows = np.stack([tokens.ids[k : k + many] for k in range(length)], axis=1)
    whole = (windows != 0).all(axis=1) & (segment[:many] == segment[length - 1 :][:many])
    places = np.flatnonzero(whole)
    words, numbers = np.unique(windows[places], axis=0, return_inverse=True)
    codes = np.full(len(tokens.ids), -1, dtype=np.int32)
    codes[places] = numbers.reshape(-1)
    return codes, words
