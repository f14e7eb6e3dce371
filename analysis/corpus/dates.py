"""Reads dates as news sites, databases and spreadsheets write them, in every language that has a module."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache, lru_cache
from typing import Any

from analysis.corpus.furniture import entries
from analysis.languages import known_languages, language

Reading = tuple[datetime | None, str]
"""A moment (naive where no zone is stated) and its precision: minute, day, month or none."""

NOTHING: Reading = (None, "none")
EXCEL_EPOCH = datetime(1899, 12, 30)
ISO = re.compile(r"^\d{4}-?\d{2}-?\d{2}(?:[T ]?\d{2}.*)?$")
NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?!\d)")
DAY_WORD = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]*([^\W\d_]{3,})\.?[\s\-/.,]*(\d{4}|\d{2}(?!\d|[:.]\d))"
)
WORD_DAY = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
MONTH_YEAR = re.compile(r"^\W*([^\W\d_]{3,})\.?[\s,\-/]+(\d{4})\W*$")
YEAR_MONTH = re.compile(r"^(\d{4})[\-/](\d{1,2})$")
TIME = re.compile(
    r"(?<![\d/])(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?\s*(Z\b|UTC|GMT)?\s*([+-]\d{2}:?\d{2})?"
    r"\s*\(?([^\W\d_]{2,5})?",
    re.IGNORECASE,
)


@cache
def months() -> dict[str, int]:
    """Month words of all known languages."""
    return {word: number for code in known_languages() for word, number in language(code).months.items()}


@cache
def zones() -> dict[str, int]:
    """Zone abbreviations of all known languages: hours from UTC."""
    found = {name: hours for code in known_languages() for name, hours in language(code).time_zones.items()}
    return {**found, "z": 0}


@cache
def _date_words() -> frozenset[str]:
    weekdays = {word for code in known_languages() for word in language(code).weekdays}
    small = set(entries("dates", "words"))
    return frozenset(
        weekdays | small | set(months()) | set(zones()) | {"am", "pm", "th", "st", "nd", "rd", "date"}
    )


def read_date(value: Any, *, day_first: bool = True, whole: bool = False) -> Reading:
    """Read one date.

    Parameters
    ----------
    value : text, number (epoch seconds or milliseconds, or an Excel serial), date or datetime.
    day_first : how to read `6/7/2024`. `whole` : read nothing from text that holds other words too.

    Returns
    -------
    (moment, precision): the moment is naive where no zone is stated; `(None, "none")` where nothing can be read.
    Midnight to the second counts as a day without a time.

    Examples
    --------
    >>> read_date("Rabu, 19 Juni 2024 | 10:05 WIB")
    (datetime.datetime(2024, 6, 19, 10, 5, tzinfo=datetime.timezone(datetime.timedelta(seconds=25200))), 'minute')
    >>> read_date("19/6/2024")
    (datetime.datetime(2024, 6, 19, 0, 0), 'day')
    """
    if value is None or isinstance(value, bool):
        return NOTHING
    if isinstance(value, datetime):
        return _moment(value) if value == value else NOTHING
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day), "day"
    if isinstance(value, (int, float)):
        return _number(float(value)) if value == value else NOTHING
    text = str(value).strip()
    if not text or len(text) > 120:
        return NOTHING
    try:
        reading = _text(text, day_first)
    except (ValueError, OverflowError):
        return NOTHING
    if whole and reading[0] is not None and not _only_a_date(text):
        return NOTHING
    return reading


def _only_a_date(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower())
    return all(word in _date_words() or len(word) < 2 for word in words)


def _moment(value: datetime) -> Reading:
    value = value.to_pydatetime(warn=False) if hasattr(value, "to_pydatetime") else value
    midnight = not (value.hour or value.minute or value.second or value.microsecond)
    return value.replace(microsecond=0), "day" if midnight else "minute"


def _number(value: float) -> Reading:
    """Epoch seconds, milliseconds or microseconds, or the serial number of Excel."""
    for low, high, factor in ((5e8, 5e9, 1), (5e11, 5e12, 1e3), (5e14, 5e15, 1e6)):
        if low <= value < high:
            return datetime.fromtimestamp(int(value / factor), UTC), "minute"
    if 20000 <= value < 80000:
        return _moment(EXCEL_EPOCH + timedelta(seconds=round(value * 86400)))
    if 19000101 <= value <= 29991231 and value == int(value):
        return read_date(str(int(value)))
    return NOTHING


def _text(text: str, day_first: bool) -> Reading:
    if ISO.match(text):
        try:
            return _iso(text)
        except ValueError:
            pass
    if re.fullmatch(r"\d{4,5}[.,]\d+|\d{5}|\d{10}(?:\.\d+)?|\d{13}|\d{16}", text):
        return _number(float(text.replace(",", ".")))
    calendar = _calendar(text, day_first)
    if calendar is None:
        return _month(text)
    day, rest = calendar
    clock = _clock(rest)
    if clock is None:
        return day, "day"
    hours, minutes, seconds, zone = clock
    if zone is None and not (hours or minutes or seconds):
        return day, "day"
    return day.replace(hour=hours, minute=minutes, second=seconds, tzinfo=zone), "minute"


def _iso(text: str) -> Reading:
    """ISO 8601 and its compact forms."""
    digits = re.sub(r"\D", "", text)
    if re.fullmatch(r"\d{14}", text):
        return _moment(datetime.strptime(text, "%Y%m%d%H%M%S"))
    cleaned = re.sub(r"\s*(UTC|GMT)$", "Z", re.sub(r"([.,]\d+)(?=Z|[+-]|$)", "", text))
    cleaned = re.sub(r"\s+([+-]\d{2}:?\d{2})$", r"\1", cleaned)
    if len(digits) >= 10 and re.search(r"\d{2}:\d{2}.*\s[^\W\d_]", cleaned):
        raise ValueError("a zone by name")
    return _moment(datetime.fromisoformat(cleaned))


def _calendar(text: str, day_first: bool) -> tuple[datetime, str] | None:
    """The calendar day in a text and what remains of the text."""
    match = YEAR_FIRST.search(text)
    if match:
        year, month, day = (int(part) for part in match.groups())
        return datetime(year, month, day), text[: match.start()] + " " + text[match.end() :]
    match = DAY_WORD.search(text)
    if match and match[2].lower() in months():
        return _built(match[3], months()[match[2].lower()], match[1]), text[match.end() :]
    match = WORD_DAY.search(text)
    if match and match[1].lower() in months():
        return _built(match[3], months()[match[1].lower()], match[2]), text[match.end() :]
    match = NUMERIC.search(text)
    if match:
        first, second = int(match[1]), int(match[3])
        if second > 12 or (first <= 12 and not day_first):
            first, second = second, first
        return _built(match[4], second, first), text[: match.start()] + " " + text[match.end() :]
    return None


def _built(year: str | int, month: int, day: str | int) -> datetime:
    number = int(year)
    if number < 100:
        number += 2000 if number < 70 else 1900
    return datetime(number, month, int(day))


def _month(text: str) -> Reading:
    match = MONTH_YEAR.match(text)
    if match and match[1].lower() in months():
        return datetime(int(match[2]), months()[match[1].lower()], 1), "month"
    match = YEAR_MONTH.match(text)
    return (datetime(int(match[1]), int(match[2]), 1), "month") if match else NOTHING


def _clock(text: str) -> tuple[int, int, int, timezone | None] | None:
    """Hours, minutes, seconds and zone, if a text states a time."""
    match = TIME.search(text)
    if not match:
        return None
    hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
    half = (match[4] or "").replace(".", "").lower()
    if half:
        hours = hours % 12 + (12 if half == "pm" else 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    zone: timezone | None = None
    if match[6]:
        sign = -1 if match[6][0] == "-" else 1
        digits = match[6][1:].replace(":", "")
        zone = timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
    elif match[5]:
        zone = UTC
    elif match[7] and match[7].lower() in zones():
        zone = timezone(timedelta(hours=zones()[match[7].lower()]))
    return hours, minutes, seconds, zone


@lru_cache(maxsize=100_000)
def read_text_date(text: str, day_first: bool) -> Reading:
    """`read_date` of a text, remembered: exports repeat their dates."""
    return read_date(text, day_first=day_first)


def is_day_first(values: list[Any], default: bool = True) -> bool:
    """Whether `6/7/2024` puts the day first in these values: told by those where only one order is possible."""
    first = second = 0
    for value in values:
        match = NUMERIC.search(value) if isinstance(value, str) and len(value) < 60 else None
        if match:
            first += int(match[1]) > 12 >= int(match[3])
            second += int(match[3]) > 12 >= int(match[1])
    return default if first == second else first > second
