"""Loops over the bytes of articles, compiled by numba at first use; import this module late.

A *chunk* is what stands between white space, without the marks around it that no word begins or ends with. A word
of at most 15 bytes is its own key; a longer one is known by 128 bits and then compared byte by byte, so no text can
make two words one. The seed moves words about in the table, never their numbers.
"""

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

BATCH = 1024
LONG = np.uint64(0xFF) << np.uint64(56)
ONES = np.uint64(0x0101010101010101)
HIGH = np.uint64(0x8080808080808080)
SEVEN = np.uint64(0x7F7F7F7F7F7F7F7F)
SPACE = np.uint64(0x2121212121212121)
MIX_1, MIX_2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
SHIFT_29, SHIFT_32 = np.uint64(29), np.uint64(32)


def _marks(kept: str) -> np.ndarray:
    """True for the ASCII marks that are neither letters, digits nor in `kept`."""
    return np.array([32 < i < 127 and not chr(i).isalnum() and chr(i) not in kept for i in range(256)])


LEADING, TRAILING = _marks("_.+-@#"), _marks("_/=%")
CURLY = np.isin(np.arange(256), [0x93, 0x94, 0x98, 0x99, 0x9C, 0x9D, 0xA6])
"""Last bytes of dashes, curly quotation marks and the ellipsis (E2 80 xx)."""
PLAIN = np.array([97 <= i <= 122 for i in range(256)])


@intrinsic
def _load(_context, array, place):
    """Eight bytes at any place as a number."""

    def generate(context, builder, signature, arguments):
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        eight = ir.IntType(64)
        spot = builder.gep(data, [arguments[1]], source_etype=ir.IntType(8))
        return builder.load(builder.bitcast(spot, eight.as_pointer()), align=1, typ=eight)

    return types.uint64(array, types.int64), generate


@intrinsic
def _zeros(_context, number):
    """How many of the lowest bits of a number are 0."""

    def generate(_context, builder, _signature, arguments):
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), generate


@njit(nogil=True, cache=True)
def _eight(data, place, stop):
    """The bytes from `place`, at most to `stop`, as one number (missing ones 0)."""
    if place + 8 <= len(data):
        word = _load(data, place)
        if stop - place < 8:
            word &= (np.uint64(1) << np.uint64(8 * (stop - place))) - np.uint64(1)
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
def _end(data, place, stop):
    """Where the run of bytes above the space ends."""
    while place + 8 <= len(data):
        word = _load(data, place)
        gap = (word - SPACE) & ~word & HIGH
        if gap:
            place += np.int64(_zeros(gap) >> np.uint64(3))
            return place if place < stop else stop
        place += 8
        if place >= stop:
            return stop
    while place < stop and data[place] > 32:
        place += 1
    return place


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
def _wider(table, seed):
    """The table with twice the room."""
    room = len(table) // 2
    wide = np.zeros(len(table) * 2, dtype=np.uint64)
    mask = np.uint64(room - 1)
    for old in range(0, len(table), 4):
        if table[old]:
            slot = _slot(table[old], table[old + 1], seed) & mask
            while wide[slot * np.uint64(4)]:
                slot = (slot + np.uint64(1)) & mask
            for k in range(3):
                wide[np.int64(slot) * 4 + k] = table[old + k]
    return wide


@njit(nogil=True, cache=True)
def _longer(array, size):
    if size <= len(array):
        return array
    grown = np.empty(max(size, len(array) * 2), dtype=array.dtype)
    grown[: len(array)] = array
    return grown


@njit(nogil=True, cache=True)
def _room(places, many):
    """Bytes that the chunks of a batch would take, were all of them new."""
    size = 0
    for k in range(many):
        size += places[k, 1] - places[k, 0] + 1
    return size


@njit(nogil=True, cache=True)
def _look_up(data, keys, places, many, lower, seed, table, arena, ends, plain, out, done):
    """Number the chunks of a batch; new kinds enter the table and the arena."""
    kinds = np.int64(table[3])
    while (kinds + many) * 2 > len(table) // 4:
        table = _wider(table, seed)
    table[3] = kinds
    ends, plain = _longer(ends, kinds + many + 1), _longer(plain, kinds + many + 1)
    arena = _longer(arena, ends[kinds] + 1 + _room(places, many))
    mask = np.uint64(len(table) // 4 - 1)
    for k in range(many):
        one, two, start, stop = keys[k, 0], keys[k, 1], places[k, 0], places[k, 1]
        slot = _slot(one, two, seed) & mask
        while True:
            spot = np.int64(slot) * 4
            if table[spot] == one and table[spot + 1] == two:
                kind = np.int64(table[spot + 2])
                if two < LONG or _same(data, start, stop, lower, arena, ends[kind] + 1, ends[kind + 1]):
                    break
            elif table[spot] == 0:
                kind = kinds
                kinds += 1
                table[spot], table[spot + 1], table[spot + 2] = one, two, np.uint64(kind)
                base = ends[kind] + 1
                easy = True
                for i in range(stop - start):
                    byte = data[start + i]
                    if lower and 65 <= byte <= 90:
                        byte += np.uint8(32)
                    arena[base + i] = byte
                    easy &= PLAIN[byte]
                arena[base + stop - start] = 10
                ends[kind + 1] = base + stop - start
                plain[kind] = easy
                break
            slot = (slot + np.uint64(1)) & mask
        out[done + k] = kind
    table[3] = np.uint64(kinds)
    return table, arena, ends, plain


@njit(nogil=True, cache=True)
def _fill(data, borders, lower, seed, at, keys, places, before, done):
    """Find the next chunks, at most a batch; how many. `at` holds the text and the byte to go on from."""
    text, place, many = at[0], at[1], 0
    while text < len(borders) - 1:
        stop = borders[text + 1]
        while place < stop and many < BATCH:
            byte = data[place]
            if byte < 33 or LEADING[byte]:
                place += 1
                continue
            if byte == 0xE2 and place + 2 < stop and data[place + 1] == 0x80 and CURLY[data[place + 2]]:
                place += 3
                continue
            after = _end(data, place, stop)
            end = after
            while end > place:
                byte = data[end - 1]
                if TRAILING[byte]:
                    end -= 1
                elif end - place > 2 and CURLY[byte] and data[end - 2] == 0x80 and data[end - 3] == 0xE2:
                    end -= 3
                else:
                    break
            if end > place:
                if end - place < 16:
                    one = _eight(data, place, end)
                    two = _eight(data, place + 8, end) if end - place > 8 else np.uint64(0)
                    if lower:
                        one, two = _lowered(one), _lowered(two)
                else:
                    one, two = _long_key(data, place, end, lower, seed)
                keys[many, 0], keys[many, 1] = one, two
                places[many, 0], places[many, 1] = place, end
                many += 1
            place = after
        if place < stop:
            break
        text += 1
        before[text] = done + many
    at[0], at[1] = text, place
    return many


@njit(nogil=True, cache=True)
def scan(data, borders, lower, seed, table, arena, ends, plain, begins):
    """Number the chunks of texts.

    Parameters
    ----------
    data, borders : bytes of all texts and where each begins. `table` : room for 4 numbers a slot (key, key, kind; the
    first slot's fourth number counts the kinds). `arena`, `ends` : bytes of the kinds, each after a line end.
    begins : True to give the first byte of every chunk too.

    Returns
    -------
    Kind of each chunk, chunks before each text, first byte of each chunk, then the tables, grown.
    """
    keys = np.empty((BATCH, 2), dtype=np.uint64)
    places = np.empty((BATCH, 2), dtype=np.int64)
    out = np.empty((borders[-1] - borders[0]) // 6 + 2 * BATCH, dtype=np.int32)
    firsts = np.empty(len(out) if begins else 0, dtype=np.int64)
    before = np.zeros(len(borders), dtype=np.int64)
    at = np.array([0, borders[0]])
    done = 0
    while at[0] < len(borders) - 1:
        many = _fill(data, borders, lower, seed, at, keys, places, before, done)
        out = _longer(out, done + BATCH)
        table, arena, ends, plain = _look_up(
            data, keys, places, many, lower, seed, table, arena, ends, plain, out, done
        )
        if begins:
            firsts = _longer(firsts, done + BATCH)
            firsts[done : done + many] = places[:many, 0]
        done += many
    return out[:done], before, firsts[:done], table, arena, ends, plain


@njit(nogil=True, cache=True)
def write_out(kinds, before, other_kinds, other_before, only, flat, starts, counts):
    """Tokens of texts in two parts, one after the other, from the kinds of their chunks.

    Parameters
    ----------
    kinds, before : of the first part (titles), `other_...` of the second. `only` : the one token of a kind, -1 where it
    has none or several, of which `counts` then stand in `flat` from `starts`.

    Returns
    -------
    ids (int32), offsets (int64), tokens of the first part of each text (int64).
    """
    texts = len(before) - 1
    ids = np.empty(len(kinds) + len(other_kinds) + 16, dtype=np.int32)
    offsets = np.zeros(texts + 1, dtype=np.int64)
    length = np.zeros(texts, dtype=np.int64)
    done = 0
    for text in range(texts):
        for part in range(2):
            chosen, edges = (kinds, before) if part == 0 else (other_kinds, other_before)
            ids = _longer(ids, done + edges[text + 1] - edges[text])
            for k in range(edges[text], edges[text + 1]):
                kind = chosen[k]
                token = only[kind]
                if token >= 0:
                    ids[done] = token
                    done += 1
                else:
                    low, high = starts[kind], starts[kind] + counts[kind]
                    ids = _longer(ids, done + high - low + edges[text + 1] - k)
                    for i in range(low, high):
                        ids[done] = flat[i]
                        done += 1
            if part == 0:
                length[text] = done - offsets[text]
        offsets[text + 1] = done
    return ids[:done], offsets, length


@njit(nogil=True, cache=True)
def characters(data, borders, places, before):
    """Characters before each place (a byte) in its text."""
    found = np.empty(len(places), dtype=np.int64)
    for text in range(len(borders) - 1):
        place, count = borders[text], 0
        for k in range(before[text], before[text + 1]):
            while place < places[k]:
                count += (data[place] & 0xC0) != 0x80
                place += 1
            found[k] = count
    return found
