"""A database given by its address instead of a file."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.corpus.readers.database import is_address, read_address
from analysis.corpus.readers.records import Head, Item

NAME = "database"


def recognise(head: Head) -> str:
    """By the form of an address; a file is none."""
    return "an address of a database" if is_address(head.data.decode("utf-8", "replace")) else ""


def read(head: Head) -> Iterator[Item]:
    """Tables of the database."""
    yield from read_address(head.data.decode("utf-8", "replace"))
