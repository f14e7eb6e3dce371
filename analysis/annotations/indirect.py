"""Reported clauses without quotation marks: `X mengatakan bahwa ...`, `menurut X, ...`, `..., X said`."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from analysis.annotations.attribution import (
    Article,
    Attribution,
    credits_media,
    is_clitic,
    phrase_end,
    preposition_at,
    speaking,
)
from analysis.annotations.names import WORD, title_at

FEWEST_WORDS = 3
"""A reported clause has at least this many words."""
LONGEST = 1200
"""Characters of a sentence that are read on either side of a reporting verb."""
_STOP_MARKS = re.compile(r"[;:\"“”]")


class Reported(NamedTuple):
    """A reported clause and who is said to have said it."""

    start: int
    end: int
    source: Attribution


class _Spans:
    """Sorted spans without overlap, asked whether they hold a position or touch a stretch."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]

    def holds(self, position: int) -> bool:
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.spans[index][1]

    def words_outside(self, text: str, start: int, end: int) -> int:
        """Words of start..end that no span covers."""
        return sum(not self.holds(match.start()) for match in WORD.finditer(text, start, end))


def reported(article: Article, quoted: list[tuple[int, int]]) -> list[Reported]:
    """Find reported clauses, at most one at a time: a clause inside another is part of it.

    Parameters
    ----------
    article : the shared view of one article; quoted : spans of its direct quotations.
    """
    known, text = article.known, article.text
    spans = _Spans(quoted)
    openers = {phrase[0] for phrase in known.prepositions}
    found: list[Reported] = []
    done = 0
    for match in WORD.finditer(text):
        word = match[0].lower()
        if word not in known.verbs and word not in openers:
            continue
        if match.start() < done or word in known.media_cues or spans.holds(match.start()):
            continue
        at = match.start()
        sentence = (
            max(done, article.sentence_start(at), at - LONGEST),
            min(article.sentence_end(at), at + LONGEST),
        )
        clause = _clause(article, word, match.span(), sentence)
        if clause is None:
            continue
        start, end = _trimmed(text, clause.start, clause.end)
        if spans.words_outside(text, start, end) >= FEWEST_WORDS:
            found.append(Reported(start, end, clause.source))
            done = max(end, clause.source.end)
    return found


def _clause(article: Article, word: str, cue: tuple[int, int], sentence: tuple[int, int]) -> Reported | None:
    if word not in article.known.verbs:
        return _with_preposition(article, cue, sentence)
    return _following(article, cue, sentence) or _preceding(article, cue, sentence)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",:;–—-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:"):
        end -= 1
    return start, end


def _with_preposition(article: Article, cue: tuple[int, int], sentence: tuple[int, int]) -> Reported | None:
    """`Menurut X, clause` and `clause, menurut X`."""
    text, known = article.text, article.known
    words = list(WORD.finditer(text, cue[0], min(sentence[1], cue[0] + 60)))[:5]
    length = preposition_at([match[0].lower() for match in words], 0, known)
    if not length:
        return None
    cue = (cue[0], words[length - 1].end())
    if is_clitic(words[0][0].lower(), known):
        source: Attribution | None = Attribution(*cue, None, True, (-1, -1), cue[1], True)
        edge = cue[1]
    else:
        edge = phrase_end(article, cue[1], sentence[1])
        region = (cue[1], edge)
        source = (
            None
            if credits_media(article, region)
            else speaking(article, cue, region, edge, first=False, tight=True)
        )
    if source is None or not (source.who or source.pronoun or source.role[0] >= 0):
        return None
    if len(WORD.findall(text, sentence[0], cue[0])) <= 3:
        comma = text.find(",", edge, min(sentence[1], edge + 200))
        beside = text.find(",", comma + 1, min(sentence[1], comma + 90)) if comma >= 0 else -1
        if beside >= 0 and _is_office(article, comma + 1, beside):
            comma = beside
        return Reported((comma + 1) if comma >= 0 else edge, sentence[1], source)
    return Reported(sentence[0], cue[0], source)


def _is_office(article: Article, start: int, end: int) -> bool:
    """True for an office set between commas after a name: `Peskov, the Kremlin spokesman, ...`."""
    words = [match[0].lower() for match in WORD.finditer(article.text, start, end)][:4]
    return any(title_at(words, index, article.known) for index in range(len(words)))


def _named(source: Attribution | None) -> Attribution | None:
    return source if source and (source.who or source.pronoun or source.role[0] >= 0) else None


def _following(article: Article, cue: tuple[int, int], sentence: tuple[int, int]) -> Reported | None:
    """`X mengatakan bahwa clause`, `X mengatakan, clause`, `X said the clause`."""
    text, known = article.text, article.known
    low, high = cue
    verb = text[low:high].lower()
    behind = list(WORD.finditer(text, high, min(sentence[1], high + 120)))[:12]
    start, passive_end = -1, high
    for match in behind:
        if match[0].lower() in known.complementisers:
            start, passive_end = match.end(), match.start()
            break
        if _STOP_MARKS.search(text, high, match.start()):
            break
    if start < 0 and behind and not is_clitic(verb, known):
        following = behind[0][0].lower()
        gap = text[high : behind[0].start()].strip()
        capital = behind[0][0][0].isupper()
        if (
            gap == ","
            and following not in known.verbs
            and following not in known.stops
            and verb in known.open_verbs
        ):
            start = behind[0].start()
        elif (
            not gap
            and verb in known.open_verbs
            and following not in known.stops
            and following not in known.calendar
        ):
            opens = (
                following in known.subjects or capital if known.subjects else following not in known.pronouns
            )
            start = high if opens else -1
    if start < 0:
        return None
    before = (max(sentence[0], low - 300), low)
    source = None
    if WORD.search(text, *before):
        source = _named(speaking(article, cue, before, high, first=True, tight=True))
    if source is None and passive_end > high:
        source = _named(speaking(article, cue, (high, passive_end), high, first=False, tight=True))
    if source is None or (source.who is not None and source.who.kind == "media"):
        return None
    return Reported(start, sentence[1], source)


def _preceding(article: Article, cue: tuple[int, int], sentence: tuple[int, int]) -> Reported | None:
    """`Clause, kata X.`, `Clause, ujarnya.`, `Clause, X said.`"""
    text, known = article.text, article.known
    low, high = cue
    comma = text.rfind(",", max(sentence[0], low - 120), low)
    if comma < 0 or any(mark in '"“”' for mark in text[max(sentence[0], comma - 2) : comma + 3]):
        return None
    verb = text[low:high].lower()
    inverted = not text[comma + 1 : low].strip()
    if inverted and is_clitic(verb, known):
        return Reported(sentence[0], comma, Attribution(low, high, None, True, (-1, -1), high, True))
    edge = phrase_end(article, high, sentence[1])
    region = (high, edge) if inverted else (comma + 1, low)
    if not inverted:
        rest = WORD.search(text, high, sentence[1])
        if (
            rest is not None
            and rest[0].lower() not in known.stops
            and text[high : rest.start()].strip() == ""
        ):
            return None
        if len(WORD.findall(text, *region)) > 8:
            return None
    if credits_media(article, region):
        return None
    source = _named(speaking(article, cue, region, max(edge, high), first=not inverted, tight=True))
    return Reported(sentence[0], comma, source) if source else None
