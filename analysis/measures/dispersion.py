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
    sizes, counts = np.asarray(sizes, dtype=float), np.asarray(counts, dtype=float)
    sizes, counts = sizes[sizes > 0], counts[sizes > 0]
    names = ("range", "dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s", "dkl")
    k, total = len(sizes), counts.sum()
    if total == 0 or k == 0:
        return dict.fromkeys(names, np.nan)
    s, v, p = sizes / sizes.sum(), counts / total, counts / sizes
    q = p / p.sum()
    dp = 0.5 * np.abs(s - v).sum()
    values = {
        "range": float((counts > 0).sum()),
        "dp": dp,
        "dp_norm": dp / (1 - s.min()) if k > 1 else np.nan,
        "juilland_d": 1 - p.std() / p.mean() / np.sqrt(k - 1) if k > 1 else np.nan,
        "carroll_d2": -(q[q > 0] * np.log2(q[q > 0])).sum() / np.log2(k) if k > 1 else np.nan,
        "rosengren_s": np.sqrt(s * counts).sum() ** 2 / total,
        "dkl": (v[v > 0] * np.log2(v[v > 0] / s[v > 0])).sum(),
    }
    return {name: float(values[name]) for name in names}


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
    columns = dfm.counts.tocsc()
    nothing = np.zeros(len(dfm.article_id), dtype=np.int64)
    rows = []
    for term in wanted:
        counts = nothing if term not in place else columns[:, [place[term]]].toarray().ravel()
        found = spread(dfm.n_tokens, counts)
        rows.append({"term": term, "value": found.pop("dp_norm"), "count": int(counts.sum()), **found})
    table = pd.DataFrame(
        rows,
        columns=["term", "value", "count", "range", "dp", "juilland_d", "carroll_d2", "rosengren_s", "dkl"],
    ).assign(low=np.nan, high=np.nan, n=int((dfm.n_tokens > 0).sum()))
    return result_table(table, keys=["term"], measure="dp_norm", unit="0 even to 1 clumped", of="articles")
