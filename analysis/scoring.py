"""`media-coverage score`: works out the scores of a store ahead of its reports, here or on a Dask cluster."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sized
from functools import partial
from time import perf_counter

from analysis.pipeline import Corpus, open_corpus
from analysis.tables import ParameterError
from analysis.text.dictionary import Dictionary

EXAMPLE = """example:
  media-coverage score data/processed/example --frames visit,policy_frames --labels labels
  media-coverage score data/processed/example --workers 8
  media-coverage score /shared/mine --scheduler tcp://10.0.0.5:8786
A report then finds every score. With --scheduler the workers need this package, and the store's folder is written from here.
"""


def add_score(score: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    score.add_argument("store", help="folder of the article store")
    score.add_argument("--frames", default="policy_frames", metavar="NAMES", help="word lists, with commas")
    score.add_argument(
        "--labels", default="labels", metavar="NAME", help="list of competing labels; '' for none"
    )
    score.add_argument("--workers", type=int, metavar="N", help="processes; one a core if not given")
    score.add_argument(
        "--scheduler", metavar="ADDRESS", help="Dask scheduler (tcp://...) that does the work instead"
    )


def run_score(options: argparse.Namespace) -> int:
    """Score a store; prints what was found and how long it took."""
    if options.scheduler and "://" not in options.scheduler:
        raise ParameterError(
            f"--scheduler wants an address such as tcp://10.0.0.5:8786, got {options.scheduler!r}."
        )
    corpus = open_corpus(options.store, workers=options.workers, scheduler=options.scheduler)
    frames = [name.strip() for name in options.frames.split(",") if name.strip()]
    for part in corpus.languages():
        print(f"{part.language}: {len(part.articles):,} articles")
        for what, count in _steps(part, frames, options.labels):
            begun = perf_counter()
            found = count()
            print(f"  {what} {found:,} ({perf_counter() - begun:.0f} s)", flush=True)
    return 0


def _steps(part: Corpus, frames: list[str], labels: str) -> Iterator[tuple[str, Callable[[], int]]]:
    """What a report asks of the articles of one language, and how many rows each finds."""
    yield "quotations", lambda: len(part.quotes)
    yield "mentions of actors", lambda: len(part.mentions)
    yield "quotations with a source", lambda: int(part.sources()["cue"].notna().sum())
    if part.lexicon is not None:
        yield "words that weigh", lambda: len(part.tone_hits)
        yield "articles with a tone", lambda: int(part.tone["own_score"].notna().sum())
    for name in frames:
        lists = part.dictionary(name)
        if lists is not None:
            yield f"hits of {name}", partial(_rows, part.frame_hits, lists)
            yield f"articles by frame of {name}", partial(_rows, part.frames, lists)
    choices = part.dictionary(labels) if labels else None
    if choices is not None:
        yield "labels", partial(_rows, part.label_hits, choices)


def _rows(measure: Callable[[Dictionary], Sized], lists: Dictionary) -> int:
    return len(measure(lists))
