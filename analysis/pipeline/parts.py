"""Maps first halves over the parts of a store: a worker reads its own part, so that no process holds the whole collection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from analysis.corpus.store import ArticleStore, open_store
from analysis.pipeline.mapping import carried_out, fingerprint, instrument_content, keep, method_fingerprint
from analysis.text.dfm import Dfm, count_terms
from analysis.text.dfm_files import read_dfms, write_dfm
from analysis.text.dictionary import Dictionary
from analysis.text.lexicon import Lexicon
from analysis.text.tokens import tokenize

READ = ("outlet", "title", "text", "language", "genre", "agency")
"""Columns that first halves look at."""
AT_ONCE = 10_000
"""Articles that are scored together: more of them share the work on their words, fewer take less memory."""


def words_of(articles: pd.DataFrame) -> Dfm:
    """Words by article: the first half of what counts words."""
    return count_terms(tokenize(articles))


class _Job(NamedTuple):
    store: str
    part: str
    versions: pd.DataFrame
    halves: list[tuple[Callable[..., Any], str]]


class StoreScores:
    """What the first halves found in each part of a store, part by part.

    Attributes
    ----------
    store : ArticleStore. `parts` : for each part the articles of which it holds the present version (article_id, version).
    """

    def __init__(self, store: ArticleStore, parts: list[pd.DataFrame], files: dict[str, list[Path]]) -> None:
        self.store, self.parts, self.files = store, parts, files

    def articles(self, columns: list[str]) -> pd.DataFrame:
        """Columns of the article table of all articles, in the order of the parts, such as `["outlet"]`."""
        frames = [
            self.store.read_part(path, columns, versions=versions)
            for path, versions in zip(self.store.parts, self.parts, strict=True)
        ]
        return pd.concat(frames)

    def tables(self, name: str, columns: list[str] | None = None) -> Iterator[pd.DataFrame]:
        """Score rows of one first half, a table for each part."""
        for path in self.files[name]:
            yield pd.read_parquet(path, columns=columns)

    def read(self, name: str, columns: list[str] | None = None, **where: Any) -> pd.DataFrame:
        """Score rows of one first half in all parts; `where` : only rows with this value of a column."""
        filters = [(column, "==", value) for column, value in where.items()] or None
        frames = [pq.read_table(path, columns=columns, filters=filters) for path in self.files[name]]
        import pyarrow as pa

        return pa.concat_tables(frames).to_pandas()

    def words(self, name: str = "words") -> Dfm:
        """The document-feature matrix of all parts."""
        return read_dfms(self.files[name])


def map_store(
    store: ArticleStore | str | Path,
    first_halves: Mapping[str, Callable[..., Any]],
    *,
    instruments: Mapping[str, Lexicon | Dictionary] | None = None,
    workers: int = 1,
    scheduler: str | None = None,
) -> StoreScores:
    """Apply first halves of measures to a store, part by part, and only where a part has no scores yet.

    Parameters
    ----------
    first_halves : by a name of one's own, module-level functions of an article table (columns `READ`) that give a table with
        `article_id`, or a Dfm (`words_of`).
    instruments : by the same names the word lists that the functions were given, so that their scores are told apart.
    workers : processes on this machine; `scheduler` : address of a Dask scheduler whose workers see the store's folder.

    Returns
    -------
    StoreScores. What is kept is the same whatever the workers; a finished part outlives a killed run, a lost worker and a
    full disk.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import analysis as mc
    >>> raw, folder = f"{mkdtemp()}/raw.csv", f"{mkdtemp()}/mine"
    >>> pd.DataFrame({"title": ["Rudal"], "text": ["Uji rudal di laut."], "outlet": ["X"]}).to_csv(raw)
    >>> _ = mc.ingest([raw], folder, language="id", progress=False)
    >>> map_store(folder, {"words": words_of}).words().terms.tolist()
    ['di', 'laut', 'rudal', 'uji']
    """
    opened = store if isinstance(store, ArticleStore) else open_store(store)
    current = opened._current(None)
    parts = [current[current["part"] == number] for number in range(len(opened.parts))]
    files: dict[str, list[Path]] = {name: [] for name in first_halves}
    jobs = []
    for path, versions in zip(opened.parts, parts, strict=True):
        todo = []
        for name, half in first_halves.items():
            target = _target(opened, path, versions, name, half, (instruments or {}).get(name))
            files[name].append(target)
            if not target.exists():
                todo.append((half, str(target)))
        if todo:
            jobs.append(_Job(str(opened.path), path.name, versions[["article_id", "version"]], todo))
    for _ in carried_out(_work, jobs, workers if len(jobs) > 1 else 1, scheduler if jobs else None):
        pass
    return StoreScores(opened, parts, files)


def _target(
    store: ArticleStore,
    part: Path,
    versions: pd.DataFrame,
    name: str,
    half: Callable[..., Any],
    instrument: Lexicon | Dictionary | None,
) -> Path:
    """Where the scores of a part are kept: by method, word list, and which of its rows are present versions."""
    called = str(half.func.__name__ if isinstance(half, partial) else getattr(half, "__name__", name))
    method = fingerprint(method_fingerprint(), *instrument_content(instrument))
    held = pd.util.hash_array((versions["article_id"] + "\t" + versions["version"]).to_numpy(dtype=object))
    ending = ".npz" if half is words_of else ".parquet"
    folder = store.path / "scores" / "parts" / f"{called}-{method}"
    return folder / f"{part.stem}-{fingerprint(np.sort(held).tobytes())}{ending}"


def _work(job: _Job) -> list[str]:
    """Read a part and keep what the first halves find in it."""
    store = open_store(job.store)
    articles = store.read_part(job.part, list(READ), versions=job.versions)
    for half, target in job.halves:
        if target.endswith(".npz"):
            write_dfm(half(articles), Path(target))
            continue
        found = [half(articles.iloc[low : low + AT_ONCE]) for low in range(0, len(articles), AT_ONCE)]
        filled = [one for one in found if len(one)] or found[:1] or [half(articles)]
        keep(pd.concat(filled, ignore_index=True), Path(target))
    return [target for _, target in job.halves]
