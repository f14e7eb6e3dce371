"""Reads raw files into an article store and balances the books."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus.articles import Built, Given, build_articles
from analysis.corpus.cleaning import clean_counting
from analysis.corpus.columns import NAMES, guess_columns
from analysis.corpus.dating import Judgement
from analysis.corpus.denominators import keep_denominators
from analysis.corpus.flaws import quotation_counts
from analysis.corpus.language import language_code
from analysis.corpus.outlets import Outlets, known_outlets
from analysis.corpus.part_writer import PartWriter
from analysis.corpus.readers import read_file, recognise
from analysis.corpus.readers.database import is_address, shown_address
from analysis.corpus.readers.records import Denominator, Item, Member, Note, Problem, Promise, Record
from analysis.corpus.reconciliation import FileBooks, IngestReport
from analysis.corpus.source import DEFAULTS, NOT_STATED, Source, is_article_file, read_source
from analysis.tables import ParameterError, SourceError

BATCH = 4096
PAGES = 512


def ingest(
    paths: str | Path | Sequence[str | Path],
    store: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    language: str | None = None,
    source: str | None = None,
    progress: bool = True,
) -> IngestReport:
    """Read raw files into an article store.

    Parameters
    ----------
    paths : files, folders and SQLAlchemy addresses (`sqlite:///news.db`, `postgresql://me@host/news#articles`).
        A folder's `source.toml` and `outlets.toml` are read, not ingested.
    store : folder of the store, made if it does not exist; what it holds stays.
    columns : field -> raw column, such as `{"text": "isi"}`; what is not said is guessed from names.
    language : code of all articles; identified per article if not given.
    source : how the collection was found, in a sentence; else `found` of `source.toml`, else "not stated".
    progress : show a progress bar on standard error.

    Returns
    -------
    IngestReport: `.summary()` is the reconciliation, `.set_aside` what could not be used.

    Raises
    ------
    SourceError
        Where there is nothing to read, or not one article could be read from any file.
    StoreError
        Where the store is broken or being written.
    """
    listed = [paths] if isinstance(paths, (str, Path)) else list(paths)
    code = _checked_language(language)
    _check_fields(columns)
    addresses = [str(one) for one in listed if is_address(str(one))]
    files = list(_files([one for one in listed if not is_address(str(one))]))
    if not files and not addresses:
        raise SourceError(f"nothing to read in {', '.join(map(str, listed))}.")
    folders = list(dict.fromkeys(folder for _, _, folder in files))
    sources = {folder: read_source(folder) for folder in folders}
    stated = _stated(sources, source)
    with PartWriter(Path(store), stated) as writer:
        report = IngestReport(str(store), writer.source["found"])
        outlets = {folder: known_outlets(folder) for folder in folders}
        run = Run(writer, report, dict(columns or {}), code)
        for path, name, folder in _shown(files, progress):
            run.read(path, name, sources[folder], outlets[folder])
        for address in addresses:
            run.read(address, shown_address(address), Source(), known_outlets())
        run.flush_pages()
        writer.finish(report)
        keep_denominators(Path(store), run.denominators)
    if not report.total("read") - report.total("set_aside") and not run.denominators:
        raise SourceError(_why_nothing(report))
    return report


def _checked_language(language: str | None) -> str:
    if language is None:
        return ""
    code = language_code(language) or language.strip().lower()
    if not (2 <= len(code) <= 3 and code.isalpha()):
        raise ParameterError(f"language: {language!r} is no code such as 'id' or 'en'.")
    return code


def _check_fields(columns: Mapping[str, str] | None) -> None:
    for name in columns or {}:
        if name not in NAMES:
            raise ParameterError(f"columns: {name!r} is not a field; fields are {', '.join(NAMES)}.")


def _files(paths: Sequence[str | Path]) -> Iterator[tuple[Path, str, Path]]:
    """Each file once: where it is, its name in the books, and the folder whose notes hold for it."""
    seen: set[Path] = set()
    for given in map(Path, paths):
        if not given.exists():
            raise SourceError(f"{given} does not exist.")
        inside = sorted(path for path in given.rglob("*") if path.is_file()) if given.is_dir() else [given]
        for path in inside:
            hidden = any(part.startswith(".") for part in path.relative_to(given).parts)
            if hidden or not is_article_file(path) or path.resolve() in seen:
                continue
            seen.add(path.resolve())
            name = (
                path.name if path == given else f"{given.resolve().name}/{path.relative_to(given).as_posix()}"
            )
            yield path, name, _notes_folder(path, given)


def _notes_folder(path: Path, given: Path) -> Path:
    """The nearest folder with notes about itself, not above what was given; without any, the given folder."""
    top = given if given.is_dir() else given.parent
    for folder in path.parents:
        if (folder / "source.toml").is_file() or (folder / "outlets.toml").is_file() or folder == top:
            return folder
    return top


def _stated(sources: Mapping[Path, Source], said: str | None) -> dict[str, Any]:
    """How the collection was found, for the ledger."""
    stated = [one for one in sources.values() if one.stated]
    merged: dict[str, Any] = dict(stated[0].stated) if len(stated) == 1 else {}
    if len(stated) > 1:
        merged = {"collections": [one.stated for one in stated]}
    found = list(dict.fromkeys(one.found for one in stated if one.found != NOT_STATED))
    merged["found"] = said or (" ".join(found) if found else NOT_STATED)
    return merged


def _shown(files: Sequence[tuple[Path, str, Path]], progress: bool) -> Iterable[tuple[Path, str, Path]]:
    if not progress:
        return files
    from tqdm import tqdm

    return tqdm(files, desc="ingest", unit="file", file=sys.stderr, leave=False)


def _why_nothing(report: IngestReport) -> str:
    aside = report.set_aside
    first = aside.iloc[0]
    place = f", {first['raw_position']}" if first["raw_position"] else ""
    more = f" ({len(aside) - 1} more like this or other)" if len(aside) > 1 else ""
    return f"{first['raw_file']}{place}: {first['reason']}{more}. Nothing could be read."


@dataclass
class Batch:
    """Raw records on their way: rows, places, books of each row."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    books: list[FileBooks] = field(default_factory=list)

    def add(self, record: Record, books: FileBooks) -> None:
        """Add a record of a file."""
        self.rows.append(record.columns)
        self.places.append(record.position)
        self.books.append(books)


@dataclass
class Run:
    """One ingest at work: files in, rows into the part writer, counts into the report."""

    writer: PartWriter
    report: IngestReport
    columns: dict[str, str]
    language: str
    clock: datetime = field(default_factory=lambda: datetime.now(UTC))
    pages: Batch = field(default_factory=Batch)
    pages_outlets: Outlets | None = None
    denominators: list[tuple[str, Denominator]] = field(default_factory=list)

    def read(self, path: Path | str, name: str, source: Source, outlets: Outlets) -> None:
        """Read one file or database; what cannot be read is set aside and the next one follows."""
        books = FileBooks(name)
        self.report.files.append(books)
        try:
            reader, head, books.rule = recognise(path)
        except SourceError as error:
            self.report.put_aside(books, "", str(error))
            return
        self._take(read_file(reader, head), books, getattr(reader, "OURS", False), source, outlets)

    def _take(
        self, items: Iterator[Item], whole: FileBooks, ours: bool, source: Source, outlets: Outlets
    ) -> None:
        """Take what a reader hands on; a member of an archive has books of its own."""
        books, defaults = whole, source.defaults(whole.raw_file)
        table = FileTable(self, books, defaults, outlets)
        holders: dict[str, FileBooks] = {}
        for item in items:
            if isinstance(item, Record):
                if ours:
                    self._add_page(item, books, defaults, outlets)
                else:
                    table.add(item)
            elif isinstance(item, Problem):
                self.report.put_aside(books, item.position, item.reason, item.title)
            elif isinstance(item, Promise):
                books.promised = (books.promised or 0) + item.count
            elif isinstance(item, Note):
                books.notes.append(item.text)
            elif isinstance(item, Denominator):
                self.denominators.append((books.raw_file, item))
                holders[books.raw_file] = books
            else:
                table.flush()
                ours = item.ours
                if isinstance(item, Member):
                    books = self._member(whole, item)
                    defaults = source.defaults(books.raw_file)
                table = FileTable(self, books, defaults, outlets)
        table.flush()
        for name, one in holders.items():
            count = sum(raw_file == name for raw_file, _ in self.denominators)
            one.notes.append(f"{count:,} counts of a service kept as denominators, not as articles")

    def _member(self, whole: FileBooks, member: Member) -> FileBooks:
        """Books of a file inside a file; without a name those of the whole."""
        if not member.name:
            return whole
        books = FileBooks(f"{whole.raw_file}/{member.name}", member.rule)
        self.report.files.append(books)
        return books

    def _add_page(
        self, record: Record, books: FileBooks, defaults: Mapping[str, Any], outlets: Outlets
    ) -> None:
        """Pages come one a file: they are collected, so that the work is done on many at once."""
        if self.pages_outlets is not outlets:
            self.flush_pages()
            self.pages_outlets = outlets
        for name in DEFAULTS:
            if defaults.get(name) and (name in ("outlet", "language") or not record.columns.get(name)):
                record.columns[name] = defaults[name]
        self.pages.add(record, books)
        if len(self.pages.rows) >= PAGES:
            self.flush_pages()

    def flush_pages(self) -> None:
        """Build and keep the pages collected so far."""
        batch, self.pages = self.pages, Batch()
        if not batch.rows or self.pages_outlets is None:
            return
        frame = pd.DataFrame(batch.rows, dtype="object")
        given = Given(
            self.pages_outlets, self.clock, {}, self.language, judgement=Judgement(), stated_by="page"
        )
        mapping = {name: name for name in NAMES if name in frame.columns}
        self.keep(build_articles(frame, mapping, given), batch, self.pages_outlets)

    def keep(self, built: Built, batch: Batch, outlets: Outlets) -> None:
        """Clean the articles of a batch, give new ones to the writer, and count."""
        articles = built.articles
        articles["raw_file"] = [books.raw_file for books in batch.books]
        articles["raw_position"] = batch.places
        for books in batch.books:
            books.read += 1
        self._count_dates(built, batch)
        empty = (articles["title"] == "") & (articles["text"] == "")
        for row in np.flatnonzero(empty.to_numpy()).tolist():
            batch.books[row].read -= 1  # put_aside counts it
            self.report.put_aside(batch.books[row], batch.places[row], "no title and no text")
        state = self.writer.state_of(articles["article_id"], articles["version"], ~empty.to_numpy())
        for place, kind in enumerate(state.tolist()):
            books = batch.books[place]
            books.kept += kind in ("new", "version")
            books.versions += kind == "version"
            books.already += kind == "already"
            books.repeated += kind == "repeated"
        new = np.isin(state, ["new", "version"])
        if not new.any():
            return
        cleaned, removed, repairs = clean_counting(articles[new].set_index("article_id"), outlets)
        bare = self._only_furniture(cleaned, batch, np.flatnonzero(new))
        cleaned = cleaned[~bare]
        self._count(cleaned, removed, repairs, [built.host[row] for row in np.flatnonzero(new)[~bare]])
        self.writer.add(cleaned, self.clock)

    def _only_furniture(self, cleaned: pd.DataFrame, batch: Batch, rows: np.ndarray) -> np.ndarray:
        """Set aside articles of which cleaning left nothing."""
        bare = ((cleaned["title"] == "") & (cleaned["text"] == "")).to_numpy()
        for row in rows[bare].tolist():
            books = batch.books[row]
            books.kept -= 1
            books.read -= 1
            self.report.put_aside(books, batch.places[row], "nothing but furniture: no title and no text")
        return bare

    def _count_dates(self, built: Built, batch: Batch) -> None:
        """Clashes and refusals of a batch go to the books of its (first) file."""
        books = batch.books[0]
        dated = built.dated
        books.clashes += dated.clashes
        books.first_clash = books.first_clash or dated.first_clash
        books.refused.update(dated.refused)
        for reason, value in dated.first_refused.items():
            books.first_refused.setdefault(reason, value)

    def _count(
        self, cleaned: pd.DataFrame, removed: pd.DataFrame, repairs: Counter[str], hosts: Sequence[str]
    ) -> None:
        """Add what was found in the articles that are kept to the report."""
        report = self.report
        names = cleaned["outlet"].fillna("not told").tolist()
        report.outlets.update(zip(names, hosts))
        report.dates.update(cleaned["date_source"].tolist())
        report.languages.update(cleaned["language"].tolist())
        report.genres.update(cleaned["genre"].tolist())
        report.statuses.update(cleaned["text_status"].tolist())
        report.removed.update(removed["rule"].tolist())
        report.repaired.update(repairs)
        for flaws, name in zip(cleaned["text_flaws"].tolist(), names):
            report.flaws.update((flaw, name) for flaw in flaws.split(",") if flaw)
        self.writer.count_marks(quotation_counts(cleaned))


@dataclass
class FileTable:
    """The records of one tabular file, built in batches under one mapping and one judgement of its dates."""

    run: Run
    books: FileBooks
    defaults: Mapping[str, Any]
    outlets: Outlets
    batch: Batch = field(default_factory=Batch)
    judgement: Judgement | None = None
    columns_told: bool = False

    def add(self, record: Record) -> None:
        """Add a record; a full batch is built and kept."""
        self.batch.add(record, self.books)
        if len(self.batch.rows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Build and keep the records collected so far; without columns of articles they are set aside."""
        batch, self.batch = self.batch, Batch()
        if not batch.rows:
            return
        frame = pd.DataFrame(batch.rows, dtype="object")
        wanted = {**self.defaults.get("columns", {}), **self.run.columns}
        try:
            mapping = guess_columns(frame.columns, wanted)
        except SourceError as error:
            self._refuse(batch, str(error))
            return
        constants = {name: self.defaults[name] for name in DEFAULTS if name in self.defaults}
        if "outlet" in constants:
            mapping = {name: column for name, column in mapping.items() if name != "outlet"}
        language = self.run.language or language_code(constants.pop("language", ""))
        given = Given(
            self.outlets,
            self.run.clock,
            constants,
            language,
            str(self.defaults.get("timezone", "")),
            self.judgement,
        )
        built = build_articles(frame, mapping, given)
        if self.judgement is None:
            self.judgement = built.judgement
            if built.judgement.note:
                self.books.notes.append(built.judgement.note)
        self.run.keep(built, batch, self.outlets)

    def _refuse(self, batch: Batch, reason: str) -> None:
        for place in batch.places:
            self.run.report.put_aside(self.books, place, reason)
        if not self.columns_told:
            self.books.notes.append(reason)
            self.columns_told = True
