"""Dates and by-lines that a page shows to its readers but does not state in its head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from analysis.corpus.dates import Reading, read_date
from analysis.corpus.furniture import byline_of

DATED = re.compile(r"date|time|tanggal|waktu|schedule|publish|posted|tgl|meta|info", re.IGNORECASE)
AUTHORED = re.compile(
    r"(?:^|[\s_-]|nm|nama|name)(?:author|penulis|byline|reporter|writer|wartawan|jurnalis)", re.IGNORECASE
)
ROLE = re.compile(
    r"\s+(?:jurnalis|reporter|wartawan|penulis|kontributor|author|writer|journalist)$", re.IGNORECASE
)
LONGEST = 90
NAMELESS = (None, None, None)
COMPANY = re.compile(r"\bPT\b|\.com\b|\.co\b|\bredaksi\b|\bmedia\b|https?://|@", re.IGNORECASE)


def visible_date(tree: Any, title: str) -> str:
    """The date that stands next to the headline, "" if none does.

    A date with a time is taken before one without; a day alone counts only behind the headline, for the page's own
    calendar stands before it.
    """
    headline, dates = _placed(tree, " ".join(title.split()).lower())
    with_time = [(place, text) for place, text, precision in dates if precision == "minute"]
    if headline is None:
        return with_time[0][1] if len({text for _, text in with_time}) == 1 else ""
    behind = [text for place, text, _ in dates if place > headline]
    if with_time:
        # What stands as near before the headline as behind it belongs to something else.
        return min(
            with_time, key=lambda one: one[0] - headline if one[0] > headline else 2 * (headline - one[0])
        )[1]
    return behind[0] if behind else ""


def _placed(tree: Any, title: str) -> tuple[int | None, list[tuple[int, str, str]]]:
    """Place of the headline and of each visible date, counted in nodes of the page."""
    headline: int | None = None
    is_heading = False
    dates = []
    for place, node in enumerate(tree.iter("*")):
        heading = node.tag in ("h1", "h2", "h3")
        if title and not is_heading and node.tag not in ("title", "script", "option", "a", "meta"):
            own = "".join(node.itertext()) if heading else node.text or ""
            words = " ".join(own.split()) if len(own) >= len(title) else ""
            if words.lower() == title and (heading or headline is None):
                headline, is_heading = place, heading
        text = _date_text(node)
        reading = _readable(text) if text else (None, "none")
        if reading[0] is not None:
            dates.append((place, text, reading[1]))
    return headline, dates


def _date_text(node: Any) -> str:
    if node.tag == "time" and node.get("datetime"):
        return str(node.get("datetime")).strip()
    names = node.get("class"), node.get("id"), node.get("itemprop")
    if names == NAMELESS or not _named(DATED, *names):
        return ""
    text = " ".join(node.text_content().split())
    return text.strip(" |,-–•·") if 8 <= len(text) <= LONGEST and re.search(r"\d{4}", text) else ""


@lru_cache(maxsize=20_000)
def _named(pattern: re.Pattern[str], *names: str | None) -> bool:
    """Whether the names of a node say what it holds; a page repeats its names."""
    return bool(pattern.search(" ".join(name or "" for name in names)))


@lru_cache(maxsize=5_000)
def _readable(text: str) -> Reading:
    for part in (text, *re.split(r"\s*[|•·]\s*|\s+[-–]\s+", text)):
        reading = read_date(part.strip(), whole=True)
        if reading[0] is not None:
            return reading
    return None, "none"


def visible_author(tree: Any) -> str:
    """The author that a by-line names, "" if none does."""
    for text in _author_texts(tree):
        author = byline_of(text)
        if author or (2 <= len(text.split()) <= 4 and text.istitle() and text.replace(" ", "").isalpha()):
            return author or text
    return ""


def _author_texts(tree: Any) -> Iterator[str]:
    for node in tree.iter("*"):
        names = node.get("class"), node.get("itemprop"), node.get("rel")
        if names != NAMELESS and _named(AUTHORED, *names):
            text = re.sub(r"\s+:", ":", " ".join(node.text_content().split()))
            text = ROLE.sub("", text)
            if 3 < len(text) < LONGEST:
                yield text


def is_person(author: str) -> bool:
    """Whether a stated author may be one: no company, no address."""
    return bool(author.strip()) and not COMPANY.search(author)
