"""Sentiment by lexicon, apart for the outlet's own words and those it quotes.

How a word weighs in its clause is worked out in `analysis.text.valence`; here weights become scores of articles
and sentences, and scores of articles become the tone of groups.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.annotations.quotations import quotations
from analysis.annotations.voice import token_voice, voice_at
from analysis.measures.intervals import cluster_of, key_frame, ratio_table, within_language
from analysis.tables import LanguageError, TableError, result_table
from analysis.text.layout import in_order, plain
from analysis.text.lexicon import Lexicon, read_lexicon
from analysis.text.passport import shipped
from analysis.text.sentences import sentence_of, sentences
from analysis.text.tokens import Tokens, tokenize
from analysis.text.valence import SHIFT, weighed

VOICES = {"own_": ("own",), "quoted_": ("quoted", "paraphrased")}
PARTS = ("", "own_", "quoted_", "title_", "no_topic_")
"""Prefixes of the score columns: all words, the outlet's own, quoted or paraphrased, the title, without topic words."""
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


def lexicon_for(code: str) -> Lexicon | None:
    """The shipped news lexicon of a language, None where there is none."""
    name = f"{code}/news"
    return read_lexicon(name) if name in shipped("lexicons") else None


def sentiment_hits(
    articles: pd.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    quotes: pd.DataFrame | None = None,
    model: str = "flip",
    shift: float = SHIFT,
) -> pd.DataFrame:
    """Every word that weighs, with its weight after negation and intensifiers.

    Parameters
    ----------
    articles : article table; `lexicon` : the shipped news lexicon of each article's language if not given.
    quotes : `quotations(articles)` where at hand. `model` : `flip` turns the sign of a negated word, `shift` moves it
        by `shift` toward the other sign (Taboada et al. 2011).

    Returns
    -------
    Hits: article_id, start, end, label (positive, negative, neutral), voice, term, weight, topic, negated.

    Raises
    ------
    LanguageError
        Where a lexicon is given and an article is of another language.
    """
    parts = []
    for part, known in _by_language(articles, lexicon):
        if known is not None:
            found = weighed(tokenize(part), known, model=model, shift=shift)
            found["voice"] = voice_at(part, found, quotes)
            parts.append(found[list(HITS)])
    empty = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in HITS.items()})
    return in_order(pd.concat(parts or [empty], ignore_index=True), articles)


def _by_language(
    articles: pd.DataFrame, lexicon: Lexicon | None
) -> Iterator[tuple[pd.DataFrame, Lexicon | None]]:
    """Articles of each language with the lexicon that reads them."""
    for code, part in articles.groupby(articles["language"].fillna("und"), sort=True):
        if lexicon is not None and lexicon.language not in (code, "und"):
            raise LanguageError(
                f"lexicon {lexicon.name} is written for {lexicon.language}; {len(part)} articles are {code}, "
                f'first: {part.index[0]!r}. Take articles[articles["language"] == "{lexicon.language}"].'
            )
        yield part, lexicon if lexicon is not None else lexicon_for(str(code))


def score_sentiment(
    articles: pd.DataFrame,
    *,
    lexicon: Lexicon | None = None,
    by: str = "article",
    quotes: pd.DataFrame | None = None,
    hits: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Tone of articles or sentences.

    How to read it: a score of .02 is a net weight of two in a hundred words, on a scale where a word weighs 1 at most.

    Parameters
    ----------
    articles : article table; languages may be mixed, each is read with its own lexicon.
    lexicon : a lexicon of one language; the shipped news lexicon of each if not given.
    by : `article` or `sentence`. `quotes`, `hits` : `quotations(articles)` and `sentiment_hits(articles)` where at hand.

    Returns
    -------
    DataFrame with article_id, score ((positive - negative) / n_tokens), positive and negative (sums of weights),
    n_tokens, matched (any word of the lexicon), label (sign of the score), language, reason (why there is no score:
    no words, no lexicon; else empty). For articles the same six for parts of the text: own_ (the outlet's unquoted
    words), quoted_, title_, no_topic_ (words that name the subject, such as war, left out); for sentences
    sentence, start, end, field and voice. What could not be measured has neither score nor sums nor label.

    Raises
    ------
    LanguageError
        Where a lexicon is given and an article is of another language.
    TableError
        Where `by` is neither article nor sentence.

    Examples
    --------
    >>> terms = pd.DataFrame({"term": ["aman", "buruk"], "weight": [1.0, -1.0]})
    >>> articles = pd.DataFrame({"title": "", "text": ["Kota tidak aman.", "Kota aman."], "language": "id",
    ...                          "genre": "news", "agency": None}, index=pd.Index(["a", "b"], name="article_id"))
    >>> score_sentiment(articles, lexicon=Lexicon("mine", "id", "1", terms))[["score", "label"]].round(3).to_numpy().tolist()
    [[-0.333, 'negative'], [0.5, 'positive']]
    """
    if by not in ("article", "sentence"):
        raise TableError(f"by is article or sentence; got {by!r}.")
    quotes = quotations(articles) if quotes is None else quotes
    hits = sentiment_hits(articles, lexicon, quotes=quotes) if hits is None else hits
    score = _article_scores if by == "article" else _sentence_scores
    parts = []
    for part, known in _by_language(articles, lexicon):
        mine = hits[hits["article_id"].isin(part.index)]
        scored = score(part, tokenize(part), mine, quotes)
        if known is None:
            _forget(scored, np.ones(len(scored), dtype=bool))
        language = plain(part["language"]).reindex(scored["article_id"]).to_numpy()
        reason = "no lexicon" if known is None else np.where(scored["n_tokens"] == 0, "no words", "")
        parts.append(scored.assign(language=language, reason=reason))
    if not parts:
        nothing = articles.iloc[:0]
        parts = [score(nothing, tokenize(nothing), hits.iloc[:0], quotes).assign(language="", reason="")]
    return in_order(pd.concat(parts, ignore_index=True), articles)


def _article_scores(
    articles: pd.DataFrame, tokens: Tokens, hits: pd.DataFrame, quotes: pd.DataFrame
) -> pd.DataFrame:
    owner = articles.index.get_indexer(pd.Index(hits["article_id"]))
    weight, spoken = hits["weight"].to_numpy(dtype=float), token_voice(tokens, articles, quotes)
    titled = hits["start"].to_numpy() < plain(articles["title"]).str.len().to_numpy()[owner]
    words_all, hits_all = np.ones(len(tokens.ids), dtype=bool), np.ones(len(hits), dtype=bool)
    masks = {
        "": (words_all, hits_all),
        **{name: (np.isin(spoken, who), hits["voice"].isin(who).to_numpy()) for name, who in VOICES.items()},
        "title_": (tokens.in_title, titled),
        "no_topic_": (words_all, ~hits["topic"].to_numpy(dtype=bool)),
    }
    table = pd.DataFrame({"article_id": articles.index.astype("str")})
    for prefix, (words, weighs) in masks.items():
        count = np.bincount(tokens.article[words], minlength=len(articles))
        _add_scores(table, prefix, count, owner[weighs], weight[weighs])
    return table


def _add_scores(
    table: pd.DataFrame, prefix: str, n_tokens: np.ndarray, owner: np.ndarray, weight: np.ndarray
) -> None:
    """Write score, positive, negative, n_tokens, matched and label of one part of the text."""
    size = len(table)
    up = np.bincount(owner, weights=np.clip(weight, 0, None), minlength=size)
    down = np.bincount(owner, weights=np.clip(-weight, 0, None), minlength=size)
    table[f"{prefix}score"] = (up - down) / np.maximum(n_tokens, 1)
    table[f"{prefix}positive"], table[f"{prefix}negative"] = up, down
    table[f"{prefix}n_tokens"] = n_tokens
    table[f"{prefix}matched"] = np.bincount(owner, minlength=size) > 0
    sign = np.sign(np.round(up - down, 12))
    label = np.select([sign > 0, sign < 0], ["positive", "negative"], "neutral")
    table[f"{prefix}label"] = pd.Series(label, index=table.index, dtype="str")
    _forget(table, n_tokens == 0, (prefix,))


def _forget(table: pd.DataFrame, rows: np.ndarray, parts: tuple[str, ...] = PARTS) -> None:
    """Make missing what was not measured."""
    for prefix in parts:
        for name in ("score", "positive", "negative", "label"):
            if f"{prefix}{name}" in table:
                table.loc[rows, f"{prefix}{name}"] = np.nan


def _sentence_scores(
    articles: pd.DataFrame, tokens: Tokens, hits: pd.DataFrame, quotes: pd.DataFrame
) -> pd.DataFrame:
    table = sentences(articles)
    table["voice"] = voice_at(articles, table, quotes)
    owner = articles.index.get_indexer(pd.Index(table["article_id"]))
    size = np.bincount(owner, minlength=len(articles))
    first = np.cumsum(size) - size
    number = sentence_of(tokens, articles)
    row = (first[tokens.article] + number)[number >= 0]
    stride = int(table["end"].max()) + 1 if len(table) else 1
    begins = owner * stride + table["start"].to_numpy()
    holder = articles.index.get_indexer(pd.Index(hits["article_id"]))
    place = np.searchsorted(begins, holder * stride + hits["start"].to_numpy(), side="right") - 1
    count = np.bincount(row, minlength=len(table))
    _add_scores(table, "", count, place, hits["weight"].to_numpy(dtype=float))
    return table


def sentiment(
    scores: pd.DataFrame, *, by: pd.Series | pd.DataFrame, clusters: pd.Series, part: str = "own_"
) -> pd.DataFrame:
    """Mean tone of groups of articles.

    How to read it: -0.5 means that the articles of the group lean to the bad side by half a word's weight in a hundred
    words, on average over articles.

    Parameters
    ----------
    scores : `score_sentiment(articles)`; `by` : group of each article; `clusters` : syndication cluster of each.
    part : which words: "" all, `own_` (default), `quoted_`, `title_`, `no_topic_`.

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
