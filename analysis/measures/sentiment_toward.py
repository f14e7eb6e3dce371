"""Sentiment toward targets: the weight of the words said of somebody, by window, clause and role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.annotations.quotations import quotations
from analysis.annotations.voice import voice_at
from analysis.languages import Language, language
from analysis.tables import LanguageError, TableError
from analysis.text.dictionary import Dictionary
from analysis.text.layout import in_order, joined
from analysis.text.lexicon import Lexicon, by_language
from analysis.text.patterns import find_patterns
from analysis.text.sentences import sentences
from analysis.text.tokens import Tokens, tokenize
from analysis.text.tone_model import ToneModel, toward_model
from analysis.text.typography import typography
from analysis.text.valence import weighed

REACH = 10
"""Words on either side of a mention, within its sentence, that are read as said of it."""
OUTSIDE = 0.5
"""Share of its weight that a word of another clause keeps."""
BYSTANDER = 0.5
"""Share that a verb keeps on the side it does not judge: the victim of an attack, the author of a criticism."""
BESIDE = 4
"""Words between a mention and the verb it is the doer or the sufferer of, at most."""
NEUTRAL = 0.1
"""Net weight up to which the tone toward a mention is neutral."""
COLUMNS = {
    "article_id": "str",
    "target": "str",
    "start": "int64",
    "end": "int64",
    "score": "float64",
    "label": "str",
    "voice": "str",
    "role": "str",
    "n_tokens": "int64",
    "language": "str",
}


def score_sentiment_toward(
    articles: pd.DataFrame,
    targets: Dictionary | Mapping[str, Sequence[str]],
    *,
    lexicon: Lexicon | None = None,
    quotes: pd.DataFrame | None = None,
    model: ToneModel | str | None = "shipped",
    neutral: float = NEUTRAL,
) -> pd.DataFrame:
    """Tone toward each mention of a target.

    How to read it: .1 is a net weight of one in the ten words around the mention. Words near a name are not always about
    it; read the sentences.

    Parameters
    ----------
    articles : article table; languages may be mixed, each is read with its own lexicon.
    targets : target -> patterns of its names, or a dictionary of such categories.
    lexicon : a lexicon of one language; the shipped news lexicon of each if not given.
    model : a model trained on mentions (`train_sentiment` with start and end); `shipped`: that of the language where there is
        one (English) and no lexicon is given; None: the rules.
    neutral : a mention is neutral where the net weight around it is at most this.

    Returns
    -------
    DataFrame with a row per mention: article_id, target, start, end (of the mention), score (sum of weights of the up to ten
    words on either side in the same sentence, over their number; by a model, probability positive minus negative), label,
    voice (of the mention), role (agent or patient of the verb that weighs most beside it, else other), n_tokens (the words
    read), language. Without a lexicon or without a word beside it a mention has neither score nor label.

    Raises
    ------
    LanguageError
        Where a lexicon or model is given and an article is of another language.
    TableError
        Where there are no targets, or the model was not trained on mentions.

    Notes
    -----
    A word of another clause weighs half. A bad or good deed falls on who does it, a judgement (criticise, praise) on who is
    judged; the other side keeps half. Doer and sufferer are told by word order and passive (`by`, `oleh`, `di-`), not
    parsed; Hamborg & Donnay 2021 reach more with transformers, for English.

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
    if isinstance(model, ToneModel) and not model.toward:
        raise TableError("the model was not trained on mentions; train it with the columns start and end.")
    quotes = quotations(articles) if quotes is None else quotes
    parts = [pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})]
    for part, known in by_language(articles, lexicon):
        code = str(part["language"].fillna("und").iloc[0])
        judge = model if isinstance(model, ToneModel) else None
        if judge is not None and judge.language != code:
            raise LanguageError(f"the model reads {judge.language}; {len(part)} articles are {code}.")
        if model == "shipped" and lexicon is None:
            judge = toward_model(code)
        found = _mentions(part, patterns, known, quotes, code, neutral)
        if judge is not None and len(found):
            found = _by_model(found, part, judge)
        parts.append(found.assign(language=code)[list(COLUMNS)])
    filled = [one for one in parts if len(one)] or parts[:1]
    return in_order(pd.concat(filled, ignore_index=True), articles)


def _mentions(
    articles: pd.DataFrame,
    patterns: dict[str, Sequence[str]],
    lexicon: Lexicon | None,
    quotes: pd.DataFrame,
    code: str,
    neutral: float,
) -> pd.DataFrame:
    """Mentions of one language with their scores."""
    tokens, known = tokenize(articles), language(code)
    found = find_patterns(tokens, patterns, exclusive=True).rename(columns={"label": "target"})
    first = found["token"].to_numpy(dtype=int)
    last = first + found["length"].to_numpy(dtype=int) - 1
    marks = typography(tokens, code, known.abbreviations)
    sentence, clause = (
        marks.sentence,
        np.cumsum(np.concatenate([[False], marks.parted[:-1]])) if len(tokens.ids) else first,
    )
    weights = np.zeros(len(tokens.ids)) if lexicon is None else _weights(tokens, lexicon)
    verbs = _Verbs(tokens, known)
    words, sums = np.zeros(len(found), dtype=np.int64), np.zeros(len(found))
    role, strongest = np.full(len(found), "other", dtype=object), np.zeros(len(found))
    for step in range(1, REACH + 1):
        for before, place, edge in ((True, first - step, first), (False, last + step, last)):
            inside = (place >= 0) & (place < len(tokens.ids))
            inside[inside] = sentence[place[inside]] == sentence[edge[inside]]
            words += inside
            rows = np.flatnonzero(inside)
            at = place[rows]
            rows, at = rows[weights[at] != 0], at[weights[at] != 0]
            together = clause[at] == clause[edge[rows]]
            share = np.where(together, 1.0, OUTSIDE)
            if step <= BESIDE and len(rows):
                patient = verbs.patient(at, before, edge[rows])
                acts = together & (patient >= 0)
                away = (patient == 1) != verbs.judging[at]
                share[acts & away] = BYSTANDER
                more = acts & (np.abs(weights[at]) > strongest[rows])
                role[rows[more]] = np.where(patient[more] == 1, "patient", "agent")
                strongest[rows[more]] = np.abs(weights[at])[more]
            sums[rows] += weights[at] * share
    measured = (words > 0) & (lexicon is not None)
    score = np.where(measured, sums / np.maximum(words, 1), np.nan)
    label = np.select([sums > neutral + 1e-9, sums < -neutral - 1e-9], ["positive", "negative"], "neutral")
    found = found.assign(score=score, label=pd.Series(label, dtype="str").where(measured), n_tokens=words)
    found["role"] = pd.Series(role, dtype="str")
    found["voice"] = voice_at(articles, found, quotes)
    return found


class _Verbs:
    """Which of the words that weigh are verbs, and on whom they fall."""

    def __init__(self, tokens: Tokens, known: Language) -> None:
        self.ids, self.types = tokens.ids, tokens.types
        self.judging = self._of(lambda word: word in known.judging_verbs)
        self.by = self._of(lambda word: word in known.passive_marks)
        self.opener = self._of(lambda word: word in known.passive_openers)
        if known.passive_prefix:
            active = ("me", "mem", "men", "meng", "ber")
            self.passive = self._of(lambda word: word.startswith(known.passive_prefix) and len(word) > 5)
            self.verb = self.passive | self._of(lambda word: word.startswith(active) and len(word) > 5)
        else:
            before = np.concatenate([[False], self.opener[:-1]]) if len(self.ids) else self.opener
            participle = self._of(lambda word: word.endswith(("ed", "en")) or word in known.judging_verbs)
            self.passive = before & participle
            self.verb = self._of(
                lambda word: word.endswith(("ed", "es", "ing")) or word in known.judging_verbs
            )

    def _of(self, rule) -> np.ndarray:
        return np.array([rule(word) for word in self.types.tolist()], dtype=bool)[self.ids]

    def patient(self, at: np.ndarray, before: bool, edge: np.ndarray) -> np.ndarray:
        """1 where the mention suffers what the word at `at` says, 0 where it does it, -1 where the word is no verb."""
        if before:  # the verb stands before the mention: active, the mention suffers; after `by`, it does
            doer = np.zeros(len(at), dtype=bool)
            there = edge > 0
            doer[there] = self.by[edge[there] - 1]
            doer |= self.passive[at] & (edge == at + 1)
            suffers = ~doer
        else:
            suffers = self.passive[at]
        return np.where(self.verb[at], suffers.astype(int), -1)


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


def _by_model(found: pd.DataFrame, articles: pd.DataFrame, model: ToneModel) -> pd.DataFrame:
    """Score and label of each mention by a model, which reads its sentence."""
    cut = sentences(articles)
    owner = articles.index.get_indexer(pd.Index(cut["article_id"]))
    stride = int(max(cut["end"].max(), found["end"].max())) + 1
    holder = articles.index.get_indexer(pd.Index(found["article_id"]))
    row = (
        np.searchsorted(
            owner * stride + cut["start"].to_numpy(),
            holder * stride + found["start"].to_numpy(),
            side="right",
        )
        - 1
    )
    low, high = cut["start"].to_numpy()[row], cut["end"].to_numpy()[row]
    texts = joined(articles)
    said = [texts.iloc[i][one:two] for i, one, two in zip(holder, low, high, strict=True)]
    places = list(zip(found["start"] - low, found["end"] - low, strict=True))
    judged = model.classify(said, places)
    return found.assign(
        score=(judged["positive"] - judged["negative"]).to_numpy(),
        label=judged["label"].astype("str").to_numpy(),
    )
