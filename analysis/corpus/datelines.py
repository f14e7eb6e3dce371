"""Datelines: the place, brand and agency before a story begins (`JAKARTA, KOMPAS.com - `, `Bisnis.com, JAKARTA —`)."""

from __future__ import annotations

import re
from functools import cache

from analysis.corpus.furniture import word_lists
from analysis.corpus.outlets import known_outlets
from analysis.languages import DATA, known_languages, word_list

DASH = re.compile(r"\s*(?:\s[–—-]{1,2}\s|--|[–—]\s?|-\s)\s*")
LONGEST = 90
PART = re.compile(r"\s*[,()/|]\s*|\s+[–—-]\s+")
DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:com|co|id|co\.id|net|org|tv|news)$", re.I)
DAY = re.compile(r"^(?:[^\W\d_]+ \d{1,2}|\d{1,2} [^\W\d_]+|\d{1,2}/\d{1,2}(?:/\d{2,4})?)(?: \d{4})?$")
NO_DASH = re.compile(r"^([\w-]+\.(?:com|co\.id|co|id)), ([A-Z][\w]+(?: [A-Z][a-z]+)?)(?:,? )(?=[A-Z“\"])")
BRAND_PLACE = re.compile(r"^([A-Z]{2,}(?: [A-Z]{2,})?)\.\s+(?=[A-Z“\"])")


@cache
def _names(kind: str) -> frozenset[str]:
    """Lower-cased names: `places`, `brands` or `agencies`."""
    if kind == "places":
        lists = (DATA / code / "place_names.txt" for code in known_languages())
        return frozenset(name.lower() for path in lists if path.is_file() for name in word_list(path))
    if kind == "agencies":
        return frozenset(word_lists().get("credit", {}).get("agencies", ()))
    return frozenset(known_outlets().by_name) | frozenset(known_outlets().by_domain)


def dateline(paragraph: str, outlet: str) -> tuple[int, str]:
    """Where the story begins behind a dateline, and the agency that it credits.

    Parameters
    ----------
    paragraph : the first of the story. `outlet` : canonical name of its outlet.

    Returns
    -------
    (characters of the dateline, agency): (0, "") if there is none. A head counts as a dateline only if each of its parts
    is a place, a brand, an agency or a day.
    """
    dash = DASH.search(paragraph[: LONGEST + 4])
    if dash and 2 <= dash.start() <= LONGEST:
        head = paragraph[: dash.start()]
        agency = _read_head(head, outlet)
        if agency is not None and len(paragraph) > dash.end():
            after = BRAND_PLACE.match(paragraph[dash.end() : dash.end() + 40])
            return dash.end() + (after.end() if after else 0), agency
    match = NO_DASH.match(paragraph)
    if match and match[2].lower() in _names("places"):
        return match.end(), ""
    return 0, ""


def _read_head(head: str, outlet: str) -> str | None:
    """The agency in a dateline ("" if none), None if the head is no dateline."""
    parts = [part for part in PART.split(head) if part]
    agency, sure = "", False
    if not parts or len(head.split()) > 9:
        return None
    for part in parts:
        lower = part.lower().strip(". ")
        if lower in _names("agencies"):
            agency = part if lower != outlet.lower() else agency
            sure = True
        elif lower in _names("brands") or lower == outlet.lower() or DOMAIN.match(part):
            sure = True
        elif lower in _names("places"):
            sure = sure or len(parts) > 1 or part[:1].isupper() or part == lower
        elif part.isupper() and len(part) > 3 and len(part.split()) <= 3 and not any(map(str.isdigit, part)):
            sure = True
        elif not DAY.match(part):
            return None
    return agency if sure else None
