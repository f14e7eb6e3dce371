"""Latent semantic scaling: an axis of one's own from a few seed words.

Watanabe 2021, Communication Methods and Measures 15(2), 81-102. Words are placed by a truncated singular value
decomposition of the sentence by word counts; a word's weight is its mean cosine to the positive seeds minus that to
the negative ones; a text scores the mean weight of its words, standardised over the texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.tables import TableError
from analysis.text.dfm import Dfm

MIN_SENTENCES = 5_000
MIN_ARTICLES = 1_000
"""Below either size cosines of words are noise (methods handbook 2.8); above one of them the scale may be fitted."""
RANK = 200


@dataclass(frozen=True)
class Axis:
    """A fitted axis.

    Attributes
    ----------
    weights : Series of term -> weight. `seeds` : term -> its share of the axis (those found).
    missing : seeds that the collection lacks. `stability` : DataFrame with a row per refit: left_out (a seed, or
        `rank k`), r (correlation of the weights with those of the full axis).
    rank : dimensions; `texts` : rows it was fitted on.

    Examples
    --------
    >>> axis = Axis(pd.Series({"baik": 1.0, "buruk": -1.0}), pd.Series({"baik": 1.0}), (), pd.DataFrame(), rank=1, texts=2)
    >>> float(axis.weights["baik"])
    1.0
    """

    weights: pd.Series
    seeds: pd.Series
    missing: tuple[str, ...]
    stability: pd.DataFrame
    rank: int
    texts: int

    def __repr__(self) -> str:
        worst = self.stability["r"].min() if len(self.stability) else np.nan
        return f"Axis({len(self.seeds)} seeds, {len(self.weights):,} terms, rank {self.rank}, least r {worst:.2f})"


def fit_axis(
    sentences: Dfm,
    seeds: Mapping[str, float],
    *,
    rank: int = RANK,
    min_count: int = 5,
    unit: str = "sentence",
    enough: int | None = None,
    seed: int = 0,
) -> Axis:
    """Fit an axis on a collection.

    Parameters
    ----------
    sentences : Dfm with a row per sentence (best) or article, in any language. `seeds` : term -> 1 or -1 (any size).
    rank : dimensions (50 to 300). `min_count` : a term occurs so often at least. `unit` : `sentence` or `article`.
    enough : rows needed; 5,000 sentences or 1,000 articles if not given. `seed` : of the decomposition's start.

    Returns
    -------
    Axis. Look at `stability` before using it: below .9 the axis hangs on single seeds.

    Raises
    ------
    TableError
        For fewer rows than needed, for seeds of one sign only, and for seeds that are all missing.

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> counts = sp.csr_matrix([[2, 1, 0, 0, 1], [1, 2, 1, 0, 0], [0, 0, 2, 1, 1], [0, 1, 1, 2, 2]])
    >>> terms = np.array(["baik", "damai", "ancaman", "buruk", "rudal"], dtype=object)
    >>> dfm = Dfm(counts, pd.Index(list("abcd")), terms, np.array([4, 4, 4, 6]))
    >>> axis = fit_axis(dfm, {"baik": 1, "buruk": -1}, rank=2, min_count=1, enough=4)
    >>> axis.weights.round(2).tolist()
    [1.37, 0.99, -1.03, -1.37, -0.88]
    """
    if unit not in ("sentence", "article"):
        raise TableError(f"unit is sentence or article; got {unit!r}.")
    needed = enough if enough is not None else MIN_SENTENCES if unit == "sentence" else MIN_ARTICLES
    size = sentences.counts.shape[0]
    if size < needed:
        raise TableError(
            f"latent semantic scaling needs {needed:,} {unit}s; there are {size:,}. "
            "On fewer, cosines between words are chance; use a lexicon."
        )
    frequent = np.asarray(sentences.counts.sum(axis=0)).ravel() >= min_count
    terms = np.asarray(sentences.terms)[frequent]
    place = {str(term): i for i, term in enumerate(terms)}
    found = {term: value for term, value in seeds.items() if term in place}
    signs = np.sign(list(found.values()))
    if not (signs > 0).any() or not (signs < 0).any():
        raise TableError(
            f"the axis needs seeds of both signs in the collection; found {', '.join(sorted(found)) or 'none'} "
            f"of {', '.join(sorted(seeds))}."
        )
    vectors = _vectors(sentences.counts[:, frequent], rank, seed)
    weights = _weights(vectors, found, place)
    refits = []
    for term in found:
        rest = {other: value for other, value in found.items() if other != term}
        if {np.sign(value) for value in rest.values()} >= {-1.0, 1.0}:
            refits.append((term, _alike(weights, _weights(vectors, rest, place))))
    for other in (max(rank // 2, 2), max(3 * rank // 4, 2)):
        if other < vectors.shape[1]:
            refits.append((f"rank {other}", _alike(weights, _weights(vectors[:, :other], found, place))))
    return Axis(
        weights=pd.Series(weights, index=pd.Index(terms.astype(str), name="term"), name="weight"),
        seeds=pd.Series(_shares(found), name="share"),
        missing=tuple(sorted(set(seeds) - set(found))),
        stability=pd.DataFrame(refits, columns=["left_out", "r"]),
        rank=vectors.shape[1],
        texts=size,
    )


def _vectors(counts, rank: int, seed: int) -> np.ndarray:
    """Unscaled right singular vectors, a row per term, the strongest dimension first."""
    from scipy.sparse.linalg import svds

    least = min(counts.shape)
    if rank >= least:
        _, values, right = np.linalg.svd(counts.toarray().astype(float), full_matrices=False)
    else:
        start = np.random.default_rng(seed).standard_normal(least)
        _, values, right = svds(counts.astype(float), k=rank, v0=start)
    order = np.argsort(-values)
    return right[order[:rank]].T


def _shares(seeds: Mapping[str, float]) -> dict[str, float]:
    """Each seed's share of the axis: 1 / n of its sign."""
    many = {sign: sum(np.sign(value) == sign for value in seeds.values()) for sign in (-1.0, 1.0)}
    return {
        term: float(np.sign(value) / many[float(np.sign(value))]) for term, value in seeds.items() if value
    }


def _weights(vectors: np.ndarray, seeds: Mapping[str, float], place: dict[str, int]) -> np.ndarray:
    length = np.linalg.norm(vectors, axis=1)
    unit = vectors / np.where(length > 0, length, 1.0)[:, None]
    shares = _shares(seeds)
    return sum(share * (unit @ unit[place[term]]) for term, share in shares.items())


def _alike(one: np.ndarray, two: np.ndarray) -> float:
    return float(np.corrcoef(one, two)[0, 1])


def score_axis(dfm: Dfm, axis: Axis, *, standardise: bool = True) -> pd.DataFrame:
    """Place texts on an axis.

    Returns
    -------
    DataFrame with article_id, score (mean weight of the words, standardised over these texts), n_words (that the axis
    knows), matched. A text without such words has no score.

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> dfm = Dfm(sp.csr_matrix([[1, 0], [0, 2]]), pd.Index(["a", "b"]), np.array(["baik", "buruk"], dtype=object), np.array([1, 2]))
    >>> axis = Axis(pd.Series({"baik": 1.0, "buruk": -1.0}), pd.Series(dtype=float), (), pd.DataFrame(), 1, 2)
    >>> score_axis(dfm, axis, standardise=False)[["score", "n_words"]].to_numpy().tolist()
    [[1.0, 1.0], [-1.0, 2.0]]
    """
    weights = axis.weights.reindex([str(term) for term in dfm.terms])
    known = weights.notna().to_numpy()
    counts = dfm.counts[:, known]
    size = np.asarray(counts.sum(axis=1)).ravel()
    total = counts @ weights[known].to_numpy()
    score = np.divide(total, size, out=np.full(len(size), np.nan), where=size > 0)
    if standardise:
        score = (score - np.nanmean(score)) / np.nanstd(score, ddof=1)
    return pd.DataFrame(
        {
            "article_id": dfm.article_id.astype("str"),
            "score": score,
            "n_words": size.astype(int),
            "matched": size > 0,
        }
    )
