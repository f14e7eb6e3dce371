"""`media-coverage score`: a report finds every score, and a cluster finds what this machine finds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

import analysis as mc
from analysis.cli import main


@pytest.fixture
def store(example_store: Path, tmp_path: Path) -> Path:
    """The example store without its scores."""
    copy = tmp_path / "store"
    shutil.copytree(example_store, copy, ignore=shutil.ignore_patterns("scores"))
    return copy


def asked(corpus: mc.Corpus) -> dict[str, pd.DataFrame]:
    """What a report asks of the articles of one language."""
    lists, labels = corpus.dictionary("policy_frames"), corpus.dictionary("labels")
    assert lists is not None
    assert labels is not None
    return {
        "quotes": corpus.quotes,
        "mentions": corpus.mentions,
        "sources": corpus.sources(),
        "hits": corpus.tone_hits,
        "tone": corpus.tone,
        "frames": corpus.frames(lists),
        "frame_hits": corpus.frame_hits(lists),
        "labels": corpus.label_hits(labels),
    }


def files(store: Path) -> set[Path]:
    return {path for path in (store / "scores").rglob("*") if path.is_file()}


def test_a_report_finds_every_score(store: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["score", str(store)]) == 0
    printed = capsys.readouterr().out
    kept = files(store)
    for part in mc.open_corpus(store).languages():
        found = asked(part)
        assert f"{part.language}: {len(part.articles):,} articles" in printed
        assert f"quotations {len(found['quotes']):,} (" in printed
        assert f"labels {len(found['labels']):,} (" in printed
    assert files(store) == kept


def test_an_address_that_is_none_is_refused(store: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["score", str(store), "--scheduler", "localhost"]) == 2
    assert "--scheduler wants an address" in capsys.readouterr().err
    assert not (store / "scores").exists()


@pytest.mark.slow
def test_a_cluster_finds_what_this_machine_finds(store: Path, example_store: Path):
    import distributed

    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        assert main(["score", str(store), "--scheduler", cluster.scheduler_address]) == 0
    kept = files(store)
    far, near = mc.open_corpus(store).languages(), mc.open_corpus(example_store).languages()
    for one, other in zip(far, near, strict=True):
        for name, table in asked(one).items():
            pd.testing.assert_frame_equal(table, asked(other)[name], obj=name)
    assert files(store) == kept
