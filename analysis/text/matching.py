"""Loops over shingles, compiled by numba at first use; import this module late. The plain ways stand beside their callers."""

from __future__ import annotations

import numpy as np
from numba import njit

from analysis.text.counting import _find, _roomy

FACTOR_1, FACTOR_2, FACTOR_3 = (
    np.uint64(one) for one in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
)
ONE, SHIFT_29, SHIFT_32 = np.uint64(1), np.uint64(29), np.uint64(32)


@njit(nogil=True, cache=True)
def _shingles_of(ids, start, stop, keys, figures, every, out, done):
    """Write the distinct shingles of one article, sorted; where they end."""
    end = done
    for place in range(start, stop - 2):
        one, two, three = ids[place], ids[place + 1], ids[place + 2]
        total = keys[one] * FACTOR_1 + keys[two] * FACTOR_2 + keys[three] * FACTOR_3
        total ^= total >> SHIFT_32
        total *= FACTOR_1
        total ^= total >> SHIFT_29
        if ((total >> ONE) & (every - ONE)) == 0:
            figure = figures[one] or figures[two] or figures[three]
            out[end] = (total & ~ONE) | (ONE if figure else np.uint64(0))
            end += 1
    out[done:end].sort()
    last = done
    for place in range(done, end):
        if place == done or out[place] != out[last - 1]:
            out[last] = out[place]
            last += 1
    return last


@njit(nogil=True, cache=True)
def distinct_shingles(ids, offsets, keys, figures, rows, every):
    """Distinct shingles of the articles `rows`, sorted, and where those of each begin."""
    size = 0
    for k in range(len(rows)):
        size += max(offsets[rows[k] + 1] - offsets[rows[k]], 0)
    out = np.empty(size + 1, dtype=np.uint64)
    borders = np.zeros(len(rows) + 1, dtype=np.int64)
    for k in range(len(rows)):
        start, stop = offsets[rows[k]], offsets[rows[k] + 1]
        borders[k + 1] = _shingles_of(ids, start, stop, keys, figures, every[k], out, borders[k])
    return out[: borders[-1]].copy(), borders


@njit(nogil=True, cache=True)
def _tally(keys, outlet, day, coarse, table, used):
    """Count a day for each shingle of an outlet that three texts may have; keys used afterwards."""
    for key in keys:
        if coarse[(key >> SHIFT_32) & np.uint64(len(coarse) - 1)] < 3:
            continue
        mixed = (key ^ outlet) * FACTOR_2 | ONE
        spot = _find(table, mixed)
        if table[spot] == 0:
            table[spot] = mixed
            used += 1
        if table[spot + 1] != day:
            table[spot + 1] = day
            table[spot + 2] += np.uint64(2 if day & ONE else 1)
    return used


@njit(nogil=True, cache=True)
def recurring(keys, borders, outlet, day, counts, order):
    """How often each shingle recurs in its outlet: 2 for each day, 1 for each text without a day; 0 in few texts.

    Parameters
    ----------
    outlet : number of the outlet of each article; `day` : odd number of its day, even and its own where unknown, never 0.
    counts : False for articles that add nothing (further copies of one text); `order` : articles by day.
    """
    table = np.zeros(4 << 12, dtype=np.uint64)
    used, room = 0, 1024
    while room < len(keys):
        room *= 2
    coarse = np.zeros(room, dtype=np.uint8)
    for key in keys:
        spot = (key >> SHIFT_32) & np.uint64(room - 1)
        if coarse[spot] < 3:
            coarse[spot] += np.uint8(1)
    for row in order:
        if counts[row]:
            table = _roomy(table, used + borders[row + 1] - borders[row])
            used = _tally(keys[borders[row] : borders[row + 1]], outlet[row], day[row], coarse, table, used)
    found = np.zeros(len(keys), dtype=np.int64)
    for row in range(len(borders) - 1):
        for place in range(borders[row], borders[row + 1]):
            if coarse[(keys[place] >> SHIFT_32) & np.uint64(room - 1)] < 3:
                continue
            spot = _find(table, (keys[place] ^ outlet[row]) * FACTOR_2 | ONE)
            found[place] = np.int64(table[spot + 2])
    return found


@njit(nogil=True, cache=True)
def common(keys, borders, telling, first, second):
    """What pairs of articles share: telling shingles, and those of them with a figure."""
    found = np.zeros((len(first), 2), dtype=np.int64)
    for k in range(len(first)):
        one, two = borders[first[k]], borders[second[k]]
        while one < borders[first[k] + 1] and two < borders[second[k] + 1]:
            if keys[one] < keys[two]:
                one += 1
            elif keys[one] > keys[two]:
                two += 1
            else:
                if telling[one] and telling[two]:
                    found[k, 0] += 1
                    found[k, 1] += np.int64(keys[one] & ONE)
                one += 1
                two += 1
    return found
