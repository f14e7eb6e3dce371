"""Feeds and sitemaps saved as files: RSS, Atom, RDF by feedparser; sitemaps address by address."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.records import Head, Item, Note, Problem, Record
from analysis.corpus.readers.xml_items import child, looks_like_xml, root_tag, words, xml_items
from analysis.tables import SourceError

NAME = "feed"
LARGEST = 50_000_000
MOST_NESTED = 200
FEEDS = {"rss": "RSS", "feed": "Atom", "RDF": "RDF"}


def recognise(head: Head) -> str:
    """By the outermost element."""
    if not looks_like_xml(head):
        return ""
    tag = root_tag(head)
    if tag in ("urlset", "sitemapindex"):
        return f"a sitemap: the element {tag}"
    if tag == "RDF" and "purl.org/rss" not in head.text[:4000]:
        return ""
    return f"{FEEDS[tag]}: the element {tag}" if tag in FEEDS else ""


def read(head: Head) -> Iterator[Item]:
    """Entries in their order; a description is a teaser, an address of a sitemap has often no title."""
    tag = root_tag(head)
    if tag == "sitemapindex":
        raise SourceError(
            "is a sitemap of sitemaps; fetch what it lists: media-coverage fetch --sitemap ADDRESS"
        )
    yield from _sitemap(head) if tag == "urlset" else _feed(head)


def _sitemap(head: Head) -> Iterator[Item]:
    bare = 0
    for number, element in enumerate(xml_items(head, frozenset(("url",))), start=1):
        news = child(element, "news")
        columns: dict[str, Any] = {
            "url": words(child(element, "loc")),
            "title": words(child(news, "title")),
            "published": words(child(news, "publication_date")),
            "outlet": words(child(news, "publication", "name")),
            "language": words(child(news, "publication", "language")),
        }
        for name, value in (
            ("extra.lastmod", words(child(element, "lastmod"))),
            ("extra.keywords", words(child(news, "keywords"))),
            ("extra.genres", words(child(news, "genres"))),
        ):
            if value:
                columns[name] = value
        bare += not columns["title"]
        yield Record(f"url {number}", columns)
    if bare:
        yield Note(f"{bare:,} addresses without a title: fetch them with media-coverage fetch")


def _feed(head: Head) -> Iterator[Item]:
    import feedparser

    if head.size > LARGEST:
        raise SourceError(f"the feed has {head.size:,} bytes, more than any feed")
    data = head.path.read_bytes()
    # Wide encodings are made narrow first, so that a check of bytes sees what the parser would.
    text = data.decode("utf-8" if head.encoding.name == "binary" else head.encoding.name, "replace")
    if re.search(r"<!ENTITY", text, re.I):
        raise SourceError("the XML defines entities, which no feed needs; refused")
    if _deepest(text) > MOST_NESTED:
        raise SourceError(f"the XML is nested more than {MOST_NESTED} levels deep")
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff")).replace("\0", "")
    parsed = feedparser.parse(
        io.BytesIO(plain.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
    if parsed.bozo:
        said = " ".join(str(parsed.get("bozo_exception", "")).split())[:120]
        yield Note(f"the feed is not well-formed ({said}); read as far as it can be")
    channel = parsed.feed
    for number, entry in enumerate(parsed.entries, start=1):
        yield Record(f"entry {number}", _columns(entry, channel))
    if not parsed.entries:
        yield Problem("", "the feed has no entries")
    told = len(re.findall(r"<(?:\w+:)?(?:item|entry)[\s>]", text))
    for missing in range(len(parsed.entries) + 1, told + 1):
        yield Problem(f"entry {missing}", "the entry cannot be read: the feed is broken before or in it")


def _deepest(text: str) -> int:
    """A bound of how deep the elements are nested, tags alone counted."""
    depth = deepest = 0
    text = re.sub(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->", "", text, flags=re.S)
    for match in re.finditer(r"<(/?)[A-Za-z][^<>]*?(/?)>", text):
        if match[1]:
            depth = max(depth - 1, 0)
        elif not match[2]:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _columns(entry: Any, channel: Any) -> dict[str, Any]:
    contents = [str(one.get("value") or "") for one in entry.get("content", [])]
    whole = max(contents, key=len, default="")
    source = entry.get("source") or {}
    teaser = str(entry.get("summary") or "")
    columns: dict[str, Any] = {
        "id": str(entry.get("id") or ""),
        "url": _link(entry),
        "title": str(entry.get("title") or ""),
        "published": _date(entry),
        "authors": "; ".join(
            dict.fromkeys(str(one.get("name")) for one in entry.get("authors", []) if one.get("name"))
        ),
        "outlet": str(source.get("title") or channel.get("title") or ""),
        "language": str(channel.get("language") or ""),
        "section": "; ".join(str(one.get("term")) for one in entry.get("tags", []) if one.get("term")),
        "text": whole if whole and whole != teaser else "",
        "lead": teaser,
    }
    if not columns["text"] and teaser:
        columns["text_status"] = "lead"
    if entry.get("updated") and entry.get("published"):
        columns["extra.updated"] = str(entry["updated"])
    return columns


def _link(entry: Any) -> str:
    link = str(entry.get("link") or "")
    if not link and str(entry.get("id") or "").startswith(("http://", "https://")):
        link = str(entry["id"])
    return link if link.startswith(("http://", "https://")) else ""


def _date(entry: Any) -> str:
    """The date that feedparser understood, in UTC, else as written."""
    for name in ("published", "created", "updated"):
        parsed = entry.get(f"{name}_parsed")
        if parsed and 1 <= parsed.tm_year <= 9999:
            return f"{parsed.tm_year:04d}-{parsed.tm_mon:02d}-{parsed.tm_mday:02d}T{parsed.tm_hour:02d}:{parsed.tm_min:02d}:{parsed.tm_sec:02d}Z"
        if entry.get(name):
            return str(entry[name])
    return ""
