"""Dates as news sites, databases and spreadsheets write them; dates in addresses; which of two to believe."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.dates import is_day_first, read_date
from analysis.corpus.dating import Judgement, date_articles, judge
from analysis.corpus.url_dates import url_date

WIB, WITA, WIT = (timezone(timedelta(hours=hours)) for hours in (7, 8, 9))
CLOCK = datetime(2024, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("27 Sep 2024 08:05 WIB", datetime(2024, 9, 27, 8, 5, tzinfo=WIB), "minute"),
        ("Rabu, 19 Juni 2024 | 10:05 WITA", datetime(2024, 6, 19, 10, 5, tzinfo=WITA), "minute"),
        ("Jum'at, 21 Juni 2024, 21.15 WIT", datetime(2024, 6, 21, 21, 15, tzinfo=WIT), "minute"),
        ("19 Agustus 2024", datetime(2024, 8, 19), "day"),
        ("19/6/2024", datetime(2024, 6, 19), "day"),
        ("6/7/2024", datetime(2024, 7, 6), "day"),
        ("19-06-24", datetime(2024, 6, 19), "day"),
        ("2024/06/19", datetime(2024, 6, 19), "day"),
        ("19/06/2024 08:30", datetime(2024, 6, 19, 8, 30), "minute"),
        ("2024-06-19", datetime(2024, 6, 19), "day"),
        ("2024-06-19T00:00:00", datetime(2024, 6, 19), "day"),
        ("2024-06-19 08:30:12", datetime(2024, 6, 19, 8, 30, 12), "minute"),
        ("2024-06-19T08:30:12.123Z", datetime(2024, 6, 19, 8, 30, 12, tzinfo=UTC), "minute"),
        ("2026-02-19T14:17:08+07:00", datetime(2026, 2, 19, 14, 17, 8, tzinfo=WIB), "minute"),
        ("2016-02-16T13:01:52+0700", datetime(2016, 2, 16, 13, 1, 52, tzinfo=WIB), "minute"),
        ("20240619T083000Z", datetime(2024, 6, 19, 8, 30, tzinfo=UTC), "minute"),
        ("20240619", datetime(2024, 6, 19), "day"),
        ("Wed, 19 Jun 2024 08:30:00 +0700", datetime(2024, 6, 19, 8, 30, tzinfo=WIB), "minute"),
        ("June 19, 2024, 10:20 AM", datetime(2024, 6, 19, 10, 20), "minute"),
        ("July 2, 2019 Tuesday 9:33 PM GMT", datetime(2019, 7, 2, 21, 33, tzinfo=UTC), "minute"),
        ("06-Feb-2026 03:03PM", datetime(2026, 2, 6, 15, 3), "minute"),
        ("Juni 2024", datetime(2024, 6, 1), "month"),
        ("2024-06", datetime(2024, 6, 1), "month"),
        ("1718760600", datetime(2024, 6, 19, 1, 30, tzinfo=UTC), "minute"),
        (1718760600000, datetime(2024, 6, 19, 1, 30, tzinfo=UTC), "minute"),
        (45462, datetime(2024, 6, 19), "day"),
        ("45462,5", datetime(2024, 6, 19, 12), "minute"),
        (date(2024, 6, 19), datetime(2024, 6, 19), "day"),
    ],
)
def test_a_date_is_read(text, moment, precision):
    assert read_date(text) == (moment, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "kemarin",
        "3 jam lalu",
        "31/2/2024",
        "19 Brumaire 2024",
        "32 Juni 2024",
        "x" * 500,
        True,
        float("nan"),
    ],
)
def test_what_is_no_date_is_none(text):
    assert read_date(text) == (None, "none")


@given(st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)))
def test_a_day_written_in_any_way_is_the_same_day(moment):
    months = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ]
    written = [
        f"{moment:%Y-%m-%d}",
        f"{moment:%d/%m/%Y}",
        f"{moment.day} {months[moment.month - 1]} {moment.year}",
    ]
    assert {read_date(text)[0] for text in written} == {datetime(moment.year, moment.month, moment.day)}


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_of_dates(text):
    read_date(text)


def test_the_order_of_day_and_month_is_told_by_those_that_allow_one():
    assert is_day_first(["1/2/2024", "19/6/2024"])
    assert not is_day_first(["1/2/2024", "6/19/2024"])
    assert is_day_first(["1/2/2024"])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://www.cnnindonesia.com/olahraga/20250225073838-142-1202056/x",
            (datetime(2025, 2, 25, 7, 38, 38), "minute"),
        ),
        ("https://a.example/read/2024/06/19/putin", (datetime(2024, 6, 19), "day")),
        ("https://ekonomi.bisnis.com/read/20260219/47/1954019/menteri", (datetime(2026, 2, 19), "day")),
        ("https://a.example/world/2024/jun/19/putin", (datetime(2024, 6, 19), "day")),
        ("https://a.example/2024-06-19/putin", (datetime(2024, 6, 19), "day")),
        ("https://a.example/2024/06/putin", (datetime(2024, 6, 1), "month")),
        ("https://kontan.co.id/news/harga-emas-8-juni-2025", (None, "none")),
        ("https://news.detik.com/berita/d-7558560/putin", (None, "none")),
        ("https://a.example/read/2024/13/45/x", (None, "none")),
        ("https://a.example/x?d=/2024/06/19/", (None, "none")),
    ],
)
def test_the_date_of_an_address(url, expected):
    assert url_date(url) == expected


def dated(values, urls, zone="Asia/Jakarta", **more):
    judgement = more.pop("judgement", None) or judge(values, urls)
    return date_articles(values, urls, [zone] * len(values), judgement=judgement, clock=CLOCK, **more)


def test_a_naive_time_is_the_outlets_and_its_day_is_local():
    found = dated(["2024-06-19 02:30"], [""])
    assert found.published[0] == pd.Timestamp("2024-06-18 19:30", tz="UTC")
    assert found.day[0] == pd.Timestamp("2024-06-19")
    assert str(found.published.dtype) == "datetime64[us, UTC]"
    assert str(found.day.dtype) == "datetime64[us]"


def test_an_address_beats_a_column_that_contradicts_it():
    found = dated(["2024-06-25", "2024-06-20"], ["https://a.id/2024/06/02/x", "https://a.id/2024/06/19/y"])
    assert found.source == ["url", "column"]
    assert found.clashes == 1
    assert "2024-06-25 against 2024-06-02" in found.first_clash


def test_a_column_of_crawl_times_gives_no_dates():
    urls = [f"https://a.id/2024/01/{day:02d}/x" for day in range(1, 10)] + [""]
    found = dated(["2024-06-25 08:00:00"] * 10, urls)
    assert judge(["2024-06-25 08:00:00"] * 10, urls).is_crawl_time
    assert found.source == ["url"] * 9 + ["none"]
    assert pd.isna(found.published[9])


def test_the_finer_date_is_taken_where_both_agree():
    found = dated(["2024-06-19"], ["https://a.id/x/20240619073838-1-2/y"])
    assert (found.source, found.precision) == (["url"], ["minute"])


def test_dates_before_1990_in_the_future_and_unreadable_are_refused_by_reason():
    found = dated(["12/5/1875", "2031-01-01", "kemarin", "", "9999-12-31"], [""] * 5)
    assert found.published.isna().all()
    assert found.refused == {"before 1990": 1, "in the future": 2, "cannot be read": 1}


def test_nothing_was_published_after_it_was_fetched():
    fetched = [datetime(2024, 6, 1, tzinfo=UTC)]
    assert dated(["2024-06-19"], [""], retrieved=fetched).refused == {"in the future": 1}


def test_a_time_beside_the_day_is_joined():
    found = date_articles(
        ["19/6/2024"], [""], ["Asia/Jakarta"], judgement=Judgement(), clock=CLOCK, times=["08.30 WIB"]
    )
    assert found.published[0] == pd.Timestamp("2024-06-19 01:30", tz="UTC")
