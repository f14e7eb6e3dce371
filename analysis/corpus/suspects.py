"""Which lines of many texts may be furniture or hold a piece of it: looked for in all of them at once.

The rules themselves (`furniture.furniture_rule`, `edges.inside`) are exact and slow, one line at a time. Here the same
words stand in two wider patterns for Arrow's RE2, which need nothing but to let no line pass that a rule would remove.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.corpus.edges import glued_link, inline_piece
from analysis.corpus.furniture import EDGES, LONGEST, SECTIONS, entries

CLASSES = {"w": r"\pL\pM\pN_", "d": r"\pN", "s": r"\s\pZ"}
"""Classes of `re`, which knows all scripts, for RE2, where the short ones know ASCII only."""
ANYWHERE = (r"\s[|>›»/·]", "@", "[a-z]_[a-z]", "[▲▼]")
"""What the rules that no language owns need: a separator of menus, an address."""
AT_START = (
    "gambas",
    "view this post on instagram",
    "https?://",
    r"pic\.twitter\.com",
    "<iframe",
    "#",
    "home",
)
SHORT = 90
SAME_TITLE = 12
"""How many characters longer or shorter a repeated headline may be: full stops and blanks do not count."""


@dataclass(frozen=True)
class Lines:
    """The lines of a text, and the places of those that are suspicious.

    Attributes
    ----------
    lines : as they stand. `whole` : places of lines that may be furniture, or the headline. `pieces` : of lines that may
    hold a piece of furniture. `open` : of lines of at most 90 characters that do not end like a sentence.
    """

    lines: list[str]
    whole: list[int]
    pieces: list[int]
    open: list[int]


def lines_of(texts: Sequence[str], titles: Sequence[str]) -> list[Lines]:
    """Split texts into lines and tell which are suspicious."""
    split = [text.split("\n\n") if text else [] for text in texts]
    starts = np.zeros(len(split) + 1, dtype=np.int64)
    np.cumsum([len(lines) for lines in split], out=starts[1:])
    array = pa.array([line for lines in split for line in lines], pa.large_string())
    lengths = _numpy(pc.utf8_length(array)).astype(np.int32)
    title_lengths = np.repeat([len(title) for title in titles], np.diff(starts))
    whole = (title_lengths > 0) & (np.abs(lengths - title_lengths) <= SAME_TITLE)
    narrow = np.flatnonzero(lengths <= LONGEST)
    whole[narrow] |= may_be_furniture(array.take(pa.array(narrow)))
    pieces = _numpy(pc.match_substring_regex(array, rf"{glued_link()}|(?-i:{inline_piece()})|\["))
    ended = _numpy(pc.match_substring_regex(array, r"[.?!]$"))
    groups = (_places(mask, starts) for mask in (whole, pieces, (lengths <= SHORT) & ~ended))
    return [Lines(*one) for one in zip(split, *groups)]


def _places(mask: np.ndarray, starts: np.ndarray) -> list[list[int]]:
    """Where a mask over the lines of all texts holds, text by text, counted from the text's first line."""
    found = np.flatnonzero(mask)
    texts = np.searchsorted(starts, found, side="right") - 1
    borders = np.searchsorted(texts, np.arange(len(starts)))
    places = (found - starts[texts]).tolist()
    return [places[start:end] for start, end in pairwise(borders.tolist())]


def may_be_furniture(lines: pa.Array) -> np.ndarray:
    """Whether a rule of `furniture_rule` may hold for each line: True for all that it removes, and for a few others."""
    plain = pc.utf8_lower(pc.utf8_trim(lines, EDGES))
    anchored, floating = _wide_patterns()
    found = pc.or_(pc.match_substring_regex(plain, anchored), pc.match_substring_regex(plain, floating))
    return _numpy(pc.or_(found, pc.or_(pc.equal(plain, ""), pc.starts_with(lines, "#"))))


def _numpy(array: pa.Array) -> np.ndarray:
    return array.to_numpy(zero_copy_only=False)


@cache
def _wide_patterns() -> tuple[str, str]:
    """A pattern for the beginnings of suspicious lines, and one for what may stand anywhere in them."""
    anchored, floating = list(AT_START), list(ANYWHERE)
    patterns = [*entries("byline", "ending")]
    for section in SECTIONS:
        anchored += [re.escape(phrase) for phrase in entries(section, "phrases")]
        anchored += [f"{re.escape(phrase)}$" for phrase in entries(section, "whole")]
        patterns += entries(section, "patterns")
    owned = "|".join(re.escape(phrase) for phrase in entries("copyright", "phrases"))
    anchored += [rf"\d{{4}} (?:{owned})"]
    for pattern in patterns:
        wide = widened(pattern)
        if wide[:1] in (".", "["):
            floating.append(re.sub(r"^(?:\.[*+])+|(?:\.[*+])+$", "", wide))
        else:
            anchored.append(f"{wide}$")
    return f"^(?:{'|'.join(anchored)})", "|".join(f"(?:{one})" for one in floating)


def widened(pattern: str) -> str:
    """A pattern of `re` as one of RE2 that matches no less: all scripts, repetitions without bounds.

    Examples
    --------
    >>> widened(r"foto [\\w ]{2,20}/.{0,60}")
    'foto [\\\\pL\\\\pM\\\\pN_ ]+/.*'
    """
    wide: list[str] = []
    place, inside = 0, False
    while place < len(pattern):
        rest = pattern[place:]
        bounds = None if inside else re.match(r"\{(\d+)(?:,\d*)?\}", rest)
        if rest.startswith(r"[^\W\d_]"):
            piece, step = r"\pL", 8
        elif rest[0] == "\\":
            known = CLASSES.get(rest[1])
            piece, step = (known if inside else f"[{known}]") if known else rest[:2], 2
        elif bounds:
            piece, step = ("+" if int(bounds[1]) else "*"), bounds.end()
        else:
            piece, step = rest[0], 1
            inside = rest[0] == "[" or (inside and rest[0] != "]")
        wide.append(piece)
        place += step
    return "".join(wide)
