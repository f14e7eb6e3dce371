"""A corpus: articles chosen from a store, with everything that is worked out from them once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.annotations.actors import actors
from analysis.annotations.quotations import quotations
from analysis.annotations.sources import sources
from analysis.annotations.unite import unite_names
from analysis.annotations.voice import token_voice
from analysis.corpus.decisions import Decisions, named_query, read_decisions
from analysis.corpus.store import ArticleStore, open_store
from analysis.languages import known_languages, language
from analysis.measures.framing import frame_hits, score_frames
from analysis.measures.sentiment import score_sentiment, sentiment_hits
from analysis.pipeline.lists import find_dictionary, find_lexicon
from analysis.pipeline.mapping import content_hash, fingerprint, keep, map_parts, method_fingerprint
from analysis.tables import ParameterError
from analysis.text.dfm import Dfm, count_terms
from analysis.text.dictionary import Dictionary
from analysis.text.layout import plain
from analysis.text.lexicon import Lexicon
from analysis.text.patterns import find_patterns
from analysis.text.query import select
from analysis.text.syndication import find_syndication
from analysis.text.tokens import Tokens, tokenize

FEW = 20
"""Fewer articles than this make no percentage."""
NEEDS = {
    "voices": ("no text", "no quotation marks", "lower-cased"),
    "own voice": ("no quotation marks",),
    "names": ("lower-cased",),
    "text": ("no text",),
}
"""Text flaws that disable a measure: an outlet most of whose texts have one is left out of it."""


@dataclass(frozen=True)
class Corpus:
    """The articles a question is put to, with everything that is worked out from them once.

    Attributes
    ----------
    articles : article table, after every choice. `clusters` : syndication cluster of each article.
    funnel : how many articles each step left (step, articles, left_out).
    language : code where all articles share one, else None. `store` : where they come from.
    choice : how `open_corpus` was called. `decisions` : what was decided by hand in the working folder.
    code : the language of a part that `languages` made, which it keeps when no article is left.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import pandas as pd
    >>> import analysis as mc
    >>> raw, store = f"{mkdtemp()}/raw.csv", f"{mkdtemp()}/mine"
    >>> pd.DataFrame({"title": ["Rudal"], "text": ["Uji rudal di laut."], "outlet": ["X"]}).to_csv(raw)
    >>> _ = mc.ingest([raw], store, language="id", progress=False)
    >>> corpus = mc.open_corpus(store, query="rudal*")
    >>> corpus.funnel.to_numpy().tolist()
    [['in the store', 1, 0], ['match the query', 1, 0]]
    """

    articles: pd.DataFrame
    clusters: pd.Series
    funnel: pd.DataFrame
    store: ArticleStore | None = field(default=None, repr=False)
    workers: int | None = field(default=None, repr=False)
    choice: dict[str, Any] = field(default_factory=dict, repr=False)
    decisions: Decisions | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        languages = ", ".join(sorted(self.articles["language"].dropna().unique()))
        outlets = self.articles["outlet"].nunique()
        return (
            f"Corpus({len(self.articles):,} articles, {self.clusters.nunique():,} distinct texts, "
            f"{outlets} outlets, {languages})"
        )

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.funnel.to_html(index=False, border=0)}"

    @property
    def outlet(self) -> pd.Series:
        """Outlet of each article: the usual `by`."""
        return self.articles["outlet"]

    @property
    def language(self) -> str | None:
        """The code that all articles share, None where there are several."""
        if self.code:
            return self.code
        codes = self.articles["language"].dropna().unique()
        return str(codes[0]) if len(codes) == 1 else None

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """`quotations(articles)`, speakers under the names decided by hand."""
        return self.decided(self._mapped(quotations), "speaker")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """`actors(articles)`, under the names decided by hand."""
        return self.decided(self._mapped(actors), "actor")

    def decided(self, found: pd.DataFrame, column: str) -> pd.DataFrame:
        """`found` with the names in `column` (speaker, actor) as decided by hand."""
        names = self.decisions.actors() if self.decisions else {}
        return found.assign(**{column: found[column].replace(names)}) if names else found

    def sources(self, *, home: str = "Indonesia") -> pd.DataFrame:
        """`sources(unite_names(quotes))` of articles of one language, with the roles decided by hand."""
        said = sources(unite_names(self.quotes, self.articles), self.articles, home=home)
        return self.decisions.put_roles(said) if self.decisions else said

    @property
    def every(self) -> str:
        """The period in which this corpus is best counted: day up to six weeks, week up to a year, else month."""
        days = pd.to_datetime(self.articles["day"]).dropna()
        span = (days.max() - days.min()).days if len(days) else 0
        return "day" if span <= 45 else "week" if span <= 400 else "month"

    @cached_property
    def tone_hits(self) -> pd.DataFrame:
        """`sentiment_hits(articles)`: the words that weigh."""
        return self._mapped(sentiment_hits, quotes=self.quotes).drop(columns="token", errors="ignore")

    @cached_property
    def tone(self) -> pd.DataFrame:
        """`score_sentiment(articles)`: the tone of each article."""
        return self._mapped(score_sentiment, quotes=self.quotes)

    def dictionary(self, name: str) -> Dictionary | None:
        """`find_dictionary`: the list or the trained frames of this name for the one language of these articles."""
        return find_dictionary(name, self.language or "und", self.store)

    @cached_property
    def lexicon(self) -> Lexicon | None:
        """The news lexicon of the one language of these articles; None where there is none."""
        return find_lexicon(self.language or "und")

    def frame_hits(self, frames: Dictionary) -> pd.DataFrame:
        """`frame_hits(articles, frames)`: where the word lists of the frames fired."""
        return self._mapped(partial(frame_hits, frames=frames), frames, quotes=self.quotes)

    def frames(self, frames: Dictionary) -> pd.DataFrame:
        """`score_frames(articles, frames=frames)`: which frames' word lists fire in each article."""
        return self._mapped(partial(score_frames, frames=frames), frames, quotes=self.quotes)

    def frame_evidence(self, frames: Dictionary) -> pd.DataFrame:
        """The hits of the articles in which a frame is present: what `framing` counts.

        An article in which trained frames see one without any of its deciding words shows its title.
        """
        fired = self.frames(frames)
        pairs = pd.MultiIndex.from_frame(fired.loc[fired["present"].astype(bool), ["article_id", "frame"]])
        hits = self.frame_hits(frames)
        found = pd.MultiIndex.from_frame(hits[["article_id", "label"]])
        wordless = pairs[~pairs.isin(found)].to_frame(index=False, name=["article_id", "label"])
        ends = plain(self.articles["title"]).str.len().reindex(wordless["article_id"]).to_numpy()
        titles = wordless.assign(start=0, end=ends, voice="own", pattern="", in_title=True)
        return pd.concat([hits[found.isin(pairs)], titles.astype(hits.dtypes)], ignore_index=True)

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
        self,
        first_half: Callable[..., pd.DataFrame],
        instrument: Dictionary | None = None,
        quotes: pd.DataFrame | None = None,
    ) -> pd.DataFrame:
        return map_parts(
            first_half,
            self.articles,
            instrument=instrument,
            quotes=quotes,
            store=self.store,
            workers=self.workers,
        )

    def voice_words(self) -> pd.DataFrame:
        """Words of each voice (own, agency, guest, quoted, paraphrased), counted over all articles: voice, words."""
        spoken = pd.Series(token_voice(self.tokens, self.articles, self.quotes), dtype="str")
        counts = spoken.value_counts()
        return pd.DataFrame({"voice": counts.index, "words": counts.to_numpy()})

    def only(self, article_id: str = "") -> Corpus:
        """One article; without an id the one with the most quotations (the longest of them)."""
        if article_id and article_id not in self.articles.index:
            raise ParameterError(f"article: the store has no {article_id!r}.")
        if not article_id:
            quoted = self.quotes["article_id"].value_counts().reindex(self.articles.index, fill_value=0)
            length = self.articles["text"].fillna("").str.len()
            order = pd.DataFrame({"quoted": quoted, "length": length}).sort_values(
                ["quoted", "length"], kind="stable"
            )
            article_id = str(order.index[-1])
        return self.take(pd.Series(self.articles.index == article_id, index=self.articles.index))

    def facts(self) -> pd.DataFrame:
        """What is known about the articles beside their text: outlet, day, title, authors, section, genre, agency, words."""
        columns = ["outlet", "day", "title", "authors", "section", "genre", "agency", "text_flaws", "url"]
        words = pd.Series(self.tokens.n_tokens, index=self.articles.index)
        return self.articles[columns].assign(words=words).reset_index()

    def take(self, wanted: pd.Series) -> Corpus:
        """The articles for which `wanted` (bool by article_id) is True."""
        articles = self.articles[wanted.reindex(self.articles.index).to_numpy(dtype=bool)]
        return replace(self, articles=articles, clusters=self.clusters.reindex(articles.index))

    def languages(self) -> list[Corpus]:
        """One corpus for each language that has a module, the largest first: words are never counted across."""
        return self._parts

    @cached_property
    def _parts(self) -> list[Corpus]:
        counts = self.articles["language"].value_counts()
        codes = sorted(
            (code for code in counts.index if code in known_languages()), key=lambda c: (-counts[c], c)
        )
        return [replace(self.take(self.articles["language"] == code), code=str(code)) for code in codes]

    def fit_for(self, need: str) -> tuple[Corpus, pd.DataFrame]:
        """Leave out outlets whose texts cannot answer.

        Parameters
        ----------
        need : `voices` (more than a title, quotation marks, capitals), `names` (capitals) or `text` (more than a title).

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
    seen: dict[str, Any] | None = None,
) -> Corpus:
    """Open an article store and choose articles.

    Parameters
    ----------
    path : folder of the store. `query` : as in `select`, or `@name` of the working folder's `query.txt`; "" takes all.
    outlets : canonical names; none takes all.
    since, until : local days (`2024-06-18`), both inclusive; articles without a day are left out where one is set.
    languages : codes; none takes all. `as_of` : read the store as it was known then.
    seen : what an earlier run had before it (`ArticleStore.seen`), to read exactly that again.

    Raises
    ------
    ParameterError
        For an outlet the store does not have, or a day that cannot be read.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import pandas as pd
    >>> import analysis as mc
    >>> raw, store = f"{mkdtemp()}/raw.csv", f"{mkdtemp()}/mine"
    >>> pd.DataFrame({"title": ["Rudal"], "text": ["Uji rudal di laut."], "outlet": ["X"]}).to_csv(raw)
    >>> _ = mc.ingest([raw], store, language="id", progress=False)
    >>> open_corpus(store, query="rudal*")
    Corpus(1 articles, 1 distinct texts, 1 outlets, id)
    """
    store = open_store(store_path(path))
    if seen is not None:
        store.restrict(seen)
    decisions, query = read_decisions(store.path), named_query(query, store.path)
    articles = store.read(as_of=as_of)
    steps = [("in the store", len(articles))]
    unknown = sorted(set(outlets) - set(articles["outlet"].dropna()))
    if unknown:
        known = ", ".join(sorted(articles["outlet"].dropna().unique())[:12])
        raise ParameterError(f"outlets: the store has no {unknown[0]!r}; it has {known}.")
    clusters = _clusters(store, articles)
    days = pd.to_datetime(articles["day"])
    for name, wanted in (
        ("not excluded by hand", decisions.keep(articles) if len(decisions.excluded) else None),
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
    choice = {
        "path": store.path,
        "query": query,
        "outlets": list(outlets),
        "languages": list(languages),
        "since": since,
        "until": until,
        "as_of": as_of,
        "workers": workers,
    }
    return Corpus(articles, clusters.reindex(articles.index), funnel, store, workers, choice, decisions)


def store_path(path: str | Path) -> Path:
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
    """Syndication clusters of the whole store; they need all articles at once, and are kept by what these are."""
    times = pd.util.hash_array(articles["published"].astype("str").to_numpy(dtype=object))
    name = fingerprint(method_fingerprint(), content_hash(articles).to_numpy().tobytes(), times.tobytes())
    path = Path(store.path) / "scores" / f"clusters-{name}.parquet"
    if path.exists():
        return pd.read_parquet(path).set_index("article_id")["cluster_id"]
    found = find_syndication(articles)
    keep(found.rename_axis("article_id").reset_index(), path)
    return found
