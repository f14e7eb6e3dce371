"""Shingles: runs of three words as numbers that depend on the words alone, so that any two collections agree on them.

Two ways again, compiled (`analysis.text.matching`) and plain, with the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from analysis.text.encoding import places
from analysis.text.tokens import Tokens

_FIGURE = re.compile(r"\d\D*\d\D*\d")
SHINGLE = 3
"""Words in a shingle (Broder 1997)."""
FACTORS = tuple(np.uint64(one) for one in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
BLOCK = 2_000_000
"""Tokens looked at together by the plain way."""


class Shingles(NamedTuple):
    """Distinct shingles of articles: `keys[borders[i]:borders[i + 1]]` are those of article `i`, sorted (uint64).

    The lowest bit of a key says whether a figure of three digits or more stands in the shingle.
    """

    keys: np.ndarray
    borders: np.ndarray

    @property
    def owner(self) -> np.ndarray:
        """Article of each key (int64)."""
        return np.repeat(np.arange(len(self.borders) - 1), np.diff(self.borders))


def word_keys(types: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A number for each type, from its letters alone (uint64), and whether three digits or more are in it (bool)."""
    digests = [blake2b(word.encode(), digest_size=8).digest() for word in types]
    figures = np.fromiter((_FIGURE.search(word) is not None for word in types), bool, len(types))
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64), figures


def thinning(positions: np.ndarray) -> np.ndarray:
    """Of a text with so many shingles every first, second, fourth or eighth is sampled (mod m, Broder 1997)."""
    return np.where(positions < 64, 1, np.where(positions < 128, 2, np.where(positions < 256, 4, 8)))


def positions_of(tokens: Tokens) -> np.ndarray:
    """How many shingles begin in each article, repeats counted (int64)."""
    return np.maximum(np.diff(tokens.offsets) - SHINGLE + 1, 0)


def shingles(
    tokens: Tokens,
    words: tuple[np.ndarray, np.ndarray],
    rows: np.ndarray,
    every: np.ndarray,
    *,
    compiled: bool = False,
) -> Shingles:
    """The distinct shingles of some articles.

    Parameters
    ----------
    words : `word_keys(tokens.types)`; `rows` : positions of the articles; `every` : for each of them, 1 for all of its
        shingles, 2, 4 or 8 for that part which is a multiple.
    """
    if compiled:
        from analysis.text.matching import distinct_shingles

        return Shingles(*distinct_shingles(tokens.ids, tokens.offsets, *words, rows, every.astype(np.uint64)))
    found = list(_blocks(tokens, words, rows, every))
    keys = np.concatenate([one for one, _ in found]) if found else np.zeros(0, dtype=np.uint64)
    owner = np.concatenate([two for _, two in found]) if found else np.zeros(0, dtype=np.int64)
    borders = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(rows)))])
    return Shingles(keys, borders.astype(np.int64))


def _blocks(
    tokens: Tokens, words: tuple[np.ndarray, np.ndarray], rows: np.ndarray, every: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    counts = positions_of(tokens)[rows]
    cuts = np.flatnonzero(np.diff(np.cumsum(counts) // BLOCK, prepend=0))
    for chosen in np.split(np.arange(len(rows)), cuts):
        begins = places(tokens.offsets[rows[chosen]], counts[chosen])
        owner = np.repeat(chosen, counts[chosen])
        total = _numbers(tokens, words, begins)
        kept = (total >> np.uint64(1)) % every[owner].astype(np.uint64) == 0
        total, owner = total[kept], owner[kept]
        order = np.lexsort((total, owner))
        total, owner = total[order], owner[order]
        new = np.ones(len(total), dtype=bool)
        new[1:] = (owner[1:] != owner[:-1]) | (total[1:] != total[:-1])
        yield total[new], owner[new]


def _numbers(tokens: Tokens, words: tuple[np.ndarray, np.ndarray], begins: np.ndarray) -> np.ndarray:
    """The shingles that begin at some places of the stream."""
    total = np.zeros(len(begins), dtype=np.uint64)
    figure = np.zeros(len(begins), dtype=bool)
    for step, factor in enumerate(FACTORS):
        ids = tokens.ids[begins + step]
        total += words[0][ids] * factor
        figure |= words[1][ids]
    total ^= total >> np.uint64(32)
    total *= FACTORS[0]
    total ^= total >> np.uint64(29)
    return (total & ~np.uint64(1)) | figure.astype(np.uint64)


def in_sequence(tokens: Tokens, words: tuple[np.ndarray, np.ndarray], row: int) -> np.ndarray:
    """The shingles of one article in the order of its text, repeats included (uint64)."""
    start, stop = int(tokens.offsets[row]), int(tokens.offsets[row + 1])
    return _numbers(tokens, words, np.arange(start, max(stop - SHINGLE + 1, start)))
