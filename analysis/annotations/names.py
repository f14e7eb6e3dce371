"""Capitalised phrases of an article, parted into office and name: `Presiden Rusia | Vladimir Putin`."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from analysis.annotations.rules import Rules, rules
from analysis.annotations.words import title_at

_CAPITAL = "A-ZÀ-ÖØ-ÞĆČĐŁŚŠŹŻŽ"
_LONGEST_OFFICE = 8


class Named(NamedTuple):
    """A capitalised phrase: its span, the span of the name in it, the span of the office ((-1, -1): none).

    `kind`: person (an office and a name), name (two words or more, perhaps a person), short (one word),
    organisation, place, media, office (an office without a name).
    """

    start: int
    end: int
    name_start: int
    name_end: int
    role_start: int
    role_end: int
    kind: str


class _Word(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower().rstrip(".")


@cache
def _phrase(code: str) -> re.Pattern[str]:
    """Pattern of up to twelve capitalised words in a row, with the small words of names between them."""
    known = rules(code)
    dotted = sorted(title[0] for title in known.titles if len(title) == 1 and title[0] in known.abbreviations)
    shortened = [title.capitalize() for title in dotted if len(title) > 1] or ["Dr"]
    particles = "|".join(sorted(known.particles)) or "van"
    whole = "|".join(map(re.escape, shortened))
    rest = "|".join(rf"(?<={re.escape(title[0])}){re.escape(title[1:])}" for title in shortened)
    word, first = (
        rf"(?:(?:{title})\.(?=\s)|{initial}\.(?:[{_CAPITAL}]\.)*(?!\w)|{initial}\w*(?:(?:-|['’](?!s\b))\w+)*)"
        for title, initial in ((whole, f"[{_CAPITAL}]"), (rest, ""))
    )
    # the border before the first letter is asked for behind it: what is no capital is skipped at once
    begun = rf"[{_CAPITAL}](?<![\w’'-][{_CAPITAL}]){first}"
    return re.compile(rf"{begun}(?:[ \u00a0\t](?:(?:{particles})[ \u00a0])?{word}){{0,11}}")


def _acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _stripped(words: list[_Word], known: Rules) -> list[_Word]:
    """Drop words at the edges that are capital only by their place (Menurut, Kata, The) or name a day."""
    while words and _not_a_name(words[0].lower, known) and (words[0].lower,) not in known.titles:
        words = words[1:]
    while words and words[-1].lower in known.calendar:
        words = words[:-1]
    return words


def _not_a_name(word: str, known: Rules) -> bool:
    return (
        word in known.function_words
        or word in known.calendar
        or word in known.verbs
        or word in known.pronouns
    )


def _office_before(text: str, start: int, known: Rules) -> int:
    """Start of an office in lower case right before a phrase (`juru bicara Kremlin`), -1 if there is none."""
    if not text[max(0, start - 2) : start - 1].islower():
        return -1
    if text[text.rfind(" ", max(0, start - 40), start - 1) + 1 : start - 1] not in _office_ends(known.code):
        return -1
    words = text[max(0, start - 90) : start - 1].split(" ")[-_LONGEST_OFFICE:]
    found, position = -1, start
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        inside = index > 0 and tuple(words[index - 1 : index + 1]) in known.titles  # `juru bicara`
        if not (word.islower() and word.replace("-", "").isalpha()) or word in known.stops:
            break
        if word in known.verbs and not inside:
            break
        position -= len(word) + 1
        length = title_at(words, index, known)
        if length and all(behind in known.role_words for behind in words[index + length :]):
            found = position
    return found


def _name_from(words: list[_Word], known: Rules) -> tuple[int, bool]:
    """Index at which the name begins after offices, places and words of bodies; whether a title was seen."""
    lowers = [word.lower for word in words]
    index, seen = 0, False
    while index < len(words):
        length = title_at(lowers, index, known)
        if length:
            index, seen = index + length, True
        elif lowers[index] in known.office_words or _acronym(words[index].text):
            index += 1
        else:
            break
    return index, seen


def _kind_without_office(words: list[_Word], known: Rules) -> str:
    lowers = [word.lower for word in words]
    if lowers[0] in known.heads or lowers[-1] in known.heads:
        return "organisation"
    if all(word in known.places for word in lowers):
        return "place"
    if any(character.isdigit() for word in words for character in word.text):
        return "organisation"
    if len(words) == 1:
        return "organisation" if _acronym(words[0].text) else "short"
    if any(word in known.places or word in known.heads for word in lowers) or all(
        _acronym(w.text) for w in words
    ):
        return "organisation"
    return "name"


class _Analysed(NamedTuple):
    """What a phrase tells by itself: its words that count, where a name would begin, and its kind without an office."""

    words: tuple[_Word, ...]
    full: str
    name_from: int
    seen: bool
    kind: str


@lru_cache(maxsize=200_000)
def _analysed(phrase: str, code: str) -> _Analysed | None:
    known = rules(code)
    words = _stripped([_Word(m[0], m.start(), m.end()) for m in re.finditer(r"\S+", phrase)], known)
    if not words:
        return None
    full = " ".join(word.text for word in words)
    kind = "media" if full in known.media else _kind_without_office(words, known)
    return _Analysed(tuple(words), full, *_name_from(words, known), kind)


@cache
def _office_ends(code: str) -> frozenset[str]:
    """Words that may stand right before a name whose office is written in lower case."""
    known = rules(code)
    return known.role_words | {title[-1] for title in known.titles}


def _parted(text: str, at: int, phrase: _Analysed, known: Rules, alone: set[str]) -> Named:
    words = phrase.words
    start, end = at + words[0].start, at + words[-1].end
    if phrase.kind == "media":
        return Named(start, end, start, end, -1, -1, "media")
    office = _office_before(text, start, known)
    if not phrase.seen and office < 0:
        return Named(start, end, start, end, -1, -1, phrase.kind)
    index, rest = phrase.name_from, len(words) - phrase.name_from
    role_start = office if office >= 0 else start
    if not rest and any(word.lower in known.heads for word in words):
        return Named(start, end, start, end, -1, -1, "organisation")
    if not rest:
        return Named(start, end, -1, -1, role_start, end, "office")
    if rest > 3:
        known_alone = [i for i in range(index, len(words)) if words[i].lower in alone]
        index = min(known_alone[0], len(words) - 2) if known_alone else len(words) - 2 if rest > 4 else index
    role_end = at + words[index - 1].end if index else start
    while role_end > role_start and text[role_end - 1].isspace():
        role_end -= 1
    return Named(start, end, at + words[index].start, end, role_start, role_end, "person")


def named(text: str, code: str) -> list[Named]:
    """Find the capitalised phrases of a text and tell office from name.

    Parameters
    ----------
    text : the joined text of an article; code : its language.

    Returns
    -------
    list of Named, in order, not overlapping. A first word that is capital only because it opens a sentence
    (a function word, a reporting verb, a weekday) is left out of the phrase.
    """
    known = rules(code)
    found = [(match.start(), _analysed(match[0], code)) for match in _phrase(code).finditer(text)]
    kept = [(at, phrase) for at, phrase in found if phrase is not None]
    alone = {phrase.words[0].lower for _, phrase in kept if len(phrase.words) == 1}
    return [_parted(text, at, phrase, known, alone) for at, phrase in kept]
