"""Media monitoring: Meltwater and Brandwatch exports, which hold snippets and never whole articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.corpus.readers.records import Item, Record
from analysis.corpus.readers.renamed import plain_columns

NAME = "media monitoring"
NOTE = "texts are snippets"
MELTWATER = frozenset(("date", "headline", "url", "opening text", "hit sentence"))
BRANDWATCH = frozenset(("query id", "query name", "date", "title", "snippet", "url"))
FIELDS = {
    "url": "url", "original url": "extra.original_url", "headline": "title", "title": "title", "source": "outlet",
    "language": "language", "author": "authors", "domain": "domain", "date": "published", "time": "time",
    "opening text": "extra.opening_text", "hit sentence": "extra.hit_sentence", "full text": "text",
    "influencer": "authors", "document id": "id", "resource id": "id",
}  # fmt: skip
DROPPED = ("ave", "alternate date format")
"""The "advertising value" measures nothing; the second date repeats the first."""


def fits(names: frozenset[str]) -> str:
    """By opening text and hit sentence (Meltwater), or by query and snippet (Brandwatch)."""
    if names >= MELTWATER:
        return "Headline, Opening Text, Hit Sentence (Meltwater)"
    return "Query Id, Title, Snippet (Brandwatch)" if names >= BRANDWATCH else ""


def translate(position: str, columns: Mapping[str, Any]) -> Iterator[Item]:
    """A mention as a record whose text is what the service shows of it."""
    told = plain_columns(columns, FIELDS, DROPPED)
    if not _words(told.get("text")):
        parts = [
            _words(told.get(name)) for name in ("extra.opening_text", "extra.hit_sentence", "extra.Snippet")
        ]
        shown = [part for part in parts if part]
        bare = [part.strip(". …") for part in shown]
        # The opening and the sentence that was hit are often the same words, one of them cut.
        kept = [
            part
            for place, part in enumerate(shown)
            if not any(
                bare[place] in other and (len(bare[place]) < len(other) or place > before)
                for before, other in enumerate(bare)
                if before != place
            )
        ]
        told["text"] = "\n\n".join(kept)
        told["text_status"] = "snippet"
    if ":" in str(told.get("published") or ""):
        told.pop("time", None)
    yield Record(position, told)


def _words(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
