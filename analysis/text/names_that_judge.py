"""Names made of words that judge elsewhere (Partai Demokrat, Perang Dunia, Sukses): they weigh nothing."""

from __future__ import annotations

import numpy as np

from analysis.languages import Language
from analysis.text.patterns import find_patterns
from analysis.text.tokens import Tokens
from analysis.text.typography import Typography

TITLE_CASE = 0.6
"""From this share of capitals on, capitals of a sentence say nothing about names."""


def masked(
    first: np.ndarray, last: np.ndarray, term: np.ndarray, tokens: Tokens, known: Language, marks: Typography
) -> np.ndarray:
    """True for the matches that are part of a name.

    Parameters
    ----------
    first, last, term : matches of a lexicon: tokens and entries. `known` : the language, with its `masked_names`.

    Notes
    -----
    A listed name always counts. Otherwise a match is one where it begins with a capital inside a sentence, no mark
    before it, in a sentence that is not written in capitals throughout. An entry that has a capital itself is meant.
    """
    size = len(tokens.ids)
    if not size or not len(first):
        return np.zeros(len(first), dtype=bool)
    sentence = marks.sentence
    share = np.bincount(sentence, weights=marks.capital) / np.maximum(np.bincount(sentence), 1)
    after_mark = np.concatenate([[True], marks.parted[:-1]])
    alone = marks.capital & ~marks.opens & ~after_mark & (share[sentence] < TITLE_CASE)
    name = alone[first] & (alone[last] | (first == last))
    listed = np.zeros(size + 1, dtype=np.int64)
    found = find_patterns(tokens, {"name": list(known.masked_names)}, exclusive=True)
    places = found["token"].to_numpy(dtype=np.int64)
    np.add.at(listed, places, 1)
    np.add.at(listed, places + found["length"].to_numpy(dtype=np.int64), -1)
    inside = np.cumsum(listed)[:-1] > 0
    meant = np.array([entry != entry.lower() for entry in term], dtype=bool)
    return (name | (inside[first] & inside[last])) & ~meant
