"""Valence: the words of a lexicon as their sentence leaves them.

Each rule is a list of words in `analysis/languages/data` and a few lines here: negators and reversers turn a word,
intensifiers multiply it, quantities that rise or fall weigh together, what is not so weighs half, names weigh nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from typing import Any

import numpy as np
import pandas as pd

from analysis.languages import Language, language
from analysis.tables import TableError
from analysis.text.cues import Cues
from analysis.text.lexicon import Lexicon
from analysis.text.names_that_judge import names
from analysis.text.patterns import match
from analysis.text.tokens import Tokens
from analysis.text.weighed_words import Words

WINDOW = 3
"""A negator reaches so many content words to the right, within its clause (Ningtyas & Herwanto 2018)."""
NARROW = 2
"""Reach of `without` and of reversers."""
IRREALIS_WINDOW = 4
APART = 4
"""Tokens that may stand between a quantity and its movement."""
SHIFT = 0.8
"""Taboada et al. (2011) move a negated word by 4 on a scale of 5."""
STRONGER = 1.25
"""Factor of an intensifier for which the language states none."""
PALE = 0.5
"""Share of its weight that a word keeps on the weaker side of a contrast, and in a question."""
MODELS = ("flip", "shift")
RULES = (
    "negation", "degree", "reversal", "movement", "irrealis", "question", "contrast", "correlative", "compound", "names",
)  # fmt: skip


def weighed(
    tokens: Tokens,
    lexicon: Lexicon,
    *,
    model: str = "flip",
    shift: float = SHIFT,
    without: Collection[str] = (),
) -> pd.DataFrame:
    """Every word of the lexicon in a token stream, with its weight as the words around it leave it.

    Parameters
    ----------
    tokens : Tokens of one language; `lexicon` : of that language. `model` : `flip` turns the sign of a negated
        word, `shift` moves it by `shift` toward the other sign. Intensifiers come before negators: `not very good` is
        the opposite of `very good`.
    without : rules to leave out, of negation, degree, reversal, movement, irrealis, question, contrast,
        correlative, compound, names.

    Returns
    -------
    DataFrame with article_id, start, end, label (positive, negative, neutral where nothing is left), term, weight,
    topic, negated. A quantity with its movement (`inflation rose`) is one row. Entries that a lexicon has only to
    keep a word from weighing (`cancel` in its passport) are left out.

    Raises
    ------
    TableError
        For a model that is not flip or shift, and for a rule that does not exist.

    Examples
    --------
    >>> from analysis.text.tokens import tokenize
    >>> terms = pd.DataFrame({"term": ["aman"], "weight": [1.0]})
    >>> articles = pd.DataFrame({"title": "", "text": ["Sangat aman, tidak aman."], "language": "id"}, index=["a"])
    >>> weighed(tokenize(articles), Lexicon("mine", "id", "1", terms))["weight"].tolist()
    [1.25, -1.0]
    """
    ways = {"": {"model": model, "shift": shift, "without": without}}
    return weighed_in_ways(tokens, lexicon, ways)[""]


def weighed_in_ways(
    tokens: Tokens, lexicon: Lexicon, ways: Mapping[str, Mapping[str, Any]]
) -> dict[str, pd.DataFrame]:
    """`weighed` with the options of each way; words, cues and marks are looked up once for all.

    Parameters
    ----------
    ways : name -> `model`, `shift` and `without` of `weighed`, as far as they are not the usual ones.

    Returns the table of `weighed` by name.
    """
    for way in ways.values():
        if way.get("model", "flip") not in MODELS:
            raise TableError(f"model is {' or '.join(MODELS)}; got {way['model']!r}.")
        wrong = sorted(set(way.get("without", ())) - set(RULES))
        if wrong:
            raise TableError(f"the rules are {', '.join(RULES)}; got {wrong[0]!r}.")
    known = _language_of(tokens, lexicon)
    words, cues = _matches(tokens, lexicon), Cues(tokens, known)
    long = np.flatnonzero(words.last > words.first)
    spans = set(zip(words.first[long].tolist(), words.last[long].tolist(), strict=True))
    cues.drop(words.covering(len(tokens.ids), long), spans)
    least = float(lexicon.passport.get("cancel", 0.0))
    found = {}
    for name, way in ways.items():
        ruled = _ruled(words, cues, way.get("without", ()))
        ruled.alive &= np.abs(ruled.base) > least + 1e-9
        found[name] = _table(ruled, tokens, way.get("model", "flip"), way.get("shift", SHIFT))
    return found


def _ruled(words: Words, cues: Cues, without: Collection[str]) -> Words:
    """A copy of the words as the rules leave them."""
    words = Words(**{name: values.copy() for name, values in vars(words).items()})
    cues = copy(cues)
    if "names" not in without:
        named = names(cues.tokens, cues.known, cues.marks)
        words.alive &= ~(named[words.first] & named[words.last]) | words.capital
        cues.drop(named)
    for name, rule in _STEPS.items():
        if name not in without:
            words = rule(words, cues)
    return words


def _language_of(tokens: Tokens, lexicon: Lexicon) -> Language:
    return language(lexicon.language if lexicon.language != "und" else tokens.language or "und")


def _matches(tokens: Tokens, lexicon: Lexicon) -> Words:
    terms = lexicon.terms
    entries = [str(term) for term in terms["term"]]
    found = match(tokens, {"word": entries}, exclusive=True)
    place = {entry: i for i, entry in enumerate(entries)}
    row = np.array([place[pattern] for _, pattern in found.kinds], dtype=np.int64)[found.kind]
    size = len(row)
    topic = terms["topic"].to_numpy(dtype=bool)[row] if "topic" in terms else np.zeros(size, dtype=bool)
    return Words(
        first=found.token,
        last=found.token + found.length - 1,
        second=found.token,
        term=np.array(entries, dtype=object)[row],
        base=terms["weight"].to_numpy(dtype=float)[row],
        topic=topic,
        capital=np.array([entry != entry.lower() for entry in entries], dtype=bool)[row],
        factor=np.ones(size),
        keeps=np.ones(size),
        negated=np.zeros(size, dtype=bool),
        alive=np.ones(size, dtype=bool),
    )


def _correlative(words: Words, cues: Cues) -> Words:
    """`baik ... maupun` judges nothing."""
    pairs = cues.known.correlatives
    if not pairs or not len(words.first):
        return words
    types, ids = cues.tokens.types, cues.tokens.ids
    for one, seconds in pairs.items():
        later = np.flatnonzero(np.isin(ids, np.flatnonzero(np.isin(types, list(seconds)))))
        rows = np.flatnonzero((words.term == one) & (words.first == words.last))
        place = np.searchsorted(later, words.first[rows])
        rows, place = rows[place < len(later)], place[place < len(later)]
        sentence = cues.marks.sentence
        words.alive[rows[sentence[later[place]] == sentence[words.first[rows]]]] = False
    return words


def _movement(words: Words, cues: Cues) -> Words:
    """A quantity and the nearest movement in its clause weigh together, in place of either alone."""
    quantities, movements = cues.having(cues.known.quantities), cues.having(cues.known.movements)
    if not len(quantities) or not len(movements):
        return words
    place = np.searchsorted(cues.first[movements], cues.first[quantities])
    best, gap = np.full(len(quantities), -1), np.full(len(quantities), APART + 1)
    for step in (0, -1):
        at = place + step
        rows = np.flatnonzero((at >= 0) & (at < len(movements)))
        move, many = movements[at[rows]], quantities[rows]
        low = np.where(cues.first[move] < cues.first[many], cues.last[move], cues.last[many])
        high = np.maximum(cues.first[move], cues.first[many])
        near = (high - low - 1 < gap[rows]) & (cues.clause[low] == cues.clause[high]) & (move != many)
        gap[rows[near]], best[rows[near]] = (high - low - 1)[near], move[near]
    rows = np.flatnonzero(best >= 0)
    rows = rows[np.argsort(gap[rows], kind="stable")]
    rows = np.sort(rows[np.unique(best[rows], return_index=True)[1]])
    many, move = quantities[rows], best[rows]
    used = np.zeros(len(cues.tokens.ids), dtype=bool)
    for row in (many, move):
        used[cues.first[row]] = used[cues.last[row]] = True
    short = np.flatnonzero((words.first == words.last) & used[words.first])
    words.alive[short] = False
    weight = cues.values(many, dict(cues.known.quantities)) * cues.values(move, dict(cues.known.movements))
    first = np.minimum(cues.first[many], cues.first[move])
    last = np.maximum(cues.last[many], cues.last[move])
    cues.spent = used
    kinds = np.array(cues.kinds, dtype=object)
    text = kinds[cues.kind[many]] + " + " + kinds[cues.kind[move]]
    second = np.maximum(cues.first[many], cues.first[move])
    return words.joined(first, last, second, text, weight)


def _reversal(words: Words, cues: Cues) -> Words:
    """A reverser turns the next word within its reach and gives its own weight up."""
    reversers = cues.having(cues.known.reversers)
    reversers = reversers[~cues.spent[cues.first[reversers]]]
    own = words.at(len(cues.heavy))
    who, at = cues.reach(reversers, NARROW)
    hit = own[at]
    who, hit = who[hit >= 0], hit[hit >= 0]
    order = np.lexsort((words.first[hit], who))
    who, hit = who[order], hit[order]
    nearest = np.diff(who, prepend=-1) > 0
    who, hit = who[nearest], hit[nearest]
    over = dict(cues.known.reversers)
    bad = cues.values(who, {entry: pair[0] for entry, pair in over.items()})
    good = cues.values(who, {entry: pair[1] for entry, pair in over.items()})
    turn = np.where(words.base[hit] < 0, bad, good)
    acts = turn != 1
    who, hit, turn = who[acts], hit[acts], turn[acts]
    words.factor[hit] *= turn
    mine = own[cues.first[who]]
    words.alive[mine[mine >= 0]] = False
    return words


def _degree(words: Words, cues: Cues) -> Words:
    """Intensifiers and diminishers beside a word multiply it; one that strengthens another word weighs nothing itself."""
    known, size = cues.known, len(cues.heavy)
    value = {**known.intensifiers, **known.diminishers}
    rows = cues.having(value)
    before, at_end = np.ones(size), np.full(size, -1, dtype=np.int64)
    before[cues.last[rows]], at_end[cues.last[rows]] = cues.values(rows, value), rows
    parted = cues.marks.parted
    beside = (words.first > 0) & words.alive
    beside[beside] = ~parted[words.first[beside] - 1]
    place = words.first[beside] - 1
    words.factor[beside] *= before[place]
    strong = at_end[place]
    used = np.zeros(size, dtype=bool)
    used[cues.first[strong[strong >= 0]]] = True
    after = np.ones(size)
    follow = cues._types(known.intensifiers_after)
    numbers = {word: known.intensifiers.get(word, STRONGER) for word in known.intensifiers_after}
    kind = np.array([numbers.get(word, 1.0) for word in cues.tokens.types])
    after[follow] = kind[cues.tokens.ids[follow]]
    behind = words.last + 1 < size
    behind[behind] = ~parted[words.last[behind]]
    words.factor[behind] *= after[words.last[behind] + 1]
    words.alive &= ~(used[words.first] & (words.base > 0))
    return words


def _negation(words: Words, cues: Cues) -> Words:
    """Negators turn the words they reach, two cancel; `bukan ... melainkan` takes back what stands between."""
    known, size = cues.known, len(cues.heavy)
    rows = cues.having({entry for entry, kind in known.negators.items() if kind != "none"})
    narrow = np.isin(
        rows, cues.having({entry for entry, kind in known.negators.items() if kind == "without"})
    )
    halts = np.zeros(size, dtype=bool)
    halts[cues.first[rows[narrow]]] = True
    who, at = cues.reach(rows, np.where(narrow, NARROW, WINDOW), halts)
    count = np.bincount(at, minlength=size)
    if size:
        words.negated = (count[words.first] % 2 == 1) | (count[words.second] % 2 == 1)
    later = cues.first[cues.having(known.corrections)]
    if len(later) and len(who):
        place = np.minimum(np.searchsorted(later, at), len(later) - 1)
        sentence = cues.marks.sentence
        taken = at[(later[place] > at) & (sentence[later[place]] == sentence[at])]
        words.keeps[np.isin(words.first, taken)] = 0.0
    return words


def _irrealis(words: Words, cues: Cues) -> Words:
    """What is wished, planned, possible or conditional weighs less."""
    who, at = cues.reach(cues.having(cues.known.irrealis), IRREALIS_WINDOW)
    keeps = np.ones(len(cues.heavy))
    np.minimum.at(keeps, at, cues.values(who, dict(cues.known.irrealis)))
    words.keeps *= keeps[words.first] if len(keeps) else 1.0
    return words


def _question(words: Words, cues: Cues) -> Words:
    words.keeps = np.where(cues.marks.asked[words.first], words.keeps * PALE, words.keeps)
    return words


def _contrast(words: Words, cues: Cues) -> Words:
    """Before `but` and after `although`, words weigh half."""
    size, sentence = len(cues.heavy), cues.marks.sentence
    sides = cues.known.contrasts
    weak = np.zeros(size, dtype=bool)
    but = cues.first[cues.having({entry for entry, side in sides.items() if side == "before"})]
    if len(but):
        last = np.full(int(sentence[-1]) + 1, -1, dtype=np.int64)
        last[sentence[but]] = but
        weak |= np.arange(size) < last[sentence]
    rows = cues.having({entry for entry, side in sides.items() if side == "after"})
    for low in cues.last[rows].tolist():
        high = low + 1
        while high < size and cues.clause[high] == cues.clause[low]:
            high += 1
        weak[low:high] = True
    words.keeps = np.where(weak[words.first], words.keeps * PALE, words.keeps)
    return words


def _compound(words: Words, cues: Cues) -> Words:
    """Of two neighbours of opposite sign the head of the compound counts, where it comes first (`bantuan bencana`)."""
    rows = np.flatnonzero(words.alive)
    if not cues.known.head_first or len(rows) < 2:
        return words
    one, two = rows[:-1], rows[1:]
    opposed = words.base[one] * words.base[two] * words.factor[one] * words.factor[two] < 0
    touching = words.last[one] + 1 == words.first[two]
    touching &= ~cues.marks.parted[words.last[one]]
    words.alive[two[opposed & touching]] = False
    return words


_STEPS = {
    "correlative": _correlative,
    "movement": _movement,
    "degree": _degree,
    "reversal": _reversal,
    "negation": _negation,
    "compound": _compound,
    "irrealis": _irrealis,
    "question": _question,
    "contrast": _contrast,
}


def _table(words: Words, tokens: Tokens, model: str, shift: float) -> pd.DataFrame:
    kept = np.flatnonzero(words.alive)
    plain = words.base[kept] * words.factor[kept]
    turned = -plain if model == "flip" else plain - np.sign(plain) * shift
    weight = np.where(words.negated[kept], turned, plain) * words.keeps[kept] + 0.0
    starts, ends = tokens.borders
    sign = np.where(weight > 1e-12, 2, np.where(weight < -1e-12, 0, 1))
    return pd.DataFrame(
        {
            "article_id": tokens.article_id.astype("str").array.take(tokens.article[words.first[kept]]),
            "start": starts[words.first[kept]],
            "end": ends[words.last[kept]],
            "label": pd.array(["negative", "neutral", "positive"], dtype="str").take(sign),
            "term": pd.array(words.term[kept], dtype="str"),
            "weight": weight,
            "topic": words.topic[kept],
            "negated": words.negated[kept],
        }
    )
