"""Loops over the bytes of articles, compiled by numba at first use; import this module late.

A *chunk* is what stands between white space, without the marks around it that no word begins or ends with. A word
of at most 15 bytes is its own key; a longer one is known by 128 bits and then compared byte by byte, so no text can
make two words one. The seed moves words about in the table, never their numbers.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from analysis.text.bits import fetch, filled, load, ones, zeros

BATCH = 512
"""Runs looked up together, so that the memory they need is on its way before."""
LONG = np.uint64(0xFF) << np.uint64(56)
ONE, FOUR = np.uint64(1), np.uint64(4)
ONES = np.uint64(0x0101010101010101)
HIGH = np.uint64(0x8080808080808080)
SEVEN = np.uint64(0x7F7F7F7F7F7F7F7F)
MIX_1, MIX_2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
SHIFT_29, SHIFT_32 = np.uint64(29), np.uint64(32)


def _marks(kept: str) -> np.ndarray:
    """True for the ASCII marks that are neither letters, digits nor in `kept`."""
    return np.array([32 < i < 127 and not chr(i).isalnum() and chr(i) not in kept for i in range(256)])


LEADING, TRAILING = _marks("_.+-@#"), _marks("_/=%")
CURLY = np.isin(np.arange(256), [0x93, 0x94, 0x98, 0x99, 0x9C, 0x9D, 0xA6])
"""Last bytes of dashes, curly quotation marks and the ellipsis (E2 80 xx)."""
OUTER, FINAL = LEADING | (np.arange(256) == 0xE2), TRAILING | CURLY
"""Bytes with which a run may begin or end that has marks around it."""
FIRST = np.array([(1 << 8 * min(i, 8)) - 1 for i in range(16)], dtype=np.uint64)
SECOND = np.array([(1 << 8 * max(i - 8, 0)) - 1 for i in range(16)], dtype=np.uint64)
"""What is kept of eight and of eight more bytes of a chunk of so many."""


@njit(nogil=True, cache=True)
def _eight(data, place, stop):
    """The bytes from `place`, at most to `stop`, as one number (missing ones 0)."""
    if place + 8 <= len(data):
        word = load(data, place)
        if stop - place < 8:
            word &= (ONE << np.uint64(8 * (stop - place))) - ONE
        return word
    word = np.uint64(0)
    for k in range(stop - place if stop - place < 8 else 8):
        word |= np.uint64(data[place + k]) << np.uint64(8 * k)
    return word


@njit(nogil=True, cache=True)
def _lowered(word):
    """Eight bytes with ASCII capitals made small."""
    seven = word & SEVEN
    capital = (seven + np.uint64(63) * ONES) & ~(seven + np.uint64(37) * ONES) & ~word & HIGH
    return word | (capital >> np.uint64(2))


@njit(nogil=True, cache=True)
def _long_key(data, place, stop, lower, seed):
    """Two numbers that stand for a chunk of more than 15 bytes."""
    one, two = seed, seed ^ MIX_2
    while place < stop:
        word = _eight(data, place, stop)
        if lower:
            word = _lowered(word)
        one = (one ^ word) * MIX_1
        one ^= one >> SHIFT_29
        two = (two + word) * MIX_2
        two ^= two >> SHIFT_32
        place += 8
    return one | np.uint64(1), two | LONG


@njit(nogil=True, cache=True)
def _same(data, place, stop, lower, arena, start, end):
    """True where a chunk has the bytes of a known kind."""
    if stop - place != end - start:
        return False
    for k in range(0, stop - place, 8):
        word = _eight(data, place + k, stop)
        if lower:
            word = _lowered(word)
        if word != _eight(arena, start + k, end):
            return False
    return True


@njit(nogil=True, cache=True)
def _slot(one, two, seed):
    mixed = (one ^ seed) * MIX_1
    mixed ^= (two + seed) * MIX_2
    mixed ^= mixed >> SHIFT_32
    mixed *= MIX_1
    return mixed ^ (mixed >> SHIFT_29)


@njit(nogil=True, cache=True)
def wider(table, wide, seed):
    """Enter what a table holds into one with more room."""
    mask = np.uint64(len(wide) // 4 - 1)
    for old in range(0, len(table), 4):
        if table[old]:
            slot = _slot(table[old], table[old + 1], seed) & mask
            while wide[slot * FOUR]:
                slot = (slot + ONE) & mask
            for k in range(3):
                wide[np.int64(slot) * 4 + k] = table[old + k]


@njit(nogil=True, cache=True)
def _longer(array, size):
    if size <= len(array):
        return array
    grown = np.empty(max(size, len(array) * 2), dtype=array.dtype)
    grown[: len(array)] = array
    return grown


@njit(nogil=True, cache=True)
def _block(data, place, stop):
    """Which of the 64 bytes from `place` stand before `stop` and are no white space, as bits."""
    if place + 64 <= len(data):
        word = filled(data, place)
        if stop - place < 64:
            word &= (ONE << np.uint64(stop - place)) - ONE
        return word
    word = np.uint64(0)
    for k in range(stop - place if stop - place < 64 else 64):
        if data[place + k] > 32:
            word |= ONE << np.uint64(k)
    return word


@njit(nogil=True, cache=True)
def count_runs(data, borders):
    """How many runs between white space the texts have."""
    edges = np.int64(0)
    for text in range(len(borders) - 1):
        inside = np.uint64(0)
        for place in range(borders[text], borders[text + 1], 64):
            word = _block(data, place, borders[text + 1])
            edges += np.int64(ones(word ^ ((word << ONE) | inside)))
            inside = word >> np.uint64(63)
        edges += np.int64(inside)
    return edges // 2


@njit(nogil=True, cache=True)
def _runs(data, borders, at, marks, before):
    """Where the next runs between white space begin and end, one after another into `marks`; how many such places.

    `at` : text and byte to go on from, and 1 where a run has begun already, in `marks[0]`. `before` of the texts
    that come to an end: runs of this batch until then.
    """
    text, place, count = at[0], at[1], at[2]
    while text < len(borders) - 1:
        stop = borders[text + 1]
        while place < stop:
            if count > 2 * BATCH - 66:
                at[0], at[1] = text, place
                return count
            word = _block(data, place, stop)
            edges = word ^ ((word << ONE) | np.uint64(count & 1))
            while edges:
                marks[count] = place + np.int64(zeros(edges))
                edges &= edges - ONE
                count += 1
            place += 64
        if count & 1:
            marks[count] = stop
            count += 1
        text, place = text + 1, stop
        before[text] = count >> 1
    at[0], at[1] = text, place
    return count


@njit(nogil=True, cache=True)
def _trimmed(data, place, end):
    """A run without the marks around it."""
    while place < end:
        byte = data[place]
        if LEADING[byte]:
            place += 1
        elif byte == 0xE2 and place + 2 < end and data[place + 1] == 0x80 and CURLY[data[place + 2]]:
            place += 3
        else:
            break
    while end > place:
        byte = data[end - 1]
        if TRAILING[byte]:
            end -= 1
        elif end - place > 2 and CURLY[byte] and data[end - 2] == 0x80 and data[end - 3] == 0xE2:
            end -= 3
        else:
            break
    return place, end


@njit(nogil=True, cache=True)
def _keyed(data, marks, runs, lower, seed, table, keys, before, first, last, done):
    """Trim the runs of a batch and work out their keys and slots; how many are left. `before` of the texts from `first`
    to `last` becomes chunks. `marks` keeps the places of what is left.
    """
    mask = np.uint64(len(table) // 4 - 1)
    many, text = 0, first
    border = before[text] if text < last else -1
    for run in range(runs):
        while run == border:
            before[text] = done + many
            text += 1
            border = before[text] if text < last else -1
        place, end = marks[2 * run], marks[2 * run + 1]
        if OUTER[data[place]] or FINAL[data[end - 1]]:
            place, end = _trimmed(data, place, end)
            if place >= end:
                continue
        size = end - place
        if size < 16 and place + 16 <= len(data):
            one, two = load(data, place) & FIRST[size], load(data, place + 8) & SECOND[size]
            if lower:
                one, two = _lowered(one), _lowered(two)
        elif size < 16:
            one = _eight(data, place, end)
            two = _eight(data, place + 8, end) if size > 8 else np.uint64(0)
            if lower:
                one, two = _lowered(one), _lowered(two)
        else:
            one, two = _long_key(data, place, end, lower, seed)
        slot = (_slot(one, two, seed) & mask) * FOUR
        fetch(table, np.int64(slot))
        keys[many, 0], keys[many, 1], keys[many, 2] = one, two, slot
        marks[2 * many], marks[2 * many + 1] = place, end
        many += 1
    while text < last:
        before[text] = done + many
        text += 1
    return many


@njit(nogil=True, cache=True)
def _enter(data, place, stop, lower, kind, letters, arena, ends, plain):
    """Write down a new kind of chunk."""
    base, easy = ends[kind] + 1, True
    for i in range(stop - place):
        byte = data[place + i]
        if lower and 65 <= byte <= 90:
            byte += np.uint8(32)
        arena[base + i] = byte
        easy &= letters[byte]
    arena[base + stop - place] = 10
    ends[kind + 1] = base + stop - place
    plain[kind] = easy


@njit(nogil=True, cache=True)
def _look_up(data, keys, marks, many, lower, letters, table, arena, ends, plain, kinds, out, done):
    """Number the chunks of a batch; new kinds enter the table and the arena. How many kinds there are."""
    size = np.int64(len(table))
    for k in range(many):
        one, two, spot = keys[k, 0], keys[k, 1], np.int64(keys[k, 2])
        while True:
            if table[spot] == one and table[spot + 1] == two:
                kind = np.int64(table[spot + 2])
                if two < LONG or _same(
                    data, marks[2 * k], marks[2 * k + 1], lower, arena, ends[kind] + 1, ends[kind + 1]
                ):
                    break
            elif table[spot] == 0:
                kind = kinds
                kinds += 1
                table[spot], table[spot + 1], table[spot + 2] = one, two, np.uint64(kind)
                _enter(data, marks[2 * k], marks[2 * k + 1], lower, kind, letters, arena, ends, plain)
                break
            spot += 4
            if spot == size:
                spot -= size
        out[done + k] = kind
    return kinds


@njit(nogil=True, cache=True)
def scan(data, borders, lower, letters, seed, table, arena, ends, plain, at, marks, out, before, firsts):
    """Number the chunks of texts, until all are done or the tables are full.

    Parameters
    ----------
    data, borders : bytes of all texts and where each begins. `letters` : the bytes of plain words (bool, 256).
    table : room for 4 numbers a slot (key, key, kind, nothing). `arena`, `ends`, `plain` : bytes of the kinds, each after
    a line end, and which are plain. `at` : text, byte, 1 inside a run, chunks done, kinds. `marks` : 2 * BATCH places.
    out, before, firsts : kind of each chunk, where those of each text begin in `out`, first byte of each chunk (left out
    if empty).

    Returns
    -------
    Whether all is done; if not, the caller makes room for a batch in what is full.
    """
    keys = np.empty((BATCH, 4), dtype=np.uint64)
    done, kinds = at[3], at[4]
    ready = True
    while at[0] < len(borders) - 1:
        ready = (kinds + BATCH) * 8 <= len(table) and kinds + BATCH < len(plain)
        if not ready:
            break
        kept, first = (at[0], at[1], at[2], marks[0]), at[0] + 1
        count = _runs(data, borders, at, marks, before)
        runs, rest = count >> 1, count & 1
        need = ends[kinds] + 2
        for run in range(runs):
            need += marks[2 * run + 1] - marks[2 * run] + 1
        ready = need <= len(arena)
        if not ready:
            at[0], at[1], at[2], marks[0] = kept
            at[5] = need
            break
        last = marks[count - 1] if rest else np.int64(0)
        many = _keyed(data, marks, runs, lower, seed, table, keys, before, first, at[0] + 1, done)
        kinds = _look_up(data, keys, marks, many, lower, letters, table, arena, ends, plain, kinds, out, done)
        if len(firsts):
            for k in range(many):
                firsts[done + k] = marks[2 * k]
        done += many
        at[2], marks[0] = rest, last
    at[3], at[4] = done, kinds
    return ready
