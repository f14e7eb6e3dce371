"""Mentions of persons, organisations and places, many names of one actor brought together."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis.annotations.names import Named, named
from analysis.languages import DATA
from analysis.text.dictionary import Dictionary, read_dictionary
from analysis.text.layout import joined

COLUMNS = {
    "article_id": "str",
    "start": "int64",
    "end": "int64",
    "name": "str",
    "actor": "str",
    "kind": "str",
}
KINDS = ("person", "organisation", "place")
_WORD = re.compile(r"[^\W_]+")


class Mention(NamedTuple):
    """A mention found in one text."""

    start: int
    end: int
    actor: str
    kind: str


class Names:
    """The patterns of one dictionary, ready to be found in a text: longest first, each word looked up once.

    A pattern with a capital letter is matched with its capitals (`AS` is not `as`); one in lower case is matched
    in any case. `*` stands for the rest of a word.
    """

    def __init__(self, dictionary: Dictionary) -> None:
        labels = dictionary.passport.get("labels", {})
        self._wild: re.Pattern[str] | None = None
        self._owners: list[tuple[str, str]] = []
        by_word: dict[str, list[tuple[str, int]]] = {}
        wild: list[tuple[str, int]] = []
        for category, patterns in dictionary.categories.items():
            kind = labels.get(category, {}).get("kind", "organisation")
            for pattern in patterns:
                first = _WORD.match(pattern)
                starred = first is None or pattern[first.end() : first.end() + 1] == "*"
                place = wild if starred else by_word.setdefault(first[0].lower(), [])  # type: ignore[index]
                place.append((pattern, len(self._owners)))
                self._owners.append((category, kind))
        self._by_word = {word: _alternatives(entries) for word, entries in by_word.items()}
        self._wild = _alternatives(wild) if wild else None

    def find(self, text: str) -> list[Mention]:
        """Mentions in order, none inside another."""
        found: list[Mention] = []
        edge = 0
        for word in _WORD.finditer(text):
            if word.start() < edge:
                continue
            pattern = self._by_word.get(word[0].lower(), self._wild)
            match = pattern.match(text, word.start()) if pattern else None
            if match is None and pattern is not self._wild and self._wild is not None:
                match = self._wild.match(text, word.start())
            if match is None:
                continue
            actor, kind = self._owners[int(str(match.lastgroup)[1:])]
            found.append(Mention(match.start(), match.end(), actor, kind))
            edge = match.end()
        return found


def _alternatives(entries: list[tuple[str, int]]) -> re.Pattern[str]:
    """One pattern for many names, longest first; the group that matched tells the owner."""
    parts = []
    for pattern, owner in sorted(entries, key=lambda entry: -len(entry[0])):
        body = re.escape(pattern).replace(r"\*", r"\w*").replace(r"\ ", r"\s{1,3}")
        any_case = pattern == pattern.lower()
        parts.append(f"(?P<o{owner}>{'(?i:' + body + ')' if any_case else body})")
    return re.compile(rf"(?:{'|'.join(parts)})(?!\w)")


@cache
def _shipped(code: str) -> Names | None:
    """The shipped actors of a language, None where there are none."""
    if not (DATA / code / "dictionaries" / "actors.yml").exists():
        return None
    return Names(read_dictionary(f"{code}/actors"))


def actors(articles: pd.DataFrame, *, dictionary: Dictionary | None = None) -> pd.DataFrame:
    """Find who and what is named, with many names brought together as one actor.

    Parameters
    ----------
    articles : article table; languages may be mixed, each article is read with its own shipped dictionary.
    dictionary : a dictionary whose categories are actors and whose patterns are their names; it comes before the
        shipped one. Its kinds are read from its passport (`labels.<category>.kind`; organisation if not given).

    Returns
    -------
    DataFrame with article_id, start, end (characters of the joined title and text), name (that slice), actor
    (the category; for a person in no dictionary the name in full as the article gives it), kind (person,
    organisation, place). Sorted by article and start; mentions do not overlap.

    Notes
    -----
    Longest match first. Persons in no dictionary are found by an office before a capitalised name
    (`Menteri Retno Marsudi`); once named in full, a single word of the name stands for them. A name whose holder
    changes is one actor all the same, and a person of whom the list knows nothing and who is named without an
    office is not found: recall is far from complete.
    """
    own = Names(dictionary) if dictionary is not None else None
    rows: list[tuple] = []
    for (article_id, text), code in zip(joined(articles).items(), articles["language"], strict=True):
        for mention in _mentions(text, code if isinstance(code, str) else "und", own):
            rows.append(
                (article_id, mention.start, mention.end, text[mention.start : mention.end], *mention[2:])
            )
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _mentions(text: str, code: str, own: Names | None) -> list[Mention]:
    """Mentions of one text: the user's dictionary, then the shipped one, then persons by their office."""
    phrases = named(text, code)
    shipped = _shipped(code)
    layers = [names.find(text) for names in (own, shipped) if names is not None]
    persons = _persons(text, phrases)
    taken: list[Mention] = []
    for layer in layers:
        taken = _merged(taken, layer)
    taken = _merged(taken, persons)
    return _merged(taken, _short_names(text, phrases, taken))


def _merged(first: list[Mention], second: list[Mention]) -> list[Mention]:
    """Both lists in order; of `second` only what does not touch `first`."""
    merged: list[Mention] = []
    index = 0
    for mention in second:
        while index < len(first) and first[index].end <= mention.start:
            merged.append(first[index])
            index += 1
        if index == len(first) or first[index].start >= mention.end:
            merged.append(mention)
    return merged + first[index:]


def _persons(text: str, phrases: list[Named]) -> list[Mention]:
    """Persons with an office before their name, and every other mention of the same full name."""
    full = {
        text[phrase.name_start : phrase.name_end]
        for phrase in phrases
        if phrase.kind == "person" and " " in text[phrase.name_start : phrase.name_end]
    }
    return [
        Mention(phrase.name_start, phrase.name_end, text[phrase.name_start : phrase.name_end], "person")
        for phrase in phrases
        if phrase.name_start >= 0 and text[phrase.name_start : phrase.name_end] in full
    ]


def _short_names(text: str, phrases: list[Named], mentions: list[Mention]) -> list[Mention]:
    """Single names that stand for a person named in full before: `Kim` after `Kim Jong Un`.

    A word that belongs to two actors of the article stands for the one named last.
    """
    holders: dict[str, str] = {}
    found: list[Mention] = []
    index = 0
    for phrase in phrases:
        while index < len(mentions) and mentions[index].start < phrase.end:
            mention = mentions[index]
            index += 1
            words = _WORD.findall(text[mention.start : mention.end])
            if mention.kind == "person" and len(words) > 1:
                holders.update({word: mention.actor for word in (words[0], words[-1]) if len(word) > 2})
        name = text[phrase.name_start : phrase.name_end]
        if phrase.kind in ("short", "person") and name in holders:
            found.append(Mention(phrase.name_start, phrase.name_end, holders[name], "person"))
    return found
