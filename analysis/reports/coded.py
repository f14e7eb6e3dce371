"""Sections about hand codes: how well a machine label agrees with people, and the shares put right by them."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.pipeline import FEW
from analysis.reports.words import Words


def agreement(table: pd.DataFrame, words: Words) -> list[Markup]:
    """For the two frames people see most: in how many articles both see it."""
    if not len(table):
        return [words("answer.agreement.none")]
    size = (table["tp"] + table["fn"]).rename("size")
    seen = table.loc[size.sort_values(ascending=False, kind="stable").index].drop_duplicates("frame")
    said = []
    for row in seen.head(2).to_dict("records"):
        said.append(
            words(
                "answer.agreement.cells",
                frame=row["frame_name"],
                coded=words.number(row["n"]),
                people=words.number(row["tp"] + row["fn"]),
                machine=words.number(row["tp"] + row["fp"]),
                both=words.number(row["tp"]),
            )
        )
    return said


def corrected(table: pd.DataFrame, words: Words) -> list[Markup]:
    """The largest corrected shares, with their intervals."""
    known = table[table["value"].notna() & (table["n"] >= FEW)].sort_values(
        "value", ascending=False, kind="stable"
    )
    if not len(known):
        return [words("answer.corrected.few")]
    return [
        words(
            "answer.corrected.share",
            frame=row["frame_name"],
            outlet=row["outlet"],
            value=words.percent(row["value"]),
            low=words.percent(row["low"]),
            high=words.percent(row["high"]),
            n=words.number(row["n"]),
        )
        for row in known.head(2).to_dict("records")
    ]
