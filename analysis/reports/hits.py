"""What a panel counts, as arrays: where each hit stands, and in which order hits are drawn for a sample."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.tables import places

NOWHERE = -1
"""The start and end of what is counted without a place in the text, such as a whole article."""


class Hits:
    """Score rows, hits, quotations or mentions, read once for all the numbers that count some of them.

    Attributes
    ----------
    place : row of each hit's article in the article table, -1 for an article that is not there. `start`, `end` : characters
    of the joined text, -1 where there are none. `drawn` : a seeded hash; the hits with the smallest ones are the sample.
    `label`, `voice` : as in the table, or None.
    """

    def __init__(self, table: pd.DataFrame, articles: pd.Index, hashes: np.ndarray) -> None:
        self.place = places(table["article_id"], articles).astype(np.int32)
        nowhere = np.full(len(table), NOWHERE, dtype=np.int32)
        self.start = table["start"].to_numpy(dtype=np.int32) if "start" in table else nowhere
        self.end = table["end"].to_numpy(dtype=np.int32) if "end" in table else nowhere
        self.placed = "start" in table and "end" in table
        self.drawn = mixed(hashes[self.place] ^ mixed(self.start.astype(np.int64).astype(np.uint64)))
        self.label, self.voice = (
            table[name].astype("category") if name in table else None for name in ("label", "voice")
        )

    def known(self, rows: np.ndarray | None = None) -> np.ndarray:
        """Those of some rows (of all if None) whose article is in the article table."""
        chosen = np.arange(len(self.place), dtype=np.int32) if rows is None else rows
        return chosen[self.place[chosen] >= 0]

    def sample(self, rows: np.ndarray, most: int) -> list[tuple[int, int, int]]:
        """Distinct places (row of the article, start, end) to show of some hits: those with the smallest hash, the first first."""
        drawn, few = self.drawn[rows], min(8 * most, len(rows))
        found = self._first(rows[np.argpartition(drawn, few - 1)[:few]], most)
        return self._first(rows, most) if len(found) < most and few < len(rows) else found

    def _first(self, rows: np.ndarray, most: int) -> list[tuple[int, int, int]]:
        keys = (self.end[rows], self.start[rows], self.place[rows], self.drawn[rows])
        order = rows[np.lexsort(keys)]
        each = zip(
            self.place[order].tolist(), self.start[order].tolist(), self.end[order].tolist(), strict=True
        )
        return list(dict.fromkeys(each))[:most]


def mixed(numbers: np.ndarray) -> np.ndarray:
    """Whole numbers of 64 bits stirred, so that near ones end up far apart (the finaliser of MurmurHash3)."""
    stirred = numbers.astype(np.uint64)
    for shift, factor in ((33, 0xFF51AFD7ED558CCD), (33, 0xC4CEB9FE1A85EC53)):
        stirred = (stirred ^ (stirred >> np.uint64(shift))) * np.uint64(factor)
    return stirred ^ (stirred >> np.uint64(33))
