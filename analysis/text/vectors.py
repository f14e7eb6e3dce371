"""Word vectors of the collection itself: who stands beside whom, within sentences (PPMI, then SVD)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.languages import language
from analysis.tables import DictionaryError, TableError, require_one_language
from analysis.text.frame_model import fingerprint
from analysis.text.sentences import sentences
from analysis.text.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SMALL = 200_000
"""Words in a collection below which neighbours may be read and fine differences on axes may not."""


@dataclass(frozen=True, eq=False)
class Vectors:
    """Vectors of words, fitted once and frozen.

    Attributes
    ----------
    terms : object array of str, sorted; matrix : float64, terms by dimensions; counts : occurrences of each term.
    n_tokens : words of the collection. language; version : fingerprint. settings : how they were made.
    """

    terms: np.ndarray
    matrix: np.ndarray
    counts: np.ndarray
    n_tokens: int
    language: str
    version: str
    settings: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Vectors({self.language}, {len(self.terms):,} words, {self.matrix.shape[1]} dimensions, {self.version})"

    @property
    def small(self) -> bool:
        """True where the collection is too small for fine differences."""
        return self.n_tokens < SMALL

    def place(self, words: Sequence[str]) -> np.ndarray:
        """Rows of words, -1 for those without a vector."""
        number = {str(term): i for i, term in enumerate(self.terms)}
        return np.array([number.get(word, -1) for word in words], dtype=np.int64)

    def neighbours(self, word: str, n: int = 10) -> pd.DataFrame:
        """The words with the most similar company: term, similarity (cosine), count.

        Raises
        ------
        TableError
            For a word without a vector.
        """
        at = int(self.place([word])[0])
        if at < 0:
            raise TableError(
                f"{word!r} has no vector: it occurs less than {self.settings.get('min_count')} times."
            )
        similarity = cosine(self.matrix, self.matrix[at])
        similarity[at] = -np.inf
        order = np.argsort(-similarity, kind="stable")[:n]
        return pd.DataFrame(
            {"term": self.terms[order], "similarity": similarity[order], "count": self.counts[order]}
        )

    def save(self, path: str | Path) -> Path:
        """Write the vectors to one `.npz` file."""
        target = Path(path).with_suffix(".npz")
        target.parent.mkdir(parents=True, exist_ok=True)
        said = {"terms": [str(term) for term in self.terms], "language": self.language, "version": self.version,
                "n_tokens": self.n_tokens, "settings": self.settings}  # fmt: skip
        text = np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), dtype=np.uint8)
        with target.open("wb") as out:
            np.savez_compressed(out, vectors_said=text, matrix=self.matrix, counts=self.counts)
        return target


def read_vectors(path: str | Path) -> Vectors:
    """Read vectors that `save` wrote.

    Raises
    ------
    DictionaryError
        For a file that holds none.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> articles = pd.DataFrame({"title": "", "text": ["foe bad war. friend good peace."] * 9, "language": "en"},
    ...                         index=pd.Index([str(i) for i in range(9)], name="article_id"))
    >>> made, path = fit_vectors(articles, dims=2), Path(mkdtemp()) / "mine.npz"
    >>> _ = made.save(path)
    >>> read_vectors(path).terms.tolist() == made.terms.tolist()
    True
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            said = json.loads(bytes(file["vectors_said"]).decode())
            matrix, counts = file["matrix"], file["counts"]
    except (KeyError, ValueError, OSError) as reason:
        raise DictionaryError(f"{Path(path).name}: no vectors in it ({reason}).") from None
    said["terms"] = np.array(said["terms"], dtype=object)
    return Vectors(matrix=matrix, counts=counts, **said)


def cosine(matrix: np.ndarray, one: np.ndarray) -> np.ndarray:
    """Cosine of each row with a vector; 0 for a row without length.

    >>> cosine(np.array([[1.0, 0], [0, 2], [0, 0]]), np.array([1.0, 0])).tolist()
    [1.0, 0.0, 0.0]
    """
    length = np.linalg.norm(matrix, axis=1) * np.linalg.norm(one)
    return np.divide(matrix @ one, length, out=np.zeros(len(matrix)), where=length > 0)


def ppmi(pairs: Any, *, smoothing: float = 0.75, negative: float = 1.0) -> csr_array:
    """Positive pointwise mutual information of a table of pair counts (words by contexts), log2.

    max(0, log2(p(w, c) / (p(w) p_s(c))) - log2 negative), with p_s(c) = #(c)^s / sum (Levy, Goldberg and Dagan 2015).

    Examples
    --------
    >>> ppmi(np.array([[0, 4, 1], [4, 0, 2], [1, 2, 0]]), smoothing=1).toarray().round(6)[0].tolist()
    [0.0, 0.900464, 0.0]
    """
    from scipy.sparse import csr_array

    counts = csr_array(pairs).astype(float).tocoo()
    total = counts.data.sum()
    word = np.bincount(counts.coords[0], counts.data, minlength=counts.shape[0])
    context = np.bincount(counts.coords[1], counts.data, minlength=counts.shape[1]) ** smoothing
    kept = counts.data > 0
    row, column, data = counts.coords[0][kept], counts.coords[1][kept], counts.data[kept]
    value = np.log2((data / total) / ((word[row] / total) * (context[column] / context.sum()))) - np.log2(
        negative
    )
    kept = value > 0
    return csr_array((value[kept], (row[kept], column[kept])), shape=counts.shape)


def truncated_svd(matrix: csr_array, dims: int, power: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """U S^power and the singular values, largest first; signs so that each column's largest entry is positive.

    >>> vectors, values = truncated_svd(ppmi(np.array([[0, 4, 1], [4, 0, 2], [1, 2, 0]])), 2)
    >>> values.round(6).tolist()
    [1.215261, 1.027552]
    """
    from scipy.sparse.linalg import svds

    size = min(matrix.shape)
    dims = min(dims, size)
    if size <= 500 or dims >= size - 1:
        left, values, _ = np.linalg.svd(matrix.toarray(), full_matrices=False)
        left, values = left[:, :dims], values[:dims]
    else:
        start = np.full(size, 1 / np.sqrt(size))
        left, values, _ = svds(
            matrix.astype(float), k=dims, v0=start, solver="arpack", return_singular_vectors="u"
        )
        left, values = left[:, ::-1], values[::-1]
    top = np.abs(left).argmax(axis=0)
    left = left * np.where(left[top, np.arange(left.shape[1])] < 0, -1.0, 1.0)
    return left * values**power, values


def fit_vectors(
    articles: pd.DataFrame,
    *,
    window: int = 5,
    dims: int = 100,
    smoothing: float = 0.75,
    negative: float = 1.0,
    power: float = 0.5,
    min_count: int = 5,
) -> Vectors:
    """Fit vectors to a collection.

    Parameters
    ----------
    articles : article table of one language, best one article per text. Function words are taken out, and leave their places.
    window : words to either side, within the sentence. dims : dimensions. negative : words that must be beaten (1: none).
    power : of the singular values, below 1. min_count : occurrences below which a word has no vector.

    Raises
    ------
    LanguageError
        For articles of several languages.
    TableError
        Where no two words stand together.

    Notes
    -----
    Levy, Goldberg and Dagan 2015 (TACL 3). The same articles give the same vectors to the last digits: the start of the
    decomposition and the signs are fixed.

    Examples
    --------
    >>> articles = pd.DataFrame({"title": "", "text": ["foe bad war. friend good peace."] * 9, "language": "en"},
    ...                         index=pd.Index([str(i) for i in range(9)], name="article_id"))
    >>> sorted(fit_vectors(articles, dims=2).terms)
    ['bad', 'foe', 'friend', 'good', 'peace', 'war']
    """
    code = require_one_language(articles, "fitting vectors")
    known = language(code)
    tokens = tokenize(articles)
    total = np.bincount(tokens.ids, minlength=len(tokens.types))
    wanted = [any(x.isalpha() for x in word) and word not in known.stopwords and total[i] >= min_count
              for i, word in enumerate(tokens.types)]  # fmt: skip
    tokens = tokens.keep(np.array(wanted, dtype=bool))
    pairs, kept = together(tokens, sentence_of(tokens, articles), window)
    if pairs.nnz == 0:
        raise TableError("no two words stand together often enough for vectors; take more articles.")
    settings = {"window": window, "dims": dims, "smoothing": smoothing, "negative": negative, "power": power,
                "min_count": min_count, "articles": len(articles)}  # fmt: skip
    matrix, _ = truncated_svd(ppmi(pairs, smoothing=smoothing, negative=negative), dims, power)
    terms = tokens.types[kept]
    version = fingerprint(np.round(matrix, 6), said=[list(terms), settings])
    return Vectors(terms, matrix, total[kept], int(tokens.n_tokens.sum()), code, version, settings)


def sentence_of(tokens: Tokens, articles: pd.DataFrame) -> np.ndarray:
    """Number of its sentence for each token of the stream (int64, counted over all articles)."""
    cut = sentences(articles)
    starts, _ = tokens.borders
    stride = int(max(starts.max(initial=0), cut["start"].max() if len(cut) else 0)) + 1
    place = pd.Series(np.arange(len(articles)), index=articles.index)
    begins = np.sort(place.reindex(cut["article_id"]).to_numpy() * stride + cut["start"].to_numpy())
    return np.searchsorted(begins, tokens.article * stride + starts, side="right")


def together(tokens: Tokens, sentence: np.ndarray, window: int) -> tuple[csr_array, np.ndarray]:
    """How often types stand within `window` words in one sentence, both ways; and the types that do occur."""
    from scipy.sparse import csr_array

    kept = np.flatnonzero(np.bincount(tokens.ids, minlength=len(tokens.types)) > 0)
    kept = kept[kept > 0]
    column = np.full(len(tokens.types), -1, dtype=np.int64)
    column[kept] = np.arange(len(kept))
    ids = column[tokens.ids]
    shape = (len(kept), len(kept))
    pairs = csr_array(shape, dtype=float)
    for step in range(1, window + 1):
        left, right = ids[:-step], ids[step:]
        both = (left >= 0) & (right >= 0) & (sentence[:-step] == sentence[step:])
        one = csr_array((np.ones(int(both.sum())), (left[both], right[both])), shape=shape)
        pairs = pairs + one + one.T
    return csr_array(pairs), kept
