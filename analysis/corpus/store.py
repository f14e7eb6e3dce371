"""The article store: a folder of Parquet parts and a ledger. Append only; each row is a version of an article."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.corpus.articles import indexed
from analysis.corpus.flaws import mark_outlets_without_quotation_marks, outlets_without_quotation_marks
from analysis.corpus.ledger import read_ledger
from analysis.corpus.source import NOT_STATED
from analysis.tables import ARTICLE_COLUMNS, StoreError

TIMES = {
    "published": pa.timestamp("us", tz="UTC"),
    "retrieved": pa.timestamp("us", tz="UTC"),
    "day": pa.timestamp("us"),
}
KNOWN = "known"
"""When a version became known: when it was fetched, else when it was ingested."""

APART = ("denominators",)
"""Side tables that are not about articles, and so are not joined to them."""


def part_schema(extras: Sequence[str]) -> pa.Schema:
    """Columns of a part: the article table, when the row became known, and extra columns as text."""
    names = ["article_id", *ARTICLE_COLUMNS]
    fields = [(name, TIMES.get(name, pa.large_string())) for name in names]
    fields.append((KNOWN, pa.timestamp("us", tz="UTC")))
    return pa.schema([*fields, *((name, pa.large_string()) for name in extras)])


class ArticleStore:
    """Articles that were ingested, with their versions and side tables.

    Attributes
    ----------
    path : folder. `ledger` : what is in it, as read when the store was opened.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import pandas as pd
    >>> import analysis as mc
    >>> raw, store = f"{mkdtemp()}/raw.csv", f"{mkdtemp()}/mine"
    >>> pd.DataFrame({"title": ["Rudal"], "text": ["Uji rudal di laut."], "outlet": ["X"]}).to_csv(raw)
    >>> _ = mc.ingest([raw], store, language="id", progress=False)
    >>> ArticleStore(store).read(["outlet", "text"]).to_numpy().tolist()
    [['X', 'Uji rudal di laut.']]
    """

    def __init__(self, path: str | Path):
        self.path = Path(path)
        self.ledger = read_ledger(self.path)

    def __repr__(self) -> str:
        return f"ArticleStore({str(self.path)!r}, {len(self):,} articles in {len(self.parts)} parts)"

    def __len__(self) -> int:
        return int(self._versions["article_id"].nunique())

    @property
    def parts(self) -> list[Path]:
        """Files of the parts, the oldest first: the unit that heavy steps are mapped over."""
        return [self.path / part["name"] for part in self.ledger["parts"]]

    @property
    def source(self) -> dict[str, Any]:
        """How the collection was found: `found` (a sentence, or "not stated") and all that its `source.toml` says."""
        return {"found": NOT_STATED, **self.ledger["source"]}

    @property
    def reconciliation(self) -> pd.DataFrame:
        """The books of each raw file: promised, read, kept, set aside, already in the store, repeated in the files."""
        rows = [{"raw_file": name, **books} for name, books in self.ledger["files"].items()]
        columns = ["raw_file", "promised", "read", "kept", "versions", "set_aside", "already", "repeated"]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def fingerprint(self) -> str:
        """Short hash of all articles and versions, whatever the order in which they came."""
        keys = np.sort(version_keys(self._versions["article_id"], self._versions["version"]))
        return hashlib.sha256(keys.tobytes()).hexdigest()[:16]

    @cached_property
    def _versions(self) -> pd.DataFrame:
        """article_id, version, known and the number of its part, for every row of the store."""
        tables = []
        for number, path in enumerate(self.parts):
            table = self._table(path, ["article_id", "version", KNOWN])
            tables.append(table.to_pandas().assign(part=number))
        if not tables:
            return pd.DataFrame({"article_id": [], "version": [], KNOWN: [], "part": []})
        return pd.concat(tables, ignore_index=True)

    def _table(self, path: Path, columns: list[str]) -> pa.Table:
        try:
            present = set(pq.read_schema(path).names)
            return pq.read_table(path, columns=[name for name in columns if name in present])
        except (OSError, pa.ArrowInvalid) as error:
            raise StoreError(f"part {path.name} of {self.path} is missing or damaged ({error})") from None

    def _current(self, as_of: Any) -> pd.DataFrame:
        """The newest version of each article that was known at a time."""
        versions = self._versions
        if as_of is not None:
            moment = pd.Timestamp(as_of)
            moment = moment.tz_localize("UTC") if moment.tzinfo is None else moment.tz_convert("UTC")
            versions = versions[versions[KNOWN] <= moment]
        return versions.sort_values(KNOWN, kind="stable").drop_duplicates("article_id", keep="last")

    def read(
        self,
        columns: Sequence[str] | None = None,
        where: Mapping[str, Any] | str | None = None,
        as_of: Any = None,
    ) -> pd.DataFrame:
        """Read articles.

        Parameters
        ----------
        columns : of the article table; all if None. `where` : column -> value or list of values, or a condition in the
            words of `DataFrame.query`, such as `"outlet == 'Kontan' and day >= '2025-01-01'"`.
        as_of : time (or day) to read the store as it was known then; default now.

        Returns
        -------
        Article table, the newest version of each article, sorted by `published`, then id; side tables joined.
        """
        current = self._current(as_of)
        frames = [
            self.read_part(path, columns, where, versions=current[current["part"] == number])
            for number, path in enumerate(self.parts)
        ]
        filled = [frame for frame in frames if len(frame)] or frames[:1]
        if not filled:
            return indexed(part_schema([]).empty_table().to_pandas().drop(columns=KNOWN))
        table = pd.concat(filled)
        return (
            indexed(table.reset_index()) if columns is None or "published" in columns else table.sort_index()
        )

    def read_part(
        self,
        part: str | Path,
        columns: Sequence[str] | None = None,
        where: Mapping[str, Any] | str | None = None,
        *,
        versions: pd.DataFrame | None = None,
    ) -> pd.DataFrame:
        """Read the articles of one part, without versions that another part has replaced."""
        path = self.path / Path(part).name if (self.path / Path(part).name).exists() else Path(part)
        if versions is None:
            current = self._current(None)
            versions = current[current["part"] == self.parts.index(path)]
        needed = None if columns is None else self._needed(columns, where)
        names = pq.read_schema(path).names if needed is None else [*needed, "version", "article_id"]
        frame = self._table(path, list(dict.fromkeys(names))).to_pandas()
        keys = version_keys(frame["article_id"], frame["version"])
        frame = frame[np.isin(keys, version_keys(versions["article_id"], versions["version"]))]
        frame = self._joined(
            frame.drop(columns=KNOWN, errors="ignore").drop_duplicates("article_id", keep="last")
        )
        frame = frame.set_index("article_id")
        if "text_flaws" in frame and {"outlet", "text_status"} <= set(frame):
            frame = mark_outlets_without_quotation_marks(frame, self.outlets_without_quotation_marks)
        frame = _chosen(frame, where)
        return frame if columns is None else frame[[name for name in columns if name in frame]]

    def _needed(self, columns: Sequence[str], where: Mapping[str, Any] | str | None) -> list[str]:
        """Columns to read for those wanted: also those of the condition, and those the flaws are judged by."""
        needed = list(columns)
        if "text_flaws" in needed:
            needed += ["outlet", "text_status"]
        if isinstance(where, str):
            return [*needed, *ARTICLE_COLUMNS]
        return [*needed, *(where or {})]

    @cached_property
    def outlets_without_quotation_marks(self) -> list[str]:
        """Outlets whose texts have lost their quotation marks, judged by all that the store holds of them."""
        rows = [(*key.split("\t"), *counts) for key, counts in self.ledger["quotation_marks"].items()]
        counts = pd.DataFrame(rows, columns=["outlet", "language", "articles", "marks"])
        return outlets_without_quotation_marks(counts) if len(counts) else []

    def seen(self) -> dict[str, Any]:
        """What a run has before it, so that a later one can read exactly that again: parts, counts of quotation marks."""
        names = [part["name"] for part in self.ledger["parts"]]
        return {"parts": names, "quotation_marks": self.ledger["quotation_marks"]}

    def restrict(self, seen: dict[str, Any]) -> None:
        """Read from now on only what an earlier run had: an old page that was ingested later is new all the same."""
        parts = [part for part in self.ledger["parts"] if part["name"] in set(seen["parts"])]
        self.ledger = {**self.ledger, "parts": parts, "quotation_marks": seen["quotation_marks"]}

    def side(self, name: str) -> pd.DataFrame | None:
        """A side table by name, indexed by `article_id` (but those of `APART`); None if it was never written."""
        path = self.path / "side" / f"{_safe(name)}.parquet"
        return pd.read_parquet(path) if path.is_file() else None

    def write_side(self, name: str, frame: pd.DataFrame | pd.Series) -> None:
        """Write a side table (indexed by `article_id`, such as `cluster_id`); `read` joins its columns from then on."""
        table = frame.to_frame() if isinstance(frame, pd.Series) else frame
        if table.index.name != "article_id" and name not in APART:
            raise StoreError(f"side table {name!r} must be indexed by article_id")
        folder = self.path / "side"
        folder.mkdir(exist_ok=True)
        unfinished = folder / f"{_safe(name)}.{os.getpid()}.part"
        table.to_parquet(unfinished)
        unfinished.replace(folder / f"{_safe(name)}.parquet")
        self.__dict__.pop("_sides", None)

    @cached_property
    def _sides(self) -> list[pd.DataFrame]:
        folder = self.path / "side"
        names = sorted(folder.glob("*.parquet")) if folder.is_dir() else []
        return [pd.read_parquet(path) for path in names if path.stem not in APART]

    def _joined(self, frame: pd.DataFrame) -> pd.DataFrame:
        for side in self._sides:
            new = side[[column for column in side.columns if column not in frame.columns]]
            frame = frame.join(new, on="article_id")
        return frame


def open_store(path: str | Path) -> ArticleStore:
    """Open an article store.

    Raises
    ------
    StoreError
        Where the folder is none; the message says how to make one.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import pandas as pd
    >>> import analysis as mc
    >>> raw, store = f"{mkdtemp()}/raw.csv", f"{mkdtemp()}/mine"
    >>> pd.DataFrame({"title": ["Rudal"], "text": ["Uji rudal di laut."], "outlet": ["X"]}).to_csv(raw)
    >>> _ = mc.ingest([raw], store, language="id", progress=False)
    >>> len(open_store(store))
    1
    """
    return ArticleStore(path)


def version_keys(ids: pd.Series, versions: pd.Series) -> np.ndarray:
    """A 64-bit number for each version of each article."""
    return pd.util.hash_array(
        (ids.astype("object") + "\t" + versions.astype("object")).to_numpy(), categorize=False
    )


def _safe(name: str) -> str:
    """A side table's name cannot leave its folder."""
    if not name.replace("_", "").replace("-", "").isalnum():
        raise StoreError(f"{name!r} is no name for a side table: letters, digits, - and _ only")
    return name


def _chosen(frame: pd.DataFrame, where: Mapping[str, Any] | str | None) -> pd.DataFrame:
    if where is None:
        return frame
    if isinstance(where, str):
        try:
            return frame.query(where)
        except Exception as error:  # pandas and the parser beneath it raise many kinds
            raise StoreError(f"where: {where!r} cannot be read ({error})") from None
    for column, wanted in where.items():
        if column not in frame:
            raise StoreError(f"where: there is no column {column!r}")
        several = isinstance(wanted, (list, tuple, set, frozenset, pd.Series, pd.Index))
        frame = frame[frame[column].isin(list(wanted) if several else [wanted])]
    return frame
