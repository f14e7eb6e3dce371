"""Denominators: how many articles a service counted in all, kept beside the store's articles and never among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import pandas as pd

from analysis.corpus.readers.records import Denominator

SIDE = "denominators"
COLUMNS = ("raw_file", *(field.name for field in fields(Denominator)))


def keep_denominators(store: Path, counted: Sequence[tuple[str, Denominator]]) -> int:
    """Add counts to the side table `denominators` of a store; what it holds already is not added again.

    Parameters
    ----------
    store : folder of the store. `counted` : raw file and count.

    Returns
    -------
    How many counts are new.
    """
    from analysis.corpus.dates import read_date
    from analysis.corpus.store import open_store

    if not counted:
        return 0
    rows = [(raw_file, *(getattr(one, name) for name in COLUMNS[1:])) for raw_file, one in counted]
    new = pd.DataFrame(rows, columns=list(COLUMNS))
    days = [read_date(value)[0] for value in new["date"]]
    new["day"] = pd.to_datetime(
        pd.Series([day and day.replace(tzinfo=None) for day in days], dtype="object"), errors="coerce"
    ).astype("datetime64[us]")
    for name in ("count", "total", "ratio"):
        new[name] = pd.to_numeric(new[name], errors="coerce").astype("float64")
    opened = open_store(store)
    before = opened.side(SIDE)
    known = before if before is not None else new.iloc[:0]
    table = pd.concat([known, new], ignore_index=True).drop_duplicates(
        ["raw_file", "position", "series"], keep="last"
    )
    if before is not None and table.reset_index(drop=True).equals(before.reset_index(drop=True)):
        return 0
    opened.write_side(SIDE, table.reset_index(drop=True))
    return len(table) - len(known)
