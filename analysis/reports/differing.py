"""Sentences that name a difference: only where it holds over the whole report, with its interval and what it rests on."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.reports.words import Words

MOST = 3
"""Differences named in one answer."""


def linked(text: str, link: object) -> Markup:
    """A number that opens its evidence, or the plain number where there is none."""
    if isinstance(link, str) and link:
        return Markup('<a class="n" href="{}">{}</a>').format(link, text)
    return Markup("{}").format(text)


def differing(
    key: str,
    item: str,
    table: pd.DataFrame,
    differences: pd.DataFrame,
    words: Words,
    beside: dict[str, Any] | None = None,
) -> list[Markup]:
    """The largest differences that hold, the higher outlet named first.

    `beside` : outlet -> what the sentence also says of it (`terms_a`, `terms_b`). Where no difference holds, a sentence
    says so, unless none could be tested.
    """
    held = held_differences(key, item, table, differences, words, beside)
    tested = len(differences) > 0 and differences["low"].notna().any()
    return (
        held if held or not tested or not words.has(f"answer.{key}.same") else [words(f"answer.{key}.same")]
    )


def held_differences(
    key: str,
    item: str,
    table: pd.DataFrame,
    differences: pd.DataFrame,
    words: Words,
    beside: dict[str, Any] | None = None,
) -> list[Markup]:
    """The same without the sentence that nothing can be told apart."""
    if not len(differences) or not words.has(f"answer.{key}.differ"):
        return []
    held = differences[differences["distinguishable"]]
    order = held["value"].abs().sort_values(ascending=False, kind="stable").index
    said: list[Markup] = []
    seen: set[Any] = set()
    for row in held.loc[order].to_dict("records"):
        named = (row.get("referent"), row.get(item))
        if named in seen or len(said) == MOST:
            continue
        seen.add(named)
        said.append(_difference(key, item, row, table, words, beside or {}))
    return said


def _difference(
    key: str, item: str, row: dict, table: pd.DataFrame, words: Words, beside: dict[str, Any]
) -> Markup:
    up = row["value"] > 0
    a, b = (row["group_a"], row["group_b"]) if up else (row["group_b"], row["group_a"])
    low, high = sorted((abs(row["low"]), abs(row["high"])))
    share = row["unit"] == "share"
    show = (lambda v: words.number(100 * v)) if share else (lambda v: words.number(v, 2))
    facts = {"a": a, "b": b, "difference": show(abs(row["value"])), "low": show(low), "high": show(high)}
    facts[item] = row.get(f"{item}_name", row.get(item, ""))
    if "referent" in row:
        facts["referent"] = row.get("referent_name", row["referent"])
    for end, outlet in (("a", a), ("b", b)):
        facts[f"terms_{end}"] = beside.get(outlet, "–")
    return words(f"answer.{key}.differ", **_basis(table, a, b, item, row, words), **facts)


def _basis(table: pd.DataFrame, a: str, b: str, item: str, row: dict, words: Words) -> dict[str, Any]:
    """What a difference rests on: both counts with their denominators where the table has them, and the distinct texts."""
    n = words.number(row["n"])
    found = [_row_of(table, outlet, item, row) for outlet in (a, b)]
    if not all(found) or "count" not in table:
        return {"n": n, "basis": words("answer.basis.texts", n=n)}
    of = "total" if "total" in table else "articles"
    facts: dict[str, Any] = {"n": n}
    for end, one in zip("ab", found, strict=True):
        assert one is not None
        facts[f"count_{end}"] = linked(words.number(one["count"]), one.get("link"))
        facts[f"total_{end}"] = words.number(one[of])
    return {**facts, "basis": words("answer.basis.counts", **facts)}


def _row_of(table: pd.DataFrame, outlet: str, item: str, row: dict) -> dict | None:
    """The outlet's row of the table, None where the table has none."""
    if "outlet" not in table:
        return None
    same = table["outlet"] == outlet
    for key in (item, "referent"):
        if key in row and key in table and key != "outlet":
            same &= table[key] == row[key]
    return dict(table[same].iloc[0]) if same.any() else None
