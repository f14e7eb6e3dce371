"""Label choice: the published shares, own voice and quotation apart, the longest label, who never says it."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.measures.evidence import behind
from analysis.measures.label_choice import label_choice, label_hits
from analysis.tables import RESULT_COLUMNS, DictionaryError, LanguageError, TableError, check_result
from analysis.text.dictionary import Dictionary
from analysis.text.layout import joined

LABELS = Dictionary(
    "toy",
    "id",
    "1",
    {
        "war/operation": ("operasi militer khusus",),
        "war/war": ("perang", "perang di Ukraina"),
        "state/country": ("Korea Utara",),
        "state/regime": ("rezim",),
    },
)
TEXTS = {
    "a": ("Perang, perang dan perang di Ukraina. Korea Utara diam.", "X"),
    "b": ("Ia tiba. “Operasi militer khusus berjalan baik sekali,” kata Vladimir Putin.", "X"),
    "c": ("Operasi militer khusus. Rezim, rezim, Korea Utara.", "Y"),
    "d": ("Harga beras naik.", "Z"),
}
ARTICLES = pd.DataFrame(
    {
        "title": "",
        "text": [text for text, _ in TEXTS.values()],
        "outlet": [outlet for _, outlet in TEXTS.values()],
    },
    index=pd.Index(list(TEXTS), name="article_id"),
).assign(language="id", genre="news", agency=None)
CLUSTERS = pd.Series(ARTICLES.index, index=ARTICLES.index)


def chosen(voice: str = "own") -> pd.DataFrame:
    return check_result(label_choice(ARTICLES, LABELS, by=ARTICLES["outlet"], clusters=CLUSTERS, voice=voice))


def test_the_longest_label_counts_once_in_its_referent():
    hits = label_hits(ARTICLES, LABELS)
    texts = joined(ARTICLES)
    found = [
        (hit.choice, texts[hit.article_id][hit.start : hit.end])
        for hit in hits[hits["article_id"] == "a"].itertuples()
    ]
    assert found == [
        ("war", "Perang"),
        ("war", "perang"),
        ("war", "perang di Ukraina"),
        ("country", "Korea Utara"),
    ]


def test_shares_by_hand():
    found = chosen()
    assert list(found)[:10] == ["outlet", "referent", "choice", *RESULT_COLUMNS]
    table = found.set_index(["outlet", "referent", "choice"])
    assert table["count"].to_dict() == {
        ("X", "state", "country"): 1, ("X", "state", "regime"): 0, ("X", "war", "operation"): 0, ("X", "war", "war"): 3,
        ("Y", "state", "country"): 1, ("Y", "state", "regime"): 2, ("Y", "war", "operation"): 1, ("Y", "war", "war"): 0,
    }  # fmt: skip
    assert table.loc[("Y", "state", "regime"), "value"] == pytest.approx(2 / 3)
    assert found.groupby(["outlet", "referent"])["value"].sum().tolist() == pytest.approx([1] * 4)
    assert set(found["measure"]) == {"own_label_share"}


def test_a_quoted_label_is_not_adopted():
    quoted = chosen("quoted").set_index(["outlet", "referent", "choice"])
    assert quoted["count"].to_dict() == {("X", "war", "operation"): 1}
    assert set(quoted["measure"]) == {"quoted_label_share"}
    whole = chosen("all").set_index(["outlet", "referent", "choice"])
    assert whole.loc[("X", "war", "operation"), ["count", "total"]].tolist() == [1, 4]
    assert set(whole["measure"]) == {"label_share"}


def test_who_never_names_it_has_no_row():
    assert set(chosen("all")["outlet"]) == {"X", "Y"}
    none = label_choice(ARTICLES.loc[["d"]], LABELS, by=ARTICLES["outlet"], clusters=CLUSTERS)
    assert len(none) == 0
    assert set(none) == set(chosen())


def test_the_published_shares():
    """Methods 3.8: 14 of 60 and 45 of 80 label uses, one an article: Wilson .1444-.3544 and .4534-.6659."""
    rows = [("1", 14, 60), ("2", 45, 80)]
    texts = [(o, "Operasi militer khusus." if i < k else "Perang.") for o, k, m in rows for i in range(m)]
    articles = pd.DataFrame(texts, columns=["outlet", "text"]).assign(
        title="", language="id", genre="news", agency=None
    )
    articles.index = pd.Index([f"x{i:03}" for i in range(len(articles))], name="article_id")
    found = label_choice(
        articles, LABELS, by=articles["outlet"], clusters=pd.Series(articles.index, index=articles.index)
    )
    table = found[found["choice"] == "operation"]
    assert table["value"].round(4).tolist() == [0.2333, 0.5625]
    assert table["low"].round(4).tolist() == [0.1444, 0.4534]
    assert table["high"].round(4).tolist() == [0.3544, 0.6659]
    mixed = articles.sample(frac=1, random_state=1)
    again = label_choice(
        mixed, LABELS, by=articles["outlet"], clusters=pd.Series(articles.index, index=articles.index)
    )
    pd.testing.assert_frame_equal(again, found)


@pytest.mark.parametrize("voice", ["own", "quoted", "all"])
def test_a_row_selects_the_hits_it_counts(voice: str):
    hits = label_hits(ARTICLES, LABELS)
    for _, row in chosen(voice).iterrows():
        counted = behind(row, hits, ARTICLES)
        assert len(counted) == row["count"]
        assert counted["article_id"].nunique() == row["articles"]


def test_several_keys_may_group():
    by = ARTICLES[["language", "outlet"]]
    found = label_choice(ARTICLES, LABELS, by=by, clusters=CLUSTERS)
    assert list(found)[:5] == ["language", "outlet", "referent", "choice", "measure"]
    assert found["count"].tolist() == chosen()["count"].tolist()


def test_refusals():
    with pytest.raises(LanguageError, match="dictionary toy is written for id; found articles in en"):
        label_hits(ARTICLES.assign(language=["id", "en", "id", "id"]), LABELS)
    with pytest.raises(DictionaryError, match="dictionary flat: category 'war' is not `referent/label`"):
        label_hits(ARTICLES, Dictionary("flat", "id", "1", {"war": ("perang",)}))
    with pytest.raises(TableError, match="voice is all, own, quoted, distanced; got 'agency'"):
        chosen("agency")
