"""What a page says about itself in its head: title, address, time of publication, authors, section, site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

ARTICLE_TYPES = re.compile(r"(Article|BlogPosting|Report)$")
META = {
    "title": ("og:title", "twitter:title", "dc.title", "originaltitle", "title"),
    "url": ("og:url", "twitter:url", "parsely-link"),
    "published": (
        "article:published_time", "og:published_time", "article:published", "datepublished", "publishdate",
        "publish-date", "pubdate", "publish_date", "dc.date", "dc.date.issued", "dcterms.created", "parsely-pub-date",
        "date", "sailthru.date", "content_publisheddate", "cxenseparse:recs:publishtime",
    ),
    "authors": ("author", "article:author", "dc.creator", "content_author", "parsely-author", "sailthru.author"),
    "section": ("article:section", "content_category", "parsely-section", "section", "category"),
    "outlet": ("og:site_name", "application-name", "twitter:site"),
    "lead": ("og:description", "description", "twitter:description"),
    "language": ("og:locale", "content-language", "language"),
}  # fmt: skip


def page_metadata(tree: Any) -> dict[str, str]:
    """Read an lxml tree's head.

    Returns
    -------
    dict with those of title, url, published, authors, section, outlet, lead, language that the page states. Meta tags
    come first, then linked data, then microdata.
    """
    found: dict[str, str] = {}
    meta = _meta(tree)
    for field, names in META.items():
        value = next((meta[name] for name in names if meta.get(name)), "")
        if value:
            found[field] = value
    link = tree.xpath('//link[@rel="canonical"]/@href')
    if link and link[0].startswith("http"):
        found["url"] = link[0].strip()
    for field, value in _linked_data(tree).items():
        if value and (field not in found or field in {"authors", "published"}):
            found[field] = value
    if "published" not in found:
        stamp = tree.xpath(
            '//*[@itemprop="datePublished"]/@content | //*[@itemprop="datePublished"]/@datetime'
        )
        if stamp:
            found["published"] = stamp[0].strip()
    if "authors" in found and re.match(r"(https?://|@)", found["authors"]):
        del found["authors"]
    if "outlet" in found and found["outlet"].startswith("@"):
        del found["outlet"]
    return found


def _meta(tree: Any) -> dict[str, str]:
    """First content of each meta tag by lower-cased name, property or itemprop."""
    meta: dict[str, str] = {}
    for tag in tree.iter("meta"):
        content = (tag.get("content") or "").strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (tag.get(key) or "").strip().lower()
            if name and content:
                meta.setdefault(name, content)
    return meta


def _linked_data(tree: Any) -> dict[str, str]:
    """What JSON-LD says of the article of the page."""
    for script in tree.xpath('//script[@type="application/ld+json"]/text()')[:12]:
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and ARTICLE_TYPES.search(kind) for kind in kinds):
                return {
                    "title": _text(node.get("headline")),
                    "published": _text(node.get("datePublished")),
                    "authors": _names(node.get("author")),
                    "section": _names(node.get("articleSection")),
                    "outlet": _names(node.get("publisher")),
                }
    return {}


def _nodes(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for item in data[:50]:
            yield from _nodes(item, depth + 1) if depth < 4 else ()
    elif isinstance(data, dict):
        yield data
        if isinstance(data.get("@graph"), list):
            yield from _nodes(data["@graph"], depth + 1)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _names(value: Any) -> str:
    """A name, a named thing, or a list of them, joined."""
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return "; ".join(dict.fromkeys(filter(None, map(_names, value))))
    return _text(value)
