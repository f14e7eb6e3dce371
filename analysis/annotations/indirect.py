"""Reported clauses without quotation marks: `X mengatakan bahwa ...`, `menurut X, ...`, `..., X said`."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import islice

from analysis.annotations.attribution import (
    Article,
    Attribution,
    Passage,
    credits_media,
    is_clitic,
    names_somebody,
    phrase_end,
    preposition_at,
    speaking,
)
from analysis.annotations.rules import rules
from analysis.annotations.words import WORD, any_title, cues, first_of, has_words

FEWEST_WORDS = 3
"""A reported clause has at least this many words."""
LONGEST = 1200
"""Characters of a sentence that are read on either side of a reporting verb."""
_STOP_MARKS = re.compile(r"[;:\"“”]")
_BREAK = re.compile(r"[;:\"“”.!?](?:(?<![.!?])|(?=\s))")
_INVERTED = frozenset(',"”')
_OPENING = ('"', "“", ":", "-", "–", "—", "‘", "'")
_MARKS = frozenset('"“”')


class _Spans:
    """Sorted spans without overlap, asked whether they hold a position or touch a stretch."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]

    def holds(self, position: int) -> bool:
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.spans[index][1]

    def enough_outside(self, text: str, start: int, end: int) -> bool:
        """True where start..end has `FEWEST_WORDS` words that no span covers."""
        index = bisect_right(self.starts, start)
        if (index == len(self.starts) or self.starts[index] >= end) and (
            not index or self.spans[index - 1][1] <= start
        ):
            return has_words(FEWEST_WORDS, text, start, end)
        found = 0
        for match in WORD.finditer(text, start, end):
            found += not self.holds(match.start())
            if found >= FEWEST_WORDS:
                return True
        return False


def reported(article: Article, quoted: list[tuple[int, int]]) -> list[Passage]:
    """Find reported clauses, at most one at a time: a clause inside another is part of it.

    Parameters
    ----------
    article : the shared view of one article; quoted : spans of its direct quotations.
    """
    text, known = article.text, article.known
    shifted = " " + text  # the mark before a word stands at the place of the word
    cue_at = cues(known.code).match
    spans = _Spans(quoted)
    found: list[Passage] = []
    done = read = 0
    for at in article.spots:
        match = cue_at(shifted, at) if at >= read else None
        if match is None:
            continue
        read = match.end()
        if at < done or spans.holds(at):
            continue
        word = match[1].lower()
        first, last = article.sentence(at)
        if word in known.media_cues or is_no_verb(article, at, match[1], first):
            continue
        sentence = (max(done, first, at - LONGEST), min(last, at + LONGEST))
        for low, high, source in _clauses(article, word, (at, read - 1), sentence):
            start, end = _trimmed(text, low, high)
            if spans.enough_outside(text, start, end):
                found.append(Passage(start, end, False, source, -1))
                done = max(done, end, source.end)
    return found


Clause = tuple[int, int, Attribution]
"""Start and end of a reported clause, and who is said to have said it."""


def _clauses(article: Article, word: str, cue: tuple[int, int], sentence: tuple[int, int]) -> list[Clause]:
    if word not in article.known.verbs:
        return _with_preposition(article, cue, sentence)
    return _following(article, word, cue, sentence) or _around(article, word, cue, sentence)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",:;–—-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:"):
        end -= 1
    return start, end


def _with_preposition(article: Article, cue: tuple[int, int], sentence: tuple[int, int]) -> list[Clause]:
    """`Menurut X, clause`, `clause, menurut X` and `clause, menurut X, clause`."""
    text, known = article.text, article.known
    words = list(islice(WORD.finditer(text, cue[0], min(sentence[1], cue[0] + 60)), 5))
    length = preposition_at([match[0].lower() for match in words], 0, known)
    if not length:
        return []
    cue = (cue[0], words[length - 1].end())
    if is_clitic(words[0][0].lower(), known):
        source: Attribution | None = Attribution(*cue, cue[1], cue[1], False, True, cue[1], True)
        edge = cue[1]
    else:
        edge = phrase_end(article, cue[1], sentence[1], over=0)
        source = speaking(article, cue, (cue[1], edge), edge, first=False, tight=True)
    if source is None:
        return []
    comma = text.find(",", edge, min(sentence[1], edge + 200))
    if not has_words(4, text, sentence[0], cue[0]):
        beside = text.find(",", comma + 1, min(sentence[1], comma + 90)) if comma >= 0 else -1
        if beside >= 0 and _is_office(article, comma + 1, beside):
            comma = beside
        return [((comma + 1) if comma >= 0 else edge, sentence[1], source)]
    found = [(sentence[0], cue[0], source)]
    if comma >= 0 and text[sentence[0] : cue[0]].rstrip().endswith(","):
        found.append((comma + 1, sentence[1], source))
    return found


def _is_office(article: Article, start: int, end: int) -> bool:
    """True for an office set between commas after a name: `Peskov, the Kremlin spokesman, ...`."""
    words = [word.lower() for word in WORD.findall(article.text, start, end)][:4]
    return any_title(words, article.known)


def _clause_start(article: Article, verb: str, high: int, limit: int) -> tuple[int, int]:
    """Where the clause behind a verb that ends at `high` starts (-1: none does), and where its opening word stands."""
    text, known = article.text, article.known
    reach = min(limit, high + 90)
    broken = _BREAK.search(text, high, reach)
    reach = broken.start() if broken else reach
    that = first_of(known.complementisers, text, high, reach)
    if that is not None and not (known.finite and "," in text[high : that.start()]):
        return that.end(), that.start()
    opening = None if is_clitic(verb, known) else WORD.search(text, high, min(limit, high + 40))
    if opening is None:
        return -1, high
    if verb in known.open_verbs and _opens_clause(article, high, opening, limit):
        return opening.start(), high
    purpose = first_of(known.purposes, text, high, reach) if verb in known.purpose_verbs else None
    return (purpose.start(), purpose.start()) if purpose is not None else (-1, high)


def _opens_clause(article: Article, high: int, opening: re.Match[str], limit: int) -> bool:
    """True where the word behind a verb opens a clause without a word of its own."""
    text, known = article.text, article.known
    following, gap = opening[0].lower(), text[high : opening.start()].strip()
    if following in known.calendar or (following in known.verbs and gap == ","):
        return False
    if gap == ",":
        return following not in known.stops and not known.finite
    if gap:
        return False
    if following in known.stops and following not in known.subjects:
        rest = text[opening.end() : limit]
        return not known.finite and _MARKS.isdisjoint(rest) and rest.count(" ") > 8
    if not known.finite:
        return following not in known.pronouns or following in known.subjects
    words = islice(WORD.finditer(text, opening.start(), min(limit, opening.start() + 110)), 14)
    return any(
        word[0].lower() in known.finite or (word[0].endswith("ed") and n) for n, word in enumerate(words)
    )


def _following(article: Article, verb: str, cue: tuple[int, int], sentence: tuple[int, int]) -> list[Clause]:
    """`X mengatakan bahwa clause`, `X mengatakan, clause`, `X said the clause`, `X promised to clause`."""
    low, high = cue
    if article.text[sentence[0] : low].rstrip()[-1:] in _INVERTED:
        return []
    start, opening = _clause_start(article, verb, high, sentence[1])
    if start < 0:
        return []
    before = (_subject_start(article, max(sentence[0], low - 300), low), low)
    source = speaking(article, cue, before, high, first=True, tight=True)
    if source is None and opening > high:
        source = speaking(article, cue, (high, opening), high, first=False, tight=True)
    return [(start, sentence[1], source)] if source else []


def _subject_start(article: Article, floor: int, verb: int) -> int:
    """Where the words for the subject of a verb may start: behind the last mark that parts clauses.

    A comma parts them where somebody is named behind it (`During a session on Five News, Mr Blair said`).
    """
    start = floor
    for mark in _STOP_MARKS.finditer(article.text, floor, verb):
        start = mark.end()
    comma = article.text.rfind(",", start, verb)
    if comma >= 0 and article.text[comma + 1 : verb].strip():
        words = [word.lower() for word in WORD.findall(article.text, comma + 1, verb)]
        if len(words) == 1 and words[0] in article.known.stops:
            return start
        if names_somebody(article, comma + 1, verb) or (words and words[-1] in article.known.pronouns):
            return comma + 1
    return start


def is_no_verb(article: Article, at: int, word: str, first: int) -> bool:
    """True for a reporting verb that is part of a name, a noun, an infinitive or a passive without a source.

    `first` is where its sentence starts.
    """
    text, known = article.text, article.known
    if word[0].isupper() and first != at and text[max(0, at - 2) : at].strip() not in _OPENING:
        return True
    before = text[max(0, at - 24) : at].rsplit(None, 1)
    if not before or text[at - 1] != " ":
        return False
    lower = before[-1].lower()
    return lower in _no_verb_behind(known.code) or (lower[-1].isdigit() and bool(known.finite))


@cache
def _no_verb_behind(code: str) -> frozenset[str]:
    return rules(code).noun_markers | rules(code).passives


def _around(article: Article, verb: str, cue: tuple[int, int], sentence: tuple[int, int]) -> list[Clause]:
    """`Clause, kata X.`, `Clause, ujarnya.`, `Clause, X said.` and `Clause, X said, clause.`"""
    text, known = article.text, article.known
    low, high = cue
    comma = text.rfind(",", max(sentence[0], low - 120), low)
    if comma < 0 or not _MARKS.isdisjoint(text[max(sentence[0], comma - 2) : comma + 3]):
        return []
    inverted = not text[comma + 1 : low].strip()
    if inverted and is_clitic(verb, known):
        source = Attribution(low, high, high, high, False, True, high, True)
        found = [(sentence[0], comma, source)]
        return [*found, (high + 1, sentence[1], source)] if text[high : high + 1] == "," else found
    if text[high : high + 1] == ":":
        return []
    edge = phrase_end(article, high, sentence[1]) if inverted else high
    region = (high, edge) if inverted else (comma + 1, low)
    if not inverted:
        rest = WORD.search(text, high, sentence[1])
        if rest is not None and rest[0].lower() not in known.stops and not text[high : rest.start()].strip():
            return []
        if has_words(9, text, *region):
            return []
    if credits_media(article, *region) or (inverted and verb in known.hearer_verbs):
        return []
    speaker = speaking(article, cue, region, max(edge, high), first=not inverted, tight=True)
    if speaker is None:
        return []
    found = [(sentence[0], comma, speaker)]
    if text[edge : edge + 1] == "," and (known.finite or inverted):
        found.append((edge + 1, sentence[1], speaker))
    return found
