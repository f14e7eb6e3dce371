"""Any table of articles -> the article table: columns mapped, outlets named, languages told, dates read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from pandas.api.types import is_object_dtype

from analysis.corpus.columns import NAMES, guess_columns
from analysis.corpus.dating import Dated, Judgement, date_articles, judge, localised, readings
from analysis.corpus.flaws import mark_outlets_without_quotation_marks, text_flaws, text_status
from analysis.corpus.genre import genres
from analysis.corpus.ids import article_id, canonical_url, version_hash
from analysis.corpus.language import identify, language_code
from analysis.corpus.outlets import Outlets, brand_in_dateline, host_of, known_outlets
from analysis.corpus.plain import (
    holds_markup,
    markup_text,
    one_line,
    paragraphs_of,
    plain_texts,
    whole_characters,
)
from analysis.tables import ARTICLE_COLUMNS, TEXT_STATUSES, SourceError, TableError

CONSTANTS = (
    "outlet",
    "language",
    "section",
    "genre",
    "authors",
    "agency",
    "retrieved",
    "published",
    "domain",
)
"""Fields for which `as_articles` takes a value that holds for all rows."""


@dataclass(frozen=True)
class Given:
    """What holds for all rows of a batch.

    Attributes
    ----------
    outlets : the table of outlets. `clock` : the present (aware). `constants` : field -> value where the rows are silent.
    language : code of all articles, "" to identify. `timezone` : IANA zone of naive dates, "" for the outlet's.
    judgement : of the file's date column; None to judge by these rows. `stated_by` : `column` or `page`.
    judge_flaws : False where cleaning judges them anyway.
    """

    outlets: Outlets
    clock: datetime
    constants: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""
    timezone: str = ""
    judgement: Judgement | None = None
    stated_by: str = "column"
    judge_flaws: bool = True


@dataclass
class Built:
    """An article table in the order of its rows, and what was found on the way.

    Attributes
    ----------
    articles : columns of an article table with `article_id`, not yet indexed. `dated` : dates and their clashes.
    judgement : of the date column. `host` : host of each row's address.
    """

    articles: pd.DataFrame
    dated: Dated
    judgement: Judgement
    host: list[str]


def as_articles(frame: pd.DataFrame, *, keep: str | None = None, **columns: Any) -> pd.DataFrame:
    """Make an article table out of any DataFrame.

    Parameters
    ----------
    frame : a row per article. `keep` : `"first"` or `"last"` of rows with one address; None refuses them.
    columns : field -> column of `frame`, such as `text="isi"`; what is not said is guessed from names. For outlet,
        language, section, genre, authors, agency and dates a value that is no column holds for all rows: `language="id"`.

    Returns
    -------
    Article table: indexed by `article_id`, sorted by `published`, then id; the columns of
    `analysis.tables.ARTICLE_COLUMNS` first, the frame's other columns as `extra.*`. The text is not cleaned: see `clean`.

    Raises
    ------
    TableError
        For a column that is missing, or rows that repeat an address.

    Examples
    --------
    >>> frame = pd.DataFrame({"judul": ["Putin tiba"], "isi": ["Putin tiba di Pyongyang."], "tgl": ["19/6/2024"]})
    >>> as_articles(frame, outlet="Kabar", language="id")[["outlet", "published_precision", "text"]].iloc[0].tolist()
    ['Kabar', 'day', 'Putin tiba di Pyongyang.']
    """
    wanted, constants = _split(frame, columns)
    stated = str(constants.pop("language", "") or "")
    if stated and not language_code(stated):
        code = stated.lower()
    else:
        code = language_code(stated)
    try:
        mapping = guess_columns(frame.columns, wanted)
    except SourceError as error:
        raise TableError(f"as_articles: {error}") from None
    mapping = {name: column for name, column in mapping.items() if name not in constants}
    given = Given(known_outlets(), datetime.now(UTC), constants, code)
    built = build_articles(frame, mapping, given)
    articles = _named_by_user(frame, mapping, columns, built.articles)
    articles["raw_file"] = ""
    articles["raw_position"] = [f"row {number}" for number in range(1, len(articles) + 1)]
    articles = _unique(articles, built, keep)
    return mark_outlets_without_quotation_marks(indexed(articles))


def _split(frame: pd.DataFrame, columns: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """What the user says: columns of the frame, and values that hold for all rows."""
    wanted: dict[str, str] = {}
    constants: dict[str, Any] = {}
    for name, value in columns.items():
        name = "id" if name == "article_id" else name
        if name not in NAMES:
            raise TableError(f"as_articles: {name!r} is not a field; fields are {', '.join(NAMES)}.")
        if isinstance(value, str) and value in frame.columns:
            wanted[name] = value
        elif name in CONSTANTS:
            constants[name] = value
        else:
            shown = ", ".join(repr(str(column)) for column in list(frame.columns)[:12])
            raise TableError(f"as_articles: no column {value!r} for {name}; the frame has {shown}.")
    return wanted, constants


def _named_by_user(
    frame: pd.DataFrame, mapping: Mapping[str, str], columns: Mapping[str, Any], articles: pd.DataFrame
) -> pd.DataFrame:
    """Keep ids that the user gives: an index or a column named article_id, or `article_id=` in the call."""
    ids: Any = None
    if frame.index.name == "article_id":
        ids = frame.index
    elif "article_id" in columns or mapping.get("id") == "article_id":
        ids = frame[mapping["id"]]
    if ids is not None:
        articles["article_id"] = [str(one) for one in ids]
    return articles


def _unique(articles: pd.DataFrame, built: Built, keep: str | None) -> pd.DataFrame:
    """Refuse or drop rows that repeat an address; rows without one that repeat their words are told apart by number."""
    repeated = articles["article_id"].duplicated(keep=False)
    if not repeated.any():
        return articles
    if keep is not None:
        return articles.drop_duplicates("article_id", keep="first" if keep == "first" else "last")
    if (articles.loc[repeated, "url"] != "").any():
        again = articles.loc[articles["article_id"].duplicated() & (articles["url"] != ""), "article_id"]
        if len(again):
            raise TableError(
                f"article_id must be unique; {len(again)} repeat, first: {again.iloc[0]!r}. "
                'Pass keep="last" to keep the last row of each address.'
            )
    place = articles.groupby("article_id").cumcount()
    suffix = ("-" + (place + 1).astype("str")).where(place > 0, "")
    return articles.assign(article_id=articles["article_id"] + suffix)


def indexed(articles: pd.DataFrame) -> pd.DataFrame:
    """Index by `article_id`, sort by `published`, then id (undated last), columns in their order, side tables last."""
    extras = sorted(name for name in articles.columns if str(name).startswith("extra."))
    present = [name for name in ARTICLE_COLUMNS if name in articles.columns]
    joined = [name for name in articles.columns if name not in ("article_id", *present, *extras)]
    table = articles[["article_id", *present, *extras, *joined]]
    by = ["published", "article_id"] if "published" in present else ["article_id"]
    return table.sort_values(by, kind="stable", na_position="last").set_index("article_id")


def build_articles(raw: pd.DataFrame, mapping: Mapping[str, str], given: Given) -> Built:
    """Turn raw rows into article rows, in their order.

    Parameters
    ----------
    raw : raw columns. `mapping` : field -> raw column. `given` : what holds for all rows.
    """
    size = len(raw)

    def values(name: str) -> list[Any]:
        if name in mapping:
            column = raw[mapping[name]].tolist()
            standing = given.constants.get(name)
            return column if standing is None else [standing if _missing(one) else one for one in column]
        return [given.constants.get(name)] * size

    raw_titles, raw_texts = values("title"), values("text")
    titles = [one_line(title) for title in plain_texts(raw_titles)]
    texts, statuses = _texts(values, raw_texts)
    urls = [url.strip() for url in plain_texts(values("url"))]
    hosts = [host_of(url) if url else "" for url in urls]
    names = _outlets(plain_texts(values("outlet")), plain_texts(values("domain")), hosts, given.outlets)
    if given.stated_by == "page":
        names = [name or _outlet_of_text(text, given.outlets) for name, text in zip(names, texts)]
    codes = _languages(values("language"), titles, texts, names, given)
    zones = [given.timezone or given.outlets.zone_of(name, code) for name, code in zip(names, codes)]
    retrieved, _ = localised([moment for moment, _ in readings(values("retrieved"), True)], zones)
    judgement = given.judgement or judge(values("published"), urls)
    dated = date_articles(
        values("published"),
        urls,
        zones,
        judgement=judgement,
        clock=given.clock,
        times=values("time") if "time" in mapping else None,
        retrieved=[None if moment is pd.NaT else moment for moment in retrieved.tolist()],
        stated_by=given.stated_by,
    )
    retrieved = retrieved.fillna(localised(dated.crawled, zones)[0])
    authors = [one_line(author) for author in plain_texts(values("authors"))]
    sections = [one_line(section) for section in plain_texts(values("section"))]
    kind: Any = "str" if given.judge_flaws else "object"  # Cleaning makes strings of them.
    contents = [(_raw(title), _raw(text)) for title, text in zip(raw_titles, raw_texts)]
    articles = pd.DataFrame(
        {
            "article_id": _ids(names, urls, contents, values("id"), given.outlets),
            "outlet": pd.Series([name or None for name in names], dtype="str"),
            "published": dated.published,
            "published_precision": dated.precision,
            "date_source": dated.source,
            "day": dated.day,
            "title": pd.array(titles, dtype=kind),
            "lead": pd.array([text.partition("\n\n")[0] for text in texts], dtype=kind),
            "text": pd.array(texts, dtype=kind),
            "text_status": statuses,
            "text_flaws": text_flaws(texts) if given.judge_flaws else "",
            "genre": genres(titles, sections, urls, texts, plain_texts(values("genre"))),
            "language": codes,
            "authors": authors,
            "section": sections,
            "agency": _agencies(plain_texts(values("agency")), authors, names, given.outlets),
            "url": urls,
            "retrieved": retrieved,
            "version": [version_hash(title, text) for title, text in contents],
        }
    )
    return Built(_with_extras(articles, raw, mapping), dated, judgement, hosts)


def _missing(value: Any) -> bool:
    return value is None or value != value or (isinstance(value, str) and not value.strip())


def _raw(value: Any) -> str:
    return "" if _missing(value) else str(value)


def _texts(values: Any, raw_texts: list[Any]) -> tuple[list[str], list[str]]:
    """Bodies as paragraphs, and how much of the article each is; a lead stands in where there is no body."""
    texts = plain_texts(raw_texts)
    for row in holds_markup(texts):
        texts[row] = markup_text(texts[row])
    for row, source in enumerate(values("text_html")):
        if not _missing(source):
            # A scraper that took the words out of the tags often lost the spaces and headings between them.
            better = plain_texts([markup_text(str(source))])[0]
            texts[row] = better if len(better) > 0.8 * len(texts[row]) else texts[row]
    leads = plain_texts(values("lead"))
    only_lead = [not text.strip() and bool(lead.strip()) for text, lead in zip(texts, leads)]
    texts = paragraphs_of(
        [lead if stands_in else text for text, lead, stands_in in zip(texts, leads, only_lead)]
    )
    found = text_status(texts, only_lead)
    # An export that holds snippets says so; what it says cannot make a text longer than it is.
    stated = [
        said if text and said in TEXT_STATUSES else "" for said, text in zip(values("text_status"), texts)
    ]
    return texts, [said or status for said, status in zip(stated, found)]


def _outlets(named: Sequence[str], domains: Sequence[str], hosts: Sequence[str], table: Outlets) -> list[str]:
    """Canonical outlet of each row: as named, else by the domain column, else by the address; "" if nothing tells."""
    known: dict[tuple[str, str, str], str] = {}
    found = []
    for key in zip(named, domains, hosts):
        if key not in known:
            name, domain, host = key
            if name.strip():
                known[key] = table.of_name(name)
            elif domain.strip():
                known[key] = table.of_host(host_of(domain.strip()))
            else:
                known[key] = table.of_host(host) if host else ""
        found.append(known[key])
    return found


def _outlet_of_text(text: str, table: Outlets) -> str:
    """The outlet that the dateline of a pasted page names, "" if none does."""
    for line in text.split("\n\n", 12)[:12]:
        brand = brand_in_dateline(line, table) if len(line) > 60 else ""
        if brand:
            return brand
    return ""


def _agencies(
    stated: Sequence[str], authors: Sequence[str], names: Sequence[str], table: Outlets
) -> list[str]:
    """Wire service of each row: as stated, else where the by-line is one."""
    return [
        table.agencies.get(said.strip().lower(), one_line(said))
        if said.strip()
        else (table.agency_in(author, name) if author else "")
        for said, author, name in zip(stated, authors, names)
    ]


def _languages(
    stated: Sequence[Any], titles: Sequence[str], texts: Sequence[str], names: Sequence[str], given: Given
) -> list[str]:
    """Code of each row: the one given for all, else as stated, else identified on title and lead."""
    if given.language:
        return [given.language] * len(titles)
    codes = ["" if _missing(one) else language_code(one) for one in stated]
    open_rows = [row for row, code in enumerate(codes) if not code]
    heads = [f"{titles[row]}. {texts[row][:300]}" for row in open_rows]
    for row, code in zip(open_rows, identify(heads, [names[row] for row in open_rows])):
        codes[row] = code
    return codes


def _ids(
    names: Sequence[str],
    urls: Sequence[str],
    contents: Sequence[tuple[str, str]],
    given_ids: Sequence[Any],
    table: Outlets,
) -> list[str]:
    """Names of the articles; a row without an address is named by its words and, if it has one, its id in the file."""
    found = []
    for name, url, (title, text), own in zip(names, urls, contents, given_ids):
        number = ""
        pattern = table.number_pattern(name) if url and name else None
        if pattern is not None:
            match = pattern.search(url)
            number = match[1] if match else ""
        own = "" if _missing(own) or str(own).isdigit() else str(own)
        content = "" if url else f"{own}\0{title}\0{text}"
        found.append(article_id(name, number, canonical_url(url) if url else "", content))
    return found


def _with_extras(articles: pd.DataFrame, raw: pd.DataFrame, mapping: Mapping[str, str]) -> pd.DataFrame:
    """Add the raw columns that serve no field of ours as `extra.<name>`."""
    used = {column for name, column in mapping.items() if name not in ("domain", "time", "id", "lead")}
    extras: dict[str, Any] = {}
    for column in raw.columns:
        if column in used or column in articles.columns:
            continue
        name = whole_characters(f"extra.{str(column).removeprefix('extra.')}")
        values = raw[column]
        if is_object_dtype(values.dtype):
            values = pd.Series(
                [whole_characters(v) if isinstance(v, str) else v for v in values], dtype="object"
            )
        extras[name] = values.to_numpy()
    return articles.assign(**extras) if extras else articles


def as_strings(column: pd.Series) -> pd.Series:
    """An extra column as text for the store: nested values as JSON, missing values missing."""
    texts = [None if _missing_cell(value) else _cell(value) for value in column.tolist()]
    clean = plain_texts([text or "" for text in texts])
    kept = [None if text is None else plain for text, plain in zip(texts, clean)]
    return pd.Series(kept, index=column.index, dtype="str")


def _missing_cell(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value) or value is pd.NaT


def _cell(value: Any) -> str:
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
