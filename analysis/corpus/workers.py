"""Work for many processes whose results come back in the order in which the work was given."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


def can_start_processes() -> bool:
    """Whether a new process may import the main module: a script without a main guard would run again in each, and one
    that came through standard input is nowhere to be found.
    """
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
class Workers:
    """The processes of one ingest, started when they are first needed.

    Attributes
    ----------
    most : processes; None for one a core.
    """

    most: int | None = None
    _pool: ProcessPoolExecutor | None = None

    @property
    def size(self) -> int:
        """How many processes work; 1 is this one alone."""
        if self.most is None:
            self.most = (os.cpu_count() or 1) if can_start_processes() else 1
        return self.most

    @property
    def are_started(self) -> bool:
        """Whether processes are at work."""
        return self._pool is not None and self.size > 1

    def start(self, work: Callable[..., Any], task: tuple[Any, ...]) -> Future[Any]:
        """Have a task done in a process."""
        if self._pool is None:
            self._pool = _pool(self.size)
        return self._pool.submit(work, *task)

    def close(self) -> None:
        """Drop what is under way and end the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


@dataclass
class Waiting:
    """A task under way: its result to be, and what to do with it."""

    result: Future[Any]
    then: Callable[[Any], None]
    task: tuple[Any, ...]


@dataclass
class Line:
    """Tasks of one kind: the first ones are done here and, once there are many, in processes; results keep their order.

    Attributes
    ----------
    workers : the processes. `work` : what is done with a task. `from_task` : tasks done here before processes are worth
    their start.
    """

    workers: Workers
    work: Callable[..., Any]
    from_task: int = 3
    _count: int = 0
    _waiting: deque[Waiting] = field(default_factory=deque)

    @property
    def is_empty(self) -> bool:
        """Whether no task is under way."""
        return not self._waiting

    def submit(self, task: tuple[Any, ...], then: Callable[[Any], None]) -> None:
        """Do a task and hand the result to `then`, in the order in which tasks came."""
        self._count += 1
        is_early = self._count <= self.from_task and not self.workers.are_started
        if self.workers.size < 2 or is_early:
            self.drain()
            then(self.work(*task))
            return
        try:
            self._waiting.append(Waiting(self.workers.start(self.work, task), then, task))
        except BrokenProcessPool:
            self.workers.most = 1
            self.drain()
            then(self.work(*task))
        while len(self._waiting) > 2 * self.workers.size:
            self._finish_first()

    def drain(self) -> None:
        """Wait for all tasks under way."""
        while self._waiting:
            self._finish_first()

    def _finish_first(self) -> None:
        waiting = self._waiting.popleft()
        try:
            result = waiting.result.result()
        except BrokenProcessPool:
            # Processes cannot be started from everywhere (a script without a main guard): work here then.
            self.workers.most = 1
            result = self.work(*waiting.task)
        waiting.then(result)
