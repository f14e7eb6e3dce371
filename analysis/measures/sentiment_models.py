"""Sentiment by a model (trained linear, transformer, VADER): the columns of `score_sentiment`, from classified texts."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import pandas as pd

from analysis.annotations.voice import voice_at
from analysis.tables import LanguageError, TableError
from analysis.text.layout import in_order, joined
from analysis.text.sentences import sentences
from analysis.text.tokens import tokenize
from analysis.text.tone_model import ToneModel, fit_tone_model

COLUMNS = [
    "article_id",
    "score",
    "positive",
    "negative",
    "n_tokens",
    "matched",
    "label",
    "language",
    "reason",
]


class Classifier(Protocol):
    """What can stand for a model: `ToneModel`, `Transformer`, `Vader`."""

    language: str

    def classify(self, texts: Any) -> pd.DataFrame:
        """Label, negative, neutral and positive of each text, perhaps score and decided."""
        ...


def train_sentiment(
    labels: pd.DataFrame, *, language: str, strength: float = 4.0, seed: int = 0, source: str = "not stated"
) -> ToneModel:
    """Train a transparent linear model on labelled texts.

    Parameters
    ----------
    labels : DataFrame with text and label (positive, neutral, negative); with start and end (characters of a mention in the
        text) the model learns the tone toward that mention. `language` : code. `strength` : inverse of the penalty.
    source : where the labels come from and their licence, for the passport.

    Returns
    -------
    ToneModel: `classify`, `write`; its passport says how well it did on folds it was not fitted on.

    Raises
    ------
    TableError
        For a missing column, another label, or fewer than 20 texts of a label.

    Examples
    --------
    >>> labels = pd.DataFrame({"text": [f"{word} {i}" for word in ("good", "bad", "plain") for i in range(20)],
    ...                        "label": ["positive"] * 20 + ["negative"] * 20 + ["neutral"] * 20})
    >>> train_sentiment(labels, language="en").classify(pd.Series(["good"]))["label"].tolist()
    ['positive']
    """
    missing = [name for name in ("text", "label") if name not in labels]
    if missing:
        raise TableError(f"labels needs the columns text and label; it lacks {missing[0]!r}.")
    known = labels.dropna(subset=["text", "label"])
    targets = None
    if {"start", "end"} <= set(known):
        targets = list(zip(known["start"].astype(int), known["end"].astype(int), strict=True))
    return fit_tone_model(
        known["text"].astype(str).tolist(),
        known["label"].astype(str).tolist(),
        language=language,
        targets=targets,
        strength=strength,
        seed=seed,
        passport={
            "name": "trained",
            "source": source,
            "made": "logistic regression over words and rule features",
        },
    )


def score_sentiment_with(
    articles: pd.DataFrame, model: Classifier, *, by: str = "sentence", quotes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Tone of articles or sentences by a model.

    How to read it: a score of .5 is a balance of probabilities of fifty points for the good side.

    Parameters
    ----------
    articles : article table of the model's language. `model` : `ToneModel`, `Transformer` or `Vader`.
    by : `sentence`, or `article` (the mean over its sentences: such models were made for sentences).
    quotes : `quotations(articles)` where at hand.

    Returns
    -------
    DataFrame as `score_sentiment` gives: article_id, score (positive - negative, or VADER's compound), positive and negative
    (probabilities), n_tokens, matched, label, language, reason; by sentence also sentence, start, end, field, voice and,
    where the model says so, decided (the words that decided).

    Raises
    ------
    LanguageError
        For articles of another language. TableError for another `by`.

    Examples
    --------
    >>> from analysis.text.vader import Vader
    >>> articles = pd.DataFrame({"title": "", "text": ["The deal is good. It rained."], "language": "en", "genre": "news",
    ...                          "agency": None}, index=pd.Index(["a"], name="article_id"))
    >>> score_sentiment_with(articles, Vader())[["score", "label"]].to_numpy().tolist()
    [[0.4404, 'positive'], [0.0, 'neutral']]
    """
    if by not in ("sentence", "article"):
        raise TableError(f"by is sentence or article; got {by!r}.")
    other = articles.index[articles["language"].ne(model.language)] if model.language else articles.index[:0]
    if len(other):
        raise LanguageError(
            f"the model reads {model.language}; {len(other)} articles are of other languages, first: {other[0]!r}."
        )
    table = sentences(articles)
    table["voice"] = voice_at(articles, table, quotes)
    texts = joined(articles)
    said = [
        texts[name][low:high]
        for name, low, high in zip(table["article_id"], table["start"], table["end"], strict=True)
    ]
    distinct, which = (
        np.unique(np.array(said, dtype=object), return_inverse=True) if said else (np.array([]), [])
    )
    found = model.classify(list(distinct)).iloc[np.asarray(which, dtype=int)].reset_index(drop=True)
    table["n_tokens"] = _words(articles, table)
    table["positive"], table["negative"] = found["positive"], found["negative"]
    table["score"] = found["score"] if "score" in found else found["positive"] - found["negative"]
    table["label"], table["matched"], table["reason"] = found["label"], True, ""
    if "decided" in found:
        table["decided"] = found["decided"]
    language = articles["language"].reindex(table["article_id"]).to_numpy()
    table["language"] = language
    return table if by == "sentence" else _articles(articles, table)


def _words(articles: pd.DataFrame, table: pd.DataFrame) -> np.ndarray:
    """Tokens of each sentence."""
    tokens = tokenize(articles)
    starts, ends = tokens.borders
    stride = int(max(ends.max(initial=0), table["end"].max() if len(table) else 0)) + 1
    owner = articles.index.get_indexer(pd.Index(table["article_id"]))
    place = (
        np.searchsorted(
            owner * stride + table["start"].to_numpy(), tokens.article * stride + starts, side="right"
        )
        - 1
    )
    return np.bincount(place[place >= 0], minlength=len(table))


def _articles(articles: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Means over the sentences of each article; the label is that of the largest mean probability."""
    neutral = 1 - table["positive"] - table["negative"]
    groups = table.assign(neutral_=neutral).groupby("article_id", sort=False)
    means = groups[["score", "positive", "negative", "neutral_"]].mean().reindex(articles.index)
    found = means[["score", "positive", "negative"]].reset_index()
    names = np.array(["positive", "negative", "neutral"], dtype=object)
    best = means[["positive", "negative", "neutral_"]].fillna(0.0).to_numpy().argmax(axis=1)
    known = means["score"].notna().to_numpy()
    found["n_tokens"] = groups["n_tokens"].sum().reindex(articles.index).fillna(0).astype("int64").to_numpy()
    found["matched"], found["label"] = known, pd.Series(names[best], dtype="str").where(known)
    found["language"] = articles["language"].to_numpy()
    found["reason"] = np.where(known, "", "no words")
    return in_order(found[COLUMNS], articles)
