"""One ingest at work: files in, articles into the part writer, counts into the books."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus.articles import Given
from analysis.corpus.columns import NAMES, guess_columns
from analysis.corpus.dating import Dated, Judgement
from analysis.corpus.flaws import quotation_counts
from analysis.corpus.language import language_code
from analysis.corpus.outlets import Outlets
from analysis.corpus.part_writer import PartWriter
from analysis.corpus.prepare import Prepared, prepare
from analysis.corpus.readers import items_of, recognise
from analysis.corpus.readers.records import Denominator, Item, Member, Note, Page, Problem, Promise, Record
from analysis.corpus.readers.web_page import parsed_pages
from analysis.corpus.reconciliation import FileBooks, IngestReport
from analysis.corpus.source import DEFAULTS, Source
from analysis.corpus.workers import Line, Workers
from analysis.tables import SourceError

BATCH = 4096
PAGES = 512
SHEAF = 32
"""So many pages are parsed in one go, or fewer where they are long."""
LONGEST_SHEAF = 4_000_000


@dataclass
class Sheaf:
    """Pages still to be parsed, and what came between them, each with its books, defaults and outlets."""

    items: list[Page | Record | Problem] = field(default_factory=list)
    whence: list[tuple[FileBooks, Mapping[str, Any], Outlets]] = field(default_factory=list)
    length: int = 0

    def add(
        self, item: Page | Record | Problem, whence: tuple[FileBooks, Mapping[str, Any], Outlets]
    ) -> None:
        """Add what a reader handed on."""
        self.items.append(item)
        self.whence.append(whence)
        self.length += len(item.source) if isinstance(item, Page) else 0

    @property
    def is_full(self) -> bool:
        """Whether it should be parsed now."""
        return len(self.items) >= SHEAF or self.length >= LONGEST_SHEAF


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

    def frame(self) -> pd.DataFrame:
        """The raw rows as a table; they are let go."""
        frame = pd.DataFrame(self.rows, dtype="object")
        self.rows = []
        return frame


@dataclass
class Intake:
    """One ingest at work.

    Attributes
    ----------
    writer, report : where articles and counts go. `columns`, `language` : what the user said. `workers` : who prepares.
    denominators : raw file and count, of services that count articles.
    """

    writer: PartWriter
    report: IngestReport
    columns: dict[str, str]
    language: str
    workers: Workers
    clock: datetime = field(default_factory=lambda: datetime.now(UTC))
    sheaf: Sheaf = field(default_factory=Sheaf)
    pages: Batch = field(default_factory=Batch)
    pages_outlets: Outlets | None = None
    denominators: list[tuple[str, Denominator]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parsing = Line(self.workers, parsed_pages)
        self.preparing = Line(self.workers, prepare)

    def read(self, path: Path | str, name: str, source: Source, outlets: Outlets) -> None:
        """Read one file or database; what cannot be read is set aside and the next one follows."""
        books = FileBooks(name)
        self.report.files.append(books)
        try:
            reader, head, books.rule = recognise(path)
        except SourceError as error:
            self.report.put_aside(books, "", str(error))
            return
        self._take(items_of(reader, head), books, getattr(reader, "OURS", False), source, outlets)

    def _take(
        self, items: Iterator[Item], whole: FileBooks, ours: bool, source: Source, outlets: Outlets
    ) -> None:
        """Take what a reader hands on; a member of an archive has books of its own."""
        books, defaults = whole, source.defaults(whole.raw_file)
        table = FileTable(self, books, defaults, outlets)
        counted: dict[str, tuple[FileBooks, int]] = {}
        for item in items:
            if isinstance(item, Record) and not ours:
                table.add(item)
            elif isinstance(item, (Record, Page, Problem)):
                self._add(item, (books, defaults, outlets))
            elif isinstance(item, Promise):
                books.promised = (books.promised or 0) + item.count
            elif isinstance(item, Note):
                books.notes.append(item.text)
            elif isinstance(item, Denominator):
                self.denominators.append((books.raw_file, item))
                counted[books.raw_file] = books, counted.get(books.raw_file, (books, 0))[1] + 1
            else:
                table.flush()
                ours = item.ours
                if isinstance(item, Member):
                    books = self._member(whole, item)
                    defaults = source.defaults(books.raw_file)
                table = FileTable(self, books, defaults, outlets)
        table.flush()
        for one, count in counted.values():
            one.notes.append(f"{count:,} counts of a service kept as denominators, not as articles")

    def _member(self, whole: FileBooks, member: Member) -> FileBooks:
        """Books of a file inside a file; without a name those of the whole."""
        if not member.name:
            return whole
        books = FileBooks(f"{whole.raw_file}/{member.name}", member.rule)
        self.report.files.append(books)
        return books

    def finish(self) -> None:
        """Parse and prepare the pages that are left and wait for all batches."""
        self.settle()
        self._flush_pages()
        self.preparing.drain()

    def settle(self) -> None:
        """Have all pages parsed that were handed on so far, so that what comes next comes after them."""
        self._parse()
        self.parsing.drain()

    def _add(
        self, item: Page | Record | Problem, whence: tuple[FileBooks, Mapping[str, Any], Outlets]
    ) -> None:
        """Take an article, or what is none, after the pages before it."""
        self.sheaf.add(item, whence)
        is_lone = not isinstance(item, Page) and len(self.sheaf.items) == 1 and self.parsing.is_empty
        if is_lone or self.sheaf.is_full:
            self._parse()

    def _parse(self) -> None:
        """Parse the pages of the sheaf; what comes out follows in the order in which it was handed on."""
        sheaf, self.sheaf = self.sheaf, Sheaf()
        pages = [item for item in sheaf.items if isinstance(item, Page)]
        if not pages and self.parsing.is_empty:
            self._keep_parsed(sheaf, [])
        elif sheaf.items:
            self.parsing.submit((pages,), lambda parsed: self._keep_parsed(sheaf, parsed))

    def _keep_parsed(self, sheaf: Sheaf, parsed: list[Record | Problem]) -> None:
        results = iter(parsed)
        for item, (books, defaults, outlets) in zip(sheaf.items, sheaf.whence):
            found = next(results) if isinstance(item, Page) else item
            if isinstance(found, Problem):
                self.report.put_aside(books, found.position, found.reason, found.title)
            else:
                self._add_page(found, books, defaults, outlets)

    def _add_page(
        self, record: Record, books: FileBooks, defaults: Mapping[str, Any], outlets: Outlets
    ) -> None:
        """Pages come one a file: they are collected, so that the work is done on many at once."""
        if self.pages_outlets is not outlets:
            self._flush_pages()
            self.pages_outlets = outlets
        for name in DEFAULTS:
            if defaults.get(name) and (name in ("outlet", "language") or not record.columns.get(name)):
                record.columns[name] = defaults[name]
        self.pages.add(record, books)
        if len(self.pages.rows) >= PAGES:
            self._flush_pages()

    def _flush_pages(self) -> None:
        batch, self.pages = self.pages, Batch()
        if not batch.rows or self.pages_outlets is None:
            return
        frame = batch.frame()
        given = Given(
            self.pages_outlets,
            self.clock,
            language=self.language,
            judgement=Judgement(),
            stated_by="page",
            judge_flaws=False,
        )
        mapping = {name: name for name in NAMES if name in frame.columns}
        self.preparing.submit((frame, mapping, given), lambda prepared: self.keep(prepared, batch))

    def keep(self, prepared: Prepared, batch: Batch) -> None:
        """Give the new articles of a batch to the writer, and count all of it."""
        articles = prepared.articles
        articles["raw_file"] = [books.raw_file for books in batch.books]
        articles["raw_position"] = batch.places
        self._count_dates(prepared.dated, batch.books[0])
        bare = ((articles["title"] == "") & (articles["text"] == "")).to_numpy()
        state = self.writer.state_of(articles["article_id"], articles["version"], ~bare)
        for row, (books, kind) in enumerate(zip(batch.books, state.tolist())):
            if bare[row]:
                reason = "no title and no text" if prepared.was_empty[row] else "nothing but furniture"
                self.report.put_aside(books, batch.places[row], reason)
                continue
            books.read += 1
            books.kept += kind in ("new", "version")
            books.versions += kind == "version"
            books.already += kind == "already"
            books.repeated += kind == "repeated"
        new = np.flatnonzero(np.isin(state, ["new", "version"]))
        if len(new):
            kept = articles if len(new) == len(articles) else articles.iloc[new]
            self._count(kept, prepared, new)
            self.writer.add(kept, self.clock)

    def _count_dates(self, dated: Dated, books: FileBooks) -> None:
        """Clashes and refusals of a batch go to the books of its (first) file."""
        books.clashes += dated.clashes
        books.first_clash = books.first_clash or dated.first_clash
        books.refused.update(dated.refused)
        for reason, value in dated.first_refused.items():
            books.first_refused.setdefault(reason, value)

    def _count(self, kept: pd.DataFrame, prepared: Prepared, rows: np.ndarray) -> None:
        """Add what was found in the articles that are kept to the report."""
        report = self.report
        names = kept["outlet"].fillna("not told").tolist()
        report.outlets.update(zip(names, [prepared.host[row] for row in rows.tolist()]))
        report.dates.update(kept["date_source"].tolist())
        report.languages.update(kept["language"].tolist())
        report.genres.update(kept["genre"].tolist())
        report.statuses.update(kept["text_status"].tolist())
        removed = prepared.removed
        report.removed.update(removed.loc[removed["row"].isin(rows), "rule"].tolist())
        repairs = prepared.repairs
        mended = repairs[repairs["row"].isin(rows)].groupby("kind")["count"].sum()
        report.repaired.update({str(kind): int(count) for kind, count in mended.items()})
        for flaws, name in zip(kept["text_flaws"].tolist(), names):
            report.flaws.update((flaw, name) for flaw in flaws.split(",") if flaw)
        self.writer.count_marks(quotation_counts(kept))


@dataclass
class FileTable:
    """The records of one tabular file, prepared in batches under one mapping and one judgement of its dates."""

    intake: Intake
    books: FileBooks
    defaults: Mapping[str, Any]
    outlets: Outlets
    batch: Batch = field(default_factory=Batch)
    judgement: Judgement | None = None
    told: bool = False

    def add(self, record: Record) -> None:
        """Add a record; a full batch is prepared."""
        self.batch.add(record, self.books)
        if len(self.batch.rows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Prepare the records collected so far; without columns of articles they are set aside."""
        batch, self.batch = self.batch, Batch()
        if not batch.rows:
            return
        self.intake.settle()
        frame = batch.frame()
        try:
            mapping = guess_columns(
                frame.columns, {**self.defaults.get("columns", {}), **self.intake.columns}
            )
        except SourceError as error:
            self._refuse(batch, str(error))
            return
        constants = {name: self.defaults[name] for name in DEFAULTS if name in self.defaults}
        if "outlet" in constants:
            mapping.pop("outlet", None)
        given = Given(
            self.outlets,
            self.intake.clock,
            constants,
            self.intake.language or language_code(constants.pop("language", "")),
            str(self.defaults.get("timezone", "")),
            self.judgement,
            judge_flaws=False,
        )
        if self.judgement is None:
            self._first(frame, mapping, given, batch)
        else:
            self.intake.preparing.submit(
                (frame, mapping, given), lambda prepared: self.intake.keep(prepared, batch)
            )

    def _first(self, frame: pd.DataFrame, mapping: dict[str, str], given: Given, batch: Batch) -> None:
        """The first batch of a file judges its date column for the others."""
        self.intake.preparing.drain()
        prepared = prepare(frame, mapping, given)
        self.judgement = prepared.judgement
        if prepared.judgement.note:
            self.books.notes.append(prepared.judgement.note)
        self.intake.keep(prepared, batch)

    def _refuse(self, batch: Batch, reason: str) -> None:
        for place in batch.places:
            self.intake.report.put_aside(self.books, place, reason)
        if not self.told:
            self.books.notes.append(reason)
            self.told = True
