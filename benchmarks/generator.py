"""A corpus with the statistics of news, the same on every machine: `python benchmarks/generator.py FOLDER ARTICLES`.

Words follow Zipf and Mandelbrot, part of each article comes from a topic of its own (bursts) and from phrases that
many articles share; sentences have capitals, commas, figures and quotations. Nothing in it means anything. Written as
Parquet parts of 5,000 articles that every tool reads alike; `plant_copies` adds copies whose source is known.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

PART = 5_000
WORDS = 400
KINDS = 300_000
TOPICS = 400
PHRASES = 20_000
OUTLETS = np.array(["Kabar Pagi", "Harian Timur", "Suara Kota", "Pasar Harian", "Lini Berita", "Warta Utara"])
SYLLABLES = [
    a + b + c for a in "bcdghjklmnprstw" for b in "aeiou" for c in ("", "", "", "", "", "n", "r", "ng", "k")
]
FIRST_DAY = pd.Timestamp("2024-01-01", tz="UTC")


def vocabulary(seed: int = 0) -> list[str]:
    """Distinct words, the frequent ones short, some joined with a hyphen."""
    random = np.random.default_rng(seed)
    words: dict[str, None] = {}
    while len(words) < KINDS:
        length = 2 if len(words) < 8_000 else 3 if random.random() < 0.7 else 4
        parts = [SYLLABLES[i] for i in random.integers(len(SYLLABLES), size=length)]
        word = "".join(parts)
        words.setdefault(f"{word}-{word}" if random.random() < 0.02 else word)
    return list(words)


class Generator:
    """Makes articles by their number: article 7 is the same whatever else is made."""

    def __init__(self, seed: int = 0, planted: Sequence[str] = ()) -> None:
        """`planted` : words that mean something, in the place of every eleventh word from the sixtieth on."""
        self.seed, self.words = seed, vocabulary(seed)
        self.words[60 : 60 + 11 * len(planted) : 11] = planted
        weights = 1 / (np.arange(KINDS) + 2.7) ** 1.2
        self.total = np.cumsum(weights / weights.sum())
        random = np.random.default_rng([seed, 1])
        self.topics = random.integers(200, 20_000, size=(TOPICS, 150))
        self.phrases = self._draw(random, PHRASES * 4).reshape(PHRASES, 4)
        plain = [word + " " for word in self.words]
        capital = [word.capitalize() + " " for word in self.words]
        comma = [word + ", " for word in self.words]
        stop = [word + ". " for word in self.words]
        quoted = ["“" + word.capitalize() + " " for word in self.words]
        unquoted = [word + ",” " for word in self.words]
        figures = [f"{n:,} ".replace(",", ".") for n in range(0, 200_000, 7)] + [
            f"Rp{n},5 " for n in range(900)
        ]
        self.pieces = [*plain, *capital, *comma, *stop, *quoted, *unquoted, *figures]
        self.arena = np.frombuffer("".join(self.pieces).encode(), dtype=np.uint8)
        sizes = np.array([len(piece.encode()) for piece in self.pieces])
        self.starts, self.sizes, self.figures = np.cumsum(sizes) - sizes, sizes, len(figures)

    def _draw(self, random: np.random.Generator, size: int) -> np.ndarray:
        return np.minimum(np.searchsorted(self.total, random.random(size)), KINDS - 1)

    def part(self, number: int, articles: int = PART, words: int = WORDS) -> pa.Table:
        """Part `number` of the corpus as an Arrow table: article_id, outlet, published, title, text, language."""
        random = np.random.default_rng([self.seed, 2, number])
        lengths = np.maximum(30, random.gamma(6.0, words / 6.0, size=articles).astype(np.int64))
        many = int(lengths.sum())
        owner = np.repeat(np.arange(articles), lengths)
        ids = self._draw(random, many)
        topic = random.integers(TOPICS, size=articles)
        own = random.random(many) < 0.18
        ids[own] = self.topics[topic[owner[own]], np.minimum(random.geometric(0.03, size=own.sum()), 150) - 1]
        begins = np.flatnonzero(random.random(many - 4) < 0.02)
        phrase = np.minimum(random.zipf(1.3, size=len(begins)), PHRASES) - 1
        for step in range(4):
            ids[begins + step] = self.phrases[phrase, step]
        pieces = self._marked(random, ids, np.cumsum(lengths) - lengths)
        return self._table(random, number, pieces, lengths)

    def _marked(self, random: np.random.Generator, ids: np.ndarray, first: np.ndarray) -> np.ndarray:
        """The printed form of each word: capitals, commas, full stops, quotations, figures."""
        chance = random.random(len(ids))
        ends = chance < 1 / 18
        form = np.where(ends, 3, np.where(chance < 1 / 18 + 0.05, 2, 0))
        opens = np.zeros(len(ids), dtype=bool)
        opens[1:] = ends[:-1]
        opens[first] = True
        form = np.where(opens | ((form == 0) & (chance > 0.95)), 1, form)
        form = np.where(opens & (chance > 0.8), 4, form)
        form = np.where((form == 2) & (chance > 1 / 18 + 0.04), 5, form)
        pieces = ids + form * KINDS
        figure = (form == 0) & (random.random(len(ids)) < 0.02)
        pieces[figure] = 6 * KINDS + random.integers(self.figures, size=int(figure.sum()))
        return pieces

    def _table(
        self, random: np.random.Generator, number: int, pieces: np.ndarray, lengths: np.ndarray
    ) -> pa.Table:
        texts = self._strings(pieces, lengths)
        before = np.cumsum(lengths) - lengths
        heads = pieces[(before[:, None] + np.arange(2, 10)).ravel()] % KINDS
        titles = self._strings(heads, np.full(len(lengths), 8))
        ids = np.char.add("a", np.char.zfill((number * PART + np.arange(len(lengths))).astype(str), 8))
        minutes = pa.array(random.integers(0, 366 * 24 * 60, size=len(lengths)) * 60_000_000)
        published = (FIRST_DAY.value // 1000) + minutes.to_numpy()
        return pa.table(
            {
                "article_id": pa.array(ids.tolist()),
                "outlet": pa.array(OUTLETS[random.integers(len(OUTLETS), size=len(lengths))].tolist()),
                "published": pa.array(published, pa.timestamp("us", tz="UTC")),
                "title": titles,
                "text": texts,
                "language": pa.array(["id"] * len(lengths)),
            }
        )

    def _strings(self, pieces: np.ndarray, lengths: np.ndarray) -> pa.LargeStringArray:
        """Strings from printed forms, by bytes."""
        sizes = self.sizes[pieces]
        ends = np.cumsum(sizes)
        data = self.arena[np.repeat(self.starts[pieces] - (ends - sizes), sizes) + np.arange(int(ends[-1]))]
        borders = np.concatenate([[0], ends])[np.concatenate([[0], np.cumsum(lengths)])].astype(np.int64)
        buffers = [None, pa.py_buffer(borders.tobytes()), pa.py_buffer(data.tobytes())]
        return pa.LargeStringArray.from_buffers(len(lengths), buffers[1], buffers[2])


def write(folder: Path, articles: int, words: int = WORDS, seed: int = 0) -> list[Path]:
    """Write a corpus as Parquet parts, leaving parts that are there; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{words}-{seed}-{PART}-{number:04d}.parquet" for number in range(-(-articles // PART))]
    generator = Generator(seed) if any(not path.exists() for path in paths) else None
    for number, path in enumerate(paths):
        if generator is not None and not path.exists():
            pq.write_table(generator.part(number, words=words), path)
    return paths


def read(folder: Path, articles: int, words: int = WORDS, seed: int = 0) -> pd.DataFrame:
    """A corpus as an article table, written first where it is not there."""
    paths = write(folder, articles, words, seed)
    frame = pd.concat([pd.read_parquet(path) for path in paths], ignore_index=True).head(articles)
    return frame.set_index("article_id")


def plant_copies(
    articles: pd.DataFrame, *, share: float = 0.1, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put copies in the place of the last articles, and a template into one in two hundred of the others.

    Returns
    -------
    articles, and one row per planted copy: article_id, source, how (scattered: 5 to 25 % of the words changed; ends: lead
    and end rewritten; third: trimmed to its first third, a few words changed).
    """
    random = np.random.default_rng([seed, 3])
    texts = articles["text"].tolist()
    times = articles["published"].to_numpy().copy()
    words = vocabulary()
    many = int(len(articles) * share)
    originals = random.choice(len(articles) - many, size=many, replace=False)
    template = [words[i] for i in random.integers(5000, 50_000, size=90)]
    for place in random.choice(len(articles) - many, size=len(articles) // 200, replace=False):
        texts[place] = " ".join(template) + ". " + texts[place]
    rows = []
    for place, source in enumerate(originals, start=len(articles) - many):
        how = ("scattered", "ends", "third")[int(random.integers(3))]
        texts[place] = " ".join(_changed(texts[source].split(), how, words, random))
        times[place] = times[source] + np.timedelta64(int(random.integers(0, 2 * 24 * 60)), "m")
        rows.append((articles.index[place], articles.index[source], how))
    planted = articles.assign(text=pd.array(texts, dtype="str"), published=times)
    planted["published"] = pd.to_datetime(planted["published"], utc=True)
    return planted, pd.DataFrame(rows, columns=["article_id", "source", "how"])


def _changed(text: list[str], how: str, words: list[str], random: np.random.Generator) -> list[str]:
    rate = random.uniform(0.05, 0.25)
    if how == "scattered":
        drawn = random.random(len(text)) < rate
    elif how == "third":
        text = text[: max(30, len(text) // 3)]
        drawn = random.random(len(text)) < 0.03
    else:
        place = np.arange(len(text)) / len(text)
        drawn = (place < rate / 2) | (place > 1 - rate / 2)
    fresh = random.integers(200, 100_000, size=len(text))
    return [words[fresh[i]] if drawn[i] else word for i, word in enumerate(text)]


if __name__ == "__main__":
    print(*write(Path(sys.argv[1]), int(sys.argv[2])), sep="\n")
