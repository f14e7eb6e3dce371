"""Collections that lack what a page is about: the notebooks run to the end and say so, and none of them stops."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis as mc

WORDS = (
    "kota",
    "warga",
    "presiden",
    "hari",
    "acara",
    "pasar",
    "jalan",
    "pagi",
    "rudal",
    "damai",
    "aman",
    "buruk",
)


def articles(n: int = 60, **columns: object) -> pd.DataFrame:
    """Articles of two outlets without names and quotations, with columns put over them."""
    generator = np.random.default_rng(3)
    texts = [" ".join(generator.choice(WORDS, 40)).capitalize() + "." for _ in range(n)]
    plain = {
        "title": [f"Berita {i}" for i in range(n)],
        "text": texts,
        "outlet": [f"Media {i % 2}" for i in range(n)],
        "published": [f"2024-06-{1 + i % 28:02d}" for i in range(n)],
        "language": "id",
    }
    return pd.DataFrame({**plain, **columns})


SAID = 'Presiden Joko Susilo mengatakan, "Pasar aman dan warga damai." "Jalan buruk," kata Budi Santoso.'
ODD = {
    "nobody is named or quoted": articles(),
    "one article": articles(1),
    "no outlet": articles().drop(columns="outlet"),
    "one outlet": articles(outlet="Satu"),
    "no date": articles().drop(columns="published"),
    "headlines only": articles(text=""),
    "quotations only": articles(text=SAID),
    "capitals lost": articles(title="berita", text=SAID.lower()),
    "one text sixty times": articles(text="Kota aman dan warga damai di pasar pagi. " * 5),
    "a language without a module": articles(language="ms"),
    "numbers only": articles(text="1 2 3 4."),
}


def store_of(table: pd.DataFrame, folder: Path) -> str:
    table.to_csv(folder / "raw.csv", index=False)
    mc.ingest([folder / "raw.csv"], folder / "store", progress=False)
    return str(folder / "store")


@pytest.mark.parametrize("notebook", ["coverage_report", "voices"])
def test_nobody_is_named_or_quoted(notebook: str, run_cells: Callable, tmp_path: Path):
    store = store_of(ODD["nobody is named or quoted"], tmp_path)
    run_cells(notebook, corpus=store, output=str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").stat().st_size > 10_000


@pytest.mark.slow
@pytest.mark.parametrize("kind", ODD)
def test_every_notebook_runs_to_the_end(kind: str, run_cells: Callable, tmp_path: Path):
    store = store_of(ODD[kind], tmp_path)
    run_cells(
        "coverage_report", corpus=store, output=str(tmp_path / "a.html"), frames=["visit"], labels="labels"
    )
    run_cells("voices", corpus=store, output=str(tmp_path / "b.html"), report_language="id")
    run_cells("article", corpus=store, output=str(tmp_path / "c.html"))
    run_cells("framing", corpus=store)
    run_cells("explore", corpus=store)
