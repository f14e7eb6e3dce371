"""The evidence list beside a page: every hit behind every number, written piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.reports.exports import PIECE, Texts, harmless, write_pieces

if TYPE_CHECKING:
    import pyarrow as pa

    from analysis.reports.evidence import Register

FACTS = ("article_id", "outlet", "day", "title")
"""What the list says of an article before the place of a hit; cluster_id and url come after it."""


def write_list(register: Register, path: Path) -> Path:
    """Write the list as a CSV; in place only when it is whole."""
    return write_pieces(_pieces(register), path)


def _pieces(register: Register) -> Iterator[pa.Table]:
    """The hits behind one number after another: evidence, number, FACTS, start, end, label, voice, cluster_id, url."""
    import pyarrow as pa

    articles = register.articles
    facts = articles[["outlet", "day", "title", "url"]].assign(
        cluster_id=register.clusters.reindex(articles.index), article_id=articles.index
    )
    known = {str(name): Texts(facts[name]) for name in facts}
    words: dict[int, dict[str, Texts]] = {}
    titles = harmless(pd.DataFrame({"title": [number.title for number, _, _ in register.lists]}))["title"]
    for title, (number, hits, chosen) in zip(titles, register.lists, strict=True):
        said = words.setdefault(
            id(hits),
            {
                name: Texts(column)
                for name, column in (("label", hits.label), ("voice", hits.voice))
                if column is not None
            },
        )
        for low in range(0, len(chosen), PIECE):
            rows = chosen[low : low + PIECE]
            place, places = pa.array(hits.place[rows]), pa.array(rows)
            none = pa.nulls(len(rows), pa.large_string())
            columns: dict[str, Any] = {
                "evidence": pa.repeat(number.id, len(rows)),
                "number": pa.repeat(pa.scalar(title, pa.large_string()), len(rows)),
                **{name: known[name].take(place) for name in FACTS},
                **{
                    name: pa.array(getattr(hits, name)[rows]) if hits.placed else none
                    for name in ("start", "end")
                },
                **{name: said[name].take(places) if name in said else none for name in ("label", "voice")},
                **{name: known[name].take(place) for name in ("cluster_id", "url")},
            }
            yield pa.table(columns)
