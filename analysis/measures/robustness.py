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
    main_name, main = next(iter(differences.items()))
    rows = []
    for pair in main[KEYS].itertuples(index=False):
        found = {}
        for name, table in differences.items():
            mine = table[(table["group_a"] == pair.group_a) & (table["group_b"] == pair.group_b)]
            if not len(mine):
                raise TableError(f"variant {name!r} lacks the pair {pair.group_a!r}, {pair.group_b!r}.")
            found[name] = mine.iloc[0]
        rows.append({"group_a": pair.group_a, "group_b": pair.group_b, **_summed(found, main_name)})
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


def _summed(found: dict[str, pd.Series], main_name: str) -> dict[str, object]:
    table = pd.DataFrame({name: row[["value", "low", "high"]] for name, row in found.items()}).T.astype(float)
    main = table.loc[main_name]
    measured = table[table["value"].notna()]
    sign = np.sign(main["value"]) if main["value"] == main["value"] else 0.0
    same = (np.sign(measured["value"]) == sign) & (sign != 0)
    beyond = np.where(sign > 0, measured["low"] > 0, measured["high"] < 0)
    other = np.where(sign > 0, measured["high"] < 0, measured["low"] > 0)
    ratio = measured["value"] / main["value"] if sign else measured["value"] * np.nan
    return {
        **{str(name): number for name, number in main.items()},
        "variants": len(measured),
        "holds": int(same.sum()),
        "distinguishable": int((same & beyond).sum()),
        "against": int((other & (sign != 0)).sum()),
        "least": ratio.min(),
        "most": ratio.max(),
        "fails": ", ".join(measured.index[~same]),
    }
