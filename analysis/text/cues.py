"""Cues: the words of a language that change what other words weigh, and how far each of them reaches."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

import numpy as np

from analysis.languages import Language
from analysis.text.patterns import match
from analysis.text.tokens import Tokens, fold
from analysis.text.typography import Typography, typography

STEPS = 12
"""Tokens after which every reach ends, however light they are."""


class Cues:
    """The cue words of a token stream.

    Attributes
    ----------
    first, last : int64, first and last token of each cue, in the order of the text; `kind` : its entry in `kinds`.
    heavy : bool per token, a content word; `breaks` : bool per token, a word that ends a clause.
    marks : `Typography` of the stream.
    """

    def __init__(self, tokens: Tokens, known: Language) -> None:
        self.tokens, self.known = tokens, known
        self.marks: Typography = typography(tokens, known.code, known.abbreviations)
        entries = {
            *known.negators, *known.intensifiers, *known.diminishers, *known.reversers, *known.movements,
            *known.quantities, *known.irrealis, *known.contrasts, *known.corrections,
        }  # fmt: skip
        found = match(tokens, {"cue": sorted(entries)}, exclusive=True)
        self.first, self.last, self.kind = found.token, found.token + found.length - 1, found.kind
        self.kinds = [pattern for _, pattern in found.kinds]
        light = {fold(word) for word in (*known.stopwords, *known.intensifiers, *known.diminishers)}
        self.heavy = ~self._types(light)
        self.breaks = self._types(known.clause_breaks)
        self.spent = np.zeros(len(tokens.ids), dtype=bool)
        for step in range(int((self.last - self.first).max(initial=0)) + 1):
            rows = self.having(known.negators)
            self.heavy[np.minimum(self.first[rows] + step, self.last[rows])] = False

    def _types(self, words: frozenset[str] | set[str]) -> np.ndarray:
        """True for the tokens that are one of these words."""
        return np.array([word in words for word in self.tokens.types], dtype=bool)[self.tokens.ids]

    def having(self, entries: Collection[str]) -> np.ndarray:
        """Rows of the cues whose entry stands in a mapping or set."""
        return np.flatnonzero(self._known(entries))

    def _known(self, entries: Collection[str]) -> np.ndarray:
        return np.array([kind in entries for kind in self.kinds], dtype=bool)[self.kind]

    def values(self, rows: np.ndarray, entries: dict) -> np.ndarray:
        """What a mapping says of each cue."""
        return np.array([entries.get(kind, np.nan) for kind in self.kinds])[self.kind[rows]]

    def drop(self, covered: np.ndarray, spared: set[tuple[int, int]] | None = None) -> None:
        """Forget the cues of which a token is covered (bool per token), but not those that fill one of these spans."""
        inside = np.concatenate([[0], np.cumsum(covered)])
        kept = inside[self.last + 1] == inside[self.first]
        if spared:
            for row in np.flatnonzero(~kept).tolist():
                kept[row] = (int(self.first[row]), int(self.last[row])) in spared
        self.first, self.last, self.kind = self.first[kept], self.last[kept], self.kind[kept]

    @cached_property
    def clause(self) -> np.ndarray:
        """Number of the clause of each token: marks and clause breaks part them (int64)."""
        parted = np.concatenate([[False], self.marks.parted[:-1]]) if len(self.heavy) else self.heavy
        return np.cumsum(parted | self.breaks)

    def reach(
        self, rows: np.ndarray, window: int | np.ndarray, halts: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """The tokens that cues reach to their right: within the clause, with fewer than `window` content words between.

        Parameters
        ----------
        rows : cues; `window` : for all or each; `halts` : bool per token, a reach ends before it unless the two touch.

        Returns
        -------
        Pairs of cue row and token.
        """
        who, begin, at = rows, self.last[rows], self.last[rows].copy()
        limit, content = np.broadcast_to(window, len(rows)), np.zeros(len(rows), dtype=np.int64)
        found: list[tuple[np.ndarray, np.ndarray]] = []
        for _ in range(STEPS):
            at = at + 1
            alive = at < len(self.heavy)
            alive[alive] = ~self.marks.parted[at[alive] - 1] & ~self.breaks[at[alive]]
            alive &= content < limit
            if halts is not None:
                alive[alive] &= ~halts[at[alive]] | (at[alive] == begin[alive] + 1)
            who, begin, at, limit, content = (one[alive] for one in (who, begin, at, limit, content))
            if not len(who):
                break
            found.append((who, at))
            content = content + self.heavy[at]
        if not found:
            return rows[:0], rows[:0]
        return np.concatenate([one for one, _ in found]), np.concatenate([two for _, two in found])
