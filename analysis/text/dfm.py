"""The document-feature matrix: how often each article uses each term."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.tables import LanguageError, TableError
from analysis.text.tokens import Tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class Dfm:
    """Counts of terms in articles.

    Attributes
    ----------
    counts : scipy CSR, articles by terms, int64.
    article_id : Index of str, the rows; `terms` : object array of str, the columns.
    n_tokens : int64 per article before any removal: the denominator.
    language : code or None.
    """

    counts: csr_array
    article_id: pd.Index
    terms: np.ndarray
    n_tokens: np.ndarray
    language: str | None = None

    def column(self, term: str) -> np.ndarray:
        """Counts of one term per article (int64); zeros for a term that never occurs."""
        place = np.searchsorted(self.terms.astype(str), term)
        if place == len(self.terms) or self.terms[place] != term:
            return np.zeros(len(self.article_id), dtype=np.int64)
        return self.counts[:, [int(place)]].toarray().ravel()

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


def count_terms(tokens: Tokens, *, ngrams: int = 1, min_count: int = 1) -> Dfm:
    """Count terms in articles.

    Parameters
    ----------
    tokens : Tokens; removed tokens (pads) are not counted and no n-gram runs over one, nor from title to text.
    ngrams : length of the terms in words; a term of two words is written `korea utara`.
    min_count : leave out terms that occur less often in all articles together.

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
    from scipy.sparse import csr_array

    one_language(tokens, "counting terms")
    if ngrams < 1:
        raise TableError(f"ngrams is the length of a term in words, 1 or more; got {ngrams}.")

    rows, columns, terms = _terms(tokens, ngrams)
    total = np.bincount(columns, minlength=len(terms))
    kept = np.flatnonzero(total >= max(min_count, 1))
    kept = kept[np.argsort(terms[kept].astype(str), kind="stable")]
    place = np.full(len(terms), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    inside = place[columns] >= 0
    shape = (len(tokens), len(kept))
    ones = np.ones(int(inside.sum()), dtype=np.int64)
    counts = csr_array((ones, (rows[inside], place[columns[inside]])), shape=shape, dtype=np.int64)
    counts.sum_duplicates()
    return Dfm(counts, tokens.article_id, terms[kept], tokens.n_tokens, tokens.language)


def _terms(tokens: Tokens, ngrams: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Article and term number of each occurrence, and the terms."""
    if ngrams == 1:
        here = np.flatnonzero(tokens.ids)
        return tokens.article[here], tokens.ids[here].astype(np.int64), tokens.types
    segment = 2 * tokens.article + ~tokens.in_title
    length = max(len(tokens.ids) - ngrams + 1, 0)
    windows = np.stack([tokens.ids[k : k + length] for k in range(ngrams)], axis=1)
    whole = (windows != 0).all(axis=1) & (segment[:length] == segment[ngrams - 1 :][:length])
    places = np.flatnonzero(whole)
    kinds, columns = np.unique(windows[places], axis=0, return_inverse=True)
    words = tokens.types[kinds]
    terms = np.array([" ".join(row) for row in words], dtype=object)
    return tokens.article[places], columns.reshape(-1), terms
