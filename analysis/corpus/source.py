"""What is known about how a collection came about: `source.toml` beside the raw files.

```toml
title = "Putin's visit to North Korea"
found = "Written for this project to show what it does."   # how the collection was found, a sentence
illustrative = true
licence = "Apache-2.0"

[files."sorot_kini/*.txt"]        # what holds for files of that name
outlet = "Sorot Kini"
language = "id"
timezone = "Asia/Jakarta"
columns = { text = "isi" }
```
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from analysis.tables import SourceError

NOT_STATED = "not stated"
DEFAULTS = ("outlet", "language", "section", "genre", "agency", "authors", "retrieved")
NOT_ARTICLES = (
    "source.toml",
    "outlets.toml",
    "plan.md",
    "manifest.jsonl",
    "readme*",
    "licence*",
    "license*",
    ".*",
    "*.py",
    "*~",
    "thumbs.db",
)


@dataclass(frozen=True)
class Source:
    """How a collection was found, with everything else its `source.toml` says.

    Attributes
    ----------
    found : a sentence, or "not stated". `stated` : the whole file as a dict, empty if there is none.
    """

    found: str = NOT_STATED
    stated: dict[str, Any] = field(default_factory=dict)

    def defaults(self, raw_file: str) -> dict[str, Any]:
        """What holds for every article of a raw file unless the file itself says otherwise."""
        defaults = {key: self.stated["defaults"][key] for key in self.stated.get("defaults", {})}
        for pattern, given in self.stated.get("files", {}).items():
            if fnmatch(raw_file, pattern) or fnmatch(raw_file, f"*/{pattern}"):
                defaults.update(given)
        return defaults


def read_source(folder: Path) -> Source:
    """Read a folder's `source.toml`; without one nothing is stated.

    Raises
    ------
    SourceError
        Where the file cannot be read.
    """
    path = folder / "source.toml"
    if not path.is_file():
        return Source()
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"source.toml in {folder.name}: {error}") from None
    for table in ("defaults", "files"):
        if not isinstance(stated.get(table, {}), dict):
            raise SourceError(f"source.toml in {folder.name}: {table!r} must be a table")
    return Source(str(stated.get("found", NOT_STATED)), stated)


def is_article_file(path: Path) -> bool:
    """Whether a file of a raw folder can hold articles: not its notes about itself, not hidden."""
    return not any(fnmatch(path.name.lower(), pattern) for pattern in NOT_ARTICLES)
