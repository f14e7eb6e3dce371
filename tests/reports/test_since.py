"""Staged weeks in a real store: new articles, an edited article, an edited list, a package, an exclusion, told apart."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import analysis as mc
from analysis.reports import since
from analysis.reports.changes import Changes
from analysis.tables import ParameterError

LIST = "conflict: [war]\ntalks: [peace]\n"


def week(folder: Path, number: int, texts: dict[int, str]) -> None:
    """Raw articles of one invented outlet; all were retrieved long before, as in a dump that arrives late."""
    rows = [
        {
            "outlet": "Harian Contoh",
            "url": f"https://contoh.example/{i}",
            "title": f"Report {i} on {text}",
            "text": f"Number {i} of the day tells of {text} and of the harbour in the north of the town.",
            "published": "2024-06-18",
            "retrieved": "2024-06-19",
        }
        for i, text in texts.items()
    ]
    raw = folder / f"week{number}.csv"
    pd.DataFrame(rows).to_csv(raw, index=False)
    mc.ingest([raw], folder / "processed", language="en", progress=False)


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "reports.toml").write_text("", encoding="utf-8")
    lists = tmp_path / "dictionaries" / "en" / "own.yml"
    lists.parent.mkdir(parents=True)
    lists.write_text(LIST, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    week(tmp_path, 1, {i: "war" if i < 12 else "peace" for i in range(24)})
    return tmp_path


def report(previous: str = "", query: str = "") -> tuple[str, Changes | None, mc.Report]:
    made = mc.Report(mc.open_corpus("processed", query=query), parameters={"query": query})
    panel = made.changes(["own"], previous=previous)
    assert made.memory is not None
    made.memory.keep()
    return made.memory.fingerprint, panel.extra["found"] if panel else None, made


def figures(found: Changes, measure: str, item: str = "") -> list[float]:
    rows = found.results[(found.results["measure"] == measure) & (found.results["item"] == item)]
    assert len(rows) == 1
    assert (rows["before"] + rows["method"] + rows["data"]).to_numpy() == pytest.approx(
        rows["after"].to_numpy()
    )
    return rows[["before", "method", "data", "after"]].iloc[0].tolist()


def test_without_an_earlier_report_there_is_no_section(mine: Path):
    _, found, made = report()
    assert found is None
    assert not made.panels
    with pytest.raises(ParameterError, match="no run 'abc' is kept"):
        report("abc")


def test_nothing_new_keeps_the_fingerprint_and_moves_nothing(mine: Path):
    first, _, _ = report()
    second, found, made = report(first)
    assert second == first
    assert found is not None
    assert found.counts() == {"new": 0, "edited": 0, "gone": 0, "method": 0}
    assert not len(made.panels[0].table)


def test_new_articles_are_new_even_when_they_were_retrieved_before_the_earlier_report(mine: Path):
    first, _, _ = report()
    week(mine, 2, dict.fromkeys(range(24, 30), "war"))
    _, found, _ = report(first)
    assert found is not None
    assert found.counts() == {"new": 6, "edited": 0, "gone": 0, "method": 0}
    assert figures(found, "articles") == [24, 0, 6, 30]
    assert figures(found, "match_rate", "own/conflict") == pytest.approx(
        [12 / 24, 0, 18 / 30 - 12 / 24, 18 / 30]
    )


def test_an_edited_article_is_data(mine: Path):
    first, _, _ = report()
    week(mine, 2, {20: "war"})
    _, found, _ = report(first)
    assert found is not None
    assert found.counts() == {"new": 0, "edited": 1, "gone": 0, "method": 0}
    assert figures(found, "match_rate", "own/talks") == pytest.approx([12 / 24, 0, -1 / 24, 11 / 24])


def test_an_edited_list_is_method(mine: Path):
    first, _, _ = report()
    (mine / "dictionaries" / "en" / "own.yml").write_text(
        LIST.replace("[war]", "[war, peace]"), encoding="utf-8"
    )
    _, found, _ = report(first)
    assert found is not None
    assert found.counts() == {"new": 0, "edited": 0, "gone": 0, "method": 1}
    assert found.method.loc[0, ["what", "name"]].tolist() == ["list", "en/own"]
    assert figures(found, "match_rate", "own/conflict") == pytest.approx([0.5, 0.5, 0, 1])


def test_an_upgraded_package_is_named(mine: Path, monkeypatch: pytest.MonkeyPatch):
    first, _, _ = report()
    real = since.metadata.version
    monkeypatch.setattr(since.metadata, "version", lambda name: "99.0" if name == "numpy" else real(name))
    _, found, made = report(first)
    assert found is not None
    assert found.method[["what", "name", "after"]].to_numpy().tolist() == [["package", "numpy", "99.0"]]
    assert not found.results[["method", "data"]].to_numpy().any()
    assert "numpy" in " ".join(made.panels[0].answers(made.words))


def test_another_query_is_method_and_an_exclusion_by_hand_is_method(mine: Path):
    first, _, _ = report()
    _, found, _ = report(first, query="war")
    assert found is not None
    assert (found.counts()["method"], found.counts()["new"]) == (1, 0)
    assert figures(found, "articles") == [24, -12, 0, 12]
    (mine / "decisions").mkdir()
    line = "https://contoh.example/0\t2024-06-20\ta listing\n"
    (mine / "decisions" / "excluded.tsv").write_text(line, encoding="utf-8")
    _, found, _ = report(first)
    assert found is not None
    assert found.method["what"].tolist() == ["decision"]
    assert figures(found, "articles") == [24, -1, 0, 23]


def test_all_at_once_adds_up(mine: Path):
    first, _, _ = report()
    week(mine, 2, {20: "war", 30: "war"})
    (mine / "dictionaries" / "en" / "own.yml").write_text(LIST.replace("[war]", "[peace]"), encoding="utf-8")
    _, found, _ = report(first)
    assert found is not None
    assert found.counts() == {"new": 1, "edited": 1, "gone": 0, "method": 1}
    assert figures(found, "match_rate", "own/conflict") == pytest.approx(
        [12 / 24, 0, 11 / 25 - 12 / 24, 11 / 25]
    )
