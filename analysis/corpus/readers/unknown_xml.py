"""XML that is none of the known kinds: named by its outermost element, so that nobody has to guess what went wrong."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.corpus.readers.records import Head, Item
from analysis.corpus.readers.xml_items import looks_like_xml, root_tag
from analysis.tables import SourceError

NAME = "unknown XML"
KNOWN = {
    "kml": "a map (KML)",
    "svg": "a drawing (SVG)",
    "opml": "a list of feeds (OPML); fetch the feeds it lists: media-coverage fetch --feed ADDRESS",
    "plist": "a property list",
    "Workbook": "an Excel 2003 XML workbook; save it as .xlsx",
    "mediawiki": "a Wikipedia dump",
}

PAGES = ("html", "head", "body", "article", "section", "main", "div", "p", "meta", "table")


def recognise(head: Head) -> str:
    """By an outermost element that no reader knows."""
    if not looks_like_xml(head) or root_tag(head).lower() in PAGES:
        return ""
    declared = head.text.lstrip("\ufeff \t\r\n").startswith("<?xml")
    return f"XML with the element {root_tag(head)}" if declared or root_tag(head) in KNOWN else ""


def read(head: Head) -> Iterator[Item]:
    """Say what it is."""
    tag = root_tag(head)
    what = KNOWN.get(
        tag, f"XML whose outermost element {tag or 'is missing'!r} no reader knows; export it as CSV"
    )
    raise SourceError(f"is {what}")
    yield
