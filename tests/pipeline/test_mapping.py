"""Scores are kept by content: whatever was scored before, every article has its rows once, and only what is new is scored."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.pipeline import map_parts, mapping
from analysis.tables import places

ASKED: list[str] = []


def lengths(articles: pd.DataFrame) -> pd.DataFrame:
    ASKED.extend(articles.index)
    return pd.DataFrame({"article_id": articles.index, "value": articles["text"].str.len().to_numpy()})


def some(names: list[str]) -> pd.DataFrame:
    columns = {"title": "", "language": "id", "genre": "news", "agency": None}
    texts = [f"Kapal nomor {name} " * (1 + place % 7) for place, name in enumerate(names)]
    return pd.DataFrame({**columns, "text": texts}, index=pd.Index(names, name="article_id"))


def test_parts_and_then_the_whole_give_each_article_once(tmp_path: Path):
    store: Any = SimpleNamespace(path=tmp_path)
    everything = some([f"a{i:02d}" for i in range(40)])
    generator = np.random.default_rng(7)
    for size in (5, 12, 40, 20, 40):
        chosen = everything.iloc[np.sort(generator.choice(40, size, replace=False))]
        found = map_parts(lengths, chosen, store=store, workers=1)
        assert found["article_id"].tolist() == chosen.index.tolist()
        assert found["value"].tolist() == chosen["text"].str.len().tolist()
    assert sorted(ASKED) == sorted(set(ASKED)), "an article was scored twice"


def test_a_changed_text_is_scored_anew_and_its_old_rows_are_gone(tmp_path: Path):
    store: Any = SimpleNamespace(path=tmp_path)
    first = some(["a", "b"])
    map_parts(lengths, first, store=store, workers=1)
    second = first.assign(text=["Baru", first["text"].iloc[1]])
    found = map_parts(lengths, second, store=store, workers=1)
    assert found["value"].tolist() == [4, len(first["text"].iloc[1])]


def test_places_are_those_of_the_index():
    random = np.random.default_rng(4)
    names = [f"kota-{i}" for i in random.permutation(50)]
    for kind in ("str", "object"):
        index = pd.Index(names[:40], dtype=kind)
        asked = pd.Series([*random.choice(names, 200), "", None, "kota-é"], dtype=kind)
        for values in (asked, asked.iloc[:0], pd.Index(asked)):
            assert places(values, index).tolist() == index.get_indexer(pd.Index(values)).tolist()
            assert (places(values, index[:0]) == -1).all()


def test_compiling_changes_no_method_and_a_changed_word_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    lists, compiled = tmp_path / "languages" / "words.tsv", tmp_path / "text" / "__pycache__" / "scan.nbi"
    for path in (lists, compiled):
        path.parent.mkdir(parents=True)
    monkeypatch.setattr(mapping, "__file__", str(tmp_path / "pipeline" / "mapping.py"))
    method = mapping.method_fingerprint.__wrapped__
    lists.write_text("aman", encoding="utf-8")
    first = method()
    compiled.write_bytes(b"machine code")
    assert method() == first
    lists.write_text("buruk", encoding="utf-8")
    assert method() != first


@pytest.mark.parametrize("as_file", [True, False])
def test_a_script_works_whether_or_not_processes_can_start_from_it(tmp_path: Path, as_file: bool):
    """Through standard input, and as a file without a main guard, the work is done in the one process."""
    script = (
        "import pandas as pd\n"
        "from analysis.annotations.quotations import quotations\n"
        "from analysis.pipeline import map_parts, mapping\n"
        "mapping.PIECE = 2\n"
        "columns = {'title': '', 'text': '“Harga naik,” kata Ani.', 'language': 'id', 'genre': 'news', 'agency': None}\n"
        "articles = pd.DataFrame(columns, index=pd.Index([f'a{i}' for i in range(5)], name='article_id'))\n"
        "print(len(map_parts(quotations, articles, workers=2)))\n"
    )
    if as_file:
        file = tmp_path / "script.py"
        file.write_text(script, encoding="utf-8")
        command, given = [sys.executable, str(file)], None
    else:
        command, given = [sys.executable, "-"], script
    root = Path(mapping.__file__).parents[2]
    done = subprocess.run(
        command, input=given, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert (done.returncode, done.stdout) == (0, "5\n"), done.stderr[-500:]
