"""Names without what ran into them: a firm before its analyst, words of a headline, marks at the border."""

from __future__ import annotations

import re

from analysis.annotations.gazetteer import Entity, Names
from analysis.annotations.rules import Rules
from analysis.annotations.words import title_at

LONGEST = 5
"""Words beyond which a stretch of capitals is a headline, not a person."""
_WORD = re.compile(r"[^\W_](?:[\w.'’-]*[^\W_])?")
_LOWER = re.compile(r"(?<![\w-])[a-z][\w-]*")
_HEADLINE = 4


def trimmed(found: list[Entity], text: str, known: Rules, listed: Names | None) -> list[Entity]:
    """The names of one text, each cut to what is its own; what is no name is left out.

    A person loses leading acronyms (`DCFX Lukman Leong`), words that end the name of a firm (`Valbury Futures`) and words
    that the same text also writes small (`Pasar Uang`). In a headline that capitalises every word, a name that no list
    knows is kept only where the body has it too.
    """
    body = text.find("\n\n") + 2
    capitalised = _all_capitals(text[: body - 2])
    small = _Small(text)
    kept = []
    for entity in found:
        one = _without_marks(entity, text)
        if one.end > one.start and one.kind == "person":
            one = _person(one, text, known, listed, small)
        if one.end <= one.start:
            continue
        doubtful = capitalised and one.end < body and not one.actor
        if not doubtful or _in_body(one, text, body):
            kept.append(one)
    return kept


class _Small:
    """The words that a text also writes small; read when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: frozenset[str] | None = None

    def __contains__(self, word: str) -> bool:
        if word not in self._text:
            return False
        if self._words is None:
            self._words = frozenset(_LOWER.findall(self._text))
        return word in self._words


def _all_capitals(title: str) -> bool:
    words = [word for word in _WORD.findall(title) if len(word) > 3 and word[0].isalpha()]
    return len(words) >= _HEADLINE and all(word[0].isupper() for word in words)


def _in_body(entity: Entity, text: str, body: int) -> bool:
    words = text[entity.start : entity.end].split()
    return any(len(word) > 2 and text.find(word, body) >= 0 for word in (words[0], words[-1])) and (
        entity.kind != "person" or len(words) <= 3
    )


def _without_marks(entity: Entity, text: str) -> Entity:
    """A name up to a colon, without a bracket that was opened or closed elsewhere."""
    start, end = entity.start, entity.end
    while start < end and not text[start].isalnum():
        start += 1
    name = text[start:end]
    if start == entity.start and ":" not in name and not name.endswith(")"):
        return entity
    if ":" in name:
        end = start + len(name[: name.index(":")].rstrip())
        name = text[start:end]
    if name.endswith(")") and "(" not in name:
        end = start + len(name.rstrip(") "))
    return entity._replace(start=start, end=end)


def _person(entity: Entity, text: str, known: Rules, listed: Names | None, small: _Small) -> Entity:
    words = list(_WORD.finditer(text, entity.start, entity.end))
    if len(words) < 2:
        return entity
    cut = 0
    for place, word in enumerate(words[:-1]):
        lower = word[0].lower()
        acronym = len(word[0]) > 2 and word[0].isupper()
        body = cut == place and _is_body(word[0], listed)
        title = cut == place and title_at([lower], 0, known) > 0
        led = cut == place and place < len(words) - 2 and lower in small
        if lower in known.firm_words or (cut == place and (acronym or body or title)) or led:
            cut = place + 1
    if len(words) - cut > LONGEST or all(word[0].lower() in small for word in words[cut:]):
        return entity._replace(end=entity.start)
    return entity._replace(start=words[cut].start()) if cut else entity


def _is_body(word: str, listed: Names | None) -> bool:
    """True for a listed acronym, and for a word that names a listed organisation."""
    found = listed.whole(word) if listed is not None and len(word) > 1 else None
    return found is not None and (word.isupper() or found == "organisation")
