"""GDELT's DOC API: article lists without texts, and timelines, which are denominators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.corpus.readers.records import Denominator, Item, Record
from analysis.corpus.readers.renamed import plain_columns

NAME = "GDELT DOC"
NOTE = "no texts; a date is the day on which GDELT first saw the article"
ARTICLES = frozenset(("url", "title", "seendate", "domain"))
TIMELINE = frozenset(("date", "series", "value"))
FIELDS = {"url": "url", "title": "title", "domain": "domain", "language": "language"}
TOTAL = "total monitored articles"


def fits(names: frozenset[str]) -> str:
    """By seendate, or by Date, Series, Value."""
    if names >= ARTICLES:
        return "seendate and domain"
    return "Date, Series, Value" if names == TIMELINE else ""


def translate(position: str, columns: Mapping[str, Any]) -> Iterator[Item]:
    """An article as a record; a point of a timeline as a denominator."""
    row = {str(name).strip().lower(): value for name, value in columns.items()}
    if not frozenset(row) >= ARTICLES:
        yield point(position, str(row["series"] or ""), str(row["date"] or ""), row["value"])
        return
    told = plain_columns(columns, FIELDS)
    seen = str(row.get("seendate") or "").strip()
    told["published"] = seen[:8] if len(seen) >= 8 and seen[:8].isdigit() else seen[:10]
    told["retrieved"] = seen
    yield Record(position, told)


def point(position: str, series: str, date: str, value: Any) -> Denominator:
    """A point of a timeline: a count, a total of all that was monitored, or a share in per cent."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    name = series.strip().lower()
    if name == TOTAL:
        return Denominator(position, f"{NAME} timeline", series, date, total=number)
    if "count" in name:
        return Denominator(position, f"{NAME} timeline", series, date, count=number)
    return Denominator(position, f"{NAME} timeline", series, date, ratio=number)
