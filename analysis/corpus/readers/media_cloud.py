"""Media Cloud: story lists now and of the old Explorer, and its counts, which are denominators and no articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.corpus.readers.records import Denominator, Item, Problem, Record
from analysis.corpus.readers.renamed import plain_columns

NAME = "Media Cloud"
NOTE = ""
NOW = frozenset(("id", "language", "media_name", "media_url", "publish_date", "title", "url"))
LEGACY = frozenset(("stories_id", "publish_date", "title", "url", "media_id", "media_name"))
STORY = {
    "url": "url", "article_url": "url", "title": "title", "text": "text", "publish_date": "published",
    "indexed_date": "retrieved", "collect_date": "retrieved", "language": "language", "media_name": "outlet",
    "media_url": "domain",
}  # fmt: skip
COUNTS = frozenset(("date", "count", "total_count", "ratio"))
SOURCES = frozenset(("media_name", "interval", "matching_stories", "total_stories", "ratio"))
WORDS = frozenset(("term", "term_count", "term_ratio", "doc_count"))


def fits(names: frozenset[str]) -> str:
    """By the names of its files; some counts have two columns only."""
    if names >= LEGACY:
        return "stories_id, media_id and media_name (old Explorer)"
    if names >= NOW:
        return "media_name, media_url and publish_date"
    if names >= SOURCES:
        return "matching and total stories per source and interval"
    if names >= COUNTS:
        return "counts per day with totals"
    if names == {"date", "count"}:
        return "counts per day"
    if names >= WORDS:
        return "top words"
    return f"counts per {next(iter(names - {'count', 'ratio'}))}" if names in (_SOURCE, _LANGUAGE) else ""


_SOURCE = frozenset(("source", "count", "ratio"))
_LANGUAGE = frozenset(("language", "count", "ratio"))


def translate(position: str, columns: Mapping[str, Any]) -> Iterator[Item]:
    """A story as a record, a count as a denominator."""
    row = {str(name).strip().lower(): value for name, value in columns.items()}
    names = frozenset(row)
    if names >= LEGACY or names >= NOW:
        told = plain_columns(columns, STORY)
        # Its media names are domains: a host tells the outlet better than a name would.
        if "." in str(told.get("outlet") or "") and " " not in str(told["outlet"]).strip():
            told.setdefault("domain", told["outlet"])
            told["extra.media_name"] = told.pop("outlet")
        yield Record(position, told)
    elif names >= WORDS:
        yield Problem(position, "a row of Media Cloud's top words: no article and no count of articles")
    elif names >= SOURCES:
        yield Denominator(
            position, f"{NAME} sources by interval", str(row["media_name"]), str(row["interval"]),
            _number(row["matching_stories"]), _number(row["total_stories"]), _number(row["ratio"]),
        )  # fmt: skip
    else:
        series = str(row.get("source") or row.get("language") or "")
        yield Denominator(
            position, f"{NAME} counts", series, str(row.get("date") or ""),
            _number(row.get("count")), _number(row.get("total_count")), _number(row.get("ratio")),
        )  # fmt: skip


def _number(value: Any) -> float:
    try:
        return float(str(value).replace(",", ".")) if value not in (None, "") else float("nan")
    except ValueError:
        return float("nan")
