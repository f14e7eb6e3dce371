"""Who does what to whom: agents, patients and agentless passives by hand, languages kept apart."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.annotations.actors import actors
from analysis.annotations.deeds import deeds
from analysis.measures.agency import agency, agentless_passives, deeds_by_actor
from analysis.measures.evidence import behind
from analysis.tables import LanguageError, check_result


def table(*bodies: str, language: str = "id") -> pd.DataFrame:
    index = pd.Index([f"a{place}" for place in range(len(bodies))], name="article_id")
    frame = pd.DataFrame(
        {"title": "", "text": list(bodies), "language": language, "outlet": "X"}, index=index
    )
    return frame.astype("str")


def found(*bodies: str, language: str = "id") -> pd.DataFrame:
    articles = table(*bodies, language=language)
    return deeds(articles, actors(articles))


CASES = [
    (
        "Korea Utara dijatuhi sanksi oleh PBB.",
        "id",
        [True, "Perserikatan Bangsa-Bangsa", "Korea Utara", False],
    ),
    ("PBB menghukum Korea Utara.", "id", [False, "Perserikatan Bangsa-Bangsa", "Korea Utara", False]),
    ("Sanksi dijatuhkan pada hari Rabu.", "id", [True, None, None, True]),
    ("Ukraina diserang Rusia.", "id", [True, "Rusia", "Ukraina", False]),
    ("Ukraine was attacked by Russia.", "en", [True, "Russia", "Ukraine", False]),
    ("Russia attacked Ukraine.", "en", [False, "Russia", "Ukraine", False]),
    ("Sanctions were lifted on Wednesday.", "en", [True, None, None, True]),
]


@pytest.mark.parametrize(("body", "language", "wanted"), CASES)
def test_one_sentence_by_hand(body, language, wanted):
    rows = found(body, language=language)
    assert len(rows) == 1, rows.to_string()
    row = rows.iloc[0]
    got = [bool(row["passive"]), row["agent"], row["patient"], bool(row["agentless"])]
    assert [None if isinstance(one, float) else one for one in got] == wanted


@pytest.mark.parametrize(
    "body", ["Di rumah dia diam.", "Menteri dari dinas itu.", "Direktur menjadi pembicara."]
)
def test_words_that_only_look_like_it_are_none(body):
    assert len(found(body)) == 0


def test_shares_by_hand_and_their_rows():
    articles = table("Rusia menyerang Ukraina. Rusia diserang Ukraina.", "Sanksi dijatuhkan kemarin.")
    rows = deeds(articles, actors(articles))
    clusters = pd.Series(articles.index, index=articles.index)
    shares = check_result(agency(rows, articles, by=articles["outlet"], clusters=clusters))
    assert shares[["actor", "value", "count", "total"]].to_numpy().tolist() == [
        ["Rusia", 0.5, 1, 2],
        ["Ukraina", 0.5, 1, 2],
    ]
    assert len(behind(shares.iloc[0], deeds_by_actor(rows), articles)) == 2
    passive = check_result(agentless_passives(rows, articles, by=articles["outlet"], clusters=clusters))
    assert passive[["value", "count", "total"]].to_numpy().tolist() == [[0.5, 1, 2]]


def test_languages_are_not_mixed():
    english = table("Russia attacked Ukraine.", language="en").rename({"a0": "b"})
    articles = pd.concat([table("Rusia menyerang Ukraina."), english])
    rows = deeds(articles, actors(articles))
    clusters = pd.Series(articles.index, index=articles.index)
    with pytest.raises(LanguageError, match="who does what to whom works within one language"):
        agency(rows, articles, by=articles["outlet"], clusters=clusters)
    kept = agency(rows, articles, by=articles[["language", "outlet"]], clusters=clusters)
    assert set(kept["language"]) == {"id", "en"}
