"""Typesetting scars: spaces lost after a full stop, spaces before one, brands cut out, broken characters."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analysis.corpus.flaws import BROKEN
from analysis.corpus.plain import plain_text, whole_characters

RULES: tuple[tuple[str, str, re.Pattern[str], str], ...] = (
    (
        "cut brand",
        r"(?:^|\s)\.(?:com|co\.id|id|co)(?:[\s,.;)]|$)",
        re.compile(r"(?:[ \t]+|(?<=\n)|^)\.(?:com|co\.id|id|co)(?=[\s,.;)]|$)"),
        "",
    ),
    (
        "space before a mark",
        r"[\pL\pN] +[.,;!?](?:[\s”\"’)]|$)",
        re.compile(r"(?<=[^\W_]) +([.,;!?])(?=[\s”\"’)]|$)"),
        r"\1",
    ),
    (
        "lost space",
        r"[\p{Ll}]{2}[.!?][”’)]?[A-Z“][\p{Ll}]",
        re.compile(r"(?<=[^\W\d_A-Z]{2})([.!?][”’)]?)(?=[A-Z“][^\W\d_A-Z])"),
        r"\1 ",
    ),
)
"""Name, pattern that finds suspects among all texts at once (RE2), pattern and replacement that mend one text."""


def repaired(texts: list[str]) -> tuple[list[str], list[tuple[int, str, int]]]:
    """Texts without typesetting scars, and (row, kind, count) of what was mended.

    Examples
    --------
    >>> repaired(["Bermakna strategis.Meskipun begitu, perang ."])[0]
    ['Bermakna strategis. Meskipun begitu, perang.']
    """
    counts: list[tuple[int, str, int]] = []
    mended = list(texts)
    array = pa.array(texts, pa.large_string())
    suspects = pc.indices_nonzero(
        pc.match_substring_regex(array, "|".join([BROKEN, *(rule[1] for rule in RULES)]))
    )
    some = array.take(suspects)
    for row in suspects.filter(pc.match_substring_regex(some, BROKEN)).to_pylist():
        mended[row] = _unbroken(texts[row])
        counts.append((row, "mojibake", int(mended[row] != texts[row])))
    for name, suspect, pattern, replacement in RULES:
        hits = pc.match_substring_regex(some, suspect)
        for row in suspects.filter(hits).to_pylist():
            mended[row], number = pattern.subn(replacement, mended[row])
            counts.append((row, name, number))
    return mended, counts


@cache
def _configuration() -> Any:
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False, unescape_html=False,
        normalization=None, fix_line_breaks=False, remove_control_chars=False, explain=False,
    )  # fmt: skip


def _unbroken(text: str) -> str:
    """Characters that were read in the wrong encoding; quotation marks stay, and what was hidden in them is dropped."""
    import ftfy

    return plain_text(whole_characters(ftfy.fix_text(text, _configuration())))
