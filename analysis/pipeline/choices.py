"""What a corpus is chosen by: the folder of a store, and days."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.tables import ParameterError


def store_path(path: str | Path) -> Path:
    """A relative path as seen from the current folder, or from the folders around it (a notebook's)."""
    wanted = Path(path)
    around = (
        [wanted]
        if wanted.is_absolute()
        else [folder / wanted for folder in (Path(), *Path.cwd().parents[:3])]
    )
    return next((place for place in around if place.exists()), wanted)


def day_of(text: str, name: str) -> pd.Timestamp:
    """A local day that a parameter names."""
    try:
        return pd.Timestamp(pd.to_datetime(text, format="%Y-%m-%d"))
    except ValueError:
        raise ParameterError(f"{name}: {text!r} is not a day such as 2024-06-18.") from None
