"""Candidate frames: topics of the distinct texts (NMF), kept only where other starts find them too, and frozen."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.tables import DictionaryError, TableError
from analysis.text.dfm import Dfm, count_terms
from analysis.text.frame_model import fingerprint, word_block
from analysis.text.tokens import Tokens

STABLE = 0.6
"""Mean likeness (cosine) to the nearest topic of the other starts from which a topic is shown."""
FEWEST_TEXTS = 50
TOP = 10


@dataclass(frozen=True, eq=False)
class Topics:
    """Topics of a collection, fitted once and frozen: proposals to read, no results.

    Attributes
    ----------
    terms, idf : vocabulary; components : topics by terms, each of length 1.
    stability : of each topic, 0 to 1. language; version : fingerprint. settings : how they were made.
    """

    terms: tuple[str, ...]
    idf: np.ndarray
    components: np.ndarray
    stability: np.ndarray
    language: str
    version: str
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def stable(self) -> np.ndarray:
        """True for the topics that other starts find too."""
        return self.stability >= STABLE

    @property
    def names(self) -> list[str]:
        """A name for each topic: its number and its three first words."""
        return [f"{i + 1}: {', '.join(self.words(i, 3))}" for i in range(len(self.components))]

    def __repr__(self) -> str:
        return f"Topics({self.language}, {len(self.components)} topics, {int(self.stable.sum())} stable, {self.version})"

    def words(self, topic: int, n: int = TOP) -> list[str]:
        """The words that weigh most in a topic."""
        order = np.argsort(-self.components[topic], kind="stable")[:n]
        return [self.terms[i] for i in order if self.components[topic, i] > 0]

    def table(self, *, unstable: bool = False) -> pd.DataFrame:
        """Topic, stability and first words; those that are not stable only if asked for."""
        rows = [(name, float(self.stability[i]), ", ".join(self.words(i)))
                for i, name in enumerate(self.names) if unstable or self.stable[i]]  # fmt: skip
        return pd.DataFrame(rows, columns=["topic", "stability", "words"])

    def shares(self, tokens: Tokens) -> np.ndarray:
        """Share of each topic in each article (articles by topics, rows add up to 1; NaN without any of its words)."""
        matrix = word_block(tokens, self.terms, self.idf, np.ones(len(tokens.ids), dtype=bool))
        weights = loadings(matrix, self.components)
        total = weights.sum(axis=1, keepdims=True)
        return np.divide(weights, total, out=np.full(weights.shape, np.nan), where=total > 0)

    def save(self, path: str | Path) -> Path:
        """Write the topics to one `.npz` file."""
        target = Path(path).with_suffix(".npz")
        target.parent.mkdir(parents=True, exist_ok=True)
        said = {
            "terms": self.terms,
            "language": self.language,
            "version": self.version,
            "settings": self.settings,
        }
        text = np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), dtype=np.uint8)
        with target.open("wb") as out:
            np.savez_compressed(
                out, topics_said=text, idf=self.idf, components=self.components, stability=self.stability
            )
        return target


def read_topics(path: str | Path) -> Topics:
    """Read topics that `save` wrote.

    Raises
    ------
    DictionaryError
        For a file that holds none.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from analysis.text.tokens import tokenize
    >>> texts = [f"{a} {b}" for a in ("rudal uji laut", "beras harga pasar") for b in ("besar", "kecil") for _ in range(15)]
    >>> articles = pd.DataFrame({"title": "", "text": texts, "language": "id"}, index=pd.Index([f"a{i}" for i in range(60)], name="article_id"))
    >>> topics = fit_topics(tokenize(articles), clusters=articles.index.to_series(), topics=2)
    >>> path = Path(mkdtemp()) / "mine.npz"
    >>> _ = topics.save(path)
    >>> read_topics(path).table().equals(topics.table())
    True
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            said = json.loads(bytes(file["topics_said"]).decode())
            arrays = {name: file[name] for name in ("idf", "components", "stability")}
    except (KeyError, ValueError, OSError) as reason:
        raise DictionaryError(f"{Path(path).name}: no topics in it ({reason}).") from None
    return Topics(**{**said, "terms": tuple(said["terms"])}, **arrays)


def fit_topics(
    tokens: Tokens,
    *,
    clusters: pd.Series,
    topics: int = 12,
    starts: int = 8,
    least: int = 5,
    most: float = 0.5,
    seed: int = 0,
) -> Topics:
    """Fit topics to the distinct texts of a collection.

    Parameters
    ----------
    tokens : of one language, best without function words (`corpus.content`). `clusters` : syndication cluster of each
        article; the first of each stands for all.
    topics : how many. starts : random starts against which each topic is held. least, most : texts that a word must be in at
        least, and share of the texts at most. seed : of the starts.

    Raises
    ------
    LanguageError
        For tokens of several languages.
    TableError
        For fewer than 50 distinct texts, or fewer than five for each topic.

    Notes
    -----
    Non-negative matrix factorisation of tf-idf (Lee and Seung 1999) from a fixed start (NNDSVD, Boutsidis and Gallopoulos
    2008). Stability of a topic: mean over random starts of the cosine with the topic that is assigned to it (one to one).

    Examples
    --------
    >>> from analysis.text.tokens import tokenize
    >>> texts = [f"{a} {b}" for a in ("rudal uji laut", "beras harga pasar") for b in ("besar", "kecil") for _ in range(15)]
    >>> articles = pd.DataFrame({"title": "", "text": texts, "language": "id"}, index=pd.Index([f"a{i}" for i in range(60)], name="article_id"))
    >>> topics = fit_topics(tokenize(articles), clusters=articles.index.to_series(), topics=2)
    >>> topics.table().shape[0]
    2
    """
    _, first = np.unique(clusters.reindex(tokens.article_id).astype("str").to_numpy(), return_index=True)
    texts = tokens.take(np.sort(first))
    if len(texts) < max(FEWEST_TEXTS, 5 * topics):
        raise TableError(
            f"{topics} topics want {max(FEWEST_TEXTS, 5 * topics)} distinct texts; there are {len(texts)}. Take more articles."
        )
    dfm = count_terms(texts, min_count=least)
    terms, idf = _vocabulary(dfm, least, most)
    matrix = word_block(texts, terms, idf, np.ones(len(texts.ids), dtype=bool))
    components = _nmf(matrix, topics, "nndsvd", seed)
    order = np.argsort(-loadings(matrix, components).sum(axis=0), kind="stable")
    components = components[order]
    stability = np.mean(
        [assigned(components, _nmf(matrix, topics, "random", seed + 1 + i)) for i in range(starts)], axis=0
    )
    settings = {
        "topics": topics,
        "starts": starts,
        "least": least,
        "most": most,
        "seed": seed,
        "texts": len(texts),
    }
    version = fingerprint(np.round(components, 5), said=[list(terms), settings])
    return Topics(tuple(terms), idf, components, stability, tokens.language or "und", version, settings)


def _vocabulary(dfm: Dfm, least: int, most: float) -> tuple[list[str], np.ndarray]:
    spread = np.asarray((dfm.counts > 0).sum(axis=0)).ravel()
    size = len(dfm.article_id)
    wanted = [len(str(term)) > 2 and any(letter.isalpha() for letter in str(term)) for term in dfm.terms]
    kept = np.flatnonzero((spread >= least) & (spread <= most * size) & np.array(wanted, dtype=bool))
    if not len(kept):
        raise TableError("no word is in enough texts for topics; take more articles or lower `least`.")
    return [str(term) for term in dfm.terms[kept]], np.log((1 + size) / (1 + spread[kept])) + 1


def _nmf(matrix: Any, topics: int, start: str, seed: int) -> np.ndarray:
    """Components of length 1."""
    import warnings

    from scipy.sparse import csr_matrix
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    model = NMF(topics, init=start, random_state=seed, max_iter=300, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(csr_matrix(matrix))
    length = np.linalg.norm(model.components_, axis=1, keepdims=True)
    return model.components_ / np.where(length > 0, length, 1)


def assigned(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Cosine of each row of `one` with the row of `two` that is assigned to it, one to one.

    >>> assigned(np.eye(2), np.eye(2)[::-1]).tolist()
    [1.0, 1.0]
    """
    from scipy.optimize import linear_sum_assignment

    likeness = one @ two.T
    rows, columns = linear_sum_assignment(-likeness)
    return likeness[rows, columns]


def loadings(matrix: Any, components: np.ndarray, rounds: int = 200) -> np.ndarray:
    """Non-negative weights of fixed components in each row (multiplicative updates from an even start)."""
    cross = np.asarray(matrix @ components.T)
    gram = components @ components.T
    weights = np.full(cross.shape, 1.0)
    for _ in range(rounds):
        weights = weights * cross / np.maximum(weights @ gram, 1e-12)
    return np.where(cross.sum(axis=1, keepdims=True) > 0, weights, 0.0)
