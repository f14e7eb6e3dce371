"""`reports.toml`: which reports run by themselves, with which parameters, dates and limits."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from analysis.reports.periods import period
from analysis.tables import ParameterError


@dataclass(frozen=True)
class Planned:
    """One report of `reports.toml`.

    Attributes
    ----------
    name, notebook : what runs. `parameters` : of the notebook. `period` : relative dates for `since` and `until`, or "".
    ingest : raw files or folders read into `parameters["corpus"]` before. `timeout`, `cell_timeout` : seconds.
    retries : further tries after a kernel or process that died; an error in a cell is not tried again.
    """

    name: str
    notebook: str
    parameters: dict[str, Any] = field(default_factory=dict)
    period: str = ""
    ingest: list[str] = field(default_factory=list)
    timeout: int = 7200
    cell_timeout: int = 1800
    retries: int = 1
    timezone: str = "Asia/Jakarta"

    def resolved(self, today: dt.date | None = None) -> dict[str, Any]:
        """The parameters with absolute days in place of relative ones; `today` is the local day if not given."""
        if not self.period:
            return dict(self.parameters)
        since, until = period(self.period, today or dt.datetime.now(ZoneInfo(self.timezone)).date())
        return {**self.parameters, "since": str(since), "until": str(until)}


_KINDS: dict[str, type] = {
    "notebook": str,
    "parameters": dict,
    "period": str,
    "ingest": list,
    "timeout": int,
    "cell_timeout": int,
    "retries": int,
    "timezone": str,
}


def read_plan(path: str | Path = "reports.toml") -> dict[str, Planned]:
    """Name -> planned report, in the order of the file.

    Raises
    ------
    ParameterError
        For a file that is missing or cannot be read, an unknown or wrongly typed entry, or a name unfit for a file.
    """
    found = read_parameters(path)
    zone = found.get("timezone", "Asia/Jakarta")
    reports = found.get("report")
    if not isinstance(reports, dict) or not reports:
        raise ParameterError(f"{path} has no [report.NAME].")
    return {name: _planned(name, entry, zone, path) for name, entry in reports.items()}


def _planned(name: str, entry: Any, zone: Any, path: str | Path) -> Planned:
    if not name.replace("-", "").replace("_", "").isalnum():
        raise ParameterError(f"{path}: {name!r} is no name for a file; use letters, digits, - and _.")
    if not isinstance(entry, dict) or "notebook" not in entry:
        raise ParameterError(f"{path}: report.{name} names no notebook.")
    entry = {"timezone": zone, **entry}
    for key, value in entry.items():
        if key not in _KINDS:
            raise ParameterError(f"{path}: report.{name} has no entry {key!r}; it has {', '.join(_KINDS)}.")
        if not isinstance(value, _KINDS[key]) or isinstance(value, bool):
            raise ParameterError(f"{path}: report.{name}.{key}: {value!r} is not {_KINDS[key].__name__}.")
        if isinstance(value, int) and value < (0 if key == "retries" else 1):
            raise ParameterError(f"{path}: report.{name}.{key}: {value} is too small.")
    try:
        ZoneInfo(entry["timezone"])
    except (ValueError, OSError, KeyError):
        raise ParameterError(f"{path}: {entry['timezone']!r} is not a time zone.") from None
    if entry.get("ingest") and not entry.get("parameters", {}).get("corpus"):
        raise ParameterError(f"{path}: report.{name} reads raw files but its parameters name no corpus.")
    return Planned(name=name, **entry)


def read_parameters(path: str | Path) -> dict[str, Any]:
    """Parameters from a TOML or YAML file; dates become text such as 2024-06-18.

    Raises
    ------
    ParameterError
        For a file that is missing, cannot be read, or is not a table of names and values.
    """
    place = Path(path)
    if not place.is_file():
        raise ParameterError(f"there is no file {str(path)!r}.")
    try:
        text = place.read_text(encoding="utf-8")
        found = tomllib.loads(text) if place.suffix == ".toml" else yaml.safe_load(text)
    except (tomllib.TOMLDecodeError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise ParameterError(f"{path} cannot be read: {' '.join(str(error).split())}.") from None
    if not isinstance(found, dict):
        raise ParameterError(f"{path} is not a table of names and values.")
    return {str(name): _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, (dt.date, dt.time)) else value
