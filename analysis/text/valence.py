"""Valence: the words of a lexicon as their clause leaves them, turned by negators and multiplied by intensifiers.

A negator in the same clause with fewer than three content words between turns a word (window of Ningtyas &
Herwanto 2018); two negators cancel. An intensifier or diminisher beside a word multiplies it.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from analysis.languages import Language, language
from analysis.tables import TableError
from analysis.text.lexicon import Lexicon
from analysis.text.patterns import find_patterns
from analysis.text.tokens import Tokens, fold

WINDOW = 3
"""A negator reaches so many content words to the right, within its clause."""
NARROW = 2
"""Reach of a preposition or verb that negates (tanpa, gagal, without, fail)."""
NARROW_KINDS = ("lexical", "without")
SHIFT = 0.8
"""Taboada et al. (2011) move a negated word by 4 on a scale of 5."""
STRONGER = 1.25
"""Factor of an intensifier for which the language states none."""
MODELS = ("flip", "shift")
_STOP = re.compile(r"[.,;:!?…()\n\"“”«»]|\s[-–—]\s|—")


def weighed(tokens: Tokens, lexicon: Lexicon, *, model: str = "flip", shift: float = SHIFT) -> pd.DataFrame:
    """Every word of the lexicon in a token stream, with its weight after negation and intensifiers.

    Parameters
    ----------
    tokens : Tokens of one language; `lexicon` : of that language. `model` : `flip` turns the sign of a negated
        word, `shift` moves it by `shift` toward the other sign. Intensifiers come before negators: `not very good` is
        the opposite of `very good`.

    Returns
    -------
    DataFrame with article_id, start, end, label (positive, negative, neutral where a shift ends at 0), term,
    weight, topic, negated.

    Raises
    ------
    TableError
        For a model that is not flip or shift.

    Examples
    --------
    >>> from analysis.text.tokens import tokenize
    >>> terms = pd.DataFrame({"term": ["aman"], "weight": [1.0]})
    >>> articles = pd.DataFrame({"title": "", "text": ["Sangat aman, tidak aman."], "language": "id"}, index=["a"])
    >>> weighed(tokenize(articles), Lexicon("mine", "id", "1", terms))["weight"].tolist()
    [1.25, -1.0]
    """
    if model not in MODELS:
        raise TableError(f"model is {' or '.join(MODELS)}; got {model!r}.")
    terms = lexicon.terms.set_index("term")
    hits = find_patterns(tokens, {"word": [str(term) for term in terms.index]}, exclusive=True)
    clauses = _Clauses(tokens, language(lexicon.language))
    places = list(zip(hits["token"].to_numpy(), hits["length"].to_numpy(), strict=True))
    negated = np.array([clauses.negators(token) % 2 == 1 for token, _ in places], dtype=bool)
    factor = np.array([clauses.factor(token, length) for token, length in places], dtype=float)
    weight = terms["weight"].reindex(hits["pattern"]).to_numpy(dtype=float) * factor
    turned = -weight if model == "flip" else weight - np.sign(weight) * shift
    weight = np.where(negated, turned, weight)
    topic = terms["topic"] if "topic" in terms else pd.Series(False, index=terms.index)
    found = hits.assign(
        label=np.select([weight > 1e-12, weight < -1e-12], ["positive", "negative"], "neutral"),
        term=hits["pattern"],
        weight=weight,
        topic=topic.reindex(hits["pattern"]).to_numpy(dtype=bool),
        negated=negated,
    )
    return found[["article_id", "start", "end", "label", "term", "weight", "topic", "negated"]]


class _Clauses:
    """Reads what stands around a word in its clause."""

    def __init__(self, tokens: Tokens, known: Language) -> None:
        self.tokens = tokens
        self.article = tokens.article
        self.words = tokens.types[tokens.ids]
        self.breaks = known.clause_breaks
        self.abbreviations = known.abbreviations
        self.factors = {**known.intensifiers, **known.diminishers}
        self.after = known.intensifiers_after
        self.light = known.stopwords | frozenset(self.factors)
        self.negator: dict[int, tuple[int, str]] = {}
        self.before: dict[int, float] = {}
        self._find(known)

    def _find(self, known: Language) -> None:
        """Negators by their last token, intensifiers by theirs; of `kurang lebih` and `kurang` the longer counts."""
        kinds = {fold(word): kind for word, kind in known.negators.items()}
        patterns = {"negator": list(known.negators), "factor": [w for w in self.factors if w not in kinds]}
        found = find_patterns(self.tokens, patterns, exclusive=True)
        for token, length, label, pattern in found[["token", "length", "label", "pattern"]].itertuples(
            index=False
        ):
            if label == "negator":
                self.negator[token + length - 1] = (token, kinds[fold(pattern)])
            if pattern in self.factors:  # "hardly" does both: it turns a word and halves it
                self.before[token + length - 1] = self.factors[pattern]

    def negators(self, token: int) -> int:
        """How many negators reach this token."""
        count, content, place = 0, 0, token - 1
        while place >= 0 and content < WINDOW and not self.parted(place):
            if place in self.negator:
                start, kind = self.negator[place]
                count += kind not in NARROW_KINDS or content < NARROW
                place = start - 1
                if kind == "without" and place not in self.negator:
                    break  # what stands before "tanpa" speaks of another phrase
                continue
            if self.words[place] in self.breaks:
                break
            content += self.words[place] not in self.light
            place -= 1
        return count

    def factor(self, token: int, length: int) -> float:
        """Product of the intensifiers beside a word."""
        value = 1.0
        if token - 1 in self.before and not self.parted(token - 1):
            value *= self.before[token - 1]
        last = token + length - 1
        if last + 1 < len(self.words) and self.words[last + 1] in self.after and not self.parted(last):
            value *= self.factors.get(self.words[last + 1], STRONGER)
        return value

    def parted(self, place: int) -> bool:
        """True where a clause ends between this token and the next."""
        if self.article[place] != self.article[place + 1]:
            return True
        starts, ends = self.tokens.borders
        between = self.tokens.texts[self.article[place]][ends[place] : starts[place + 1]]
        word = self.words[place]
        if word in self.abbreviations or "." in word:
            between = between.removeprefix(".")
        return _STOP.search(between) is not None
