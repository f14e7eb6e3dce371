"""A week and the one before it: which days a digest is about, resolved once and printed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from analysis.pipeline import FEW, Corpus, day_of
from analysis.reports.periods import period
from analysis.reports.words import Words
from analysis.tables import ParameterError

ZONE = "Asia/Jakarta"
"""Whose calendar a relative week such as `last full week` is resolved in, where no plan says another."""


@dataclass(frozen=True)
class Weeks:
    """Two periods of equal length, one after the other.

    Attributes
    ----------
    this : the articles of the later period. `both` : the articles of both, grouped into `now` and `before`.
    now, before : the periods in words (`17 – 23 June 2024`). `since`, `until` : first and last day of the later one.
    """

    this: Corpus
    both: Corpus
    now: str
    before: str
    since: str
    until: str

    @property
    def sizes(self) -> tuple[int, int]:
        """Articles of the later and of the earlier period."""
        counts = self.both.outlet.value_counts()
        return int(counts.get(self.now, 0)), int(counts.get(self.before, 0))

    @property
    def few(self) -> bool:
        """True where the later period has too few articles for a percentage."""
        return self.sizes[0] < FEW


def two_weeks(
    corpus: Corpus, week: str = "", *, since: str = "", until: str = "", language: str = "en"
) -> Weeks:
    """The week a digest is about, and the days of equal number just before it.

    Parameters
    ----------
    corpus : all articles, of any time. `week` : a day of the week wanted (`2024-06-19`), a relative period (`last full week`,
        `last 7 days`, by the calendar of Jakarta), or "" for the week of the last article, or the one before it where that has more articles (a week just begun tells little).
    since, until : first and last day, both inclusive; given together they go before `week` (a plan's `period` sets them).
    language : of the words for the periods, `id` or `en`.

    Raises
    ------
    ParameterError
        For days that cannot be read, one end without the other, an end before the start, and a corpus without dates.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import analysis as mc
    >>> raw, store = f"{mkdtemp()}/raw.csv", f"{mkdtemp()}/mine"
    >>> dates = ["2024-06-12", "2024-06-19", "2024-06-20"]
    >>> pd.DataFrame({"title": ["Rudal", "Pakta", "Gandum"], "text": ["Uji.", "Teken.", "Ekspor."], "outlet": "X", "date": dates}).to_csv(raw)
    >>> _ = mc.ingest([raw], store, language="id", progress=False)
    >>> weeks = two_weeks(mc.open_corpus(store))
    >>> weeks.now, weeks.before, weeks.sizes
    ('17 – 23 June 2024', '10 – 16 June 2024', (2, 1))
    """
    days = pd.to_datetime(corpus.articles["day"])
    first, last = _days(week, since, until, days)
    length = (last - first) + pd.Timedelta(days=1)
    words = Words(language)
    now, before = _span(first, last, words), _span(first - length, last - length, words)
    inside = ((days >= first) & (days <= last)).to_numpy()
    earlier = ((days >= first - length) & (days < first)).to_numpy()
    groups = pd.Series(np.where(inside, now, before), index=corpus.articles.index)
    this = corpus.take(pd.Series(inside, index=corpus.articles.index))
    steps = [("since the first day", int((days >= first).sum())), ("until the last day", int(inside.sum()))]
    funnel = pd.concat([corpus.funnel, pd.DataFrame(steps, columns=["step", "articles"])], ignore_index=True)
    funnel["left_out"] = -funnel["articles"].diff().fillna(0).astype("int64")
    ends = {"since": str(first.date()), "until": str(last.date())}
    this = replace(this, funnel=funnel, choice={**corpus.choice, **ends})
    both = corpus.take(pd.Series(inside | earlier, index=corpus.articles.index)).grouped(groups)
    return Weeks(this, both, now, before, ends["since"], ends["until"])


def _days(week: str, since: str, until: str, days: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp]:
    if bool(since) != bool(until):
        raise ParameterError(
            "since and until are given together, or neither; week names a week by one day of it."
        )
    if since:
        first, last = day_of(since, "since"), day_of(until, "until")
        if last < first:
            raise ParameterError(f"until: {until} lies before since, {since}.")
        return first, last
    if not week.strip():
        if not days.notna().any():
            raise ParameterError("week: no chosen article has a known date, so there is no week to tell of.")
        first, last = _week_of(days.max())
        week_before = first - pd.Timedelta(days=7)
        begun = (days >= first).sum() < ((days >= week_before) & (days < first)).sum()
        return _week_of(week_before) if begun else (first, last)
    if week.strip()[:1].isdigit():
        return _week_of(day_of(week.strip(), "week"))
    first_day, last_day = period(week, dt.datetime.now(ZoneInfo(ZONE)).date())
    return pd.Timestamp(first_day), pd.Timestamp(last_day)


def _week_of(day: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    monday = day.normalize() - pd.Timedelta(days=day.day_of_week)
    return monday, monday + pd.Timedelta(days=6)


def _span(first: pd.Timestamp, last: pd.Timestamp, words: Words) -> str:
    """`17 – 23 June 2024`, `24 June – 7 July 2024`, or one day."""
    if first == last:
        return words.day(first)
    end = words.day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {end}"
    start = words.day(first)
    return f"{start.rpartition(' ')[0] if first.year == last.year else start} – {end}"
