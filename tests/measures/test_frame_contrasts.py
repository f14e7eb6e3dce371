"""Frame by actor, headline against body, labels between outlets: published numbers, laws, what has no value."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.measures.evidence import behind
from analysis.measures.frame_by_actor import association, frame_actor_hits, frame_by_actor
from analysis.measures.framing import frame_hits, framing, score_frames
from analysis.measures.headline_body import headline_body
from analysis.measures.intervals import ratio_table, wilson
from analysis.measures.label_choice import label_choice, label_hits, spoken_by
from analysis.measures.label_contrast import label_contrast, label_use, lexical_choice_ratio
from analysis.measures.machine_agreement import machine_agreement
from analysis.tables import TableError, check_result
from analysis.text.dictionary import Dictionary


def pairs(cells: tuple[int, int, int, int]) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    both, actor, frame, neither = cells
    ids = [f"a{i}" for i in range(sum(cells))]
    fired = [True] * both + [False] * actor + [True] * frame + [False] * neither
    scores = pd.DataFrame({"article_id": ids, "frame": "threat", "present": fired})
    mentions = pd.DataFrame({"article_id": ids[: both + actor], "actor": "Kim"})
    return scores, mentions, pd.Series(ids, index=ids)


def test_frame_by_actor_as_published():
    scores, mentions, clusters = pairs((24, 16, 36, 124))
    row = check_result(frame_by_actor(scores, mentions, clusters=clusters)).iloc[0]
    assert [row["value"], row["odds_ratio"], row["phi"], row["npmi"]] == pytest.approx(
        [2.0, 5.166667, 0.327327, 0.326916], abs=1e-6
    )
    assert row["low"] < 2 < row["high"]
    assert row["distinguishable"]
    parts = association(24, 16, 36, 124)
    assert (parts["log_odds"], parts["log_odds_se"]) == pytest.approx((1.642228, 0.374178), abs=1e-6)


def test_copies_change_nothing_and_small_cells_are_hidden():
    scores, mentions, clusters = pairs((24, 16, 36, 124))
    twice = scores.assign(article_id=scores["article_id"] + "x")
    more = mentions.assign(article_id=mentions["article_id"] + "x")
    both = pd.concat([clusters, pd.Series(clusters.to_numpy(), index=clusters.index + "x")])
    one = frame_by_actor(scores, mentions, clusters=clusters).iloc[0]
    two = frame_by_actor(pd.concat([scores, twice]), pd.concat([mentions, more]), clusters=both).iloc[0]
    assert two[["value", "low", "high", "n"]].tolist() == pytest.approx(
        one[["value", "low", "high", "n"]].tolist()
    )
    hidden = frame_by_actor(*pairs((4, 16, 36, 124))[:2], clusters=pairs((4, 16, 36, 124))[2]).iloc[0]
    assert np.isnan(hidden["value"])
    assert hidden["count"] == 4


FRAMES = Dictionary("toy", "id", "1", {"threat": ("rudal*",), "peace": ("damai",)})
ARTICLES = pd.DataFrame(
    {"title": ["Rudal", "Kota", ""], "text": ["Rudal, rudal.\n\nDamai, damai.", "Rudal dan rudal.", "rudal"], "outlet": "X"},
    index=pd.Index(list("abc"), name="article_id"),
).assign(language="id", genre="news", agency=None)  # fmt: skip
CLUSTERS = pd.Series(list("abc"), index=list("abc"))


def test_headline_lead_and_body_are_apart():
    found = score_frames(ARTICLES, frames=FRAMES).set_index(["article_id", "frame"])
    assert found.loc[("a", "threat"), ["in_title", "in_lead", "in_body", "in_text"]].tolist() == [
        True,
        True,
        False,
        True,
    ]
    assert found.loc[("a", "peace"), ["in_title", "in_lead", "in_body", "in_text"]].tolist() == [
        False,
        False,
        True,
        True,
    ]
    assert pd.isna(found.loc[("b", "threat"), "in_body"])
    assert found["too_short"].all()
    table = framing(found.reset_index(), by=ARTICLES["outlet"], clusters=CLUSTERS, column="in_lead")
    assert table.set_index("frame")["value"].to_dict() == {"peace": 0.0, "threat": 1.0}


def test_headline_against_body():
    found = headline_body(score_frames(ARTICLES, frames=FRAMES), by=ARTICLES["outlet"], clusters=CLUSTERS)
    row = check_result(found).set_index("frame").loc["threat"]
    assert [row["value"], row["headline"], row["body"], row["promoted"]] == [-0.5, 0.5, 1.0, 0.5]
    with pytest.raises(TableError, match="scores lack the column 'in_title'"):
        headline_body(pd.DataFrame({"article_id": ["a"]}), by=ARTICLES["outlet"], clusters=CLUSTERS)


def test_a_cell_of_frame_by_actor_opens_its_hits():
    scores, hits = score_frames(ARTICLES, frames=FRAMES), frame_hits(ARTICLES, FRAMES)
    mentions = pd.DataFrame({"article_id": ["a", "b"], "actor": ["Kim", "Putin"]})
    rows = frame_actor_hits(hits, scores, mentions)
    row = pd.Series({"frame": "threat", "actor": "Putin", "measure": "lift"})
    assert behind(row, rows, ARTICLES)["article_id"].tolist() == ["b", "b"]


def test_generic_lists_are_shown_only_with_their_agreement():
    frames = Dictionary("generic", "id", "1", FRAMES.categories, {"needs_agreement": True})
    scores = score_frames(ARTICLES, frames=frames)
    with pytest.raises(
        TableError, match="the word list of 'peace' is shown only with its measured agreement"
    ):
        framing(scores, by=ARTICLES["outlet"], clusters=CLUSTERS)
    codes = scores[["article_id", "frame"]].assign(code=1)
    found = framing(
        scores, by=ARTICLES["outlet"], clusters=CLUSTERS, agreement=machine_agreement(scores, codes)
    )
    assert found.set_index("frame").loc["threat", ["precision", "coded"]].tolist() == [1.0, 3]


LABELS = Dictionary(
    "toy", "id", "1", {"war/operation": ("operasi militer khusus",), "war/invasion": ("invasi",)}
)


def labelled(*texts: str) -> pd.DataFrame:
    ids = pd.Index([f"a{i}" for i in range(len(texts))], name="article_id")
    return pd.DataFrame({"title": "", "text": list(texts)}, index=ids).assign(
        language="id", genre="news", agency=None
    )


def test_scare_quotes_and_yang_disebut_are_no_adoption():
    table = labelled(
        "Ia membela “operasi militer khusus” itu.",
        "Rusia memulai apa yang disebutnya sebagai operasi militer khusus. Invasi berlanjut.",
        "Operasi militer khusus berlanjut.",
        "Perang yang disebut Moskwa operasi militer khusus itu berlanjut.",
    )
    hits = label_hits(table, LABELS)
    said = dict(zip(hits["article_id"] + "/" + hits["choice"], hits["distance"], strict=True))
    assert said["a0/operation"] == "scare_quotes"
    assert said["a2/operation"] == said["a1/invasion"] == ""
    assert said["a3/operation"] == "so_called"
    assert "a2" in set(spoken_by(hits, "own")["article_id"])
    assert not {"a0", "a3"} & set(spoken_by(hits, "own")["article_id"])
    assert len(spoken_by(hits, "distanced")) == 3


def test_the_log_ratio_of_labels_as_published():
    assert lexical_choice_ratio(14, 60, 45, 80) == pytest.approx(-2.0392, abs=5e-5)
    assert lexical_choice_ratio(45, 80, 14, 60) == pytest.approx(2.0392, abs=5e-5)
    low, high = wilson(np.array([14 / 60, 45 / 80]), np.array([60, 80]))
    assert [*low, *high] == pytest.approx([0.1444, 0.4534, 0.3544, 0.6659], abs=5e-5)


def test_six_articles_have_the_published_design_effect():
    uses = [(6, 2), (4, 4), (2, 10), (1, 12), (1, 8), (0, 10)]
    rows = pd.DataFrame({"g": "x", "cluster": [str(i) for i in range(6)], "amount": [k for k, _ in uses],
                         "weight": [k + m for k, m in uses]}).astype({"amount": float, "weight": float})  # fmt: skip
    se = ratio_table(rows, ["g"], share=True)["se"].item()
    assert se == pytest.approx(0.1050, abs=5e-5)
    assert (se / np.sqrt(14 / 60 * 46 / 60 / 60)) ** 2 == pytest.approx(3.70, abs=0.005)


def test_label_contrast_turns_round_with_the_outlets():
    table = labelled(
        *["Invasi dan operasi militer khusus, invasi."] * 10, *["Operasi militer khusus. Invasi."] * 10
    )
    outlet = pd.Series(["X"] * 10 + ["Y"] * 10, index=table.index, name="outlet")
    ids = pd.Series(table.index, index=table.index)
    hits = spoken_by(label_hits(table, LABELS), "own")
    one = check_result(label_contrast(hits, by=outlet, clusters=ids)).set_index("choice")
    two = label_contrast(hits, by=outlet.map({"X": "Y", "Y": "X"}), clusters=ids).set_index("choice")
    assert one.loc["invasion", "value"] == pytest.approx(lexical_choice_ratio(20, 30, 10, 20))
    assert one["value"].to_numpy() == pytest.approx(-two["value"].to_numpy())
    few = label_contrast(hits, by=outlet, clusters=outlet.rename("c"))
    assert few["low"].isna().all()


def test_only_mixes_and_never_are_apart():
    table = labelled("Invasi.", "Invasi dan operasi militer khusus.", "Hujan.", "Cerah.")
    outlet = pd.Series(["X", "X", "X", "Z"], index=table.index, name="outlet")
    found = check_result(
        label_use(
            label_hits(table, LABELS), table, by=outlet, clusters=pd.Series(table.index, index=table.index)
        )
    )
    cell = found.set_index(["outlet", "choice", "measure"])["value"]
    assert [cell["X", "invasion", name] for name in ("uses", "only", "mixes")] == [1.0, 0.5, 0.5]
    assert cell["X", "", "mentions"] == pytest.approx(2 / 3)
    assert cell["Z", "", "mentions"] == 0
    assert np.isnan(cell["Z", "invasion", "uses"])
    shares = label_choice(table, LABELS, by=outlet, clusters=pd.Series(table.index, index=table.index))
    assert "Z" not in set(shares["outlet"])
