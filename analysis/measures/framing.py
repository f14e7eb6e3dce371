"""Aspects emphasised: in how many articles the word list of a frame fires, and in whose voice.

A word list finds words. Until it has been held against people's codes, its share is a match rate
("articles in which the word list fired") and not the share of articles with the frame.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.annotations.quotations import quotations
from analysis.annotations.voice import token_voice, voice_at
from analysis.measures.intervals import cluster_of, key_frame, ratio_table, within_language
from analysis.tables import LanguageError, TableError, result_table
from analysis.text.dictionary import Dictionary, read_dictionary
from analysis.text.layout import in_order, plain
from analysis.text.passport import shipped
from analysis.text.patterns import find_patterns
from analysis.text.tokens import tokenize

ENOUGH = 2
"""Hits in the text that make a frame present; one in the title does too."""
MEASURES = {"present": "match_rate", "own_present": "own_match_rate", "in_title": "title_match_rate"}
HITS = {
    "article_id": "str",
    "start": "int64",
    "end": "int64",
    "label": "str",
    "voice": "str",
    "pattern": "str",
    "in_title": "bool",
}
SCORES = {
    "article_id": "str",
    "frame": "str",
    "present": "boolean",
    "hits": "int64",
    "intensity": "float64",
    "in_title": "boolean",
    "own_present": "boolean",
    "own_hits": "int64",
    "quoted_hits": "int64",
    "n_tokens": "int64",
    "own_n_tokens": "int64",
    "language": "str",
}


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
    Hits: article_id, start, end, label (the frame), voice, pattern, in_title; in the order of the articles.

    Raises
    ------
    LanguageError
        Where a dictionary is given and an article is of another language.
    """
    parts = [pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in HITS.items()})]
    for part, known in _by_language(articles, frames):
        if known is not None:
            found = find_patterns(tokenize(part), known.categories)
            found["voice"] = voice_at(part, found, quotes)
            titles = plain(part["title"]).str.len().reindex(found["article_id"]).to_numpy()
            found["in_title"] = found["start"].to_numpy() < titles
            parts.append(found[list(HITS)])
    return in_order(pd.concat(parts[1:] or parts, ignore_index=True), articles)


def _by_language(
    articles: pd.DataFrame, frames: Dictionary | None
) -> Iterator[tuple[pd.DataFrame, Dictionary | None]]:
    """Articles of each language with the dictionary that reads them."""
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
    DataFrame with a row per article and frame: article_id, frame, present (a hit in the title, or two in title and
    text), hits, intensity (hits per 1,000 words), in_title, own_present, own_hits (in the outlet's own words),
    quoted_hits (quoted or paraphrased), n_tokens, own_n_tokens, language. present, in_title and own_present are
    missing where there are no such words to look at. A language without a dictionary has no rows.

    Raises
    ------
    LanguageError
        Where a dictionary is given and an article is of another language.

    Examples
    --------
    >>> frames = Dictionary("mine", "id", "1", {"threat": ("rudal*", "senjata")})
    >>> articles = pd.DataFrame({"title": "", "text": ["Rudal dan senjata.", "Satu rudal."], "language": "id",
    ...                          "genre": "news", "agency": None}, index=pd.Index(["a", "b"], name="article_id"))
    >>> score_frames(articles, frames=frames)[["article_id", "frame", "present", "hits"]].to_numpy().tolist()
    [['a', 'threat', True, 2], ['b', 'threat', False, 1]]
    """
    quotes = quotations(articles) if quotes is None else quotes
    hits = frame_hits(articles, frames, quotes=quotes) if hits is None else hits
    parts = [pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in SCORES.items()})]
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
        parts.append(_present(table, part, quotes))
    return in_order(pd.concat(parts[1:] or parts, ignore_index=True), articles)


def _present(table: pd.DataFrame, articles: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from the counts of hits, missing where there were no words to look at."""
    tokens = tokenize(articles)
    own = token_voice(tokens, articles, quotes) == "own"
    words = pd.DataFrame(
        {
            "n_tokens": tokens.n_tokens,
            "own_n_tokens": np.bincount(tokens.article[own], minlength=len(articles)),
            "title_n_tokens": tokens.title_length,
            "language": plain(articles["language"]).to_numpy(),
        },
        index=articles.index,
    )
    scores = table.join(words, on="article_id")
    present = (scores["title_hits"] > 0) | (scores["hits"] >= ENOUGH)
    own_present = (scores["own_title_hits"] > 0) | (scores["own_hits"] >= ENOUGH)
    scores["present"] = present.astype("boolean").mask(scores["n_tokens"] == 0)
    scores["own_present"] = own_present.astype("boolean").mask(scores["own_n_tokens"] == 0)
    scores["in_title"] = (scores["title_hits"] > 0).astype("boolean").mask(scores["title_n_tokens"] == 0)
    scores["intensity"] = (scores["hits"] / scores["n_tokens"].where(scores["n_tokens"] > 0)) * 1000
    return scores[list(SCORES)].astype(SCORES)


def _count(hits: pd.DataFrame, grid: pd.MultiIndex) -> np.ndarray:
    counts = hits.groupby(["article_id", "label"]).size()
    counts.index = counts.index.set_names(["article_id", "frame"])
    return counts.reindex(grid, fill_value=0).to_numpy()


def framing(
    scores: pd.DataFrame, *, by: pd.Series | pd.DataFrame, clusters: pd.Series, column: str = "present"
) -> pd.DataFrame:
    """Share of articles in which each frame's word list fired.

    How to read it: .3 means that the list fired in three of ten articles, not that people would see the frame in them.

    Parameters
    ----------
    scores : `score_frames(articles)`; `by` : group of each article; `clusters` : syndication cluster of each.
    column : `present` (anywhere), `own_present` (in the outlet's own words) or `in_title`.

    Returns
    -------
    Result table: by-keys, frame, measure `match_rate` (or `own_match_rate`, `title_match_rate`), value (share of
    articles), low, high (Wilson at the effective number of clusters), n (clusters), unit, of; count (articles in
    which it fired), articles (with such words). A group of which nothing was measured has no value.

    Raises
    ------
    TableError
        For another column.
    LanguageError
        For scores of several languages, unless `by` keeps them apart with a column `language`.

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": ["a", "b"], "frame": "threat", "present": [True, False]})
    >>> outlet = pd.Series(["X", "X"], index=["a", "b"], name="outlet")
    >>> framing(scores, by=outlet, clusters=pd.Series(["a", "b"], index=["a", "b"]))[["frame", "value", "count"]].to_numpy().tolist()
    [['threat', 0.5, 1]]
    """
    if column not in MEASURES:
        raise TableError(f"column is {', '.join(MEASURES)}; got {column!r}.")
    distinct = pd.Index(scores["article_id"].unique())
    keys = key_frame(by, distinct)
    within_language(scores, list(keys.columns), "framing")
    measured = scores[column].notna().to_numpy()
    place = distinct.get_indexer(pd.Index(scores["article_id"]))
    rows = keys.iloc[place].assign(
        frame=scores["frame"].to_numpy(),
        cluster=cluster_of(clusters, distinct)[place],
        amount=scores[column].astype("boolean").fillna(False).to_numpy(dtype=float),
        weight=measured.astype(float),
    )
    names = [*keys.columns, "frame"]
    table = ratio_table(rows, names, share=True).drop(columns=["se"])
    table = table.rename(columns={"total": "count", "weight": "articles"})
    return result_table(
        table.astype({"count": "int64", "articles": "int64"}),
        keys=names,
        measure=MEASURES[column],
        unit="share of articles",
        of="articles",
    )
