"""Parquet files, read in batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.layouts import Translator, layout_of
from analysis.corpus.readers.records import Head, Item, Promise, Record
from analysis.tables import SourceError

NAME = "Parquet"
MAGIC = b"PAR1"
BATCH = 4096


def recognise(head: Head) -> str:
    """By its magic bytes."""
    return "magic bytes PAR1" if head.data.startswith(MAGIC) else ""


def _values(column: Any) -> list[Any]:
    """A column as Python values; text takes the short way."""
    import pyarrow

    if pyarrow.types.is_string(column.type) or pyarrow.types.is_large_string(column.type):
        texts: list[Any] = column.to_numpy(zero_copy_only=False).tolist()
        return texts
    values: list[Any] = column.to_pylist()
    return values


def read(head: Head) -> Iterator[Item]:
    """Rows, numbered from 1."""
    import pyarrow
    import pyarrow.parquet

    try:
        # Buffered ahead, all of the file would stand in memory until its last row is read.
        file = pyarrow.parquet.ParquetFile(head.path, pre_buffer=False)
    except (pyarrow.ArrowInvalid, OSError):
        raise SourceError("the Parquet file is truncated or damaged; fetch or export it again") from None
    yield Promise(file.metadata.num_rows)
    translator = Translator() if layout_of(file.schema_arrow.names)[0] is not None else None
    number, names = 0, file.schema_arrow.names
    for batch in file.iter_batches(batch_size=BATCH):
        for values in zip(*map(_values, batch.columns)):
            number += 1
            columns = dict(zip(names, values))
            if translator is not None:
                yield from translator.items(f"row {number}", columns)
            else:
                yield Record(f"row {number}", columns)
