"""Dates that stand in an article's address: evidence of the publication that no crawler can shift."""

from __future__ import annotations

import re
from datetime import datetime

from analysis.corpus.dates import NOTHING, Reading

PATTERNS = (
    (re.compile(r"/((?:19|20)\d{2})([01]\d)([0-3]\d)([0-2]\d)([0-5]\d)([0-5]\d)(?=[-/_]|$)"), "minute"),
    (re.compile(r"/((?:19|20)\d{2})/([01]?\d)/([0-3]?\d)(?=[-/_.]|$)"), "day"),
    (re.compile(r"/((?:19|20)\d{2})-([01]\d)-([0-3]\d)(?=[-/_.]|$)"), "day"),
    (re.compile(r"/((?:19|20)\d{2})([01]\d)([0-3]\d)(?=[-/_]|$)"), "day"),
    (re.compile(r"/((?:19|20)\d{2})/([a-z]{3})/([0-3]?\d)(?=/)"), "day"),
    (re.compile(r"/((?:19|20)\d{2})/([01]\d)(?=/)"), "month"),
)
ANY = re.compile(r"/(?:19|20)\d{2}")
SHORT_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def url_date(url: str) -> Reading:
    """The date in the path of an address: naive, in the outlet's own time.

    Dates in the words of the address (`...-8-juni-2025`) are what the article is about and are not taken.

    Examples
    --------
    >>> url_date("https://www.cnnindonesia.com/olahraga/20250225073838-142-1202056/mahmoud-eid")
    (datetime.datetime(2025, 2, 25, 7, 38, 38), 'minute')
    >>> url_date("https://example.id/2024/06/19/putin-tiba")
    (datetime.datetime(2024, 6, 19, 0, 0), 'day')
    """
    if not ANY.search(url):
        return NOTHING
    path = url.split("?", 1)[0].split("#", 1)[0]
    for pattern, precision in PATTERNS:
        match = pattern.search(path)
        if not match:
            continue
        parts = [
            SHORT_MONTHS.index(p) + 1 if p in SHORT_MONTHS else int(p)
            for p in match.groups()
            if not p.isalpha() or p in SHORT_MONTHS
        ]
        if precision == "month":
            parts.append(1)
        try:
            return datetime(*parts), precision  # type: ignore[arg-type]
        except (ValueError, TypeError):
            continue
    return NOTHING
