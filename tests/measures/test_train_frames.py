"""Frames of one's own: learned from codes, checked apart by text and by outlet, saved, used like a dictionary."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.cli import main
from analysis.measures.framing import frame_hits, framing, score_frames
from analysis.measures.model_facts import deciding_words, learning_curve, performance
from analysis.measures.train_frames import coded_table, folds_of, train_frames
from analysis.tables import DictionaryError, LanguageError, TableError
from analysis.text.calibration import matched_threshold, platt
from analysis.text.dictionary import Dictionary, read_dictionary

THREAT = ("rudal", "senjata", "ancaman", "perang")
PEACE = ("damai", "dialog", "rukun", "sepakat")
COMMON = ("kota", "warga", "presiden", "hari", "acara", "pasar", "jalan", "pagi")


def collection(n: int = 80) -> tuple[pd.DataFrame, pd.DataFrame]:
    generator = np.random.default_rng(4)
    rows, codes = [], []
    for i in range(n):
        words = list(generator.choice(COMMON, 12))
        kinds = (
            {"threat": THREAT, "peace": PEACE}
            if i % 4 == 3
            else {"threat": THREAT}
            if i % 2
            else {"peace": PEACE}
        )
        for kind in kinds.values():
            words += list(generator.choice(kind, 2))
        generator.shuffle(words)
        rows.append((f"a{i}", "", " ".join(words), "XYZ"[i % 3]))
        codes += [(f"a{i}", frame, int(frame in kinds), "ani") for frame in ("threat", "peace")]
    table = pd.DataFrame(rows, columns=["article_id", "title", "text", "outlet"]).set_index("article_id")
    table = table.assign(language="id", genre="news", agency=None)
    return table, pd.DataFrame(codes, columns=["article_id", "frame", "code", "coder"])


ARTICLES, CODES = collection()
MODEL = train_frames(
    CODES, ARTICLES, lists=[Dictionary("mine", "id", "1", {"arms": ("rudal", "senjata")})], name="mine"
)


def test_it_learns_what_coders_see_and_says_how_well():
    checked = performance(MODEL).set_index(["frame", "validation"])
    assert (checked["f1"] > 0.85).all()
    assert set(checked.index.get_level_values("validation")) == {"cluster", "outlet"}
    assert (checked["found_share"] - checked["coded_share"]).abs().max() < 0.1
    assert "macro-F1" in MODEL.passport["validity"]
    top = deciding_words(MODEL).groupby("frame")["feature"].apply(lambda words: set(words[:12]))
    assert top["threat"] & set(THREAT)
    assert top["peace"] & set(PEACE)
    curve = learning_curve(MODEL)
    assert curve["articles"].is_monotonic_increasing
    assert len(curve) == 4


def test_it_stands_wherever_a_dictionary_does(tmp_path):
    again = read_dictionary(MODEL.save(tmp_path / "mine"))
    assert (again.name, again.version, again.categories) == (MODEL.name, MODEL.version, MODEL.categories)
    scores = score_frames(ARTICLES, frames=again)
    assert scores["probability"].between(0, 1).all()
    gold = CODES.set_index(["article_id", "frame"])["code"].astype(bool)
    fired = scores.set_index(["article_id", "frame"])["present"].astype(bool)
    assert (fired == gold.reindex(fired.index)).mean() > 0.95
    clusters = pd.Series(ARTICLES.index, index=ARTICLES.index)
    assert framing(scores, by=ARTICLES["outlet"], clusters=clusters)["measure"].unique().tolist() == [
        "match_rate"
    ]
    assert set(frame_hits(ARTICLES, again)["label"]) == {"threat", "peace"}


def test_quoted_words_are_not_the_outlets_own():
    said = ARTICLES.iloc[:1].assign(
        text="Warga kota rukun dan damai dalam dialog. “Rudal, senjata, ancaman dan perang di jalan itu,” kata Budi Santoso."
    )
    row = score_frames(said, frames=MODEL).set_index("frame").loc["threat"]
    assert row["quoted_present"]
    assert not row["own_present"]
    assert pd.isna(row["in_title"])


def test_the_same_codes_give_the_same_model():
    again = train_frames(CODES.sample(frac=1, random_state=1), ARTICLES, lists=[], curve=False)
    once = train_frames(CODES, ARTICLES, lists=[], curve=False)
    assert again.version == once.version
    assert once.version != MODEL.version


def test_copies_never_stand_on_both_sides():
    gold = np.array([1.0, 1, 0, 0, 1, 1, 0, 0] * 5)
    group = np.repeat(np.arange(20), 2)
    fold = folds_of(gold, group, seed=1)
    assert all(len(set(fold[group == one])) == 1 for one in group)
    assert [gold[fold == one].sum() for one in range(5)] == [4] * 5


def test_threshold_and_calibration_by_hand():
    assert matched_threshold(np.array([0.9, 0.8, 0.2]), np.array([1.0, 1, 0])) == 0.5
    assert matched_threshold(np.array([0.9, 0.8]), np.array([0.0, 0])) == 0.5
    slope, offset = platt(np.array([-1.0, 1] * 50), np.array([0.0, 1] * 50))
    assert 1 / (1 + np.exp(-(slope + offset))) == pytest.approx(51 / 52, abs=1e-4)


def test_coders_who_split_leave_the_article_out():
    two = pd.concat(
        [
            CODES,
            CODES.assign(
                coder="budi", code=lambda t: t["code"].where(t["article_id"] != "a0", 1 - t["code"])
            ),
        ]
    )
    table, _ = coded_table(two, ARTICLES)
    assert table.loc["a0"].isna().all()
    assert table.loc["a1"].notna().all()
    only_ones = CODES[CODES["code"] == 1]
    assert (coded_table(only_ones, ARTICLES)[0] == 0).any().all()


def test_refusals(tmp_path):
    with pytest.raises(TableError, match="codes lack the column 'frame'"):
        train_frames(CODES.drop(columns="frame"), ARTICLES)
    with pytest.raises(TableError, match="2 coded articles are not in the table, first: 'z1'"):
        train_frames(CODES.replace({"article_id": {"a0": "z1", "a1": "z2"}}), ARTICLES)
    with pytest.raises(TableError, match="code is 0 or 1; 160 are not, first: 'ya'"):
        train_frames(CODES.assign(code="ya"), ARTICLES)
    with pytest.raises(TableError, match="no frame has 5 coded articles with it and 5 without"):
        train_frames(CODES.head(6), ARTICLES)
    with pytest.raises(LanguageError, match="training frames works within one language"):
        train_frames(CODES, ARTICLES.assign(language=["id", "en"] * 40))
    with pytest.raises(LanguageError, match="dictionary mine is written for id; 80 articles are en"):
        score_frames(ARTICLES.assign(language="en"), frames=MODEL)
    (tmp_path / "x.npz").write_text("no", encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"x.npz: not a model of frames"):
        read_dictionary(tmp_path / "x.npz")


def test_one_command_trains_and_freezes(tmp_path, capsys):
    raw = tmp_path / "raw.csv"
    frame = ARTICLES.reset_index().assign(
        published="2024-06-19", url=lambda t: "https://x.example/" + t["article_id"]
    )
    frame.to_csv(raw, index=False)
    store = tmp_path / "store"
    assert main(["ingest", str(raw), "--store", str(store), "--language", "id", "--no-progress"]) == 0
    from analysis.corpus.store import open_store

    articles = open_store(store).read()
    place = {url.rsplit("/", 1)[1]: article_id for article_id, url in articles["url"].items()}
    codes = CODES.assign(article_id=CODES["article_id"].map(place)).dropna()
    codes.to_csv(tmp_path / "codes.csv", index=False)
    capsys.readouterr()
    assert (
        main(["train", "frames", str(tmp_path / "codes.csv"), "--store", str(store), "--name", "mine"]) == 0
    )
    said = capsys.readouterr().out
    assert "macro-F1" in said
    assert "Words that decide:" in said
    assert read_dictionary(store / "instruments" / "mine.npz").categories.keys() == {"threat", "peace"}
    assert main(["train", "frames", "nothing.csv", "--store", str(store)]) == 2


def test_a_model_that_ranks_perfectly_holds_for_an_outlet_with_another_share():
    rows, codes = [], []
    for i in range(120):
        yes = (i // 2) % 10 < (7 if i % 2 else 2)
        rows.append(
            (f"a{i}", "", f"kota warga pasar pagi {'rudal senjata' if yes else 'sungai toko'}", "XY"[i % 2])
        )
        codes.append((f"a{i}", "threat", int(yes)))
    table = pd.DataFrame(rows, columns=["article_id", "title", "text", "outlet"]).set_index("article_id")
    table = table.assign(language="id", genre="news", agency=None)
    model = train_frames(pd.DataFrame(codes, columns=["article_id", "frame", "code"]), table, curve=False)
    checked = performance(model).set_index("validation")
    assert checked.loc["outlet", "f1"] == 1
    assert checked.loc["outlet", "found_share"] == pytest.approx(checked.loc["outlet", "coded_share"])
