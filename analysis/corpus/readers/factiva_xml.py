"""Factiva's XML: articles with headline, lead and tail paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.records import Head, Item, Problem, Promise, Record
from analysis.corpus.readers.xml_items import (
    block_text,
    child,
    every,
    local,
    looks_like_xml,
    words,
    xml_items,
)

NAME = "Factiva XML"


def recognise(head: Head) -> str:
    """By the elements of a Factiva response."""
    if not looks_like_xml(head):
        return ""
    for sign in ("ppsarticleResultSet", "ppsArticleResponse", "global.factiva.com"):
        if sign in head.text[:20_000]:
            return f"the element or namespace {sign}"
    return ""


def read(head: Head) -> Iterator[Item]:
    """Article by article; `count` of the result set is the promise."""
    promised = _promised(head)
    if promised is not None:
        yield Promise(promised)
    for number, element in enumerate(xml_items(head, frozenset(("article",))), start=1):
        columns = _columns(element)
        if columns["title"] or columns["text"]:
            yield Record(f"article {number}", columns)
        else:
            yield Problem(f"article {number}", "neither a headline nor paragraphs were found")


def _promised(head: Head) -> int | None:
    import re

    match = re.search(r'<(?:\w+:)?ppsarticleResultSet[^>]*\bcount="(\d{1,9})"', head.text)
    return int(match[1]) if match else None


def _columns(element: Any) -> dict[str, Any]:
    parts = [block_text(child(element, name)) for name in ("leadParagraph", "tailParagraphs")]
    date = words(child(element, "publicationDate", "dateTime")) or words(
        child(element, "publicationDate", "date")
    )
    columns: dict[str, Any] = {
        "title": words(child(element, "headline")),
        "text": "\n\n".join(filter(None, parts)),
        "published": date,
        "outlet": words(child(element, "sourceName")),
        "authors": words(child(element, "byline")),
        "section": words(child(element, "sectionName")),
        "agency": words(child(element, "credit")),
        "language": words(child(element, "baseLanguage")),
        "id": words(child(element, "accessionNo")),
    }
    extras = {
        "copyright": "copyright", "publisherName": "publisher", "sourceCode": "source_code", "wordCount": "word_count",
        "pages": "page", "edition": "edition", "notes": "notes", "columnName": "column",
    }  # fmt: skip
    for one in element:
        name = extras.get(local(one.tag))
        if name and words(one):
            columns[f"extra.{name}"] = words(one)
    for tag, name in (("region", "regions"), ("newsSubject", "subjects"), ("company", "companies")):
        named = [words(child(one, "name")) for one in every(element, tag)]
        if any(named):
            columns[f"extra.{name}"] = "; ".join(filter(None, named))
    return columns
