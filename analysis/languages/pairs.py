"""Reads the word lists that carry a value: an entry, a tab, its value."""

from __future__ import annotations

from pathlib import Path

from analysis.languages.language import word_list


def pairs(path: Path) -> dict[str, str]:
    """Read `entry<TAB>value` lines into a dict; a line without a value or an entry given twice is refused.

    Raises
    ------
    ValueError
        Naming the file and the line.
    """
    found: dict[str, str] = {}
    for line in word_list(path):
        entry, tab, value = line.partition("\t")
        if not tab or entry in found:
            raise ValueError(f"{path.name}: {line!r} is not one entry, a tab and a value, or is given twice.")
        found[entry] = value.strip()
    return found


def numbers(path: Path) -> dict[str, float]:
    """Read `entry<TAB>number` lines."""
    return {entry: float(value) for entry, value in pairs(path).items()}


def factors(path: Path) -> dict[str, tuple[float, float]]:
    """Read `entry<TAB>number<TAB>number` lines."""
    found = {entry: value.split("\t") for entry, value in pairs(path).items()}
    return {entry: (float(one), float(two)) for entry, (one, two) in found.items()}


def sets(path: Path) -> dict[str, tuple[str, ...]]:
    """Read `entry<TAB>value|value` lines."""
    return {entry: tuple(value.split("|")) for entry, value in pairs(path).items()}
