"""What the tests of the readers share: a file's items, and the real exports where they are at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from analysis.corpus.readers import read_file, recognise
from analysis.corpus.readers.records import Denominator, Item, Member, Note, Problem, Promise, Record
from analysis.tables import SourceError

EXPORTS = Path(__file__).parents[3].parent / "shared" / "data" / "exports"


@dataclass
class Reading:
    """What a reader handed on."""

    name: str
    rule: str
    items: list[Item]

    def _of(self, kind: type) -> list[Any]:
        return [item for item in self.items if isinstance(item, kind)]

    @property
    def records(self) -> list[Record]:
        return self._of(Record)

    @property
    def columns(self) -> list[dict[str, Any]]:
        return [record.columns for record in self.records]

    @property
    def titles(self) -> list[str]:
        return [record.columns.get("title", "") for record in self.records]

    @property
    def problems(self) -> list[Problem]:
        return self._of(Problem)

    @property
    def reasons(self) -> list[str]:
        return [problem.reason for problem in self.problems]

    @property
    def notes(self) -> list[str]:
        return [note.text for note in self._of(Note)]

    @property
    def members(self) -> list[Member]:
        return self._of(Member)

    @property
    def denominators(self) -> list[Denominator]:
        return self._of(Denominator)

    @property
    def promised(self) -> int | None:
        promises = self._of(Promise)
        return sum(one.count for one in promises) if promises else None


def reading(path: Path) -> Reading:
    try:
        reader, head, rule = recognise(path)
    except SourceError as error:
        return Reading("", "", [Problem("", str(error))])
    return Reading(reader.NAME, rule, list(read_file(reader, head)))


@pytest.fixture
def read() -> Callable[[Path], Reading]:
    """Read a file with whichever reader recognises it."""
    return reading


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of a name and a content and say where it is."""

    def writer(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return writer


@pytest.fixture(scope="session")
def exports() -> Path:
    """The folder of real exports; without it the test is skipped."""
    if not EXPORTS.is_dir():
        pytest.skip("the real exports are not at hand")
    return EXPORTS
