"""4CAT exports: always id, thread_id, author, body, timestamp first, then the columns of the original."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from analysis.corpus.readers.records import Item, Record
from analysis.corpus.readers.renamed import plain_columns

NAME = "4CAT"
NOTE = "times are taken from unix_timestamp where it is given"
SIGNS = frozenset(("id", "thread_id", "author", "body", "timestamp"))
FIELDS = {
    "body": "text",
    "subject": "title",
    "title": "title",
    "author": "authors",
    "url": "url",
    "link": "url",
}


def fits(names: frozenset[str]) -> str:
    """By its five first columns."""
    return "id, thread_id, author, body, timestamp" if names >= SIGNS else ""


def translate(position: str, columns: Mapping[str, Any]) -> Iterator[Item]:
    """A post as a record; the zone of `timestamp` differs by source, that of `unix_timestamp` is UTC."""
    told = plain_columns(columns, FIELDS, ("id", "timestamp", "unix_timestamp"))
    row = {str(name).strip().lower(): value for name, value in columns.items()}
    told["id"] = row["id"]
    told["published"] = row["timestamp"]
    with suppress(KeyError, TypeError, ValueError, OverflowError):
        told["published"] = int(float(row["unix_timestamp"]))
    yield Record(position, told)
