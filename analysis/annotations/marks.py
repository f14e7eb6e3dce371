"""Direct speech between quotation marks: which mark opens, which closes, and where a lost one would stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache

DOUBLE = ('"', "“", "”", "„", "‟", "«", "»", "‹", "›", "〝", "〞", "＂", "''", "``")
SINGLE = ("'", "‘", "’", "‚", "‛")
PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")
_NEXT_WORD = re.compile(r"\s*([^\W\d_]+)")
_STOPS = frozenset(",.!?…")
_OPENERS = "“„‟«‹‘‚‛〝"
_BEFORE_OPEN = "([{—–-/:"
LONGEST = 3000
"""Characters after which a quotation whose closing mark is lost is cut at its first sentence."""


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Start and end of each paragraph (blank lines part them)."""
    spans, start = [], 0
    for gap in PARAGRAPH.finditer(text):
        spans.append((start, gap.start()))
        start = gap.end()
    spans.append((start, len(text)))
    return [(start, end) for start, end in spans if start < end]


def borders(text: str, blocks: list[tuple[int, int]], abbreviations: frozenset[str]) -> list[int]:
    """Positions where a sentence or a paragraph begins, first 0, in order; `blocks` are its `paragraphs`."""
    starts = {0, *(start for start, _ in blocks)}
    starts.update([match.end() for match in _sentence(abbreviations).finditer(text)])
    return sorted(starts)


@cache
def _sentence(abbreviations: frozenset[str]) -> re.Pattern[str]:
    """The end of a sentence, up to the next one: no full stop behind an abbreviation or an initial."""
    capitals = "".join(letter for letter in map(chr, range(0x2000)) if letter.isupper())
    sizes: dict[int, list[str]] = {}
    for word in sorted(abbreviations):
        sizes.setdefault(len(word), []).append(re.escape(word))
    shortened = "".join(rf"(?<!(?<![\w.])(?:{'|'.join(words)})\.)" for words in sizes.values())
    return re.compile(
        rf"[.!?…](?<![.!?…][.!?…])(?=[.!?…\"“”’'»)\]\s])(?<!(?<![\w.])[{capitals}]\.)(?i:{shortened})[.!?…]*[\"“”’'»)\]]{{0,3}}"
        r"\s+(?=[\"“”‘«'(\[]{0,2}\s?[A-ZÀ-ÖØ-Þ0-9])"
    )


@cache
def _ascii(marks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(mark for mark in marks if mark.isascii())


def _marks_in(text: str, sort: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of the marks of a sort that a text has, None where it has none."""
    tried = _ascii(sort) if text.isascii() else sort
    pattern = _any(tuple([mark for mark in tried if mark in text]))
    return pattern if pattern is not None and pattern.search(text) is not None else None


@cache
def _any(marks: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern of few marks is found much faster than one of many; an apostrophe inside a word is no mark."""
    apostrophes = "".join(mark for mark in marks if mark in "'’")
    whole = [mark for mark in marks if mark not in apostrophes]
    if apostrophes:
        whole.append(rf"[{apostrophes}](?:(?!\w)|(?<!\w[{apostrophes}]))")
    return re.compile("|".join(whole)) if whole else None


def _side(text: str, start: int, end: int, low: int, high: int, verbs: Collection[str] = ()) -> str:
    """Tell from its neighbours whether a mark opens, closes or could do either ("open", "close", "").

    A reporting verb in lower case behind a mark, and a comma or an end before it, show that the mark closes.
    """
    if verbs and text[max(low, start - 2) : start].rstrip()[-1:] in _STOPS:
        behind = _NEXT_WORD.match(text, end, high)
        if behind is not None and behind[1] in verbs:
            return "close"
    before = text[start - 1] if start > low else " "
    after = text[end] if end < high else " "
    loose_left = before.isspace() or before in _BEFORE_OPEN
    loose_right = after.isspace() or after in ",.;:!?)]}—–-"
    if before.isdigit() and not loose_right:
        return ""
    if loose_left and not loose_right:
        return "open"
    if loose_right and not loose_left:
        return "close"
    if text[start] in _OPENERS and text[start] not in "“":
        return "open"
    if not loose_left and before in ",.!?":
        return "close"
    return ""


def _opens_sentence(text: str, position: int, low: int) -> bool:
    """True where a mark stands at the start of the paragraph or after the end of a sentence."""
    before = text[max(low, position - 4) : position].rstrip()
    return not before or before[-1] in ".!?…:"


def _paired(
    text: str, low: int, high: int, verbs: Collection[str], marks: re.Pattern[str]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pair double marks in one paragraph -> (closed spans, spans whose closing mark is lost), marks left out."""
    closed: list[tuple[int, int]] = []
    lost: list[tuple[int, int]] = []
    opened, depth = -1, 0
    for mark in marks.finditer(text, low, high):
        start, end = mark.span()
        side = _side(text, start, end, low, high, verbs)
        if opened < 0:
            if side != "close" or (text[start] in _OPENERS and _opens_sentence(text, start, low)):
                opened, depth = end, 0
        elif side == "open":
            if start == opened:
                opened = end
            elif _opens_sentence(text, start, low):
                lost.append((opened, start))
                opened, depth = end, 0
            else:
                depth += 1
        elif depth and text[start - 1] not in ",.!?":
            depth -= 1
        else:
            closed.append((opened, start))
            opened, depth = -1, 0
    if opened >= 0:
        lost.append((opened, high))
    return closed, lost


def _single(text: str, low: int, high: int, marks: re.Pattern[str]) -> list[tuple[int, int]]:
    """Pair single marks in a stretch without double ones; an apostrophe neither opens nor closes."""
    spans: list[tuple[int, int]] = []
    opened, weak = -1, -1
    for mark in marks.finditer(text, low, high):
        start, end = mark.span()
        side = _side(text, start, end, low, high)
        if side == "open":
            if opened >= 0 and weak >= 0:
                spans.append((opened, weak))
            opened, weak = end, -1
        elif side == "close" and opened >= 0:
            if text[start - 1] in ",.!?":
                spans.append((opened, start))
                opened, weak = -1, -1
            elif weak < 0 or mark[0] == "’":
                weak = start
    if opened >= 0 and weak >= 0:
        spans.append((opened, weak))
    return spans


def marked(
    text: str,
    blocks: list[tuple[int, int]],
    sentence_end: Callable[[int], int],
    verbs: Collection[str] = (),
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Find stretches between quotation marks.

    Parameters
    ----------
    text : the joined text of one article; blocks : its `paragraphs`; sentence_end : where the sentence of a position
        ends; verbs : reporting verbs.

    Returns
    -------
    closed, lost
        Spans without their marks, in order; `lost` are those whose closing mark is missing: they run to the end
        of the paragraph, or to their first sentence where that would be longer than `LONGEST`.
    """
    closed: list[tuple[int, int]] = []
    lost: list[tuple[int, int]] = []
    double, single = _marks_in(text, DOUBLE), _marks_in(text, SINGLE)
    if double is None and single is None:
        return [], []
    for low, high in blocks:
        pairs, open_ended = _paired(text, low, high, verbs, double) if double else ([], [])
        closed += pairs
        lost += [
            (start, min(end, sentence_end(start)) if end - start > LONGEST else end)
            for start, end in open_ended
        ]
        if single is None:
            continue
        edge = low
        for start, end in [*sorted(pairs + open_ended), (high, high)]:
            closed += _single(text, edge, start, single)
            edge = end
    return sorted(_trimmed(text, closed)), sorted(_trimmed(text, lost))


def _trimmed(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept = []
    for start, end in spans:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            kept.append((start, end))
    return kept
