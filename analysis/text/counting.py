"""Loops over token numbers, compiled by numba at first use; import this module late.

Tables of keys have four numbers a slot, the first of them the key (never 0), and are at most half full.
"""

from __future__ import annotations

import numpy as np
from numba import njit

MIX = np.uint64(0x9E3779B97F4A7C15)
SHIFT = np.uint64(32)
GROUP_BITS = np.uint64(36)
GROUP = np.uint64(1) << GROUP_BITS
"""One group in a number that holds groups and a sum: one addition and half the memory of two."""


@njit(nogil=True, cache=True)
def _slot(key):
    mixed = key * MIX
    mixed ^= mixed >> SHIFT
    mixed *= MIX
    return mixed ^ (mixed >> SHIFT)


@njit(nogil=True, cache=True)
def _find(table, key):
    """Where a key stands in a table or would stand."""
    mask = np.uint64(len(table) // 4 - 1)
    slot = _slot(key) & mask
    while table[np.int64(slot) * 4] != key and table[np.int64(slot) * 4]:
        slot = (slot + np.uint64(1)) & mask
    return np.int64(slot) * 4


@njit(nogil=True, cache=True)
def _roomy(table, used):
    """The table, wider where `used` keys would fill more than half of it."""
    while used * 8 > len(table):
        wide = np.zeros(len(table) * 2, dtype=np.uint64)
        for old in range(0, len(table), 4):
            if table[old]:
                place = _find(wide, table[old])
                for k in range(4):
                    wide[place + k] = table[old + k]
        table = wide
    return table


@njit(nogil=True, cache=True)
def tally(ids, size):
    """How often each number from 0 to `size` occurs (int64); the others (-1) are left out."""
    total = np.zeros(size + 1, dtype=np.int64)
    for number in ids:
        total[number if number >= 0 else size] += 1
    return total[:size]


@njit(nogil=True, cache=True)
def matrix(ids, offsets, column, columns, counts, seen):
    """Articles by terms in CSR form: where each row begins; columns, in the order in which they first occur in it, and
    counts are written into arrays with room for every token.

    `column` : the column of each number, -1 for those left out (and numbers below 0); where it is empty, number 1 is
    column 0 and so on, and number 0 is left out. `seen` : -1 for each column; it stays so where a column never occurs.
    """
    borders = np.zeros(len(offsets), dtype=np.int64)
    done, chosen = np.int64(0), len(column) > 0
    for row in range(len(offsets) - 1):
        first = done
        for place in range(offsets[row], offsets[row + 1]):
            kind = np.int64(ids[place])
            if chosen:
                kind = np.int64(column[kind]) if kind >= 0 else kind
            else:
                kind -= 1
            if kind < 0:
                continue
            known = np.int64(seen[kind])
            new = known < first
            spot = done if new else known
            seen[kind] = spot
            columns[spot] = kind
            counts[spot] = 1 if new else counts[spot] + 1
            done += np.int64(new)
        borders[row + 1] = done
    return borders


@njit(nogil=True, cache=True)
def _add_row(columns, counts, found):
    """Add one row that is a group of its own."""
    for place in range(len(columns)):
        found[columns[place]] += GROUP + np.uint64(counts[place])


@njit(nogil=True, cache=True)
def _add_row_of_group(columns, counts, found, last, mark):
    """Add a row of a group of several; `last` : which group had a column last."""
    for place in range(len(columns)):
        column = columns[place]
        found[column] += np.uint64(counts[place])
        if last[column] != mark:
            last[column] = mark
            found[column] += GROUP


@njit(nogil=True, cache=True)
def sides(borders, columns, counts, order, group, side, width):
    """For each side (0 and 1) and column the groups that have it, times `GROUP`, plus its sum over the rows (below `GROUP`).

    `order` : the rows, those of one group together. A group of one row, as most are, needs no look at who was there before.
    """
    found = np.zeros((2, width), dtype=np.uint64)
    last = np.full(width, -1, dtype=np.int64)
    for which in range(2):
        low = 0
        while low < len(order):
            high = low + 1
            while high < len(order) and group[order[high]] == group[order[low]]:
                high += 1
            for k in range(low, high):
                row = order[k]
                if side[row] == which:
                    here = slice(borders[row], borders[row + 1])
                    if high - low == 1:
                        _add_row(columns[here], counts[here], found[which])
                    else:
                        _add_row_of_group(columns[here], counts[here], found[which], last, 2 * low + which)
            low = high
    return found


@njit(nogil=True, cache=True)
def _add_pairs(ids, start, border, stop, wanted, sentence, group, table, used):
    """Count the neighbours of one article; keys used afterwards."""
    for place in range(start, stop - 1):
        one, two = ids[place], ids[place + 1]
        if not (wanted[one] and wanted[two]):
            continue
        if len(sentence):
            if sentence[place] != sentence[place + 1]:
                continue
        elif place + 1 == border:
            continue
        key = (np.uint64(one) << SHIFT) | np.uint64(two)
        spot = _find(table, key)
        if table[spot] == 0:
            table[spot] = key
            used += 1
        table[spot + 1] += np.uint64(1)
        if table[spot + 3] != group:
            table[spot + 2] += np.uint64(1)
            table[spot + 3] = group
    return used


@njit(nogil=True, cache=True)
def pairs(ids, offsets, title_length, wanted, sentence, order, group):
    """Neighbouring words: first, second, how often, in how many groups; in no particular order.

    `wanted` : types that count (not the pad); `sentence` : number of each token or nothing; `order` : articles,
    those of one group (a number of 1 or more) together.
    """
    table = np.zeros(4 << 12, dtype=np.uint64)
    used = 0
    for row in order:
        start, stop = offsets[row], offsets[row + 1]
        table = _roomy(table, used + stop - start)
        border = start + title_length[row]
        used = _add_pairs(ids, start, border, stop, wanted, sentence, np.uint64(group[row]), table, used)
    found = np.empty((used, 4), dtype=np.int64)
    done = 0
    for spot in range(0, len(table), 4):
        if table[spot]:
            found[done, 0] = np.int64(table[spot] >> SHIFT)
            found[done, 1] = np.int64(table[spot] & np.uint64(0xFFFFFFFF))
            found[done, 2], found[done, 3] = np.int64(table[spot + 1]), np.int64(table[spot + 2])
            done += 1
    return found


@njit(nogil=True, cache=True)
def _number(codes, ids, start, stop, length, wanted, table, used):
    """Lengthen the n-grams of one stretch by a word; their numbers replace `codes`."""
    for place in range(start, stop):
        code, last = codes[place], place + length - 1
        if code < 0:
            continue
        if last >= stop or not wanted[ids[last]]:
            codes[place] = -1
            continue
        key = (np.uint64(code) << SHIFT) | np.uint64(ids[last])
        spot = _find(table, key)
        if table[spot] == 0:
            table[spot], table[spot + 1] = key, np.uint64(used)
            used += 1
        table[spot + 2] += np.uint64(1)
        codes[place] = np.int32(table[spot + 1])
    return used


@njit(nogil=True, cache=True)
def lengthen(codes, ids, offsets, title_length, length, wanted):
    """From n-grams of `length - 1` words to those of `length`: numbers in `codes` (-1: none), in place.

    Returns
    -------
    For each number: the shorter n-gram, the last word, how often.
    """
    table = np.zeros(4 << 12, dtype=np.uint64)
    used = 0
    for row in range(len(offsets) - 1):
        table = _roomy(table, used + offsets[row + 1] - offsets[row])
        border = offsets[row] + title_length[row]
        used = _number(codes, ids, offsets[row], border, length, wanted, table, used)
        used = _number(codes, ids, border, offsets[row + 1], length, wanted, table, used)
    found = np.empty((used, 3), dtype=np.int64)
    for spot in range(0, len(table), 4):
        if table[spot]:
            number = np.int64(table[spot + 1])
            found[number, 0] = np.int64(table[spot] >> SHIFT)
            found[number, 1] = np.int64(table[spot] & np.uint64(0xFFFFFFFF))
            found[number, 2] = np.int64(table[spot + 2])
    return found
