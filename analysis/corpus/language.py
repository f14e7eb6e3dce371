"""Which language an article is in, among those that have a module; `und` where it is none of them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np

from analysis.languages import known_languages, language

UNDETERMINED = "und"
CHARACTERS = 160
FEWEST_LETTERS = 12
MARGIN = 3.0
"""By how much another language must beat every known one (log-likelihood over the root of the length)."""
WEAK = 1.3
"""By how much, on the same scale, a known language must beat the other known ones to be sure of a headline."""
FEWEST_SURE = 20
NEARLY_ALL = 0.97
AT_ONCE = 8192
WORDS = 40
FEWEST_WORDS = 24
SURE = 0.2
DISTINCT = 4
"""Share of function words from which a text is in their language without asking the model: other languages share fewer."""
KIN = {
    "ms": "id",
    "jv": "id",
    "su": "id",
    "min": "id",
    "ace": "id",
    "ban": "id",
    "bjn": "id",
    "bcl": "id",
    "pcm": "en",
}
"""Languages so near to a known one that a headline in it is taken for theirs; they count as the known one."""
RIVALS = (
    *(
        "de",
        "fr",
        "es",
        "pt",
        "it",
        "nl",
        "sv",
        "da",
        "no",
        "fi",
        "pl",
        "cs",
        "sk",
        "hu",
        "ro",
        "bg",
        "ru",
        "uk",
        "sr",
        "hr",
    ),
    *(
        "sl",
        "el",
        "tr",
        "ar",
        "fa",
        "he",
        "ur",
        "hi",
        "bn",
        "ta",
        "th",
        "vi",
        "zh",
        "ja",
        "ko",
        "tl",
        "sw",
        "lt",
        "lv",
        "et",
    ),
    *(
        "sq",
        "mk",
        "ka",
        "hy",
        "az",
        "kk",
        "uz",
        "mn",
        "my",
        "km",
        "lo",
        "ne",
        "si",
        "ml",
        "te",
        "mr",
        "gu",
        "pa",
        "af",
        "ca",
    ),
)
"""Languages of news that a text may be in instead."""
CODES = {
    "indonesian": "id",
    "indonesia": "id",
    "bahasa": "id",
    "bahasa indonesia": "id",
    "ind": "id",
    "in": "id",
    "english": "en",
    "inggris": "en",
    "eng": "en",
}


def language_code(stated: object) -> str:
    """The code of a language as data state it (`id-ID`, `ind`, `Indonesian`), "" if it is not known here."""
    text = str(stated).strip().lower().replace("_", "-")
    text = CODES.get(text, text).split("-")[0]
    return text if text in known_languages() else ""


@cache
def _model() -> Any:
    """The statistical model of py3langid, loaded once."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


@cache
def _table() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights of the languages that are compared, their priors, and the place of each in `known_languages()` or -1."""
    known = known_languages()
    counted = [KIN.get(code, code) for code in _model().nb_classes]
    columns = [at for at, code in enumerate(counted) if code in known or code in RIVALS]
    places = np.array([known.index(counted[at]) if counted[at] in known else -1 for at in columns])
    weights = np.ascontiguousarray(np.asarray(_model().nb_ptc)[:, columns], dtype=np.float32)
    return weights, np.asarray(_model().nb_pc, dtype=np.float32)[columns], places


@cache
def _function_words() -> dict[str, frozenset[str]]:
    """Function words that one known language has and the others do not."""
    lists = {code: language(code).stopwords for code in known_languages()}
    return {
        code: words - frozenset().union(*(others for other, others in lists.items() if other != code))
        for code, words in lists.items()
    }


def _by_function_words(text: str) -> str:
    """The language of a text that is full of its function words, "" if that does not settle it."""
    words = text[: 2 * CHARACTERS].lower().split()[:WORDS]
    if len(words) < FEWEST_WORDS:
        return ""
    shares = {code: sum(map(own.__contains__, words)) / len(words) for code, own in _function_words().items()}
    best = max(shares, key=lambda code: shares[code])
    second = max((share for code, share in shares.items() if code != best), default=0.0)
    several = len(_function_words()[best].intersection(words)) >= DISTINCT
    return best if shares[best] >= SURE and second < 0.05 and several else ""


def identify(texts: Sequence[str], outlets: Sequence[str] | None = None) -> list[str]:
    """Language of each text by its first 160 characters.

    Parameters
    ----------
    texts : title and lead of each article; repeated texts are looked at once.
    outlets : the outlet of each text. A headline that might be in two known languages is taken for the one in which the
        outlet's other texts here are (at least 20 that are sure, and hardly any in another).

    Returns
    -------
    Codes of languages that have a module, or `und` for too little text or another language.
    """
    distinct = list(dict.fromkeys(texts))
    codes = {text: _by_function_words(text) for text in distinct}
    unsettled = [text for text, code in codes.items() if not code]
    weak: set[str] = set()
    for start in range(0, len(unsettled), AT_ONCE):
        some = unsettled[start : start + AT_ONCE]
        found, unsure = _identify_distinct(some)
        codes.update(zip(some, found))
        weak.update(text for text, is_unsure in zip(some, unsure) if is_unsure)
    told = [codes[text] for text in texts]
    if outlets is None or not weak:
        return told
    usual = _usual(_pairs(texts, told, outlets, weak))
    return [
        usual.get(outlet, code) if text in weak and code != UNDETERMINED else code
        for text, code, outlet in zip(texts, told, outlets)
    ]


def _pairs(
    texts: Sequence[str], codes: Sequence[str], outlets: Sequence[str], weak: set[str]
) -> Iterator[tuple[str, str]]:
    """Outlet and language of each text that is sure."""
    return ((outlet, code) for text, code, outlet in zip(texts, codes, outlets) if text not in weak)


def _usual(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The language of nearly all texts of an outlet, where it has one."""
    counts: dict[str, Counter[str]] = {}
    for outlet, code in pairs:
        counts.setdefault(outlet, Counter())[code] += 1
    firsts = {outlet: (*count.most_common(1)[0], count.total()) for outlet, count in counts.items()}
    return {
        outlet: code
        for outlet, (code, many, total) in firsts.items()
        if total >= FEWEST_SURE and many >= NEARLY_ALL * total and code != UNDETERMINED
    }


def _identify_distinct(texts: list[str]) -> tuple[list[str], np.ndarray]:
    """The language of each text, and whether another known one fits a short text almost as well."""
    from scipy.sparse import csr_matrix

    weights, prior, places = _table()
    samples = [text[:CHARACTERS] for text in texts]
    enough = np.array(
        [sum(map(str.isalpha, sample[:60])) >= FEWEST_LETTERS for sample in samples], dtype=bool
    )
    data = [_encoded(sample) if ok else b"" for sample, ok in zip(samples, enough.tolist())]
    lengths = np.maximum([len(one) for one in data], 1).astype(np.float32)
    rows, features = _walk(data)
    counts = csr_matrix(
        (np.ones(len(features), dtype=np.float32), (rows, features)), shape=(len(texts), weights.shape[0])
    )
    counts.data = np.log1p(counts.data)
    scores = (counts @ weights + prior) / np.sqrt(lengths)[:, None]
    short = np.array([len(sample) < CHARACTERS for sample in samples], dtype=bool)
    return _decided(scores, places, enough & (np.diff(counts.indptr) > 0), short)


def _encoded(text: str) -> bytes:
    if text.isupper():
        text = text.lower()
    return unicodedata.normalize("NFC", text).encode("utf-8", "ignore")


@cache
def _automaton() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The model's automaton: next state by base and byte, base of each state, feature that each state says or -1."""
    model = _model()
    moves = np.frombuffer(model.tk_nextmove, dtype=f"u{model.tk_nextmove.itemsize}")
    return moves, np.asarray(model._rowbase, dtype=np.int64), np.asarray(model.tk_output, dtype=np.int32)


def _walk(data: list[bytes]) -> tuple[np.ndarray, np.ndarray]:
    """Row and feature of all that the automaton says, one step a byte, all texts at once."""
    moves, bases, outputs = _automaton()
    sizes = np.array([len(one) for one in data])
    order = np.argsort(-sizes, kind="stable")
    longest = int(sizes.max(initial=0))
    padded = b"".join(data[row].ljust(longest, b"\0") for row in order.tolist())
    steps = np.frombuffer(padded, dtype=np.uint8).reshape(len(data), longest).T.copy()
    active = np.searchsorted(-sizes[order], -np.arange(longest), side="left")
    states = np.zeros(len(data), dtype=np.int64)
    rows, features = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int32)]
    for step, many in zip(steps, active.tolist()):
        states[:many] = moves[bases[states[:many]] + step[:many]]
        said = outputs[states[:many]]
        where = np.flatnonzero(said >= 0)
        rows.append(order[where])
        features.append(said[where])
    return np.concatenate(rows), np.concatenate(features)


def _decided(
    scores: np.ndarray, places: np.ndarray, enough: np.ndarray, short: np.ndarray
) -> tuple[list[str], np.ndarray]:
    """The known language with the best score, unless another beats it clearly; and which of the short texts are weak."""
    known = known_languages()
    best_known = np.full((len(scores), len(known)), -np.inf, dtype=np.float32)
    for place in range(len(known)):
        columns = np.flatnonzero(places == place)
        if len(columns):
            best_known[:, place] = scores[:, columns].max(axis=1)
    others = scores[:, places < 0].max(axis=1)
    winner = best_known.argmax(axis=1)
    sure = enough & (others - best_known.max(axis=1) < MARGIN)
    codes = [known[place] if ok else UNDETERMINED for place, ok in zip(winner, sure)]
    ordered = np.sort(best_known, axis=1)
    near = ordered[:, -1] - ordered[:, -2] < WEAK if len(known) > 1 else np.zeros(len(scores), dtype=bool)
    return codes, short & near
