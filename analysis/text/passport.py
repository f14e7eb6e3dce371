"""Passports: what a word list says about itself, and where the shipped ones are."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from analysis.languages import DATA

REQUIRED = ("name", "language", "version", "licence", "made", "validity")
UNCHECKED = "not yet checked against human codes"


def shipped(kind: str = "dictionaries") -> list[str]:
    """Names of the shipped instruments, such as `['en/visit', 'id/visit']`; `kind` is lexicons or dictionaries."""
    suffix = ".tsv" if kind == "lexicons" else ".yml"
    return sorted(f"{path.parts[-3]}/{path.stem}" for path in DATA.glob(f"*/{kind}/*{suffix}"))


def instrument_path(path_or_name: str | Path, kind: str) -> Path | None:
    """The file of an instrument given by path or by a shipped name; None where there is neither."""
    path = Path(path_or_name)
    if path.is_file():
        return path
    if str(path_or_name) in shipped(kind):
        code, name = str(path_or_name).split("/")
        return DATA / code / kind / f"{name}{'.tsv' if kind == 'lexicons' else '.yml'}"
    return None


def read_passport(path: Path) -> dict[str, Any]:
    """The passport beside a word list (`name.toml` beside `name.yml`); for a list without one, what can be said."""
    beside = path.with_suffix(".toml")
    if beside.is_file():
        return tomllib.loads(beside.read_text(encoding="utf-8"))
    return {
        "name": path.stem,
        "language": "und",
        "version": "not stated",
        "licence": "not stated",
        "made": "not stated",
        "validity": UNCHECKED,
    }
