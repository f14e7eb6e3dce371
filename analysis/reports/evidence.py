"""The evidence register: the sentences behind the numbers of a page, each stored once and cited by many."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup, escape

from analysis.pipeline import sentences

SHOWN, LEAST = 25, 2
"""Sentences shown behind one number at most, and where a page has very many numbers."""
BUDGET = 4000
"""Sentences that one page may hold in all; each is stored once, however many numbers cite it."""
LISTED = ("article_id", "start", "end", "label", "voice")
"""Columns of the hits that the evidence list keeps."""
WORDS = 25
"""Words of an excerpt."""


@dataclass
class Number:
    """A number with evidence: its place in the page and how much stands behind it.

    `rows` counts what was counted (hits, quotations, mentions or articles), `articles` and `texts` where it stands.
    """

    id: int
    section: str
    title: str
    rows: int
    articles: int
    texts: int
    shown: int = 0


@dataclass
class Sentence:
    """An excerpt cited by one or more numbers."""

    article_id: str
    start: int
    end: int
    marks: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    cited: set[int] = field(default_factory=set)


class Register:
    """Collects numbers and the hits behind them; one per page.

    Parameters
    ----------
    articles : article table that the hits point into. `clusters` : syndication cluster of each article.
    seed : of the sample where a number has more than fits. The sample of each number is the hits with the
    smallest seeded hash: random for each, and the same hit is taken wherever it can be, so that sentences are shared.
    whole : True for whole sentences instead of excerpts of at most 25 words.
    """

    def __init__(
        self, articles: pd.DataFrame, clusters: pd.Series, *, seed: int = 0, whole: bool = False
    ) -> None:
        self.articles, self.clusters, self.seed, self.whole = articles, clusters, seed, whole
        self.numbers: list[Number] = []
        self._samples: list[tuple[Number, list[tuple[str, int, int]]]] = []
        self._lists: list[tuple[Number, pd.DataFrame]] = []
        self._texts: dict[str, str] = {}

    def add(self, section: str, title: str, hits: pd.DataFrame) -> str:
        """Register what stands behind a number.

        Parameters
        ----------
        section : id of the section it stands in. `title` : what the number says, for the head of its evidence.
        hits : article_id and, where there are places, start and end in the joined text; label where a hit has one.

        Returns
        -------
        The link (`#e12`), "" where nothing stands behind it.
        """
        place = self.articles.index.get_indexer(pd.Index(hits["article_id"]))
        if not len(hits) or (place < 0).all():
            return ""
        hits, place = hits[place >= 0], place[place >= 0]
        texts = len(np.unique(self._codes[place]))
        number = Number(len(self.numbers) + 1, section, title, len(hits), len(np.unique(place)), texts)
        self.numbers.append(number)
        self._lists.append((number, hits))
        self._samples.append((number, self._sample(hits, place)))
        return f"#e{number.id}"

    def spellings(self, hits: pd.DataFrame, most: int = 40) -> dict[str, str]:
        """How each label of `hits` is mostly written in the first `most` places of it: `putin` -> `Putin`."""
        found: dict[str, Counter[str]] = {}
        known = hits[hits["article_id"].isin(self.articles.index)]
        first = known.groupby("label", sort=False).head(most)
        for label, article_id, start, end in first[["label", "article_id", "start", "end"]].itertuples(
            index=False
        ):
            found.setdefault(str(label), Counter())[self._text(article_id)[start:end]] += 1
        return {label: counts.most_common(1)[0][0] for label, counts in found.items()}

    @property
    def sizes(self) -> dict[str, set[int]]:
        """Of each link: how many rows, articles and distinct texts stand behind it."""
        return {f"#e{one.id}": {one.rows, one.articles, one.texts} for one in self.numbers}

    @cached_property
    def _codes(self) -> np.ndarray:
        """A number for the syndication cluster of each article."""
        return pd.factorize(self.clusters.reindex(self.articles.index))[0]

    def _sample(self, hits: pd.DataFrame, place: np.ndarray) -> list[tuple[str, int, int]]:
        """Places to show, the first ones first: those with the smallest seeded hash. `place` : of each hit's article."""
        nowhere = np.full(len(hits), -1, dtype=np.int64)
        starts = hits["start"].to_numpy(dtype=np.int64) if "start" in hits else nowhere
        ends = hits["end"].to_numpy(dtype=np.int64) if "end" in hits else nowhere
        hashed = _mixed(self._hashes[place] ^ _mixed(starts.astype(np.uint64)))
        few = min(8 * SHOWN, len(hashed))
        found = self._first(np.argpartition(hashed, few - 1)[:few], hashed, place, starts, ends)
        if len(found) < SHOWN and few < len(hashed):
            found = self._first(np.arange(len(hashed)), hashed, place, starts, ends)
        return found

    def _first(
        self, rows: np.ndarray, hashed: np.ndarray, place: np.ndarray, starts: np.ndarray, ends: np.ndarray
    ) -> list[tuple[str, int, int]]:
        """The distinct places of some rows, by hash, as many as are shown at most."""
        order = rows[np.lexsort((ends[rows], starts[rows], place[rows], hashed[rows]))]
        places = zip(place[order].tolist(), starts[order].tolist(), ends[order].tolist(), strict=True)
        distinct = list(dict.fromkeys(places))[:SHOWN]
        return [(str(self.articles.index[at]), start, end) for at, start, end in distinct]

    @cached_property
    def _hashes(self) -> np.ndarray:
        """A seeded hash of each article's id, the same on every machine."""
        ids = self.articles.index.to_numpy(dtype=object)
        return _mixed(pd.util.hash_array(ids, categorize=False) ^ np.uint64(self.seed))

    def _citations(self) -> list[tuple[Number, str, int, int]]:
        """The places that each number shows: as many for all as keep the page within its budget."""
        for room in range(SHOWN, LEAST, -1):
            if len({place for _, places in self._samples for place in places[:room]}) <= BUDGET:
                break
        else:
            room = LEAST
        return [(number, *place) for number, places in self._samples for place in places[:room]]

    def _built(self) -> list[Sentence]:
        """Every cited sentence once, in the order of the article table."""
        for number in self.numbers:
            number.shown = 0
        citations = self._citations()
        cuts = self._cuts({article_id for _, article_id, _, _ in citations})
        found: dict[tuple[str, int, int], Sentence] = {}
        for number, article_id, start, end in citations:
            text = self._text(article_id)
            low, high = _around(cuts.get(article_id, []), start, end)
            if not self.whole:
                low, high = excerpt(text, low, high, start, end)
            if low >= high:
                continue
            sentence = found.setdefault((article_id, low, high), Sentence(article_id, low, high))
            if start >= 0:
                sentence.marks.setdefault((max(start, low), min(end, high)), set()).add(number.id)
            if number.id not in sentence.cited:
                sentence.cited.add(number.id)
                number.shown += 1
        place = {article_id: i for i, article_id in enumerate(self.articles.index)}
        return sorted(found.values(), key=lambda s: (place[s.article_id], s.start, s.end))

    def _cuts(self, cited: set[str]) -> dict[str, list[tuple[int, int]]]:
        """Borders of the sentences of every cited article, the title last: what has no place is shown by its first sentence."""
        cut = sentences(self.articles[self.articles.index.isin(cited)])
        return {
            str(article_id): list(zip(part["start"], part["end"], strict=True))
            for article_id, part in cut.assign(last=cut["field"] == "title")
            .sort_values(["last", "start"], kind="stable")
            .groupby("article_id", sort=False)
        }

    def _text(self, article_id: str) -> str:
        if article_id not in self._texts:
            place = int(self.articles.index.get_indexer(pd.Index([article_id]))[0])
            title, body = self.articles["title"].iat[place], self.articles["text"].iat[place]
            self._texts[article_id] = (
                f"{title if isinstance(title, str) else ''}\n\n{body if isinstance(body, str) else ''}"
            )
        return self._texts[article_id]

    def sentences(self) -> list[dict]:
        """The register for the page, in the order of the article table: who, when, marked text, citing numbers."""
        return [
            {
                **self._facts[sentence.article_id],
                "text": self._marked(sentence),
                "cited": " ".join(f"e{i}" for i in sorted(sentence.cited)),
            }
            for sentence in self._built()
        ]

    @cached_property
    def _facts(self) -> dict[str, dict[Any, Any]]:
        """Outlet, day, title, address and language of every article as the page shows them."""
        known = self.articles[["outlet", "title", "url", "language"]].astype("object")
        days = self.articles["day"].astype("object")
        table = known.where(known.notna(), "").assign(day=days.where(days.notna(), None))
        return {str(key): facts for key, facts in table.to_dict("index").items()}

    def _marked(self, sentence: Sentence) -> Markup:
        text = self._text(sentence.article_id)
        spans = [
            (max(start, sentence.start), min(end, sentence.end), numbers)
            for (start, end), numbers in sentence.marks.items()
        ]
        edges = {sentence.start, sentence.end, *(edge for span in spans for edge in span[:2])}
        out = Markup("")
        for start, end in pairwise(sorted(edges)):
            over = sorted(
                {i for low, high, numbers in spans if low <= start and end <= high for i in numbers}
            )
            piece = escape(text[start:end])
            classes = " ".join(f"e{i}" for i in over)
            out += Markup('<mark class="{}">{}</mark>').format(classes, piece) if over else piece
        before = (
            "… "
            if sentence.start > 0 and text[sentence.start - 1] not in "\n" and not _opens(text, sentence)
            else ""
        )
        after = " …" if sentence.end < len(text) and not _closes(text, sentence) else ""
        return Markup(before) + out + Markup(after)

    def full_list(self) -> pd.DataFrame:
        """Every hit behind every number: evidence, number, article_id, outlet, day, title, start, end, label, cluster_id, url."""
        if not self._lists:
            return pd.DataFrame(columns=["evidence", "number", "article_id"])
        parts = [hits.reindex(columns=[*LISTED]) for _, hits in self._lists]
        table = pd.concat(parts, ignore_index=True)
        sizes = [len(part) for part in parts]
        place = self.articles.index.get_indexer(pd.Index(table["article_id"]))
        titles = pd.Index(dict.fromkeys(number.title for number, _ in self._lists))
        named = titles.get_indexer(pd.Index([number.title for number, _ in self._lists]))
        columns: dict[str, Any] = {
            "evidence": np.repeat([number.id for number, _ in self._lists], sizes),
            "number": pd.Categorical.from_codes(np.repeat(named, sizes), titles),
            "article_id": pd.Categorical.from_codes(place, self.articles.index),
        }
        facts = self.articles[["outlet", "day", "title", "url"]].assign(
            cluster_id=self.clusters.reindex(self.articles.index)
        )
        for column in facts:
            codes, kinds = pd.factorize(facts[column])
            columns[str(column)] = pd.Categorical.from_codes(codes[place], kinds)
        spans = {name: table[name] for name in ("start", "end")}
        words = {name: table[name].astype("category") for name in ("label", "voice")}
        order = [
            "evidence",
            "number",
            "article_id",
            "outlet",
            "day",
            "title",
            *spans,
            *words,
            "cluster_id",
            "url",
        ]
        return pd.DataFrame({**columns, **spans, **words})[order]


def _mixed(numbers: np.ndarray) -> np.ndarray:
    """Whole numbers of 64 bits stirred, so that near ones end up far apart (the finaliser of MurmurHash3)."""
    mixed = numbers.astype(np.uint64)
    for shift, factor in ((33, 0xFF51AFD7ED558CCD), (33, 0xC4CEB9FE1A85EC53)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(33))


def shortened(text: str, most: int = WORDS) -> str:
    """At most 25 words of a sentence, without the marks around it.

    >>> shortened("“satu dua tiga”", 2)
    'satu dua …'
    """
    words = text.strip(" \n,.;:\"“”„»«‘’'").split()
    return " ".join(words[:most]) + (" …" if len(words) > most else "")


def _around(cuts: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Borders of the sentences that hold a hit; of the first sentence, else the title, where there is no place."""
    if start < 0:
        return cuts[0] if cuts else (0, 0)
    found = [cut for cut in cuts if cut[0] < end and cut[1] > start]
    return (min(low for low, _ in found), max(high for _, high in found)) if found else (start, end)


def examples(register: list[dict], link: str, n: int = 3) -> list[dict]:
    """`n` sentences behind a number out of the page's register, from different outlets where possible."""
    number = link[1:]
    rows = [row for row in register if number in row["cited"].split()]
    first: dict[str, dict] = {}
    for row in rows:
        first.setdefault(row["outlet"], row)
    chosen = list(first.values())
    chosen = [*chosen, *(row for row in rows if not any(row is one for one in chosen))][:n]
    return [{**row, "text": _only_marks_of(row["text"], number)} for row in chosen]


def _only_marks_of(text: Markup, number: str) -> Markup:
    """The sentence with nothing marked but what stands behind this number."""
    part = re.compile(r'<mark class="([^"]*)">(.*?)</mark>', re.S)
    return Markup(part.sub(lambda m: m[0] if number in m[1].split() else m[2], str(text)))


def _opens(text: str, sentence: Sentence) -> bool:
    return text[max(0, sentence.start - 2) : sentence.start].rstrip(" ")[-1:] in '.!?"”’»\n…'


def _closes(text: str, sentence: Sentence) -> bool:
    return (
        text[sentence.end - 1 : sentence.end] in '.!?"”’»…' or text[sentence.end : sentence.end + 1] == "\n"
    )


def excerpt(text: str, low: int, high: int, start: int, end: int) -> tuple[int, int]:
    """Borders of at most 25 words of a sentence, around the hit where there is one.

    >>> text = " ".join(f"w{i}" for i in range(60))
    >>> low, high = excerpt(text, 0, len(text), 150, 153)
    >>> len(text[low:high].split())
    25
    """
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text[low:high])]
    if not words:
        return low, low
    if len(words) <= WORDS:
        return low + words[0][0], low + words[-1][1]
    if start < 0:
        return low + words[0][0], low + words[WORDS - 1][1]
    inside = [i for i, (a, b) in enumerate(words) if low + b > start and low + a < end] or [0]
    spare = max(WORDS - len(inside), 0)
    first = max(0, min(inside[0] - spare // 2, len(words) - WORDS))
    return low + words[first][0], low + words[first + WORDS - 1][1]
