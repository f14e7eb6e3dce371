"""What a report says, in Indonesian or English: texts from `wording/*.toml`, numbers and days in that language."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from analysis.charts.style import number, percent
from analysis.pipeline import UNCHECKED
from analysis.tables import ParameterError

FOLDER = Path(__file__).parent / "wording"


@cache
def _texts(code: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


def report_languages() -> tuple[str, ...]:
    """Codes of the languages a report can be written in."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def glossary(code: str) -> list[tuple[str, str]]:
    """Words that the page explains, with what they mean."""
    return list(_texts(code)["glossary"].items())


@dataclass(frozen=True)
class Words:
    """The wording of one report language; every value put into a text is escaped."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in report_languages():
            raise ParameterError(
                f"report_language: {self.code!r} is not one of {', '.join(report_languages())}."
            )

    def __call__(self, key: str, /, **values: Any) -> Markup:
        """The text at `key` (`answer.volume.peak`) with `values` put in.

        Raises
        ------
        KeyError
            For a key without a text: a gap in the wording is a bug, never an empty sentence.
        """
        found: Any = _texts(self.code)
        for part in key.split("."):
            found = found[part]
        return Markup(found).format(**{name: escape(value) for name, value in values.items()})

    def has(self, key: str) -> bool:
        """True where there is a text at `key`."""
        found: Any = _texts(self.code)
        for part in key.split("."):
            if not isinstance(found, dict) or part not in found:
                return False
            found = found[part]
        return True

    def number(self, value: float, digits: int = 0) -> str:
        """1,234.5 or 1.234,5."""
        return number(float(value), digits, self.code)

    def percent(self, value: float, digits: int = 0) -> str:
        """34%."""
        return percent(float(value), self.code, digits)

    def times(self, log_ratio: float) -> str:
        """How many times as often: 3.4 for a log ratio (base 2) of 1.77, 143 without a decimal."""
        ratio = 2**log_ratio
        return self.number(ratio, 1 if ratio < 10 else 0)

    def day(self, when: Any) -> str:
        """19 June 2024 or 19 Juni 2024; a dash where it is not known."""
        if pd.isna(when):
            return "–"
        stamp = pd.Timestamp(when)
        return f"{stamp.day} {_texts(self.code)['months'][stamp.month - 1]} {stamp.year}"

    def month(self, when: Any) -> str:
        """June 2024 or Juni 2024."""
        stamp = pd.Timestamp(when)
        return f"{_texts(self.code)['months'][stamp.month - 1]} {stamp.year}"

    def short_day(self, when: Any) -> str:
        """19 Jun."""
        stamp = pd.Timestamp(when)
        return f"{stamp.day} {_texts(self.code)['months'][stamp.month - 1][:3]}"

    def listed(self, items: Sequence[Any]) -> Markup:
        """a, b and c."""
        parts = [escape(item) for item in items]
        if len(parts) < 2:
            return parts[0] if parts else Markup("")
        last = Markup(" {} ").format(_texts(self.code)["and"])
        return Markup(", ").join(parts[:-1]) + last + parts[-1]

    def validity(self, passport: dict[str, Any]) -> str:
        """How well an instrument agrees with people, in this language where its passport says it (`validity_id`)."""
        said = str(passport.get(f"validity_{self.code}") or passport["validity"])
        return str(self("page.unchecked")) if said == UNCHECKED else said

    def language_name(self, code: str) -> str:
        """Indonesian, Bahasa Indonesia."""
        return str(_texts(self.code)["language"].get(code, code))

    def interval(self, low: float, high: float, show) -> str:
        """`24% – 46%` in the form that `show` gives numbers, `−2 to 3` below 0; "" where there is no interval."""
        if low != low or high != high:
            return ""
        return f"{show(low)} {'–' if low >= 0 else self('page.to')} {show(high)}"
