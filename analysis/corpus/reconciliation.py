"""The books of an ingest: what was promised, read, kept and set aside, and what was found on the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

SET_ASIDE = ("raw_file", "raw_position", "reason", "title")
SHOWN = 8


@dataclass
class FileBooks:
    """The books of one raw file. Read = kept + set aside + already in the store + repeated in the files."""

    raw_file: str
    rule: str = ""
    promised: int | None = None
    read: int = 0
    kept: int = 0
    versions: int = 0
    already: int = 0
    repeated: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    clashes: int = 0
    first_clash: str = ""
    refused: Counter[str] = field(default_factory=Counter)
    first_refused: dict[str, str] = field(default_factory=dict)

    def balance(self) -> int:
        """0 if the books balance."""
        return self.read - self.kept - sum(self.set_aside.values()) - self.already - self.repeated

    def as_row(self) -> dict[str, Any]:
        """The books as one row for the ledger."""
        return {
            "rule": self.rule,
            "promised": self.promised,
            "read": self.read,
            "kept": self.kept,
            "versions": self.versions,
            "set_aside": sum(self.set_aside.values()),
            "reasons": dict(self.set_aside),
            "already": self.already,
            "repeated": self.repeated,
            "notes": self.notes,
            "date_clashes": self.clashes,
            "dates_refused": dict(self.refused),
        }


@dataclass
class IngestReport:
    """What an ingest did.

    Attributes
    ----------
    store : folder. `files` : books of each raw file. `set_aside` : raw_file, raw_position, reason, title of what could
    not be used. `source` : how the collection was found.

    Examples
    --------
    >>> IngestReport(store="mine", source="not stated").set_aside.columns.tolist()
    ['raw_file', 'raw_position', 'reason', 'title']
    """

    store: str
    source: str
    files: list[FileBooks] = field(default_factory=list)
    dates: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    outlets: Counter[tuple[str, str]] = field(default_factory=Counter)
    genres: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    repaired: Counter[str] = field(default_factory=Counter)
    flaws: Counter[tuple[str, str]] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    _aside: list[tuple[str, str, str, str]] = field(default_factory=list, repr=False)

    @property
    def set_aside(self) -> pd.DataFrame:
        """What could not be used, one row each."""
        return pd.DataFrame(self._aside, columns=list(SET_ASIDE), dtype="str")

    def put_aside(self, books: FileBooks, position: str, reason: str, title: str = "") -> None:
        """Write down something that cannot be used; a place that is no article counts in no column but this."""
        kind = reason.split(" (", 1)[0]
        if position:
            books.read += 1
            books.set_aside[kind] += 1
        else:
            books.notes.append(reason)
        self._aside.append((books.raw_file, position, reason, title))

    def total(self, column: str) -> int:
        """Sum of a column over all files."""
        return sum(
            sum(value.values()) if isinstance(value := getattr(books, column), Counter) else value or 0
            for books in self.files
        )

    def summary(self) -> str:
        """The reconciliation for people: one line a file, then what was found in all."""
        lines = [*_file_lines(self), ""]
        promised = [books for books in self.files if books.promised is not None]
        told = (
            f"promised {sum(b.promised or 0 for b in promised):,} in {len(promised)} files, "
            if promised
            else ""
        )
        lines.append(
            f"In all: {told}read {self.total('read'):,} = kept {self.total('kept'):,} "
            f"+ set aside {self.total('set_aside'):,} + already in the store {self.total('already'):,} "
            f"+ repeated in the files {self.total('repeated'):,}"
        )
        if self.total("versions"):
            lines.append(f"New versions of articles in the store: {self.total('versions'):,} of those kept")
        lines += _problem_lines(self)
        if self.total("kept"):
            lines += _found_lines(self)
        lines.append(f"How the collection was found: {self.source}")
        if self.source == "not stated":
            lines.append('  (say it in source.toml, found = "...", or with --source "...")')
        lines.append(f"Store: {self.store}")
        return "\n".join(lines)


def _file_lines(report: IngestReport) -> list[str]:
    """One line a file; many files of one kind in one line together."""
    groups: dict[tuple[str, str], list[FileBooks]] = {}
    for books in report.files:
        folder = books.raw_file.rpartition("/")[0]
        key = (folder, books.rule) if books.read <= 1 and not books.notes else (books.raw_file, "")
        groups.setdefault(key, []).append(books)
    lines = []
    for (name, rule), members in groups.items():
        many = len(members) > 1
        shown = f"{name or '.'}: {len(members)} files" if many else members[0].raw_file
        counts = [f"read {sum(b.read for b in members):,}", f"kept {sum(b.kept for b in members):,}"]
        promised = [b.promised for b in members if b.promised is not None]
        if promised:
            counts.insert(0, f"promised {sum(promised):,}")
        for label, number in (
            ("set aside", sum(sum(b.set_aside.values()) for b in members)),
            ("already in the store", sum(b.already for b in members)),
            ("repeated", sum(b.repeated for b in members)),
        ):
            if number:
                counts.append(f"{label} {number:,}")
        lines.append(f"{shown}: {', '.join(counts)} ({rule or members[0].rule or 'not read'})")
        for books in members:
            lines += [f"  ! {note}" for note in books.notes]
    return lines


def _problem_lines(report: IngestReport) -> list[str]:
    """Reasons for setting aside, clashes of dates and dates that were refused."""
    reasons: Counter[str] = Counter()
    first: dict[str, str] = {}
    for raw_file, position, reason, _ in report._aside:
        if position:
            kind = reason.split(" (", 1)[0]
            reasons[kind] += 1
            first.setdefault(kind, f"{raw_file}, {position}")
    lines = [
        f"  set aside {count:,}: {kind}; first: {first[kind]}" for kind, count in reasons.most_common(SHOWN)
    ]
    for books in report.files:
        if books.clashes:
            lines.append(
                f"Dates: {books.raw_file}: {books.clashes:,} contradict the address, which was believed; "
                f"first: {books.first_clash}"
            )
        for reason, count in books.refused.items():
            noun = "date" if count == 1 else "dates"
            lines.append(
                f"Dates: {books.raw_file}: {count:,} {noun} {reason}; first: {books.first_refused[reason]!r}"
            )
    return lines


def _found_lines(report: IngestReport) -> list[str]:
    """Dates, languages, outlets, genres, cleaning and flaws of what was kept."""
    names = {"column": "from a column", "page": "from the page", "url": "from the address", "none": "none"}
    lines = [
        "Dates: " + _listed({names.get(key, key): count for key, count in report.dates.items()}),
        "Languages: " + _listed(report.languages),
    ]
    by_outlet: dict[str, Counter[str]] = {}
    for (outlet, host), count in report.outlets.items():
        by_outlet.setdefault(outlet, Counter())[host] += count
    totals = Counter({outlet: sum(hosts.values()) for outlet, hosts in by_outlet.items()})
    lines.append(f"Outlets: {len([name for name in totals if name != 'not told'])}")
    for outlet, count in totals.most_common(20):
        hosts = [host for host, _ in by_outlet[outlet].most_common() if host]
        more = f" and {len(hosts) - 5} more" if len(hosts) > 5 else ""
        lines.append(f"  {outlet}: {count:,}" + (f" ({', '.join(hosts[:5])}{more})" if hosts else ""))
    if len(totals) > 20:
        lines.append(f"  and {len(totals) - 20} more")
    lines.append("Texts: " + _listed(report.statuses))
    lines.append("Genres: " + _listed(report.genres))
    if report.removed:
        lines.append(f"Removed by cleaning: {sum(report.removed.values()):,}: " + _listed(report.removed))
    if report.repaired:
        lines.append("Mended: " + _listed(report.repaired))
    flaws: dict[str, Counter[str]] = {}
    for (flaw, outlet), count in report.flaws.items():
        flaws.setdefault(flaw, Counter())[outlet] += count
    for flaw, outlets in sorted(flaws.items()):
        lines.append(f"Text flaw, {flaw}: " + _listed(outlets))
    return lines


def _listed(counts: Any) -> str:
    ordered = Counter({key: count for key, count in dict(counts).items() if count}).most_common()
    return ", ".join(f"{key} {count:,}" for key, count in ordered) or "none"
