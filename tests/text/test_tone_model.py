"""Trained tone models: readable, calibrated, written and read alike, and honest about how well they do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import softmax

from analysis.tables import LexiconError, TableError
from analysis.text.lexicon import lexicon_for
from analysis.text.tone_features import RULE_FEATURES, features
from analysis.text.tone_model import CLASSES, fit_tone_model, read_tone_model

GOOD, BAD, PLAIN = ("hebat", "bagus", "indah"), ("parah", "jelek", "kacau"), ("meja", "kursi", "lemari")


def labelled(size: int = 40, seed: int = 0) -> tuple[list[str], list[str]]:
    draw = np.random.default_rng(seed)
    texts, labels = [], []
    for words, label in ((GOOD, "positive"), (BAD, "negative"), (PLAIN, "neutral")):
        for i in range(size):
            texts.append(f"kata{draw.integers(30)} {draw.choice(words)} kata{draw.integers(30)} nomor{i}")
            labels.append(label if draw.random() > 0.1 else str(draw.choice(CLASSES)))
    return texts, labels


@pytest.fixture(scope="module")
def model():
    return fit_tone_model(*labelled(), language="id")


def test_probabilities_are_the_softmax_of_weighted_features(model):
    text = "kursi hebat sekali"
    row = features([text], "id", lexicon_for("id"))[0]
    place = {name: i for i, name in enumerate(model.names)}
    worth = {name: value * model.scale[place[name]] for name, value in row.items() if name in place}
    words = {name for name in worth if name[0] != "="}
    length = sum(worth[name] ** 2 for name in words) ** 0.5
    sums = model.intercept + sum(
        (value / length if name in words else value) * model.weights[place[name]]
        for name, value in worth.items()
    )
    found = model.classify([text])
    assert found[list(CLASSES)].iloc[0].tolist() == pytest.approx(softmax(sums / model.temperature).tolist())
    assert found["label"].iloc[0] == "positive"
    assert found["decided"].iloc[0].startswith(("hebat +", "="))


def test_a_model_says_how_well_it_did_and_is_the_same_each_time(model):
    assert "on 4 folds of 120 labelled texts" in model.passport["validity"]
    assert float(model.passport["validity"].split()[1]) > 0.75
    again = fit_tone_model(*labelled(), language="id")
    assert np.allclose(again.weights, model.weights)


def test_written_and_read_it_says_the_same(model, tmp_path):
    texts = labelled(5, seed=1)[0]
    path = model.write(tmp_path / "mine.gz")
    read = read_tone_model(path)
    one, two = model.classify(texts), read.classify(texts)
    assert one["label"].tolist() == two["label"].tolist()
    assert np.abs(one[list(CLASSES)].to_numpy() - two[list(CLASSES)].to_numpy()).max() < 0.01
    assert read.passport == model.passport
    assert path.read_bytes() == model.write(tmp_path / "again.gz").read_bytes()
    (tmp_path / "broken.gz").write_bytes(b"no model")
    with pytest.raises(
        LexiconError, match=r"broken.gz: not a tone model of `media-coverage train sentiment`"
    ):
        read_tone_model(tmp_path / "broken.gz")


def test_words_beside_a_target_are_told_from_those_of_the_text():
    found = features(["Ani memuji Budi di sini"], "id", None, [(11, 15)])[0]
    assert {"memuji>", "ani>", "<di", "<sini", "memuji:1>", "<1:di", "TARGET", "memuji TARGET"} <= set(found)
    assert "budi" not in found
    assert set(features(["bagus"], "id", None)[0]) == {"bagus"}
    assert all(name.startswith("=") for name in RULE_FEATURES)


def test_toward_two_targets_in_one_sentence_a_model_can_differ():
    draw = np.random.default_rng(0)
    texts, labels, targets = [], [], []
    for i in range(40):
        text = f"si{draw.integers(9)} zzz ani dan yyy budi nomor{i}"
        for name, label in (("ani", "positive"), ("budi", "negative"), ("si", "neutral")):
            texts.append(text)
            labels.append(label)
            targets.append((text.index(name), text.index(name) + len(name)))
    model = fit_tone_model(texts, labels, language="id", targets=targets)
    text = "si1 zzz ani dan yyy budi"
    found = model.classify([text, text], [(8, 11), (20, 24)])
    assert found["label"].tolist() == ["positive", "negative"]
    with pytest.raises(TableError, match="give targets"):
        model.classify([text])


def test_refusals():
    with pytest.raises(TableError, match="labels are positive, neutral or negative; got 'good'"):
        fit_tone_model(["a"], ["good"], language="id")
    with pytest.raises(TableError, match="a model needs 20 texts of each label; there are 1 negative"):
        fit_tone_model(["a"], ["negative"], language="id")
    assert len(pd.DataFrame(features([], "id", None))) == 0
