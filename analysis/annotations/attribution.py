"""Who is said to have said it: the reporting verb before or after a stretch, and the words that name the speaker."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache, cached_property
from itertools import islice
from typing import NamedTuple

from analysis.annotations.marks import borders, paragraphs
from analysis.annotations.rules import Rules, rules
from analysis.annotations.words import WORD, any_title, cue_words, has_words, title_at

REACH = 300
"""Characters in which an attribution is looked for, on either side."""
_EDGE = "\"“”„‟«»‹›'‘’ \t\r\n,.—–-"
_BREAKS = frozenset(',.;:(\n"“”«»?!')
_ENDS = frozenset(".?!")
_PARTS = frozenset(".;:!?\n")
_BRACKET = re.compile(r"\s*\([^()\n]{1,60}\)")
_LONGEST_WHO = 20


class Attribution(NamedTuple):
    """A found attribution: its cue and the words that name the speaker.

    `low`, `high` is the region of those words (empty for a clitic), `first` tells whether the first name in it counts
    (the subject of a verb) or the last (what follows one); `pronoun` is True where only a pronoun or a clitic stands.
    `end` is where the attribution ends in the text; `tight` is True where nothing stands between it and the speech.
    """

    cue_start: int
    cue_end: int
    low: int
    high: int
    first: bool
    pronoun: bool
    end: int
    tight: bool


class Passage(NamedTuple):
    """A stretch of speech; `block` is the number of its paragraph, `source` None where no attribution stands by."""

    start: int
    end: int
    is_direct: bool
    source: Attribution | None
    block: int


class Article:
    """What the finders share about one article: its text, rules, paragraphs, sentence starts and spots of cues."""

    def __init__(self, text: str, known: Rules, spots: list[int]) -> None:
        self.text, self.known, self.spots = text, known, spots
        self.blocks = paragraphs(text)

    @cached_property
    def starts(self) -> list[int]:
        """Where its sentences and paragraphs begin, read when first asked for."""
        return borders(self.text, self.blocks, self.known.abbreviations)

    def sentence(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence in which `position` stands (it ends where the next one starts)."""
        following = bisect_right(self.starts, position)
        end = self.starts[following] if following < len(self.starts) else len(self.text)
        return self.starts[max(0, following - 1)], end

    def sentence_start(self, position: int) -> int:
        """Start of the sentence in which `position` stands."""
        return self.starts[max(0, bisect_right(self.starts, position) - 1)]

    def sentence_end(self, position: int) -> int:
        """End of the sentence in which `position` stands."""
        return self.sentence(position)[1]

    def has_cue(self, start: int, end: int) -> bool:
        """False where no cue word stands in start..end, a word cut at the border counted."""
        index = bisect_left(self.spots, start - 1)
        return (index < len(self.spots) and self.spots[index] < end) or self._cuts(start) or self._cuts(end)

    def _cuts(self, position: int) -> bool:
        return (
            self.text[max(0, position - 1) : position].isalnum()
            and self.text[position : position + 1].isalnum()
        )


def is_clitic(word: str, known: Rules) -> bool:
    """True for a reporting verb that carries its speaker as a clitic (`ujarnya`)."""
    return word.endswith(known.suffixes) and len(word) > 5 if known.suffixes else False


@cache
def _media_starts(code: str) -> frozenset[str]:
    """The first two letters of whatever names an outlet."""
    return frozenset(name[:2] for name in rules(code).media | rules(code).media_leads)


@cache
def _media(code: str) -> re.Pattern[str]:
    known = rules(code)
    names = "|".join(re.escape(name) for name in sorted(known.media, key=len, reverse=True)) or r"(?!)"
    lead = "|".join(re.escape(word) for word in sorted(known.media_leads, key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?:(?:{lead})\W++){{0,3}}(?:{names})(?!\w)(?!\s+[A-Z])")


def credits_media(article: Article, start: int, end: int) -> bool:
    """True where the words of start..end name an outlet: what it is credited with is not its speech."""
    opening = WORD.search(article.text, start, end)
    return opening is not None and _credits(article, opening, end)


def _credits(article: Article, opening: re.Match[str], end: int) -> bool:
    """True where an outlet is named from `opening` on, the first word of a stretch."""
    code, word = article.known.code, opening[0]
    if word[:2] not in _media_starts(code) and word[0] not in _media_starts(code):
        return False
    return _media(code).match(article.text, opening.start(), end) is not None


def names_somebody(article: Article, start: int, end: int) -> bool:
    """True where start..end holds a name, an office, a body or a word for people."""
    known = article.known
    lowers: list[str] = []
    for match in WORD.finditer(article.text, start, end):
        word = match[0]
        lower = word.lower()
        if lower != word and lower not in known.function_words and lower not in known.calendar:
            return True
        if lower in known.heads or lower in known.sources:
            return True
        if not lowers and lower in known.verbs:
            return False
        lowers.append(lower)
        if len(lowers) == _LONGEST_WHO:
            break
    return any_title(lowers, known)


def phrase_end(article: Article, start: int, limit: int, *, over: int = 3) -> int:
    """Where the words that name a speaker end: at a stop word, a break or the limit.

    A short bracket is stepped over, and so are up to `over` commas after an office whose holder follows
    (`juru bicara Gugus Tugas Bekasi, Alamsyah`).
    """
    text, known, edge, count = article.text, article.known, start, 0
    for match in WORD.finditer(text, start, limit):
        if match.start() < edge:
            continue
        if count and not _BREAKS.isdisjoint(text[edge : match.start()]):
            bracket = _BRACKET.match(text, edge, limit)
            edge = bracket.end() if bracket is not None else edge
            if match.start() < edge:
                continue
            gap = text[edge : match.start()].strip()
            apposed = gap == "," and over and (match[0][0].isupper() or match[0] in known.role_words)
            if gap and not (
                apposed and match[0].lower() not in known.calendar and _opens_office(article, start)
            ):
                return edge
            over -= bool(gap)
        if count > _LONGEST_WHO or (count and match[0] in known.stops):
            return edge
        edge = match.end()
        count += 1
    return edge


def _opens_office(article: Article, start: int) -> bool:
    lowers = [word.lower() for word in WORD.findall(article.text, start, start + 60)[:4]]
    return any(title_at(lowers, place, article.known) for place in range(min(3, len(lowers))))


def speaking(
    article: Article, cue: tuple[int, int], region: tuple[int, int], end: int, *, first: bool, tight: bool
) -> Attribution | None:
    """Attribution for a cue and the region that should name a speaker, None if nobody is named there."""
    low, high = region
    opening = WORD.search(article.text, low, high)
    if opening is None:
        return None
    pronouns = article.known.pronouns
    if opening[0].lower() in pronouns or (first and _last_word(article.text, low, high) in pronouns):
        return Attribution(*cue, low, high, first, True, end, tight)
    if _credits(article, opening, high) or not names_somebody(article, low, high):
        return None
    return Attribution(*cue, low, high, first, False, end, tight)


def _last_word(text: str, low: int, high: int) -> str:
    """The last word of a stretch that has words, in lower case."""
    behind = WORD.findall(text[low:high].rsplit(None, 1)[-1]) or WORD.findall(text, low, high)
    return behind[-1].lower()


def preposition_at(lowers: list[str], index: int, known: Rules) -> int:
    """Number of words of the source preposition at `index` (`according to`), 0 if none stands there."""
    if lowers[index] not in known.openers:
        return 0
    for length in (4, 3, 2, 1):
        phrase = tuple(lowers[index : index + length])
        if len(phrase) == length and phrase in known.prepositions:
            return length
    return 0


def _spoken(article: Article, start: int, end: int, most: int) -> list[tuple[str, int, int]]:
    """The first words of start..end in lower case with their places; nothing where no cue is among them."""
    if not article.has_cue(start, end):
        return []
    found = [
        (word[0].lower(), *word.span()) for word in islice(WORD.finditer(article.text, start, end), most)
    ]
    return [] if cue_words(article.known.code).isdisjoint([word[0] for word in found]) else found


def after(article: Article, position: int, limit: int) -> Attribution | None:
    """Find the attribution that follows `position` (the end of the quoted words): `kata X`, `X said`, `ujarnya`.

    `limit` is where the next quotation begins. None if there is none, or if it credits an outlet.
    """
    text, known = article.text, article.known
    start = position
    while start < min(limit, position + 6) and text[start] in _EDGE:
        start += 1
    ended = not _ENDS.isdisjoint(text[max(0, position - 1) : start])
    limit = min(limit, position + REACH, article.sentence_end(start))
    words = _spoken(article, start, limit, 24)
    lowers = [word[0] for word in words]
    for index, (word, low, high) in enumerate(words):
        if index and not _PARTS.isdisjoint(text[words[index - 1][2] : low]):
            return None
        length = preposition_at(lowers, index, known)
        if length and index <= 1 and not ended:
            if is_clitic(word, known):
                return Attribution(low, high, high, high, False, True, high, True)
            cue = (low, words[index + length - 1][2])
            region = (cue[1], phrase_end(article, cue[1], limit))
            return speaking(article, cue, region, region[1], first=False, tight=True)
        if word in known.media_cues and index <= 2:
            return None
        if word not in known.verbs:
            continue
        return _around_verb(article, (low, high), start, limit, leading=index <= 1, ended=ended)
    return None


def _around_verb(
    article: Article, cue: tuple[int, int], start: int, limit: int, *, leading: bool, ended: bool
) -> Attribution | None:
    """Attribution at a verb after a quotation: the speaker stands behind it (`kata X`) or before it (`X said`)."""
    text, known = article.text, article.known
    low, high = cue
    verb = text[low:high].lower()
    before = (start, low)
    comma = text[max(0, low - 2) : low].strip().endswith(",")
    if (leading or comma) and is_clitic(verb, known):
        return Attribution(low, high, high, high, False, True, high, leading)
    if not ended and text[start:low].strip().lower() in known.pronouns:
        return Attribution(low, high, start, low, True, True, high, True)
    if (leading or comma) and verb not in known.hearer_verbs:
        if ended and text[low].isupper():
            return None
        behind = (high, phrase_end(article, high, limit))
        if credits_media(article, *behind):
            return None
        found = speaking(article, cue, behind, max(behind[1], high), first=False, tight=leading)
        if found is not None:
            return found
    if not text[start:low].strip():
        return None
    if ended and has_words(8, text, start, low):
        return None
    if text[start].islower() and not _opens_phrase(article, start):
        return None
    return speaking(article, cue, before, high, first=True, tight=not ended)


def _opens_phrase(article: Article, start: int) -> bool:
    """True where a lower-case word can open the words for a speaker: a pronoun, an article, an office."""
    words = [word.lower() for word in WORD.findall(article.text, start, start + 60)][:3]
    if not words:
        return False
    known = article.known
    return (
        words[0] in known.pronouns
        or words[0] in known.subjects
        or words[0] in known.sources
        or any_title(words, known)
    )


def before(article: Article, position: int, floor: int) -> Attribution | None:
    """Find the attribution in the same sentence before `position`: `X mengatakan, "...`, `Menurut X, "...`.

    `floor` is where the sentence, or the stretch after the previous quotation, begins. `tight` is True where
    only a comma, a colon or a word such as `that` parts the verb's sentence from the quotation.
    """
    text, known = article.text, article.known
    low = max(floor, position - REACH)
    words = _spoken(article, low, position, 80)
    if not words:
        return None
    lead = text[words[-1][2] : position]
    tight = "," in lead or ":" in lead or words[-1][0] in known.complementisers or words[-1][0] in known.verbs
    lowers = [word[0] for word in words]
    for index in range(len(words) - 1, -1, -1):
        word, cue_low, cue_high = words[index]
        length = preposition_at(lowers, index, known)
        if length and index <= 3:
            cue = (cue_low, words[index + length - 1][2])
            if is_clitic(word, known):
                return Attribution(*cue, cue[1], cue[1], False, True, position, tight)
            region = (cue[1], phrase_end(article, cue[1], position))
            return speaking(article, cue, region, position, first=False, tight=tight)
        if word not in known.verbs or word in known.media_cues:
            continue
        cue = (cue_low, cue_high)
        if is_clitic(word, known) and index == 0:
            return Attribution(*cue, cue_high, cue_high, False, True, position, tight)
        region = (low, cue_low)
        found = speaking(article, cue, region, position, first=True, tight=tight) if index else None
        if found is None and word not in known.hearer_verbs:
            behind = (cue_high, phrase_end(article, cue_high, position))
            found = speaking(article, cue, behind, position, first=False, tight=tight)
        if found is not None:
            return found
    return None
