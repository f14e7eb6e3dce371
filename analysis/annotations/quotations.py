"""Direct and indirect quotations with speaker, office, reporting verb and stance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from analysis.annotations.attribution import Article, Attribution, after, before, is_clitic
from analysis.annotations.indirect import Reported, reported
from analysis.annotations.marks import borders, marked, paragraphs
from analysis.annotations.names import WORD, named
from analysis.annotations.rules import Rules, rules
from analysis.annotations.speakers import Speaker, Speakers
from analysis.text.layout import joined

COLUMNS = {
    "article_id": "str",
    "start": "int64",
    "end": "int64",
    "text": "str",
    "is_direct": "bool",
    "speaker": "str",
    "speaker_start": "Int64",
    "speaker_end": "Int64",
    "role": "str",
    "cue": "str",
    "stance": "str",
}
SCARE = 4
"""Words between marks below which a stretch without attribution is a scare quote or a title."""
_GAP = 250


class _Direct(NamedTuple):
    start: int
    end: int
    source: Attribution | None
    paragraph: int


def quotations(articles: pd.DataFrame) -> pd.DataFrame:
    """Find who is quoted, in whose words, and with which reporting verb.

    A row is one stretch of speech. `is_direct` rows stand between quotation marks (the span leaves the marks
    out); the others are reported clauses. A direct quotation inside a reported clause has a row of its own.

    Parameters
    ----------
    articles : article table; its languages may be mixed, each article is read with its own rules.

    Returns
    -------
    DataFrame with article_id, start, end (characters of the joined title and text), text (that slice),
    is_direct, speaker (name in full as the article gives it), speaker_start, speaker_end (the mention that gave
    the name), role (office beside the name), cue (the reporting verb or preposition), stance (neutral,
    insisting, doubting, accusing). What cannot be told is missing. Rows are in the order of the articles and of
    the text.

    Notes
    -----
    Marks are paired by what stands beside them, so that the same mark may open and close; a lost closing mark is
    put before the attribution or at the end of the paragraph. Fewer than four words without an attribution are a
    scare quote and no row. A pronoun stands for the person who opens a later sentence, else for the last speaker,
    else for the last person named: that is a rule of thumb, and often wrong where several people speak.
    Outlets that are credited are never speakers.
    """
    rows: list[tuple] = []
    for (article_id, text), code in zip(joined(articles).items(), articles["language"], strict=True):
        rows.extend((article_id, *row) for row in _quoted(text, code if isinstance(code, str) else "und"))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _quoted(text: str, code: str) -> Iterator[tuple]:
    """Rows of one article without its id, in the order of the text."""
    known = rules(code)
    starts = borders(text, known.abbreviations)
    article = Article(text, known, named(text, code), starts)
    direct = _direct(article)
    clauses = reported(article, [(quote.start, quote.end) for quote in direct])
    memory = Speakers(article)
    previous: tuple[_Direct, Speaker, str] | None = None
    items: list[_Direct | Reported] = [*direct, *clauses]
    for item in sorted(items, key=lambda entry: (entry.start, isinstance(entry, Reported))):
        is_direct = isinstance(item, _Direct)
        cue = ""
        if item.source is not None:
            speaker = memory.resolve(item.source)
            cue = text[item.source.cue_start : item.source.cue_end].lower()
        elif isinstance(item, _Direct) and previous is not None and _carries_on(text, previous[0], item):
            speaker, cue = previous[1], previous[2]
        else:
            speaker = Speaker("", -1, -1, "")
        if isinstance(item, _Direct):
            previous = (item, speaker, cue)
        yield _row(text, item.start, item.end, is_direct, speaker, cue, known.verbs.get(cue, "neutral"))


def _row(text: str, start: int, end: int, is_direct: bool, speaker: Speaker, cue: str, stance: str) -> tuple:
    named_at = (speaker.start, speaker.end) if speaker.name else (pd.NA, pd.NA)
    return (
        start,
        end,
        text[start:end],
        is_direct,
        speaker.name or None,
        *named_at,
        speaker.role or None,
        cue or None,
        stance if cue else None,
    )


def _carries_on(text: str, earlier: _Direct, later: _Direct) -> bool:
    """True where a quotation without attribution goes on with the speaker of the one before it."""
    gap = later.start - earlier.end
    if later.paragraph == earlier.paragraph:
        return gap < _GAP
    return later.paragraph == earlier.paragraph + 1 and "\n" in text[max(0, later.start - 3) : later.start]


def _direct(article: Article) -> list[_Direct]:
    """Stretches between marks that are speech, with their attributions."""
    text = article.text
    closed, lost = marked(text, article.starts)
    blocks = paragraphs(text)
    spans = sorted(
        [(start, end, False) for start, end in closed] + [(start, end, True) for start, end in lost]
    )
    found: list[_Direct] = []
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
        source = source or _source(article, start, end, max(floor, blocks[block][0]), limit)
        if _is_speech(text, start, end, source, article.known):
            found.append(_Direct(start, end, source, block))
            floor = max(end, source.end if source and source.cue_start > end else end)
    return found


def _source(article: Article, start: int, end: int, floor: int, limit: int) -> Attribution | None:
    """The attribution of start..end: behind it where it is close, else before it, else behind it."""
    behind = after(article, end, limit)
    if behind is not None and behind.tight:
        return behind
    opening = max(floor, article.sentence_start(max(0, start - 1)))
    lead = before(article, start, opening) if opening < start else None
    if lead is not None and (lead.tight or behind is None):
        return lead
    return behind or lead


def _ended_by_attribution(article: Article, start: int, end: int) -> tuple[int, Attribution | None]:
    """Where the closing mark is lost: the end before `, kata X`, or the end of the stretch."""
    text, known = article.text, article.known
    for match in re.finditer(r"[,.?!]\s+([^\W\d_]+)", text[start:end]):
        word = match[1].lower()
        if word in known.verbs and match[1].islower() and word not in known.complementisers:
            source = after(article, start + match.start() + 1, end)
            if (
                source is not None
                and source.tight
                and (source.who or source.pronoun or is_clitic(word, known))
            ):
                return start + match.start() + 1, source
    return end, None


def _is_speech(text: str, start: int, end: int, source: Attribution | None, known: Rules) -> bool:
    """False for scare quotes, titles and stray marks."""
    words = [match[0] for _, match in zip(range(SCARE + 8), WORD.finditer(text, start, end))]
    if not words:
        return False
    if source is not None and source.tight:
        return True
    if len(words) < SCARE:
        return False
    if source is not None:
        return True
    titled = sum(word[0].isupper() or word[0].isdigit() or word in known.function_words for word in words)
    return titled < len(words) or sum(word[0].isupper() for word in words) <= len(words) / 2
