"""Maps the first half of a measure over articles, in workers or on a cluster, and keeps what it found by content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.corpus.store import ArticleStore
from analysis.text.dictionary import Dictionary
from analysis.text.lexicon import Lexicon

PIECE = 2000
"""Articles a worker takes at once."""


@cache
def method_fingerprint() -> str:
    """Short hash of the code that measures and of every shipped word list: a change of method changes it."""
    root = Path(__file__).parents[1]
    total = hashlib.sha256()
    for folder in ("languages", "text", "annotations", "measures"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                total.update(str(path.relative_to(root)).encode())
                total.update(path.read_bytes())
    return total.hexdigest()[:12]


@contextmanager
def executor(workers: int, scheduler: str | None) -> Iterator[Executor | None]:
    """Where pieces are worked on: here (None), in worker processes, or on a Dask cluster at `scheduler`."""
    if scheduler:
        from distributed import Client

        with Client(scheduler) as client:
            yield client.get_executor()
    elif workers > 1:
        import multiprocessing

        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            yield pool
    else:
        yield None


def map_parts(
    first_half: Callable[[pd.DataFrame], pd.DataFrame],
    articles: pd.DataFrame,
    *,
    instrument: Lexicon | Dictionary | None = None,
    store: ArticleStore | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
) -> pd.DataFrame:
    """Apply the first half of a measure to articles, piece by piece.

    Parameters
    ----------
    first_half : a module-level function of an article table with nothing but that table to go by.
    articles : article table. `instrument` : the word list that `first_half` was given, so that its scores are told apart.
    store : where scores are kept between runs (not kept if None).
    workers : processes, by default one a core where there are several pieces; `scheduler` : address of a Dask
        scheduler (`tcp://...`; install the `cluster` extra).

    Returns
    -------
    What `first_half` gives for all articles, in their order, whatever the number of pieces and workers.
    """
    pieces = [articles.iloc[low : low + PIECE] for low in range(0, len(articles), PIECE)] or [articles]
    kept = [kept_at(first_half, piece, store, instrument) for piece in pieces]
    missing = [place for place, path in enumerate(kept) if path is None or not path.exists()]
    found: dict[int, pd.DataFrame] = {}
    several = len(missing) > 1
    with executor(workers or (os.cpu_count() or 1) if several else 1, scheduler if missing else None) as pool:
        todo = [pieces[place] for place in missing]
        results = map(first_half, todo) if pool is None else pool.map(first_half, todo)
        for place, result in zip(missing, results, strict=True):
            found[place] = result
            keep(result, kept[place])
    tables = [found[i] if i in found else pd.read_parquet(str(kept[i])) for i in range(len(pieces))]
    filled = [table for table in tables if len(table)] or tables[:1]
    return pd.concat(filled, ignore_index=True)


def kept_at(
    first_half: Callable[[pd.DataFrame], pd.DataFrame | pd.Series],
    piece: pd.DataFrame,
    store: ArticleStore | None,
    instrument: Lexicon | Dictionary | None = None,
) -> Path | None:
    """File that holds the scores of these very texts by this very method and instrument."""
    if store is None:
        return None
    total = hashlib.sha256(method_fingerprint().encode())
    if instrument is not None:
        content = instrument.categories if isinstance(instrument, Dictionary) else instrument.terms.to_csv()
        total.update(repr((instrument.name, instrument.version, content)).encode())
    for column in ("title", "text", "language", "genre", "agency", "published"):
        total.update(pd.util.hash_pandas_object(piece[column].astype("str"), index=True).to_numpy().tobytes())
    name = getattr(first_half, "func", first_half).__name__
    return Path(store.path) / "scores" / f"{name}-{total.hexdigest()[:24]}.parquet"


def keep(scores: pd.DataFrame, path: Path | None) -> None:
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    scores.to_parquet(unfinished, index=False)
    unfinished.replace(path)
