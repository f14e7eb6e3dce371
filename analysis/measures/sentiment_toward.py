"""Sentiment toward targets: the weight of the words around each mention of somebody or something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.annotations.quotations import quotations
from analysis.annotations.voice import voice_at
from analysis.tables import TableError
from analysis.text.dictionary import Dictionary
from analysis.text.layout import in_order
from analysis.text.lexicon import Lexicon, by_language
from analysis.text.patterns import find_patterns
from analysis.text.sentences import sentence_of
from analysis.text.tokens import Tokens, tokenize
from analysis.text.valence import weighed

REACH = 10
"""Words on either side of a mention, within its sentence, that are read as said of it."""
COLUMNS = {
    "article_id": "str",
    "target": "str",
    "start": "int64",
    "end": "int64",
    "score": "float64",
    "label": "str",
    "voice": "str",
    "n_tokens": "int64",
    "language": "str",
}


def score_sentiment_toward(
    articles: pd.DataFrame,
    targets: Dictionary | Mapping[str, Sequence[str]],
    *,
    lexicon: Lexicon | None = None,
    quotes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Tone of the words around each mention of a target.

    How to read it: .1 is a net weight of one in the ten words around the mention. Words near a name are not always about
    it; read the sentences.

    Parameters
    ----------
    articles : article table; languages may be mixed, each is read with its own lexicon.
    targets : target -> patterns of its names, or a dictionary of such categories.
    lexicon : a lexicon of one language; the shipped news lexicon of each if not given.

    Returns
    -------
    DataFrame with a row per mention: article_id, target, start, end (of the mention), score (sum of weights of the
    up to ten words on either side in the same sentence, over their number), label (positive, negative, neutral),
    voice (of the mention), n_tokens (the words read), language. Without a lexicon or without a word beside it a
    mention has neither score nor label.

    Raises
    ------
    LanguageError
        Where a lexicon is given and an article is of another language.
    TableError
        Where there are no targets.

    Notes
    -----
    A fixed window inside the sentence; who does what to whom is not worked out (Hamborg & Donnay 2021 do, for English).

    Examples
    --------
    >>> terms = pd.DataFrame({"term": ["hangat", "buruk"], "weight": [1.0, -1.0]})
    >>> articles = pd.DataFrame({"title": "", "text": ["Kim disambut hangat. Cuaca buruk."], "language": "id",
    ...                          "genre": "news", "agency": None}, index=pd.Index(["a"], name="article_id"))
    >>> mine = Lexicon("mine", "id", "1", terms)
    >>> score_sentiment_toward(articles, {"Kim": ["Kim"]}, lexicon=mine)[["target", "score", "label"]].to_numpy().tolist()
    [['Kim', 0.5, 'positive']]
    """
    patterns = dict(targets.categories if isinstance(targets, Dictionary) else targets)
    if not patterns:
        raise TableError("targets hold no names; give such as {'Kim': ['Kim Jong Un', 'Kim']}.")
    quotes = quotations(articles) if quotes is None else quotes
    parts = [pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})]
    for part, known in by_language(articles, lexicon):
        code = str(part["language"].fillna("und").iloc[0])
        parts.append(_mentions(part, patterns, known, quotes).assign(language=code)[list(COLUMNS)])
    filled = [one for one in parts if len(one)] or parts[:1]
    return in_order(pd.concat(filled, ignore_index=True), articles)


def _mentions(
    articles: pd.DataFrame, patterns: dict[str, Sequence[str]], lexicon: Lexicon | None, quotes: pd.DataFrame
) -> pd.DataFrame:
    """Mentions of one language with their scores."""
    tokens = tokenize(articles)
    found = find_patterns(tokens, patterns, exclusive=True).rename(columns={"label": "target"})
    first = found["token"].to_numpy(dtype=int)
    last = first + found["length"].to_numpy(dtype=int) - 1
    segment = _sentences(tokens, articles)
    weights = np.zeros(len(tokens.ids)) if lexicon is None else _weights(tokens, lexicon)
    words, sums = np.zeros(len(found), dtype=np.int64), np.zeros(len(found))
    for step in range(1, REACH + 1):
        for place, edge in ((first - step, first), (last + step, last)):
            inside = (place >= 0) & (place < len(tokens.ids))
            inside[inside] = segment[place[inside]] == segment[edge[inside]]
            words += inside
            sums[inside] += weights[place[inside]]
    measured = (words > 0) & (lexicon is not None)
    score = np.where(measured, sums / np.maximum(words, 1), np.nan)
    label = np.select([score > 1e-12, score < -1e-12], ["positive", "negative"], "neutral")
    found = found.assign(score=score, label=pd.Series(label, dtype="str").where(measured), n_tokens=words)
    found["voice"] = voice_at(articles, found, quotes)
    return found


def _sentences(tokens: Tokens, articles: pd.DataFrame) -> np.ndarray:
    """A number for each sentence of the stream, on each of its tokens."""
    number = sentence_of(tokens, articles).astype("int64")
    return tokens.article * (int(number.max(initial=0)) + 2) + number


def _weights(tokens: Tokens, lexicon: Lexicon) -> np.ndarray:
    """Weight of each token; a phrase of the lexicon weighs on its first word."""
    hits = weighed(tokens, lexicon)
    owner = tokens.article_id.get_indexer(pd.Index(hits["article_id"]))
    weights = np.zeros(len(tokens.ids))
    starts, _ = tokens.borders
    stride = int(starts.max(initial=0)) + 1
    places = np.searchsorted(tokens.article * stride + starts, owner * stride + hits["start"].to_numpy())
    weights[places] = hits["weight"].to_numpy(dtype=float)
    return weights
