"""Relative dates of scheduled reports, resolved to days: `last full week` becomes a Monday and a Sunday."""

from __future__ import annotations

import datetime as dt
import re

from analysis.tables import ParameterError

KNOWN = (
    "today, yesterday, this week, this month, last full week, last full month, last N days, last N full weeks"
)


def period(text: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a relative period, both inclusive; weeks begin on Monday.

    `last N days` ends yesterday, so that no day is counted before it is over.

    Raises
    ------
    ParameterError
        Naming the periods that can be read.

    Examples
    --------
    >>> import datetime as dt
    >>> [str(day) for day in period("last full week", dt.date(2024, 6, 26))]
    ['2024-06-17', '2024-06-23']
    >>> [str(day) for day in period("last full month", dt.date(2024, 3, 31))]
    ['2024-02-01', '2024-02-29']
    >>> [str(day) for day in period("last 7 days", dt.date(2024, 6, 26))]
    ['2024-06-19', '2024-06-25']
    """
    asked, one = " ".join(text.lower().split()), dt.timedelta(days=1)
    monday, first = today - dt.timedelta(days=today.weekday()), today.replace(day=1)
    fixed = {
        "today": (today, today),
        "yesterday": (today - one, today - one),
        "this week": (monday, today),
        "this month": (first, today),
        "last full week": (monday - 7 * one, monday - one),
        "last full month": ((first - one).replace(day=1), first - one),
    }
    if asked in fixed:
        return fixed[asked]
    counted = re.fullmatch(r"last (\d{1,4}) (days|full weeks)", asked)
    if counted and int(counted[1]) > 0:
        number = int(counted[1])
        if counted[2] == "days":
            return today - number * one, today - one
        return monday - 7 * number * one, monday - one
    raise ParameterError(f"period: {text!r} is not one of {KNOWN}.")
