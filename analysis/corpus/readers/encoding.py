"""How the bytes of a raw file become text: byte order marks first, then proof, then the code page of Excel."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FEW_BROKEN = 0.1
"""Broken bytes per sound non-ASCII character below which a file is damaged UTF-8 and not another encoding."""


@dataclass(frozen=True)
class Encoding:
    """A codec, what to do with bytes it cannot read, and what to say about it (empty if nothing)."""

    name: str
    errors: str = "strict"
    note: str = ""

    def decode(self, data: bytes) -> str:
        """Decode a beginning of the file; a character cut at its end is dropped."""
        return codecs.getincrementaldecoder(self.name)(errors=self.errors).decode(data, False)


def encoding_of(path: Path) -> Encoding:
    """Find the encoding of a file by reading all of it once.

    Returns
    -------
    `Encoding` with name `binary` where the bytes are no text in any encoding known here.
    """
    with path.open("rb") as handle:
        first = handle.read(CHUNK)
        for mark, name in MARKS:
            if first.startswith(mark):
                return Encoding(name, "replace")
        wide = _wide_without_mark(first)
        if wide:
            return Encoding(wide, "replace", f"read as {wide}: it has no byte order mark")
        if _looks_binary(first):
            return Encoding("binary")
        handle.seek(0)
        broken, sound = _count_utf8(handle)
    if not broken:
        return Encoding("utf-8")
    if broken <= FEW_BROKEN * sound:
        return Encoding("utf-8", "replace", f"{broken} broken bytes in UTF-8, each shown as U+FFFD")
    return Encoding("cp1252", "replace", "not UTF-8; read as Windows-1252")


def _wide_without_mark(first: bytes) -> str:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    sample = first[:4096]
    half = len(sample) // 2
    if half < 4:
        return ""
    if sample[1::2].count(0) > 0.7 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def _looks_binary(first: bytes) -> bool:
    """More control bytes than any text has."""
    sample = first[:8192]
    controls = sum(sample.count(byte) for byte in (*range(1, 7), *range(14, 27), 28, 29, 30, 31))
    return controls > 0.02 * len(sample) or sample.count(0) > 0.3 * len(sample)


def _count_utf8(handle) -> tuple[int, int]:
    """Broken places and sound non-ASCII characters in a file read as UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    broken = sound = 0
    while chunk := handle.read(CHUNK):
        if chunk.isascii() and not decoder.getstate()[0]:
            continue
        text = decoder.decode(chunk)
        bad = text.count("\ufffd")
        broken += bad
        sound += len(text) - len(text.encode("ascii", "ignore")) - bad
    broken += decoder.decode(b"", True).count("\ufffd")
    return broken, sound
