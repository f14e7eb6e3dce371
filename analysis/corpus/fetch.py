"""Fetches pages by a list of addresses, a feed, a sitemap or GDELT, into a folder that `ingest` reads.

Nothing else in the toolkit touches the network.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from analysis.corpus.gdelt_lists import GDELT, PAUSE, checked_day, fetch_gdelt, gdelt_urls
from analysis.corpus.page_folder import FetchReport, PageFolder
from analysis.corpus.readers.records import Head, Record
from analysis.corpus.web_client import FetchError, WebClient, checked_address
from analysis.tables import ParameterError, SourceError

MOST_SITEMAPS = 2000
DEEPEST_SITEMAP = 4


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
            checked_day(day, name)
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
            pause=max(pause, PAUSE) if gdelt_address == GDELT else pause, allow_private=allow_private
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
