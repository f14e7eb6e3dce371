"""Names that a dictionary of actors lists, found in one pass over a text."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from analysis.annotations.words import any_of
from analysis.languages import DATA
from analysis.text.dictionary import Dictionary, read_dictionary


class Entity(NamedTuple):
    """A name in a text: its characters, its kind (person, organisation, place), the actor where a list knows it."""

    start: int
    end: int
    kind: str
    actor: str = ""


class Names:
    """The patterns of one dictionary, ready to be found in a text: longest first, every word read once.

    A pattern with a capital letter is matched with its capitals (`AS` is not `as`); one in lower case is matched
    in any case. `*` stands for the rest of a word.
    """

    def __init__(self, dictionary: Dictionary) -> None:
        labels = dictionary.passport.get("labels", {})
        self._owner: dict[str, tuple[str, str]] = {}
        exact: list[str] = []
        loose: list[str] = []
        for category, patterns in dictionary.categories.items():
            kind = labels.get(category, {}).get("kind", "organisation")
            for pattern in patterns:
                self._owner.setdefault(" ".join(pattern.split()), (kind, category))
                (loose if pattern == pattern.lower() or "*" in pattern else exact).append(pattern)
        self._exact = any_of(exact, hyphens=True) if exact else None
        self._loose = [
            (pattern, _loose(pattern)) for pattern in sorted(loose, key=lambda one: (-len(one), one))
        ]

    def whole(self, name: str) -> str | None:
        """Kind of a name that is listed as it stands, None where it is not."""
        owner = self._owner.get(name)
        return owner[0] if owner is not None else None

    def find(self, text: str) -> list[Entity]:
        """Mentions in order, none inside another; the longer of two that overlap."""
        found: list[Entity] = []
        for pattern, searched in self._loose:
            found += [Entity(m.start(), m.end(), *self._owner[pattern]) for m in searched.finditer(text)]
        for match in self._exact.finditer(text) if self._exact else ():
            owner = self._owner[match[0] if match[0] in self._owner else " ".join(match[0].split())]
            found.append(Entity(match.start(), match.end(), *owner))
        if self._loose:
            found.sort(key=lambda mention: (mention.start, -mention.end))
            found = apart(found)
        return found


def _loose(pattern: str) -> re.Pattern[str]:
    body = re.escape(pattern).replace(r"\*", r"\w*").replace(r"\ ", r"\s{1,3}")
    return re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE if pattern == pattern.lower() else 0)


def apart(mentions: list[Entity]) -> list[Entity]:
    """Sorted mentions without those that begin inside an earlier one."""
    kept: list[Entity] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


@cache
def shipped(code: str) -> Names | None:
    """The shipped actors of a language, None where there are none."""
    if not (DATA / code / "dictionaries" / "actors.yml").exists():
        return None
    return Names(read_dictionary(f"{code}/actors"))
