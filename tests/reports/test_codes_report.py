"""Hand codes in the main report: trained frames by name, agreement beside the chart, shares put right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lxml import html

import analysis as mc
from analysis.cli import main
from analysis.tables import DictionaryError, TableError

THREAT = ("rudal", "senjata", "ancaman", "perang")
CALM = ("kota", "warga", "presiden", "hari", "acara", "pasar", "jalan", "pagi", "toko", "sekolah", "sungai")


def articles(n: int = 120) -> pd.DataFrame:
    """Every third article of the one outlet and two thirds of the other's speak of arms; a few are in English."""
    generator = np.random.default_rng(7)
    rows = []
    for i in range(n):
        outlet = "Kabar" if i % 2 else "Warta"
        arms = (i // 2) % 3 < (2 if i % 2 else 1)
        words = [*generator.choice(CALM, 40), *(generator.choice(THREAT, 4) if arms else [])]
        generator.shuffle(words)
        rows.append((f"a{i}", f"Berita {i}", " ".join(words) + ".", outlet, "id", int(arms)))
    for i in range(3):
        rows.append((f"e{i}", f"News {i}", "The war and the peace of the town. " * 5, "Post", "en", 0))
    return pd.DataFrame(rows, columns=["article_id", "title", "text", "outlet", "language", "arms"])


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, pd.DataFrame]:
    """A store, and a file of codes: half of the Indonesian articles, drawn with one chance, coded by a person who errs."""
    folder = tmp_path_factory.mktemp("codes")
    made = articles()
    made.drop(columns="arms").to_csv(folder / "raw.csv", index=False)
    mc.ingest([folder / "raw.csv"], folder / "store", progress=False)
    kept = mc.open_store(folder / "store").read()
    truth = kept["title"].map(made.set_index("title")["arms"])
    ids = kept.index[kept["language"] == "id"]
    drawn = pd.Index(np.random.default_rng(1).choice(ids, 60, replace=False))
    codes = pd.DataFrame({"article_id": drawn, "frame": "threat", "code": truth[drawn].to_numpy()})
    codes.loc[:4, "code"] = 1 - codes.loc[:4, "code"]
    codes = codes.assign(coder="Ani", probability=0.5)
    codes.to_csv(folder / "codes.csv", index=False)
    return folder / "store", folder / "codes.csv", codes


def test_a_trained_model_is_found_by_name_and_only_for_its_language(coded):
    store, file, _ = coded
    assert main(["train", "frames", str(file), "--store", str(store), "--name", "mine"]) == 0
    corpus = mc.open_corpus(store)
    indonesian, english = corpus.languages()
    assert indonesian.dictionary("mine").trained
    assert english.dictionary("mine") is None
    assert not indonesian.dictionary("visit").trained
    assert indonesian.dictionary("war_peace").language == "id"
    with pytest.raises(DictionaryError, match="the store has mine"):
        corpus.dictionary("minne")


def test_every_article_a_model_counts_has_evidence(coded):
    store, file, _ = coded
    main(["train", "frames", str(file), "--store", str(store), "--name", "mine"])
    part = mc.open_corpus(store, languages=["id"])
    model = part.dictionary("mine")
    present = part.frames(model).query("present")["article_id"]
    assert set(part.frame_evidence(model)["article_id"]) == set(present)


@pytest.mark.parametrize("code", ["en", pytest.param("id", marks=pytest.mark.slow)])
def test_agreement_and_corrected_shares_stand_in_the_report(
    coded, tmp_path: Path, code: str, run_cells: Callable
):
    store, file, codes = coded
    main(["train", "frames", str(file), "--store", str(store), "--name", "mine"])
    page = tmp_path / "mine.html"
    given = {"frames": ["mine"], "codes": str(file), "report_language": code}
    run_cells("coverage_report", corpus=str(store), output=str(page), **given)
    tree = html.fromstring(page.read_text(encoding="utf-8"))
    for name in ("trained_frames", "agreement", "corrected"):
        assert tree.xpath(f"//section[@id='s-{name}']"), name
    assert tree.xpath("//section[@id='s-frames']"), (
        "English articles have no list of this name, and that is said"
    )
    tables = pd.read_excel(page.with_name("mine_tables.xlsx"), sheet_name=None)
    agreement = next(table for name, table in tables.items() if name.startswith("agreement"))
    part = mc.open_corpus(store, languages=["id"])
    fired = part.frames(part.dictionary("mine")).set_index("article_id")["present"].astype(bool)
    people = codes.set_index("article_id")["code"] == 1
    both = int((fired.reindex(people.index) & people).sum())
    assert agreement["count"].eq(both).all()
    assert sorted(agreement["total"]) == sorted(
        [
            int(fired.reindex(people.index).sum()),
            int(people.sum()),
            int((fired.reindex(people.index) | people).sum()),
        ]
    )


def test_a_wrong_table_of_codes_gets_one_line(tmp_path: Path):
    with pytest.raises(TableError, match="no file"):
        mc.read_codes(tmp_path / "none.csv")
    (tmp_path / "short.csv").write_text("article_id,code\na,1\n")
    with pytest.raises(TableError, match=r"short.csv: no column 'frame'"):
        mc.read_codes(tmp_path / "short.csv")
