"""Reads raw files into an article store and balances the books."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.corpus.columns import NAMES
from analysis.corpus.denominators import keep_denominators
from analysis.corpus.intake import Intake
from analysis.corpus.language import language_code
from analysis.corpus.outlets import known_outlets
from analysis.corpus.part_writer import PartWriter
from analysis.corpus.readers.database import is_address, shown_address
from analysis.corpus.reconciliation import IngestReport
from analysis.corpus.source import NOT_STATED, Source, is_article_file, read_source
from analysis.corpus.workers import Workers
from analysis.tables import ParameterError, SourceError


def ingest(
    paths: str | Path | Sequence[str | Path],
    store: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    language: str | None = None,
    source: str | None = None,
    progress: bool = True,
    workers: int | None = None,
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
    workers : processes for large files; one a core if None.

    Returns
    -------
    IngestReport: `.summary()` is the reconciliation, `.set_aside` what could not be used.

    Raises
    ------
    SourceError
        Where there is nothing to read, or not one article could be read from any file.
    StoreError
        Where the store is broken or being written.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import pandas as pd
    >>> raw = f"{mkdtemp()}/raw.csv"
    >>> pd.DataFrame({"title": ["Rudal"], "text": ["Uji rudal di laut."], "outlet": ["X"]}).to_csv(raw)
    >>> report = ingest([raw], f"{mkdtemp()}/mine", language="id", progress=False)
    >>> report.files[0].kept
    1
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
        intake = Intake(writer, report, dict(columns or {}), code, Workers(workers))
        try:
            for path, name, folder in _shown(files, progress):
                intake.read(path, name, sources[folder], outlets[folder])
            for address in addresses:
                intake.read(address, shown_address(address), Source(), known_outlets())
            intake.finish()
        finally:
            intake.workers.close()
        writer.finish(report)
        keep_denominators(Path(store), intake.denominators)
    if intake.denominators:
        return report
    if not report.total("read") - report.total("set_aside"):
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
    if aside.empty:
        books = next((one for one in report.files if one.notes), report.files[0])
        return f"{books.raw_file}: no articles in it ({'; '.join(books.notes) or books.rule}). Nothing could be read."
    first = aside.iloc[0]
    place = f", {first['raw_position']}" if first["raw_position"] else ""
    more = f" ({len(aside) - 1} more like this or other)" if len(aside) > 1 else ""
    return f"{first['raw_file']}{place}: {first['reason']}{more}. Nothing could be read."
