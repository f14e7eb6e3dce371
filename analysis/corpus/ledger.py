"""The ledger of an article store: which parts are in it, what was read into it, how it was found. One JSON file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.tables import StoreError

LEDGER = "ledger.json"
FORM = 1


def empty_ledger() -> dict[str, Any]:
    """The ledger of a store with nothing in it."""
    return {"form": FORM, "parts": [], "files": {}, "source": {}, "quotation_marks": {}}


def read_ledger(folder: Path) -> dict[str, Any]:
    """Read a store's ledger.

    Raises
    ------
    StoreError
        Where the folder is no store, or its ledger is broken or of a later form.
    """
    path = folder / LEDGER
    if not path.is_file():
        raise StoreError(
            f"{folder} is no article store. Make one: media-coverage ingest YOUR_FILES --store {folder}"
        )
    try:
        ledger = json.loads(path.read_text(encoding="utf-8"))
        form = ledger["form"]
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise StoreError(
            f"the ledger of {folder} cannot be read ({error}); ingest the raw files anew"
        ) from None
    if form > FORM:
        raise StoreError(f"{folder} was written by a later version (form {form}); this one knows form {FORM}")
    return ledger


def write_ledger(folder: Path, ledger: dict[str, Any]) -> None:
    """Put a ledger in its place at once: a reader sees the old one or the new one."""
    unfinished = folder / f"{LEDGER}.{os.getpid()}.part"
    with unfinished.open("w", encoding="utf-8") as handle:
        json.dump(ledger, handle, ensure_ascii=False, indent=1, default=str)
        handle.flush()
        os.fsync(handle.fileno())
    unfinished.replace(folder / LEDGER)


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the store's lock; it is released when the process ends, however it ends.

    Raises
    ------
    StoreError
        While somebody else writes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        try:
            _lock(handle)
        except OSError:
            raise StoreError(f"{folder} is being written by another ingest; wait for it to end") from None
        yield


def _lock(handle: Any) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
