"""Decisions by hand: dated lines in the working folder hold for every run, are counted, and are refused where unclear."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import analysis as mc
from analysis.corpus.decisions import named_query, read_decisions
from analysis.tables import ParameterError


@pytest.fixture
def store(tmp_path: Path) -> Path:
    mc_folder = tmp_path / "mine"
    (mc_folder / "decisions").mkdir(parents=True)
    (mc_folder / "reports.toml").write_text("", encoding="utf-8")
    texts = {
        "a": 'The mayor said: "We will build the sea wall this year," said Budi Contoh in the town hall.',
        "b": "Nothing was said on the harbour in the town, and the wall was not built at all this year.",
    }
    rows = [
        {
            "outlet": "Harian Contoh",
            "url": f"https://contoh.example/{i}",
            "title": i,
            "text": text,
            "published": "2024-06-18",
        }
        for i, text in texts.items()
    ]
    pd.DataFrame(rows).to_csv(mc_folder / "raw.csv", index=False)
    mc.ingest([mc_folder / "raw.csv"], mc_folder / "processed", language="en", progress=False)
    return mc_folder / "processed"


def write(store: Path, name: str, text: str) -> None:
    (store.parent / name).write_text(text, encoding="utf-8")


def test_an_excluded_article_is_a_step_of_the_funnel_by_id_or_address(store: Path):
    first = str(mc.open_corpus(store).articles.index[0])
    for key in (first, "https://contoh.example/b"):
        write(
            store, "decisions/excluded.tsv", f"# why\narticle\tdate\treason\n{key}\t2024-06-20\ta listing\n"
        )
        chosen = mc.open_corpus(store)
        assert len(chosen.articles) == 1
        assert chosen.funnel.iloc[1].tolist() == ["not excluded by hand", 1, 1]
        assert chosen.decisions is not None
        assert chosen.decisions.said()[0][:4] == ("decisions/excluded.tsv", 1, "2024-06-20", "2024-06-20")


def test_a_name_decided_by_hand_holds_for_mentions_and_speakers(store: Path):
    assert "Budi Contoh" in set(mc.open_corpus(store).quotes["speaker"])
    write(store, "decisions/names.tsv", "Budi Contoh\tHer Honour\t2024-06-20\tthe same person\n")
    chosen = mc.open_corpus(store)
    assert "Her Honour" in set(chosen.quotes["speaker"])
    assert "Budi Contoh" not in set(chosen.quotes["speaker"]) | set(chosen.mentions["actor"])


def test_a_role_decided_by_hand_holds_for_the_source(store: Path):
    before = mc.open_corpus(store).sources(home="Indonesia").set_index("speaker").loc["Budi Contoh"]
    assert (before["naming"], before["origin"]) == ("named", "unknown")
    write(store, "decisions/roles.tsv", "Budi Contoh\tmayor\t-\tdomestic\t2024-06-20\tmayor of the town\n")
    chosen = mc.open_corpus(store)
    after = chosen.sources(home="Indonesia").set_index("speaker").loc["Budi Contoh"]
    assert (after["role"], after["naming"], after["origin"]) == ("mayor", "named", "domestic")
    assert chosen.decisions is not None
    assert chosen.decisions.said()[0][0] == "decisions/roles.tsv"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (
            "Budi\t-\tfamous\t-\t2024-06-20\tx\n",
            "naming is named, body, role_only, anonymous, -; got 'famous'",
        ),
        ("Budi\t-\t-\t-\t2024-06-20\tx\nBudi\ta\t-\t-\t2024-06-20\tx\n", "'Budi' has two roles"),
        ("Budi\t-\t-\n", "line 1: wants speaker, role, naming, origin, date, reason"),
    ],
)
def test_a_role_that_is_unclear_is_refused(store: Path, line: str, complaint: str):
    write(store, "decisions/roles.tsv", line)
    with pytest.raises(ParameterError, match=complaint):
        mc.open_corpus(store)


def test_decisions_show_in_the_page_with_their_dates(store: Path):
    write(store, "decisions/excluded.tsv", "https://contoh.example/b\t2024-06-20\ta listing\n")
    made = mc.Report(mc.open_corpus(store))
    made.show("corpus", made.corpus.funnel)
    html = made.page().html()
    assert "decisions/excluded.tsv: 1 (from 20 June 2024 to 20 June 2024)" in html
    assert "not excluded by hand" in html


def test_a_named_query_is_read_and_shown_in_full(store: Path):
    write(store, "query.txt", "# queries\nharbour = harbour OR port\n")
    chosen = mc.open_corpus(store, query="@harbour")
    assert (len(chosen.articles), chosen.choice["query"]) == (1, "harbour OR port")
    assert named_query("a = b", store) == "a = b"
    with pytest.raises(ParameterError, match=r"query.txt has no query 'wall'; it has harbour"):
        mc.open_corpus(store, query="@wall")


def test_a_list_of_ones_own_stands_before_the_shipped_one(store: Path, monkeypatch: pytest.MonkeyPatch):
    shipped = mc.read_dictionary("en/visit").categories
    (store.parent / "dictionaries" / "en").mkdir(parents=True)
    write(store, "dictionaries/en/visit.yml", "wall: [wall]\n")
    monkeypatch.chdir(store.parent)
    assert mc.read_dictionary("en/visit").categories == {"wall": ("wall",)} != shipped


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("excluded", "a\t2024-06-20\n", "excluded.tsv, line 1: wants article, date, reason"),
        ("excluded", "\na\tyesterday\tb\n", "excluded.tsv, line 2: 'yesterday' is not a day"),
        ("names", "A\tB\t2024-06-20\tc\nA\tC\t2024-06-20\td\n", "'A' stands for two actors"),
    ],
)
def test_a_decision_that_is_unclear_is_refused(store: Path, name: str, text: str, message: str):
    write(store, f"decisions/{name}.tsv", text)
    with pytest.raises(ParameterError, match=message):
        read_decisions(store)
