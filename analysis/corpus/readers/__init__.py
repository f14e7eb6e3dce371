"""The readers: one module per format family, asked in turn until one recognises the content.

A reader is a module with

- `NAME`: what the format is called in the reconciliation;
- `recognise(head) -> str`: the rule by which it knows its format, or "" if it does not;
- `read(head) -> Iterator[Item]`: records with their place, pages still to be parsed, problems, and a promise if the
  file makes one;
- `OURS = True` if its records already carry our column names (a page, a pasted text), so that nothing is guessed.

To add one, write the module and name it in `READERS` before the more general ones. A service whose columns come in
CSV, JSON, workbooks and databases alike is no reader but a layout: see `layouts`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from analysis.corpus.plain import one_line, plain_texts
from analysis.corpus.readers import (
    agency_xml,
    archive,
    database,
    database_address,
    delimited,
    europresse,
    factiva_html,
    factiva_xml,
    feeds,
    gdelt_gkg,
    json_records,
    nexis_text,
    old_spreadsheet,
    parquet,
    pdf_document,
    plain_text,
    spreadsheet,
    trafilatura_files,
    unknown_xml,
    unreadable,
    web_archive,
    web_page,
    word_document,
)
from analysis.corpus.readers.records import Head, Item, Page, Problem, Record
from analysis.tables import SourceError

MOST_COLUMNS = 1000
LONGEST_NAME = 200
LONGEST_MORE = 20_000
MORE = "extra.more"
"""Where the columns of a file go that has more than a thousand of them."""

READERS: tuple[ModuleType, ...] = (
    parquet,
    database,
    spreadsheet,
    old_spreadsheet,
    word_document,
    pdf_document,
    web_archive,
    archive,
    unreadable,
    gdelt_gkg,
    factiva_xml,
    agency_xml,
    trafilatura_files,
    feeds,
    json_records,
    nexis_text,
    factiva_html,
    europresse,
    unknown_xml,
    web_page,
    delimited,
    plain_text,
)


def recognise(path: Path | str) -> tuple[ModuleType, Head, str]:
    """Find the reader of a file by its content; an address of a database is known by its form.

    Returns
    -------
    The reader, the file's head and the rule that matched.

    Raises
    ------
    SourceError
        For an empty file, or one that no reader recognises.
    """
    if isinstance(path, str):
        return database_address, Head(Path(path), path.encode(), 0), "an address of a database"
    try:
        head = Head.of(path)
    except OSError as error:
        raise SourceError(f"cannot be opened ({error.strerror})") from None
    if not head.data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SourceError("the file is empty")
    for reader in READERS:
        rule = reader.recognise(head)
        if rule:
            return reader, head, rule
    raise SourceError("no reader recognises its content")


def read_file(reader: ModuleType, head: Head) -> Iterator[Item]:
    """What a file holds, its pages parsed."""
    for item in items_of(reader, head):
        yield web_page.parsed(item) if isinstance(item, Page) else item


def items_of(reader: ModuleType, head: Head) -> Iterator[Item]:
    """Read a file to its end; whatever its library throws becomes one problem, after what was read before it.

    Pages are handed on as they are, to be parsed by `web_page.parsed` wherever there is time.
    """
    names: dict[str, str] = {}
    try:
        for item in reader.read(head):
            yield item if not isinstance(item, Record) else _bounded(item, names)
    except SourceError as error:
        yield Problem("", str(error))
    except (MemoryError, RecursionError) as error:
        yield Problem("", f"{reader.NAME}: nested or grown beyond what can be read ({type(error).__name__})")
    except Exception as error:  # a parser met a file nobody foresaw: say so, and go on with the next file
        reason = " ".join(str(error).split())[:200]
        yield Problem("", f"{reader.NAME}: reading stopped ({type(error).__name__}: {reason})")


def _bounded(record: Record, names: dict[str, str]) -> Record:
    """A record whose column names can be kept, and are not without end: what goes beyond is kept in one column."""
    columns = record.columns
    if all(names.get(name) == name for name in columns):
        return record
    kept: dict[str, Any] = {}
    more: dict[str, Any] = {}
    for name, value in columns.items():
        if name not in names and len(names) < MOST_COLUMNS:
            names[name] = one_line(plain_texts([str(name)[:LONGEST_NAME]])[0]) or "unnamed"
        if name in names and names[name] not in kept:
            kept[names[name]] = value
        else:
            more[str(name)] = value
    if more:
        try:
            kept[MORE] = json.dumps(more, default=str)[:LONGEST_MORE]
        except (RecursionError, ValueError, TypeError):
            kept[MORE] = ", ".join(sorted(more))[:LONGEST_MORE].encode("utf-8", "replace").decode()
    return Record(record.position, kept)
