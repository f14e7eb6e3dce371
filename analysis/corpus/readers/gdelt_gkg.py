"""GDELT's Global Knowledge Graph 2.1 as it is published: tab-separated, no header, 27 columns, no texts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.records import Head, Item, Note, Problem, Record

NAME = "GDELT GKG 2.1"
COLUMNS = 27
LONGEST_LINE = 20_000_000
FIRST = re.compile(r"^\d{14}-T?\d+\t\d{14}\t\d\t")
KEPT = {
    7: "themes", 9: "locations", 11: "persons", 13: "organizations", 15: "tone", 17: "gcam", 22: "quotations",
    23: "names", 24: "amounts", 25: "translation",
}  # fmt: skip
TITLE = re.compile(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>", re.S)
AUTHORS = re.compile(r"<PAGE_AUTHORS>(.*?)</PAGE_AUTHORS>", re.S)
PRECISE = re.compile(r"<PAGE_PRECISEPUBTIMESTAMP>(\d{14})</PAGE_PRECISEPUBTIMESTAMP>")
SOURCE_LANGUAGE = re.compile(r"srclc:(\w{2,3})")


def recognise(head: Head) -> str:
    """By the record number of the first line and its 27 columns."""
    line = head.data.split(b"\n", 1)[0].decode("utf-8", "replace").lstrip("\ufeff")
    if FIRST.match(line) and line.count("\t") == COLUMNS - 1:
        return "a first line of 27 columns that begins with a GKG record number"
    return ""


def read(head: Head) -> Iterator[Item]:
    """A line an article: address, title, and what GDELT counted, under `extra.gkg_*`."""
    yield Note("no texts; without a page's own time a date is the day on which GDELT first saw the article")
    with head.path.open("rb") as handle:
        number = 0
        while raw := handle.readline(LONGEST_LINE):
            number += 1
            if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
                while (rest := handle.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                yield Problem(f"line {number}", f"the line is longer than {LONGEST_LINE:,} bytes")
                continue
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            if not line.strip():
                continue
            fields = line.split("\t")
            if len(fields) != COLUMNS:
                yield Problem(
                    f"line {number}", f"the line has {len(fields)} columns where GKG 2.1 has {COLUMNS}"
                )
                continue
            yield Record(f"line {number}", _columns(fields))


def _columns(fields: list[str]) -> dict[str, Any]:
    extras = fields[26]
    title, authors, precise = TITLE.search(extras), AUTHORS.search(extras), PRECISE.search(extras)
    language = SOURCE_LANGUAGE.search(fields[25])
    seen = fields[1]
    # A page's own time later than GDELT's sight of it is no time of publication.
    own = precise[1] if precise and precise[1] <= seen else ""
    is_web = fields[2] == "1"
    columns: dict[str, Any] = {
        "id": fields[0],
        "url": fields[4] if is_web else "",
        "domain": fields[3],
        "title": html.unescape(html.unescape(title[1])).strip() if title else "",
        "authors": html.unescape(authors[1]).strip() if authors else "",
        "published": own or seen[:8],
        "retrieved": seen,
        "language": language[1] if language else "en",
    }
    for place, name in KEPT.items():
        if fields[place]:
            columns[f"extra.gkg_{name}"] = fields[place]
    return columns
