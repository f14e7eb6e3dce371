"""When an article was published: its date column, its page or its address, whichever can be believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from analysis.corpus.dates import NOTHING, Reading, is_day_first, read_date, read_text_date
from analysis.corpus.url_dates import url_date

EARLIEST = datetime(1990, 1, 1)
TOLERANCE = timedelta(days=2)
ENOUGH = 5
"""Clashes with addresses from which on a whole date column is doubted."""
SHARED_BY = 20
"""Rows that share one moment to the minute before it is doubted."""


@dataclass(frozen=True)
class Judgement:
    """What to think of the date column of a file.

    Attributes
    ----------
    is_crawl_time : its dates contradict the addresses: they say when the file was made.
    day_first : how `6/7/2024` is read. `note` : a sentence for the reconciliation, "" if all is well.
    """

    is_crawl_time: bool = False
    day_first: bool = True
    note: str = ""


@dataclass
class Dated:
    """Dates of articles, row by row, and what was found while dating them."""

    published: pd.Series
    precision: list[str]
    source: list[str]
    day: pd.Series
    clashes: int = 0
    first_clash: str = ""
    refused: Counter[str] = field(default_factory=Counter)
    first_refused: dict[str, str] = field(default_factory=dict)
    crawled: list[datetime | None] = field(default_factory=list)


def readings(values: Sequence[Any], day_first: bool) -> list[Reading]:
    """`read_date` of each value; repeated texts are read once."""
    return [
        read_text_date(value, day_first) if isinstance(value, str) else read_date(value, day_first=day_first)
        for value in values
    ]


def judge(values: Sequence[Any], urls: Sequence[str]) -> Judgement:
    """Judge a file's date column by its first rows: does it agree with the dates in the addresses?"""
    day_first = is_day_first(list(values))
    read = readings(values, day_first)
    pairs = [(mine, theirs) for mine, theirs in zip(read, map(url_date, urls)) if mine[0] and theirs[0]]
    clashes = sum(_contradicts(mine, theirs) for mine, theirs in pairs)
    if clashes >= ENOUGH and clashes > 0.5 * len(pairs):
        note = (
            f"the date column contradicts the date in the address in {clashes:,} of the first {len(pairs):,} rows "
            "that have both: taken as the time of collection"
        )
        return Judgement(True, day_first, note)
    known = [moment for moment, precision in read if moment is not None and precision == "minute"]
    if not pairs and len(known) >= SHARED_BY and len(set(known)) == 1:
        note = f"all rows share the date {known[0]:%Y-%m-%d %H:%M}: is it the time of collection?"
        return Judgement(False, day_first, note)
    return Judgement(False, day_first)


def _contradicts(mine: Reading, theirs: Reading) -> bool:
    """Whether a date column and an address tell different days."""
    moment, address = mine[0], theirs[0]
    if moment is None or address is None:
        return False
    apart = moment.replace(tzinfo=None) - address
    if theirs[1] == "month":
        return not -TOLERANCE <= apart <= timedelta(days=33)
    return abs(apart) > TOLERANCE


def date_articles(
    values: Sequence[Any],
    urls: Sequence[str],
    zones: Sequence[str],
    *,
    judgement: Judgement,
    clock: datetime,
    times: Sequence[Any] | None = None,
    retrieved: Sequence[datetime | None] | None = None,
    stated_by: str = "column",
) -> Dated:
    """Date articles.

    Parameters
    ----------
    values : the date column. `urls` : addresses, "" if none. `zones` : IANA zone of each row's outlet.
    judgement : of the file's date column. `clock` : nothing was published after it (aware).
    times : a column of times beside it. `retrieved` : when each article was fetched. `stated_by` : `column` or `page`.
    """
    read = readings(values, judgement.day_first)
    if times is not None:
        read = [_with_time(reading, time) for reading, time in zip(read, times)]
    dated = Dated(pd.Series(dtype="datetime64[us, UTC]"), [], [], pd.Series(dtype="datetime64[us]"))
    moments: list[datetime | None] = []
    latest = clock + timedelta(days=1)
    fetched = retrieved if retrieved is not None else [None] * len(read)
    for value, mine, url, limit in zip(values, read, urls, fetched):
        address = url_date(url) if url else NOTHING
        bound = min(latest, limit + timedelta(days=1)) if limit is not None else latest
        mine = _believable(dated, value, mine, bound)
        address = address if address[0] is None or _plausible(address[0], bound) else NOTHING
        (moment, precision), source = _chosen(dated, mine, address, judgement.is_crawl_time, url, stated_by)
        moments.append(moment)
        dated.precision.append(precision)
        dated.source.append(source)
        dated.crawled.append(mine[0] if judgement.is_crawl_time else None)
    dated.published, dated.day = localised(moments, zones)
    return dated


def _with_time(reading: Reading, time: Any) -> Reading:
    """A day and a time that stand in columns of their own."""
    if reading[0] is None or reading[1] != "day" or time is None or time != time:
        return reading
    joined = read_date(f"{reading[0]:%Y-%m-%d} {time}")
    return joined if joined[1] == "minute" else reading


def _plausible(moment: datetime, bound: datetime) -> bool:
    if moment.tzinfo is None:
        return EARLIEST <= moment <= bound.replace(tzinfo=None)
    return moment.replace(tzinfo=None) >= EARLIEST and moment <= bound


def _believable(dated: Dated, value: Any, reading: Reading, bound: datetime) -> Reading:
    """The reading of a date column, or nothing, with the reason counted."""
    if reading[0] is None:
        if value is None or value != value or not str(value).strip():
            return NOTHING
        reason = "cannot be read"
    elif _plausible(reading[0], bound):
        return reading
    else:
        reason = "before 1990" if reading[0].replace(tzinfo=None) < EARLIEST else "in the future"
    dated.refused[reason] += 1
    dated.first_refused.setdefault(reason, str(value)[:60])
    return NOTHING


def _chosen(
    dated: Dated, mine: Reading, address: Reading, is_crawl_time: bool, url: str, stated_by: str
) -> tuple[Reading, str]:
    """The date to believe and where it comes from."""
    if address[0] is None:
        return (NOTHING, "none") if mine[0] is None or is_crawl_time else (mine, stated_by)
    if mine[0] is None:
        return address, "url"
    if _contradicts(mine, address):
        dated.clashes += 1
        if not dated.first_clash:
            dated.first_clash = f"{mine[0]:%Y-%m-%d} against {address[0]:%Y-%m-%d} in {url[:100]}"
        return address, "url"
    finer = address[1] == "minute" and mine[1] != "minute"
    if address[1] != "month" and (is_crawl_time or finer):
        return address, "url"
    return (address, "url") if is_crawl_time else (mine, stated_by)


def localised(moments: Sequence[datetime | None], zones: Sequence[str]) -> tuple[pd.Series, pd.Series]:
    """Moments in UTC (naive ones are local to the zone) and their calendar day in the zone."""
    aware: list[datetime | None] = []
    days: list[datetime | None] = []
    known: dict[str, ZoneInfo] = {}
    for moment, name in zip(moments, zones):
        if moment is None:
            aware.append(None)
            days.append(None)
            continue
        zone = known.get(name) or known.setdefault(name, ZoneInfo(name or "UTC"))
        local = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
        aware.append(local.astimezone(UTC))
        days.append(datetime(local.year, local.month, local.day))
    published = pd.Series(pd.to_datetime(pd.Series(aware, dtype="object"), utc=True)).astype(
        "datetime64[us, UTC]"
    )
    day = pd.Series(pd.to_datetime(pd.Series(days, dtype="object"))).astype("datetime64[us]")
    return published, day
