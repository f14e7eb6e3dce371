"""Raw columns under our names: what every layout does first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def plain_columns(
    columns: Mapping[str, Any], ours: Mapping[str, str], dropped: Iterable[str] = ()
) -> dict[str, Any]:
    """Columns under our names where `ours` (raw, lower case -> ours) tells, else as `extra.<name>`."""
    out: dict[str, Any] = {}
    left = set(dropped)
    for name, value in columns.items():
        key = str(name).strip().lower()
        if key in left:
            continue
        mine = ours.get(key)
        if mine is None:
            out[f"extra.{str(name).strip()}"] = value
        elif out.get(mine) in (None, ""):
            out[mine] = value
    return out


def as_words(value: Any) -> str:
    """A list of names, named things or words as one text joined by semicolons; other values as text."""
    if isinstance(value, list):
        return "; ".join(dict.fromkeys(filter(None, map(as_words, value[:200]))))
    if isinstance(value, dict):
        name = value.get("name") or value.get("value") or value.get("title") or value.get("literal") or ""
        return name if isinstance(name, str) else ""
    return "" if value is None or value != value else str(value).strip()
