"""Collocations: words that keep company more than their frequencies explain."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import cluster_of
from analysis.tables import TableError, result_table
from analysis.text.dfm import one_language
from analysis.text.neighbours import neighbours
from analysis.text.patterns import Vocabulary
from analysis.text.tokens import Tokens


def association(o: np.ndarray, fx: np.ndarray, fy: np.ndarray, n: float) -> dict[str, np.ndarray]:
    """Association measures of pairs seen o times, of words seen fx and fy times, among n places.

    Notes
    -----
    pmi = log2(O/E) (Church & Hanks 1990); npmi = pmi / -log2(O/N) (Bouma 2009); log_dice = 14 + log2(2 O/(fx + fy))
    (Rychly 2008); t = (O - E)/sqrt(O); g2 over the four cells (Dunning 1993); E = fx fy / N.

    Examples
    --------
    >>> found = association(np.array([4]), np.array([4]), np.array([4]), 64)  # always together: E = 1/4
    >>> found["pmi"].tolist(), found["npmi"].tolist(), found["log_dice"].tolist(), found["t"].tolist()
    ([4.0], [1.0], [14.0], [1.875])
    """
    o, fx, fy = (np.asarray(x, dtype=float) for x in (o, fx, fy))
    expected = fx * fy / n
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log2(o / expected)
        likelihood = np.zeros_like(o)
        for seen, margin in (
            (o, expected),
            (fx - o, fx * (n - fy) / n),
            (fy - o, (n - fx) * fy / n),
            (n - fx - fy + o, (n - fx) * (n - fy) / n),
        ):
            likelihood += np.where(seen > 0, seen * np.log(seen / margin), 0.0)
        return {
            "log_dice": 14 + np.log2(2 * o / (fx + fy)),
            "pmi": pmi,
            "npmi": pmi / -np.log2(o / n),
            "t": (o - expected) / np.sqrt(o),
            "g2": 2 * likelihood * np.sign(o - expected),
        }


def collocations(
    tokens: Tokens,
    *,
    node: str | None = None,
    window: int = 4,
    min_count: int = 3,
    min_range: int = 3,
    clusters: pd.Series | None = None,
    sentence: np.ndarray | None = None,
) -> pd.DataFrame:
    """Pairs of words that occur together.

    Parameters
    ----------
    tokens : Tokens; take stop words out first with `tokens.remove(...)`, they leave gaps and no false neighbours.
    node : a word pattern; its company within `window` words on either side. Without it: neighbouring words.
    min_count, min_range : pairs seen in fewer places or in fewer clusters are left out.
    clusters : syndication cluster by article_id (each article its own if not given).
    sentence : sentence number of each token; pairs then never cross a border.

    Returns
    -------
    Result table: term (`korea utara`, or the collocate of the node), measure `log_dice` (at most 14; one more is
    twice as strong), value, low and high (missing), n (clusters that hold the pair), unit, of; count,
    pmi, npmi, t, g2. Sorted by value.

    Raises
    ------
    LanguageError
        For tokens of several languages.
    TableError
        For a node of several words, or a window of less than one.

    Notes
    -----
    E = fx fy / N; around a node each occurrence of a word fills 2 * window places, so that all of fx, fy and N are
    taken 2 * window times. Words are neighbours across the end of a sentence unless `sentence` is given.

    Examples
    --------
    >>> from analysis.text.tokens import tokenize
    >>> articles = pd.DataFrame({"title": "", "text": ["korea utara uji", "di korea utara", "korea utara"]}, index=list("abc"))
    >>> collocations(tokenize(articles))[["term", "value", "count", "n"]].to_numpy().tolist()
    [['korea utara', 14.0, 3, 3]]
    """
    one_language(tokens, "collocations")
    if window < 1 or (node is not None and len(node.split()) != 1):
        raise TableError(f"node is one word pattern and window at least 1; got {node!r} and {window}.")
    size = len(tokens.types)
    totals = np.bincount(tokens.ids, minlength=size).astype(float)
    group, _ = pd.factorize(cluster_of(clusters, tokens.article_id))
    if node is None:
        table = neighbours(tokens, group, min_count=min_count, sentence=sentence)
    else:
        first, second, article = _company(tokens, node, window, sentence)
        met = pd.DataFrame({"x": first, "y": second, "group": group[article]}).astype("int64")
        table = met.groupby(["x", "y"])["group"].agg(count="size", n="nunique").reset_index()
    table = table[(table["count"] >= min_count) & (table["n"] >= min_range)]
    x, y = table["x"].to_numpy(dtype=int), table["y"].to_numpy(dtype=int)
    n = float(np.count_nonzero(tokens.ids))
    if node is None:
        fx, fy = totals[x], totals[y]
        table["term"] = tokens.types[x] + " " + tokens.types[y]
    else:
        members = Vocabulary(tokens.types).matches(node)
        fx, fy = np.full(len(table), totals[members].sum() * 2 * window), totals[y]
        table["term"] = tokens.types[y]
        n = n * 2 * window
        fy = fy * 2 * window
    measures = association(table["count"].to_numpy(), fx, fy, n)
    table = table.assign(value=measures.pop("log_dice"), low=np.nan, high=np.nan, **measures)
    table = table.sort_values(["value", "term"], ascending=[False, True]).drop(columns=["x", "y"])
    return result_table(table, keys=["term"], measure="log_dice", unit="logDice", of="word pairs")


def _segments(tokens: Tokens, sentence: np.ndarray | None) -> np.ndarray:
    """A number for each stretch that pairs may not leave: article and field, or sentence."""
    if sentence is None:
        return 2 * tokens.article + ~tokens.in_title
    return tokens.article * (int(sentence.max(initial=0)) + 2) + sentence


def _company(
    tokens: Tokens, node: str, window: int, sentence: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    segment, article = _segments(tokens, sentence), tokens.article
    members = Vocabulary(tokens.types).matches(node)
    places = np.flatnonzero(np.isin(tokens.ids, members))
    found = []
    for step in [*range(-window, 0), *range(1, window + 1)]:
        other = places + step
        inside = (other >= 0) & (other < len(tokens.ids))
        here, there = places[inside], other[inside]
        same = (segment[here] == segment[there]) & (tokens.ids[there] != 0)
        found.append(there[same])
    where = np.concatenate(found) if found else places
    first = np.full(len(where), members[0] if len(members) else 0)
    return first, tokens.ids[where], article[where]
