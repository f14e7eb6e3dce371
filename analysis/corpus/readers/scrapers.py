"""Scrapers' own records: news-please, fundus, newspaper4k, trafilatura."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.corpus.readers.records import Item, Record
from analysis.corpus.readers.renamed import as_words, plain_columns

NAME = "scraper"
NOTE = ""
SIGNS = {
    "news-please": frozenset(("maintext", "date_publish", "source_domain", "title")),
    "fundus": frozenset(("plaintext", "publishing_date", "publisher")),
    "newspaper4k": frozenset(("meta_site_name", "top_image", "publish_date", "canonical_link", "text")),
    "trafilatura": frozenset(("fingerprint", "hostname", "title", "text", "date")),
}
FIELDS = {
    "maintext": "text", "text": "text", "plaintext": "text", "title": "title", "url": "url", "canonical_link": "url",
    "authors": "authors", "author": "authors", "language": "language", "lang": "language", "meta_lang": "language",
    "date_publish": "published", "publishing_date": "published", "publish_date": "published", "date": "published",
    "date_download": "retrieved", "filedate": "retrieved", "source_domain": "domain", "hostname": "domain",
    "publisher": "outlet", "meta_site_name": "outlet", "sitename": "outlet", "description": "lead", "excerpt": "lead",
    "meta_description": "lead", "source": "url", "summary": "lead", "categories": "section",
}  # fmt: skip


def fits(names: frozenset[str]) -> str:
    """By columns that only one of them has."""
    return next(
        (f"{name}: {', '.join(sorted(signs)[:3])}" for name, signs in SIGNS.items() if names >= signs), ""
    )


def translate(position: str, columns: Mapping[str, Any]) -> Iterator[Item]:
    """A scraped article as a record; the words `None` and `null` stand for nothing."""
    cleared = {name: None if value in ("None", "null", "NULL") else value for name, value in columns.items()}
    row = {str(name).strip().lower(): value for name, value in cleared.items()}
    fields = dict(FIELDS)
    if row.get("url"):
        del fields["source"]
    if "fingerprint" in row:
        fields["source-hostname"] = "outlet"
        if "source-hostname" in row:
            fields.pop("sitename", None)
        # trafilatura's JSON names the address `source`.
        if not row.get("url") and isinstance(row.get("source"), str):
            fields["source"] = "url"
    told = plain_columns(cleared, fields, ("raw_text",))
    for name in ("authors", "section"):
        if isinstance(told.get(name), list):
            told[name] = as_words(told[name])
    if isinstance(told.get("outlet"), dict):
        told["outlet"] = as_words(told["outlet"])
    if row.get("free_access") in (False, "False", "false") and told.get("text"):
        told["text_status"] = "truncated"
    for name, value in told.items():
        if name.startswith("extra.") and isinstance(value, list):
            told[name] = as_words(value) or None
    yield Record(position, told)
