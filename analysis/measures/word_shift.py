"""Word-shift graph: which words make the difference in tone between two sets of texts.

Gallagher, Frank, Mitchell, Schwartz, Reagan, Danforth & Dodds 2021, EPJ Data Science 10:4. With p_w the share of a
word among the words that weigh and s_w its weight in each set, the difference of the mean weights is

    sum over w of (p2 - p1) * ((s1 + s2) / 2 - reference) + (p1 + p2) / 2 * (s2 - s1)

and each term of the sum is a bar.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.tables import TableError

NORMS = ("raw", "variation", "trajectory")


def shift_of(
    first: pd.DataFrame, second: pd.DataFrame, *, reference: float | str = "average", norm: str = "variation"
) -> pd.DataFrame:
    """Contribution of each word to the difference of two mean weights (second minus first).

    Parameters
    ----------
    first, second : DataFrame with term, count and weight (one row a term).
    reference : a number (the middle of the scale), or `average`: the mean weight of the first.
    norm : `raw`; `variation`, shares of the sum of absolute contributions; `trajectory`, shares of the absolute difference.

    Returns
    -------
    DataFrame with term, contribution, share_first, share_second, weight_first, weight_second, the largest first.

    Raises
    ------
    TableError
        For an unknown norm, and where one side has no words.

    Examples
    --------
    >>> one = pd.DataFrame({"term": ["perang", "damai"], "count": [1, 3], "weight": [-1.0, 1.0]})
    >>> two = pd.DataFrame({"term": ["perang", "damai"], "count": [3, 1], "weight": [-1.0, 1.0]})
    >>> shift_of(one, two, reference=0, norm="raw")[["term", "contribution"]].to_numpy().tolist()
    [['damai', -0.5], ['perang', -0.5]]
    """
    if norm not in NORMS:
        raise TableError(f"norm is {', '.join(NORMS)}; got {norm!r}.")
    for side in (first, second):
        if not len(side) or side["count"].sum() <= 0:
            raise TableError("a word shift needs words that weigh on both sides; one has none.")
    sides = [side.set_index("term")[["count", "weight"]] for side in (first, second)]
    wide = sides[0].add_suffix("_first").join(sides[1].add_suffix("_second"), how="outer")
    weights = wide[["weight_first", "weight_second"]].bfill(axis=1).ffill(axis=1).to_numpy(dtype=float)
    counts = wide[["count_first", "count_second"]].fillna(0.0).to_numpy(dtype=float)
    shares = counts / counts.sum(axis=0)
    middle = float((shares[:, 0] * weights[:, 0]).sum()) if reference == "average" else float(reference)
    moved = (shares[:, 1] - shares[:, 0]) * (weights.mean(axis=1) - middle)
    turned = shares.mean(axis=1) * (weights[:, 1] - weights[:, 0])
    contribution = moved + turned
    scale = {"raw": 1.0, "variation": np.abs(contribution).sum(), "trajectory": abs(contribution.sum())}[norm]
    table = pd.DataFrame(
        {
            "term": wide.index.astype("str"),
            "contribution": contribution / scale if scale > 0 else contribution * 0.0,
            "share_first": shares[:, 0],
            "share_second": shares[:, 1],
            "weight_first": weights[:, 0],
            "weight_second": weights[:, 1],
        }
    )
    order = np.lexsort((table["term"], -table["contribution"].abs().round(12)))
    return table.iloc[order].reset_index(drop=True)


def word_shift(
    hits: pd.DataFrame,
    by: pd.Series,
    group_a: str,
    group_b: str,
    *,
    reference: float | str = "average",
    norm: str = "variation",
    top: int | None = 30,
) -> pd.DataFrame:
    """The words behind the difference in tone between two groups of articles (a minus b).

    Parameters
    ----------
    hits : `sentiment_hits(articles)`: a negated word counts as a word of its own, `tidak_aman`.
    by : group of each article; `group_a`, `group_b` : the two compared. `top` : so many words at most.

    Returns
    -------
    Result-like table with group_a, group_b, term, label (the term as the hits write it), negated, contribution (as in
    `shift_of`, to the difference a minus b), share and mean weight of each in both groups (`_first` is b, `_second`
    is a), articles (that hold it). `evidence` finds the sentences by term.

    Examples
    --------
    >>> hits = pd.DataFrame({"article_id": ["x", "y"], "term": ["aman", "aman"], "weight": [1.0, -1.0], "negated": [False, True]})
    >>> by = pd.Series(["A", "B"], index=["x", "y"], name="outlet")
    >>> word_shift(hits, by, "A", "B", reference=0, norm="raw")[["term", "contribution"]].to_numpy().tolist()
    [['aman', 1.0], ['not_aman', 1.0]]
    """
    group = by.reindex(hits["article_id"]).to_numpy()
    marked = hits.assign(
        key=np.where(hits["negated"], "not_" + hits["term"].astype("object"), hits["term"].astype("object")),
        group_=group,
    )
    sides = []
    for name in (group_b, group_a):
        mine = marked[marked["group_"] == name]
        if not len(mine):
            raise TableError(f"a word shift needs words that weigh on both sides; {name!r} has none.")
        sides.append(
            mine.groupby("key")["weight"].agg(count="size", weight="mean").rename_axis("term").reset_index()
        )
    table = shift_of(*sides, reference=reference, norm=norm).head(top or len(marked))
    inside = marked[marked["group_"].isin([group_a, group_b])]
    seen = inside.groupby("key").agg(
        label=("term", "first"), negated=("negated", "first"), articles=("article_id", "nunique")
    )
    table = table.join(seen, on="term")
    return table.assign(group_a=group_a, group_b=group_b)[
        ["group_a", "group_b", "term", "label", "negated", "contribution", "share_first", "share_second",
         "weight_first", "weight_second", "articles"]
    ]  # fmt: skip
