"""Axes of framing: on which side of a pair of poles, such as friend and foe, the words of an outlet stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.measures.intervals import (
    MIN_CLUSTERS,
    benjamini_hochberg,
    cluster_of,
    key_frame,
    ratio_table,
    within_language,
)
from analysis.tables import LanguageError, TableError, result_table
from analysis.text.dictionary import Dictionary
from analysis.text.frame_model import fingerprint
from analysis.text.tokens import tokenize
from analysis.text.vectors import Vectors, cosine

POLE_COUNT = 20
"""Occurrences that the words of a pole need together."""
Poles = Mapping[str, tuple[Sequence[str], Sequence[str]]]


@dataclass(frozen=True, eq=False)
class Axes:
    """Words weighed along axes, fitted and frozen.

    Attributes
    ----------
    weights : DataFrame, terms by axes: cosine of the word with first pole minus second pole.
    baseline : bias of the whole collection on each axis. left_out : axis and why it could not be had.
    """

    weights: pd.DataFrame
    baseline: pd.Series
    language: str
    version: str
    small: bool
    left_out: pd.DataFrame

    def __repr__(self) -> str:
        return f"Axes({self.language}, {', '.join(self.weights.columns)}, {len(self.weights):,} words)"


def axis_cosines(matrix: np.ndarray, positive: np.ndarray, negative: np.ndarray) -> np.ndarray:
    """Cosine of each word with mean(positive) - mean(negative).

    >>> words = np.array([[1, 0.1], [-1, 0.1], [0.9, 0.4], [-0.8, 0.5], [0.05, 1], [0.7, 0.7]])  # foe friend enemy partner ...
    >>> axis_cosines(words, words[[1]], words[[0]]).round(6)[2:].tolist()
    [-0.913812, 0.847998, -0.049938, -0.707107]
    """
    return cosine(matrix, positive.mean(axis=0) - negative.mean(axis=0))


def pole_pairs(poles: Poles | Dictionary) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Pairs of poles from a mapping, or from a dictionary with categories `axis/first` and `axis/second`.

    Raises
    ------
    TableError
        For an axis that has not two poles.
    """
    if not isinstance(poles, Dictionary):
        return {axis: (tuple(one), tuple(two)) for axis, (one, two) in poles.items()}
    found: dict[str, list[tuple[str, ...]]] = {}
    for category, words in poles.categories.items():
        found.setdefault(category.partition("/")[0], []).append(words)
    for axis, sides in found.items():
        if len(sides) != 2:
            raise TableError(
                f"axis {axis!r} has {len(sides)} poles; it needs two, `{axis}/first` and `{axis}/second`."
            )
    return {axis: (sides[0], sides[1]) for axis, sides in found.items()}


def fit_axes(vectors: Vectors, poles: Poles | Dictionary, *, least: int = POLE_COUNT) -> Axes:
    """Weigh the words of a collection along pairs of poles.

    Parameters
    ----------
    vectors : `fit_vectors(articles)`. poles : axis -> (words of the first pole, words of the second), or a dictionary
        such as `id/axes`. Positive means nearer to the first pole.
    least : occurrences that each pole needs.

    Raises
    ------
    LanguageError
        For poles of another language.
    TableError
        Where no axis has two poles that occur often enough; else such an axis is in `left_out`.

    Examples
    --------
    >>> from analysis.text.vectors import fit_vectors
    >>> articles = pd.DataFrame({"title": "", "text": ["foe bad war. friend good peace."] * 30, "language": "en"},
    ...                         index=pd.Index([str(i) for i in range(30)], name="article_id"))
    >>> axes = fit_axes(fit_vectors(articles, dims=2), {"war_peace": (("war",), ("peace",))})
    >>> sorted(axes.weights)
    ['war_peace']
    """
    if isinstance(poles, Dictionary) and poles.language not in (vectors.language, "und"):
        raise LanguageError(
            f"axes {poles.name} are written for {poles.language}; the vectors are {vectors.language}."
        )
    weights, left_out = {}, []
    for axis, sides in pole_pairs(poles).items():
        places = [found[found >= 0] for found in (vectors.place(side) for side in sides)]
        counts = [int(vectors.counts[found].sum()) for found in places]
        if min(counts) < least:
            side = sides[int(counts[0] >= least)]
            left_out.append(
                (axis, f"the pole {', '.join(side)} occurs {min(counts)} times, {least} are needed")
            )
            continue
        weights[axis] = axis_cosines(vectors.matrix, vectors.matrix[places[0]], vectors.matrix[places[1]])
    if not weights:
        raise TableError(
            f"no axis can be had: {left_out[0][0]}: {left_out[0][1]}." if left_out else "no axis given."
        )
    table = pd.DataFrame(weights, index=pd.Index(vectors.terms, name="term", dtype="str"))
    share = vectors.counts / vectors.counts.sum()
    baseline = pd.Series(share @ table.to_numpy(), index=table.columns)
    version = fingerprint(table.to_numpy(), said=[vectors.version, sorted(table.columns)])
    return Axes(
        table,
        baseline,
        vectors.language,
        version,
        vectors.small,
        pd.DataFrame(left_out, columns=["axis", "reason"]),
    )


def score_axes(articles: pd.DataFrame, axes: Axes) -> pd.DataFrame:
    """Where the words of each article stand on each axis.

    Returns
    -------
    DataFrame with article_id, axis, bias (mean weight of its rated words; missing where it has none), intensity (mean squared
    distance from the collection's bias), pull and spread (the sums behind them), rated (rated words), n_tokens, language.

    Raises
    ------
    LanguageError
        For articles of another language.

    Examples
    --------
    >>> from analysis.text.vectors import fit_vectors
    >>> articles = pd.DataFrame({"title": "", "text": ["foe bad war. friend good peace."] * 30, "language": "en"},
    ...                         index=pd.Index([str(i) for i in range(30)], name="article_id"))
    >>> axes = fit_axes(fit_vectors(articles, dims=2), {"war_peace": (("war",), ("peace",))})
    >>> score_axes(articles, axes)["rated"].head(1).tolist()
    [6]
    """
    others = set(articles["language"].dropna()) - {axes.language}
    if others:
        raise LanguageError(f"these axes are {axes.language}; found articles in {', '.join(sorted(others))}.")
    tokens = tokenize(articles)
    place = axes.weights.index.get_indexer(pd.Index([str(word) for word in tokens.types]))[tokens.ids]
    rated = place >= 0
    article, place = tokens.article[rated], place[rated]
    n = np.bincount(article, minlength=len(tokens))
    parts = []
    for axis in map(str, axes.weights.columns):
        weight = axes.weights[axis].to_numpy()[place]
        pull = np.bincount(article, weight, minlength=len(tokens))
        spread = np.bincount(article, (weight - axes.baseline[axis]) ** 2, minlength=len(tokens))
        parts.append(pd.DataFrame({"article_id": tokens.article_id, "axis": axis, "pull": pull, "spread": spread, "rated": n,
                                   "n_tokens": tokens.n_tokens, "language": axes.language}))  # fmt: skip
    table = pd.concat(parts, ignore_index=True)
    whole = table["rated"].where(table["rated"] > 0)
    table.insert(2, "bias", table["pull"] / whole)
    table.insert(3, "intensity", table["spread"] / whole)
    return table


def frame_axes(
    scores: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    measure: str = "bias",
    draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Bias or intensity of each group on each axis.

    How to read it: a bias above that of the collection means words nearer to the first pole. The size has no unit; only the
    difference from the collection, and its p, say anything.

    Parameters
    ----------
    scores : `score_axes(articles, axes)`; by : group of each article; clusters : syndication cluster of each.
    measure : `bias` or `intensity`. draws : collections of as many texts as the group has, drawn from all.

    Returns
    -------
    Result table: by-keys, axis, measure `axis_bias` (`axis_intensity`), value, low, high (t, over clusters), n (clusters), unit, of;
    effect (value minus the mean of the draws), p (two-sided, against the draws), q, rated (words), coverage (of all words),
    distinguishable (q below .05).

    Notes
    -----
    Kwak, An, Jing and Ahn 2021 (PeerJ CS 7:e644). They draw words; words of one text hang together, so texts with their
    copies are drawn here.

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": list("ab"), "axis": "x", "pull": [1.0, 3.0], "spread": 1.0, "rated": 2, "n_tokens": 4,
    ...                        "bias": [0.5, 1.5], "intensity": 0.5, "language": "en"})
    >>> outlet = pd.Series(["X", "X"], index=["a", "b"], name="outlet")
    >>> frame_axes(scores, by=outlet, clusters=outlet.index.to_series(), draws=10)[["axis", "value", "rated"]].to_numpy().tolist()
    [['x', 1.0, 4]]
    """
    if measure not in ("bias", "intensity"):
        raise TableError(f"measure is bias or intensity; got {measure!r}.")
    distinct = pd.Index(scores["article_id"].unique())
    keys = key_frame(by, distinct)
    within_language(scores, list(keys.columns), "an axis")
    place = distinct.get_indexer(pd.Index(scores["article_id"]))
    rows = keys.iloc[place].assign(
        axis=scores["axis"].to_numpy(),
        cluster=cluster_of(clusters, distinct)[place],
        amount=scores["pull" if measure == "bias" else "spread"].to_numpy(dtype=float),
        weight=scores["rated"].to_numpy(dtype=float),
        words=scores["n_tokens"].to_numpy(dtype=float),
    )
    names = [*keys.columns, "axis"]
    table = ratio_table(rows, names, share=False).drop(columns=["se", "total"])
    words = rows.groupby(names, sort=True)["words"].sum().reset_index()
    table = table.merge(words, on=names).rename(columns={"weight": "rated"})
    table["coverage"] = table["rated"] / table["words"].where(table["words"] > 0)
    table["effect"], table["p"] = _against_draws(table, rows, draws, seed)
    table["q"] = benjamini_hochberg(table["p"].to_numpy(dtype=float))
    table["distinguishable"] = table["q"] < 0.05
    table = table.drop(columns="words").astype({"rated": "int64"})
    return result_table(table, keys=names, measure=f"axis_{measure}", unit="cosine", of="rated words")


def _against_draws(
    table: pd.DataFrame, rows: pd.DataFrame, draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Distance from the mean of resampled collections of the group's size, and how rare such a distance is."""
    effect, p = np.full(len(table), np.nan), np.full(len(table), np.nan)
    pools = {
        axis: part.groupby("cluster", sort=True)[["amount", "weight"]].sum().to_numpy()
        for axis, part in rows[rows["weight"] > 0].groupby("axis", sort=True)
    }
    for i, (axis, n, value) in enumerate(
        zip(table["axis"], table["n"].astype(int), table["value"], strict=True)
    ):
        pool = pools.get(axis)
        if pool is None or n < MIN_CLUSTERS or n >= len(pool):
            continue
        generator = np.random.default_rng([seed, i])
        order = generator.random((draws, len(pool))).argpartition(n, axis=1)[:, :n]
        sums = pool[order].sum(axis=1)
        null = sums[:, 0] / sums[:, 1]
        effect[i] = value - null.mean()
        p[i] = (1 + (np.abs(null - null.mean()) >= abs(effect[i])).sum()) / (draws + 1)
    return effect, p


def axis_difference(
    scores: pd.DataFrame,
    *,
    by: pd.Series,
    clusters: pd.Series,
    axes: Axes | None = None,
    allow_small: bool = False,
) -> pd.DataFrame:
    """Rows for `difference`: article_id, axis, amount, weight.

    Raises
    ------
    TableError
        Where the vectors come from fewer than 200,000 words: neighbours may be read there, fine differences may not.
    """
    if axes is not None and axes.small and not allow_small:
        raise TableError(
            "the vectors come from fewer than 200,000 words: read neighbours, but compare no outlets on axes. "
            "Fit the vectors to a larger collection of the language, or say allow_small=True."
        )
    kept = scores[scores["article_id"].isin(by.dropna().index) & scores["article_id"].isin(clusters.index)]
    return kept[["article_id", "axis"]].assign(amount=kept["pull"], weight=kept["rated"])


def axis_words(articles: pd.DataFrame, axes: Axes, *, by: pd.Series, group: str, n: int = 10) -> pd.DataFrame:
    """The words that move a group away from the others on each axis.

    Returns
    -------
    DataFrame with axis, term, contribution (share of the group's words minus share of the others', times the word's distance
    from the collection's bias; they add up to the difference in bias), weight, count, count_others.

    Examples
    --------
    >>> from analysis.text.vectors import fit_vectors
    >>> articles = pd.DataFrame({"title": "", "text": ["foe bad war. friend good peace."] * 30, "language": "en"},
    ...                         index=pd.Index([str(i) for i in range(30)], name="article_id"))
    >>> axes = fit_axes(fit_vectors(articles, dims=2), {"war_peace": (("war",), ("peace",))})
    >>> outlet = pd.Series(["X", "Y"] * 15, index=articles.index, name="outlet")
    >>> axis_words(articles, axes, by=outlet, group="X", n=2)["contribution"].tolist()
    [0.0, -0.0]
    """
    tokens = tokenize(articles)
    mine = (by.reindex(articles.index) == group).to_numpy()[tokens.article]
    place = axes.weights.index.get_indexer(pd.Index([str(word) for word in tokens.types]))[tokens.ids]
    size = len(axes.weights)
    one = np.bincount(place[mine & (place >= 0)], minlength=size)
    two = np.bincount(place[~mine & (place >= 0)], minlength=size)
    gap = one / max(one.sum(), 1) - two / max(two.sum(), 1)
    parts = []
    for axis in map(str, axes.weights.columns):
        weight = axes.weights[axis].to_numpy()
        moved = gap * (weight - axes.baseline[axis])
        order = np.argsort(-np.abs(moved), kind="stable")[:n]
        parts.append(pd.DataFrame({"axis": axis, "term": axes.weights.index[order], "contribution": moved[order],
                                   "weight": weight[order], "count": one[order], "count_others": two[order]}))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def word_null(
    weights: np.ndarray, counts: np.ndarray, size: int, *, draws: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """Mean and standard deviation of the bias of `size` words drawn at random: the null of the paper, for comparison.

    >>> word_null(np.array([1.0, -1.0]), np.array([1, 1]), 1, draws=100)[0] < 0.5
    True
    """
    drawn = np.random.default_rng(seed).multinomial(size, counts / counts.sum(), draws)
    bias = drawn @ weights / size
    return float(bias.mean()), float(bias.std())
