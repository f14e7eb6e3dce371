"""Answer sentences on a difference in tone: how firmly it stands, and which words make it."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.reports.differing import linked
from analysis.reports.words import Words

MOST = 6
"""Pairs of outlets, and words, named in one answer."""


def failing(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The table with the variants in which a difference does not hold in the words of the report's language."""
    names = [[name for name in str(one).split(", ") if name] for one in table["fails"]]
    return table.assign(fails=[", ".join(str(words(f"variant.{name}")) for name in one) for one in names])


def robustness(table: pd.DataFrame, words: Words) -> list[Markup]:
    """In how many variants each difference holds; the table has only pairs that the report can tell apart."""
    if not len(table):
        return [words("answer.tone_robustness.none")]
    order = table["value"].abs().sort_values(ascending=False, kind="stable").index[:MOST]
    return [
        words(
            f"answer.tone_robustness.{'some' if row['fails'] else 'all'}",
            a=row["group_a"],
            b=row["group_b"],
            low=words.number(row["low"], 2),
            high=words.number(row["high"], 2),
            holds=words.number(row["holds"]),
            variants=words.number(row["variants"]),
            **({"fails": row["fails"]} if row["fails"] else {}),
        )
        for row in table.loc[order].to_dict("records")
    ]


def shift(table: pd.DataFrame, words: Words, held: pd.DataFrame) -> list[Markup]:
    """The words with the largest parts in the largest difference; `held` has its interval, either way round."""
    if not len(table):
        return [words("answer.tone_shift.none")]
    terms = [
        Markup("{} ({})").format(row["term"], linked(words.percent(row["value"]), row.get("link")))
        for row in table.head(MOST).to_dict("records")
    ]
    a, b = table.iloc[0][["group_a", "group_b"]]
    pair = held[held["group_a"].isin([a, b]) & held["group_b"].isin([a, b])].iloc[0]
    ends = (pair["low"], pair["high"]) if pair["group_a"] == a else (-pair["high"], -pair["low"])
    low, high = (words.number(end, 2) for end in ends)
    return [words("answer.tone_shift.top", a=a, b=b, low=low, high=high, terms=words.listed(terms))]
