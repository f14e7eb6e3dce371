"""From an article store to what measures need: chosen articles, their copies, quotations, mentions and scores.

First halves of measures look at one article at a time, so they are mapped over the store's parts, in worker
processes or on a Dask cluster, and what they found is kept by content and instrument: a second run touches
only what is new.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.annotations.actors import actors
from analysis.annotations.quotations import quotations
from analysis.corpus.store import ArticleStore, open_store
from analysis.languages import known_languages, language
from analysis.measures.evidence import behind
from analysis.measures.framing import frame_hits, score_frames
from analysis.measures.intervals import benjamini_hochberg
from analysis.measures.sentiment import score_sentiment, sentiment_hits
from analysis.tables import ParameterError
from analysis.text.dfm import Dfm, count_terms
from analysis.text.dictionary import Dictionary
from analysis.text.lexicon import Lexicon
from analysis.text.patterns import find_patterns
from analysis.text.query import select
from analysis.text.sentences import sentences
from analysis.text.syndication import find_syndication
from analysis.text.tokens import Tokens, tokenize

__all__ = [
    "FEW",
    "Corpus",
    "behind_each",
    "benjamini_hochberg",
    "map_parts",
    "method_fingerprint",
    "open_corpus",
    "sentences",
]

FEW = 20
"""Fewer articles than this make no percentage."""
NEEDS = {
    "voices": ("no quotation marks", "lower-cased"),
    "own voice": ("no quotation marks",),
    "names": ("lower-cased",),
    "text": ("no text",),
}
"""Text flaws that disable a measure: an outlet most of whose texts have one is left out of it."""
PIECE = 2000
"""Articles a worker takes at once."""


@cache
def method_fingerprint() -> str:
    """Short hash of the code that measures and of every shipped word list: a change of method changes it."""
    root = Path(__file__).parent
    total = hashlib.sha256()
    for folder in ("languages", "text", "annotations", "measures"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                total.update(str(path.relative_to(root)).encode())
                total.update(path.read_bytes())
    return total.hexdigest()[:12]


@contextmanager
def executor(workers: int, scheduler: str | None) -> Iterator[Executor | None]:
    """Where pieces are worked on: here (None), in worker processes, or on a Dask cluster at `scheduler`."""
    if scheduler:
        from distributed import Client

        with Client(scheduler) as client:
            yield client.get_executor()
    elif workers > 1:
        import multiprocessing

        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            yield pool
    else:
        yield None


def map_parts(
    first_half: Callable[[pd.DataFrame], pd.DataFrame],
    articles: pd.DataFrame,
    *,
    instrument: Lexicon | Dictionary | None = None,
    store: ArticleStore | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
) -> pd.DataFrame:
    """Apply the first half of a measure to articles, piece by piece.

    Parameters
    ----------
    first_half : a module-level function of an article table with nothing but that table to go by.
    articles : article table. `instrument` : the word list that `first_half` was given, so that its scores are told apart.
    store : where scores are kept between runs (not kept if None).
    workers : processes, by default one a core where there are several pieces; `scheduler` : address of a Dask
        scheduler (`tcp://...`; install the `cluster` extra).

    Returns
    -------
    What `first_half` gives for all articles, in their order, whatever the number of pieces and workers.
    """
    pieces = [articles.iloc[low : low + PIECE] for low in range(0, len(articles), PIECE)] or [articles]
    kept = [_kept_at(first_half, piece, store, instrument) for piece in pieces]
    missing = [place for place, path in enumerate(kept) if path is None or not path.exists()]
    found: dict[int, pd.DataFrame] = {}
    several = len(missing) > 1
    with executor(workers or (os.cpu_count() or 1) if several else 1, scheduler if missing else None) as pool:
        todo = [pieces[place] for place in missing]
        results = map(first_half, todo) if pool is None else pool.map(first_half, todo)
        for place, result in zip(missing, results, strict=True):
            found[place] = result
            _keep(result, kept[place])
    tables = [found[i] if i in found else pd.read_parquet(str(kept[i])) for i in range(len(pieces))]
    filled = [table for table in tables if len(table)] or tables[:1]
    return pd.concat(filled, ignore_index=True)


def _kept_at(
    first_half: Callable[[pd.DataFrame], pd.DataFrame | pd.Series],
    piece: pd.DataFrame,
    store: ArticleStore | None,
    instrument: Lexicon | Dictionary | None = None,
) -> Path | None:
    """File that holds the scores of these very texts by this very method and instrument."""
    if store is None:
        return None
    total = hashlib.sha256(method_fingerprint().encode())
    if instrument is not None:
        content = instrument.categories if isinstance(instrument, Dictionary) else instrument.terms.to_csv()
        total.update(repr((instrument.name, instrument.version, content)).encode())
    for column in ("title", "text", "language", "genre", "agency", "published"):
        total.update(pd.util.hash_pandas_object(piece[column].astype("str"), index=True).to_numpy().tobytes())
    name = getattr(first_half, "func", first_half).__name__
    return Path(store.path) / "scores" / f"{name}-{total.hexdigest()[:24]}.parquet"


def _keep(scores: pd.DataFrame, path: Path | None) -> None:
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    scores.to_parquet(unfinished, index=False)
    unfinished.replace(path)


def behind_each(table: pd.DataFrame, scores: pd.DataFrame, articles: pd.DataFrame) -> list[pd.DataFrame]:
    """For each row of a result table, the score rows that it counts (`behind`)."""
    return [behind(row, scores, articles) for _, row in table.iterrows()]


@dataclass(frozen=True)
class Corpus:
    """The articles a question is put to, with everything that is worked out from them once.

    Attributes
    ----------
    articles : article table, after every choice. `clusters` : syndication cluster of each article.
    funnel : how many articles each step left (step, articles, left_out).
    language : code where all articles share one, else None. `store` : where they come from.
    """

    articles: pd.DataFrame
    clusters: pd.Series
    funnel: pd.DataFrame
    store: ArticleStore | None = field(default=None, repr=False)
    workers: int | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        languages = ", ".join(sorted(self.articles["language"].dropna().unique()))
        outlets = self.articles["outlet"].nunique()
        return (
            f"Corpus({len(self.articles):,} articles, {self.clusters.nunique():,} distinct texts, "
            f"{outlets} outlets, {languages})"
        )

    @property
    def outlet(self) -> pd.Series:
        """Outlet of each article: the usual `by`."""
        return self.articles["outlet"]

    @property
    def language(self) -> str | None:
        """The code that all articles share, None where there are several."""
        codes = self.articles["language"].dropna().unique()
        return str(codes[0]) if len(codes) == 1 else None

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """`quotations(articles)`."""
        return self._mapped(quotations)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """`actors(articles)`."""
        return self._mapped(actors)

    @property
    def every(self) -> str:
        """The period in which this corpus is best counted: day up to six weeks, week up to a year, else month."""
        days = pd.to_datetime(self.articles["day"]).dropna()
        span = (days.max() - days.min()).days if len(days) else 0
        return "day" if span <= 45 else "week" if span <= 400 else "month"

    @cached_property
    def tone_hits(self) -> pd.DataFrame:
        """`sentiment_hits(articles)`: the words that weigh."""
        return self._mapped(sentiment_hits)

    @cached_property
    def tone(self) -> pd.DataFrame:
        """`score_sentiment(articles)`: the tone of each article."""
        return self._mapped(score_sentiment)

    def frame_hits(self, frames: Dictionary) -> pd.DataFrame:
        """`frame_hits(articles, frames)`: where the word lists of the frames fired."""
        return self._mapped(partial(frame_hits, frames=frames), frames)

    def frames(self, frames: Dictionary) -> pd.DataFrame:
        """`score_frames(articles, frames=frames)`: which frames' word lists fire in each article."""
        return self._mapped(partial(score_frames, frames=frames), frames)

    def frame_evidence(self, frames: Dictionary) -> pd.DataFrame:
        """The hits of the articles in which a frame's word list fired: what `framing` counts."""
        fired = self.frames(frames)
        pairs = pd.MultiIndex.from_frame(fired.loc[fired["present"].astype(bool), ["article_id", "frame"]])
        hits = self.frame_hits(frames)
        return hits[pd.MultiIndex.from_frame(hits[["article_id", "label"]]).isin(pairs)]

    @cached_property
    def tokens(self) -> Tokens:
        """`tokenize(articles)`."""
        return tokenize(self.articles)

    @cached_property
    def content(self) -> Tokens:
        """The tokens without function words, negators and numbers, which leave pads."""
        known = language(self.language or "und")
        light = known.stopwords | frozenset(known.negators)
        wanted = [
            any(letter.isalpha() for letter in word) and word not in light for word in self.tokens.types
        ]
        return self.tokens.keep(np.array(wanted, dtype=bool))

    @cached_property
    def dfm(self) -> Dfm:
        """`count_terms(content)`: content words by article; the denominator is all words."""
        return count_terms(self.content)

    def term_hits(self, terms: Sequence[str]) -> pd.DataFrame:
        """Where terms stand: hits with the term as label."""
        return find_patterns(self.tokens, {term: [term] for term in dict.fromkeys(terms)})

    def _mapped(
        self, first_half: Callable[[pd.DataFrame], pd.DataFrame], instrument: Dictionary | None = None
    ) -> pd.DataFrame:
        return map_parts(
            first_half, self.articles, instrument=instrument, store=self.store, workers=self.workers
        )

    def take(self, wanted: pd.Series) -> Corpus:
        """The articles for which `wanted` (bool by article_id) is True."""
        articles = self.articles[wanted.reindex(self.articles.index).to_numpy(dtype=bool)]
        return replace(self, articles=articles, clusters=self.clusters.reindex(articles.index))

    def languages(self) -> list[Corpus]:
        """One corpus for each language that has a module, the largest first: words are never counted across."""
        counts = self.articles["language"].value_counts()
        codes = sorted(
            (code for code in counts.index if code in known_languages()), key=lambda c: (-counts[c], c)
        )
        return [self.take(self.articles["language"] == code) for code in codes]

    def fit_for(self, need: str) -> tuple[Corpus, pd.DataFrame]:
        """Leave out outlets whose texts cannot answer.

        Parameters
        ----------
        need : `voices` (quotation marks and capitals), `names` (capitals) or `text` (more than a title).

        Returns
        -------
        The corpus without them, and outlet, reason, articles of those left out: more than half of their texts
        have the flaw.
        """
        bad = list(NEEDS[need])
        flaws = self.articles["text_flaws"].fillna("").str.split(",")
        has = {
            flaw: flaws.map(lambda found, flaw=flaw: flaw in [one.strip() for one in found]) for flaw in bad
        }
        if "no text" in has:
            has["no text"] = self.articles["text_status"].isin(["none", "snippet"])
        rows = []
        for outlet, part in self.articles.groupby("outlet", dropna=False, sort=True):
            for flaw in bad:
                if has[flaw].reindex(part.index).mean() > 0.5:
                    rows.append((outlet, flaw, len(part)))
                    break
        left_out = pd.DataFrame(rows, columns=["outlet", "reason", "articles"])
        return self.take(~self.outlet.isin(left_out["outlet"])), left_out


def open_corpus(
    path: str | Path,
    *,
    query: str = "",
    outlets: Sequence[str] = (),
    since: str = "",
    until: str = "",
    languages: Sequence[str] = (),
    as_of: str | None = None,
    workers: int | None = None,
) -> Corpus:
    """Open an article store and choose articles.

    Parameters
    ----------
    path : folder of the store. `query` : as in `select`; "" takes all. `outlets` : canonical names; none takes all.
    since, until : local days (`2024-06-18`), both inclusive; articles without a day are left out where one is set.
    languages : codes; none takes all. `as_of` : read the store as it was known then.

    Raises
    ------
    ParameterError
        For an outlet the store does not have, or a day that cannot be read.
    """
    store = open_store(_found(path))
    articles = store.read(as_of=as_of)
    steps = [("in the store", len(articles))]
    unknown = sorted(set(outlets) - set(articles["outlet"].dropna()))
    if unknown:
        known = ", ".join(sorted(articles["outlet"].dropna().unique())[:12])
        raise ParameterError(f"outlets: the store has no {unknown[0]!r}; it has {known}.")
    clusters = _clusters(store, articles)
    days = pd.to_datetime(articles["day"])
    for name, wanted in (
        ("from these outlets", articles["outlet"].isin(outlets) if len(outlets) else None),
        ("in these languages", articles["language"].isin(languages) if len(languages) else None),
        ("since the first day", days >= _day(since, "since") if since else None),
        ("until the last day", days <= _day(until, "until") if until else None),
    ):
        if wanted is not None:
            articles = articles[wanted.reindex(articles.index)]
            steps.append((name, len(articles)))
    if query.strip():
        articles = select(articles, query)
        steps.append(("match the query", len(articles)))
    funnel = pd.DataFrame(steps, columns=["step", "articles"])
    funnel["left_out"] = -funnel["articles"].diff().fillna(0).astype("int64")
    return Corpus(articles, clusters.reindex(articles.index), funnel, store, workers)


def _found(path: str | Path) -> Path:
    """A relative path as seen from the current folder, or from the folders around it (a notebook's)."""
    wanted = Path(path)
    around = (
        [wanted]
        if wanted.is_absolute()
        else [folder / wanted for folder in (Path(), *Path.cwd().parents[:3])]
    )
    return next((place for place in around if place.exists()), wanted)


def _day(text: str, name: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(pd.to_datetime(text, format="%Y-%m-%d"))
    except ValueError:
        raise ParameterError(f"{name}: {text!r} is not a day such as 2024-06-18.") from None


def _clusters(store: ArticleStore, articles: pd.DataFrame) -> pd.Series:
    """Syndication clusters of the whole store, kept as scores are."""
    path = _kept_at(find_syndication, articles, store)
    if path is not None and path.exists():
        return pd.read_parquet(path).set_index("article_id")["cluster_id"]
    found = find_syndication(articles)
    _keep(found.rename_axis("article_id").reset_index(), path)
    return found
