"""Dates as databases print them in the language of their interface: French, German, Spanish, Portuguese, Italian, Dutch."""

from __future__ import annotations

import re

MONTHS = (
    ("janvier", "januar", "jänner", "enero", "janeiro", "gennaio", "januari"),
    ("février", "fevrier", "februar", "febrero", "fevereiro", "febbraio", "februari"),
    ("mars", "märz", "marz", "marzo", "março", "maart"),
    ("avril", "abril", "aprile"),
    ("mai", "mayo", "maio", "maggio", "mei"),
    ("juin", "juni", "junio", "junho", "giugno"),
    ("juillet", "juli", "julio", "julho", "luglio"),
    ("août", "aout", "agosto", "augustus"),
    ("septembre", "septiembre", "setembro", "settembre"),
    ("octobre", "oktober", "octubre", "outubro", "ottobre"),
    ("novembre", "noviembre", "novembro"),
    ("décembre", "decembre", "dezember", "diciembre", "dezembro", "dicembre"),
)
ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_ENGLISH_OF = {name: ENGLISH[place] for place, names in enumerate(MONTHS) for name in names}
_WORD = re.compile(r"[^\W\d_]+")
_EAST = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")


def english_date(text: str) -> str:
    """A date with its month in English, so that any reader of dates can read it; other text is left as it is.

    Examples
    --------
    >>> english_date("jeudi 13 avril 2006")
    'jeudi 13 April 2006'
    """
    east = _EAST.search(text)
    if east:
        return f"{east[1]}-{int(east[2]):02d}-{int(east[3]):02d}"
    text = re.sub(r"\b(\d{1,2})\.?\s+de\s+([^\W\d_]+)\s+de\s+(\d{4})", r"\1 \2 \3", text)
    text = re.sub(r"\b1er\b", "1", text)
    return _WORD.sub(lambda match: _ENGLISH_OF.get(match[0].lower(), match[0]), text)
