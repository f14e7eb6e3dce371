"""The store only grows, keeps every version, and is whole at any moment."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus.ingest import ingest
from analysis.corpus.ledger import only_writer
from analysis.corpus.store import open_store
from analysis.tables import ARTICLE_COLUMNS, StoreError, check_articles

BODY = "Presiden tiba di ibu kota pada pagi hari dan disambut tuan rumah dengan karpet merah."


def raw(folder: Path, name: str, rows: list[dict[str, str]]) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def row(number: int, **more: str) -> dict[str, str]:
    return {
        "url": f"https://kabar.example/2024/06/{number % 28 + 1:02d}/a{number}",
        "title": f"Judul {number}",
        "text": f"{BODY} {number}",
        **more,
    }


def state(store: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in sorted(store.iterdir())
        if path.is_file() and path.name != ".lock"
    }


def test_the_same_file_twice_changes_nothing(tmp_path):
    path = raw(tmp_path / "raw", "a.jsonl", [row(i) for i in range(20)])
    ingest(path, tmp_path / "s", progress=False)
    before = state(tmp_path / "s")
    report = ingest(path, tmp_path / "s", progress=False)
    assert state(tmp_path / "s") == before
    assert (report.total("kept"), report.total("already")) == (0, 20)


def test_growing_in_steps_equals_building_at_once(tmp_path):
    paths = [
        raw(tmp_path / "raw", f"{n}.jsonl", [row(i) for i in range(n * 7, n * 7 + 10)]) for n in range(4)
    ]
    for path in paths:
        ingest(path, tmp_path / "steps", progress=False)
    ingest(paths[::-1], tmp_path / "once", progress=False)
    steps, once = open_store(tmp_path / "steps"), open_store(tmp_path / "once")
    assert steps.fingerprint == once.fingerprint
    pd.testing.assert_frame_equal(
        steps.read().drop(columns=["raw_file", "raw_position"]),
        once.read().drop(columns=["raw_file", "raw_position"]),
    )
    assert len(steps.parts) == 4


def test_a_changed_article_is_a_second_version_and_as_of_reads_the_past(tmp_path):
    ingest(
        raw(
            tmp_path / "r",
            "a.jsonl",
            [row(1, retrieved="2024-06-19 10:00"), row(2, retrieved="2024-06-19 10:00")],
        ),
        tmp_path / "s",
        progress=False,
    )
    changed = row(1, retrieved="2024-06-20 10:00", title="Judul baru")
    report = ingest(raw(tmp_path / "r", "b.jsonl", [changed]), tmp_path / "s", progress=False)
    store = open_store(tmp_path / "s")
    assert report.total("versions") == 1
    assert len(store) == 2
    assert sorted(store.read()["title"]) == ["Judul 2", "Judul baru"]
    assert sorted(store.read(as_of="2024-06-19 12:00+07:00")["title"]) == ["Judul 1", "Judul 2"]
    assert len(store.read(as_of="2024-06-01")) == 0
    parts = pd.concat([store.read_part(part) for part in store.parts])
    assert sorted(parts["title"]) == ["Judul 2", "Judul baru"]


def test_reading_takes_columns_and_conditions(tmp_path):
    rows = [row(i, media="A" if i % 2 else "B", dibaca=str(i)) for i in range(10)]
    ingest(raw(tmp_path / "r", "a.jsonl", rows), tmp_path / "s", progress=False)
    store = open_store(tmp_path / "s")
    assert list(check_articles(store.read()).columns) == [*ARTICLE_COLUMNS, "extra.dibaca"]
    assert set(store.read(columns=["title", "outlet"]).columns) == {"title", "outlet"}
    assert set(store.read(where={"outlet": "A"})["outlet"]) == {"A"}
    assert len(store.read(columns=["title"], where={"outlet": ["A", "B"]})) == 10
    assert len(store.read(where="outlet == 'A' and day >= '2024-06-06'")) == 3
    with pytest.raises(StoreError, match="there is no column 'media'"):
        store.read(where={"media": "A"})
    with pytest.raises(StoreError, match="cannot be read"):
        store.read(where="outlet ==")


def test_side_tables_are_joined_and_cannot_leave_their_folder(tmp_path):
    ingest(raw(tmp_path / "r", "a.jsonl", [row(i) for i in range(3)]), tmp_path / "s", progress=False)
    store = open_store(tmp_path / "s")
    assert store.side("cluster_id") is None
    clusters = pd.Series(["c1", "c1", "c2"], index=store.read().index, name="cluster_id")
    store.write_side("cluster_id", clusters)
    assert list(open_store(tmp_path / "s").read()["cluster_id"]) == ["c1", "c1", "c2"]
    with pytest.raises(StoreError, match="is no name for a side table"):
        store.write_side("../x", clusters)


def test_a_folder_that_is_no_store_says_how_to_make_one(tmp_path):
    with pytest.raises(StoreError, match=r"is no article store\. Make one: media-coverage ingest"):
        open_store(tmp_path)
    (tmp_path / "ledger.json").write_text("{")
    with pytest.raises(StoreError, match="cannot be read"):
        open_store(tmp_path)


def test_one_writer_at_a_time(tmp_path):
    path = raw(tmp_path / "r", "a.jsonl", [row(1)])
    with only_writer(tmp_path / "s"), pytest.raises(StoreError, match="is being written by another ingest"):
        ingest(path, tmp_path / "s", progress=False)
    ingest(path, tmp_path / "s", progress=False)


def _slow_ingest(path: str, store: str) -> None:
    from analysis.corpus import intake, part_writer

    intake.BATCH = part_writer.PART_ROWS = 50
    ingest(path, store, progress=False, workers=1)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_an_ingest_killed_at_any_moment_and_started_again_ends_in_the_same_store(tmp_path):
    path = raw(tmp_path / "r", "a.jsonl", [row(i) for i in range(2000)])
    ingest(path, tmp_path / "whole", progress=False)
    process = multiprocessing.get_context("spawn").Process(
        target=_slow_ingest, args=(str(path), str(tmp_path / "s"))
    )
    process.start()
    for _ in range(1500):
        if len(list((tmp_path / "s").glob("part-*.parquet"))) > 3:
            break
        time.sleep(0.02)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    before = open_store(tmp_path / "s")
    assert 0 < len(before) <= 2000
    check_articles(before.read())
    ingest(path, tmp_path / "s", progress=False)
    assert open_store(tmp_path / "s").fingerprint == open_store(tmp_path / "whole").fingerprint


def test_a_damaged_part_is_one_line(tmp_path):
    ingest(raw(tmp_path / "r", "a.jsonl", [row(1)]), tmp_path / "s", progress=False)
    store = open_store(tmp_path / "s")
    store.parts[0].write_bytes(b"PAR1")
    with pytest.raises(StoreError, match=r"part part-000001\.parquet of .* is missing or damaged"):
        open_store(tmp_path / "s").read()
