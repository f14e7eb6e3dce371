"""Streams that unpack no more than a stated bound, so that a bomb is refused and not unpacked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.tables import SourceError

LARGEST = 8_000_000_000
FREE = 100_000_000
"""Unpacked bytes below which no ratio is asked about."""
HIGHEST_RATIO = 200
CHUNK = 1 << 20


class Bounded:
    """A readable stream that raises `SourceError` once more comes out of it than went in could hold.

    Parameters
    ----------
    stream : what is unpacked. `packed` : bytes of the packed file. `name` : for the message.
    """

    def __init__(self, stream: Any, packed: int, name: str = "the archive"):
        self._stream, self._name = stream, name
        self._most = min(LARGEST, max(FREE, HIGHEST_RATIO * packed))
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        """Read at most `size` bytes."""
        wanted = CHUNK if size is None or size < 0 else size
        data = self._stream.read(wanted)
        self._add(len(data))
        if size is None or size < 0:
            parts = [data]
            while data:
                data = self._stream.read(CHUNK)
                self._add(len(data))
                parts.append(data)
            return b"".join(parts)
        return data

    def _add(self, count: int) -> None:
        self.count += count
        if self.count > self._most:
            raise SourceError(f"{self._name} unpacks into more than {self._most:,} bytes; refused")

    def readable(self) -> bool:
        """It is."""
        return True

    def close(self) -> None:
        """Close what is unpacked."""
        self._stream.close()

    def save(self, path: Path) -> int:
        """Unpack into a file; returns its bytes."""
        with path.open("wb") as handle:
            # One piece at a time: of a stream that is cut short, all that was whole is kept.
            piece = getattr(self._stream, "read1", self._stream.read)
            while data := piece(CHUNK):
                self._add(len(data))
                handle.write(data)
        return self.count


def opened(path: Path, kind: str) -> Any:
    """A packed file as a stream of what is in it, unbounded: wrap it in `Bounded`."""
    if kind == "gzip":
        import gzip

        return gzip.open(path, "rb")
    if kind == "bzip2":
        import bz2

        return bz2.open(path, "rb")
    if kind == "xz":
        import lzma

        return lzma.open(path, "rb")
    raise ValueError(kind)
