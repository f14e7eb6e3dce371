"""The kinds of sections a report is made of: how each shows its table, draws its chart and words its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from analysis.charts import course, dots, heat_map, ranked_terms, timeline, word_cloud, word_shift_bars
from analysis.reports import answers, article_answers, coded, differing, since, tone_answers, week_answers
from analysis.reports.figures import Shape
from analysis.reports.words import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Draw = Callable[[pd.DataFrame, Words], "Figure"]
Answer = Callable[[pd.DataFrame, pd.DataFrame, Words, dict], list[Markup]]


@dataclass(frozen=True)
class Kind:
    """A kind of section.

    shape : its table. draw : its chart (None: no chart). answer : sentences from the table, the differences, the
    words and what else the notebook gave. most : rows of the table that the page shows; the rest is in the CSV.
    held : those sentences that name a difference, all of which hold (None: the section names none).
    few : column that must reach 20 for a share to be shown.
    """

    shape: Shape
    answer: Answer
    draw: Draw | None = None
    most: int = 60
    open: bool = False
    held: Answer | None = None
    few: str = "articles"


def _period(table: pd.DataFrame) -> str:
    return next(name for name in ("day", "week", "month") if name in table)


def _volume(table: pd.DataFrame, words: Words) -> Figure:
    every = _period(table)
    dates = words.month if every == "month" else words.short_day
    return timeline(table, by=str(table.columns[0]), period=every, language=words.code, dates=dates)


def _course(table: pd.DataFrame, words: Words) -> Figure:
    every = _period(table)
    dates = words.month if every == "month" else words.short_day
    return course(table, by="naming", period=every, language=words.code, dates=dates)


def _share_dots(label: str, axis: str, group: str | None = None) -> Draw:
    def draw(table: pd.DataFrame, words: Words) -> Figure:
        shown = table.head(24)
        return dots(
            shown, label, group=group, share=True, language=words.code, axis=str(words(f"axis.{axis}"))
        )

    return draw


def _labels(table: pd.DataFrame, words: Words) -> Figure:
    large = table[(table["total"] >= 10) & (table["count"] > 0)]
    shown = (large if len(large) else table).sort_values(
        ["referent_name", "outlet", "count"], ascending=[True, True, False], kind="stable"
    )
    top = shown.groupby(["referent_name", "outlet"], sort=False).head(2).head(30)
    rows = top.assign(row=top["outlet"] + ": " + top["choice_name"])
    return dots(
        rows,
        "row",
        group="referent_name",
        share=True,
        language=words.code,
        axis=str(words("axis.share_labels")),
    )


def _tone(table: pd.DataFrame, words: Words) -> Figure:
    return dots(table, "outlet", digits=2, language=words.code, axis=str(words("axis.tone")), zero=True)


def _words(table: pd.DataFrame, words: Words, axis: str = "times") -> Figure:
    return ranked_terms(table, panel="outlet", language=words.code, axis=str(words(f"axis.{axis}")))


def _frames(table: pd.DataFrame, words: Words) -> Figure:
    largest = table.groupby("frame_name")["value"].transform("max")
    order = table.assign(largest_=largest.fillna(0)).sort_values("largest_", ascending=False, kind="stable")
    heads = sorted(table["outlet"].unique())
    return heat_map(order, rows="frame_name", columns="outlet", heads=heads, language=words.code)


def _plain_dots(label: str, axis: str, group: str | None = None, digits: int = 1) -> Draw:
    def draw(table: pd.DataFrame, words: Words) -> Figure:
        return dots(
            table.head(24),
            label,
            group=group,
            digits=digits,
            language=words.code,
            axis=str(words(f"axis.{axis}")),
            zero=axis == "log_odds",
        )

    return draw


def _points(table: pd.DataFrame, words: Words) -> Figure:
    """Differences in percentage points, the largest eight of each kind."""
    size = table["value"].abs().dropna()
    top = table.loc[size.sort_values(ascending=False, kind="stable").index].groupby("kind_name").head(8)
    rows = top.sort_values(["kind_name", "value"], ascending=[True, False], kind="stable")
    return dots(
        rows.assign(**{name: 100 * rows[name] for name in ("value", "low", "high")}),
        "name",
        group="kind_name",
        digits=0,
        language=words.code,
        axis=str(words("axis.points")),
        zero=True,
    )


def _differing(key: str, item: str) -> Answer:
    return lambda table, found, words, extra: differing.held_differences(key, item, table, found, words)


def _pairs(table: pd.DataFrame, words: Words) -> Figure:
    rows = table.assign(pair=table["actor_a"] + " · " + table["actor_b"])
    return _plain_dots("pair", "log_odds")(rows, words)


def _each(item: str, axis: str = "") -> Kind:
    """Parts of each outlet: its largest part is said."""
    return Kind(
        Shape(("outlet", item), ("value", "interval", "count", "total", "articles", "n"), share=True),
        lambda table, _, words, extra: answers.largest(item, table, words, extra["corpus"]),
        _share_dots(item, axis, "outlet") if axis else None,
    )


def _ranked(
    keys: tuple[str, ...], numbers: tuple[str, ...], draw: Draw | None, *, share: bool = True, digits: int = 2
) -> Kind:
    """Rows in their order: the first ones are said."""
    return Kind(
        Shape(keys, numbers, share=share, digits=digits),
        lambda table, _, words, extra: answers.first_rows(keys, table, words, share=share, digits=digits),
        draw,
    )


KINDS: dict[str, Kind] = {
    "corpus": Kind(
        Shape(("step",), ("articles", "left_out")),
        lambda table, _, words, extra: answers.corpus(table, words, extra["corpus"], extra.get("query", "")),
    ),
    "changes": Kind(
        Shape(("figure", "outlet"), ("was", "by_method", "by_data", "now")),
        lambda table, _, words, extra: since.sentences(extra["found"], extra["links"], words),
    ),
    "new": Kind(
        Shape(
            ("kind_name", "name"),
            ("count", "total", "count_before", "total_before", "points", "points_interval", "n"),
            share=True,
        ),
        lambda table, found, words, extra: week_answers.new(table, found, words, extra["weeks"]),
        _points,
        held=lambda table, found, words, extra: week_answers.new_held(table, found, words, extra["weeks"]),
    ),
    "copied": Kind(
        Shape(("title",), ("value", "outlets", "outlet", "day"), digits=0),
        lambda table, _, words, extra: week_answers.copied(table, words, len(extra["corpus"].articles)),
        most=20,
    ),
    "week_words": Kind(
        Shape(("term",), ("times", "times_interval", "n", "count", "per_million", "per_million_ref")),
        lambda table, _, words, extra: week_answers.week_words(table, words, extra["weeks"]),
        lambda table, words: _words(table, words, "times_before"),
    ),
    "most_quoted": Kind(
        Shape(("sentence",), ("speaker", "value", "n", "outlets"), digits=0),
        lambda table, _, words, extra: week_answers.most_quoted(table, words),
        most=20,
    ),
    "volume": Kind(
        Shape(("outlet", "period"), ("value", "n", "first"), digits=0),
        lambda table, _, words, extra: answers.volume(
            table, words, _period(table) if len(table) else "day", len(extra["corpus"].articles)
        ),
        _volume,
        most=120,
    ),
    "origin": Kind(
        Shape(("outlet",), ("value", "interval", "count", "articles", "n"), share=True),
        lambda table, _, words, extra: answers.origin(table, words, extra["corpus"]),
        _share_dots("outlet", "share_articles"),
    ),
    "words": Kind(
        Shape(
            ("outlet", "term"), ("times", "times_interval", "n", "count", "per_million", "per_million_ref")
        ),
        lambda table, _, words, extra: answers.distinctive(table, words, extra["corpus"]),
        _words,
        held=lambda table, _, words, extra: (
            answers.distinctive(table, words, extra["corpus"]) if len(table) else []
        ),
    ),
    "frequent": Kind(
        Shape(("term",), ("value", "interval", "count", "articles", "n"), digits=0),
        lambda table, _, words, extra: answers.frequent(table, words),
        lambda table, words: word_cloud(table),
        most=40,
    ),
    "actors": Kind(
        Shape(("actor",), ("value", "interval", "count", "total", "articles", "n"), share=True),
        lambda table, found, words, extra: answers.ranked("actors", "actor", table, found, words),
        _share_dots("actor", "share_mentions"),
        held=_differing("actors", "actor"),
    ),
    "speakers": Kind(
        Shape(
            ("speaker",), ("value", "interval", "count", "total", "quotations", "articles", "n"), share=True
        ),
        lambda table, found, words, extra: answers.ranked("speakers", "speaker", table, found, words),
        _share_dots("speaker", "share_words"),
        held=_differing("speakers", "speaker"),
    ),
    "voice_share": _each("voice", "share_all_words"),
    "source_kinds": _each("naming", "share_quotations"),
    "source_origins": _each("origin", "share_quotations"),
    "balance": _each("camp", "share_words"),
    "prominent": _ranked(
        ("field", "actor"),
        ("value", "interval", "count", "total", "n"),
        _share_dots("actor", "share_articles", "field"),
    ),
    "prominent_speakers": _ranked(
        ("field", "speaker"),
        ("value", "interval", "count", "total", "n"),
        _share_dots("speaker", "share_articles", "field"),
    ),
    "diversity": _ranked(
        ("outlet",),
        ("value", "interval", "sources", "count", "articles", "n"),
        _plain_dots("outlet", "effective"),
        share=False,
        digits=1,
    ),
    "position": _ranked(
        ("speaker",),
        ("value", "interval", "articles", "n"),
        _plain_dots("speaker", "place", digits=2),
        share=False,
    ),
    "stance": _ranked(
        ("speaker",), ("value", "interval", "count", "total", "n"), _share_dots("speaker", "share_quotations")
    ),
    "company": _ranked(
        ("actor_a", "actor_b"), ("value", "interval", "count", "with_a", "with_b", "n"), _pairs, share=False
    ),
    "agency": _ranked(
        ("actor",), ("value", "interval", "count", "total", "n"), _share_dots("actor", "share_deeds")
    ),
    "passives": _ranked(
        ("outlet",), ("value", "interval", "count", "total", "n"), _share_dots("outlet", "share_passives")
    ),
    "voices_over_time": Kind(
        Shape(("period", "naming"), ("value", "interval", "count", "total", "n"), share=True),
        lambda table, _, words, extra: answers.over_time(
            "naming", table, words, _period(table) if len(table) else "day"
        ),
        _course,
        most=120,
    ),
    "labels": Kind(
        Shape(
            ("referent_name", "outlet", "choice_name"),
            ("value", "interval", "count", "total", "articles", "n"),
            share=True,
        ),
        lambda table, found, words, extra: answers.labels(table, found, words),
        _labels,
        most=80,
        held=_differing("labels", "choice"),
    ),
    "frames": Kind(
        Shape(("outlet", "frame_name"), ("value", "interval", "count", "articles", "n"), share=True),
        lambda table, found, words, extra: answers.frames(table, found, words),
        _frames,
        most=100,
        held=_differing("frames", "frame"),
    ),
    "trained_frames": Kind(
        Shape(("outlet", "frame_name"), ("value", "interval", "count", "articles", "n"), share=True),
        lambda table, found, words, extra: answers.frames(table, found, words, "trained_frames"),
        _frames,
        most=100,
        held=_differing("trained_frames", "frame"),
    ),
    "agreement": Kind(
        Shape(("frame_name", "measure"), ("value", "interval", "count", "total", "n"), share=True),
        lambda table, _, words, extra: coded.agreement(table, words),
        _share_dots("measure", "share_coded", "frame_name"),
        few="total",
    ),
    "corrected": Kind(
        Shape(
            ("outlet", "frame_name"),
            ("value", "interval", "match_rate", "true_yes", "coded_yes", "true_no", "coded_no", "n"),
            share=True,
            percents=("match_rate",),
        ),
        lambda table, _, words, extra: coded.corrected(table, words),
        few="n",
    ),
    "tone": Kind(
        Shape(
            ("outlet",),
            ("value", "interval", "quoted", "no_topic", "articles", "matched", "words", "n"),
            digits=2,
            decimals={"quoted": 2, "no_topic": 2},
        ),
        lambda table, found, words, extra: answers.tone(table, found, extra["hits"], words, extra["corpus"]),
        _tone,
        held=lambda table, found, words, extra: answers.tone_held(
            table, found, extra["hits"], words, extra["corpus"].outlet
        ),
    ),
    "tone_robustness": Kind(
        Shape(("group_a", "group_b"), ("value", "interval", "holds", "variants", "fails"), digits=2),
        lambda table, _, words, extra: tone_answers.robustness(table, words),
    ),
    "tone_shift": Kind(
        Shape(("term",), ("value", "more_in", "count", "articles"), share=True),
        lambda table, _, words, extra: tone_answers.shift(table, words, extra["held"]),
        lambda table, words: word_shift_bars(table, language=words.code, axis=str(words("axis.tone_shift"))),
    ),
    "facts": Kind(
        Shape(("fact",), ("is",)),
        lambda table, _, words, extra: article_answers.facts(table, words, extra["corpus"], extra["copies"]),
        open=True,
    ),
    "voice_words": Kind(
        Shape(("voice_name",), ("words",)),
        lambda table, _, words, extra: article_answers.voice_words(table, words),
        open=True,
    ),
    "quotes": Kind(
        Shape(("speaker", "role", "cue"), ("stance", "direct", "words")),
        lambda table, _, words, extra: article_answers.quotes(table, words),
        open=True,
    ),
    "weights": Kind(
        Shape(("term",), ("weight", "count"), decimals={"weight": 2}),
        lambda table, _, words, extra: article_answers.weights(table, words),
        open=True,
    ),
    "aspects": Kind(
        Shape(("frame_name",), ("count",)),
        lambda table, _, words, extra: article_answers.aspects(table, words),
        open=True,
    ),
    "sure": Kind(
        Shape(("instrument", "version"), ("validity",)),
        lambda table, _, words, extra: answers.sure(
            extra["passports"], extra["differences_of"].settle(), words
        ),
        open=True,
    ),
    "see": Kind(
        Shape(("outlet", "day", "title"), ()),
        lambda table, _, words, extra: (
            [words("answer.see.sample", n=words.number(len(table)), seed=str(extra.get("seed", 0)))]
            if len(table)
            else []
        ),
        open=True,
    ),
}
"""Every section a report can have, by the key of its question in the wording."""
