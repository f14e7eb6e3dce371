"""SQL tables by SQLAlchemy address, and SQLite files: every table that has columns of articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.corpus.columns import is_known
from analysis.corpus.readers.layouts import Translator, layout_of
from analysis.corpus.readers.records import Head, Item, Note, Promise, Table
from analysis.tables import SourceError

NAME = "database"
SIGN = b"SQLite format 3\0"
BATCH = 1000
ADDRESS = re.compile(r"^[a-z][a-z0-9]*(?:\+[a-z0-9_]+)?://", re.I)
FEWEST_KNOWN = 2


def is_address(text: str) -> bool:
    """Whether something given to ingest is an address of a database and not a path."""
    return bool(ADDRESS.match(text)) and not Path(text).exists()


def shown_address(text: str) -> str:
    """An address without its password."""
    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:***@", text)


def recognise(head: Head) -> str:
    """By SQLite's magic bytes."""
    return "magic bytes of SQLite" if head.data.startswith(SIGN) else ""


def read(head: Head) -> Iterator[Item]:
    """Tables of a SQLite file, opened read-only."""
    address = f"sqlite:///file:{_quoted(head.path)}?mode=ro&uri=true"
    try:
        yield from read_address(address)
    except SourceError as error:
        raise SourceError(str(error).replace(address, "the SQLite file")) from None


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.resolve()))


def read_address(address: str) -> Iterator[Item]:
    """Rows of the tables of a database; `#table` behind the address names one.

    Raises
    ------
    SourceError
        Where the address cannot be reached, or has no table with columns of articles.
    """
    from sqlalchemy import create_engine, inspect
    from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

    address, _, wanted = address.partition("#")
    if address.startswith(("http://", "https://", "ftp://")):
        raise SourceError("is a web address; fetch it first: media-coverage fetch ADDRESS --to FOLDER")
    try:
        engine = create_engine(_with_driver(address))
    except (ArgumentError, ImportError, SQLAlchemyError, ValueError) as error:
        raise SourceError(f"{shown_address(address)} is no address of a database ({_said(error)})") from None
    try:
        names = inspect(engine)
        tables = [wanted] if wanted else sorted(names.get_table_names())
        found = 0
        for table in tables:
            schema, _, name = table.rpartition(".")
            columns = [column["name"] for column in names.get_columns(name, schema or None)]
            layout, _ = layout_of(columns)
            known = sum(is_known(column) for column in columns)
            if not wanted and layout is None and known < FEWEST_KNOWN:
                yield Note(f"table {table!r} has no columns of articles and was left out")
                continue
            found += 1
            keys = names.get_pk_constraint(name, schema or None).get("constrained_columns") or []
            yield from _rows(engine, name, schema, keys)
        if not found:
            raise SourceError("has no table with columns of articles; name one: ADDRESS#TABLE")
    except (DBAPIError, SQLAlchemyError, OSError) as error:
        raise SourceError(f"{shown_address(address)}: {_said(error)}") from None
    finally:
        engine.dispose()


def _with_driver(address: str) -> str:
    """An address with a driver that is installed."""
    import importlib.util

    if re.match(r"^postgres(?:ql)?://", address) and importlib.util.find_spec("psycopg2") is None:
        return re.sub(r"^postgres(?:ql)?://", "postgresql+pg8000://", address)
    return address


def _rows(engine: Any, name: str, schema: str, keys: list[str]) -> Iterator[Item]:
    """Rows of a table in the order of its key, fetched in batches."""
    from sqlalchemy import MetaData, func, select
    from sqlalchemy import Table as SqlTable

    table = SqlTable(name, MetaData(), schema=schema or None, autoload_with=engine)
    yield Table(name)
    with engine.connect().execution_options(stream_results=True, yield_per=BATCH) as connection:
        yield Promise(int(connection.execute(select(func.count()).select_from(table)).scalar_one()))
        translator = Translator()
        statement = select(table)
        if keys:
            statement = statement.order_by(*(table.c[key] for key in keys))
        for number, row in enumerate(connection.execute(statement), start=1):
            yield from translator.items(
                f"{name} row {number}",
                {column: _value(row[place]) for place, column in enumerate(table.c.keys())},
            )


def _value(value: Any) -> Any:
    """A cell; bytes that are text are read, other bytes are left out."""
    if isinstance(value, (bytes, memoryview)):
        try:
            return bytes(value).decode("utf-8")
        except UnicodeDecodeError:
            return None
    return value


def _said(error: Exception) -> str:
    original = getattr(error, "orig", None) or error
    said = original.args[0] if getattr(original, "args", None) else original
    text = said.get("M", "") if isinstance(said, dict) else str(said)
    return shown_address(" ".join(str(text).split())[:160]) or type(error).__name__
