"""Loops from the kinds of chunks to the tokens of articles, compiled by numba at first use; import this module late."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def gather(arena, ends, chosen):
    """Bytes of some kinds, a line end between them."""
    size = 0
    for kind in chosen:
        size += ends[kind + 1] - ends[kind]
    found = np.empty(size, dtype=np.uint8)
    done = 0
    for kind in chosen:
        for place in range(ends[kind] + 1, ends[kind + 1] + 1):
            found[done] = arena[place]
            done += 1
    return found[: max(size - 1, 0)]


@njit(nogil=True, cache=True)
def _copied(kinds, low, high, only, ids, done):
    """Write the tokens of chunks until one has none or several; which one that is (or `high`)."""
    for k in range(low, high):
        token = only[kinds[k]]
        if token < 0:
            return k
        ids[done + k - low] = token
    return high


@njit(nogil=True, cache=True)
def _moved(ids, done, size):
    grown = np.empty(size, dtype=np.int32)
    grown[:done] = ids[:done]
    return grown


@njit(nogil=True, cache=True)
def write_out(kinds, before, title_kinds, title_before, only, flat, starts, counts):
    """Tokens of texts, those of the title first, from the kinds of their chunks, written over these where they fit.

    Parameters
    ----------
    kinds, before : of the bodies, with room before them; `title_...` of the titles. `only` : the one token of a kind, -1
    where it has none or several, of which `counts` then stand in `flat` from `starts`.

    Returns
    -------
    ids (int32), offsets (int64), tokens of the title of each text (int64), whether the ids stand in `kinds`.
    """
    texts = len(before) - 1
    ids, inside = kinds, True
    offsets = np.zeros(texts + 1, dtype=np.int64)
    length = np.zeros(texts, dtype=np.int64)
    done = 0
    for text in range(texts):
        for part in range(2):
            chosen, edges = (title_kinds, title_before) if part == 0 else (kinds, before)
            k, last = edges[text], edges[text + 1]
            while True:
                if inside and part == 0 and done + last - k > before[text]:
                    ids, inside = _moved(ids, done, len(kinds) + last - k), False
                elif not inside and done + last - k > len(ids):
                    ids = _moved(ids, done, 2 * (done + last - k))
                odd = _copied(chosen, k, last, only, ids, done)
                done += odd - k
                if odd == last:
                    break
                kind, k = chosen[odd], odd + 1
                if inside and done + counts[kind] > (before[text] if part == 0 else k):
                    ids, inside = _moved(ids, done, len(kinds) + counts[kind]), False
                elif not inside and done + counts[kind] > len(ids):
                    ids = _moved(ids, done, 2 * (done + counts[kind]))
                for i in range(starts[kind], starts[kind] + counts[kind]):
                    ids[done] = flat[i]
                    done += 1
            if part == 0:
                length[text] = done - offsets[text]
        offsets[text + 1] = done
    return ids[:done], offsets, length, inside


@njit(nogil=True, cache=True)
def draw_together(array, starts, sizes):
    """Move stretches of an array to its beginning, one after another."""
    done = 0
    for part in range(len(starts)):
        for k in range(sizes[part]):
            array[done] = array[starts[part] + k]
            done += 1


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


@njit(nogil=True, cache=True)
def cut_at_spaces(data, starts, ends, after_line):
    """Where the pieces between spaces and line ends begin and end, in characters, and whether a line end stands before each.

    Returns
    -------
    How many there are; -1 where another kind of white space occurs.
    """
    many, place, inside, line = 0, 0, False, False
    for k in range(len(data)):
        byte = data[k]
        if byte == 32 or byte == 10:
            if inside:
                ends[many] = place
                many += 1
                inside, line = False, False
            line |= byte == 10
        else:
            if 9 <= byte <= 13 or 28 <= byte <= 31:
                return -1
            if byte == 0xC2 and (data[k + 1] == 0x85 or data[k + 1] == 0xA0):
                return -1
            if 0xE1 <= byte <= 0xE3:
                two, three = data[k + 1], data[k + 2]
                if (byte == 0xE1 and two == 0x9A and three == 0x80) or (
                    byte == 0xE3 and two == 0x80 and three == 0x80
                ):
                    return -1
                if byte == 0xE2 and two == 0x81 and three == 0x9F:
                    return -1
                if (
                    byte == 0xE2
                    and two == 0x80
                    and (three <= 0x8A or three == 0xA8 or three == 0xA9 or three == 0xAF)
                ):
                    return -1
            if not inside:
                starts[many], after_line[many] = place, line
                inside = True
        place += (byte & 0xC0) != 0x80
    if inside:
        ends[many] = place
        many += 1
    return many


@njit(nogil=True, cache=True)
def by_text(starts, ends, lengths):
    """Count the places of pieces from where their text begins, in place; the text of each piece."""
    text = np.empty(len(starts), dtype=np.int64)
    owner, base, stop = 0, 0, lengths[0]
    for k in range(len(starts)):
        while starts[k] >= stop:
            base, owner = stop, owner + 1
            stop += lengths[owner]
        text[k] = owner
        starts[k] -= base
        ends[k] -= base
    return text


@njit(nogil=True, cache=True)
def spread(kind, first, count):
    """For each token of pieces of some kinds: its piece, and its place among the tokens of the kinds."""
    size = 0
    for k in range(len(kind)):
        size += count[kind[k]]
    piece, inner = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    done = 0
    for k in range(len(kind)):
        begin = first[kind[k]]
        for step in range(count[kind[k]]):
            piece[done], inner[done] = k, begin + step
            done += 1
    return piece, inner
