"""Names made of words that judge elsewhere (Partai Demokrat, Perang Dunia, Sukses): they weigh nothing."""

from __future__ import annotations

import numpy as np

from analysis.languages import Language
from analysis.text.patterns import match
from analysis.text.tokens import Tokens
from analysis.text.typography import Typography

TITLE_CASE = 0.6
"""From this share of capitals on, capitals of a sentence say nothing about names."""


def names(tokens: Tokens, known: Language, marks: Typography) -> np.ndarray:
    """True for the tokens that are part of a name (bool per token).

    Parameters
    ----------
    tokens : Tokens; `known` : their language, with its `masked_names`; `marks` : `typography(tokens)`.

    Notes
    -----
    A listed name always counts. Otherwise a token is one where it begins with a capital inside a sentence, no mark
    before it, in a sentence that is not written in capitals throughout.
    """
    size = len(tokens.ids)
    if not size:
        return np.zeros(0, dtype=bool)
    sentence = marks.sentence
    share = np.bincount(sentence, weights=marks.capital) / np.maximum(np.bincount(sentence), 1)
    after_mark = np.concatenate([[True], marks.parted[:-1]])
    alone = marks.capital & ~marks.opens & ~after_mark & (share[sentence] < TITLE_CASE)
    listed = np.zeros(size + 1, dtype=np.int64)
    found = match(tokens, {"name": list(known.masked_names)}, exclusive=True)
    np.add.at(listed, found.token, 1)
    np.add.at(listed, found.token + found.length, -1)
    return alone | (np.cumsum(listed)[:-1] > 0)
