"""trafilatura's files: XML (`doc`), TEI, and its "CSV", which is tab-separated and has no header."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.records import Head, Item, Note, Problem, Record
from analysis.corpus.readers.xml_items import (
    block_text,
    child,
    every,
    local,
    looks_like_xml,
    root_tag,
    words,
    xml_items,
)

NAME = "trafilatura"
NAMES = ("url", "id", "extra.fingerprint", "domain", "title", "extra.image", "published", "text", "extra.comments",
         "extra.license", "extra.pagetype")  # fmt: skip
LARGEST_FIELD = 20_000_000
ADDRESS = re.compile(r"^(?:https?://\S+|null)$")
DAY = re.compile(r"^(?:\d{4}-\d{2}-\d{2}.*|null)$")
DOC = re.compile(r"<doc\b[^>]*\b(?:fingerprint|sitename|hostname|source|pagetype|date)=")


def recognise(head: Head) -> str:
    """By `doc` elements with trafilatura's attributes, TEI, or eleven columns without a header."""
    if looks_like_xml(head):
        tag = root_tag(head)
        if DOC.search(head.text[:20_000]) and tag in ("doc", "docs", "corpus", "documents"):
            return "doc elements with sitename, hostname or fingerprint"
        if tag in ("TEI", "teiCorpus"):
            return f"the element {tag}"
        return ""
    row = next(_rows(head.text[:60_000].splitlines(keepends=True)), [])
    if (
        len(row) == len(NAMES)
        and ADDRESS.match(row[0])
        and DAY.match(row[6])
        and (row[0] != "null" or row[2] != "null")
    ):
        return "eleven columns between tabs, no header, an address first"
    return ""


def _rows(lines: Any) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter="\t")
    except csv.Error:
        return


def read(head: Head) -> Iterator[Item]:
    """Documents in their order."""
    if head.encoding.note:
        yield Note(head.encoding.note)
    if not looks_like_xml(head):
        yield from _table(head)
        return
    for number, element in enumerate(xml_items(head, frozenset(("doc", "TEI"))), start=1):
        columns = _of_tei(element) if local(element.tag) == "TEI" else _of_doc(element)
        if columns.get("title") or columns.get("text"):
            yield Record(f"document {number}", columns)
        else:
            yield Problem(f"document {number}", "neither a title nor a text")


def _table(head: Head) -> Iterator[Item]:
    csv.field_size_limit(LARGEST_FIELD)
    with head.path.open(encoding=head.encoding.name, errors="replace", newline="") as handle:
        rows = csv.reader((line.replace("\0", "") for line in handle), delimiter="\t")
        number = 0
        while True:
            number += 1
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Problem(f"row {number}", f"the row cannot be read ({error})")
                continue
            if len(row) == len(NAMES):
                kept = {name: value for name, value in zip(NAMES, row) if value != "null"}
                yield Record(f"row {number}", kept)
            elif any(field.strip() for field in row):
                reason = f"the row has {len(row)} columns where trafilatura writes {len(NAMES)}"
                yield Problem(f"row {number}", reason, max(row, key=len)[:80])


ATTRIBUTES = {
    "title": "title", "author": "authors", "date": "published", "url": "url", "source": "url", "hostname": "domain",
    "sitename": "outlet", "excerpt": "lead", "description": "lead", "categories": "section", "id": "id",
    "language": "language",
}  # fmt: skip


def _of_doc(doc: Any) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, value in doc.attrib.items():
        mine = ATTRIBUTES.get(local(name), f"extra.{local(name)}")
        if value and value != "null":
            columns.setdefault(mine, value)
    main = child(doc, "main")
    columns["text"] = block_text(main if main is not None else doc)
    comments = block_text(child(doc, "comments"))
    if comments:
        columns["extra.comments"] = comments
    return columns


def _of_tei(tei: Any) -> dict[str, Any]:
    header = child(tei, "teiHeader")
    titles = [words(one) for one in every(header, "title")] if header is not None else []
    date = (
        next((one.get("when") or words(one) for one in every(header, "date")), "")
        if header is not None
        else ""
    )
    address = (
        next((one.get("target") or words(one) for one in every(header, "ptr")), "")
        if header is not None
        else ""
    )
    author = next((words(one) for one in every(header, "author")), "") if header is not None else ""
    publisher = [words(one) for one in every(header, "publisher")] if header is not None else []
    body = child(tei, "text", "body")
    blocks = [one for one in (body if body is not None else []) if one.get("type") != "comments"]
    return {
        "title": next(filter(None, titles), ""),
        "authors": author,
        "published": date,
        "url": address if address.startswith("http") else "",
        "outlet": re.sub(r"\s*\([\w.-]+\)$", "", next(filter(None, publisher), "")),
        "text": "\n\n".join(filter(None, map(block_text, blocks))),
    }
