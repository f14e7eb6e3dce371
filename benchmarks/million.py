"""A million articles, from the store to tables: `python benchmarks/million.py [--articles 1000000] [--workers 2]`.

Words, sentiment and frames are worked out part by part in worker processes and kept; then come frequency, keyness with
intervals, tone and frames by outlet, and the same once more after one article in a hundred was added. Prints wall seconds,
processor seconds of all processes and the most memory that they have had together until then (proportional set size, looked
at twice a second; Linux). Every eleventh word of the corpus comes from the shipped word lists, so that these have something
to find; each article is a text of its own.
"""

from __future__ import annotations

import argparse
import resource
import shutil
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from time import perf_counter, sleep

import pandas as pd
import psutil
import pyarrow as pa
from generator import OUTLETS, PART, Generator

from analysis import (
    framing,
    frequency,
    keyness,
    open_store,
    quotations,
    score_frames,
    score_sentiment,
    sentiment,
)
from analysis.corpus.part_writer import PartWriter
from analysis.corpus.reconciliation import IngestReport
from analysis.measures.framing import frames_for
from analysis.pipeline import StoreScores, map_store, words_of
from analysis.tables import ARTICLE_COLUMNS
from analysis.text.lexicon import lexicon_for

HERE = Path(__file__).parent


def planted() -> list[str]:
    """Single words of the shipped Indonesian lexicon and frames, without their wildcards."""
    tone, frames = lexicon_for("id"), frames_for("id")
    assert tone is not None
    assert frames is not None
    words = [*tone.terms["term"], *(one for group in frames.categories.values() for one in group)]
    plain = (word.lower().strip("*") for word in words)
    return list(dict.fromkeys(word for word in plain if word.isalpha()))


def article_table(made: pd.DataFrame) -> pd.DataFrame:
    """An article table from a part of the generator, as `as_articles` would make it, but for the lead."""
    texts = made["title"] + "\n" + made["text"]
    columns = dict.fromkeys(ARTICLE_COLUMNS, "") | {
        "outlet": made["outlet"],
        "published": made["published"],
        "published_precision": "minute",
        "date_source": "column",
        "day": made["published"].dt.tz_convert("Asia/Jakarta").dt.tz_localize(None).dt.normalize(),
        "title": made["title"],
        "text": made["text"],
        "text_status": "full",
        "genre": "news",
        "language": "id",
        "retrieved": pd.Series(pd.NaT, index=made.index, dtype="datetime64[us, UTC]"),
        "version": pd.util.hash_array(texts.to_numpy(dtype=object), categorize=False).astype(str),
    }
    return pd.DataFrame(columns, index=made.index)


def build(store: Path, first: int, articles: int) -> None:
    """Put so many generated articles into a store, from article `first` on."""
    numbers = range(first // PART, -(-(first + articles) // PART))
    with PartWriter(store, {"found": "generated"}) as writer, ProcessPoolExecutor(2) as pool:
        for made in pool.map(made_part, numbers):
            made_articles = article_table(made.to_pandas().set_index("article_id"))
            writer.add(made_articles.reset_index(), datetime.now(UTC))
        writer.finish(IngestReport(str(store), "generated"))


@cache
def generator() -> Generator:
    return Generator(planted=planted())


def made_part(number: int) -> pa.Table:
    return generator().part(number)


def tables(store: Path, workers: int, memory: Memory) -> None:
    """From the store to result tables; prints wall and processor seconds of each step."""
    before = [perf_counter(), seconds()]

    def mark(step: str) -> None:
        now = [perf_counter(), seconds()]
        print(
            f"| {step} | {now[0] - before[0]:.1f} | {now[1] - before[1]:.1f} | {memory.most:.2f} |",
            flush=True,
        )
        before[:] = now

    opened = open_store(store)
    nothing = quotations(opened.read_part(opened.parts[0]).iloc[:0])
    halves = {
        "words": words_of,
        "tone": partial(score_sentiment, quotes=nothing),
        "frames": partial(score_frames, quotes=nothing),
    }
    scores = map_store(opened, halves, workers=workers)
    mark(f"first halves, {workers} workers")
    outlet = scores.articles(["outlet"])["outlet"]
    own = pd.Series(outlet.index, index=outlet.index)
    beside = ProcessPoolExecutor(1, mp_context=get_context("spawn")) if workers > 1 else None
    later = beside.submit(tone_and_frames, scores, outlet, own) if beside else None
    dfm = scores.words()
    mark("matrix of all parts (tone and frames begin beside it)")
    frequency(dfm, by=outlet, clusters=own, top=100)
    mark("frequency, 100 words by outlet")
    keyness(dfm, outlet == OUTLETS[0], clusters=own)
    mark("keyness of one outlet, intervals of 400 words")
    del dfm
    if beside and later:
        later.result()
        beside.shutdown()
    else:
        tone_and_frames(scores, outlet, own)
    mark("tone and 11 frames by outlet")


def tone_and_frames(
    scores: StoreScores, outlet: pd.Series, own: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tone by outlet, and the share of articles of each frame, one frame in memory at a time."""
    parts = (f"own_{name}" for name in ("score", "matched", "positive", "negative", "n_tokens"))
    tone = sentiment(scores.read("tone", ["article_id", "language", *parts]), by=outlet, clusters=own)
    known = frames_for("id")
    assert known is not None
    columns = ["article_id", "frame", "present", "too_short", "needs_agreement", "language"]
    tables = [
        framing(scores.read("frames", columns, frame=frame), by=outlet, clusters=own)
        for frame in known.categories
    ]
    return tone, pd.concat(tables, ignore_index=True)


def seconds() -> float:
    """Processor seconds of this process and of those it has started and ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


class Memory(Thread):
    """The most memory that this process and those it has started had together, in GB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0

    def run(self) -> None:
        while True:
            self.most = max(self.most, self.now())
            sleep(0.5)

    def now(self) -> float:
        """GB at this moment; a process that has just ended counts nothing."""
        whole, me = 0, psutil.Process()
        for one in (me, *me.children(recursive=True)):
            with suppress(psutil.Error):
                whole += one.memory_full_info().pss
        return whole / 1e9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=HERE.parent / "data" / "processed" / "million")
    parser.add_argument("--keep", action="store_true", help="leave the store where it is")
    chosen = parser.parse_args()
    if not chosen.folder.exists():
        build(chosen.folder, 0, chosen.articles)
    memory = Memory()
    memory.start()
    for turn in ("first run", "second run, one article in a hundred is new"):
        print(f"\n{turn}\n\n| step | wall s | processor s | GB |\n| --- | --- | --- | --- |")
        started = perf_counter(), seconds()
        tables(chosen.folder, chosen.workers, memory)
        print(
            f"| all | {perf_counter() - started[0]:.1f} | {seconds() - started[1]:.1f} | {memory.most:.2f} |",
            flush=True,
        )
        if turn == "first run":
            build(chosen.folder, chosen.articles, max(chosen.articles // 100, PART))
    if not chosen.keep:
        shutil.rmtree(chosen.folder)


if __name__ == "__main__":
    main()
