"""Names of persons, bodies and places in texts: from dictionaries, then by the tagger of the language or by rules."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from analysis.annotations.edges import trimmed
from analysis.annotations.gazetteer import Entity, Names, apart, shipped
from analysis.annotations.names import Named, named
from analysis.annotations.rules import Rules, rules
from analysis.annotations.stream import Stream
from analysis.annotations.tagger import tagger

TEXTS = 128
"""Texts that are read as one stream."""
_WORD = re.compile(r"[^\W_][\w.'’-]*")
_RUN = re.compile(r"\w[\w.'’-]*(?: [A-ZÀ-Þ][\w’'-]+){1,2}")
KEPT = 20_000
"""Most texts whose names are kept for the next question."""
_KINDS = {
    "person": "person",
    "name": "person",
    "organisation": "organisation",
    "media": "organisation",
    "place": "place",
}


def entities(texts: Sequence[str], code: str, own: Names | None = None) -> Iterator[list[Entity]]:
    """Names of each text, in order, not overlapping: the user's own list first, then the shipped one."""
    for text, found in zip(texts, _LAST.of(texts, code), strict=True):
        yield merged(own.find(text), found) if own is not None else found


def _found(texts: Sequence[str], code: str) -> Iterator[list[Entity]]:
    listed = shipped(code)
    for text, found in zip(texts, _unlisted(texts, code), strict=True):
        known = listed.find(text) if listed is not None else []
        found = [part for one in found for part in _split(one, known, text, rules(code))]
        found = trimmed(apart(_with_surname(found, text)), text, rules(code), listed)
        yield joined_up(known, found)


class _Kept:
    """The names of the texts asked for last: quotations and actors of the same articles look them up once."""

    def __init__(self) -> None:
        self._key: tuple[str, int, int] | None = None
        self._names: list[list[Entity]] = []

    def of(self, texts: Sequence[str], code: str) -> list[list[Entity]] | Iterator[list[Entity]]:
        if len(texts) > KEPT:
            return _found(texts, code)
        key = (code, len(texts), hash(tuple(texts)))
        if key != self._key:
            self._names = list(_found(texts, code))
            self._key = key
        return self._names


_LAST = _Kept()


def _unlisted(texts: Sequence[str], code: str) -> Iterator[list[Entity]]:
    model = tagger(code)
    if model is None:
        for text in texts:
            yield by_rules(named(text, code), text, rules(code))
        return
    for low in range(0, len(texts), TEXTS):
        part = texts[low : low + TEXTS]
        for text, found in zip(part, model.find(Stream(part)), strict=True):
            yield [_bare(entity, text) if text[entity.start] == "(" else entity for entity in found]


def _bare(entity: Entity, text: str) -> Entity:
    """A name without the brackets it stands in: `(Zulhas)`."""
    start, end = entity.start, entity.end
    if ")" not in text[start : end - 1]:
        start, end = start + 1, end - (text[end - 1] == ")")
    return entity._replace(start=start, end=end) if start < end else entity


def _split(entity: Entity, listed: list[Entity], text: str, known: Rules) -> list[Entity]:
    """A listed body with a person run on behind it, made two: `Bank Indonesia | Aida S Budiman`."""
    if entity.kind != "organisation":
        return [entity]
    index = bisect_left(listed, (entity.start,))
    if index == len(listed) or listed[index].start != entity.start or listed[index].end >= entity.end:
        return [entity]
    rest = text[listed[index].end : entity.end].split()
    plain = all(word[0].isupper() and word.lower() not in known.office_words for word in rest)
    if not 2 <= len(rest) <= 4 or not plain or listed[index].kind != "organisation":
        return [entity]
    start = text.index(rest[0], listed[index].end)
    return [entity._replace(end=listed[index].end), Entity(start, entity.end, "person")]


def _with_surname(found: list[Entity], text: str) -> list[Entity]:
    """Persons named by one word here and with a surname there, where the tagger saw only the one word.

    `Analis DCFX Lukman Leong` is read as a body; `kata Lukman` shows that Lukman is a person.
    """
    single = {
        text[one.start : one.end]
        for one in found
        if one.kind == "person" and " " not in text[one.start : one.end]
    }
    if not single:
        return found
    kept: list[Entity] = []
    for entity in found:
        body = entity.kind == "organisation" and any(
            name in text[entity.start : entity.end] for name in single
        )
        words = list(_WORD.finditer(text, entity.start, entity.end)) if body else []
        cut = next((n for n, word in enumerate(words) if n and word[0] in single), 0)
        if cut and len(words) - cut in (1, 2, 3):
            kept.append(entity._replace(end=words[cut - 1].end()))
            kept.append(Entity(words[cut].start(), entity.end, "person"))
        else:
            kept.append(entity)
    for name in single:
        for place in _places(text, name + " "):
            match = _RUN.match(text, place)
            if match is None:
                continue
            inside = [one for one in kept if one.start < match.end() and one.end > match.start()]
            if all(one.start >= match.start() and one.kind == "person" for one in inside):
                kept = [one for one in kept if one not in inside] + [
                    Entity(match.start(), match.end(), "person")
                ]
    return sorted(kept)


def _places(text: str, words: str) -> Iterator[int]:
    """Where words begin in a text, at the border of a word."""
    place = text.find(words)
    while place >= 0:
        if not place or not text[place - 1].isalnum():
            yield place
        place = text.find(words, place + len(words))


def joined_up(listed: list[Entity], found: list[Entity]) -> list[Entity]:
    """Both in order: a listed name gives way to a longer one around it (`Kedutaan Besar Rusia`), unless it is a person."""
    kept: list[Entity] = []
    index = 0
    for name in listed:
        while index < len(found) and found[index].end <= name.start:
            index += 1
        around = found[index] if index < len(found) and found[index].start < name.end else None
        wider = around is not None and around.start <= name.start and around.end >= name.end
        same = around is not None and (around.start, around.end) == (name.start, name.end)
        if name.kind == "person" or same or not wider:
            kept.append(name)
    return merged(kept, found)


def merged(first: list[Entity], second: list[Entity]) -> list[Entity]:
    """Both lists in order; of `second` only what does not touch `first`."""
    both: list[Entity] = []
    index = 0
    for entity in second:
        while index < len(first) and first[index].end <= entity.start:
            both.append(first[index])
            index += 1
        if index == len(first) or first[index].start >= entity.end:
            both.append(entity)
    return both + first[index:]


def by_rules(phrases: list[Named], text: str, known: Rules) -> list[Entity]:
    """Names among capitalised phrases.

    Two or more words that no list knows are a person where something speaks for it: a given name, an initial, an office
    beside, or one of the words standing alone elsewhere as a name does.
    """
    alone = {text[phrase.start : phrase.end] for phrase in phrases if phrase.kind == "short"}
    words: set[str] = set()
    found: list[Entity] = []
    shorts: list[Named] = []
    for phrase in phrases:
        kind = _KINDS.get(phrase.kind, "")
        if phrase.kind in ("person", "name"):
            parts = text[phrase.name_start : phrase.name_end].split()
            given = parts[0].lower() in known.given_names or (len(parts[0]) == 2 and parts[0][1] == ".")
            if phrase.kind == "person" or given or parts[-1] in alone:
                words.update(parts)
            else:
                kind = ""
        elif phrase.kind == "short":
            shorts.append(phrase)
        if kind:
            found.append(Entity(phrase.name_start, phrase.name_end, kind))
    found += [Entity(one.start, one.end, "person") for one in shorts if text[one.start : one.end] in words]
    return sorted(found)
