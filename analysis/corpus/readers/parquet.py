"""Parquet files, read in batches."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.corpus.readers.layouts import Translator, layout_of
from analysis.corpus.readers.records import Head, Item, Promise, Record
from analysis.tables import SourceError

NAME = "Parquet"
MAGIC = b"PAR1"
BATCH = 4096


def recognise(head: Head) -> str:
    """By its magic bytes."""
    return "magic bytes PAR1" if head.data.startswith(MAGIC) else ""


def read(head: Head) -> Iterator[Item]:
    """Rows, numbered from 1."""
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(head.path)
    except (pyarrow.ArrowInvalid, OSError):
        raise SourceError("the Parquet file is truncated or damaged; fetch or export it again") from None
    yield Promise(file.metadata.num_rows)
    translator = Translator() if layout_of(file.schema_arrow.names)[0] is not None else None
    number = 0
    for batch in file.iter_batches(batch_size=BATCH):
        for columns in batch.to_pylist():
            number += 1
            if translator is not None:
                yield from translator.items(f"row {number}", columns)
            else:
                yield Record(f"row {number}", columns)
