"""Sentiment by lexicon, apart for the outlet's own words and those it quotes.

How a word weighs in its clause is worked out in `analysis.text.valence`; here weights become scores of articles
and sentences, and scores of articles become the tone of groups.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from analysis.annotations.quotations import quotations
from analysis.annotations.voice import VOICES as SPOKEN
from analysis.annotations.voice import token_voice, voice_at, voice_codes
from analysis.measures.intervals import cluster_of, key_frame, ratio_table, within_language
from analysis.tables import TableError, result_table
from analysis.text.layout import body_start, in_order, lead_end, plain
from analysis.text.lexicon import Lexicon, by_language
from analysis.text.sentences import sentences
from analysis.text.tokens import Tokens, tokenize
from analysis.text.valence import SHIFT, weighed

VOICES = {
    "own_": ("own",),
    "agency_": ("agency",),
    "guest_": ("guest",),
    "quoted_": ("quoted", "paraphrased"),
}
PLACES = ("title_", "lead_", "body_")
PARTS = ("", *VOICES, *PLACES, "no_topic_")
"""Prefixes of the score columns: all words; by voice; by position; without the words that name the subject."""
NEUTRAL = 0.2
"""Net weight up to which a text is neutral, times the largest weight where that is above 1: a weak word colours none."""
DENSITY = 0.005
"""Net weight per word up to which an article is neutral: one middling word in a hundred."""
HITS = {
    "article_id": "str",
    "start": "int64",
    "end": "int64",
    "label": "str",
    "voice": "str",
    "term": "str",
    "weight": "float64",
    "topic": "bool",
    "negated": "bool",
}


def sentiment_hits(
    articles: pd.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    quotes: pd.DataFrame | None = None,
    model: str = "flip",
    shift: float = SHIFT,
    without: Collection[str] = (),
) -> pd.DataFrame:
    """Every word that weighs, with its weight after negation and intensifiers.

    Parameters
    ----------
    articles : article table; `lexicon` : the shipped news lexicon of each article's language if not given.
    quotes : `quotations(articles)` where at hand. `model` : `flip` turns the sign of a negated word, `shift` moves it
        by `shift` toward the other sign (Taboada et al. 2011). `without` : rules to leave out (`valence.RULES`).

    Returns
    -------
    Hits: article_id, start, end, label (positive, negative, neutral), voice, term, weight, topic, negated.

    Raises
    ------
    LanguageError
        Where a lexicon is given and an article is of another language.

    Examples
    --------
    >>> terms = pd.DataFrame({"term": ["aman"], "weight": [1.0]})
    >>> articles = pd.DataFrame({"title": "", "text": ["Kota tidak aman."], "language": "id", "genre": "news",
    ...                          "agency": None, "outlet": "X"}, index=pd.Index(['a'], name="article_id"))
    >>> sentiment_hits(articles, Lexicon("mine", "id", "1", terms))[["term", "weight", "negated"]].to_numpy().tolist()
    [['aman', -1.0, True]]
    """
    parts = []
    for part, known in by_language(articles, lexicon):
        if known is not None:
            parts.append(
                _hits(part, tokenize(part), known, quotes, model=model, shift=shift, without=without)
            )
    empty = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in HITS.items()})
    return in_order(pd.concat(parts or [empty], ignore_index=True), articles)


def _hits(
    articles: pd.DataFrame, tokens: Tokens, lexicon: Lexicon, quotes: pd.DataFrame | None, **options: Any
) -> pd.DataFrame:
    found = weighed(tokens, lexicon, **options)
    found["voice"] = voice_at(articles, found, quotes)
    return found[list(HITS)]


def score_sentiment(
    articles: pd.DataFrame,
    *,
    lexicon: Lexicon | None = None,
    by: str = "article",
    quotes: pd.DataFrame | None = None,
    hits: pd.DataFrame | None = None,
    neutral: float = NEUTRAL,
    density: float = DENSITY,
) -> pd.DataFrame:
    """Tone of articles, sentences or passages.

    How to read it: a score of .02 is a net weight of two in a hundred words, on a scale where a word weighs 1 at most.

    Parameters
    ----------
    articles : article table; languages may be mixed, each is read with its own lexicon.
    lexicon : a lexicon of one language; the shipped news lexicon of each if not given.
    by : `article`, `sentence`, or `passage` (a sentence, cut where the voice changes). `quotes`, `hits` : `quotations(articles)` and `sentiment_hits(articles)` where at hand.
    neutral : a text is neutral where its net weight is at most this (times the lexicon's largest weight if above 1).
    density : an article also where its net weight per word is at most this.

    Returns
    -------
    DataFrame with article_id, score ((positive - negative) / n_tokens), positive and negative (sums of weights),
    n_tokens, matched (any word of the lexicon), label (sign of the score
    outside the neutral zone), language, reason (why there is no score:
    no words, no lexicon; else empty). For articles the same six for parts of the text: own_ (the outlet's unquoted
    words), agency_, guest_, quoted_ (with paraphrased), title_, lead_, body_, no_topic_ (words that name the subject,
    such as war, left out); for sentences and passages sentence, start, end, field (title, lead, body) and voice. What could not be measured has neither score nor sums nor label.

    Raises
    ------
    LanguageError
        Where a lexicon is given and an article is of another language.
    TableError
        Where `by` is none of the three.

    Notes
    -----
    Without a neutral zone every sentence with one weak word is called positive or negative; the bounds were set on the
    development part of the labelled Indonesian sentences (docs/measured.md), not on the parts that measure it.

    Examples
    --------
    >>> terms = pd.DataFrame({"term": ["aman", "buruk"], "weight": [1.0, -1.0]})
    >>> articles = pd.DataFrame({"title": "", "text": ["Kota tidak aman.", "Kota aman."], "language": "id",
    ...                          "genre": "news", "agency": None}, index=pd.Index(["a", "b"], name="article_id"))
    >>> score_sentiment(articles, lexicon=Lexicon("mine", "id", "1", terms))[["score", "label"]].round(3).to_numpy().tolist()
    [[-0.333, 'negative'], [0.5, 'positive']]
    """
    if by not in _UNITS:
        raise TableError(f"by is {', '.join(_UNITS)}; got {by!r}.")
    quotes = quotations(articles) if quotes is None else quotes
    parts = []
    for part, known in by_language(articles, lexicon):
        parts.append(_scored(part, known, hits, quotes, by, (neutral, density)))
    if not parts:
        parts = [_scored(articles.iloc[:0], None, hits, quotes, by, (neutral, density))]
    return in_order(pd.concat(parts, ignore_index=True), articles)


def _scored(
    articles: pd.DataFrame,
    lexicon: Lexicon | None,
    hits: pd.DataFrame | None,
    quotes: pd.DataFrame,
    by: str,
    zone: tuple[float, float],
) -> pd.DataFrame:
    """Scores of the articles of one language."""
    tokens = tokenize(articles)
    if hits is not None:
        mine = hits[hits["article_id"].isin(articles.index)]
    elif lexicon is None:
        mine = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in HITS.items()})
    else:
        mine = _hits(articles, tokens, lexicon, quotes) if by == "article" else weighed(tokens, lexicon)
    largest = 1.0 if lexicon is None else max(1.0, float(lexicon.terms["weight"].abs().max()))
    bounds = zone[0] * largest, zone[1] * largest if by == "article" else 0.0
    scored = _UNITS[by](articles, tokens, mine, quotes, bounds)
    if lexicon is None:
        _forget(scored, np.ones(len(scored), dtype=bool))
    language = plain(articles["language"]).reindex(scored["article_id"]).to_numpy() if len(scored) else ""
    reason = "no lexicon" if lexicon is None else np.where(scored["n_tokens"] == 0, "no words", "")
    return scored.assign(language=language, reason=reason)


def _article_scores(
    articles: pd.DataFrame,
    tokens: Tokens,
    hits: pd.DataFrame,
    quotes: pd.DataFrame,
    zone: tuple[float, float],
) -> pd.DataFrame:
    owner = articles.index.get_indexer(pd.Index(hits["article_id"]))
    weight, spoken = hits["weight"].to_numpy(dtype=float), token_voice(tokens, articles, quotes)
    start, token_start = hits["start"].to_numpy(), tokens.borders[0]
    body, lead = body_start(articles).to_numpy(), lead_end(articles).to_numpy()
    zero, far = np.zeros(len(articles)), np.full(len(articles), np.inf)
    edges = {"title_": (zero, body), "lead_": (body, lead), "body_": (lead, far)}
    table = pd.DataFrame({"article_id": articles.index.astype("str")})
    for prefix in PARTS:
        if prefix in VOICES:
            words, weighs = np.isin(spoken, VOICES[prefix]), hits["voice"].isin(VOICES[prefix]).to_numpy()
        elif prefix in PLACES:
            low, high = edges[prefix]
            of = tokens.article
            words = (token_start >= low[of]) & (token_start < high[of])
            weighs = (start >= low[owner]) & (start < high[owner])
        else:
            words, weighs = np.ones(len(tokens.ids), dtype=bool), np.ones(len(hits), dtype=bool)
            weighs &= ~hits["topic"].to_numpy(dtype=bool) if prefix == "no_topic_" else True
        count = np.bincount(tokens.article[words], minlength=len(articles))
        _add_scores(table, prefix, count, owner[weighs], weight[weighs], zone)
    return table


def _add_scores(
    table: pd.DataFrame,
    prefix: str,
    n_tokens: np.ndarray,
    owner: np.ndarray,
    weight: np.ndarray,
    zone: tuple[float, float],
) -> None:
    """Write score, positive, negative, n_tokens, matched and label of one part of the text."""
    size = len(table)
    up = np.bincount(owner, weights=np.clip(weight, 0, None), minlength=size)
    down = np.bincount(owner, weights=np.clip(-weight, 0, None), minlength=size)
    score = (up - down) / np.maximum(n_tokens, 1)
    table[f"{prefix}score"], table[f"{prefix}positive"], table[f"{prefix}negative"] = score, up, down
    table[f"{prefix}n_tokens"] = n_tokens
    table[f"{prefix}matched"] = np.bincount(owner, minlength=size) > 0
    leaning = (np.abs(up - down) > zone[0] + 1e-9) & (np.abs(score) > zone[1] + 1e-12)
    label = np.select([leaning & (score > 0), leaning & (score < 0)], ["positive", "negative"], "neutral")
    table[f"{prefix}label"] = pd.Series(label, index=table.index, dtype="str")
    _forget(table, n_tokens == 0, (prefix,))


def _forget(table: pd.DataFrame, rows: np.ndarray, parts: tuple[str, ...] = PARTS) -> None:
    """Make missing what was not measured."""
    for prefix in parts if rows.any() else ():
        for name in ("score", "positive", "negative", "label"):
            if f"{prefix}{name}" in table:
                table.loc[rows, f"{prefix}{name}"] = np.nan


def _sentence_scores(
    articles: pd.DataFrame,
    tokens: Tokens,
    hits: pd.DataFrame,
    quotes: pd.DataFrame,
    zone: tuple[float, float],
) -> pd.DataFrame:
    table = sentences(articles, tokens.pieces)
    table["voice"] = voice_at(articles, table, quotes)
    place = _row_of(articles, table, tokens.article, tokens.borders[0])
    holder = articles.index.get_indexer(pd.Index(hits["article_id"]))
    count = np.bincount(place, minlength=len(table))
    row = _row_of(articles, table, holder, hits["start"].to_numpy())
    _add_scores(table, "", count, row, hits["weight"].to_numpy(dtype=float), zone)
    return table


def _passage_scores(
    articles: pd.DataFrame,
    tokens: Tokens,
    hits: pd.DataFrame,
    quotes: pd.DataFrame,
    zone: tuple[float, float],
) -> pd.DataFrame:
    """A row per stretch of one sentence in one voice."""
    whole = sentences(articles, tokens.pieces)
    starts, ends = tokens.borders
    sentence = _row_of(articles, whole, tokens.article, starts)
    spoken = voice_codes(tokens, articles, quotes)
    opens = (np.diff(sentence, prepend=-1) != 0) | (np.diff(spoken, prepend=-1) != 0)
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(sentence))[: len(first)] - 1
    table = whole.iloc[sentence[first]].reset_index(drop=True)
    table["start"], table["end"] = starts[first], ends[last]
    table["voice"] = pd.Series(np.array(SPOKEN, dtype=object)[spoken[first]], dtype="str")
    holder = articles.index.get_indexer(pd.Index(hits["article_id"]))
    row = _row_of(articles, table, holder, hits["start"].to_numpy())
    _add_scores(table, "", last - first + 1, row, hits["weight"].to_numpy(dtype=float), zone)
    return table


def _row_of(articles: pd.DataFrame, table: pd.DataFrame, owner: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The row of a table of spans, in the order of the text, in which each place stands."""
    holder = articles.index.get_indexer(pd.Index(table["article_id"]))
    stride = int(max(table["end"].max() if len(table) else 0, start.max(initial=0))) + 1
    return (
        np.searchsorted(holder * stride + table["start"].to_numpy(), owner * stride + start, side="right") - 1
    )


_UNITS = {"article": _article_scores, "sentence": _sentence_scores, "passage": _passage_scores}


def sentiment(
    scores: pd.DataFrame, *, by: pd.Series | pd.DataFrame, clusters: pd.Series, part: str = "own_"
) -> pd.DataFrame:
    """Mean tone of groups of articles.

    How to read it: -0.5 means that the articles of the group lean to the bad side by half a word's weight in a hundred
    words, on average over articles.

    Parameters
    ----------
    scores : `score_sentiment(articles)`; `by` : group of each article; `clusters` : syndication cluster of each.
    part : which words: "" all, `own_` (default), `agency_`, `guest_`, `quoted_`, `title_`, `lead_`, `body_`, `no_topic_`.

    Returns
    -------
    Result table: by-keys, measure (`tone`, `own_tone` ...), value (mean over articles of net weight per 100 words),
    low, high, n (clusters), unit, of; articles (with such words), matched (of them, with a word that weighs),
    positive and negative (sums of weights), words, unmeasured (articles without such words or without a lexicon).
    A group of which nothing was measured has no value.

    Raises
    ------
    TableError
        For a part that the scores do not have.
    LanguageError
        For scores of several languages, unless `by` keeps them apart with a column `language`.

    Notes
    -----
    The interval holds sampling error only, not the errors of the word list; dictionaries agree with people on news
    at an alpha of .34 at best (van Atteveldt, van der Velden & Boukes 2021).

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": ["a", "b"], "score": [0.03, 0.01], "positive": [3.0, 1.0], "negative": 0.0,
    ...                        "n_tokens": 100, "matched": True})
    >>> outlet = pd.Series(["X", "X"], index=["a", "b"], name="outlet")
    >>> sentiment(scores, by=outlet, clusters=pd.Series(["a", "b"], index=["a", "b"]), part="")[["value", "n"]].to_numpy().tolist()
    [[2.0, 2.0]]
    """
    if part not in PARTS:
        raise TableError(f"part is {', '.join(repr(name) for name in PARTS)}; got {part!r}.")
    index = pd.Index(scores["article_id"])
    keys = key_frame(by, index)
    names = list(keys.columns)
    within_language(scores, names, "tone")
    measured = scores[f"{part}score"].notna().to_numpy()
    rows = keys.assign(
        cluster=cluster_of(clusters, index),
        amount=np.where(measured, scores[f"{part}score"].to_numpy(dtype=float) * 100, 0.0),
        weight=measured.astype(float),
        matched=(scores[f"{part}matched"].to_numpy(dtype=bool) & measured).astype("int64"),
        positive=scores[f"{part}positive"].fillna(0.0).to_numpy(dtype=float),
        negative=scores[f"{part}negative"].fillna(0.0).to_numpy(dtype=float),
        words=scores[f"{part}n_tokens"].to_numpy() * measured,
        unmeasured=(~measured).astype("int64"),
    )
    table = ratio_table(rows, names, share=False)
    sums = ["matched", "positive", "negative", "words", "unmeasured"]
    extra = rows.groupby(names, sort=True, observed=True)[sums].sum().reset_index()
    table = table.rename(columns={"weight": "articles"}).drop(columns=["total", "se"]).merge(extra, on=names)
    return result_table(
        table.astype({"articles": "int64"}),
        keys=names,
        measure=f"{part}tone",
        unit="net weight per 100 words",
        of="articles with such words",
    )
