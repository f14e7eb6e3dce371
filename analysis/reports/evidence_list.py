"""The evidence list beside a page: every hit behind every number, written piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.reports.exports import PIECE, Texts, harmless, write_pieces

if TYPE_CHECKING:
    import pyarrow as pa

    from analysis.reports.evidence import Register
    from analysis.reports.hits import Hits

FACTS = ("article_id", "outlet", "day", "title")
"""What the list says of an article before the place of a hit; cluster_id and url come after it."""
COLUMNS = ("evidence", "number", *FACTS, "start", "end", "label", "voice", "cluster_id", "url")


def write_list(register: Register, path: Path) -> Path:
    """Write the list as a CSV; in place only when it is whole."""
    return write_pieces(_pieces(register), path)


def _pieces(register: Register) -> Iterator[pa.Table]:
    """The hits behind one number after another, in columns `COLUMNS`."""
    import pyarrow as pa

    articles = register.articles
    facts = articles[["outlet", "day", "title", "url"]].assign(
        cluster_id=register.clusters.reindex(articles.index), article_id=articles.index
    )
    known = {str(name): Texts(facts[name]) for name in facts}
    titles = harmless(pd.DataFrame({"title": [number.title for number, _, _ in register.lists]}))["title"]
    said: dict[int, dict[str, Texts]] = {}
    for title, (number, hits, chosen) in zip(titles, register.lists, strict=True):
        if id(hits) not in said:
            said[id(hits)] = {
                name: Texts(getattr(hits, name))
                for name in ("label", "voice")
                if getattr(hits, name) is not None
            }
        for low in range(0, len(chosen), PIECE):
            yield _piece(number.id, title, hits, chosen[low : low + PIECE], known, said[id(hits)])
    if not register.lists:
        yield pa.table({name: pa.array([], pa.string()) for name in COLUMNS})


def _piece(
    evidence: int, number: str, hits: Hits, rows: np.ndarray, known: dict[str, Texts], said: dict[str, Texts]
) -> pa.Table:
    """Some hits behind a number; `known` of every article, `said` of every hit."""
    import pyarrow as pa

    place, places = pa.array(hits.place[rows]), pa.array(rows)
    none = pa.nulls(len(rows), pa.large_string())
    columns: dict[str, Any] = {
        "evidence": pa.repeat(evidence, len(rows)),
        "number": pa.repeat(pa.scalar(number, pa.large_string()), len(rows)),
        **{name: known[name].take(place) for name in FACTS},
        **{name: pa.array(getattr(hits, name)[rows]) if hits.placed else none for name in ("start", "end")},
        **{name: said[name].take(places) if name in said else none for name in ("label", "voice")},
        **{name: known[name].take(place) for name in ("cluster_id", "url")},
    }
    return pa.table(columns)
