"""Scores of a store's parts: the same whatever the workers, done once, and not lost with a worker, a run or a full disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import ingest
from analysis.corpus import part_writer
from analysis.corpus.store import open_store
from analysis.pipeline import mapping
from analysis.pipeline.parts import map_store, words_of
from analysis.tables import PipelineError
from analysis.text.dfm import count_terms
from analysis.text.tokens import tokenize

WORDS = ["rudal", "laut", "uji", "kota", "aman", "buruk", "presiden", "kapal"]


def lengths(articles: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"article_id": articles.index, "value": articles["text"].str.len().to_numpy()})


def lengths_but_killed(articles: pd.DataFrame, folder: str) -> pd.DataFrame:
    """Ends its process the first time that it sees the third part."""
    mark = Path(folder) / "killed"
    if articles["title"].str.contains("Nomor 25").any() and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return lengths(articles)


def always_killed(articles: pd.DataFrame) -> pd.DataFrame:
    os.kill(os.getpid(), signal.SIGKILL)
    return articles


def disk_is_full(articles: pd.DataFrame) -> pd.DataFrame:
    if articles["title"].str.contains("Nomor 25").any():
        raise OSError(28, "No space left on device")
    return lengths(articles)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four parts of ten articles."""
    monkeypatch.setattr(part_writer, "PART_ROWS", 10)
    random = np.random.default_rng(3)
    for part in range(4):
        rows = [
            {
                "title": f"Nomor {n}",
                "text": " ".join(random.choice(WORDS, 30 + n)) + ".",
                "outlet": "XY"[n % 2],
            }
            for n in range(10 * part, 10 * part + 10)
        ]
        raw = tmp_path / f"raw{part}.csv"
        pd.DataFrame(rows).to_csv(raw, index=False)
        ingest([raw], tmp_path / "store", language="id", progress=False)
    return tmp_path / "store"


def everything(store: Path) -> pd.DataFrame:
    opened = open_store(store)
    return pd.concat([opened.read_part(part) for part in opened.parts])


def test_words_of_parts_are_those_of_all_articles_at_once(store: Path):
    found = map_store(store, {"words": words_of}).words()
    whole = count_terms(tokenize(everything(store)))
    assert found.terms.tolist() == whole.terms.tolist()
    assert found.article_id.tolist() == whole.article_id.tolist()
    assert found.n_tokens.tolist() == whole.n_tokens.tolist()
    assert (found.counts != whole.counts).nnz == 0


def test_only_what_is_new_is_scored_and_an_older_version_is_left_out(store: Path, tmp_path: Path):
    first = map_store(store, {"lengths": lengths})
    times = {path: path.stat().st_mtime_ns for path in first.files["lengths"]}
    assert len(times) == 4
    raw = tmp_path / "more.csv"
    pd.DataFrame([{"title": "Baru", "text": "Rudal lagi.", "outlet": "X"}]).to_csv(raw, index=False)
    ingest([raw], store, language="id", progress=False)
    second = map_store(store, {"lengths": lengths})
    assert {path: path.stat().st_mtime_ns for path in second.files["lengths"][:4]} == times
    table = second.read("lengths")
    assert sorted(table["article_id"]) == sorted(open_store(store).read().index)
    assert table["value"].sum() == everything(store)["text"].str.len().sum()


def test_a_full_disk_loses_no_finished_part(store: Path):
    with pytest.raises(OSError, match="No space left"):
        map_store(store, {"lengths": disk_is_full})
    folder = next((store / "scores" / "parts").iterdir())
    assert sorted(path.name[:11] for path in folder.iterdir()) == ["part-000001", "part-000002"]


@pytest.mark.slow
def test_a_killed_worker_is_replaced(store: Path, tmp_path: Path):
    half = partial(lengths_but_killed, folder=str(tmp_path))
    found = map_store(store, {"lengths": half}, workers=2).read("lengths")
    pd.testing.assert_frame_equal(found, map_store(store, {"lengths": lengths}).read("lengths"))
    assert (tmp_path / "killed").exists()
    with pytest.raises(PipelineError, match="worker processes were lost 4 times"):
        map_store(store, {"lengths": always_killed}, workers=2)


def _started(*command: str) -> subprocess.Popen:
    paths = os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])
    return subprocess.Popen([sys.executable, "-m", *command], env={**os.environ, "PYTHONPATH": paths})


def slowly(articles: pd.DataFrame) -> pd.DataFrame:
    time.sleep(1.5)
    return lengths(articles)


@pytest.mark.slow
def test_a_scheduler_with_two_workers_gives_the_same_and_survives_a_killed_one(store: Path, tmp_path: Path):
    import distributed

    note = tmp_path / "scheduler.json"
    processes = [
        _started(
            "distributed.cli.dask_scheduler", "--scheduler-file", str(note), "--port", "0", "--no-dashboard"
        )
    ]
    worker = [
        "distributed.cli.dask_worker",
        "--scheduler-file",
        str(note),
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
    ]
    processes += [_started(*worker), _started(*worker)]
    try:
        with distributed.Client(scheduler_file=str(note), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        alone = map_store(store, {"lengths": lengths, "words": words_of})
        for path in (store / "scores").rglob("*.*"):
            if path.is_file():
                path.rename(tmp_path / path.name)
        spread = map_store(store, {"lengths": lengths, "words": words_of}, scheduler=address)
        for path in [*spread.files["lengths"], *spread.files["words"]]:
            assert path.read_bytes() == (tmp_path / path.name).read_bytes(), (
                "another table than the local run"
            )
        pd.testing.assert_frame_equal(spread.read("lengths"), alone.read("lengths"))
        killer = subprocess.Popen(["sh", "-c", f"sleep 1; kill -9 {processes[1].pid}"])
        again = map_store(store, {"slowly": slowly}, scheduler=address)
        killer.wait()
        assert processes[1].wait(10) == -signal.SIGKILL
        pd.testing.assert_frame_equal(again.read("slowly"), alone.read("lengths"))
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_pieces_of_an_article_table_survive_a_killed_worker(monkeypatch: pytest.MonkeyPatch):
    lost = iter([True, False])

    class Pool:
        def map(self, call, jobs):
            for job in jobs:
                if job == 2 and next(lost):
                    raise mapping.BrokenProcessPool
                yield call(job)

    class Given:
        def __enter__(self):
            return Pool()

        def __exit__(self, *_):
            return False

    monkeypatch.setattr(mapping, "executor", lambda workers, scheduler: Given())
    assert list(mapping.carried_out(lambda job: job * 10, [1, 2, 3], 2)) == [10, 20, 30]
