"""GDELT's lists of articles, asked for window by window, because one answer holds 250 at most."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from analysis.corpus.page_folder import FetchReport, PageFolder
from analysis.corpus.web_client import FetchError, WebClient
from analysis.tables import ParameterError, SourceError

GDELT = "https://api.gdeltproject.org/api/v2/doc/doc"
MOST = 250
SHORTEST = timedelta(minutes=15)
PAUSE = 6.0
"""GDELT answers one request in five seconds."""


def fetch_gdelt(
    query: str,
    since: str,
    until: str,
    folder: str | Path,
    *,
    client: WebClient | None = None,
    address: str = GDELT,
) -> FetchReport:
    """Fetch GDELT's lists of articles window by window; a window that is full is asked again in halves.

    Parameters
    ----------
    query : as GDELT understands it. `since`, `until` : days in UTC, both inclusive.

    Returns
    -------
    FetchReport; the lists lie in the folder as GDELT gave them. A window of fifteen minutes that is still full is said.
    """
    client = client or WebClient(pause=PAUSE)
    start, end = checked_day(since, "since"), checked_day(until, "until") + timedelta(days=1)
    if start >= end:
        raise ParameterError(f"since {since!r} lies after until {until!r}.")
    pages = PageFolder(Path(folder))
    report = FetchReport(str(folder))
    windows = [
        (start + timedelta(days=day), min(start + timedelta(days=day + 1), end))
        for day in range((end - start).days)
    ]
    while windows:
        first, last = windows.pop(0)
        report.asked += 1
        name = f"gdelt-{_key(query)}-{first:%Y%m%d%H%M%S}-{last:%Y%m%d%H%M%S}.json"
        path = pages.folder / name
        if path.exists():
            report.had += 1
            content = path.read_bytes()
        else:
            asked = {
                "query": query, "mode": "artlist", "format": "json", "maxrecords": MOST, "sort": "datedesc",
                "startdatetime": f"{first:%Y%m%d%H%M%S}", "enddatetime": f"{last - timedelta(seconds=1):%Y%m%d%H%M%S}",
            }  # fmt: skip
            try:
                content = client.get(f"{address}?{urlencode(asked)}").body
                _articles(content)
            except (FetchError, SourceError) as error:
                report.failed.setdefault(str(error), []).append(name)
                continue
        found = _articles(content)
        middle = first + (last - first) / 2
        if len(found) >= MOST and last - first > SHORTEST:
            if path.exists():
                path.unlink()
                report.had -= 1
            else:
                report.fetched += 1
            windows[:0] = [(first, middle.replace(microsecond=0)), (middle.replace(microsecond=0), last)]
            continue
        if not path.exists():
            pages.write_once(name, content)
            report.fetched += 1
        if len(found) >= MOST:
            report.notes.append(f"{first:%Y-%m-%d %H:%M} is full ({MOST}): GDELT holds more than it lists")
    pages.describe(f"Lists of articles by GDELT for the query {query!r}, {since} to {until}.")
    return report


def _articles(content: bytes) -> list[Any]:
    """The list in an answer; GDELT says what is wrong in plain words and status 200."""
    try:
        value = json.loads(content.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        said = " ".join(content[:200].decode("utf-8", "replace").split())
        raise SourceError(f"GDELT answered in words: {said!r}") from None
    found = value.get("articles", []) if isinstance(value, dict) else None
    if not isinstance(found, list):
        raise SourceError("GDELT's answer holds no list of articles")
    return found


def gdelt_urls(folder: str | Path) -> list[str]:
    """Addresses in the lists of articles that `fetch_gdelt` kept."""
    urls: list[str] = []
    for path in sorted(Path(folder).glob("gdelt-*.json")):
        urls += [
            str(one["url"])
            for one in _articles(path.read_bytes())
            if isinstance(one, dict) and one.get("url")
        ]
    return urls


def checked_day(text: str, name: str) -> datetime:
    """Midnight in UTC of a day written as 2024-06-18; `name` is the parameter's, for the message."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except (ValueError, TypeError):
        raise ParameterError(f"{name}: {text!r} is no day such as 2024-06-18.") from None


def _key(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()[:8]
