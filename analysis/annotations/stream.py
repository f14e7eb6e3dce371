"""Many texts as one stream of words and marks: cut once, coded as integers, each distinct word looked at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

PIECE = re.compile(r"[^\S\n]*(?:[^\W_]+(?:[.'’/-][^\W_]+)*|[^\w\s]|_|\n)")
"""The space before, then a word (with the dots, hyphens and apostrophes inside it), one mark or a line end."""
_ENDS = ".!?…"
_QUOTES = "\"“”„«»‘’'()["


class _Numbers(dict[str, int]):
    """Gives each new word the next number."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def _per_kind(values: Iterable[int], code: np.ndarray) -> np.ndarray:
    """What is known of each kind of piece, gathered for each piece."""
    return np.fromiter(values, dtype=np.int64)[code]


class Stream:
    """Words and marks of several texts.

    Attributes
    ----------
    types : distinct pieces, in the order in which they first occur.
    ids : place in `types` of each piece (int32); starts, ends : its characters in its own text (int64).
    offsets : borders of the texts in `ids` (int64, one more than there are texts).
    capital : True where a piece has a capital letter; sentence : number of the sentence of each piece (int64).
    first : True where a piece opens a sentence, or stands first behind a colon or between quotation marks.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        seen, numbers = _Numbers(), _Numbers()
        codes: list[int] = []
        borders = [0]
        for text in texts:
            codes += map(seen.__getitem__, PIECE.findall(text))
            borders.append(len(codes))
        pieces = [piece.lstrip(" \t\r\xa0") for piece in seen]
        code = np.array(codes, dtype=np.int64)
        self.ids = _per_kind(map(numbers.__getitem__, pieces), code).astype(np.int32)
        self.types = list(numbers)
        self.offsets = np.array(borders, dtype=np.int64)
        run = np.concatenate([[0], np.cumsum(_per_kind(map(len, seen), code))])
        self.ends = run[1:] - np.repeat(run[self.offsets[:-1]], np.diff(self.offsets))
        self.starts = self.ends - _per_kind(map(len, pieces), code)
        self.capital = self.of([not piece.islower() and piece != piece.lower() for piece in self.types])
        self.sentence, self.first = self._sentences()

    def of(self, values: Sequence[bool]) -> np.ndarray:
        """A property of the types, gathered for each piece."""
        table = np.array(values, dtype=bool)
        return table[self.ids] if len(table) else np.zeros(len(self.ids), dtype=bool)

    def _sentences(self) -> tuple[np.ndarray, np.ndarray]:
        ends = self.of([piece in _ENDS for piece in self.types])
        colons = self.of([piece in ":;—–" for piece in self.types])
        lines = self.of([piece == "\n" for piece in self.types])
        initials = self.of([len(piece) == 1 and piece.isupper() for piece in self.types])
        quotes = self.of([piece in _QUOTES for piece in self.types])
        opens = np.zeros(len(self.ids), dtype=bool)
        opens[self.offsets[:-1][self.offsets[:-1] < len(opens)]] = True
        opens[1:] |= lines[:-1]
        ends[1:] &= ~initials[:-1]
        opens[1:] |= ends[:-1] & (self.capital | quotes)[1:]
        first = opens.copy()
        first[1:] |= colons[:-1]
        for _ in range(2):
            first[1:] |= quotes[:-1] & first[:-1]
        return np.cumsum(opens), first
