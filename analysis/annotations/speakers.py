"""Which person a name, a short name or a pronoun stands for, as an article goes on."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from analysis.annotations.attribution import Article, Attribution
from analysis.annotations.names import Named, title_at

_APPOSITION = re.compile(r"\s*(?:\(\d{1,3}\))?\s*,\s*([^,.;:()\n\"“”]{3,90}),")


_AGE = re.compile(r"\s*\(\d{1,3}\)")


class Speaker(NamedTuple):
    """Name as the article gives it in full, the span of that mention, and the office beside it ("" if none)."""

    name: str
    start: int
    end: int
    role: str


class Speakers:
    """Memory of who was named and who spoke last; ask it in the order of the text."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.last: Speaker | None = None
        self._full: dict[str, list[Named]] = {}
        body = article.text.find("\n\n")
        people = [phrase for phrase in article.phrases if phrase.kind in ("person", "name", "short")]
        self._people = [
            phrase for phrase in people if phrase.start > body
        ]  # a headline capitalises its verbs
        self._roles: dict[str, str] = {}
        self._longer: dict[str, tuple[list[Named], list[int]]] = {}
        for phrase in self._people:
            words = self._name(phrase).split()
            if len(words) > 1:
                for word in words:
                    self._full.setdefault(word.lower(), []).append(phrase)
            if phrase.role_start >= 0:
                self._roles.setdefault(self._name(phrase).lower(), self._role(phrase))
        holders: dict[str, list[Named]] = {}
        for phrase in self._people:
            for word in set(self._role(phrase).lower().split()):
                holders.setdefault(word, []).append(phrase)
        self._holders = {word: (people, [p.start for p in people]) for word, people in holders.items()}
        self._ends = [phrase.end for phrase in self._people]
        alone = {self._name(phrase).lower() for phrase in self._people if phrase.kind == "short"}
        self._sure = {phrase for phrase in self._people if self._is_person(phrase, alone)}

    def _is_person(self, phrase: Named, alone: set[str]) -> bool:
        """Surely a person: an office stands beside, an age behind, or a part of the name stands alone elsewhere."""
        if phrase.kind == "person" or _AGE.match(self.article.text, phrase.end) or self._role(phrase):
            return True
        return phrase.kind == "name" and not alone.isdisjoint(self._name(phrase).lower().split())

    def _name(self, phrase: Named) -> str:
        return self.article.text[phrase.name_start : phrase.name_end]

    def _role(self, phrase: Named) -> str:
        if phrase.role_start >= 0:
            return " ".join(self.article.text[phrase.role_start : phrase.role_end].split())
        beside = _APPOSITION.match(self.article.text, phrase.end)
        if beside:
            words = [word.lower() for word in beside[1].split()]
            if any(title_at(words, index, self.article.known) for index in range(min(3, len(words)))):
                return " ".join(beside[1].split())
        return ""

    def in_full(self, phrase: Named) -> Named:
        """The mention with the full name that a short name stands for: the last one before it, else the next."""
        if phrase.name_start < 0 or phrase.kind in ("organisation", "place", "media", "office"):
            return phrase
        name = self._name(phrase).lower()
        if name not in self._longer:
            words = name.split()
            found = [m for m in self._full.get(words[-1], []) if self._covers(m, words)]
            found = found or [m for m in self._full.get(words[0], []) if self._covers(m, words)]
            self._longer[name] = (found, [mention.start for mention in found])
        mentions, starts = self._longer[name]
        if not mentions:
            return phrase
        index = bisect_left(starts, phrase.start)
        return mentions[index - 1] if index else mentions[0]

    def _covers(self, mention: Named, words: list[str]) -> bool:
        name = self._name(mention).lower().split()
        return len(name) > len(words) and set(words) <= set(name)

    def _speaker(self, phrase: Named) -> Speaker:
        full = self._holder(phrase) if phrase.kind == "office" else self.in_full(phrase)
        if full.name_start < 0:
            return Speaker("", -1, -1, self._role(full))
        name = self._name(full)
        role = self._role(phrase) or self._role(full) or self._roles.get(name.lower(), "")
        if role:
            self._roles.setdefault(name.lower(), role)
        return Speaker(name, full.name_start, full.name_end, role)

    def _holder(self, office: Named) -> Named:
        """The last person named before with this office (`Presiden`), or whose name is this word (`Imam`)."""
        words = self.article.text[office.role_start : office.role_end].lower().split()
        holders, starts = self._holders.get(words[0], ([], []))
        index = bisect_left(starts, office.start)
        for person in reversed(holders[max(0, index - 8) : index]):
            if set(words) <= set(self._role(person).lower().split()):
                return person
        named = self._full.get(words[0], []) if len(words) == 1 else []
        return named[0] if named else office

    def named_before(self, position: int) -> Speaker | None:
        """Who a pronoun before `position` stands for: a person who opens a later sentence, else the last speaker,
        else the last person named."""
        floor = self.last.start if self.last else -1
        index = bisect_left(self._ends, position + 1)
        last_named = None
        for phrase in reversed(self._people[max(0, index - 6) : index]):
            full = self.in_full(phrase)
            if full not in self._sure:
                continue
            last_named = last_named or phrase
            if phrase.start > floor and phrase.start - self.article.sentence_start(phrase.start) <= 2:
                return self._speaker(phrase)
        if self.last:
            return self.last
        return self._speaker(last_named) if last_named else None

    def resolve(self, source: Attribution) -> Speaker:
        """The speaker of an attribution; a name of "" where only an office, or nobody, can be told."""
        if source.pronoun:
            found = self.named_before(source.cue_start) or Speaker("", -1, -1, "")
        elif source.who is not None:
            found = self._speaker(source.who)
        elif source.role[0] >= 0:
            found = Speaker("", -1, -1, " ".join(self.article.text[slice(*source.role)].split()))
        else:
            found = Speaker("", -1, -1, "")
        if found.name:
            self.last = found
        return found
