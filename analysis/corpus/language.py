"""Which language an article is in, among those that have a module; `und` where it is none of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np

from analysis.languages import known_languages, language

UNDETERMINED = "und"
CHARACTERS = 160
FEWEST_LETTERS = 12
MARGIN = 3.0
"""By how much another language must beat every known one (log-likelihood over the root of the length)."""
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


def identify(texts: Sequence[str]) -> list[str]:
    """Language of each text by its first 160 characters.

    Parameters
    ----------
    texts : title and lead of each article; repeated texts are looked at once.

    Returns
    -------
    Codes of languages that have a module, or `und` for too little text or another language.
    """
    distinct = list(dict.fromkeys(texts))
    codes = {text: _by_function_words(text) for text in distinct}
    unsettled = [text for text, code in codes.items() if not code]
    codes.update(zip(unsettled, _identify_distinct(unsettled)))
    return [codes[text] for text in texts]


def _identify_distinct(texts: list[str]) -> Iterable[str]:
    from scipy.sparse import csr_matrix

    if not texts:
        return []
    model = _model()
    weights, prior, places = _table()
    features: list[int] = []
    starts = [0]
    lengths = np.ones(len(texts), dtype=np.float32)
    enough = np.zeros(len(texts), dtype=bool)
    for row, text in enumerate(texts):
        sample = text[:CHARACTERS]
        letters = sum(map(str.isalpha, sample[:60]))
        enough[row] = letters >= FEWEST_LETTERS
        data = _encoded(sample) if enough[row] else b""
        lengths[row] = max(len(data), 1)
        features += _walk(model, data)
        starts.append(len(features))
    counts = csr_matrix(
        (np.ones(len(features), dtype=np.float32), np.array(features, dtype=np.int32), np.array(starts)),
        shape=(len(texts), weights.shape[0]),
    )
    counts.sum_duplicates()
    counts.data = np.log1p(counts.data)
    scores = (counts @ weights + prior) / np.sqrt(lengths)[:, None]
    return _decided(scores, places, enough & (np.diff(counts.indptr) > 0))


def _encoded(text: str) -> bytes:
    if text.isupper():
        text = text.lower()
    return unicodedata.normalize("NFC", text).encode("utf-8", "ignore")


def _walk(model: Any, data: bytes) -> list[int]:
    """Features of a text: one step of the model's automaton a byte."""
    moves, bases, outputs = model.tk_nextmove, model._rowbase, model.tk_output
    state, found = 0, []
    for byte in data:
        state = moves[bases[state] + byte]
        feature = outputs[state]
        if feature >= 0:
            found.append(feature)
    return found


def _decided(scores: np.ndarray, places: np.ndarray, enough: np.ndarray) -> list[str]:
    """The known language with the best score, unless another beats it clearly."""
    known = known_languages()
    best_known = np.full((len(scores), len(known)), -np.inf, dtype=np.float32)
    for place in range(len(known)):
        columns = np.flatnonzero(places == place)
        if len(columns):
            best_known[:, place] = scores[:, columns].max(axis=1)
    others = scores[:, places < 0].max(axis=1)
    winner = best_known.argmax(axis=1)
    sure = enough & (others - best_known.max(axis=1) < MARGIN)
    return [known[place] if ok else UNDETERMINED for place, ok in zip(winner, sure)]
