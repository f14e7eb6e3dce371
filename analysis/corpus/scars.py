"""Typesetting scars: spaces lost after a full stop, spaces before one, brands cut out, broken characters."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analysis.corpus.flaws import BROKEN

NO_SPACE = re.compile(r"(?<=[^\W\d_A-Z]{2})([.!?][”\"’)]?)(?=[A-Z“\"][^\W\d_A-Z])")
"""A sentence end between a small letter and a capital, as in `strategis.Meskipun`."""
SPACE_BEFORE = re.compile(r"(?<=[^\W_]) +([.,;!?])(?=\s|[”\"’)]|$)")
CUT_BRAND = re.compile(r"(?:(?<=\s)|^)\.(?:com|co\.id|id|co)\b(?=[\s,.;]),? ?")
ANY = r"[a-z][.!?][”\"’)]?[A-Z“\"]|[\pL\pN] +[.,;!?]|(?:^|\s)\.(?:com|co\.id|id|co)\b"
NAMES = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|co|id|net|org)\b", re.I)


def repaired(texts: list[str]) -> tuple[list[str], Counter[str]]:
    """Texts without typesetting scars, and how many of each kind were mended."""
    array = pa.array(texts, pa.large_string())
    counts: Counter[str] = Counter()
    mended = list(texts)
    for row in pc.indices_nonzero(pc.match_substring_regex(array, BROKEN)).to_pylist():
        mended[row] = _unbroken(mended[row], counts)
    for row in pc.indices_nonzero(pc.match_substring_regex(array, ANY)).to_pylist():
        mended[row] = _spaced(mended[row], counts)
    return mended, counts


@cache
def _configuration() -> Any:
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False, unescape_html=False,
        normalization=None, fix_line_breaks=False, remove_control_chars=False, explain=False,
    )  # fmt: skip


def _unbroken(text: str, counts: Counter[str]) -> str:
    """Characters that were read in the wrong encoding; quotation marks stay as they are."""
    import ftfy

    better = ftfy.fix_text(text, _configuration())
    counts["mojibake"] += better != text
    return better


def _spaced(text: str, counts: Counter[str]) -> str:
    text, cut = CUT_BRAND.subn("", text)
    text, closed = SPACE_BEFORE.subn(r"\1", text)
    text, opened = NO_SPACE.subn(r"\1 ", text)
    counts.update({"cut brand": cut, "space before a mark": closed, "lost space": opened})
    return text
