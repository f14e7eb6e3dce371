"""XML read element by element: no entities, no external files, bounded depth, and what is broken said with its place."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from analysis.corpus.readers.records import Head
from analysis.tables import SourceError

DEEPEST = 200
LARGEST_TO_MEND = 50_000_000
LARGEST_ITEM = 200_000
"""Elements of one item: an article has some hundreds."""
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")
BARE = re.compile(r"&(?!#?\w{1,30};)")


class Broken(SourceError):
    """The XML ends or breaks at a place; what stood before it was read."""


def local(tag: Any) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def looks_like_xml(head: Head) -> bool:
    """Whether a file begins like XML."""
    return head.text.lstrip("\ufeff \t\r\n").startswith("<")


def root_tag(head: Head) -> str:
    """Name of the outermost element without its prefix, "" if there is none in sight."""
    start = head.text.lstrip("\ufeff \t\r\n")
    start = re.sub(
        r"^(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>|\s+)+", "", start[:20_000], flags=re.S
    )
    match = re.match(r"<(?:[\w.-]+:)?([\w.-]+)", start)
    return match[1] if match else ""


def xml_items(head: Head, wanted: frozenset[str]) -> Iterator[Any]:
    """Elements of the wanted names in document order, each whole; memory is bounded by one of them.

    Raises
    ------
    SourceError
        For entities or depth beyond what any export has, and where the XML is broken.
    """
    found = 0
    try:
        with head.path.open("rb") as handle:
            for element in _events(handle, wanted):
                found += 1
                yield element
        return
    except Broken:
        if found or head.size > LARGEST_TO_MEND or head.encoding.name == "binary":
            raise
    # Nothing was read: a wrong declaration, control characters, HTML's entities. Once more, mended.
    yield from _events(io.BytesIO(_mended(head)), wanted)


def _mended(head: Head) -> bytes:
    text = head.path.read_bytes().decode(head.encoding.name, "replace").lstrip("\ufeff")
    text = ILLEGAL.sub("", DECLARED.sub("", text))
    text = NAMED.sub(
        lambda match: html.escape(html.unescape(match[0])) if "&" in match[0] else match[0], text
    )
    return BARE.sub("&amp;", text).encode("utf-8", "replace")


def _events(handle: BinaryIO, wanted: frozenset[str]) -> Iterator[Any]:
    """The wanted elements of a stream; what stands between them is forgotten."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    path: list[Any] = []
    inside = size = 0
    try:
        for event, element in iterparse(handle, events=("start", "end"), forbid_dtd=False):
            if event == "start":
                path.append(element)
                size += 1
                if len(path) > DEEPEST:
                    raise SourceError(f"the XML is nested more than {DEEPEST} levels deep")
                if inside and size > LARGEST_ITEM:
                    raise SourceError(f"one item of the XML has more than {LARGEST_ITEM:,} elements")
                if local(element.tag) in wanted:
                    size = size if inside else 0
                    inside += 1
                continue
            path.pop()
            if local(element.tag) in wanted:
                inside -= 1
                if not inside:
                    yield element
            if not inside and path:
                path[-1].remove(element)
    except ParseError as error:
        raise Broken(f"the XML is broken ({_said(error)}); the rest was not read") from None
    except DefusedXmlException as error:
        name = type(error).__name__
        raise SourceError(f"the XML defines entities ({name}), which no export needs; refused") from None
    except (LookupError, UnicodeError, ValueError) as error:
        if isinstance(error, SourceError):
            raise
        raise Broken(f"the XML is broken ({_said(error)}); the rest was not read") from None


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


def child(element: Any, *names: str) -> Any:
    """The first descendant along a path of local names; None if it is missing."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local(one.tag) == name), None)
    return element


def every(element: Any, name: str) -> Iterator[Any]:
    """All descendants of a local name."""
    return (one for one in element.iter() if local(one.tag) == name)


def words(element: Any) -> str:
    """All text inside an element on one line; "" for None."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


BLOCK = frozenset(
    ("p", "paragraph", "block", "div", "hl1", "hl2", "h1", "h2", "h3", "h4", "li", "item", "dt", "dd", "td", "lb",
     "quote", "blockquote", "head", "section", "article", "hr", "pre", "table", "tr", "ab")
)  # fmt: skip
SILENT = frozenset(
    ("media", "script", "style", "figure", "media-metadata", "media-caption", "media-reference", "note")
)


def block_text(element: Any) -> str:
    """Text of an element with its blocks as paragraphs; media, scripts and notes are left out. "" for None."""
    if element is None:
        return ""
    pieces: list[str] = []
    stack: list[tuple[Any, bool]] = [(element, True)]
    while stack:
        node, opening = stack.pop()
        name = local(node.tag).lower()
        if opening and name and (name not in SILENT or node is element):
            pieces.append("\n\n" if name in BLOCK else "\n" if name == "br" else "")
            pieces.append(node.text or "")
            stack.append((node, False))
            stack += [(one, True) for one in reversed(list(node))]
            continue
        pieces.append("\n\n" if name in BLOCK else "")
        if node is not element:
            pieces.append(node.tail or "")
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", "".join(pieces)))
    return "\n\n".join(part for part in parts if part)
