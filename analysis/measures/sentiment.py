"""Sentiment by lexicon, with negation and intensifiers, apart for the outlet's words and those it quotes.

A word of the lexicon weighs -1 to 1. A negator in the same clause with fewer than three content words between
turns it (window of Ningtyas & Herwanto 2018); two negators cancel. An intensifier beside it multiplies it.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from analysis.annotations.quotations import quotations
from analysis.annotations.voice import token_voice, voice_at
from analysis.languages import Language, language
from analysis.measures.intervals import key_frame, ratio_table
from analysis.tables import LanguageError, TableError, keyed, result_table
from analysis.text.lexicon import Lexicon, read_lexicon
from analysis.text.passport import shipped
from analysis.text.patterns import find_patterns
from analysis.text.sentences import sentence_of, sentences
from analysis.text.tokens import Tokens, tokenize

WINDOW = 3
"""A negator reaches so many content words to the right, within its clause."""
NARROW = 2
"""Reach of a preposition or verb that negates (tanpa, gagal, without, fail)."""
MODELS = ("flip", "shift")
_STOP = re.compile(r"[.,;:!?…()\n\"“”«»]|\s[-–—]\s|—")
VOICES = {"own": ("own",), "quoted": ("quoted", "paraphrased")}
PARTS = ("", "own_", "quoted_", "title_", "no_topic_")
"""Prefixes of the score columns: all words, the outlet's own, quoted or paraphrased, the title, without topic words."""


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
    shift: float = 1.0,
) -> pd.DataFrame:
    """Every word that weighs, with its weight after negation and intensifiers.

    Parameters
    ----------
    articles : article table; `lexicon` : the shipped news lexicon of each article's language if not given.
    quotes : `quotations(articles)` where at hand. `model` : `flip` turns the sign of a negated word, `shift` moves it
    by `shift` toward the other sign (Taboada et al. 2011).

    Returns
    -------
    Hits: article_id, start, end, label (positive, negative), voice, term, weight, topic, negated, token (place in the
    token stream of its language).

    Raises
    ------
    LanguageError
        Where a lexicon is given and an article is of another language.
    """
    if model not in MODELS:
        raise TableError(f"model is {' or '.join(MODELS)}; got {model!r}.")
    parts = []
    for part, known in _by_language(articles, lexicon):
        if known is None:
            continue
        found = _hits(tokenize(part), known, model, shift)
        mine = quotes[quotes["article_id"].isin(part.index)] if quotes is not None else None
        found["voice"] = voice_at(part, found, mine) if len(found) else pd.Series(dtype="str")
        parts.append(found)
    columns = ["article_id", "start", "end", "label", "voice", "term", "weight", "topic", "negated", "token"]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns]


def _by_language(articles: pd.DataFrame, lexicon: Lexicon | None):
    """Articles of each language with the lexicon that reads them."""
    for code, part in articles.groupby(articles["language"].fillna("und"), sort=True):
        if lexicon is not None and lexicon.language not in (code, "und"):
            raise LanguageError(
                f"lexicon {lexicon.name} is written for {lexicon.language}; {len(part)} articles are {code}, "
                f'first: {part.index[0]!r}. Take articles[articles["language"] == "{lexicon.language}"].'
            )
        yield part, lexicon if lexicon is not None else lexicon_for(str(code))


def _hits(tokens: Tokens, lexicon: Lexicon, model: str, shift: float) -> pd.DataFrame:
    known = language(tokens.language or lexicon.language)
    terms = lexicon.terms.set_index("term")
    hits = find_patterns(tokens, {"word": list(terms.index)}, exclusive=True)
    rules = _Rules(tokens, known)
    turned = [rules.read(*row) for row in zip(hits["token"], hits["length"], strict=True)]
    negated = np.array([one for one, _ in turned], dtype=bool)
    factor = np.array([two for _, two in turned], dtype=float)
    weight = terms["weight"].reindex(hits["pattern"]).to_numpy(dtype=float)
    if model == "flip":
        weight = np.where(negated, -weight, weight)
    else:
        weight = np.where(negated, weight - np.sign(weight) * shift, weight)
    topic = terms["topic"] if "topic" in terms else pd.Series(False, index=terms.index)
    return hits.assign(
        term=hits["pattern"],
        weight=weight * factor,
        label=np.where(weight > 0, "positive", np.where(weight < 0, "negative", "neutral")),
        topic=topic.reindex(hits["pattern"]).to_numpy(dtype=bool),
        negated=negated,
    )


class _Rules:
    """Reads what stands around a word of the lexicon in one token stream."""

    def __init__(self, tokens: Tokens, known: Language) -> None:
        self.tokens = tokens
        self.article = tokens.article
        self.words = tokens.types[tokens.ids]
        self.factors = {**known.intensifiers, **known.diminishers}
        self.after = known.intensifiers_after
        self.breaks = known.clause_breaks
        self.light = known.stopwords | frozenset(self.factors)
        kinds: dict[str, list[str]] = {}
        for word, kind in known.negators.items():
            kinds.setdefault(kind, []).append(word)
        found = find_patterns(tokens, kinds, exclusive=True)
        ends = found["token"] + found["length"] - 1
        self.negators = dict(zip(ends, zip(found["token"], found["label"], strict=True), strict=True))

    def read(self, token: int, length: int) -> tuple[bool, float]:
        """Whether a word is negated, and by what it is multiplied."""
        return self.negated(token) % 2 == 1, self.factor(token, length)

    def negated(self, token: int) -> int:
        """How many negators reach this token."""
        count, content, place = 0, 0, token - 1
        while place >= 0 and content < WINDOW and not self.parted(place):
            if place in self.negators:
                start, kind = self.negators[place]
                narrow = kind in ("lexical", "without")
                count += not narrow or content < NARROW
                place = start - 1
                continue
            if self.words[place] in self.breaks:
                break
            content += self.words[place] not in self.light
            place -= 1
        return count

    def factor(self, token: int, length: int) -> float:
        """Product of the intensifiers beside a word."""
        value = 1.0
        if token > 0 and self.words[token - 1] in self.factors and not self.parted(token - 1):
            value *= self.factors[self.words[token - 1]]
        last = token + length - 1
        if last + 1 < len(self.words) and self.words[last + 1] in self.after and not self.parted(last):
            value *= self.factors.get(self.words[last + 1], 1.0)
        return value

    def parted(self, place: int) -> bool:
        """True where a clause ends between this token and the next."""
        if self.article[place] != self.article[place + 1]:
            return True
        starts, ends = self.tokens.borders
        text = self.tokens.texts[self.article[place]]
        return _STOP.search(text, ends[place], starts[place + 1]) is not None


def score_sentiment(
    articles: pd.DataFrame,
    *,
    lexicon: Lexicon | None = None,
    by: str = "article",
    quotes: pd.DataFrame | None = None,
    hits: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Tone of articles or sentences.

    Parameters
    ----------
    articles : article table; languages may be mixed, each is read with its own lexicon.
    lexicon : a lexicon of one language; the shipped news lexicon of each if not given.
    by : `article` or `sentence`. `quotes`, `hits` : what is at hand already.

    Returns
    -------
    DataFrame with article_id, score ((positive - negative) / n_tokens), positive and negative (sums of weights),
    n_tokens, matched (any word of the lexicon), label (sign of the score); for articles the same for parts of
    the text: own_ (the outlet's unquoted words), quoted_, title_, no_topic_ (words that name the subject, such
    as war, left out); for sentences start, end and voice. A part without words scores NaN, and so does a
    language without a lexicon.
    """
    if by not in ("article", "sentence"):
        raise TableError(f"by is article or sentence; got {by!r}.")
    quotes = quotations(articles) if quotes is None else quotes
    hits = sentiment_hits(articles, lexicon, quotes=quotes) if hits is None else hits
    parts = []
    for part, known in _by_language(articles, lexicon):
        tokens = tokenize(part)
        mine = hits[hits["article_id"].isin(part.index)]
        if by == "article":
            scored = _article_scores(part, tokens, mine, quotes[quotes["article_id"].isin(part.index)])
        else:
            scored = _sentence_scores(part, tokens, mine, quotes[quotes["article_id"].isin(part.index)])
        if known is None:
            scored[[name for name in scored if name.endswith("score")]] = np.nan
        parts.append(scored)
    table = (
        pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"article_id": pd.Series(dtype="str")})
    )
    if by == "sentence":
        return table
    return table.set_index("article_id").reindex(articles.index).rename_axis("article_id").reset_index()


def _article_scores(
    articles: pd.DataFrame, tokens: Tokens, hits: pd.DataFrame, quotes: pd.DataFrame
) -> pd.DataFrame:
    place = pd.Series(np.arange(len(articles)), index=articles.index)
    owner = place.reindex(hits["article_id"]).to_numpy(dtype=int)
    spoken = token_voice(tokens, articles, quotes)
    titled = tokens.in_title
    table = pd.DataFrame({"article_id": articles.index})
    hit_title = titled[hits["token"].to_numpy(dtype=int)]
    masks = {
        "": (np.ones(len(titled), bool), np.ones(len(hits), bool)),
        "own_": (np.isin(spoken, VOICES["own"]), hits["voice"].isin(VOICES["own"]).to_numpy()),
        "quoted_": (np.isin(spoken, VOICES["quoted"]), hits["voice"].isin(VOICES["quoted"]).to_numpy()),
        "title_": (titled, hit_title),
        "no_topic_": (np.ones(len(titled), bool), ~hits["topic"].to_numpy(dtype=bool)),
    }
    for prefix, (words, weighed) in masks.items():
        count = np.bincount(tokens.article[words], minlength=len(articles))
        _add_scores(table, prefix, count, owner[weighed], hits["weight"].to_numpy(dtype=float)[weighed])
    return table


def _add_scores(
    table: pd.DataFrame, prefix: str, n_tokens: np.ndarray, owner: np.ndarray, weight: np.ndarray
) -> None:
    """Write score, positive, negative, n_tokens, matched and label of one part of the text."""
    size = len(table)
    up = np.bincount(owner, weights=np.clip(weight, 0, None), minlength=size)
    down = np.bincount(owner, weights=np.clip(-weight, 0, None), minlength=size)
    with np.errstate(divide="ignore", invalid="ignore"):
        table[f"{prefix}score"] = np.where(n_tokens > 0, (up - down) / n_tokens, np.nan)
    table[f"{prefix}positive"], table[f"{prefix}negative"] = up, down
    table[f"{prefix}n_tokens"] = n_tokens
    table[f"{prefix}matched"] = np.bincount(owner, minlength=size) > 0
    sign = np.sign(np.round(up - down, 12))
    table[f"{prefix}label"] = np.select([sign > 0, sign < 0], ["positive", "negative"], "neutral")


def _sentence_scores(
    articles: pd.DataFrame, tokens: Tokens, hits: pd.DataFrame, quotes: pd.DataFrame
) -> pd.DataFrame:
    table = sentences(articles)
    table["voice"] = voice_at(articles, table, quotes) if len(table) else pd.Series(dtype="str")
    number = sentence_of(tokens, articles)
    base = table.groupby("article_id", sort=False).size().reindex(articles.index, fill_value=0).to_numpy()
    first = np.concatenate([[0], np.cumsum(base)[:-1]]) if len(base) else base
    row = first[tokens.article] + number
    inside = number >= 0
    count = np.bincount(row[inside], minlength=len(table))
    places = hits["token"].to_numpy(dtype=int)
    known = inside[places]
    _add_scores(table, "", count, row[places][known], hits["weight"].to_numpy(dtype=float)[known])
    return table


def sentiment(
    scores: pd.DataFrame, *, by: pd.Series | pd.DataFrame, clusters: pd.Series, part: str = "own_"
) -> pd.DataFrame:
    """Mean tone of groups of articles.

    Parameters
    ----------
    scores : `score_sentiment(articles)`; `by` : group of each article; `clusters` : syndication cluster of each.
    part : which words: "" all, `own_` (default), `quoted_`, `title_`, `no_topic_`.

    Returns
    -------
    Result table: by-keys, measure (`tone`, `own_tone` ...), value (mean over articles of net weight per 100 words),
    low, high, n (clusters), unit, of; articles (with such words), matched (of them, with a word that weighs),
    positive and negative (sums of weights), words.

    Raises
    ------
    TableError
        For a part that the scores do not have.
    """
    if part not in PARTS:
        raise TableError(f"part is {', '.join(repr(name) for name in PARTS)}; got {part!r}.")
    known = scores.dropna(subset=[f"{part}score"])
    index = pd.Index(known["article_id"])
    keys = key_frame(by, index)
    rows = keys.assign(
        cluster=keyed(clusters, index, "clusters").to_numpy(),
        amount=known[f"{part}score"].to_numpy() * 100,
        weight=1.0,
        matched=known[f"{part}matched"].to_numpy().astype(int),
        positive=known[f"{part}positive"].to_numpy(),
        negative=known[f"{part}negative"].to_numpy(),
        words=known[f"{part}n_tokens"].to_numpy(),
    )
    names = list(keys.columns)
    table = ratio_table(rows, names, amount="amount", weight="weight", share=False)
    extra = rows.groupby(names, sort=True)[["matched", "positive", "negative", "words"]].sum().reset_index()
    table = table.rename(columns={"weight": "articles"}).drop(columns=["total", "se"]).merge(extra, on=names)
    table["articles"] = table["articles"].astype("int64")
    return result_table(
        table,
        keys=names,
        measure=f"{part}tone",
        unit="net weight per 100 words",
        of="articles with such words",
    )
