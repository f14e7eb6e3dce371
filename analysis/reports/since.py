"""What a report keeps of itself in its store, and what it tells about an earlier one that kept itself there."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.pipeline import (
    Corpus,
    fingerprint,
    item_label,
    key_figures,
    lists_used,
    method_fingerprint,
    open_corpus,
)
from analysis.reports.changes import Changes, compare, keys_of, recall, remember
from analysis.reports.page import PACKAGES

if TYPE_CHECKING:
    from analysis.reports.report import Report

RUNS = "runs"
"""Folder of a store in which its reports keep what a later one is compared with."""
_NO_METHOD = frozenset(
    {"since", "until", "title", "report_language", "whole_sentences", "previous", "corpus", "output"}
)
"""Parameters that choose a period or a form: they change no number of the same articles."""


class Memory:
    """What a report knows of itself, to be kept once its page is whole.

    Attributes
    ----------
    figures : `key_figures` of its articles. `method` : parameter, list, decision, package, code -> name -> version.
    fingerprint : of data, method, period and figures; the same inputs and method give the same.
    """

    def __init__(self, report: Report, frames: Sequence[str], labels: str) -> None:
        corpus = report.corpus
        assert corpus.store is not None, "a corpus of open_corpus has a store"
        self.corpus, self.folder = corpus, Path(corpus.store.path) / RUNS
        self.figures = key_figures(corpus, frames)
        self.method = _method(report, [*frames, *([labels] if labels else [])])
        self.period = {name: str(corpus.choice.get(name, "")) for name in ("since", "until")}
        seen = corpus.articles["version"].sort_index()
        numbers = self.figures.drop(columns=["low", "high"]).to_csv()
        kept = json.dumps([self.method, self.period], sort_keys=True)
        self.fingerprint = fingerprint(seen.to_csv(), kept, numbers)

    def keep(self) -> Path:
        """Write it into the store, named by its fingerprint."""
        assert self.corpus.store is not None
        return remember(
            self.folder,
            self.figures,
            as_of=pd.Timestamp.now(tz="UTC").isoformat(),
            fingerprint=self.fingerprint,
            method=self.method,
            seen=self.corpus.store.seen(),
            **self.period,
        )


def _method(report: Report, names: list[str]) -> dict[str, dict[str, str]]:
    corpus = report.corpus
    parameters = {name: value for name, value in report.parameters.items() if name not in _NO_METHOD}
    if "query" in parameters:
        parameters["query"] = corpus.choice.get("query", parameters["query"])
    decided = corpus.decisions.said() if corpus.decisions else []
    return {
        "parameter": {name: json.dumps(value, ensure_ascii=False) for name, value in parameters.items()},
        "list": lists_used(corpus, names),
        "decision": {name: f"{n}, {last} ({content})" for name, n, _, last, content in decided},
        "package": {
            "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
            **{name: metadata.version(name) for name in PACKAGES},
        },
        "code": {"media-coverage": method_fingerprint()},
    }


def told(report: Report, memory: Memory, frames: Sequence[str], previous: str) -> Changes | None:
    """The changes since an earlier run, by measuring what it had before it with today's method.

    Parameters
    ----------
    memory : of today's report. `frames` : as in the report. `previous` : fingerprint of the earlier run; "" gives None.

    Raises
    ------
    ParameterError
        For a run that this store does not keep.
    """
    earlier = recall(memory.folder, previous)
    if earlier is None:
        return None
    old = seen_before(report.corpus, earlier)
    first = pd.DataFrame(earlier["results"], columns=[*keys_of(memory.figures), "value"])
    first, retold, last = _absent_is_zero(first, key_figures(old, frames), memory.figures)
    earlier = {**earlier, "results": first.to_dict("records")}
    return compare(earlier, old.articles, report.corpus.articles, retold, last, method=memory.method)


def _absent_is_zero(*tables: pd.DataFrame) -> list[pd.DataFrame]:
    """An outlet that only one of the tables counts articles of has 0 of them in the others."""
    keys = ["language", "outlet", "item", "measure"]
    counted = pd.concat([one.loc[one["measure"] == "articles", keys] for one in tables]).drop_duplicates()
    found = []
    for one in tables:
        known = pd.MultiIndex.from_frame(one[keys])
        missing = counted[~pd.MultiIndex.from_frame(counted).isin(known)].assign(value=0.0)
        found.append(pd.concat([one, missing], ignore_index=True) if len(missing) else one)
    return found


def seen_before(corpus: Corpus, earlier: dict[str, Any]) -> Corpus:
    """The articles an earlier run had, chosen as today but for its own period."""
    period = {name: earlier[name] for name in ("since", "until")}
    return open_corpus(**{**corpus.choice, **period}, seen=earlier["seen"])


def for_people(found: Changes, words: Any, corpus: Corpus) -> pd.DataFrame:
    """The moved figures as a table to read: figure, outlet, was, by_method, by_data, now; beside them the exact numbers."""
    numbers = found.results
    moved = (
        numbers[["method", "data"]].abs().gt(1e-12).any(axis=1)
        | numbers["before"].isna()
        | numbers["after"].isna()
    )
    table = numbers[moved].copy()
    names = table["measure"].map(lambda measure: str(words(f"changes.{measure}")))
    labels = [
        item_label(corpus, code, item, words.code)
        for code, item in zip(table["language"], table["item"], strict=True)
    ]
    table["figure"] = [
        f"{name}: {label}" if label else name for name, label in zip(names, labels, strict=True)
    ]
    for shown, exact in (("was", "before"), ("by_method", "method"), ("by_data", "data"), ("now", "after")):
        signed = exact in ("method", "data")
        table[shown] = [
            _shown(value, measure, signed, words)
            for value, measure in zip(table[exact], table["measure"], strict=True)
        ]
    size = table["data"].abs().fillna(0) + table["method"].abs().fillna(0)
    order = table.assign(size_=size).sort_values(
        ["measure", "size_", "outlet", "item"], ascending=[True, False, True, True], kind="stable"
    )
    return order.drop(columns="size_").reset_index(drop=True)


def _shown(value: float, measure: str, signed: bool, words: Any) -> str:
    if pd.isna(value):
        return "–"
    sign = "+" if signed and value > 0 else ""
    if measure == "match_rate":
        return sign + (
            str(words("changes.points", n=words.number(value * 100, 1)))
            if signed
            else words.percent(value, 1)
        )
    return sign + words.number(value, 0 if measure == "articles" else 2)


def sentences(found: Changes, links: dict[str, str], words: Any) -> list[Any]:
    """How many articles are new, edited and gone; then each part of the method that is another one; then what moved."""
    from analysis.reports.answers import linked

    counts = found.counts()
    said = []
    if not any(counts[kind] for kind in ("new", "edited", "gone")):
        said.append(words("answer.changes.same_data"))
    else:
        numbers = {
            kind: linked(words.number(counts[kind]), links.get(kind)) for kind in ("new", "edited", "gone")
        }
        said.append(words("answer.changes.data", **numbers))
    if not counts["method"]:
        said.append(words("answer.changes.same_method"))
    for row in found.method.head(MOST).to_dict("records"):
        what = words(f"changes.{row['what']}")
        before, after = (row[end] or words("changes.nothing") for end in ("before", "after"))
        said.append(words("answer.changes.method", what=what, name=row["name"], before=before, after=after))
    if counts["method"] > MOST:
        said.append(words("answer.changes.more", n=words.number(counts["method"] - MOST)))
    size = found.results[["method", "data"]].abs() > 1e-12
    said.append(
        words(
            "answer.changes.moved",
            total=words.number(len(found.results)),
            method=words.number(size["method"].sum()),
            data=words.number(size["data"].sum()),
        )
    )
    return said


MOST = 8
"""Parts of a changed method that are named."""
