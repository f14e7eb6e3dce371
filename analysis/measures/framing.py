"""Aspects emphasised: in how many articles the word list of a frame fires, and in whose voice.

A word list finds words. Until it has been held against people's codes, its share is a match rate
("articles in which the word list fired") and not the share of articles with the frame.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.annotations.quotations import quotations
from analysis.annotations.voice import voice_at
from analysis.measures.intervals import key_frame, ratio_table
from analysis.tables import LanguageError, keyed, result_table
from analysis.text.dictionary import Dictionary, read_dictionary
from analysis.text.passport import shipped
from analysis.text.patterns import find_patterns
from analysis.text.tokens import tokenize

ENOUGH = 2
"""Hits in the text that make a frame present; one in the title does too."""


def frames_for(code: str, name: str = "visit") -> Dictionary | None:
    """A shipped dictionary of frames of a language, None where there is none."""
    full = f"{code}/{name}"
    return read_dictionary(full) if full in shipped("dictionaries") else None


def frame_hits(
    articles: pd.DataFrame, frames: Dictionary | None = None, *, quotes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Where the word lists fired.

    Returns
    -------
    Hits: article_id, start, end, label (the frame), voice, pattern, in_title.
    """
    parts = []
    for part, known in _by_language(articles, frames):
        if known is None:
            continue
        found = find_patterns(tokenize(part), known.categories)
        mine = quotes[quotes["article_id"].isin(part.index)] if quotes is not None else None
        found["voice"] = voice_at(part, found, mine) if len(found) else pd.Series(dtype="str")
        titles = part["title"].fillna("").str.len().reindex(found["article_id"]).to_numpy()
        found["in_title"] = found["start"].to_numpy() < titles
        parts.append(found)
    columns = ["article_id", "start", "end", "label", "voice", "pattern", "in_title"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _by_language(articles: pd.DataFrame, frames: Dictionary | None):
    for code, part in articles.groupby(articles["language"].fillna("und"), sort=True):
        if frames is not None and frames.language not in (code, "und"):
            raise LanguageError(
                f"dictionary {frames.name} is written for {frames.language}; {len(part)} articles are {code}, "
                f'first: {part.index[0]!r}. Take articles[articles["language"] == "{frames.language}"].'
            )
        yield part, frames if frames is not None else frames_for(str(code))


def score_frames(
    articles: pd.DataFrame,
    *,
    frames: Dictionary | None = None,
    quotes: pd.DataFrame | None = None,
    hits: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Which frames' word lists fire in each article.

    Parameters
    ----------
    articles : article table; `frames` : a dictionary of one language; the shipped `visit` set of each if not given.

    Returns
    -------
    DataFrame with a row per article and frame: article_id, frame, present (a hit in the title, or two in the
    text), hits, intensity (hits per 1,000 words), in_title, own_present, own_hits (in the outlet's own words),
    quoted_hits (quoted or paraphrased), n_tokens. A language without a dictionary has no rows.
    """
    quotes = quotations(articles) if quotes is None else quotes
    hits = frame_hits(articles, frames, quotes=quotes) if hits is None else hits
    parts = []
    for part, known in _by_language(articles, frames):
        if known is None:
            continue
        grid = pd.MultiIndex.from_product([part.index, list(known.categories)], names=["article_id", "frame"])
        mine = hits[hits["article_id"].isin(part.index)]
        own, quoted = mine["voice"] == "own", mine["voice"].isin(("quoted", "paraphrased"))
        table = pd.DataFrame(
            {
                "hits": _count(mine, grid),
                "title_hits": _count(mine[mine["in_title"].astype(bool)], grid),
                "own_hits": _count(mine[own], grid),
                "own_title_hits": _count(mine[own & mine["in_title"].astype(bool)], grid),
                "quoted_hits": _count(mine[quoted], grid),
            },
            index=grid,
        ).reset_index()
        words = pd.Series(tokenize(part).n_tokens, index=part.index)
        table["n_tokens"] = words.reindex(table["article_id"]).to_numpy()
        parts.append(table)
    columns = [
        "article_id",
        "frame",
        "present",
        "hits",
        "intensity",
        "in_title",
        "own_present",
        "own_hits",
        "quoted_hits",
        "n_tokens",
    ]
    if not parts:
        return pd.DataFrame(columns=columns)
    scores = pd.concat(parts, ignore_index=True)
    scores["in_title"] = scores["title_hits"] > 0
    scores["present"] = scores["in_title"] | (scores["hits"] >= ENOUGH)
    scores["own_present"] = (scores["own_title_hits"] > 0) | (scores["own_hits"] >= ENOUGH)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores["intensity"] = np.where(
            scores["n_tokens"] > 0, scores["hits"] / scores["n_tokens"] * 1000, np.nan
        )
    return scores[columns]


def _count(hits: pd.DataFrame, grid: pd.MultiIndex) -> np.ndarray:
    counts = hits.groupby(["article_id", "label"]).size()
    counts.index = counts.index.set_names(["article_id", "frame"])
    return counts.reindex(grid, fill_value=0).to_numpy()


def framing(
    scores: pd.DataFrame, *, by: pd.Series | pd.DataFrame, clusters: pd.Series, column: str = "present"
) -> pd.DataFrame:
    """Share of articles in which each frame's word list fired.

    Parameters
    ----------
    scores : `score_frames(articles)`; `by` : group of each article; `clusters` : syndication cluster of each.
    column : `present` (anywhere), `own_present` (in the outlet's own words) or `in_title`.

    Returns
    -------
    Result table: by-keys, frame, measure `match_rate` (or `own_match_rate`, `title_match_rate`), value (share of
    articles), low, high (Wilson at the effective number of clusters), n (clusters), unit, of; count (articles in
    which it fired), articles.
    """
    distinct = pd.Index(scores["article_id"].unique())
    keys = key_frame(by, distinct).set_index(distinct).reindex(scores["article_id"])
    rows = pd.DataFrame({"frame": scores["frame"].to_numpy(), "amount": scores[column].to_numpy(dtype=float)})
    for name in keys.columns:
        rows[name] = keys[name].to_numpy()
    rows["cluster"] = keyed(clusters, distinct, "clusters").reindex(scores["article_id"]).to_numpy()
    rows["weight"] = 1.0
    names = [*keys.columns, "frame"]
    table = ratio_table(rows, names, amount="amount", weight="weight", share=True).drop(columns=["se"])
    table = table.rename(columns={"total": "count", "weight": "articles"})
    table[["count", "articles"]] = table[["count", "articles"]].astype("int64")
    measure = {"present": "match_rate", "own_present": "own_match_rate", "in_title": "title_match_rate"}[
        column
    ]
    return result_table(table, keys=names, measure=measure, unit="share of articles", of="articles")
