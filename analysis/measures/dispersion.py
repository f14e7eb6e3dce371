"""Dispersion: is a term spread over the articles, or the hobby of one?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.tables import result_table
from analysis.text.dfm import Dfm


def spread(sizes: np.ndarray, counts: np.ndarray) -> dict[str, float]:
    """All dispersion measures of one term.

    Parameters
    ----------
    sizes : words of each part; counts : occurrences of the term in each part.

    Returns
    -------
    dict with range, dp, dp_norm, juilland_d, carroll_d2, rosengren_s, dkl; NaN where there is no occurrence, and
    for what needs two parts where there is one.

    Notes
    -----
    dp = sum|s - v| / 2, 0 even, near 1 clumped (Gries 2008); dp_norm = dp / (1 - min s) (Lijffijt & Gries 2012);
    dkl = sum v log2(v / s) (Gries 2024). Rare terms are near 1 whatever they do: never rank by dp alone.

    Examples
    --------
    >>> found = spread(np.array([10, 10]), np.array([4, 0]))  # all four in one half
    >>> found["range"], found["dp"], found["dp_norm"], found["dkl"]
    (1.0, 0.5, 1.0, 1.0)
    """
    amounts = np.asarray(counts, dtype=float)
    places = np.flatnonzero(amounts)
    table = spreads(sizes, places, np.zeros(len(places), dtype=np.int64), amounts[places], 1)
    return {str(name): float(value) for name, value in table.iloc[0].items()}


def spreads(
    sizes: np.ndarray, part: np.ndarray, term: np.ndarray, count: np.ndarray, terms: int
) -> pd.DataFrame:
    """`spread` of many terms at once, from the parts in which each occurs (one entry per part and term)."""
    held = np.asarray(sizes, dtype=float)
    k = int((held > 0).sum())
    share = held / max(held.sum(), 1)

    def summed(values: np.ndarray) -> np.ndarray:
        return np.bincount(term, weights=values, minlength=terms)

    total = summed(count)
    with np.errstate(divide="ignore", invalid="ignore"):
        s, v, p = share[part], count / total[term], count / held[part]
        q = p / summed(p)[term]
        mean = summed(p) / k
        variance = (summed((p - mean[term]) ** 2) + (k - summed(np.ones(len(part)))) * mean**2) / k
        dp = 0.5 * (summed(np.abs(s - v)) + 1 - summed(s))
        table = pd.DataFrame(
            {
                "range": summed(np.ones(len(part))),
                "dp": dp,
                "dp_norm": dp / (1 - share[held > 0].min(initial=1)),
                "juilland_d": 1 - np.sqrt(variance) / mean / np.sqrt(k - 1),
                "carroll_d2": -summed(q * np.log2(q)) / np.log2(k),
                "rosengren_s": summed(np.sqrt(s * count)) ** 2 / total,
                "dkl": summed(v * np.log2(v / s)),
            }
        )
    if k < 2:
        table[["dp_norm", "juilland_d", "carroll_d2"]] = np.nan
    table.loc[total == 0] = np.nan
    return table


def dispersion(dfm: Dfm, *, terms: list[str] | None = None, min_count: int = 5) -> pd.DataFrame:
    """Dispersion of terms over articles.

    Returns
    -------
    Result table: term, measure `dp_norm` (0 even, 1 in one place), value, low and high (missing: it describes
    these articles), n (articles with words), unit, of; count, range, dp, juilland_d, carroll_d2, rosengren_s, dkl.
    A term that never occurs, and any term where one article holds all words, has no value.

    Examples
    --------
    >>> from analysis.text.dfm import count_terms
    >>> from analysis.text.tokens import tokenize
    >>> articles = pd.DataFrame({"title": "", "text": ["a b", "a c"]}, index=["x", "y"])
    >>> dispersion(count_terms(tokenize(articles)), terms=["a", "b"])[["term", "value"]].to_numpy().tolist()
    [['a', 0.0], ['b', 1.0]]
    """
    total = np.asarray(dfm.counts.sum(axis=0)).ravel()
    place = {str(term): i for i, term in enumerate(dfm.terms)}
    wanted = (
        list(dict.fromkeys(terms)) if terms is not None else [str(t) for t in dfm.terms[total >= min_count]]
    )
    number = {place[term]: i for i, term in enumerate(wanted) if term in place}
    cells = dfm.counts[:, list(number)].tocoo()
    order = np.array(list(number.values()), dtype=np.int64)
    measured = spreads(
        dfm.n_tokens, cells.coords[0], order[cells.coords[1]], cells.data.astype(float), len(wanted)
    )
    counts = np.array([int(total[place[term]]) if term in place else 0 for term in wanted], dtype=np.int64)
    table = measured.rename(columns={"dp_norm": "value"}).assign(
        term=pd.Series(wanted, dtype="str"),
        count=counts,
        low=np.nan,
        high=np.nan,
        n=int((dfm.n_tokens > 0).sum()),
    )
    names = [
        "term",
        "value",
        "low",
        "high",
        "n",
        "count",
        "range",
        "dp",
        "juilland_d",
        "carroll_d2",
        "rosengren_s",
        "dkl",
    ]
    table = table[names]
    return result_table(table, keys=["term"], measure="dp_norm", unit="0 even to 1 clumped", of="articles")
