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
from analysis.reports.hits import Hits, mixed
from analysis.tables import places

SHOWN, LEAST = 25, 2
"""Sentences shown behind one number at most, and where a page has very many numbers."""
BUDGET = 4000
"""Sentences that one page may hold in all; each is stored once, however many numbers cite it."""
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
    """An excerpt cited by one or more numbers; `place` is the row of its article."""

    place: int
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
        self.lists: list[tuple[Number, Hits, np.ndarray]] = []
        self._samples: list[tuple[Number, list[tuple[int, int, int]]]] = []
        self._texts: dict[int, str] = {}

    def hits(self, table: pd.DataFrame) -> Hits:
        """What a panel counts, to be read once for all its numbers."""
        return Hits(table, self.articles.index, self._hashes)

    def add(self, section: str, title: str, hits: pd.DataFrame | Hits, rows: np.ndarray | None = None) -> str:
        """Register what stands behind a number.

        Parameters
        ----------
        section : id of the section it stands in. `title` : what the number says, for the head of its evidence.
        hits : article_id and, where there are places, start and end in the joined text; label where a hit has one.
        rows : the rows of `hits` that the number counts, in their order; all if None.

        Returns
        -------
        The link (`#e12`), "" where nothing stands behind it.
        """
        hits = self.hits(hits) if isinstance(hits, pd.DataFrame) else hits
        rows = hits.known(rows)
        if not len(rows):
            return ""
        held = np.zeros(len(self.articles), dtype=bool)
        held[hits.place[rows]] = True
        texts = len(np.unique(self._codes[held]))
        number = Number(len(self.numbers) + 1, section, title, len(rows), int(held.sum()), texts)
        self.numbers.append(number)
        self.lists.append((number, hits, rows))
        self._samples.append((number, hits.sample(rows, SHOWN)))
        return f"#e{number.id}"

    def spellings(self, hits: pd.DataFrame, most: int = 40) -> dict[str, str]:
        """How each label of `hits` is mostly written in the first `most` places of it: `putin` -> `Putin`."""
        found: dict[str, Counter[str]] = {}
        place = places(hits["article_id"], self.articles.index)
        codes, labels = pd.factorize(hits["label"])
        known = np.flatnonzero((place >= 0) & (codes >= 0))
        first = known[pd.Series(codes[known]).groupby(codes[known]).cumcount().to_numpy() < most]
        spans = (codes[first], place[first], *(hits[name].to_numpy()[first] for name in ("start", "end")))
        for code, at, start, end in zip(*(one.tolist() for one in spans), strict=True):
            found.setdefault(str(labels[code]), Counter())[self._text(at)[start:end]] += 1
        return {label: counts.most_common(1)[0][0] for label, counts in found.items()}

    @property
    def sizes(self) -> dict[str, set[int]]:
        """Of each link: how many rows, articles and distinct texts stand behind it."""
        return {f"#e{one.id}": {one.rows, one.articles, one.texts} for one in self.numbers}

    @cached_property
    def _codes(self) -> np.ndarray:
        """A number for the syndication cluster of each article."""
        return pd.factorize(self.clusters.reindex(self.articles.index))[0]

    @cached_property
    def _hashes(self) -> np.ndarray:
        """A seeded hash of each article's id, the same on every machine."""
        ids = self.articles.index.to_numpy(dtype=object)
        return mixed(pd.util.hash_array(ids, categorize=False) ^ np.uint64(self.seed))

    def _citations(self) -> list[tuple[Number, int, int, int]]:
        """The places that each number shows: as many for all as keep the page within its budget."""
        for room in range(SHOWN, LEAST, -1):
            if len({place for _, shown in self._samples for place in shown[:room]}) <= BUDGET:
                break
        else:
            room = LEAST
        return [(number, *place) for number, shown in self._samples for place in shown[:room]]

    def _built(self) -> list[Sentence]:
        """Every cited sentence once, in the order of the article table."""
        for number in self.numbers:
            number.shown = 0
        citations = self._citations()
        cuts = self._cuts(sorted({at for _, at, _, _ in citations}))
        found: dict[tuple[int, int, int], Sentence] = {}
        for number, at, start, end in citations:
            text = self._text(at)
            low, high = _around(cuts.get(at, []), start, end)
            if not self.whole:
                low, high = excerpt(text, low, high, start, end)
            if low >= high:
                continue
            sentence = found.setdefault((at, low, high), Sentence(at, low, high))
            if start >= 0:
                sentence.marks.setdefault((max(start, low), min(end, high)), set()).add(number.id)
            if number.id not in sentence.cited:
                sentence.cited.add(number.id)
                number.shown += 1
        return sorted(found.values(), key=lambda s: (s.place, s.start, s.end))

    def _cuts(self, cited: list[int]) -> dict[int, list[tuple[int, int]]]:
        """Borders of the sentences of every cited article, the title last: what has no place is shown by its first sentence."""
        cut = sentences(self.articles.iloc[cited])
        last = cut.assign(
            last=cut["field"] == "title", place=places(cut["article_id"], self.articles.index)
        ).sort_values(["last", "start"], kind="stable")
        found: dict[int, list[tuple[int, int]]] = {}
        for place, start, end in zip(
            *(last[name].tolist() for name in ("place", "start", "end")), strict=True
        ):
            found.setdefault(place, []).append((start, end))
        return found

    def _text(self, place: int) -> str:
        if place not in self._texts:
            title, body = self.articles["title"].iat[place], self.articles["text"].iat[place]
            self._texts[place] = (
                f"{title if isinstance(title, str) else ''}\n\n{body if isinstance(body, str) else ''}"
            )
        return self._texts[place]

    def sentences(self) -> list[dict]:
        """The register for the page, in the order of the article table: who, when, marked text, citing numbers."""
        built = self._built()
        facts = self._facts([sentence.place for sentence in built])
        return [
            {
                **known,
                "text": self._marked(sentence),
                "cited": " ".join(f"e{i}" for i in sorted(sentence.cited)),
            }
            for sentence, known in zip(built, facts, strict=True)
        ]

    def _facts(self, cited: list[int]) -> list[dict[Any, Any]]:
        """Outlet, day, title, address and language of articles as the page shows them."""
        articles = self.articles.iloc[cited]
        known = articles[["outlet", "title", "url", "language"]].astype("object")
        days = articles["day"].astype("object")
        return known.where(known.notna(), "").assign(day=days.where(days.notna(), None)).to_dict("records")

    def _marked(self, sentence: Sentence) -> Markup:
        text = self._text(sentence.place)
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
