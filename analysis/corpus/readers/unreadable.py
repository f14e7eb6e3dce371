"""Formats that are recognised but have no reader: named, so that nobody has to guess what went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.corpus.readers.records import Head, Item
from analysis.tables import SourceError

NAME = "not readable"

MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old Word, PowerPoint or Outlook file; save it as .docx or .txt"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive; unpack it first"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\0", "an image"),
    (b"RIFF", "an image, sound or film"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"%!PS", "a PostScript file; save it as PDF"),
    (b"RDX3", "an R data file; write it as CSV or Parquet"),
    (b"\x89HDF", "an HDF5 file; write it as CSV or Parquet"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
SERVICE_SAYS = re.compile(
    r"^(?:Your (?:search|query) (?:was|contained)|The specified phrase is too|Timespan is too short|Invalid query|"
    r"Please limit requests|Query too (?:short|long)|Invalid mode)[^\n]{0,300}\s*$",
    re.I,
)


def _what(head: Head) -> str:
    for magic, what in MAGIC:
        if head.data.startswith(magic) and (len(magic) > 2 or head.encoding.name == "binary"):
            return what
    if head.data[4:8] == b"ftyp":
        return "a film or sound recording"
    if head.size < 600 and SERVICE_SAYS.match(head.text.strip()):
        return (
            f"an answer in words instead of data ({' '.join(head.text.split())[:120]}); ask the service again"
        )
    return ""


def recognise(head: Head) -> str:
    """By magic bytes, or a service's refusal saved as a file."""
    return _what(head)


def read(head: Head) -> Iterator[Item]:
    """Say what the file is."""
    raise SourceError(f"is {_what(head)}")
    yield
