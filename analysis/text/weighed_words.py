"""The words of a lexicon in a token stream, as arrays that the rules of valence work on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass
class Words:
    """Matches of a lexicon, as arrays: first and last token (and that of the later cue of a movement), entry, weight, whether it names a topic and has a capital, and what the rules make of them."""

    first: np.ndarray
    last: np.ndarray
    second: np.ndarray
    term: np.ndarray
    base: np.ndarray
    topic: np.ndarray
    capital: np.ndarray
    factor: np.ndarray
    keeps: np.ndarray
    negated: np.ndarray
    alive: np.ndarray

    def at(self, size: int) -> np.ndarray:
        """Row of the word that begins at each token, -1 where none does."""
        place = np.full(size, -1, dtype=np.int64)
        rows = np.flatnonzero(self.alive)
        place[self.first[rows]] = rows
        return place

    def covering(self, size: int, rows: np.ndarray) -> np.ndarray:
        """Tokens that the words of these rows cover (bool per token)."""
        edge = np.zeros(size + 1, dtype=np.int64)
        np.add.at(edge, self.first[rows], 1)
        np.add.at(edge, self.last[rows] + 1, -1)
        return np.cumsum(edge)[:-1] > 0

    def joined(
        self, first: np.ndarray, last: np.ndarray, second: np.ndarray, term: np.ndarray, base: np.ndarray
    ) -> Words:
        """These words and further ones that name no topic, in the order of the text."""
        one, none = np.ones(len(first)), np.zeros(len(first), dtype=bool)
        new = Words(first, last, second, term, base, none, none, one, one.copy(), none.copy(), ~none)
        both = {name: np.concatenate([values, getattr(new, name)]) for name, values in vars(self).items()}
        order = np.argsort(both["first"], kind="stable")
        return Words(**{name: values[order] for name, values in both.items()})
