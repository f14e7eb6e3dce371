"""News services' JSON: NewsAPI, mediastack, NewsData.io, the New York Times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.corpus.readers.records import Item, Record
from analysis.corpus.readers.renamed import as_words, plain_columns

NAME = "news service"
NOTE = ""
SIGNS = {
    "NewsAPI": frozenset(("source", "title", "description", "url", "publishedat", "content")),
    "mediastack": frozenset(("title", "description", "url", "source", "published_at", "country")),
    "NewsData.io": frozenset(("article_id", "title", "link", "keywords")),
    "New York Times": frozenset(("web_url", "headline", "pub_date", "abstract")),
}
FIELDS = {
    "title": "title", "url": "url", "link": "url", "web_url": "url", "content": "text", "description": "lead",
    "abstract": "lead", "snippet": "extra.snippet", "publishedat": "published", "published_at": "published",
    "pubdate": "published", "pub_date": "published", "author": "authors", "creator": "authors", "byline": "authors",
    "language": "language", "category": "section", "section_name": "section", "source": "outlet",
    "source_name": "outlet", "source_id": "extra.source_id", "article_id": "id", "_id": "id",
}  # fmt: skip
NO_CONTENT = ("ONLY AVAILABLE IN PAID PLANS", "ONLY AVAILABLE IN PROFESSIONAL AND CORPORATE PLANS")


def fits(names: frozenset[str]) -> str:
    """By each service's own names."""
    return next(
        (f"{name}: {', '.join(sorted(signs)[:3])}" for name, signs in SIGNS.items() if names >= signs), ""
    )


def translate(position: str, columns: Mapping[str, Any]) -> Iterator[Item]:
    """An article as a record; NewsAPI's content stops at about 200 characters and says so itself."""
    told = plain_columns(columns, FIELDS)
    headline = next((value for name, value in columns.items() if str(name).lower() == "headline"), None)
    if headline is not None and not told.get("title"):
        told["title"] = headline.get("main", "") if isinstance(headline, dict) else as_words(headline)
    for name in ("outlet", "authors", "section"):
        if isinstance(told.get(name), (dict, list)):
            value = told[name]
            told[name] = (
                value.get("original") or as_words(value) if isinstance(value, dict) else as_words(value)
            )
    if str(told.get("text") or "").strip() in NO_CONTENT:
        told["text"] = ""
    for name, value in list(told.items()):
        if name.startswith("extra.") and isinstance(value, (dict, list)):
            told[name] = as_words(value) or None
    yield Record(position, told)
