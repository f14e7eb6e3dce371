"""Which person a name, a short name or a pronoun stands for, as an article goes on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from analysis.annotations.attribution import Article, Attribution
from analysis.annotations.gazetteer import Entity
from analysis.annotations.words import WORD, title_at

_APPOSITION = re.compile(r"\s*(?:\(\d{1,3}\))?\s*,\s*([^,.;:()\n\"“”]{3,90}),")
_BRACKETED = re.compile(r"\s*\(\s*([A-ZÀ-Þ][\w.-]{1,20})\s*\)")
_CUT = re.compile(r"[.;:!?\n\"“”«»](?=\s)|[\n\"“”«»]")
_LEAD = re.compile(r"(?<![\w-])([A-ZÀ-Þ][\w-]*) $")
_RUN = re.compile(r"[\w-]+")
_LETTER = re.compile(r"\w")
_OFFICE_WORDS = 14


class Speaker(NamedTuple):
    """Name as the article gives it in full, the span of that mention, and the office beside it ("" if none)."""

    name: str
    start: int
    end: int
    role: str


NOBODY = Speaker("", -1, -1, "")


class Speakers:
    """Memory of who was named and who spoke last; ask it in the order of the text."""

    def __init__(self, article: Article, entities: list[Entity]) -> None:
        self.article, self.entities = article, entities
        self._ends = [entity.end for entity in entities]
        self.last: Speaker | None = None
        body = article.text.find("\n\n")
        self._people = [entity for entity in entities if entity.kind == "person" and entity.start > body]
        self._person_starts = {entity.start for entity in self._people}
        self._people_ends = [entity.end for entity in self._people]
        self._by_word: dict[str, list[Entity]] = {}
        for person in self._people:
            words = self._words(person)
            if len(words) > 1:
                for word in words:
                    self._by_word.setdefault(word, []).append(person)
        self._alias: dict[str, Entity] = {}
        for person in self._people:
            bracket = _BRACKETED.match(article.text, person.end)
            if bracket is not None:
                self._alias[bracket[1].lower()] = person
        self._roles: dict[str, str] = {}
        self._offices: dict[tuple[int, int], str] = {}
        self._full: dict[str, list[Entity]] = {}
        self._runs: frozenset[str] | None = None
        self._inner: dict[str, bool] = {}
        self._repeated: dict[str, bool] = {}
        self._holders: list[tuple[int, frozenset[str], Speaker]] | None = None

    def _name(self, entity: Entity) -> str:
        return self.article.text[entity.start : entity.end]

    def _words(self, entity: Entity) -> list[str]:
        return self._name(entity).lower().split()

    def within(self, start: int, end: int) -> list[Entity]:
        """Entities that touch start..end, in order."""
        first = last = bisect_left(self._ends, start + 1)
        while last < len(self.entities) and self.entities[last].start < end:
            last += 1
        return self.entities[first:last]

    def in_full(self, person: Entity) -> Entity:
        """The mention with the full name that a short name stands for: the last one before it, else the next."""
        name = self._name(person).lower()
        person = self._alias.get(name, person)
        name = self._name(person).lower()
        if name not in self._full:
            words = name.split()
            if person.actor:
                same = [m for m in self._people if m.actor == person.actor]
                longest = max((len(self._words(m)) for m in same), default=0)
                self._full[name] = [m for m in same if len(self._words(m)) == longest > len(words)]
        if name not in self._full:
            longer = [m for m in self._by_word.get(words[-1], []) if self._covers(m, words)]
            self._full[name] = longer or [
                m for m in self._by_word.get(words[0], []) if self._covers(m, words)
            ]
        mentions = self._full[name]
        if not mentions:
            return person
        before = [mention for mention in mentions if mention.start <= person.start]
        return before[-1] if before else mentions[0]

    def _covers(self, mention: Entity, words: list[str]) -> bool:
        name = self._words(mention)
        return len(name) > len(words) and set(words) <= set(name)

    def role_of(self, entity: Entity) -> str:
        """The office beside a name: before it (`juru bicara Kremlin`) or set off behind it; looked for once a place."""
        place = (entity.start, entity.end)
        if place not in self._offices:
            self._offices[place] = self._office_of(entity)
        return self._offices[place]

    def _office_of(self, entity: Entity) -> str:
        text, known = self.article.text, self.article.known
        floor = max(0, entity.start - 140)
        for cut in _CUT.finditer(text, floor, entity.start):
            if cut[0] != "." or not text[max(floor, cut.start() - 2) : cut.start()].strip().isupper():
                floor = cut.end()
        words = list(WORD.finditer(text, floor, entity.start))[-_OFFICE_WORDS:]
        lowers = [word[0].lower() for word in words]
        start, edge = -1, entity.start
        for index in range(len(words) - 1, -1, -1):
            gap = text[words[index].end() : edge].strip()
            if gap not in ("", ",", "(", ")", ").", "),", ".") or (gap == "," and index == len(words) - 1):
                break
            if title_at(lowers, index, known):
                start = words[index].start()
            elif words[index][0].islower() and lowers[index] not in known.role_words:
                inside = index > 0 and title_at(lowers, index - 1, known) > 1
                if not inside:
                    break
            edge = words[index].start()
        if start >= 0:
            start = self._led(start)
            return " ".join(text[start : entity.start].rstrip(" ,").split())
        beside = _APPOSITION.match(text, entity.end)
        if beside:
            words_beside = [word.lower() for word in WORD.findall(beside[1])]
            if any(title_at(words_beside, index, known) for index in range(min(3, len(words_beside)))):
                return " ".join(beside[1].split())
        return ""

    def _led(self, start: int) -> int:
        """Start of an office with the capitalised words right before it (`Russian | President`)."""
        known = self.article.known
        while True:
            lead = _LEAD.search(self.article.text, max(0, start - 30), start)
            if lead is None or not known.subjects:
                return start
            word = lead[1].lower()
            if word in known.function_words or word in known.verbs or word in known.calendar:
                return start
            start = lead.start(1)

    def _speaker(self, entity: Entity) -> Speaker:
        full = self.in_full(entity) if entity.kind == "person" else entity
        name = self._name(full)
        key = name.lower()
        if not self._roles.get(key):
            self._roles[key] = self.role_of(full) or (self.role_of(entity) if entity is not full else "")
        return Speaker(name, full.start, full.end, self._roles[key])

    def _holder(self, low: int, high: int) -> Speaker | None:
        """The person named last before with an office of these words (`Presiden`)."""
        words = frozenset(word.lower() for word in WORD.findall(self.article.text, low, high)[:6])
        words -= self.article.known.function_words
        if self._holders is None:
            roles = [(person.start, self._speaker(person)) for person in self._people[:400]]
            self._holders = [
                (start, frozenset(speaker.role.lower().split()), speaker)
                for start, speaker in roles
                if speaker.role
            ]
        best = None
        for start, role, speaker in self._holders:
            if start > low and best is not None:
                break
            if words and words <= role:
                best = speaker
        return best

    def named_before(self, position: int) -> Speaker | None:
        """Who a pronoun before `position` stands for: a person who opens a later sentence, else the last speaker,
        else the last person named."""
        floor = self.last.start if self.last else -1
        index = bisect_left(self._people_ends, position + 1)
        for person in reversed(self._people[max(0, index - 6) : index]):
            if person.start > floor and self._opens(person):
                return self._speaker(person)
        if self.last:
            return self.last
        return self._speaker(self._people[index - 1]) if index else None

    def _body_before(self, position: int) -> Speaker:
        """The organisation named last before `position`."""
        index = bisect_left(self._ends, position + 1)
        for entity in reversed(self.entities[max(0, index - 12) : index]):
            if entity.kind == "organisation":
                return Speaker(self._name(entity), entity.start, entity.end, "")
        return NOBODY

    def _opens(self, person: Entity) -> bool:
        """True where a sentence opens with this person, the office before the name counted."""
        start = self.article.sentence_start(person.start)
        lead = self.article.text[start : person.start]
        return len(lead) <= 2 or ("," not in lead and len(self.role_of(person)) + 3 >= len(lead.strip()))

    def resolve(self, source: Attribution) -> Speaker:
        """The speaker of an attribution; a name of "" where only an office, or nobody, can be told."""
        if source.pronoun and self.article.text[source.low : source.high].strip().lower() == "it":
            found = self._body_before(source.cue_start)
        elif source.pronoun:
            found = self.named_before(source.cue_start) or NOBODY
        else:
            found = self._in_region(source)
        if found.name and found.start in self._person_starts:
            self.last = found
        return found

    def _in_region(self, source: Attribution) -> Speaker:
        entities = self.within(source.low, source.high)
        people = [entity for entity in entities if entity.kind == "person"]
        if people:
            return self._speaker(people[0] if source.first else people[-1])
        text, known = self.article.text, self.article.known
        words = list(WORD.finditer(text, source.low, source.high))[:20]
        lowers = [word[0].lower() for word in words]
        for word in words:
            if word[0][0].isupper() and (word[0].lower() in self._by_word or word[0].lower() in self._alias):
                return self._speaker(Entity(word.start(), word.end(), "person"))
        others = [entity for entity in entities if entity.kind != "person"]
        titles = [
            index
            for index in range(len(words))
            if title_at(lowers, index, known)
            and not any(one.start < words[index].start() and words[index].end() <= one.end for one in others)
        ]
        if titles:
            holder = self._behind_office(words[titles[0] :], max([one.end for one in others], default=0))
            if holder is not None:
                self._person_starts.add(holder.start)
                return self._speaker(holder)
            ahead = self._unseen(words[: titles[0]], source)
            if ahead is not None:
                self._person_starts.add(ahead.start)
                return self._speaker(ahead)
            low = words[titles[0]].start()
            return self._holder(low, source.high) or Speaker(
                "", -1, -1, " ".join(text[low : source.high].split())
            )
        if others and not (words and words[-1][0] in known.sources and words[-1].end() > others[-1].end):
            best = next((one for one in others if one.kind == "organisation"), others[0])
            if not self._is_where(best, words):
                return Speaker(self._name(best), best.start, best.end, "")
        unseen = self._unseen(words, source)
        if unseen is not None:
            self._person_starts.add(unseen.start)
            return self._speaker(unseen)
        return Speaker("", -1, -1, " ".join(text[source.low : source.high].split())[:120])

    def _is_where(self, place: Entity, words: list[re.Match[str]]) -> bool:
        """True for the place in which somebody speaks (`readers in Pyongyang`) and for a dateline (`JAKARTA`)."""
        before = [word[0].lower() for word in words if word.end() <= place.start]
        name = self._name(place)
        return place.kind == "place" and (
            (len(name) > 4 and name.isupper())
            or (bool(before) and before[-1] in self.article.known.place_prepositions)
        )

    def _unseen(self, words: list[re.Match[str]], source: Attribution) -> Entity | None:
        """A person whom no list and no tagger knows: capitalised words side by side, without offices.

        One word that opens a sentence has its capital from there; it counts as a name only where the text elsewhere
        gives it one inside a sentence, or where the verb follows at once and nothing speaks against it.
        """
        text, known = self.article.text, self.article.known
        places = {one.start for one in self.within(source.low, source.high) if one.kind == "place"}
        runs: list[list[re.Match[str]]] = []
        for place, word in enumerate(words):
            lower = word[0].lower()
            if word[0][0].islower() or not word[0][0].isalpha() or lower in known.function_words:
                continue
            if (
                word.start() in places
                or lower in known.calendar
                or lower in known.office_words
                or title_at([lower], 0, known)
            ):
                continue
            beside = place and runs and runs[-1][-1] is words[place - 1]
            if beside and text[words[place - 1].end() : word.start()].strip(". ") == "":
                runs[-1].append(word)
            else:
                runs.append([word])
        if not runs:
            return None
        run = (runs[0] if source.first else runs[-1])[-3:]
        if len(run) == 1 and not self._is_single_name(run[0], source):
            return None
        return Entity(run[0].start(), run[-1].end(), "person")

    def _is_single_name(self, word: re.Match[str], source: Attribution) -> bool:
        text, known = self.article.text, self.article.known
        lower = word[0].lower()
        if lower in known.not_actors or self._written_small(lower):
            return False
        opens = self.article.sentence_start(word.start()) >= word.start() - 1
        if not opens:
            return True
        if self._inside(word[0]):
            return True
        if not known.suffixes:
            return lower in known.given_names
        return not lower.endswith("nya") and text[word.end() : source.cue_start].strip() == ""

    def _written_small(self, word: str) -> bool:
        """True where a word in lower case stands in the text, no letter and no hyphen beside it."""
        if self._runs is None:
            self._runs = frozenset(_RUN.findall(self.article.text))
        if _RUN.fullmatch(word):
            return word in self._runs
        around = (
            self.article.text[max(0, at - 1) : at + len(word) + 1]
            for at in _standing(self.article.text, word)
        )
        return any(not piece.startswith("-") and not piece.endswith("-") for piece in around)

    def _inside(self, word: str) -> bool:
        """True where a word stands inside a sentence; looked for once a word."""
        if word not in self._inner:
            starts = self.article.sentence_start
            self._inner[word] = any(starts(at) < at - 1 for at in _standing(self.article.text, word))
        return self._inner[word]

    def _behind_office(self, words: list[re.Match[str]], named_until: int) -> Entity | None:
        """The name behind an office that the tagger did not see: the last capitalised words no list knows.

        A single word counts only where it stands alone elsewhere, or behind a body that has a name of its own.
        """
        text, known = self.article.text, self.article.known
        stop = next((n for n, word in enumerate(words) if n and word[0] in known.stops), len(words))
        words = words[:stop]
        if words and named_until >= words[-1].end():
            named_until = 0
        found: list[re.Match[str]] = []
        for index in range(len(words) - 1, -1, -1):
            word = words[index]
            lower = word[0].lower()
            parted = found and text[word.end() : found[0].start()].strip(" .")
            listed = lower in known.office_words or title_at([lower], 0, known) or lower in known.calendar
            acronym = len(word[0]) > 2 and word[0].isupper()
            if parted or word[0].islower() or listed or acronym or word.start() < named_until:
                break
            found.insert(0, word)
        if len(found) > 3:
            alone = [n for n, word in enumerate(found) if self._again(word[0])]
            found = found[min(alone[0], len(found) - 2) if alone else -2 :]
        if not found or (len(found) == 1 and not named_until and not self._again(found[0][0])):
            return None
        return Entity(found[0].start(), found[-1].end(), "person")

    def _again(self, word: str) -> bool:
        """True where a word stands in the text more than once; looked for once a word."""
        if word not in self._repeated:
            self._repeated[word] = len(list(islice(_standing(self.article.text, word), 2))) > 1
        return self._repeated[word]


def _standing(text: str, word: str) -> Iterator[int]:
    """Where a word stands with no letter beside it."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        whole = not (_LETTER.match(text, at - 1, at) if at else None) and not _LETTER.match(text, end)
        if whole:
            yield at
        at = text.find(word, end if whole else at + 1)
