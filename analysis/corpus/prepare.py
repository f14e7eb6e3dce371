"""From raw rows to cleaned articles: what a batch needs and nothing else, so that it can run in any process."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus.articles import Given, build_articles
from analysis.corpus.cleaning import clean_counting
from analysis.corpus.dating import Dated, Judgement


@dataclass
class Prepared:
    """Cleaned articles of a batch in the order of its rows, and what was found on the way.

    Attributes
    ----------
    articles : columns of an article table with `article_id`, indexed by row number. `removed` : row, rule, line.
    repairs : row, kind, count. `dated`, `judgement` : the batch's dates. `host` : host of each row's address.
    was_empty : rows that had no title and no text to begin with.
    """

    articles: pd.DataFrame
    removed: pd.DataFrame
    repairs: pd.DataFrame
    dated: Dated
    judgement: Judgement
    host: list[str]
    was_empty: np.ndarray


def prepare(frame: pd.DataFrame, mapping: Mapping[str, str], given: Given) -> Prepared:
    """Build and clean the articles of a batch."""
    built = build_articles(frame, mapping, given)
    articles = built.articles
    empty = ((articles["title"] == "") & (articles["text"] == "")).to_numpy()
    cleaned, removed, repairs = clean_counting(articles, given.outlets)
    dated = built.dated
    # The columns are in the table by now; what remains of the dates are their counts.
    dated.precision, dated.source, dated.crawled = [], [], []
    return Prepared(
        cleaned,
        removed.rename(columns={"article_id": "row"}),
        repairs,
        dated,
        built.judgement,
        built.host,
        empty,
    )


def _can_start_processes() -> bool:
    """Whether a new process may import the main module: a script without a main guard would run again in each."""
    main = sys.modules.get("__main__")
    path = getattr(main, "__file__", None)
    if path is None or getattr(main, "__spec__", None) is not None:
        return True
    try:
        return "__main__" in Path(path).read_text(encoding="utf-8", errors="ignore")
    except OSError:
        return False


def _pool(size: int) -> ProcessPoolExecutor:
    """Worker processes: forked from one that has loaded everything, or started anew where that cannot be."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["analysis.corpus.warm"])
    return ProcessPoolExecutor(size, mp_context=context, initializer=_collect_rarely)


def _collect_rarely() -> None:
    """A batch is a million small objects without cycles: looking for cycles at every thousandth is for nothing."""
    gc.set_threshold(200_000, 20, 50)


@dataclass
class Waiting:
    """A batch under way: its result to be, and what to do with it."""

    result: Future[Prepared]
    then: Callable[[Prepared], None]
    task: tuple[Any, ...]


@dataclass
class Workers:
    """Prepares batches, the first ones here and, once there are many, in worker processes; results keep their order.

    Attributes
    ----------
    most : processes; None for one a core. `from_batch` : batches prepared here before processes are worth their start.
    """

    most: int | None = None
    from_batch: int = 3
    _count: int = 0
    _pool: ProcessPoolExecutor | None = None
    _waiting: deque[Waiting] = field(default_factory=deque)

    def submit(self, task: tuple[Any, ...], then: Callable[[Prepared], None]) -> None:
        """Prepare a batch and hand the result to `then`, in the order in which batches came."""
        self._count += 1
        if self._size() < 2 or self._count <= self.from_batch:
            self.drain()
            then(prepare(*task))
            return
        if self._pool is None:
            self._pool = _pool(self._size())
        try:
            self._waiting.append(Waiting(self._pool.submit(prepare, *task), then, task))
        except BrokenProcessPool:
            self.most = 1
            self.drain()
            then(prepare(*task))
        while len(self._waiting) > 2 * self._size():
            self._finish_first()

    def drain(self) -> None:
        """Wait for all batches under way."""
        while self._waiting:
            self._finish_first()

    def close(self) -> None:
        """Drop what is under way and end the processes."""
        self._waiting.clear()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _size(self) -> int:
        if self.most is None:
            self.most = (os.cpu_count() or 1) if _can_start_processes() else 1
        return self.most

    def _finish_first(self) -> None:
        waiting = self._waiting.popleft()
        try:
            result = waiting.result.result()
        except BrokenProcessPool:
            # Processes cannot be started from everywhere (a script without a main guard): work here then.
            self.most = 1
            result = prepare(*waiting.task)
        waiting.then(result)
