"""Saved web pages: the body by trafilatura, what the page says about itself from its head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.page_metadata import page_metadata
from analysis.corpus.readers.records import Head, Item, Note, Problem, Record
from analysis.tables import SourceError

NAME = "web page"
OURS = True
LARGEST = 20_000_000
SEPARATOR = re.compile(r"\s+[|\-–—»:]\s+")


def recognise(head: Head) -> str:
    """By a doctype or the tags a page begins with."""
    start = head.text.lstrip("\ufeff \t\r\n")[:4000].lower()
    if not start.startswith("<"):
        return ""
    for sign in ("<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<meta"):
        if sign in start:
            return f"{sign}> near the beginning" if not sign.endswith(">") else f"{sign} near the beginning"
    return ""


def read(head: Head) -> Iterator[Item]:
    """One record: the article of the page."""
    if head.size > LARGEST:
        raise SourceError(f"the page has {head.size:,} bytes, more than any article")
    if head.encoding.note:
        yield Note(head.encoding.note)
    columns = page_columns(head.path.read_bytes().decode(head.encoding.name, "replace"))
    if not columns.get("title") and not columns.get("text"):
        yield Problem("page", "no title and no text could be found in the page")
        return
    yield Record("page", columns)


def page_columns(source: str) -> dict[str, Any]:
    """Title, text and what the page states of a page's source.

    Raises
    ------
    SourceError
        Where no page can be made out of its tags.
    """
    from lxml import etree, html

    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source.replace("\0", ""))
    try:
        tree = html.document_fromstring(source, parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise SourceError("no page can be made out of its tags") from None
    columns: dict[str, Any] = dict(page_metadata(tree))
    columns.update(_body(source, tree, columns))
    return columns


def _body(source: str, tree: Any, stated: dict[str, Any]) -> dict[str, str]:
    """Body, and whatever the head did not state, by trafilatura."""
    from trafilatura import bare_extraction

    document: Any = bare_extraction(
        source,
        url=stated.get("url"),
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        favor_precision=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    found: dict[str, str] = {}
    if document is not None:
        found["text"] = document.text or ""
        if document.author and not stated.get("authors"):
            found["authors"] = document.author
        if document.date and not stated.get("published"):
            found["published"] = document.date
    found["title"] = page_title(tree, stated.get("title") or (document.title if document else "") or "")
    return found


def page_title(tree: Any, stated: str) -> str:
    """The headline without the site's name: the first heading that agrees with what the head states."""
    stated = " ".join(stated.split())
    headings = [" ".join(node.text_content().split()) for node in tree.iter("h1", "h2")][:12]
    for heading in headings:
        if len(heading) > 15 and heading.lower() in stated.lower():
            return heading
    first = SEPARATOR.split(stated)[0]
    if headings and first and len(headings[0]) > 25 and first.lower()[:20] == headings[0].lower()[:20]:
        return headings[0]
    return stated or (headings[0] if headings else "")
