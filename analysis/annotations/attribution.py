"""Who is said to have said it: the reporting verb before or after a stretch, and the phrase that names the speaker."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from analysis.annotations.names import WORD, Named, title_at
from analysis.annotations.rules import Rules

REACH = 300
"""Characters in which an attribution is looked for, on either side."""
_EDGE = "\"“”„‟«»‹›'‘’ \t\r\n,.—–-"
_BREAKS = ',.;:(\n"“”«»?!'


class Attribution(NamedTuple):
    """A found attribution: its cue and the speaker's phrase.

    `who` is the phrase, None where a pronoun or a clitic stands (`pronoun`) or only an office in lower case
    (`role`, its span); `end` is where the attribution ends in the text.
    """

    cue_start: int
    cue_end: int
    who: Named | None
    pronoun: bool
    role: tuple[int, int]
    end: int
    tight: bool


class Article:
    """What the finders share about one article: its text, rules, phrases and sentence starts."""

    def __init__(self, text: str, known: Rules, phrases: list[Named], starts: list[int]) -> None:
        self.text, self.known, self.phrases, self.starts = text, known, phrases, starts
        self._phrase_ends = [phrase.end for phrase in phrases]

    def sentence_start(self, position: int) -> int:
        """Start of the sentence in which `position` stands."""
        return self.starts[max(0, bisect_left(self.starts, position + 1) - 1)]

    def sentence_end(self, position: int) -> int:
        """End of the sentence in which `position` stands (start of the next one)."""
        following = bisect_left(self.starts, position + 1)
        return self.starts[following] if following < len(self.starts) else len(self.text)

    def phrases_in(self, start: int, end: int) -> list[Named]:
        """Capitalised phrases that touch start..end, in order."""
        first = last = bisect_left(self._phrase_ends, start + 1)
        while last < len(self.phrases) and self.phrases[last].start < end:
            last += 1
        return self.phrases[first:last]


def is_clitic(word: str, known: Rules) -> bool:
    """True for a reporting verb that carries its speaker as a clitic (`ujarnya`)."""
    return any(word.endswith(suffix) and len(word) > len(suffix) + 2 for suffix in known.suffixes)


def speaker_in(
    article: Article, start: int, end: int, *, first: bool
) -> tuple[Named | None, tuple[int, int]]:
    """The phrase in start..end that can speak (persons, then names, bodies), and an office without a name.

    Returns
    -------
    phrase or None, and the span of an office in lower case or without a name ((-1, -1) if none).
    """
    phrases = article.phrases_in(start, end)
    certain = ("person",) if first else ("person", "name")
    for kinds in (certain, ("name", "short", "organisation"), ("office",), ("place",)):
        fitting = [phrase for phrase in phrases if phrase.kind in kinds and phrase.start >= start]
        if fitting:
            return (fitting[0] if first else fitting[-1]), (-1, -1)
    words = [(m[0].lower(), m.start(), m.end()) for m in WORD.finditer(article.text, start, end)][:12]
    lowers = [word[0] for word in words]
    for index in range(len(words)):
        if title_at(lowers, index, article.known) or lowers[index] in article.known.heads:
            return None, (words[index][1], words[-1][2])
    return None, (-1, -1)


def phrase_end(article: Article, start: int, limit: int) -> int:
    """Where the phrase that names a speaker ends: at a stop word, a break or the limit."""
    text, edge = article.text, start
    for count, match in enumerate(WORD.finditer(text, start, limit)):
        gap = text[edge : match.start()]
        if count and any(mark in _BREAKS for mark in gap):
            return edge
        if count > 16 or (count and match[0].islower() and match[0] in article.known.stops):
            return edge
        edge = match.end()
    return edge


def speaking(
    article: Article, cue: tuple[int, int], region: tuple[int, int], end: int, *, first: bool, tight: bool
) -> Attribution | None:
    """Attribution for a cue and the region that should name a speaker, None if nobody is named there."""
    opening = WORD.search(article.text, *region)
    if opening is None:
        return None
    if opening[0].lower() in article.known.pronouns:
        return Attribution(*cue, None, True, (-1, -1), end, tight)
    who, role = speaker_in(article, *region, first=first)
    if who is None and role[0] < 0 and opening[0][0].isupper():
        return None
    return Attribution(*cue, who, False, role, end, tight)


def credits_media(article: Article, region: tuple[int, int]) -> bool:
    phrases = article.phrases_in(*region)
    return bool(phrases) and all(phrase.kind == "media" for phrase in phrases)


def preposition_at(lowers: list[str], index: int, known: Rules) -> int:
    for length in (4, 3, 2, 1):
        phrase = tuple(lowers[index : index + length])
        if len(phrase) == length and phrase in known.prepositions:
            return length
    return 0


def after(article: Article, position: int, limit: int) -> Attribution | None:
    """Find the attribution that follows `position` (the end of the quoted words): `kata X`, `X said`, `ujarnya`.

    `limit` is where the next quotation begins. None if there is none, or if it credits an outlet.
    """
    text, known = article.text, article.known
    start = position
    while start < min(limit, position + 6) and text[start] in _EDGE:
        start += 1
    ended = any(mark in ".?!" for mark in text[max(0, position - 1) : start])
    limit = min(limit, position + REACH, article.sentence_end(start))
    words = [(m[0].lower(), m.start(), m.end()) for m in WORD.finditer(text, start, limit)][:24]
    lowers = [word[0] for word in words]
    for index, (word, low, high) in enumerate(words):
        if index and any(mark in ".;:!?\n" for mark in text[words[index - 1][2] : low]):
            return None
        length = preposition_at(lowers, index, known)
        if length and index <= 1 and not ended:
            if is_clitic(word, known):
                return Attribution(low, high, None, True, (-1, -1), high, True)
            cue = (low, words[index + length - 1][2])
            region = (cue[1], phrase_end(article, cue[1], limit))
            return (
                None
                if credits_media(article, region)
                else speaking(article, cue, region, region[1], first=False, tight=True)
            )
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
        return Attribution(low, high, None, True, (-1, -1), high, leading)
    behind = (high, phrase_end(article, high, limit))
    if leading or comma:
        if ended and text[low].isupper():
            return None
        if credits_media(article, behind):
            return None
        found = speaking(article, cue, behind, max(behind[1], high), first=False, tight=leading)
        if found is not None and (
            found.who or found.pronoun or found.role[0] >= 0 or not text[start:low].strip()
        ):
            return found
    if credits_media(article, before) or not text[start:low].strip():
        return None
    if ended and len(WORD.findall(text, start, low)) > 7:
        return None
    opening = text[start]
    if opening.islower() and not _opens_phrase(article, start):
        return None
    found = speaking(article, cue, before, high, first=True, tight=not ended)
    return found if found and (found.who or found.pronoun or found.role[0] >= 0) else None


def _opens_phrase(article: Article, start: int) -> bool:
    """True where a lower-case word can open the phrase of a speaker: a pronoun, an article, an office."""
    words = [m[0].lower() for m in WORD.finditer(article.text, start, start + 60)][:3]
    if not words:
        return False
    known = article.known
    return words[0] in known.pronouns or words[0] in known.subjects or bool(title_at(words, 0, known))


def before(article: Article, position: int, floor: int) -> Attribution | None:
    """Find the attribution in the same sentence before `position`: `X mengatakan, "...`, `Menurut X, "...`.

    `floor` is where the sentence, or the stretch after the previous quotation, begins. `tight` is True where
    only a comma, a colon or a word such as `that` parts the verb's sentence from the quotation.
    """
    text, known = article.text, article.known
    low = max(floor, position - REACH)
    words = [(m[0].lower(), m.start(), m.end()) for m in WORD.finditer(text, low, position)]
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
                return Attribution(*cue, None, True, (-1, -1), position, tight)
            region = (cue[1], phrase_end(article, cue[1], position))
            return (
                None
                if credits_media(article, region)
                else speaking(article, cue, region, position, first=False, tight=tight)
            )
        if word not in known.verbs or word in known.media_cues:
            continue
        cue = (cue_low, cue_high)
        if is_clitic(word, known) and word in known.verbs and index == 0:
            return Attribution(*cue, None, True, (-1, -1), position, tight)
        region = (low, cue_low)
        found = speaking(article, cue, region, position, first=True, tight=tight) if index else None
        if found is None or not (found.who or found.pronoun or found.role[0] >= 0):
            behind = (cue_high, phrase_end(article, cue_high, position))
            found = speaking(article, cue, behind, position, first=False, tight=tight)
        if found is not None and (found.who or found.pronoun or found.role[0] >= 0):
            return found if found.who is None or found.who.kind != "media" else None
    return None
