"""Voice share: words counted by hand, spans of another voice, the table of a result."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.measures.evidence import behind
from analysis.measures.voice_share import score_voices, voice_share
from analysis.tables import check_result

ARTICLES = pd.DataFrame(
    {
        "title": ["Kunjungan", "Kabar", "Opini"],
        "text": [
            '"Kami siap membantu kalian," kata Ali. Ia pulang.',
            "Ali mengatakan bahwa hujan akan turun besok.",
            "Saya kira hujan akan turun.",
        ],
        "language": "id",
        "genre": ["news", "news", "opinion"],
        "agency": ["", "Antara", ""],
        "outlet": ["X", "X", "Y"],
    },
    index=pd.Index(list("abc"), name="article_id"),
)
CLUSTERS = pd.Series(ARTICLES.index, index=ARTICLES.index)


def test_words_in_each_voice_by_hand():
    found = score_voices(ARTICLES).set_index(["article_id", "voice"])["words"].to_dict()
    assert found == {
        ("a", "own"): 5,
        ("a", "quoted"): 4,
        ("b", "agency"): 4,
        ("b", "paraphrased"): 4,
        ("c", "guest"): 6,
    }


def test_shares_add_up_and_select_their_rows():
    scores = score_voices(ARTICLES)
    table = check_result(voice_share(scores, by=ARTICLES["outlet"], clusters=CLUSTERS))
    assert table.groupby("outlet")["value"].sum().tolist() == pytest.approx([1.0, 1.0])
    quoted = table[(table["outlet"] == "X") & (table["voice"] == "quoted")].iloc[0]
    assert (quoted["value"], quoted["count"], quoted["total"]) == (pytest.approx(4 / 17), 4, 17)
    assert behind(quoted, scores, ARTICLES)["article_id"].tolist() == ["a"]


def test_copies_add_no_evidence():
    doubled = pd.concat([ARTICLES, ARTICLES.rename(index=str.upper)]).rename_axis("article_id")
    clusters = pd.Series(doubled.index.str.lower(), index=doubled.index)
    table = voice_share(score_voices(doubled), by=doubled["outlet"], clusters=clusters)
    single = voice_share(score_voices(ARTICLES), by=ARTICLES["outlet"], clusters=CLUSTERS)
    assert table["n"].tolist() == single["n"].tolist()
    assert table["value"].tolist() == pytest.approx(single["value"].tolist())
