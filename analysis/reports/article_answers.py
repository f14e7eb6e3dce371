"""Answer sentences on one article: what it is, whose words it holds, what the lists find in it."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.pipeline import Corpus
from analysis.reports.differing import linked
from analysis.reports.words import Words


def facts(table: pd.DataFrame, words: Words, chosen: Corpus, copies: pd.DataFrame) -> list[Markup]:
    """Who published it when, and whether others published the same text."""
    article = chosen.articles.iloc[0]
    said = [
        words("answer.facts.published", outlet=article["outlet"] or "–", day=words.day(article["day"])),
        words("answer.facts.alone") if not len(copies) else words(
            "answer.facts.copies",
            n=words.number(len(copies)),
            outlets=words.listed(list(dict.fromkeys(copies["outlet"]))),
        ),
    ]  # fmt: skip
    return said


def voice_words(table: pd.DataFrame, words: Words) -> list[Markup]:
    """How many of the words are the outlet's own and how many are other people's."""
    counts = dict(zip(table["voice"], table["words"], strict=True))
    total = int(table["words"].sum())
    others = sum(counts.get(voice, 0) for voice in ("quoted", "paraphrased"))
    return [words("answer.voice_words.split", total=words.number(total), others=words.number(others))]


def quotes(table: pd.DataFrame, words: Words) -> list[Markup]:
    """How many quotations, and how many speakers with a name."""
    named = table["speaker"].dropna()
    named = named[named != ""]
    if not len(table):
        return [words("answer.quotes.none")]
    return [words("answer.quotes.found", n=words.number(len(table)), speakers=words.number(named.nunique()))]


def weights(table: pd.DataFrame, words: Words) -> list[Markup]:
    """The words that weigh most."""
    if not len(table):
        return [words("answer.weights.none")]
    shown = [
        Markup("{} ({})").format(row["term"], linked(words.number(row["weight"], 1), row.get("link")))
        for row in table.head(5).to_dict("records")
    ]
    return [words("answer.weights.top", terms=words.listed(shown))]


def aspects(table: pd.DataFrame, words: Words) -> list[Markup]:
    """Which word lists fire."""
    if not len(table):
        return [words("answer.aspects.none")]
    shown = [
        Markup("{} ({})").format(row["frame_name"], linked(words.number(row["count"]), row.get("link")))
        for row in table.head(5).to_dict("records")
    ]
    return [words("answer.aspects.top", frames=words.listed(shown))]
