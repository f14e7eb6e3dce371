"""From strings to numbers: every rule is applied once per distinct piece of text, in one of two ways.

The compiled way runs over Arrow's bytes (`analysis.text.scanning`); the plain way uses pyarrow's kernels. Both give
the same types, ids and offsets, so which one runs is a matter of speed alone: the compiled one costs two seconds
to load and is then several times faster.
"""

from __future__ import annotations

import os
import secrets
import sys
from bisect import bisect_left
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

COLD = 24_000_000
"""Bytes of text from which loading the compiled code pays; where it is loaded already, `WARM` is enough."""
WARM = 200_000
SHARE = 16_000_000
"""Bytes of text that make a second thread worth while."""
Rule = Callable[[list[str]], tuple[list[str], np.ndarray]]
"""From pieces of text to their words, one piece after another, and how many each piece has (int64)."""


Bytes = tuple[np.ndarray, np.ndarray]
"""Bytes of texts (uint8), and where each begins and the last ends (int64)."""


class Encoded(NamedTuple):
    """Types (sorted, the pad first), ids (int32), offsets and title lengths (int64) of articles."""

    types: np.ndarray
    ids: np.ndarray
    offsets: np.ndarray
    title_length: np.ndarray


@cache
def has_compiler() -> bool:
    """True where numba is installed."""
    return find_spec("numba") is not None


_read = [0]
"""Bytes that this process has been asked about, so that a worker with many small pieces loads the compiled code too."""


def worthwhile(size: int) -> bool:
    """Whether so many bytes of text are read faster by the compiled code, loading included."""
    _read[0] += size
    loaded = "analysis.text.scanning" in sys.modules
    return has_compiler() and size >= WARM and (loaded or _read[0] >= COLD)


def encode(titles: Any, bodies: Any, rule: Rule, *, lower: bool, compiled: bool | None = None) -> Encoded:
    """Number the words of articles.

    Parameters
    ----------
    titles, bodies : Arrow large_string arrays of one length without nulls. `rule` : the words of each of a list of
    pieces. `lower` : True where the rule folds case. `compiled` : which way; by size if not given.
    """
    chosen = worthwhile(titles.nbytes + bodies.nbytes) if compiled is None else compiled
    return _encode_compiled(titles, bodies, rule, lower) if chosen else _encode_plain(titles, bodies, rule)


def _longer(array: np.ndarray, size: int) -> np.ndarray:
    """The array with more room after it."""
    grown = np.empty(max(size, len(array)), dtype=array.dtype)
    grown[: len(array)] = array
    return grown


def places(starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Consecutive positions from each start: `[5, 9], [2, 1] -> [5, 6, 9]`."""
    ends = np.cumsum(counts)
    return np.repeat(starts - (ends - counts), counts) + np.arange(int(ends[-1]) if len(ends) else 0)


def _encode_plain(titles: Any, bodies: Any, rule: Rule) -> Encoded:
    import pyarrow as pa
    import pyarrow.compute as pc

    chunks = [chunk for texts in (titles, bodies) for chunk in getattr(texts, "chunks", [texts])]
    # Other white space is left to the rule: utf8_split_whitespace reads past the end behind one of several bytes.
    pieces = pc.ascii_split_whitespace(pa.chunked_array(chunks, pa.large_string())).combine_chunks()
    coded = pieces.values.dictionary_encode()
    words, per_kind = rule(coded.dictionary.to_pylist())
    types = sorted({*words} - {""})
    number = {word: place for place, word in enumerate(["", *types])}
    flat = np.fromiter(map(number.__getitem__, words), dtype=np.int32, count=len(words))
    starts = np.concatenate([[0], np.cumsum(per_kind)])[:-1]
    kind = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    counts = per_kind[kind] if len(kind) else np.zeros(0, dtype=np.int64)
    ids = flat[places(starts[kind], counts)] if len(kind) else flat[:0]
    before = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    borders = before[pieces.offsets.to_numpy()]
    middle = len(titles)
    in_title, in_body = np.diff(borders[: middle + 1]), np.diff(borders[middle:])
    offsets = np.concatenate([[0], np.cumsum(in_title + in_body)]).astype(np.int64)
    woven = np.empty(int(offsets[-1]), dtype=np.int32)
    woven[places(offsets[:-1], in_title)] = ids[: borders[middle]]
    woven[places(offsets[:-1] + in_title, in_body)] = ids[borders[middle] :]
    return Encoded(np.array(["", *types], dtype=object), woven, offsets, in_title)


def _bytes(texts: Any, low: int, high: int) -> Bytes:
    """Bytes of a stretch of a large_string array, and where each text begins; a chunked one keeps it in one chunk."""
    part = texts.slice(low, high - low)
    if hasattr(part, "chunks"):
        part = next(chunk for chunk in part.chunks if len(chunk))
    _, borders, data = part.buffers()
    begins = np.frombuffer(borders, dtype=np.int64)[part.offset : part.offset + len(part) + 1]
    if data is None or not data.size:
        return np.zeros(1, dtype=np.uint8), begins
    return np.frombuffer(data, dtype=np.uint8), begins


def _edges(texts: Any, low: int, high: int) -> set[int]:
    """Borders of the chunks of an array between two texts, these included."""
    inside = np.cumsum([len(chunk) for chunk in getattr(texts, "chunks", [])]).tolist()
    return {low, high, *(edge for edge in inside if low < edge < high)}


def _pieces(titles: Any, bodies: Any, part: slice) -> tuple[list[Bytes], list[Bytes]]:
    """Bytes of the titles and of the bodies of some articles, chunk by chunk."""
    edges = sorted(_edges(titles, part.start, part.stop) | _edges(bodies, part.start, part.stop))
    return tuple([_bytes(texts, *pair) for pair in pairwise(edges)] for texts in (titles, bodies))  # type: ignore[return-value]


def _emptied(size: int) -> np.ndarray:
    """Zeros (uint64) in memory that is there already: large pages where the system has them."""
    found = np.empty(size, dtype=np.uint64)
    found.fill(0)
    return found


class _Kinds:
    """The distinct chunks of some texts."""

    def __init__(self, lower: bool) -> None:
        self.lower, self.seed = lower, np.uint64(secrets.randbits(63))
        self.letters = np.array([97 <= i <= 122 or (not lower and 65 <= i <= 90) for i in range(256)])
        self.table = _emptied(4 << 14)
        self.arena = np.full(1 << 16, 10, dtype=np.uint8)
        self.ends = np.zeros(1 << 13, dtype=np.int64)
        self.plain = np.zeros(1 << 13, dtype=np.bool_)
        self.size = 0

    def scan(self, pieces: list[Bytes], out: np.ndarray, head: int = 0) -> np.ndarray:
        """Write the kind of each chunk of texts into `out`, from `head` on; where those of each text begin."""
        edges = [np.array([head])]
        for data, borders in pieces:
            edges.append(self._scan(data, borders, out, int(edges[-1][-1]), np.zeros(0, dtype=np.int64))[1:])
        return np.concatenate(edges)

    def scan_places(self, data: np.ndarray, borders: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Kind of each chunk, chunks before each text, first byte of each chunk."""
        from analysis.text.scanning import count_runs

        size = count_runs(data, borders)
        out, firsts = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int64)
        before = self._scan(data, borders, out, 0, firsts)
        return out[: before[-1]], before, firsts[: before[-1]]

    def _scan(
        self, data: np.ndarray, borders: np.ndarray, out: np.ndarray, done: int, firsts: np.ndarray
    ) -> np.ndarray:
        from analysis.text.scanning import BATCH, scan

        before, marks = np.full(len(borders), done), np.zeros(2 * BATCH, dtype=np.int64)
        at = np.array([0, borders[0], 0, done, self.size, 0])
        while not scan(
            data, borders, self.lower, self.letters, self.seed, self.table, self.arena, self.ends, self.plain,
            at, marks, out, before, firsts,
        ):  # fmt: skip
            self._widen(int(at[4]) + BATCH, int(at[5]))
        self.size = int(at[4])
        return before

    def _widen(self, kinds: int, letters: int) -> None:
        """Make room for so many chunks and so many bytes of them."""
        from analysis.text.scanning import wider

        if kinds * 8 > len(self.table):
            wide = _emptied(2 * len(self.table))
            wider(self.table, wide, self.seed)
            self.table = wide
        if kinds >= len(self.plain):
            self.plain, self.ends = (_longer(one, 2 * len(one)) for one in (self.plain, self.ends))
        if letters > len(self.arena):
            self.arena = _longer(self.arena, 2 * letters)

    def take_over(self, other: _Kinds) -> np.ndarray:
        """Add the chunks of another; what its numbers are here (int32)."""
        numbers = np.empty(other.size, dtype=np.int32)
        self.scan([(other.arena[: other.ends[other.size] + 1], other.ends[: other.size + 1])], numbers)
        return numbers

    def __len__(self) -> int:
        return self.size

    def keys(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Two numbers for each chunk, which sort like its first 15 bytes, and whether those are all, a to z."""
        slots = self.table.reshape(-1, 4)
        slots = slots[slots[:, 0] != 0]
        found = np.empty((len(self), 2), dtype=np.uint64)
        found[slots[:, 2].astype(np.int64)] = slots[:, :2]
        short = found[:, 1] < np.uint64(0xFF << 56)
        big = found.byteswap()
        return big[:, 0], big[:, 1], self.plain[: len(self)] & short

    def strings(self, chosen: np.ndarray) -> list[str]:
        """Some chunks by their numbers."""
        from analysis.text.streams import gather

        return bytes(gather(self.arena, self.ends, chosen)).decode().split("\n") if len(chosen) else []


def _alphabetical(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Places in the order of two numbers, most of which the first decides alone."""
    order = np.argsort(one)
    same = one[order[1:]] == one[order[:-1]]
    tied = np.flatnonzero(np.append(same, False) | np.insert(same, 0, False))
    places = order[tied]
    order[tied] = places[np.lexsort((two[places], one[places]))]
    return order


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def stretches(sizes: np.ndarray) -> list[slice]:
    """Stretches of articles of about the same number of bytes, one for each thread; `sizes` : bytes of each article."""
    total = int(sizes.sum())
    threads = min(cores(), 1 + total // SHARE)
    marks = np.searchsorted(np.cumsum(sizes), np.arange(1, threads) * (total / threads))
    edges = [0, *marks.tolist(), len(sizes)]
    return [slice(low, high) for low, high in pairwise(edges)]


def _encode_compiled(titles: Any, bodies: Any, rule: Rule, lower: bool) -> Encoded:
    import pyarrow.compute as pc

    from analysis.text.scanning import count_runs
    from analysis.text.streams import draw_together, write_out

    title_sizes, body_sizes = (np.asarray(pc.binary_length(one), dtype=np.int64) for one in (titles, bodies))
    parts = stretches(title_sizes + body_sizes)
    texts = [_pieces(titles, bodies, part) for part in parts]

    def room(pair: tuple[list[Bytes], list[Bytes]]) -> tuple[int, int]:
        first, second = (sum(count_runs(*piece) for piece in pieces) for pieces in pair)
        return first, second

    def read(part: int) -> tuple[_Kinds, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        known, (first, second) = _Kinds(lower), rooms[part]
        title_kinds, kinds = np.empty(first, dtype=np.int32), whole[starts[part] : starts[part + 1]]
        title_before = known.scan(texts[part][0], title_kinds)
        return known, kinds, known.scan(texts[part][1], kinds, len(kinds) - second), title_kinds, title_before

    def write(one: tuple, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, bool]:
        return write_out(*one[1:], only[numbers], flat, first[numbers], counts[numbers])

    with ThreadPoolExecutor(len(parts)) as pool:
        rooms = list(pool.map(room, texts))
        starts = np.cumsum([0, *(title + body * 17 // 16 + 64 for title, body in rooms)])
        whole = np.empty(starts[-1], dtype=np.int32)
        found = list(pool.map(read, range(len(parts))))
        known = found[0][0]
        renumbered = [np.arange(len(known), dtype=np.int32), *(known.take_over(one[0]) for one in found[1:])]
        types, only, flat, first, counts = _tokens_of(known, rule)
        written = list(pool.map(write, found, renumbered))
    lengths = np.array([len(one[0]) for one in written])
    if all(one[3] for one in written):
        draw_together(whole, starts[:-1], lengths)
        ids = whole[: lengths.sum()]
    else:
        ids = np.concatenate([one[0] for one in written])
    shifts = np.cumsum(lengths) - lengths
    later = [one[1][1:] + shift for one, shift in zip(written, shifts, strict=True)]
    offsets = np.concatenate([np.zeros(1, dtype=np.int64), *later])
    return Encoded(types, ids, offsets, np.concatenate([one[2] for one in written]))


def _tokens_of(
    known: _Kinds, rule: Rule
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Types; for each kind of chunk its only token (else -1), then the tokens of all kinds, from where, how many.

    A short chunk of letters a to z (small ones where case is folded) is a word as it stands; the rule reads the others.
    """
    one, two, plain = known.keys()
    easy, odd = np.flatnonzero(plain), np.flatnonzero(~plain)
    easy = easy[_alphabetical(one[easy], two[easy])]
    words = known.strings(easy)
    forms, per_chunk = rule(known.strings(odd))
    distinct = sorted({*forms} - {""})
    after = np.fromiter((bisect_left(words, form) for form in distinct), dtype=np.int64, count=len(distinct))
    new = np.fromiter(
        (i == len(words) or words[i] != form for i, form in zip(after.tolist(), distinct, strict=True)),
        dtype=bool,
        count=len(distinct),
    )
    easy_place = np.arange(1, len(words) + 1) + np.searchsorted(after[new], np.arange(len(words)), "right")
    place = after + np.cumsum(new)
    place[~new] = easy_place[after[~new]]
    types = np.empty(1 + len(words) + int(new.sum()), dtype=object)
    types[0], types[easy_place], types[place] = "", words, distinct
    number = dict(zip(distinct, place.tolist(), strict=True)) | {"": 0}
    flat = np.fromiter(map(number.__getitem__, forms), dtype=np.int32, count=len(forms))
    counts, starts = np.ones(len(known), dtype=np.int64), np.zeros(len(known), dtype=np.int64)
    counts[odd] = per_chunk
    starts[odd] = np.cumsum(per_chunk) - per_chunk
    only = np.full(len(known), -1, dtype=np.int32)
    only[easy] = easy_place
    single = odd[per_chunk == 1]
    only[single] = flat[starts[single]]
    return types, only, flat, starts, counts


def borders(texts: Any, cut: Callable[[list[str]], Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Start and end characters of all tokens of texts, and how many each text has, by the compiled code.

    Parameters
    ----------
    texts : Arrow large_string array; `cut` : count, start and end of the tokens of each of a list of chunks. A chunk of
        letters a to z is one token.
    """
    from analysis.text.streams import characters

    known, found = _Kinds(lower=False), []
    for low, high in pairwise(sorted(_edges(texts, 0, len(texts)))):
        data, begins = _bytes(texts, low, high)
        kinds, before, firsts = known.scan_places(data, begins)
        found.append((kinds, characters(data, begins, firsts, before), np.diff(before)))
    if not found:
        return (np.zeros(0, dtype=np.int64),) * 3
    kinds, firsts, many = (np.concatenate(column) for column in zip(*found, strict=True))
    plain = known.plain[: len(known)]
    odd = np.flatnonzero(~plain)
    cuts = cut(known.strings(odd))
    counts = np.ones(len(known), dtype=np.int64)
    counts[odd] = cuts.count
    first = np.cumsum(counts) - counts
    starts, ends = (np.zeros(int(counts.sum()), dtype=np.int64) for _ in range(2))
    ends[first[plain]] = np.diff(known.ends[: len(known) + 1])[plain] - 1
    inside = places(first[odd], counts[odd])
    starts[inside], ends[inside] = cuts.start, cuts.end
    each = counts[kinds]
    chosen = places(first[kinds], each)
    base = np.repeat(firsts, each)
    total = np.concatenate([[0], np.cumsum(each)])
    return base + starts[chosen], base + ends[chosen], np.diff(total[np.concatenate([[0], np.cumsum(many)])])
