"""Names of persons, bodies and places in texts: from dictionaries, then by the tagger of the language or by rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.annotations.gazetteer import Entity, Names, shipped
from analysis.annotations.names import Named, named
from analysis.annotations.stream import Stream
from analysis.annotations.tagger import tagger

TEXTS = 128
"""Texts that are read as one stream."""
_KINDS = {
    "person": "person",
    "name": "person",
    "organisation": "organisation",
    "media": "organisation",
    "place": "place",
}


def entities(texts: Sequence[str], code: str, own: Names | None = None) -> Iterator[list[Entity]]:
    """Names of each text, in order, not overlapping: the user's own list first, then the shipped one."""
    listed = shipped(code)
    for text, found in zip(texts, _unlisted(texts, code), strict=True):
        known = listed.find(text) if listed is not None else []
        found = joined_up(known, found)
        yield merged(own.find(text), found) if own is not None else found


def _unlisted(texts: Sequence[str], code: str) -> Iterator[list[Entity]]:
    model = tagger(code)
    if model is None:
        for text in texts:
            yield by_rules(named(text, code), text)
        return
    for low in range(0, len(texts), TEXTS):
        yield from model.find(Stream(texts[low : low + TEXTS]))


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


def by_rules(phrases: list[Named], text: str) -> list[Entity]:
    """Names among capitalised phrases: two or more words that no list knows, or a word of such a name, are a person."""
    words = {
        word
        for phrase in phrases
        if phrase.kind in ("person", "name")
        for word in text[phrase.name_start : phrase.name_end].split()
    }
    found = []
    for phrase in phrases:
        kind = _KINDS.get(phrase.kind, "")
        if phrase.kind == "short" and text[phrase.start : phrase.end] in words:
            kind = "person"
        if kind:
            found.append(Entity(phrase.name_start, phrase.name_end, kind))
    return found
