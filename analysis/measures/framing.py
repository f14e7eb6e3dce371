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
from analysis.tables import LanguageError, TableError, places, result_table
from analysis.text.dictionary import Dictionary, read_dictionary
from analysis.text.frame_model import FrameModel
from analysis.text.layout import in_order, lead_end, plain
from analysis.text.passport import shipped
from analysis.text.patterns import find_patterns
from analysis.text.tokens import Tokens, tokenize

ENOUGH = 2
"""Hits in the text that make a frame present; one in the title does too."""
SHORT = 80
"""Words below which an article without hits is too short to say that it lacks a frame."""
MEASURES = {
    "present": "match_rate",
    "own_present": "own_match_rate",
    "quoted_present": "quoted_match_rate",
    "in_title": "title_match_rate",
    "in_lead": "lead_match_rate",
    "in_body": "body_match_rate",
    "in_text": "text_match_rate",
}
YES_OR_NO = ("present", "own_present", "quoted_present", "in_title", "in_lead", "in_body", "in_text")
QUOTED = ("quoted", "paraphrased")
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
    "quoted_present": "boolean",
    "in_lead": "boolean",
    "in_body": "boolean",
    "in_text": "boolean",
    "probability": "float64",
    "own_hits": "int64",
    "quoted_hits": "int64",
    "n_tokens": "int64",
    "own_n_tokens": "int64",
    "too_short": "bool",
    "needs_agreement": "bool",
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

    Examples
    --------
    >>> frames = Dictionary("mine", "id", "1", {"threat": ("rudal*",)})
    >>> articles = pd.DataFrame({"title": "", "text": ["Uji rudal."], "language": "id", "genre": "news",
    ...                          "agency": None, "outlet": "X"}, index=pd.Index(['a'], name="article_id"))
    >>> frame_hits(articles, frames)[["label", "start", "end", "voice"]].to_numpy().tolist()
    [['threat', 6, 11, 'own']]
    """
    parts = [pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in HITS.items()})]
    for part, known in _by_language(articles, frames):
        if known is not None:
            parts.append(_fired(part, known, tokenize(part), quotes))
    return in_order(pd.concat(parts[1:] or parts, ignore_index=True), articles)


def _fired(
    articles: pd.DataFrame, frames: Dictionary, tokens: Tokens, quotes: pd.DataFrame | None
) -> pd.DataFrame:
    """Hits of the word lists in articles of one language."""
    found = find_patterns(tokens, frames.categories)
    found["voice"] = voice_at(articles, found, quotes)
    titles = plain(articles["title"]).str.len().reindex(found["article_id"]).to_numpy()
    found["in_title"] = found["start"].to_numpy() < titles
    return found[list(HITS)]


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
    text), hits, intensity (hits per 1,000 words), in_title (a hit), own_present (in the outlet's own words), quoted_present
    (in words it quotes or paraphrases), in_lead (a hit in the first paragraph), in_body (two after it), in_text (two in
    both), probability (of a trained model), own_hits, quoted_hits, n_tokens, own_n_tokens, too_short (below 80 words),
    needs_agreement (the list is shown only with its measured agreement), language. Whether a frame is somewhere is missing
    where there are no such words to look at. A language without a dictionary has no rows.

    A trained model (`train_frames`) in place of a dictionary says yes where its probability reaches its threshold, for the
    whole article and for each part of it by itself; hits are then those of the words that speak most for the frame.

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
    parts = [pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in SCORES.items()})]
    for part, known in _by_language(articles, frames):
        if known is None:
            continue
        grid = pd.MultiIndex.from_product([part.index, list(known.categories)], names=["article_id", "frame"])
        tokens = tokenize(part)
        mine = (
            _fired(part, known, tokens, quotes) if hits is None else hits[hits["article_id"].isin(part.index)]
        )
        voices = token_voice(tokens, part, quotes)
        table = _counts(mine, part, grid)
        table = table.join(_words(tokens, voices, part), on="article_id")
        table["needs_agreement"] = bool(known.passport.get("needs_agreement", False))
        parts.append(
            _modelled(table, known, tokens, voices, part)
            if isinstance(known, FrameModel)
            else _present(table)
        )
    return in_order(pd.concat(parts[1:] or parts, ignore_index=True), articles)


def _counts(hits: pd.DataFrame, articles: pd.DataFrame, grid: pd.MultiIndex) -> pd.DataFrame:
    """Hits of each frame in each article, by place and by voice."""
    own, quoted = hits["voice"] == "own", hits["voice"].isin(QUOTED)
    title = hits["in_title"].astype(bool)
    lead = ~title & (hits["start"].to_numpy() < lead_end(articles).reindex(hits["article_id"]).to_numpy())
    chosen = {
        "hits": hits,
        "title_hits": hits[title],
        "lead_hits": hits[lead],
        "body_hits": hits[~title & ~lead],
        "own_hits": hits[own],
        "own_title_hits": hits[own & title],
        "quoted_hits": hits[quoted],
        "quoted_title_hits": hits[quoted & title],
    }
    return pd.DataFrame({name: _count(part, grid) for name, part in chosen.items()}, index=grid).reset_index()


def _words(tokens: Tokens, voices: np.ndarray, articles: pd.DataFrame) -> pd.DataFrame:
    """Words of each article, by place and by voice."""
    size = len(articles)
    lead = _in_lead(tokens, articles)
    counted = {
        "own_n_tokens": voices == "own",
        "quoted_n_tokens": np.isin(voices.astype(str), QUOTED),
        "lead_n_tokens": lead,
        "body_n_tokens": ~lead & ~tokens.in_title,
    }
    words = {name: np.bincount(tokens.article[where], minlength=size) for name, where in counted.items()}
    words |= {
        "n_tokens": tokens.n_tokens,
        "title_n_tokens": tokens.title_length,
        "language": plain(articles["language"]).to_numpy(),
    }
    return pd.DataFrame(words, index=articles.index)


def _in_lead(tokens: Tokens, articles: pd.DataFrame) -> np.ndarray:
    """True for the tokens of the first paragraph (bool per token)."""
    starts, _ = tokens.borders
    return ~tokens.in_title & (starts < lead_end(articles).to_numpy()[tokens.article])


def _present(scores: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from the counts of hits."""
    scores["present"] = (scores["title_hits"] > 0) | (scores["hits"] >= ENOUGH)
    scores["own_present"] = (scores["own_title_hits"] > 0) | (scores["own_hits"] >= ENOUGH)
    scores["quoted_present"] = (scores["quoted_title_hits"] > 0) | (scores["quoted_hits"] >= ENOUGH)
    scores["in_title"] = scores["title_hits"] > 0
    scores["in_lead"] = scores["lead_hits"] > 0
    scores["in_body"] = scores["body_hits"] >= ENOUGH
    scores["in_text"] = scores["lead_hits"] + scores["body_hits"] >= ENOUGH
    scores["probability"] = np.nan
    return _measured(scores)


def _modelled(
    scores: pd.DataFrame, model: FrameModel, tokens: Tokens, voices: np.ndarray, articles: pd.DataFrame
) -> pd.DataFrame:
    """Add what a trained model says of each article, and of each part of it by itself."""
    lead = _in_lead(tokens, articles)
    spoken = voices.astype(str)
    where = {
        "present": np.ones(len(tokens.ids), dtype=bool),
        "own_present": spoken == "own",
        "quoted_present": np.isin(spoken, QUOTED),
        "in_title": tokens.in_title,
        "in_lead": lead,
        "in_body": ~lead & ~tokens.in_title,
        "in_text": ~tokens.in_title,
    }
    for name, mask in where.items():
        chance = model.probabilities(tokens.only(mask)).ravel()
        if name == "present":
            scores["probability"] = chance
        scores[name] = chance >= np.tile(model.threshold, len(tokens))
    return _measured(scores)


def _measured(scores: pd.DataFrame) -> pd.DataFrame:
    """Missing where there were no words to look at."""
    scores["text_n_tokens"] = scores["lead_n_tokens"] + scores["body_n_tokens"]
    words = (
        "n_tokens",
        "own_n_tokens",
        "quoted_n_tokens",
        "title_n_tokens",
        "lead_n_tokens",
        "body_n_tokens",
        "text_n_tokens",
    )
    for name, count in zip(YES_OR_NO, words, strict=True):
        scores[name] = scores[name].astype("boolean").mask(scores[count] == 0)
    scores["intensity"] = (scores["hits"] / scores["n_tokens"].where(scores["n_tokens"] > 0)) * 1000
    scores["too_short"] = scores["n_tokens"] < SHORT
    return scores[list(SCORES)].astype(SCORES)


def _count(hits: pd.DataFrame, grid: pd.MultiIndex) -> np.ndarray:
    counts = hits.groupby(["article_id", "label"]).size()
    counts.index = counts.index.set_names(["article_id", "frame"])
    return counts.reindex(grid, fill_value=0).to_numpy()


def framing(
    scores: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    column: str = "present",
    agreement: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Share of articles in which each frame's word list fired.

    How to read it: .3 means that the list fired in three of ten articles, not that people would see the frame in them.

    Parameters
    ----------
    scores : `score_frames(articles)`; `by` : group of each article; `clusters` : syndication cluster of each.
    column : `present` (anywhere), `own_present` (in the outlet's own words), `quoted_present`, `in_title`, `in_lead`, `in_body`
        or `in_text`.
    agreement : `machine_agreement(scores, codes)`; its precision, recall, F1 and coded articles are put beside each frame. Lists
        that say so in their passport (`generic`) are not shown without it.

    Returns
    -------
    Result table: by-keys, frame, measure `match_rate` (or `own_match_rate`, `title_match_rate`), value (share of
    articles), low, high (Wilson at the effective number of clusters), n (clusters), unit, of; count (articles in
    which it fired), articles (with such words). A group of which nothing was measured has no value.

    Raises
    ------
    TableError
        For another column, and for lists that are shown only with their measured agreement.
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
    known = set() if agreement is None else set(agreement["frame"])
    unknown = sorted(
        set(scores.loc[scores.get("needs_agreement", pd.Series(False, scores.index)), "frame"]) - known
    )
    if unknown:
        raise TableError(
            f"the word list of {unknown[0]!r} is shown only with its measured agreement; code some articles by hand and pass "
            "agreement=machine_agreement(scores, codes)."
        )
    distinct = pd.Index(scores["article_id"].unique())
    keys = key_frame(by, distinct)
    within_language(scores, list(keys.columns), "framing")
    measured = scores[column].notna().to_numpy()
    place = places(scores["article_id"], distinct)
    rows = keys.iloc[place].assign(
        frame=scores["frame"].to_numpy(),
        cluster=pd.factorize(cluster_of(clusters, distinct))[0][place],
        amount=scores[column].astype("boolean").fillna(False).to_numpy(dtype=float),
        weight=measured.astype(float),
        short=(scores.get("too_short", pd.Series(False, scores.index)) & measured).to_numpy(dtype=bool),
    )
    rows["short"] &= rows["amount"] == 0
    names = [*keys.columns, "frame"]
    table = ratio_table(rows, names, share=True).drop(columns=["se"])
    table = table.rename(columns={"total": "count", "weight": "articles"})
    table["too_short"] = rows.groupby(names, sort=True)["short"].sum().to_numpy()
    if agreement is not None:
        table = table.merge(_beside(agreement), on="frame", how="left")
    return result_table(
        table.astype({"count": "int64", "articles": "int64"}),
        keys=names,
        measure=MEASURES[column],
        unit="share of articles",
        of="articles",
    )


def _beside(agreement: pd.DataFrame) -> pd.DataFrame:
    """Precision, recall, F1 and coded articles of each frame, in one row."""
    wide = agreement.pivot(index="frame", columns="measure", values="value")[["precision", "recall", "f1"]]
    return wide.assign(coded=agreement.groupby("frame")["n"].first()).reset_index()
