"""Contracts of the tables that travel through the toolkit, and the errors that keep them.

An article table is indexed by `article_id`; a result table carries its keys first and then
`measure value low high n unit of`. Both are plain DataFrames: what is promised is checked here.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd


class AnalysisError(ValueError):
    """Base of every error this package raises on purpose: one clear line for the person who reads it."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the line of the cell and the message; `raise ... from None` and `%debug` work as ever."""
        frames = traceback.extract_tb(self.__traceback__)
        typed = [one for one in frames if "ipykernel" in one.filename or "ipython-input" in one.filename]
        place = [f"line {typed[-1].lineno} of this cell: {typed[-1].line}"] if typed else []
        return [*place, f"{type(self).__name__}: {self}"]


class TableError(AnalysisError):
    """A table breaks its contract."""


class LanguageError(AnalysisError):
    """Languages are mixed where words are counted, or a language has no module."""


class LexiconError(AnalysisError):
    """A lexicon contradicts itself or cannot be read."""


class DictionaryError(AnalysisError):
    """A dictionary contradicts itself or cannot be read."""


class QueryError(AnalysisError):
    """A query cannot be read."""


class SourceError(AnalysisError):
    """A raw file cannot be read."""


class StoreError(AnalysisError):
    """An article store is missing, broken or locked."""


class ParameterError(AnalysisError):
    """A report parameter is unknown, wrongly typed or out of range."""


class PipelineError(AnalysisError):
    """Work on the parts of a collection could not be finished."""


class ReportError(AnalysisError):
    """A report could not be built."""


ARTICLE_COLUMNS = (
    "outlet",
    "published",
    "published_precision",
    "date_source",
    "day",
    "title",
    "lead",
    "text",
    "text_status",
    "text_flaws",
    "genre",
    "language",
    "authors",
    "section",
    "agency",
    "url",
    "retrieved",
    "version",
    "raw_file",
    "raw_position",
)
"""Columns of an article table, in this order; the original's other columns follow as `extra.*`."""

PRECISIONS = ("minute", "day", "month", "none")
TEXT_STATUSES = ("full", "lead", "snippet", "truncated", "none")
GENRES = ("news", "opinion", "editorial", "advertorial", "live", "listing", "photo_video", "unknown")
VOICES = ("own", "agency", "guest", "quoted", "paraphrased")

RESULT_COLUMNS = ("measure", "value", "low", "high", "n", "unit", "of")
"""Columns of a result table after its keys and before the measure's extras."""


def check_articles(articles: pd.DataFrame) -> pd.DataFrame:
    """Return `articles` unchanged if it keeps the contract of an article table.

    Raises
    ------
    TableError
        Naming the rule, the count and the first offender.
    """
    if articles.index.name != "article_id":
        raise TableError(
            f"the article table must be indexed by article_id; its index is named {articles.index.name!r}. "
            "Make one with as_articles(frame, text=..., title=...)."
        )
    repeated = articles.index[articles.index.duplicated()]
    if len(repeated):
        raise TableError(
            f"article_id must be unique; {len(repeated)} repeat, first: {repeated[0]!r}. "
            "Drop the repeats or give them ids of their own."
        )
    missing = [column for column in ARTICLE_COLUMNS if column not in articles.columns]
    if missing:
        raise TableError(
            f"the article table lacks {len(missing)} columns, first: {missing[0]!r}. "
            "Make one with as_articles(frame, text=..., title=...)."
        )
    for column, allowed in (
        ("published_precision", PRECISIONS),
        ("text_status", TEXT_STATUSES),
        ("genre", GENRES),
    ):
        wrong = articles.index[~articles[column].isin(allowed)]
        if len(wrong):
            raise TableError(
                f"{column} must be one of {', '.join(allowed)}; {len(wrong)} are not, first: {wrong[0]!r} "
                f"with {articles.at[wrong[0], column]!r}."
            )
    return articles


def result_table(rows: pd.DataFrame, *, keys: list[str], measure: str, unit: str, of: str) -> pd.DataFrame:
    """Bring `rows` (keys, value, low, high, n, extras) into the order of a result table."""
    table = rows.copy(deep=False)
    if "measure" not in table:
        table["measure"] = measure
    if "unit" not in table:
        table["unit"] = unit
    if "of" not in table:
        table["of"] = of
    extras = [column for column in table.columns if column not in keys and column not in RESULT_COLUMNS]
    return table[[*keys, *RESULT_COLUMNS, *extras]].reset_index(drop=True)


def check_result(result: pd.DataFrame) -> pd.DataFrame:
    """Return `result` unchanged if it keeps the contract of a result table."""
    missing = [column for column in RESULT_COLUMNS if column not in result.columns]
    if missing:
        raise TableError(f"a result table lacks the column {missing[0]!r}.")
    faked = result.index[
        (result["low"] == result["high"]) & (result["low"] == result["value"]) & (result["n"] > 0)
    ]
    if len(faked):
        raise TableError(
            f"low and high equal value in {len(faked)} rows, first: row {faked[0]}. "
            "Where no interval can be had they must be missing."
        )
    return result


def typed_table(rows: Sequence[tuple], types: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a table of named columns, each made in its own type at once; None is missing.

    >>> typed_table([("a", 1), (None, 2)], {"name": "str", "size": "int64"}).dtypes.astype("str").to_dict()
    {'name': 'str', 'size': 'int64'}
    """
    columns = zip(*rows, strict=True) if rows else [()] * len(types)
    made = zip(types.items(), columns, strict=True)
    return pd.DataFrame({name: pd.Series(list(column), dtype=kind) for (name, kind), column in made})


def keyed(series: pd.Series, index: pd.Index, name: str) -> pd.Series:
    """Return `series` in the order of `index` (article ids), refusing gaps by name.

    Raises
    ------
    TableError
        `clusters has no value for 1 articles, first: 'tempo-2'`.
    """
    if not isinstance(series, pd.Series):
        raise TableError(f"{name} must be a Series indexed by article_id, such as articles['outlet'].")
    missing = index.difference(series.index)
    if len(missing):
        raise TableError(f"{name} has no value for {len(missing)} articles, first: {missing[0]!r}.")
    return series.reindex(index)


def places(values: pd.Series | pd.Index, index: pd.Index) -> np.ndarray:
    """The position in `index` of each value, -1 where it is not there: `get_indexer`, ten times as fast for texts.

    Examples
    --------
    >>> places(pd.Series(["b", "x", "a"]), pd.Index(["a", "b"])).tolist()
    [1, -1, 0]
    """
    if not (isinstance(values.dtype, pd.StringDtype) and isinstance(index.dtype, pd.StringDtype)):
        return index.get_indexer(pd.Index(values))
    import pyarrow as pa
    from pyarrow import compute

    texts = [pa.array(one, pa.large_string()) for one in (values, index)]
    found = compute.index_in(texts[0], value_set=texts[1])
    return found.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)


def require_one_language(articles: pd.DataFrame, what: str) -> str:
    """Return the single language of `articles`; words of two languages are never counted together.

    Raises
    ------
    LanguageError
        When more than one language is present.
    """
    languages = sorted(articles["language"].dropna().unique())
    if len(languages) > 1:
        raise LanguageError(
            f"{what} works within one language; found {', '.join(languages)}. "
            'Take one, such as articles[articles["language"] == "id"].'
        )
    return str(languages[0]) if languages else "und"


def working_folder(start: Path) -> Path | None:
    """The folder of one's own (it has a `reports.toml`) that holds `start`, or is `start`; None where there is none.

    Examples
    --------
    >>> working_folder(Path("/nowhere/at/all")) is None
    True
    """
    place = start.absolute()
    return next((one for one in (place, *place.parents[:4]) if (one / "reports.toml").is_file()), None)
