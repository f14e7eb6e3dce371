"""HTML of exports as a tree: bounded in size and depth, its blocks as paragraphs."""

from __future__ import annotations

import re
from typing import Any

from analysis.corpus.readers.records import Head
from analysis.tables import SourceError

LARGEST = 100_000_000
BLOCKS = frozenset(
    ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "section", "article", "header")
)


def html_tree(head: Head) -> tuple[str, Any]:
    """Source and lxml tree of a whole file.

    Raises
    ------
    SourceError
        For a file larger than any export, or one of which no tree can be made.
    """
    if head.size > LARGEST:
        raise SourceError(f"the page has {head.size:,} bytes; export fewer articles a file")
    if head.encoding.name == "binary":
        raise SourceError("its bytes are no text")
    source = head.path.read_bytes().decode(head.encoding.name, "replace").replace("\0", "")
    return source, tree_of(source)


def tree_of(source: str) -> Any:
    """lxml tree of HTML source; lxml itself bounds its depth."""
    from lxml import etree, html

    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    try:
        return html.document_fromstring(source, parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise SourceError("no page can be made out of its tags") from None


def one_line_of(node: Any) -> str:
    """All text of a node on one line; "" for None."""
    return "" if node is None else " ".join("".join(node.itertext()).split())


def blocks_of(node: Any) -> str:
    """Text of a node, its blocks as paragraphs between blank lines; "" for None."""
    if node is None:
        return ""
    pieces: list[str] = []
    stack: list[tuple[Any, bool]] = [(node, True)]
    while stack:
        one, opening = stack.pop()
        name = one.tag if isinstance(one.tag, str) else ""
        silent = not name or name in ("script", "style", "head")
        if opening and not silent:
            pieces.append("\n\n" if name in BLOCKS else "\n" if name == "br" else "")
            pieces.append(" ".join((one.text or "").replace("\n", " ").split(" ")))
            stack.append((one, False))
            stack += [(inner, True) for inner in reversed(list(one))]
            continue
        pieces.append("\n\n" if name in BLOCKS else "")
        if one is not node:
            pieces.append((one.tail or "").replace("\n", " "))
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", "".join(pieces)))
    return "\n\n".join(part for part in parts if part)
