"""Text from the web made safe to keep: no control characters, no hidden directions, no half characters, no tags."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

HOSTILE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200e\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
ROUGH = r"[\t\v\f\pZ]\n|\n[\t\v\f\pZ]|\n\n\n|[^\n]\n[^\n]|^\n[^\n]|[^\n]\n$|  "
"""Where a text is not yet paragraphs of single blanks with one empty line between them."""
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_SPACES = re.compile("[\t\x0b\x0c\u00a0\u200c\u202f]")
_LINES = re.compile("\r\n?|[\x85\u2028\u2029]")
_HALVES = re.compile("[\ud800-\udfff]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_MARKUP = re.compile(
    r"<(?:p|br|div|span|strong|em|a|h[1-6]|ul|li|b|i|img|table|article|section|figure)\b[^<>]*>",
    re.IGNORECASE,
)
BLOCKS = frozenset(
    (
        "p",
        "div",
        "br",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "article",
        "section",
        "tr",
        "ul",
        "ol",
        "table",
    )
)
SILENT = frozenset(("script", "style", "noscript", "iframe", "form", "button", "svg", "figure", "figcaption"))
ASIDE = re.compile(
    r"baca-?juga|read-?also|related|billboard|iklan|advert|\bads?\b|share|sosmed|tags?\b|newsletter|lihat-?juga",
    re.I,
)


def plain_texts(values: Sequence[Any]) -> list[str]:
    """Each value as text that can be kept and shown.

    Control and zero-width characters and directions are dropped, half characters become U+FFFD, every line end is a
    newline, every space a plain one; entities of HTML are read. A missing value is "".
    """
    texts = [_as_text(value) for value in values]
    try:
        array = pa.array(texts, pa.large_string())
    except (UnicodeEncodeError, pa.ArrowInvalid):
        texts = [_HALVES.sub("\ufffd", text) for text in texts]
        array = pa.array(texts, pa.large_string())
    for row in pc.indices_nonzero(pc.match_substring_regex(array, HOSTILE)).to_pylist():
        texts[row] = plain_text(texts[row])
    for row, text in enumerate(texts):
        if "&" in text:
            texts[row] = _ENTITY.sub(lambda match: html.unescape(match[0]), text).replace("\xa0", " ")
    return texts


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value if value.isascii() else value.replace("\xa0", " ")
    if value is None or value != value:
        return ""
    return str(value)


def plain_text(text: str) -> str:
    """One text without control characters, hidden directions and odd spaces."""
    return _DROPPED.sub("", _SPACES.sub(" ", _LINES.sub("\n", text)))


def whole_characters(text: str) -> str:
    """A text without halves of characters, which no file can hold."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def one_line(text: str) -> str:
    """A title or a name: its white space made single."""
    return (
        " ".join(text.split())
        if "  " in text or "\n" in text or text[:1] == " " or text[-1:] == " "
        else text
    )


def holds_markup(texts: Sequence[str]) -> list[int]:
    """Rows whose text is HTML."""
    return [row for row, text in enumerate(texts) if "<" in text and _MARKUP.search(text)]


def markup_text(source: str) -> str:
    """The text of an HTML fragment, its blocks as paragraphs; scripts, forms and boxes of links are left out."""
    from lxml import etree
    from lxml.html import fragment_fromstring

    try:
        root = fragment_fromstring(source.replace("\0", ""), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return re.sub(r"<[^<>]*>", " ", source)
    pieces: list[str] = []
    _collect(root, pieces)
    paragraphs = (" ".join(part.split()) for part in "".join(pieces).split("\n\n"))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _collect(root: Any, pieces: list[str]) -> None:
    """Text in document order, without recursion: hostile pages nest thousands of levels."""
    stack: list[tuple[Any, bool]] = [(root, True)]
    while stack:
        node, opening = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        silent = not tag or tag in SILENT or (node is not root and ASIDE.search(node.get("class") or ""))
        if opening and not silent:
            if tag in BLOCKS:
                pieces.append("\n\n")
            pieces.append(node.text or "")
            stack.append((node, False))
            stack += [(child, True) for child in reversed(list(node))]
            continue
        if tag in BLOCKS:
            pieces.append("\n\n")
        if node is not root:
            pieces.append(node.tail or "")


def paragraphs(text: str) -> str:
    """A text as paragraphs between blank lines: every line is one, except where lines are wrapped at a width."""
    if "\n" not in text:
        return text.strip()
    lines = [line.strip() for line in text.split("\n")]
    if _is_wrapped(lines):
        blocks = re.split(r"\n\s*\n", text)
        lines = [" ".join(block.split()) for block in blocks]
    return "\n\n".join(" ".join(line.split()) if "  " in line else line for line in lines if line)


def paragraphs_of(texts: Sequence[str]) -> list[str]:
    """`paragraphs` of each text; those that are paragraphs already are found for all at once."""
    rough = pc.indices_nonzero(pc.match_substring_regex(pa.array(texts, pa.large_string()), ROUGH))
    found = [text.strip() for text in texts]
    for row in rough.to_pylist():
        found[row] = paragraphs(texts[row])
    return found


def _is_wrapped(lines: list[str]) -> bool:
    """Lines broken at a width: most are nearly as long as the longest, which is short, and do not end sentences."""
    filled = [line for line in lines if line]
    if len(filled) < 6 or max(map(len, filled)) > 100:
        return False
    inner = [line for line, after in pairwise(lines) if line and after]
    long = [line for line in inner if len(line) > 45 and not line.endswith((".", "!", "?", '"', "”", ":"))]
    return len(inner) > 4 and len(long) > 0.6 * len(inner)
