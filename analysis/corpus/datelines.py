"""Datelines: the place, brand and agency before a story begins (`JAKARTA, KOMPAS.com - `, `Bisnis.com, JAKARTA —`)."""

from __future__ import annotations

import re
from functools import cache

from analysis.corpus.outlets import Outlets
from analysis.languages import DATA, known_languages, word_list

DASH = re.compile(r"\s*(?:\s[–—-]{1,2}\s|--|—|\s–|–\s|-\s)\s*")
LONGEST = 90
MOST_HEADS = 20_000
PART = re.compile(r"\s*[,()/|]\s*|\s+[–—-]\s+")
DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:com|co|id|co\.id|net|org|tv|news)$", re.I)
DAY = re.compile(r"^(?:[^\W\d_]+\.? \d{1,2}|\d{1,2} [^\W\d_]+|\d{1,2}/\d{1,2}(?:/\d{2,4})?)(?: \d{4})?$")
NO_DASH = re.compile(r"^([\w-]+\.(?:com|co\.id|co|id)), ([A-Z][\w]+(?: [A-Z][a-z]+)?)(?:,? )(?=[A-Z“\"])")
SHOUTED_HEAD = re.compile(r"^([^a-z“\"!?]{4,60}?)\.\s+(?=[A-Z“\"][^A-Z])")
AFTER = re.compile(r"^([A-Z]{4,}(?: [A-Z]{2,})?)[.,]?\s+(?:[–—-]+\s+)?(?=[A-Z“\"])")

AFTER_LOWER = re.compile(r"^([a-z]{4,}(?: [a-z]{2,})?)\.\s+")
"""The same in a text that lost its capitals."""


@cache
def places() -> frozenset[str]:
    """Place names of all languages in lower case."""
    lists = (DATA / code / "place_names.txt" for code in known_languages())
    return frozenset(name.lower() for path in lists if path.is_file() for name in word_list(path))


def dateline(paragraph: str, outlet: str, table: Outlets) -> tuple[int, str]:
    """Where the story begins behind a dateline, and the agency that it credits.

    Parameters
    ----------
    paragraph : the first of the story. `outlet` : canonical name of its outlet. `table` : outlets and agencies.

    Returns
    -------
    (characters of the dateline, agency): (0, "") if there is none. A head counts as a dateline only if each of its parts
    is a place, a brand, an agency or a day.
    """
    dash = DASH.search(paragraph[: LONGEST + 4])
    if dash and 2 <= dash.start() <= LONGEST and len(paragraph) > dash.end():
        agency = _known_head(paragraph[: dash.start()], outlet, table)
        lone = paragraph[: dash.start()].lower() in places() and not paragraph[: dash.start()].isupper()
        rest = paragraph[dash.end() :]
        if lone and (len(paragraph) < 80 or not rest[0].isupper() or DASH.search(rest.partition(". ")[0])):
            agency = None  # `Iran - a country of ... - has` is no dateline
        if agency is not None:
            after = AFTER.match(paragraph[dash.end() : dash.end() + 60])
            if after is None and paragraph[:200].islower():
                after = AFTER_LOWER.match(paragraph[dash.end() : dash.end() + 60])
            place = after is not None and after[1].lower() in places()
            return dash.end() + (after.end() if after and place else 0), agency
    match = SHOUTED_HEAD.match(paragraph)
    if match and _read_head(match[1], outlet, table) == "":
        return match.end(), ""
    match = NO_DASH.match(paragraph)
    if match and match[2].lower() in places():
        return match.end(), ""
    return 0, ""


def _known_head(head: str, outlet: str, table: Outlets) -> str | None:
    """`_read_head`, remembered: an outlet's heads are few."""
    key = head, outlet
    if key not in table.heads:
        if len(table.heads) >= MOST_HEADS:
            table.heads.clear()
        table.heads[key] = _read_head(head, outlet, table)
    return table.heads[key]


def _read_head(head: str, outlet: str, table: Outlets) -> str | None:
    """The agency in a dateline ("" if none), None if the head is no dateline."""
    parts = [part for part in PART.split(head) if part]
    if not parts or len(head.split()) > 9:
        return None
    agency, sure = "", False
    for part in parts:
        name = " ".join(part.lower().strip(". ").split())
        if name in table.agencies and name != outlet.lower():
            agency, sure = agency or table.agencies[name], True
        elif (
            name in table.by_name
            or name in table.by_domain
            or name == outlet.lower()
            or DOMAIN.match(part)
            or name in places()
            or _is_shouted(part)
        ):
            sure = True
        elif not DAY.match(part):
            return None
    return agency if sure else None


def _is_shouted(part: str) -> bool:
    """A place in capitals that no list knows: `PANGKALPINANG`; never a label such as FOTO."""
    return part.isupper() and len(part) > 5 and len(part.split()) <= 3 and part.replace(" ", "").isalpha()
