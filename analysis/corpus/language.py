"""Which language an article is in, among those that have a module; `und` where it is none of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np

from analysis.languages import known_languages

UNDETERMINED = "und"
CHARACTERS = 240
FEWEST_LETTERS = 12
MARGIN = 3.0
"""By how much another language must beat every known one (log-likelihood over the root of the length)."""
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
CODES = {"indonesian": "id", "indonesia": "id", "bahasa": "id", "bahasa indonesia": "id", "ind": "id", "in": "id",
         "english": "en", "inggris": "en", "eng": "en"}  # fmt: skip


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
def _columns() -> tuple[np.ndarray, np.ndarray]:
    """For each language of the model: the place of the known language it counts as in `known_languages()`, or -1."""
    known = known_languages()
    counted = [KIN.get(code, code) for code in _model().nb_classes]
    places = np.array([known.index(code) if code in known else -1 for code in counted])
    return places, np.asarray(_model().nb_pc, dtype=np.float32)


def identify(texts: Sequence[str]) -> list[str]:
    """Language of each text by its first 240 characters.

    Parameters
    ----------
    texts : title and lead of each article; repeated texts are looked at once.

    Returns
    -------
    Codes of languages that have a module, or `und` for too little text or another language.
    """
    distinct = list(dict.fromkeys(texts))
    codes = dict(zip(distinct, _identify_distinct(distinct)))
    return [codes[text] for text in texts]


def _identify_distinct(texts: list[str]) -> Iterable[str]:
    from scipy.sparse import csr_matrix

    if not texts:
        return []
    model = _model()
    places, prior = _columns()
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
        shape=(len(texts), model.nb_ptc.shape[0]),
    )
    counts.sum_duplicates()
    counts.data = np.log1p(counts.data)
    scores = (counts @ model.nb_ptc + prior) / np.sqrt(lengths)[:, None]
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
