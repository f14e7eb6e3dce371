"""Sentiment by models: the columns of the word list, distinct texts read once, clear lines where something is missing."""

from __future__ import annotations

import importlib.util

import numpy as np
import pandas as pd
import pytest

from analysis.cli import main
from analysis.measures.sentiment import score_sentiment, sentiment
from analysis.measures.sentiment_models import score_sentiment_with, train_sentiment
from analysis.tables import LanguageError, ParameterError, TableError
from analysis.text import transformer
from analysis.text.tone_model import read_tone_model
from analysis.text.transformer import Transformer, classes_of
from analysis.text.vader import Vader

VADER = {
    "The deal is good.": 0.4404,
    "The deal is not good.": -0.3412,
    "The deal is very good.": 0.4927,
    "The deal is GOOD!!!": 0.6714,
    "The deal is good, but the sanctions are terrible.": -0.4939,
    "Putin and Kim hailed a strong alliance.": 0.6369,
    "The sanctions committee met.": 0.0,
}


def table(*texts: str, code: str = "en") -> pd.DataFrame:
    index = pd.Index([f"a{i}" for i in range(len(texts))], name="article_id")
    return pd.DataFrame(
        {"title": "", "text": texts, "language": code, "genre": "news", "agency": None}, index=index
    )


class Counting:
    """A classifier that counts what it is asked."""

    language = ""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def classify(self, texts):
        self.asked += list(texts)
        good = np.array([0.8 if "good" in text else 0.1 for text in texts])
        label = np.where(good > 0.5, "positive", "neutral")
        return pd.DataFrame({"label": label, "negative": 0.1, "neutral": 0.9 - good, "positive": good})


def test_vader_as_published():
    found = Vader().classify(list(VADER))
    assert found["score"].round(4).tolist() == list(VADER.values())
    assert found["label"].tolist()[:2] == ["positive", "negative"]
    with pytest.raises(
        LanguageError, match="the model reads en; 1 articles are of other languages, first: 'a0'"
    ):
        score_sentiment_with(table("Bagus", code="id"), Vader())


def test_the_columns_are_those_of_the_word_list_and_each_text_is_read_once():
    articles, model = table("It is good. It rained.", "It is good.", ""), Counting()
    by_sentence = score_sentiment_with(articles, model)
    assert sorted(model.asked) == ["It is good.", "It rained."]
    assert set(score_sentiment(articles, by="sentence")) <= set(by_sentence)
    assert by_sentence["score"].tolist() == pytest.approx([0.7, 0.0, 0.7])
    assert by_sentence["n_tokens"].tolist() == [3, 2, 3]
    by_article = score_sentiment_with(articles, model, by="article")
    assert by_article["score"].tolist() == pytest.approx([0.35, 0.7, np.nan], nan_ok=True)
    assert by_article["reason"].tolist() == ["", "", "no words"]
    assert pd.isna(by_article["label"].iloc[2])
    outlet = pd.Series("X", index=articles.index, name="outlet")
    clusters = pd.Series(articles.index, index=articles.index)
    assert sentiment(by_article, by=outlet, clusters=clusters, part="")["articles"].tolist() == [2]
    with pytest.raises(TableError, match="by is sentence or article; got 'word'"):
        score_sentiment_with(articles, model, by="word")


def labelled(path=None) -> pd.DataFrame:
    words = {"positive": "hebat", "negative": "parah", "neutral": "meja"}
    rows = [(f"{word} nomor{i} hari{i % 7}", label) for i in range(25) for label, word in words.items()]
    return pd.DataFrame(rows, columns=["text", "label"])


def test_a_model_is_trained_by_one_command(tmp_path, capsys):
    labelled().to_csv(tmp_path / "labels.csv", index=False)
    out = tmp_path / "tone.gz"
    assert (
        main(["train", "sentiment", str(tmp_path / "labels.csv"), "--language", "id", "--output", str(out)])
        == 0
    )
    assert "on 4 folds of 75 labelled texts" in capsys.readouterr().out
    found = score_sentiment_with(table("Ini hebat. Ini parah.", code="id"), read_tone_model(out))
    assert found["label"].tolist() == ["positive", "negative"]
    assert found["decided"].str.len().gt(0).all()


def test_a_bad_labels_file_is_one_line(tmp_path, capsys):
    pd.DataFrame({"text": ["a"]}).to_csv(tmp_path / "labels.csv", index=False)
    code = main(
        [
            "train",
            "sentiment",
            str(tmp_path / "labels.csv"),
            "--language",
            "id",
            "--output",
            str(tmp_path / "x.gz"),
        ]
    )
    assert code == 2
    assert (
        capsys.readouterr().err
        == "media-coverage: TableError: labels needs the columns text and label; it lacks 'label'.\n"
    )
    with pytest.raises(TableError, match="it lacks 'text'"):
        train_sentiment(pd.DataFrame({"label": ["positive"]}), language="id")


def test_without_torch_a_clear_line(monkeypatch):
    monkeypatch.setattr(transformer, "find_spec", lambda name: None)
    with pytest.raises(
        ParameterError, match=r"transformers and torch are not installed; .* 'media-coverage\[models\]'"
    ):
        Transformer("any")


def test_labels_that_do_not_say_what_they_mean_are_refused():
    with pytest.raises(ParameterError, match="the model's label 'LABEL_0' does not say what it means"):
        classes_of(["LABEL_0", "LABEL_1"], None)
    assert classes_of(["LABEL_0", "pos"], {"LABEL_0": "negative"}) == ["negative", "positive"]


@pytest.mark.skipif(
    importlib.util.find_spec("torch") is None or importlib.util.find_spec("transformers") is None,
    reason="torch and transformers are an extra",
)
def test_a_tiny_transformer_made_here(tmp_path):
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "it", "is", "good", "rained"]
    (tmp_path / "vocab.txt").write_text("\n".join(words))
    BertTokenizer(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    config = BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8, num_labels=3,
        id2label={0: "NEG", 1: "NEU", 2: "POS"}, label2id={"NEG": 0, "NEU": 1, "POS": 2},
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    model = Transformer(str(tmp_path), batch=2)
    found = score_sentiment_with(table("It is good. It rained.", "It is good."), model)
    assert found["label"].isin(["positive", "neutral", "negative"]).all()
    assert found["score"].iloc[0] == found["score"].iloc[2]
    alone = Transformer(str(tmp_path), batch=1).classify(["It is good."])
    assert found["positive"].iloc[0] == pytest.approx(alone["positive"].iloc[0], abs=1e-6)
