"""What a reader hands on: records, what it could not read, what the file promised, what should be said."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.corpus.readers.encoding import Encoding, encoding_of

HEAD_BYTES = 65_536


@dataclass(slots=True)
class Record:
    """One raw article: its place in the file and its columns as the file names them."""

    position: str
    columns: dict[str, Any]


@dataclass(slots=True)
class Page:
    """A saved page that is still to be parsed, here or in another process.

    `source` : its HTML. `address` : where it was found, "" if not told. `beside` : columns told beside the page.
    """

    position: str
    source: str
    address: str = ""
    beside: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Problem:
    """Something that could not be read: its place, why, and its title if that much is known."""

    position: str
    reason: str
    title: str = ""


@dataclass(slots=True)
class Promise:
    """How many records the file itself says it holds."""

    count: int


@dataclass(slots=True)
class Note:
    """Something the reader of the reconciliation should know about a file."""

    text: str


@dataclass(slots=True)
class Member:
    """What follows comes from a file inside the file: its name, the rule of its format, whether its columns are ours."""

    name: str
    rule: str
    ours: bool = False


@dataclass(slots=True)
class Table:
    """What follows is another table of the same file, with columns of its own (a sheet, a table of a database).

    `ours` : its records carry our column names, so that nothing is guessed.
    """

    name: str
    ours: bool = False


@dataclass(slots=True)
class Denominator:
    """How many articles there were in all, as a service counted them: what a share is a share of.

    Attributes
    ----------
    source : the service and table. `series` : query, outlet or language, "" if one. `date` : day as written.
    count : articles that matched. `total` : all articles of the time, NaN if not told. `ratio` : as the service says.
    """

    position: str
    source: str
    series: str
    date: str
    count: float = float("nan")
    total: float = float("nan")
    ratio: float = float("nan")


Item = Record | Page | Problem | Promise | Note | Member | Table | Denominator


@dataclass(frozen=True)
class Head:
    """The beginning of a raw file, by which its format is recognised.

    Attributes
    ----------
    path : where it is. `data` : its first 64 KB. `size` : its length in bytes.
    """

    path: Path
    data: bytes
    size: int

    @classmethod
    def of(cls, path: Path) -> Head:
        """Read the beginning of a file."""
        with path.open("rb") as handle:
            return cls(path, handle.read(HEAD_BYTES), path.stat().st_size)

    @cached_property
    def encoding(self) -> Encoding:
        """How the bytes of the whole file become text."""
        return encoding_of(self.path)

    @cached_property
    def text(self) -> str:
        """The beginning as text; empty for a file that is not text."""
        return "" if self.encoding.name == "binary" else self.encoding.decode(self.data)

    @cached_property
    def suffix(self) -> str:
        """The ending of the file's name in lower case: a hint where content alone leaves a choice."""
        return self.path.suffix.lower()
