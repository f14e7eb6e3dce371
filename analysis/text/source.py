"""The titles and texts behind a token stream: held in Arrow, joined to one string when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.text.layout import GAP

CHUNK = 1_000_000
"""Bytes of text from which the chunks of a column are left as they are."""


class Texts(Sequence[str]):
    """Articles as the joined strings that spans index, made one at a time: the texts are not held twice.

    Attributes
    ----------
    titles, bodies : Arrow large_string arrays, in chunks perhaps, without nulls.

    Examples
    --------
    >>> texts = Texts.of(pd.DataFrame({"title": ["Rudal", None], "text": ["Uji.", "Lagi."]}))
    >>> texts[0], len(texts), texts.body_start.tolist()
    ('Rudal\\n\\nUji.', 2, [7, 2])
    """

    def __init__(self, titles: Any, bodies: Any) -> None:
        self.titles, self.bodies = titles, bodies

    @classmethod
    def of(cls, articles: pd.DataFrame) -> Texts:
        """The titles and texts of an article table; missing counts as empty."""
        return cls(_strings(articles["title"]), _strings(articles["text"]))

    def __len__(self) -> int:
        return len(self.titles)

    def __getitem__(self, i: Any) -> Any:
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        return self.titles[int(i)].as_py() + GAP + self.bodies[int(i)].as_py()

    def __iter__(self) -> Iterator[str]:
        return (self[i] for i in range(len(self)))

    @property
    def body_start(self) -> np.ndarray:
        """Character at which the text begins in each joined string (int64)."""
        import pyarrow.compute as pc

        return pc.utf8_length(self.titles).to_numpy().astype(np.int64) + len(GAP)

    def take(self, positions: np.ndarray) -> Texts:
        """The articles at `positions`."""
        import pyarrow as pa

        chosen = pa.array(np.asarray(positions, dtype=np.int64))
        return Texts(self.titles.take(chosen), self.bodies.take(chosen))

    def empty(self) -> Any:
        """As many empty strings (Arrow large_string)."""
        import pyarrow as pa

        return pa.repeat(pa.scalar("", pa.large_string()), len(self))


def _strings(column: pd.Series) -> Any:
    """A column of text as Arrow large_string without nulls, copied only where it must be."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not isinstance(column.dtype, pd.StringDtype):
        column = column.astype("object").where(column.notna(), "").astype("str")
    found = pa.array(column, pa.large_string())
    if isinstance(found, pa.ChunkedArray) and (
        found.num_chunks < 2 or found.nbytes < CHUNK * found.num_chunks
    ):
        found = found.chunk(0) if found.num_chunks == 1 else found.combine_chunks()
    return pc.fill_null(found, "") if found.null_count else found
