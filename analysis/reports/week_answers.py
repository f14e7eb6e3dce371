"""Answer sentences of a weekly digest: what is new, which texts were copied, which words and sentences mark the week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from analysis.pipeline import FEW
from analysis.reports.differing import linked
from analysis.reports.words import Words

if TYPE_CHECKING:
    from analysis.reports.weeks import Weeks

MOST = 5
"""Differences, texts and words named in one answer."""


def new(table: pd.DataFrame, differences: pd.DataFrame, words: Words, weeks: Weeks) -> list[Markup]:
    """How many articles both periods have, then the differences that hold, else why none is named."""
    here, there = weeks.sizes
    facts = {"now": weeks.now, "before": weeks.before}
    said = [words("answer.new.counts", n=words.number(here), n_before=words.number(there), **facts)]
    if weeks.few:
        return [*said, words("answer.new.few", few=words.number(FEW), **facts)]
    if there < FEW:
        return [*said, words("answer.new.few_before", few=words.number(FEW), **facts)]
    if not len(table):
        return [*said, words("answer.new.few_each", few=words.number(FEW), **facts)]
    held = new_held(table, differences, words, weeks)
    return [*said, *(held or [words("answer.new.same", **facts)])]


def new_held(table: pd.DataFrame, differences: pd.DataFrame, words: Words, weeks: Weeks) -> list[Markup]:
    """The largest differences to the earlier period that hold over all comparisons of the report."""
    if not len(differences):
        return []
    held = differences[differences["distinguishable"]]
    order = held["value"].abs().sort_values(ascending=False, kind="stable").index[:MOST]
    links = dict(zip(table.index, table["link"], strict=True)) if "link" in table else {}
    said = []
    for at in order:
        row = held.loc[at]
        low, high = sorted((abs(row["low"]), abs(row["high"])))
        said.append(
            words(
                f"answer.new.{row['kind']}",
                item=row["name"],
                now=weeks.now,
                before=weeks.before,
                count=linked(words.number(row["count"]), links.get(at)),
                total=words.number(row["total"]),
                count_before=words.number(row["count_before"]),
                total_before=words.number(row["total_before"]),
                which=words(f"answer.new.{'more' if row['value'] > 0 else 'fewer'}"),
                difference=words.number(100 * abs(row["value"])),
                low=words.number(100 * low),
                high=words.number(100 * high),
                n=words.number(row["n"]),
            )
        )
    return said


def week_words(table: pd.DataFrame, words: Words, weeks: Weeks) -> list[Markup]:
    """The words that the later period uses more than the earlier one."""
    facts = {"now": weeks.now, "before": weeks.before}
    if not len(table):
        here, there = weeks.sizes
        return [
            words(
                f"answer.week_words.{'few' if min(here, there) < FEW else 'none'}",
                few=words.number(FEW),
                **facts,
            )
        ]
    return [
        words(
            "answer.week_words.term",
            term=row["term"],
            times=linked(words.times(row["value"]), row.get("link")),
            low=words.times(row["low"]),
            high=words.times(row["high"]),
            n=words.number(row["n"]),
            **facts,
        )
        for row in table.head(MOST).to_dict("records")
    ]


def copied(table: pd.DataFrame, words: Words, articles: int) -> list[Markup]:
    """How many texts stand in more than one article, and the ones published most."""
    if not len(table):
        return [words("answer.copied.none", articles=words.number(articles))] if articles else []
    facts = {"texts": words.number(len(table)), "copies": words.number(table["value"].sum())}
    said = [words("answer.copied.all", articles=words.number(articles), **facts)]
    for row in table.head(3).to_dict("records"):
        said.append(
            words(
                "answer.copied.one",
                title=row["title"],
                count=linked(words.number(row["value"]), row.get("link")),
                outlets=words.number(row["outlets"]),
            )
        )
    return said


def most_quoted(table: pd.DataFrame, words: Words) -> list[Markup]:
    """The sentences that most texts quote word for word."""
    if not len(table):
        return [words("answer.most_quoted.none")]
    return [
        words(
            f"answer.most_quoted.{'said' if row['speaker'] == row['speaker'] and row['speaker'] else 'one'}",
            sentence=row["sentence"],
            count=linked(words.number(row["value"]), row.get("link")),
            texts=words.number(row["n"]),
            outlets=words.number(row["outlets"]),
            speaker=row["speaker"],
        )
        for row in table.head(3).to_dict("records")
    ]
