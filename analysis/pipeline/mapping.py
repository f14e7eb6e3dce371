"""Maps the first half of a measure over articles, in workers or on a cluster, and keeps what it found by content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from analysis.corpus.store import ArticleStore
from analysis.corpus.workers import can_start_processes
from analysis.tables import PipelineError, places
from analysis.text.dictionary import Dictionary
from analysis.text.lexicon import Lexicon

FirstHalf = Callable[..., pd.DataFrame]
PIECE = 2000
"""Articles a worker takes at once."""
LOSSES = 3
"""So often a lost worker process is replaced."""


@cache
def method_fingerprint() -> str:
    """Short hash of the code that measures and of every shipped word list: a change of method changes it, compiling does not."""
    root = Path(__file__).parents[1]
    total = hashlib.sha256()
    for folder in ("languages", "text", "annotations", "measures"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
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
    elif workers > 1 and can_start_processes():
        import multiprocessing

        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            yield pool
    else:
        yield None


def carried_out(
    call: Callable[[Any], Any], jobs: Sequence[Any], workers: int, scheduler: str | None = None
) -> Iterator[Any]:
    """What `call` gives for each job, in their order; jobs of a lost worker process are done again.

    Raises
    ------
    PipelineError
        Where worker processes are lost again and again, as they are when memory runs out.
    """
    done, losses = 0, 0
    while done < len(jobs):
        try:
            with executor(workers, scheduler) as pool:
                left = jobs[done:]
                for result in map(call, left) if pool is None else pool.map(call, left):
                    done += 1
                    yield result
        except BrokenProcessPool:
            losses += 1
            if losses > LOSSES:
                raise PipelineError(
                    f"worker processes were lost {losses} times, the last at job {done + 1} of {len(jobs)}; what is finished "
                    "is kept. Is there enough memory? Try fewer workers."
                ) from None


def map_parts(
    first_half: FirstHalf,
    articles: pd.DataFrame,
    *,
    instrument: Lexicon | Dictionary | None = None,
    quotes: pd.DataFrame | None = None,
    content: pd.Series | None = None,
    store: ArticleStore | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
) -> pd.DataFrame:
    """Apply the first half of a measure to articles, piece by piece, and only where its scores are not known yet.

    Parameters
    ----------
    first_half : a module-level function of an article table with nothing but that table to go by.
    articles : article table. `instrument` : the word list that `first_half` was given, so that its scores are told apart.
    quotes : `quotations(articles)`, handed on where `first_half` wants them. `content` : `content_hash(articles)`, where at hand.
    store : where scores are kept between runs (not kept if None).
    workers : processes, by default one a core where there are several pieces; `scheduler` : address of a Dask
        scheduler (`tcp://...`; install the `cluster` extra).

    Returns
    -------
    What `first_half` gives for all articles, in their order, whatever the number of pieces and workers, and whatever
    was known before.
    """
    kept = Kept(first_half, instrument, store)
    content = content_hash(articles) if content is None else content
    missing = kept.missing(articles, content)
    pieces = [missing.iloc[low : low + PIECE] for low in range(0, len(missing), PIECE)]
    fresh: list[pd.DataFrame] = []
    todo = [_job(first_half, piece, quotes) for piece in pieces]
    several = len(pieces) > 1
    processes = workers or (os.cpu_count() or 1) if several else 1
    results = carried_out(_call, todo, processes, scheduler if pieces else None)
    for piece, result in zip(pieces, results, strict=True):
        kept.write(content.reindex(piece.index), result)
        fresh.append(result)
    tables = [*kept.read(articles.index[places(articles.index, missing.index) < 0]), *fresh]
    filled = (
        [table for table in tables if len(table)] or tables[:1] or [_call(_job(first_half, articles, quotes))]
    )
    return _in_order(pd.concat(filled, ignore_index=True), articles.index)


def _job(
    first_half: FirstHalf, piece: pd.DataFrame, quotes: pd.DataFrame | None
) -> tuple[FirstHalf, pd.DataFrame]:
    if quotes is None:
        return first_half, piece
    return partial(first_half, quotes=quotes[places(quotes["article_id"], piece.index) >= 0]), piece


def _call(job: tuple[FirstHalf, pd.DataFrame]) -> pd.DataFrame:
    first_half, piece = job
    return first_half(piece)


def _in_order(scores: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    """Rows in the order of the articles; the order inside an article stays."""
    place = places(scores["article_id"], index)
    return (
        scores
        if (np.diff(place) >= 0).all()
        else scores.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)
    )


class Kept:
    """The scores of one first half with one instrument and its options, kept in a store by article and content.

    Each finished piece is two files: the articles that were scored, and their score rows. A piece is written whole or
    not at all, so that a killed run loses only the piece it was at.
    """

    def __init__(
        self, first_half: FirstHalf, instrument: Lexicon | Dictionary | None, store: ArticleStore | None
    ) -> None:
        name = str(getattr(first_half, "func", first_half).__name__)
        options = getattr(first_half, "keywords", {}).values()
        self.folder: Path | None = None
        if store is not None:
            chosen = [one for one in options if isinstance(one, str)]
            method = fingerprint(method_fingerprint(), *instrument_content(instrument), *chosen)
            self.folder = Path(store.path) / "scores" / f"{name}-{method}"
        self.files = (
            sorted(self.folder.glob("*.articles.parquet")) if self.folder and self.folder.is_dir() else []
        )

    @cached_property
    def _known(self) -> pd.DataFrame:
        """Content hash of every article that was scored, and which of the files holds it: the newest where there are several."""
        if not self.files:
            return pd.DataFrame({"content": pd.Series(dtype="uint64"), "file": pd.Series(dtype="int64")})
        known = pd.concat([pd.read_parquet(file).assign(file=i) for i, file in enumerate(self.files)])
        return known.drop_duplicates("article_id", keep="last").set_index("article_id")

    def missing(self, articles: pd.DataFrame, content: pd.Series) -> pd.DataFrame:
        """The articles whose present content (`content_hash`) was not scored yet."""
        if not self.files:
            return articles
        at = places(articles.index, self._known.index)
        return articles[(at < 0) | (self._known["content"].to_numpy()[at] != content.to_numpy())]

    def write(self, content: pd.Series, scores: pd.DataFrame) -> None:
        """Keep the scores of a piece; `content` : `content_hash` of its articles."""
        if self.folder is None or not len(content):
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        number = len(list(self.folder.glob("*.articles.parquet")))
        name = f"{number:06d}-{fingerprint(content.to_numpy().tobytes())}"
        keep(scores, self.folder / f"{name}.scores.parquet")
        keep(
            content.rename("content").rename_axis("article_id").reset_index(),
            self.folder / f"{name}.articles.parquet",
        )

    def read(self, wanted: pd.Index) -> list[pd.DataFrame]:
        """Score rows of articles that were scored before, of their newest content, in their order where files are."""
        file = self._known["file"].to_numpy()
        held, asked = np.bincount(file), file[places(wanted, self._known.index)]
        tables = []
        for number in pd.unique(asked):
            path = self.files[number]
            table = pd.read_parquet(path.with_name(path.name.replace(".articles.", ".scores.")))
            mine = wanted[asked == number]
            if len(mine) < held[number] or held[number] < pq.read_metadata(path).num_rows:
                table = table[places(table["article_id"], mine) >= 0].reset_index(drop=True)
            tables.append(table.drop(columns="content_", errors="ignore"))
        return tables


def content_hash(articles: pd.DataFrame) -> pd.Series:
    """64-bit hash of what measures read of each article (by article_id)."""
    columns = ["title", "text", "language", "genre", "agency"]
    return pd.util.hash_pandas_object(articles[columns].astype("str"), index=True)


def instrument_content(instrument: Lexicon | Dictionary | None) -> tuple[str, ...]:
    """What tells one word list from another."""
    if instrument is None:
        return ()
    content = instrument.categories if isinstance(instrument, Dictionary) else instrument.terms.to_csv()
    return instrument.name, instrument.version, repr(content)


def fingerprint(*parts: str | bytes) -> str:
    """Short hash of some texts."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.encode() if isinstance(part, str) else part)
    return total.hexdigest()[:20]


def keep(table: pd.DataFrame, path: Path) -> None:
    """Write a table whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    try:
        table.to_parquet(unfinished, index=False)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
