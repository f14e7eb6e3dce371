"""Lexicons: terms with weights, and the passport that says where they come from."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.languages import language
from analysis.tables import LanguageError, LexiconError
from analysis.text.passport import instrument_path, read_passport, read_words, shipped


@dataclass(frozen=True)
class Lexicon:
    """Terms with weights.

    Attributes
    ----------
    name, language, version : as the passport says.
    terms : DataFrame with term (one or several words, globs allowed, lower case unless capitals matter), weight
        (never 0; the shipped lexicons use -1 to 1) and, where known, topic (True where the word names the subject
        rather than the writer's judgement).
    passport : dict.

    Examples
    --------
    >>> Lexicon("mine", "id", "1", pd.DataFrame({"term": ["aman", "buruk"], "weight": [0.5, -1.0]}))
    Lexicon('mine', id, 1 positive, 1 negative)
    """

    name: str
    language: str
    version: str
    terms: pd.DataFrame
    passport: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_terms(self.name, self.terms, self.language)

    def __repr__(self) -> str:
        up = int((self.terms["weight"] > 0).sum())
        return f"Lexicon({self.name!r}, {self.language}, {up:,} positive, {len(self.terms) - up:,} negative)"


def check_terms(name: str, terms: pd.DataFrame, code: str) -> None:
    """Refuse a lexicon that contradicts itself.

    Raises
    ------
    LexiconError
        `lexicon mine: 1 terms stand in it twice, first: 'aman' with -1 and 1. Keep one line of each.`
    """
    if not len(terms):
        raise LexiconError(f"lexicon {name}: it has no terms; write one a line: term, a tab, its weight.")
    twice = terms[terms["term"].duplicated(keep=False)]
    if len(twice):
        first = twice["term"].iloc[0]
        weights = sorted(twice.loc[twice["term"] == first, "weight"])
        raise LexiconError(
            f"lexicon {name}: {twice['term'].nunique()} terms stand in it twice, "
            f"first: {first!r} with {weights[0]:g} and {weights[-1]:g}. Keep one line of each."
        )
    blank = terms[terms["weight"] == 0]
    if len(blank):
        raise LexiconError(
            f"lexicon {name}: {len(blank)} terms weigh nothing, first: {blank['term'].iloc[0]!r}. "
            "Leave out what is neutral."
        )
    endless = terms[~terms["weight"].map(math.isfinite)]
    if len(endless):
        raise LexiconError(
            f"lexicon {name}: {len(endless)} weights are no numbers, first: {endless['term'].iloc[0]!r}."
        )
    negators = {word for word, kind in language(code).negators.items() if kind != "none"}
    both = sorted(set(terms["term"]) & negators)
    if both:
        raise LexiconError(
            f"lexicon {name}: {len(both)} terms are negators of {language(code).name} as well, "
            f"first: {both[0]!r}. A word either turns others or weighs itself."
        )


def read_lexicon(path_or_name: str | Path) -> Lexicon:
    """Read a lexicon: a shipped name (`"id/news"`) or a file of terms and weights.

    A file has two columns with or without a head, term and weight, separated by tab, comma or semicolon (decimal
    comma allowed with tab or semicolon), and an optional third, topic (0 or 1). A passport of the same name with the
    ending `.toml` is read with it.

    Raises
    ------
    LexiconError
        For a name that is neither, for a line that cannot be read (its number is said), and for contradictions.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "mine.tsv"
    >>> _ = path.write_text("term\\tweight\\naman\\t0,5\\nburuk\\t-1\\n", encoding="utf-8")
    >>> read_lexicon(path)
    Lexicon('mine', und, 1 positive, 1 negative)
    """
    path = instrument_path(path_or_name, "lexicons")
    if path is None:
        known = ", ".join(shipped("lexicons"))
        raise LexiconError(
            f"no lexicon {str(path_or_name)!r}: no such file, and the shipped ones are {known}."
        )
    passport = read_passport(path, LexiconError)
    return Lexicon(
        name=str(passport["name"]),
        language=str(passport["language"]),
        version=str(passport["version"]),
        terms=_terms(path),
        passport=passport,
    )


def _terms(path: Path) -> pd.DataFrame:
    lines = read_words(path, LexiconError).splitlines()
    sample = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    comma = "\t" if "\t" in sample else ";" if ";" in sample else ","
    rows: list[tuple[str, float, bool]] = []
    headed = False
    for number, row in enumerate(csv.reader(lines, delimiter=comma), start=1):
        if not row or not row[0].strip() or row[0].startswith("#"):
            continue
        value = row[1].strip().replace(",", ".") if len(row) > 1 else ""
        try:
            weight = float(value)
        except ValueError:
            if not rows and not headed:
                headed = True
                continue
            raise LexiconError(f"{path.name}, line {number}: {value!r} is not a weight.") from None
        topic = len(row) > 2 and row[2].strip() in ("1", "true", "True")
        rows.append((row[0].strip(), weight, topic))
    return pd.DataFrame(rows, columns=["term", "weight", "topic"])


def lexicon_for(code: str) -> Lexicon | None:
    """The shipped news lexicon of a language, None where there is none."""
    name = f"{code}/news"
    return _shipped(name) if name in shipped("lexicons") else None


@cache
def _shipped(name: str) -> Lexicon:
    return read_lexicon(name)


def by_language(
    articles: pd.DataFrame, lexicon: Lexicon | None
) -> Iterator[tuple[pd.DataFrame, Lexicon | None]]:
    """Articles of each language with the lexicon that reads them: the one given, else the shipped one.

    Raises
    ------
    LanguageError
        Where a lexicon is given and an article is of another language.
    """
    for code, part in articles.groupby(articles["language"].fillna("und"), sort=True):
        if lexicon is not None and lexicon.language not in (code, "und"):
            raise LanguageError(
                f"lexicon {lexicon.name} is written for {lexicon.language}; {len(part)} articles are {code}, "
                f'first: {part.index[0]!r}. Take articles[articles["language"] == "{lexicon.language}"].'
            )
        yield part, lexicon if lexicon is not None else lexicon_for(str(code))
