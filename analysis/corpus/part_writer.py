"""Writes new versions of articles into a store, part by part; the ledger is put in place after each part."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.corpus.articles import as_strings
from analysis.corpus.ledger import LEDGER, empty_ledger, only_writer, read_ledger, write_ledger
from analysis.corpus.reconciliation import IngestReport
from analysis.corpus.source import NOT_STATED
from analysis.corpus.store import KNOWN, ArticleStore, part_schema, version_keys

PART_ROWS = 20_000


class PartWriter:
    """The one writer of a store while it is open.

    Attributes
    ----------
    folder : the store. `source` : how the collection was found.
    """

    def __init__(self, folder: Path, stated: dict[str, Any]):
        self.folder = folder
        self._stated = stated
        self._rows: list[pd.DataFrame] = []
        self._waiting = 0
        self._lock = ExitStack()
        self._marks: dict[str, list[int]] = {}
        self._seen = np.empty(0, "uint64")
        self._seen_ids = np.empty(0, "uint64")

    def __enter__(self) -> PartWriter:
        self._lock.enter_context(only_writer(self.folder))
        try:
            self.ledger = read_ledger(self.folder) if (self.folder / LEDGER).exists() else empty_ledger()
            self._drop_unfinished()
            self.source = self._merged_source()
            self._known_ids, self._known = self._keys()
        except BaseException:
            self._lock.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.close()

    def _merged_source(self) -> dict[str, Any]:
        """What was stated now, else what the store says already."""
        before = self.ledger["source"]
        if self._stated.get("found", NOT_STATED) == NOT_STATED and len(self._stated) == 1 and before:
            return before
        merged = {**before, **self._stated}
        if merged["found"] == NOT_STATED:
            merged["found"] = before.get("found", NOT_STATED)
        return merged

    def _drop_unfinished(self) -> None:
        """Remove parts that an interrupted ingest left without naming them in the ledger."""
        named = {part["name"] for part in self.ledger["parts"]}
        for path in (*self.folder.glob("part-*.parquet"), *self.folder.glob("*.part")):
            if path.name not in named:
                path.unlink()

    def _keys(self) -> tuple[np.ndarray, np.ndarray]:
        """Sorted keys of the articles and of the versions that the store holds."""
        if not self.ledger["parts"]:
            return np.empty(0, "uint64"), np.empty(0, "uint64")
        store = ArticleStore(self.folder)
        versions = store._versions
        return np.sort(_id_keys(versions["article_id"])), np.sort(
            version_keys(versions["article_id"], versions["version"])
        )

    def state_of(self, ids: pd.Series, versions: pd.Series, usable: np.ndarray) -> np.ndarray:
        """What each row is to the store: new, version (of an article in it), already (in it), repeated (in the files), "".

        New keys are remembered, so that a later row with them counts as repeated.
        """
        id_keys, keys = _id_keys(ids), version_keys(ids, versions)
        old = _within(keys, self._known)
        fresh = usable & ~old
        repeated = fresh & (_within(keys, self._seen) | ~_first(keys, fresh))
        kept = fresh & ~repeated
        changed = (
            _within(id_keys, self._known_ids) | _within(id_keys, self._seen_ids) | ~_first(id_keys, kept)
        )
        self._seen = np.sort(np.concatenate([self._seen, keys[kept]]))
        self._seen_ids = np.sort(np.concatenate([self._seen_ids, id_keys[kept]]))
        state = np.where(changed, "version", "new")
        state = np.where(repeated, "repeated", np.where(old, "already", state))
        return np.where(usable, state, "")

    def add(self, articles: pd.DataFrame, clock: datetime) -> None:
        """Take new articles; a full part is written."""
        if articles.empty:
            return
        known = articles["retrieved"].fillna(pd.Timestamp(clock)).astype("datetime64[us, UTC]")
        self._rows.append(articles.assign(**{KNOWN: known}))
        self._waiting += len(articles)
        if self._waiting >= PART_ROWS:
            self._write_part()

    def count_marks(self, counts: pd.DataFrame) -> None:
        """Add an outlet's articles and quotation marks to those of the store."""
        for outlet, language, articles, marks in counts.itertuples(index=False):
            total = self._marks.setdefault(f"{outlet}\t{language}", [0, 0])
            total[0] += int(articles)
            total[1] += int(marks)

    def _write_part(self) -> None:
        frame = pd.concat(self._rows, ignore_index=True)
        self._rows, self._waiting = [], 0
        extras = sorted(name for name in frame.columns if str(name).startswith("extra."))
        for name in extras:
            frame[name] = as_strings(frame[name])
        schema = part_schema(extras)
        table = pa.Table.from_pandas(frame[[*schema.names]], schema=schema, preserve_index=False)
        number = 1 + max((int(part["name"][5:11]) for part in self.ledger["parts"]), default=0)
        name = f"part-{number:06d}.parquet"
        unfinished = self.folder / f"{name}.part"
        pq.write_table(table, unfinished, compression="zstd")
        unfinished.replace(self.folder / name)
        self.ledger["parts"].append({"name": name, "rows": len(frame)})
        self._commit()

    def _commit(self) -> None:
        marks = self.ledger["quotation_marks"]
        for key, (articles, count) in self._marks.items():
            before = marks.get(key, [0, 0])
            marks[key] = [before[0] + articles, before[1] + count]
        self._marks = {}
        self.ledger["source"] = self.source
        write_ledger(self.folder, self.ledger)

    def finish(self, report: IngestReport) -> None:
        """Write what is waiting and the books of the files; books of an ingest that added nothing change nothing."""
        for books in report.files:
            if books.kept or books.raw_file not in self.ledger["files"]:
                self.ledger["files"][books.raw_file] = books.as_row()
        if self._rows:
            self._write_part()
        else:
            before = read_ledger(self.folder) if (self.folder / LEDGER).exists() else None
            if before != {**self.ledger, "source": self.source}:
                self._commit()


def _id_keys(ids: pd.Series) -> np.ndarray:
    return pd.util.hash_array(ids.astype("object").to_numpy(), categorize=False)


def _within(keys: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Whether each key is among sorted known ones."""
    if not len(known):
        return np.zeros(len(keys), dtype=bool)
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return known[place] == keys


def _first(keys: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Whether a row is the first with its key among the rows that count; rows that do not count are True."""
    first = np.ones(len(keys), dtype=bool)
    first[among] = ~pd.Series(keys[among]).duplicated().to_numpy()
    return first
