"""Mentions of persons, organisations and places, many names of one actor brought together."""

from __future__ import annotations

import re

import pandas as pd

from analysis.annotations.entities import entities, merged
from analysis.annotations.gazetteer import Entity, Names
from analysis.annotations.rules import rules
from analysis.tables import typed_table
from analysis.text.dictionary import Dictionary
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
MOSTLY_SMALL = 0.5
"""Share of capitals inside sentences below which a word is none's name."""
_BRACKET_END = re.compile(r"\s*\([^()]*\)?$")
_SMALL_LEAD = re.compile(r"^(?:[a-z]\w* )+(?=[A-ZÀ-Þ])")
_ACRONYM_INSIDE = re.compile(r"\s*\(\s*([A-Z][\w.-]{1,15})\s*\)$")
_BESIDE = re.compile(r" [A-ZÀ-Þ]|-")
_AMOUNT = re.compile(r"(?:^|\s)(?:Rp|IDR|USD|US\$|[$€£])\s?\d|^[\d.,\s]+$")
"""Money and bare figures, which headlines in capitals make look like names: `Turun Rp5`."""
_ACRONYM = re.compile(r"\s*\(\s*([A-Z][\w.-]{1,15})\s*\)")


def actors(
    articles: pd.DataFrame, *, dictionary: Dictionary | None = None, capitals: pd.Series | None = None
) -> pd.DataFrame:
    """Find who and what is named, with many names brought together as one actor.

    Parameters
    ----------
    articles : article table; languages may be mixed, each article is read with its own shipped dictionary.
    dictionary : a dictionary whose categories are actors and whose patterns are their names; it comes before the
        shipped one. Its kinds are read from its passport (`labels.<category>.kind`; organisation if not given).

    capitals : `fit_capitals(articles)` of the whole collection: a single word that no list knows is then left out where
        the collection mostly writes it small inside sentences.

    Returns
    -------
    DataFrame with article_id, start, end (characters of the joined title and text), name (that slice), actor
    (the category; for a person in no dictionary the name in full as the article gives it), kind (person,
    organisation, place). Sorted by article and start; mentions do not overlap.

    Notes
    -----
    The user's dictionary first, then the shipped one, longest match first; then names that no list knows: by a
    linear tagger where the language has one (Indonesian; learned from news, F1 about .87), else by rules, whose
    recall is far from complete. In an article a short name stands for the person named in full, an acronym for
    the name it stands in brackets behind (`Korea Utara (Korut)`). A name whose holder changes is one actor.

    Examples
    --------
    >>> from analysis.text.dictionary import Dictionary
    >>> articles = pd.DataFrame({"title": "", "text": ["Kim Jong Un met officials. Kim left."], "language": "en", "genre": "news",
    ...                          "agency": None, "outlet": "X"}, index=pd.Index(['a'], name="article_id"))
    >>> actors(articles)[["name", "actor"]].to_numpy().tolist()
    [['Kim Jong Un', 'Kim Jong Un'], ['Kim', 'Kim Jong Un']]
    """
    own = Names(dictionary) if dictionary is not None else None
    small = frozenset() if capitals is None else frozenset(capitals.index[capitals < MOSTLY_SMALL])
    texts = joined(articles)
    codes = articles["language"].fillna("und").astype("str")
    rows: dict[str, list[tuple]] = {}
    for code, group in texts.groupby(codes.to_numpy(), sort=False):
        listed, known = list(group), rules(str(code))
        for article_id, text, found in zip(
            group.index, listed, entities(listed, str(code), own), strict=True
        ):
            kept = [one for one in found if _is_name(one, text, small | known.not_actors)]
            rows[article_id] = [
                (article_id, one.start, one.end, text[one.start : one.end], one.actor, one.kind)
                for one in _merged_aliases(text, kept, known.place_sorts)
            ]
    ordered = [row for article_id in articles.index for row in rows[article_id]]
    return typed_table(ordered, COLUMNS)


def _is_name(entity: Entity, text: str, small: frozenset[str]) -> bool:
    """False for what no list knows and is an amount, or a single adjective, thing or word written small in the collection."""
    name = text[entity.start : entity.end]
    return bool(entity.actor) or (name.lower() not in small and not _AMOUNT.search(name))


def _merged_aliases(text: str, found: list[Entity], sorts: frozenset[str]) -> list[Entity]:
    """The same mentions, each with its actor: many names of one are brought together inside the article."""
    known: dict[str, str] = {}
    for entity in found:
        name = text[entity.start : entity.end]
        if entity.actor:
            known[name] = entity.actor
    for entity in found:
        name = text[entity.start : entity.end]
        acronym = _ACRONYM.match(text, entity.end)
        if acronym is not None and acronym[1][0].lower() == name[0].lower():
            known.setdefault(acronym[1], known.get(name, name))
        inside = _ACRONYM_INSIDE.search(name) if name.endswith(")") else None
        if inside is not None:
            bare = name[: inside.start()]
            known.setdefault(inside[1], known.get(bare, bare))
    holders: dict[str, str] = {}
    rows: list[Entity] = []
    for entity in merged(found, _short(text, found)):
        name = " ".join(text[entity.start : entity.end].split())
        actor = entity.actor or known.get(name, "")
        if entity.kind == "person":
            actor = actor or holders.get(name, "") or name
            words = name.split()
            if len(words) > 1:
                holders.update({word: actor for word in (words[0], words[-1]) if len(word) > 2})
                holders[" ".join(words[:2])] = actor
        actor = actor or _base(name, entity.kind, known, sorts)
        rows.append(Entity(entity.start, entity.end, entity.kind, actor))
    return rows


def _base(name: str, kind: str, known: dict[str, str], sorts: frozenset[str]) -> str:
    """A name without what runs on beside it: its own acronym in brackets, and the sort of place (`kawasan Asia`)."""
    bare = _BRACKET_END.sub("", name) if "(" in name else name
    if kind == "place" and bare.isupper() and len(bare) > 4:
        bare = bare.title()
    lead = _SMALL_LEAD.match(bare) if kind == "place" else None
    if lead is not None and lead[0].strip() in sorts:
        bare = bare[lead.end() :]
    return known.get(bare, bare)


def _short(text: str, found: list[Entity]) -> list[Entity]:
    """First and last words of persons named in full, standing alone behind that: `Kim` after `Kim Jong Un`."""
    first: dict[str, int] = {}
    for entity in found:
        words = text[entity.start : entity.end].split() if entity.kind == "person" else []
        if len(words) > 1:
            for word in (words[0], words[-1]):
                if len(word) > 2 and word[0].isupper():
                    first.setdefault(word, entity.end)
    alone = []
    for word, place in first.items():
        while (place := text.find(word, place)) >= 0:
            end = place + len(word)
            if (
                not text[place - 1].isalnum()
                and not text[end : end + 1].isalnum()
                and not _BESIDE.match(text, end)
            ):
                alone.append(Entity(place, end, "person"))
            place = end
    return sorted(alone)
