"""Formats that are recognised but have no reader yet: named, so that nobody has to guess what went wrong."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.corpus.readers.records import Head, Item
from analysis.tables import SourceError

NAME = "not readable"

MAGIC = (
    (b"%PDF", "a PDF; save its text as .txt, or export the articles as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file; save it as .xlsx or .txt"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ", "an xz archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it first"),
    (b"SQLite format 3", "a SQLite database; export the table as CSV"),
    (b"{\\rtf", "an RTF document; save it as .txt"),
    (b"WARC/", "a web archive (WARC); save its pages as HTML"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image, sound or film"),
)


def _what(head: Head) -> str:
    for magic, what in MAGIC:
        if head.data.startswith(magic):
            return what
    if head.data.startswith(b"PK"):
        word = b"word/" in head.data
        return "a Word document; save it as .txt" if word else "a ZIP archive; unpack it first"
    start = head.text.lstrip()[:2000].lower()
    if start.startswith("<?xml") and "<html" not in start:
        return "an XML file (a feed, NewsML or an export) that no reader knows yet; export it as CSV"
    return ""


def recognise(head: Head) -> str:
    """By magic bytes, or by an XML declaration without HTML."""
    return _what(head)


def read(head: Head) -> Iterator[Item]:
    """Say what the file is."""
    raise SourceError(f"is {_what(head)}")
    yield
