"""Robustness: in how many variants of a measurement does a difference hold?

A difference that stands with every word list, without topic words, in headlines and in bodies, is worth a sentence; one
that hangs on a single choice is not (Simonsohn, Simmons & Nelson 2020, Nature Human Behaviour 4, on specification curves).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.tables import TableError

KEYS = ["group_a", "group_b"]


def robustness(differences: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Sum up one difference over variants of its measurement.

    How to read it: "holds in 7 of 8 variants" means that seven have the sign of the first one.

    Parameters
    ----------
    differences : name of each variant -> table of `difference` for it; the first is the main one.

    Returns
    -------
    DataFrame with a row per pair of groups: group_a, group_b, value, low, high of the main variant, variants (in which the
    pair could be measured), holds (of them, with the main sign), distinguishable (of them, with the main sign and an
    interval without 0), against (with an interval without 0 on the other side), least and most (value that is smallest and
    largest in the main direction, as a share of the main one), fails (names of the variants in which it does not hold).

    Raises
    ------
    TableError
        For no variants, and for a variant that lacks a pair.

    Examples
    --------
    >>> row = {"group_a": ["A"], "group_b": ["B"], "low": [0.1], "high": [0.5]}
    >>> one = pd.DataFrame({**row, "value": [0.3]})
    >>> two = pd.DataFrame({**row, "value": [-0.1], "low": [-0.3], "high": [0.1]})
    >>> robustness({"all words": one, "titles": two})[["holds", "variants", "fails"]].to_numpy().tolist()
    [[1, 2, 'titles']]
    """
    if not differences:
        raise TableError("robustness needs at least one variant, such as {'all words': difference(...)}.")
    main = next(iter(differences.values()))
    pairs = pd.MultiIndex.from_frame(main[KEYS].astype("object"))
    numbers = np.stack([_of_pairs(name, table, pairs) for name, table in differences.items()])
    names = np.array(list(differences), dtype=object)
    rows = [
        {"group_a": a, "group_b": b, **_summed(numbers[:, place], names)}
        for place, (a, b) in enumerate(pairs)
    ]
    columns = [
        *KEYS,
        "value",
        "low",
        "high",
        "variants",
        "holds",
        "distinguishable",
        "against",
        "least",
        "most",
        "fails",
    ]
    return pd.DataFrame(rows, columns=columns)


def _of_pairs(name: str, table: pd.DataFrame, pairs: pd.MultiIndex) -> np.ndarray:
    """Value, low and high of each pair in one variant (pairs by 3)."""
    place = pd.MultiIndex.from_frame(table[KEYS].astype("object")).get_indexer(pairs)
    if (place < 0).any():
        a, b = pairs[int(np.argmax(place < 0))]
        raise TableError(f"variant {name!r} lacks the pair {a!r}, {b!r}.")
    return table[["value", "low", "high"]].to_numpy(dtype=float)[place]


def _summed(numbers: np.ndarray, names: np.ndarray) -> dict[str, object]:
    """One row from the value, low and high of each variant (variants by 3, the main one first)."""
    main, known = numbers[0], ~np.isnan(numbers[:, 0])
    value, low, high = numbers[known].T
    sign = 0.0 if np.isnan(main[0]) else float(np.sign(main[0]))
    same = (np.sign(value) == sign) & (sign != 0)
    beyond, other = (low > 0, high < 0) if sign > 0 else (high < 0, low > 0)
    ratio = value / main[0] if sign else np.full(len(value), np.nan)
    nothing = not len(ratio) or bool(np.isnan(ratio).all())
    return {
        "value": main[0],
        "low": main[1],
        "high": main[2],
        "variants": len(value),
        "holds": int(same.sum()),
        "distinguishable": int((same & beyond).sum()),
        "against": int((other & (sign != 0)).sum()),
        "least": np.nan if nothing else np.nanmin(ratio),
        "most": np.nan if nothing else np.nanmax(ratio),
        "fails": ", ".join(names[known][~same]),
    }
