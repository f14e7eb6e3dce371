"""Passports: what a word list says about itself, and where the shipped ones are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from analysis.languages import DATA
from analysis.tables import AnalysisError, working_folder

REQUIRED = ("name", "language", "version", "licence", "made", "validity")
UNCHECKED = "not yet checked against human codes"


def shipped(kind: str = "dictionaries") -> list[str]:
    """Names of the shipped instruments, such as `['en/visit', 'id/visit']`; `kind` is lexicons or dictionaries.

    >>> "id/actors" in shipped("dictionaries")
    True
    """
    suffix = ".tsv" if kind == "lexicons" else ".yml"
    return sorted(f"{path.parts[-3]}/{path.stem}" for path in DATA.glob(f"*/{kind}/*{suffix}"))


def instrument_path(path_or_name: str | Path, kind: str) -> Path | None:
    """The file of an instrument given by path or by name: of the working folder first, then shipped; None for neither."""
    path = Path(path_or_name)
    if path.is_file():
        return path
    own = working_folder(Path.cwd())
    if own and re.fullmatch(r"\w+/[\w-]+", str(path_or_name)):
        found = sorted((own / kind / path.parent.name).glob(f"{path.name}.*"))
        mine = next((one for one in found if one.suffix != ".toml"), None)
        if mine is not None:
            return mine
    if str(path_or_name) in shipped(kind):
        code, name = str(path_or_name).split("/")
        return DATA / code / kind / f"{name}{'.tsv' if kind == 'lexicons' else '.yml'}"
    return None


def read_words(path: Path, error: type[AnalysisError]) -> str:
    """The text of a word list; `error` for a file that is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as reason:
        raise error(f"{path.name}: not UTF-8 at byte {reason.start}. Save it as UTF-8.") from None


def read_passport(path: Path, error: type[AnalysisError] = AnalysisError) -> dict[str, Any]:
    """The passport beside a word list (`name.toml` beside `name.yml`); for a list without one, what can be said.

    Raises
    ------
    error
        For a passport that is not TOML, or that lacks one of name, language, version, licence, made, validity.
    """
    beside = path.with_suffix(".toml")
    if beside.is_file():
        try:
            passport = tomllib.loads(read_words(beside, error))
        except tomllib.TOMLDecodeError as reason:
            raise error(f"{beside.name}: {reason}.") from None
        missing = [key for key in REQUIRED if key not in passport]
        if missing:
            raise error(f"{beside.name}: a passport says {', '.join(REQUIRED)}; it lacks {missing[0]!r}.")
        return passport
    return {
        "name": path.stem,
        "language": "und",
        "version": "not stated",
        "licence": "not stated",
        "made": "not stated",
        "validity": UNCHECKED,
    }
