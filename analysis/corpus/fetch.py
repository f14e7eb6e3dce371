"""Fetches pages by a list of addresses, a feed, a sitemap or GDELT, into a folder that `ingest` reads.

Nothing else in the toolkit touches the network.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from analysis.corpus.page_folder import PageFolder
from analysis.corpus.readers.records import Head, Record
from analysis.corpus.web_client import FetchError, WebClient, checked_address
from analysis.tables import ParameterError, SourceError

GDELT = "https://api.gdeltproject.org/api/v2/doc/doc"
GDELT_MOST = 250
GDELT_SHORTEST = timedelta(minutes=15)
GDELT_PAUSE = 6.0
MOST_SITEMAPS = 2000
DEEPEST_SITEMAP = 4


@dataclass
class FetchReport:
    """What a run did.

    Attributes
    ----------
    folder : where the pages are. `asked` : addresses of the run. `fetched`, `had` : pages new and from runs before.
    failed : reason -> addresses, what was not fetched.
    """

    folder: str
    asked: int = 0
    fetched: int = 0
    had: int = 0
    failed: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """The run for people; asked = fetched + had + failed."""
        failures = sum(map(len, self.failed.values()))
        lines = [
            f"Asked {self.asked:,} addresses: fetched {self.fetched:,} + had already {self.had:,} + not fetched {failures:,}"
        ]
        for reason, urls in sorted(self.failed.items(), key=lambda entry: -len(entry[1])):
            lines.append(f"  not fetched {len(urls):,}: {reason}; first: {urls[0][:120]}")
        lines += [f"  {note}" for note in self.notes]
        lines.append(f"Pages: {self.folder} (read them: media-coverage ingest {self.folder} --store STORE)")
        return "\n".join(lines)


def fetch_pages(
    urls: Iterable[str],
    folder: str | Path,
    *,
    client: WebClient | None = None,
    progress: bool = True,
    found: str = "",
) -> FetchReport:
    """Fetch pages into a folder; what is there already is not asked again, so a run that was interrupted carries on.

    Parameters
    ----------
    urls : addresses; repeated ones are asked once. `folder` : made if it does not exist.
    client : how to ask; polite and public by default. `found` : how the addresses were found, for `source.toml`.

    Returns
    -------
    FetchReport.
    """
    client = client or WebClient()
    pages = PageFolder(Path(folder))
    listed = _unique(urls)
    report = FetchReport(str(folder), asked=len(listed))
    failed: dict[str, list[str]] = report.failed
    for url in _by_host(_shown(listed, progress)):
        try:
            address = checked_address(url)
        except FetchError as error:
            failed.setdefault(str(error), []).append(url)
            continue
        if pages.is_done(address):
            entry = next(one for one in pages.entries() if one["url"] == address)
            if entry.get("file"):
                report.had += 1
            else:
                failed.setdefault(f"{entry.get('reason')} (not asked again)", []).append(url)
            continue
        try:
            pages.keep(client.get(address))
            report.fetched += 1
        except FetchError as error:
            pages.refuse(address, error)
            failed.setdefault(str(error), []).append(url)
    pages.describe(found or f"Fetched by address ({len(listed):,} addresses).")
    return report


def fetch_from(
    folder: str | Path,
    *,
    addresses: Sequence[str] = (),
    listed: str | None = None,
    feeds: Sequence[str] = (),
    sitemaps: Sequence[str] = (),
    gdelt: str | None = None,
    pages: bool = False,
    since: str = "",
    until: str = "",
    match: str = "",
    pause: float = 2.0,
    limit: int | None = None,
    allow_private: bool = False,
    progress: bool = True,
    gdelt_address: str = GDELT,
) -> FetchReport:
    """Fetch from several sources into one folder: what the command line does.

    Raises
    ------
    ParameterError
        Where nothing is asked for, or something asked for is missing.
    SourceError
        Where a list, a feed or a sitemap cannot be read.
    """
    if not (addresses or listed or feeds or sitemaps or gdelt):
        raise ParameterError("nothing to fetch: give addresses, --list, --feed, --sitemap or --gdelt.")
    if pause < 0:
        raise ParameterError(f"pause: {pause:g} is less than 0 seconds.")
    for name, day in (("since", since), ("until", until)):
        if day:
            _day(day, name)
    client = WebClient(pause=pause, allow_private=allow_private)
    urls, found = list(addresses), [f"{len(addresses)} addresses"] if addresses else []
    if listed:
        urls += listed_urls(listed)
        found.append(f"the addresses in {Path(listed).name}")
    for feed in feeds:
        urls += feed_urls(feed, folder, client)
        found.append(f"the feed {feed}")
    for sitemap in sitemaps:
        urls += sitemap_urls(sitemap, folder, client, since=since, until=until, match=match)
        found.append(f"the sitemap {sitemap}")
    report = None
    if gdelt:
        if not (since and until):
            raise ParameterError("--gdelt needs --since and --until, each a day such as 2024-06-18.")
        asker = WebClient(
            pause=max(pause, GDELT_PAUSE) if gdelt_address == GDELT else pause, allow_private=allow_private
        )
        report = fetch_gdelt(gdelt, since, until, folder, client=asker, address=gdelt_address)
        if not pages and not urls:
            return report
        urls += gdelt_urls(folder) if pages else []
    urls = urls[:limit] if limit is not None else urls
    said = f"Fetched from {', '.join(found)}." if found else ""
    done = fetch_pages(urls, folder, client=client, progress=progress, found=said)
    if report is not None:
        done.notes += [line.strip() for line in report.summary().splitlines()[:-1]]
    return done


def _unique(urls: Iterable[str]) -> list[str]:
    """Addresses as courlan cleans them (no tracking, no fragments), each once; what it does not know stays as it is."""
    from courlan import clean_url

    kept: dict[str, None] = {}
    for url in urls:
        text = url.strip()
        if text and not text.startswith("#"):
            cleaned = clean_url(text) if text.startswith(("http://", "https://")) else None
            kept.setdefault(cleaned or text)
    return list(kept)


def _by_host(urls: Iterable[str]) -> Iterator[str]:
    """Addresses in an order that takes hosts in turn, so that pauses are spent on other hosts."""
    from urllib.parse import urlsplit

    queues: dict[str, list[str]] = {}
    for url in urls:
        try:
            host = urlsplit(url).netloc
        except ValueError:
            host = ""
        queues.setdefault(host, []).append(url)
    for queue in queues.values():
        queue.reverse()
    while queues:
        for host in list(queues):
            yield queues[host].pop()
            if not queues[host]:
                del queues[host]


def _shown(urls: Sequence[str], progress: bool) -> Iterable[str]:
    if not progress:
        return urls
    from tqdm import tqdm

    return tqdm(urls, desc="fetch", unit="page", file=sys.stderr, leave=False)


def listed_urls(path: str | Path) -> list[str]:
    """Addresses of a text file, one a line, or of the first column with addresses of a table.

    Raises
    ------
    SourceError
        Where the file holds none.
    """
    path = Path(path)
    if not path.is_file():
        raise SourceError(f"{path} does not exist.")
    found = re.findall(
        r"https?://[^\s\"'<>,;|\t]+", path.read_bytes()[:200_000_000].decode("utf-8", "replace")
    )
    if not found:
        raise SourceError(f"{path.name} holds no address that begins with http:// or https://.")
    return found


def feed_urls(address: str, folder: str | Path, client: WebClient) -> list[str]:
    """Addresses of a feed's entries; the feed itself is kept in the folder as it came.

    Raises
    ------
    SourceError
        Where the feed cannot be fetched or is none.
    """
    from analysis.corpus.readers import feeds

    head = _kept(address, folder, client, "feeds", ".xml")
    if not feeds.recognise(head):
        raise SourceError(f"{address} is no feed")
    return [
        str(item.columns["url"])
        for item in feeds.read(head)
        if isinstance(item, Record) and item.columns["url"]
    ]


def sitemap_urls(
    address: str, folder: str | Path, client: WebClient, *, since: str = "", until: str = "", match: str = ""
) -> list[str]:
    """Addresses of a sitemap and of all sitemaps it lists.

    Parameters
    ----------
    since, until : days; an address that states no day is kept. `match` : regular expression of the addresses wanted.
    """
    from analysis.corpus.readers.xml_items import child, root_tag, words, xml_items

    wanted = re.compile(match) if match else None
    queue: list[tuple[str, int]] = [(address, 1)]
    seen = {address}
    found: list[str] = []
    while queue:
        place, depth = queue.pop(0)
        head = _kept(place, folder, client, "sitemaps", ".xml")
        if root_tag(head) == "sitemapindex":
            for one in xml_items(head, frozenset(("sitemap",))):
                inner, day = words(child(one, "loc")), words(child(one, "lastmod"))[:10]
                is_old = bool(since and day and day < since[:10])
                if (
                    inner
                    and inner not in seen
                    and depth < DEEPEST_SITEMAP
                    and len(seen) < MOST_SITEMAPS
                    and not is_old
                ):
                    seen.add(inner)
                    queue.append((inner, depth + 1))
            continue
        if root_tag(head) != "urlset":
            raise SourceError(
                f"{place} is no sitemap (its outermost element is {root_tag(head) or 'missing'!r})"
            )
        for one in xml_items(head, frozenset(("url",))):
            url = words(child(one, "loc"))
            day = (words(child(one, "news", "publication_date")) or words(child(one, "lastmod")))[:10]
            inside = not day or ((not since or day >= since[:10]) and (not until or day <= until[:10]))
            if url and inside and (wanted is None or wanted.search(url)):
                found.append(url)
    return found


def _kept(address: str, folder: str | Path, client: WebClient, kind: str, suffix: str) -> Head:
    """Fetch a list and keep it under a name made of its address; a packed one is unpacked within bounds."""
    import hashlib
    import zlib

    fetched = client.get(address)
    body = fetched.body
    if body.startswith(b"\x1f\x8b"):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            body = unpacker.decompress(body, 5 * client.largest)
        except zlib.error as error:
            raise SourceError(f"{address} is packed and damaged ({error})") from None
        if unpacker.unconsumed_tail:
            raise SourceError(f"{address} unpacks into more than {5 * client.largest:,} bytes; refused")
    name = f".lists/{kind}-{hashlib.sha256(address.encode()).hexdigest()[:16]}{suffix}"
    return Head.of(PageFolder(Path(folder)).write_once(name, body))


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
    client = client or WebClient(pause=GDELT_PAUSE)
    start, end = _day(since, "since"), _day(until, "until") + timedelta(days=1)
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
                "query": query, "mode": "artlist", "format": "json", "maxrecords": GDELT_MOST, "sort": "datedesc",
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
        if len(found) >= GDELT_MOST and last - first > GDELT_SHORTEST:
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
        if len(found) >= GDELT_MOST:
            report.notes.append(
                f"{first:%Y-%m-%d %H:%M} is full ({GDELT_MOST}): GDELT holds more than it lists"
            )
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


def _day(text: str, name: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except (ValueError, TypeError):
        raise ParameterError(f"{name}: {text!r} is no day such as 2024-06-18.") from None


def _key(query: str) -> str:
    import hashlib

    return hashlib.sha256(query.encode()).hexdigest()[:8]
