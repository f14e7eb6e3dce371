"""A corpus: articles chosen from a store, with everything that is worked out from them once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property, partial
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from analysis.annotations.actors import actors
from analysis.annotations.quotations import quotations
from analysis.annotations.sources import sources
from analysis.annotations.unite import unite_names
from analysis.annotations.voice import token_voice
from analysis.corpus.decisions import Decisions
from analysis.corpus.store import ArticleStore
from analysis.languages import known_languages, language
from analysis.measures.framing import frame_hits, score_frames
from analysis.measures.label_choice import label_hits
from analysis.measures.sentiment import score_sentiment, sentiment_hits
from analysis.pipeline.lists import find_dictionary, find_lexicon
from analysis.pipeline.mapping import content_hash, instrument_content, map_parts
from analysis.pipeline.tone_variants import tone_robustness, weighed_otherwise
from analysis.tables import ParameterError
from analysis.text.dfm import Dfm, count_terms
from analysis.text.dictionary import Dictionary
from analysis.text.layout import plain
from analysis.text.lexicon import Lexicon
from analysis.text.patterns import find_patterns
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

DESCRIBED = ["words", "field", "position", "naming", "origin"]
"""What `sources` says of a quotation."""


def sources_of(articles: pd.DataFrame, *, quotes: pd.DataFrame, home: str) -> pd.DataFrame:
    """What `sources` says of each of the quotations of some articles, in their order."""
    return sources(quotes, articles, home=home)[["article_id", *DESCRIBED]]


@dataclass(frozen=True)
class Corpus:
    """The articles a question is put to, with everything that is worked out from them once.

    Attributes
    ----------
    articles : article table, after every choice. `clusters` : syndication cluster of each article.
    funnel : how many articles each step left (step, articles, left_out).
    language : code where all articles share one, else None. `store` : where they come from.
    workers, scheduler : who scores what is not scored yet, as in `map_parts`.
    choice : how `open_corpus` was called. `decisions` : what was decided by hand in the working folder.
    groups : what is compared in place of outlets, by article_id (`grouped`); None compares outlets.
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
    scheduler: str | None = field(default=None, repr=False)
    choice: dict[str, Any] = field(default_factory=dict, repr=False)
    decisions: Decisions | None = field(default=None, repr=False)
    groups: pd.Series | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        languages = ", ".join(sorted(self.articles["language"].dropna().unique())) or "no language"
        outlets = self.articles["outlet"].nunique()
        return (
            f"Corpus({len(self.articles):,} articles, {self.clusters.nunique():,} distinct texts, "
            f"{outlets} outlets, {languages})"
        )

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.funnel.to_html(index=False, border=0)}"

    @property
    def outlet(self) -> pd.Series:
        """Outlet of each article, or the group that it was put into: the usual `by`."""
        if self.groups is None:
            return self.articles["outlet"]
        return self.groups.reindex(self.articles.index).rename("outlet")

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
        return self.decided(self._quoted, "speaker")

    @cached_property
    def _quoted(self) -> pd.DataFrame:
        """`quotations(articles)`, speakers as they are written."""
        return self._mapped(quotations)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """`actors(articles)`, under the names decided by hand."""
        return self.decided(self._mapped(actors), "actor")

    def decided(self, found: pd.DataFrame, column: str) -> pd.DataFrame:
        """`found` with the names in `column` (speaker, actor) as decided by hand."""
        names = self.decisions.actors() if self.decisions else {}
        return found.assign(**{column: found[column].replace(names)}) if names else found

    def sources(self, *, home: str = "Indonesia") -> pd.DataFrame:
        """`sources(unite_names(quotes))` of articles of one language, with the roles decided by hand.

        What is kept in the store describes the speakers as they are written; only united ones are described anew.
        """
        kept = self._mapped(partial(sources_of, home=home), quotes=self._quoted)
        said = unite_names(self.quotes, self.articles)
        said = said.assign(**{name: kept[name].set_axis(said.index) for name in DESCRIBED})
        united = (said["speaker"].fillna("") != self._quoted["speaker"].fillna("")).to_numpy()
        if united.any():
            anew = sources(said.loc[united].drop(columns=DESCRIBED), self.articles, home=home)
            said.loc[united, DESCRIBED] = anew[DESCRIBED]
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

    def tone_robustness(self, pairs: pd.DataFrame) -> pd.DataFrame:
        """`tone_robustness(articles, pairs=pairs)`: in how many variants these differences in tone hold."""
        return tone_robustness(
            self.articles,
            by=self.outlet,
            clusters=self.clusters,
            quotes=self.quotes,
            scores=self.tone,
            remade=self._mapped(weighed_otherwise, quotes=self.quotes) if len(pairs) else None,
            pairs=pairs,
        )

    def dictionary(self, name: str) -> Dictionary | None:
        """`find_dictionary`: the list or the trained frames of this name for the one language of these articles."""
        return find_dictionary(name, self.language or "und", self.store)

    @cached_property
    def lexicon(self) -> Lexicon | None:
        """The news lexicon of the one language of these articles; None where there is none."""
        return find_lexicon(self.language or "und")

    def label_hits(self, labels: Dictionary) -> pd.DataFrame:
        """`label_hits(articles, labels)`: where each of several competing labels stands."""
        hits = self._mapped(partial(label_hits, labels=labels), labels, quotes=self.quotes)
        return hits.sort_values(["article_id", "start"], kind="stable", ignore_index=True)

    def frame_hits(self, frames: Dictionary) -> pd.DataFrame:
        """`frame_hits(articles, frames)`: where the word lists of the frames fired."""
        return self._mapped(partial(frame_hits, frames=frames), frames, quotes=self.quotes)

    def frames(self, frames: Dictionary) -> pd.DataFrame:
        """`score_frames(articles, frames=frames)`: which frames' word lists fire in each article."""
        known = instrument_content(frames)
        if known not in self._scored:
            self._scored[known] = self._mapped(
                partial(score_frames, frames=frames), frames, quotes=self.quotes
            )
        return self._scored[known]

    @cached_property
    def _scored(self) -> dict[tuple[str, ...], pd.DataFrame]:
        """Scores of frames, by what tells one word list from another."""
        return {}

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

    def words(self, pattern: str, most: int = 5) -> list[str]:
        """The words that a pattern of one word takes (`subsidi*`), the most frequent first."""
        word, types = pattern.strip().lower(), self.tokens.types
        counts = np.bincount(self.tokens.ids, minlength=len(types))
        found = [i for i in range(1, len(types)) if counts[i] and fnmatchcase(types[i], word)]
        return [str(types[i]) for i in sorted(found, key=lambda i: (-counts[i], types[i]))[:most]]

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
            content=self._hashes,
            store=self.store,
            workers=self.workers,
            scheduler=self.scheduler,
        )

    @cached_property
    def _hashes(self) -> pd.Series:
        """`content_hash(articles)`."""
        return content_hash(self.articles)

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

    def grouped(self, groups: pd.Series) -> Corpus:
        """The same articles, compared by `groups` (a name by article_id) in place of their outlets."""
        return replace(self, groups=groups)

    def against_the_rest(self, outlet: str, rest: str) -> Corpus:
        """One outlet against all others, which together are called `rest`."""
        outlets = self.articles["outlet"]
        if outlet not in set(outlets.dropna()):
            known = ", ".join(sorted(outlets.dropna().unique())[:12])
            raise ParameterError(f"outlets: the chosen articles have no {outlet!r}; they have {known}.")
        return self.grouped(outlets.where(outlets.eq(outlet) | outlets.isna(), rest))

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
        flaws, stated = self.articles["text_flaws"].fillna(""), {}
        for flaw in NEEDS[need]:
            with_it = [one for one in flaws.unique() if flaw in [part.strip() for part in one.split(",")]]
            stated[flaw] = flaws.isin(with_it)
        if "no text" in stated:
            stated["no text"] = self.articles["text_status"].isin(["none", "snippet"])
        has, rows = pd.DataFrame(stated, index=self.articles.index), []
        for outlet, part in has.groupby(self.articles["outlet"], dropna=False, sort=True):
            reasons = [flaw for flaw in NEEDS[need] if part[flaw].mean() > 0.5]
            rows += [(outlet, flaw, len(part)) for flaw in reasons[:1]]
        left_out = pd.DataFrame(rows, columns=["outlet", "reason", "articles"])
        return self._without(tuple(left_out["outlet"])), left_out

    def _without(self, outlets: tuple[Any, ...]) -> Corpus:
        """The articles of all other outlets; the same corpus for the same outlets, as it keeps what was worked out."""
        if outlets and outlets not in self._fit:
            self._fit[outlets] = self.take(~self.articles["outlet"].isin(outlets))
        return self._fit[outlets] if outlets else self

    @cached_property
    def _fit(self) -> dict[tuple[Any, ...], Corpus]:
        """Corpora without some outlets."""
        return {}
