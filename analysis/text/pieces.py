"""Pieces: texts cut at white space, each distinct piece coded once, with its place in its text.

Whatever depends on a piece alone (the tokens in it, the marks on it) is worked out once per distinct piece and gathered.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from analysis.text.encoding import worthwhile

_SPACE = np.zeros(sys.maxunicode + 1, dtype=bool)
_SPACE[[code for code in range(0x3001) if chr(code).isspace()]] = True


@dataclass(frozen=True)
class Pieces:
    """The stretches without white space of some texts, one text after another.

    Attributes
    ----------
    kinds : list of the distinct pieces; `kind` : int64 into it, one per piece.
    text : int64, which text; `start`, `end` : int64, characters in that text.
    after_line : bool, a line break stands between this piece and the one before it.
    """

    kinds: list[str]
    kind: np.ndarray
    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    after_line: np.ndarray

    def __len__(self) -> int:
        return len(self.kind)

    @cached_property
    def known(self) -> dict[str, Any]:
        """What other modules have worked out for the distinct pieces, kept so that it is done once."""
        return {}

    def where(self, wanted: np.ndarray) -> Pieces:
        """The pieces for which the mask is True."""
        rows = (self.kind, self.text, self.start, self.end, self.after_line)
        return Pieces(self.kinds, *(row[wanted] for row in rows))


def pieces(texts: Iterable[str]) -> Pieces:
    """Cut texts at white space.

    >>> found = pieces(["Uji  coba.", "Uji"])
    >>> found.kinds, found.kind.tolist(), found.start.tolist(), found.text.tolist()
    (['Uji', 'coba.'], [0, 1, 0], [0, 5, 0], [0, 0, 1])
    """
    texts = list(texts)
    whole = "\n".join(texts) + "\n"
    found = _cut_compiled(whole) if worthwhile(len(whole)) else None
    starts, ends, after_line, spaced = found or _cut_plainly(whole)
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    starts, ends, text = _by_text(starts, ends, lengths, compiled=found is not None)
    kinds, kind = _kinds(spaced)
    return Pieces(kinds=kinds, kind=kind, text=text, start=starts, end=ends, after_line=after_line)


def _by_text(
    starts: np.ndarray, ends: np.ndarray, lengths: np.ndarray, *, compiled: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Start and end of each piece, counted in its text, and which text that is."""
    if compiled:
        from analysis.text.streams import by_text

        return starts, ends, by_text(starts, ends, lengths)
    first = np.cumsum(lengths) - lengths
    borders = np.append(np.searchsorted(starts, first), len(starts))
    text = np.repeat(np.arange(len(lengths)), np.diff(borders)[: len(lengths)])
    return starts - first[text], ends - first[text], text


Cut = tuple[np.ndarray, np.ndarray, np.ndarray, str]
"""Start and end of pieces, whether a line break stands before each, and the text with no space but ` ` and line ends."""


def _cut_compiled(whole: str) -> Cut | None:
    """Where the pieces stand; None where there is white space of another kind than spaces and line ends."""
    from analysis.text.streams import cut_at_spaces

    data = np.frombuffer(whole.encode(), dtype=np.uint8)
    starts, ends = (np.empty(len(data) // 2 + 1, dtype=np.int64) for _ in range(2))
    after_line = np.empty(len(starts), dtype=bool)
    many = cut_at_spaces(data, starts, ends, after_line)
    return None if many < 0 else (starts[:many].copy(), ends[:many].copy(), after_line[:many].copy(), whole)


def _cut_plainly(whole: str) -> Cut:
    codes = np.frombuffer(whole.encode("utf-32-le"), dtype=np.uint32)
    space = _SPACE[codes]
    change = np.flatnonzero(np.diff(space, prepend=True))
    starts, ends = change[::2].astype(np.int64), change[1::2].astype(np.int64)
    before = np.concatenate([[0], ends[:-1]])[: len(starts)]
    after_line = (codes[before] == ord("\n")) | (codes[starts - 1] == ord("\n")) & (starts > before)
    wide = np.flatnonzero((starts - before > 2) & ~after_line)
    lines = np.flatnonzero(codes == ord("\n")) if len(wide) else before[:0]
    after_line[wide] = np.searchsorted(lines, starts[wide]) > np.searchsorted(lines, before[wide])
    odd = space & (codes != ord(" ")) & (codes != ord("\n"))
    if odd.any():  # pyarrow's own utf8_split_whitespace reads past the end after a space of several bytes
        whole = np.where(odd, np.uint32(ord(" ")), codes).tobytes().decode("utf-32-le")
    return starts, ends, after_line, whole


def _kinds(spaced: str) -> tuple[list[str], np.ndarray]:
    """The distinct pieces of a text, in the order in which they come, and the number of each piece."""
    import pyarrow as pa
    import pyarrow.compute as pc

    cut = pc.list_flatten(pc.ascii_split_whitespace(pa.array([spaced], pa.large_string())))
    coded = cut.dictionary_encode()
    kinds, kind = coded.dictionary.to_pylist(), coded.indices.to_numpy(zero_copy_only=False)
    if "" in kinds:  # between two spaces
        empty = kinds.index("")
        kinds.pop(empty)
        kind = kind[kind != empty]
        kind = kind - (kind > empty)
    return kinds, kind.astype(np.int64)
