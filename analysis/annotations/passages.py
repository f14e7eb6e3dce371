"""Stretches of one text that are somebody's speech, before anybody asks whose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from analysis.annotations.attribution import Article, Attribution, Passage, after, before, is_clitic
from analysis.annotations.indirect import reported
from analysis.annotations.marks import marked
from analysis.annotations.rules import Rules, rules
from analysis.annotations.words import WORD, has_words, spots

SCARE = 4
"""Words between marks below which a stretch without attribution is a scare quote or a title."""
TEXTS = 128
"""Texts that are read together."""
_END = re.compile(r"[,.?!]\s+([^\W\d_]+)")


def passages(
    texts: Sequence[str], code: str, *, attributed: bool = True
) -> Iterator[tuple[Article, list[Passage]]]:
    """Direct and reported speech in each text, in the order of the text.

    With `attributed` False the sources of direct quotations are looked for only where they decide whether it is one:
    the same spans, found faster.
    """
    known = rules(code)
    for low in range(0, len(texts), TEXTS):
        part = texts[low : low + TEXTS]
        articles = [
            Article(text, known, places) for text, places in zip(part, spots(part, code), strict=True)
        ]
        quoted = [_direct(article, attributed) for article in articles]
        for article, direct in zip(articles, quoted, strict=True):
            clauses = reported(article, [(quote.start, quote.end) for quote in direct])
            yield article, _in_order(direct, clauses) if direct and clauses else direct or clauses


def _in_order(direct: list[Passage], clauses: list[Passage]) -> list[Passage]:
    return sorted(direct + clauses, key=lambda passage: (passage.start, not passage.is_direct))


def _direct(article: Article, attributed: bool) -> list[Passage]:
    """Stretches between marks that are speech, with their attributions."""
    text, known, blocks = article.text, article.known, article.blocks
    closed, lost = marked(text, blocks, article.sentence_end, known.verbs)
    if not closed and not lost:
        return []
    spans = sorted([(*span, False) for span in closed] + [(*span, True) for span in lost])
    found: list[Passage] = []
    floor, block = 0, 0
    for number, (start, end, is_lost) in enumerate(spans):
        while block + 1 < len(blocks) and blocks[block + 1][0] <= start:
            block += 1
        limit = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        limit = min(limit, blocks[block][1])
        if start < floor:
            continue
        source = None
        if is_lost:
            end, source = _ended_by_attribution(article, start, end)
        reach = min(end, start + 200)
        enough = has_words(SCARE, text, start, reach)
        if not enough and not has_words(1, text, start, reach):
            continue
        titled = text[end - 1] not in ",.!?…" and _titled(text, start, reach, known)
        sure = enough and not titled
        if source is None and (attributed or not sure):
            low = max(floor, blocks[block][0]) if attributed or not titled else start
            source = _source(article, start, end, low, limit)
        if sure or _is_said(source, end, titled):
            found.append(Passage(start, end, True, source, block))
            floor = end
    return found


def _source(article: Article, start: int, end: int, floor: int, limit: int) -> Attribution | None:
    """The attribution of start..end: behind it where it is close, else before it, else behind it."""
    behind = after(article, end, limit)
    if behind is not None and behind.tight:
        return behind
    opening = max(floor, article.sentence_start(max(0, start - 1))) if floor < start else start
    lead = before(article, start, opening) if opening < start else None
    if lead is not None and (lead.tight or behind is None):
        return lead
    return behind or lead


def _ended_by_attribution(article: Article, start: int, end: int) -> tuple[int, Attribution | None]:
    """Where the closing mark is lost: the end before `, kata X`, or the end of the stretch."""
    text, known = article.text, article.known
    for match in _END.finditer(text, start, end):
        word = match[1]
        if word not in known.verbs or word in known.complementisers:
            continue
        source = after(article, match.start() + 1, end)
        if (
            source is not None
            and source.tight
            and (source.pronoun or source.high > source.low or is_clitic(word, known))
        ):
            return match.start() + 1, source
    return end, None


def _is_said(source: Attribution | None, end: int, titled: bool) -> bool:
    """True where an attribution shows that a stretch of few words, or one written like a title, is speech.

    A title has capitals on all its words of weight and no mark at its end: only what stands behind it can show that.
    """
    return source is not None and source.tight and (source.cue_start >= end or not titled)


def _titled(text: str, start: int, end: int, known: Rules) -> bool:
    """True for two words or more, the first dozen read, that begin with a capital where they are words of weight."""
    count, weighty = 0, False
    for match in islice(WORD.finditer(text, start, end), SCARE + 8):
        word = match[0]
        if not count and not word[0].isupper():
            return False
        if word.lower() not in known.function_words:
            if word[0].islower():
                return False
            weighty = True
        count += 1
    return weighty and count > 1
