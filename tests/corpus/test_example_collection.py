"""The example collection comes out of ingest as it was written: who, when, what, and no furniture."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.corpus.ingest import ingest
from analysis.corpus.store import open_store

RAW = Path(__file__).parents[2] / "data" / "raw" / "example"
EXPECTED = Path(__file__).with_name("example_expected.json")
OUTLETS = {
    "Kabar Nusantara", "Suara Khatulistiwa", "Pasar Harian", "Sorot Kini", "The Strait Courier", "Meridian Dispatch",
}  # fmt: skip
FINENESS = {"none": 0, "month": 1, "day": 2, "minute": 3}
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
RUN = 8
SHARED_WITH_STATEMENT = 3


@cache
def expected() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(EXPECTED.read_text(encoding="utf-8"))
    return entries


@cache
def source() -> dict[str, Any]:
    return tomllib.loads((RAW / "source.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Any:
    store = tmp_path_factory.mktemp("example") / "store"
    done = ingest([RAW], store, progress=False)
    return done, open_store(store).read()


@pytest.fixture(scope="module")
def articles(report: Any) -> pd.DataFrame:
    return report[1]


@pytest.fixture(scope="module")
def paired(articles: pd.DataFrame) -> list[tuple[dict[str, Any], pd.Series]]:
    """Every expected article with the one that came out, by outlet and headline."""
    found = {(row["outlet"], row["title"]): row for _, row in articles.iterrows()}
    return [(e, found[e["outlet"], e["title"]]) for e in expected() if (e["outlet"], e["title"]) in found]


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def named(entry: dict[str, Any]) -> str:
    return f"{entry['outlet']}: {entry['title']} ({entry['raw_file']})"


# Counts


def test_the_collection_is_as_large_as_the_plan_says() -> None:
    own = pd.Series([e["outlet"] for e in expected() if not e["is_copy"]]).value_counts()
    assert set(own.index) == OUTLETS
    assert own.min() >= 24
    assert own.sum() >= 160
    assert 25 <= sum(e["is_copy"] for e in expected()) <= 40


def test_nothing_is_lost_and_nothing_is_added(report: Any) -> None:
    done, articles = report
    assert len(done.set_aside) == 0, done.set_aside.head()
    assert articles["outlet"].value_counts().to_dict() == (
        pd.Series([e["outlet"] for e in expected()]).value_counts().to_dict()
    )
    assert articles.index.is_unique


def test_raw_files_are_those_that_were_made() -> None:
    made = source()["sha256"]
    holds_articles = {".html", ".csv", ".xlsx", ".jsonl", ".txt"}
    files = {p.relative_to(RAW).as_posix(): p for p in RAW.rglob("*") if p.suffix in holds_articles}
    assert set(files) == set(made)
    for name, path in files.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == made[name], name


# What ingest says about each


def test_titles(articles: pd.DataFrame, paired: list[Any]) -> None:
    came = {(row["outlet"], row["title"]) for _, row in articles.iterrows()}
    missing = [named(e) for e in expected() if (e["outlet"], e["title"]) not in came]
    assert not missing, f"{len(missing)} headlines differ, first: {missing[0]}"
    assert len(paired) == len(expected())


def test_days_and_minutes(paired: list[Any]) -> None:
    wrong = []
    for e, row in paired:
        precision = row["published_precision"]
        if e["precision"] == "none":
            ok = precision == "none" and pd.isna(row["published"])
        else:
            ok = FINENESS[precision] >= FINENESS[e["precision"]] and str(row["day"])[:10] == e["day"]
            if ok and precision == "minute":
                ok = row["published"] == pd.Timestamp(e["published"])
        if not ok:
            wrong.append(
                f"{named(e)}: {e['published']} ({e['precision']}), came {row['published']} ({precision})"
            )
    assert not wrong, f"{len(wrong)} dates differ:\n" + "\n".join(wrong[:10])


@pytest.mark.parametrize("column", ["genre", "language"])
def test_genre_and_language(paired: list[Any], column: str) -> None:
    wrong = [f"{named(e)}: {e[column]}, came {row[column]}" for e, row in paired if row[column] != e[column]]
    assert not wrong, f"{len(wrong)} differ:\n" + "\n".join(wrong[:10])


def test_agency_is_credited_for_the_copies_and_for_nothing_else(paired: list[Any]) -> None:
    wrong = []
    for e, row in paired:
        came = "" if pd.isna(row["agency"]) else str(row["agency"])
        if ("lintas" in came.lower()) != e["is_copy"] or bool(came) != e["is_copy"]:
            wrong.append(f"{named(e)}: {e['agency']}, came {came!r}")
    assert not wrong, f"{len(wrong)} differ:\n" + "\n".join(wrong[:10])


# Bodies


def body_difference(entry: dict[str, Any], text: str) -> str:
    """Which paragraphs of a text are none of the article's, and how many of the article's are missing."""
    came = [plain(p) for p in re.split(r"\n+", text) if p.strip()]
    hashes = [short_hash(p) for p in came]
    strange = [
        p if len(p) < 130 else f"{p[:60]} ... {p[-60:]}"
        for p, h in zip(came, hashes)
        if h not in entry["paragraphs"]
    ]
    missing = sum(h not in hashes for h in entry["paragraphs"])
    return f"{entry['words']} words, came {len(plain(text).split())}; {missing} paragraphs missing; not of the article: {strange}"


@pytest.mark.parametrize("outlet", sorted(OUTLETS))
def test_body_is_the_article_and_nothing_else(paired: list[Any], outlet: str) -> None:
    wrong = [
        f"{named(e)}: {body_difference(e, row['text'])}"
        for e, row in paired
        if e["outlet"] == outlet
        and hashlib.sha256(plain(row["text"]).encode()).hexdigest() != e["body_sha256"]
    ]
    assert not wrong, f"{len(wrong)} bodies differ, first:\n{wrong[0]}"


# Every article is written


def test_no_eight_words_in_a_row_are_shared_outside_copies_and_statements(
    articles: pd.DataFrame, paired: list[Any]
) -> None:
    stated: set[tuple[str, ...]] = set()
    for statement in source()["statement"]:
        for text in statement["text_en"] + statement["text_id"]:
            words = [word.lower() for word in WORD.findall(text)]
            stated.update(tuple(words[i : i + SHARED_WITH_STATEMENT]) for i in range(len(words) - 2))
    wire = {(e["outlet"], e["title"]): e["wire"] for e in expected()}
    holders: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    for _, row in articles.iterrows():
        for text in (row["title"], row["text"]):
            words = [word.lower() for word in WORD.findall(text)]
            for i in range(len(words) - RUN + 1):
                run = tuple(words[i : i + RUN])
                if not any(run[j : j + SHARED_WITH_STATEMENT] in stated for j in range(RUN - 2)):
                    holders[run].add((row["outlet"], row["title"]))
    shared = []
    for run, keys in holders.items():
        texts = {wire.get(key) or key for key in keys}  # copies of one wire text are one text
        if len(texts) > 1:
            shared.append(f"{' '.join(run)}: {sorted(map(str, keys))[:3]}")
    assert not shared, f"{len(shared)} runs of {RUN} words are shared:\n" + "\n".join(shared[:5])
