"""Syndication clusters: an article and its copies, found by the word sequences that they share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.text.encoding import worthwhile
from analysis.text.layout import plain
from analysis.text.shingles import SHINGLE, Shingles, in_sequence, positions_of, shingles, thinning, word_keys
from analysis.text.tokens import Tokens, tokenize

SHORT = 20
"""A text with fewer shingles is compared by its whole title instead."""
EDITED = (60, 0.33, 0.7, 23, 8)
"""A text of 60 shingles and more is an edited copy too where a third of its shingles is the other's, which is of about
its length (.7), with never more than 23 running shingles, nor an eighth of the text, that the other lacks: background
that two reports share stands in blocks, with stretches of their own between."""
SCATTERED = (40, 4, 0.9)
"""Or never more than 40, nor a quarter, where what is shared stands in nine tenths as many stretches as words changed one by
one would leave (in reports that share background there are seldom more than six tenths)."""
FORM = 0.5
"""Where less than half of a text's shingles are its own, only the very same words make a copy."""
RECURS = 6
"""A shingle, or a title, of three days of one outlet, or of six texts where outlet or day are unknown, is a form filled in
anew."""
FIGURES = 6
"""From so many shingles with figures (of three digits or more) on, the figures have to agree half as well as the words do,
or as badly as one copy in ten would by chance where they are few."""
FEW, NEXT = 8, 3
"""A shingle in at most 8 texts proposes all pairs of them; one in more, each text with the next 3 in time."""


@dataclass(frozen=True)
class _Limits:
    resemblance: float
    containment: float
    days: int


def find_syndication(
    articles: pd.DataFrame,
    *,
    resemblance: float = 0.5,
    containment: float = 0.8,
    days: int = 7,
    tokens: Tokens | None = None,
    compiled: bool | None = None,
) -> pd.Series:
    """Bring articles and their copies together.

    Parameters
    ----------
    articles : article table.
    resemblance : share of all their shingles that two texts must have in common (Jaccard), or
    containment : share of the shorter text's shingles that the longer one must hold (a trimmed copy).
    days : copies are at most so many days apart; articles without a date are compared with all.
    tokens : `tokenize(articles, fields=("text",))` where at hand; `compiled` : which way, as in `tokenize`.

    Returns
    -------
    Series `cluster_id` by article_id: the article_id of the first published member of the cluster.

    Notes
    -----
    Shingles are runs of three words of the text (Broder 1997, On the resemblance and containment of documents). Pairs
    are proposed by shingles sampled modulo 8 (fewer for short texts) and then compared by all their shingles. From 60
    shingles on, a third of the shingles all along the text makes an edited copy. Shingles that recur in
    one outlet on three days (price lists, forecasts) do not count, and figures must agree about as well as words: a form
    filled in anew is no copy. Texts of fewer than 20 shingles, such as headlines alone, are copies where their
    titles have at least six words and are the same. Clusters are connected components: a copy of a copy belongs to
    the cluster. The result depends on the set of articles alone, not on the order in which they came.

    Examples
    --------
    >>> text = " ".join(f"kata{i}" for i in range(40))
    >>> articles = pd.DataFrame({"title": "", "text": [text, text + " (Antara)", "Harga beras."]}, index=["a", "b", "c"])
    >>> find_syndication(articles.assign(published=pd.NaT)).tolist()
    ['a', 'a', 'c']
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    stream = tokenize(articles, fields=("text",), compiled=compiled) if tokens is None else tokens
    fast = worthwhile(stream.ids.nbytes) if compiled is None else compiled
    times = _published(articles)
    rank = np.lexsort((articles.index.to_numpy(dtype=object).astype(str), times))
    search = _Search(articles, stream, times, rank, _Limits(resemblance, containment, days), fast)
    first, second = search.pairs()
    near = _within(times, first, second, days)
    shape = (len(articles), len(articles))
    links = csr_array((np.ones(int(near.sum()), dtype=np.int8), (first[near], second[near])), shape=shape)
    _, group = connected_components(links, directed=False)
    leader = np.full(len(articles), -1, dtype=np.int64)
    for place in rank[::-1]:
        leader[group[place]] = place
    names = articles.index.to_numpy()[leader[group]] if len(articles) else []
    return pd.Series(names, index=articles.index, name="cluster_id", dtype="str")


UNDATED = np.iinfo(np.int64).max
DAY = 86_400_000_000_000


def _published(articles: pd.DataFrame) -> np.ndarray:
    """Publication times as int64 nanoseconds, missing ones last."""
    times = pd.to_datetime(articles["published"], utc=True)
    return np.where(times.isna(), UNDATED, times.astype("datetime64[ns, UTC]").astype("int64"))


def _within(times: np.ndarray, first: np.ndarray, second: np.ndarray, days: int) -> np.ndarray:
    one, two = times[first], times[second]
    return (one == UNDATED) | (two == UNDATED) | (np.abs(one - two) <= days * DAY)


class _Search:
    """Pairs of copies among articles; `order` : their positions by time and id."""

    def __init__(
        self,
        articles: pd.DataFrame,
        tokens: Tokens,
        times: np.ndarray,
        order: np.ndarray,
        limits: _Limits,
        fast: bool,
    ) -> None:
        self.articles, self.tokens, self.times, self.order = articles, tokens, times, order
        self.limits, self.fast = limits, fast
        self.words = word_keys(tokens.types)
        self.positions = positions_of(tokens)
        self.rank = np.empty(len(order), dtype=np.int64)
        self.rank[order] = np.arange(len(order))

    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """Positions of the two articles of each pair."""
        sample = self._of(np.arange(len(self.tokens)), self.every)
        short = self._short(sample)
        same = self._same_texts(sample, ~short)
        found = [same, _same_titles(self.articles, short, self.order, self.times)]
        further = np.zeros(len(self.tokens), dtype=bool)
        further[same[1]] = True
        proposed = self._proposed(sample, ~short)
        if len(proposed[0]):
            found.append(self._verified(*proposed, further))
        first, second = (np.concatenate([pair[side] for pair in found]) for side in (0, 1))
        return first, second

    @property
    def every(self) -> np.ndarray:
        """How much of each article is sampled: all, every second, fourth or eighth shingle."""
        return thinning(self.positions)

    def _of(self, rows: np.ndarray, every: np.ndarray) -> Shingles:
        return shingles(self.tokens, self.words, rows, every, compiled=self.fast)

    def _short(self, sample: Shingles) -> np.ndarray:
        """True for texts of fewer than 20 distinct shingles."""
        many = np.diff(sample.borders)
        short = many * self.every < SHORT
        doubtful = np.flatnonzero((self.every > 1) & (many * self.every < 3 * SHORT))
        exact = self._of(doubtful, np.ones(len(doubtful), dtype=np.int64))
        short[doubtful] = np.diff(exact.borders) < SHORT
        return short

    def _same_texts(self, sample: Shingles, usable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pairs with the very same words: each text with the next in time, one without a date with the first."""
        ids, offsets = self.tokens.ids, self.tokens.offsets
        rows = self.order[usable[self.order]]
        prints = (
            np.add.reduceat(np.append(sample.keys, np.uint64(0)), sample.borders[:-1])[rows]
            if len(rows)
            else rows
        )
        sizes = np.diff(offsets)[rows]
        place = np.lexsort((np.arange(len(rows)), sizes, prints))
        rows, prints, sizes = rows[place], prints[place], sizes[place]
        fresh = np.ones(len(rows), dtype=bool)
        fresh[1:] = (prints[1:] != prints[:-1]) | (sizes[1:] != sizes[:-1])
        for k in np.flatnonzero(~fresh).tolist():
            one, two = rows[k - 1], rows[k]
            fresh[k] = not np.array_equal(
                ids[offsets[one] : offsets[one + 1]], ids[offsets[two] : offsets[two + 1]]
            )
        group = np.cumsum(fresh) - 1
        undated = self.times[rows] == UNDATED
        anchor = np.full(len(rows), -1, dtype=np.int64)
        anchor[group[undated][::-1]] = rows[undated][::-1]
        held = np.flatnonzero((anchor[group] >= 0) & (anchor[group] != rows))
        again = np.flatnonzero(~fresh)
        first = np.concatenate([rows[again - 1], rows[held]])
        return first, np.concatenate([rows[again], anchor[group[held]]])

    def _proposed(self, sample: Shingles, usable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pairs that share enough of their sampled shingles to be looked at."""
        owner = sample.owner
        keys, who = _met_twice(sample.keys, self.rank[owner], usable[owner])
        first, second = _neighbours(keys, who, self.times[self.order], self.limits.days)
        many = len(self.order)
        pair, shared = np.unique(first * many + second, return_counts=True)
        first, second = self.order[pair // max(many, 1)], self.order[pair % max(many, 1)]
        rate = np.maximum(self.every[first], self.every[second])
        expected = np.minimum(self.positions[first], self.positions[second]) / rate
        enough = (shared >= 2) & (shared >= 0.15 * expected)
        return first[enough], second[enough]

    def _verified(
        self, first: np.ndarray, second: np.ndarray, further: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Of the proposed pairs those that are copies by all their shingles; `further` : copies of a same text."""
        rows, places = np.unique(np.concatenate([first, second]), return_inverse=True)
        one, two = places[: len(first)], places[len(first) :]
        whole = self._of(rows, np.ones(len(rows), dtype=np.int64))
        telling = self._recurrence(whole, rows, ~further[rows]) < RECURS
        sizes = _sums(telling, whole.borders)
        figured = _sums(telling & (whole.keys & np.uint64(1) > 0), whole.borders)
        shared, shared_figured = self._common(whole, telling, one, two)
        smaller = np.minimum(sizes[one], sizes[two])
        resembles = shared >= self.limits.resemblance * (sizes[one] + sizes[two] - shared)
        contained = shared >= self.limits.containment * smaller
        lengths = np.diff(self.tokens.offsets)
        shortest, longest = (f(lengths[first], lengths[second]) for f in (np.minimum, np.maximum))
        least, share, alike, *_ = EDITED
        near = ~resembles & ~contained & (smaller >= least) & (shared >= share * smaller)
        edited = np.zeros(len(first), dtype=bool)
        for k in np.flatnonzero(near & (shortest >= alike * longest)).tolist():
            edited[k] = self._throughout(whole, one[k], two[k], rows)
        rich = sizes >= FORM * np.diff(whole.borders)
        own = rich[one] & rich[two]
        figures = np.minimum(figured[one], figured[two])
        with np.errstate(divide="ignore", invalid="ignore"):
            of_words = (shared - shared_figured) / (smaller - figures)
            share = np.minimum(of_words, 1.0)
            least_shared = figures * share - 1.28 * np.sqrt(SHINGLE * figures * share * (1 - share))
            agree = (figures < FIGURES) | ~(shared_figured < np.minimum(0.5 * figures * share, least_shared))
        copies = (resembles | contained | edited) & (smaller >= SHORT) & agree & own
        return first[copies], second[copies]

    def _recurrence(self, whole: Shingles, rows: np.ndarray, counted: np.ndarray) -> np.ndarray:
        """How often each shingle recurs in its outlet: 2 for each of its days, 1 for each text without a day."""
        outlets = np.full(len(self.order), "", dtype=object)
        if "outlet" in self.articles:
            outlets = plain(self.articles["outlet"]).to_numpy(dtype=object)
        outlet, times = pd.util.hash_array(outlets)[rows], self.times[rows]
        alone = (times == UNDATED) | (outlets[rows] == "")
        day = np.where(alone, 2 * self.rank[rows] + 2, times // DAY * 2 + 1).astype(np.uint64)
        if self.fast:
            from analysis.text.matching import recurring

            return recurring(*whole, outlet, day, counted, np.argsort(self.rank[rows]))
        owner = whole.owner
        seen = pd.DataFrame({"key": whole.keys, "outlet": outlet[owner], "day": day[owner]})
        days = (
            seen[counted[owner]]
            .drop_duplicates()
            .assign(weight=lambda t: 1 + (t["day"] & np.uint64(1)).astype(int))
        )
        total = days.groupby(["key", "outlet"], sort=False)["weight"].sum().reset_index()
        return (
            seen.merge(total, on=["key", "outlet"], how="left")["weight"].fillna(0).to_numpy(dtype=np.int64)
        )

    def _common(
        self, whole: Shingles, telling: np.ndarray, one: np.ndarray, two: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Telling shingles that pairs share, and those of them with a figure."""
        if self.fast:
            from analysis.text.matching import common

            found = common(*whole, telling, one, two)
            return found[:, 0], found[:, 1]
        sets = [
            whole.keys[low:high][telling[low:high]]
            for low, high in zip(whole.borders[:-1], whole.borders[1:], strict=True)
        ]
        both = [np.intersect1d(sets[i], sets[k], assume_unique=True) for i, k in zip(one, two, strict=True)]
        return np.array([len(x) for x in both]), np.array([int((x & np.uint64(1)).sum()) for x in both])

    def _throughout(self, whole: Shingles, one: int, two: int, rows: np.ndarray) -> bool:
        """True where the shorter text shares shingles with the longer one all along, not in one stretch."""
        if self.positions[rows[one]] > self.positions[rows[two]]:
            one, two = two, one
        mine = in_sequence(self.tokens, self.words, int(rows[one]))
        yours = whole.keys[whole.borders[two] : whole.borders[two + 1]]
        held = yours[np.minimum(np.searchsorted(yours, mine), len(yours) - 1)] == mine
        gaps = np.diff(np.flatnonzero(np.concatenate([[True], held, [True]]))) - 1
        gap = int(gaps.max())
        if gap <= min(EDITED[3], len(mine) / EDITED[4]):
            return True
        running, part, many = SCATTERED
        survival = float(held.mean())
        expected = len(mine) * (1 - survival ** (1 / SHINGLE)) * survival
        stretches = int((held[1:] & ~held[:-1]).sum())
        return bool(gap <= min(running, len(mine) / part) and stretches >= many * expected)


def _sums(values: np.ndarray, borders: np.ndarray) -> np.ndarray:
    """Sum of values between borders (int64)."""
    total = np.concatenate([[0], np.cumsum(values)])
    return total[borders[1:]] - total[borders[:-1]]


def _met_twice(keys: np.ndarray, who: np.ndarray, usable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shingles that more than one article has, with the article, sorted by both.

    Most shingles are in one article only; a coarse count leaves them out before the sorting.
    """
    keys, who = keys[usable], who[usable]
    room = 1 << max(len(keys).bit_length() + 2, 10)
    coarse = (keys >> np.uint64(20)) & np.uint64(room - 1)
    again = np.bincount(coarse.astype(np.int64), minlength=room)[coarse] > 1
    keys, who = keys[again], who[again]
    order = np.lexsort((who, keys))
    return keys[order], who[order]


def _neighbours(
    keys: np.ndarray, who: np.ndarray, times: np.ndarray, days: int
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of articles that one shingle proposes: numbers by time, the earlier first, repeated for each shingle."""
    begins = (
        np.flatnonzero(np.diff(keys, prepend=~keys[:1]) != 0) if len(keys) else np.zeros(0, dtype=np.int64)
    )
    run = np.repeat(np.diff(np.append(begins, len(keys))), np.diff(np.append(begins, len(keys))))
    found = [np.zeros((2, 0), dtype=np.int64)]
    for lag in range(1, FEW):
        same = (keys[lag:] == keys[:-lag]) & ((run[:-lag] <= FEW) | (lag <= NEXT))
        places = np.flatnonzero(same)
        one, two = who[places], who[places + lag]
        near = _within(times, one, two, days)
        found.append(np.stack([one[near], two[near]]))
    pairs = np.concatenate(found, axis=1)
    return pairs[0], pairs[1]


def _same_titles(
    articles: pd.DataFrame, short: np.ndarray, order: np.ndarray, times: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Neighbouring pairs of short texts that share their whole title; a title that recurs in its outlet (`5 most read`) is
    a heading of different texts.
    """
    rows = order[short[order]]
    titles = plain(articles["title"].iloc[rows]).str.lower().str.replace(r"\W+", " ", regex=True).str.strip()
    usable = (titles.str.count(" ") >= 5).to_numpy(dtype=bool)
    rows, values = rows[usable], titles.to_numpy(dtype=object)[usable]
    kinds, _ = pd.factorize(values)
    outlets = (
        plain(articles["outlet"].iloc[rows]).to_numpy() if "outlet" in articles else np.full(len(rows), "")
    )
    alone = (times[rows] == UNDATED) | (outlets == "")
    seen = pd.DataFrame(
        {"kind": kinds, "outlet": outlets, "day": np.where(alone, -1 - rows, times[rows] // DAY)}
    )
    seen["weight"] = np.where(alone, 1, 2)
    total = seen.drop_duplicates(["kind", "outlet", "day"]).groupby(["kind", "outlet"])["weight"].sum()
    fresh = (
        total.loc[pd.MultiIndex.from_frame(seen[["kind", "outlet"]])].to_numpy() < RECURS
        if len(rows)
        else usable
    )
    rows, kinds = (rows[fresh], kinds[fresh]) if len(rows) else (rows, kinds)
    place = np.argsort(kinds, kind="stable")
    rows, kinds = rows[place], kinds[place]
    same = kinds[1:] == kinds[:-1]
    return rows[:-1][same], rows[1:][same]
