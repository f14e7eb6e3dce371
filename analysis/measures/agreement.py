"""Agreement between coders: Krippendorff's alpha with a bootstrap interval over units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import MIN_CLUSTERS
from analysis.tables import TableError, result_table

LEVELS = ("nominal", "ordinal", "interval", "ratio")


def krippendorff_alpha(codes: pd.DataFrame, *, level: str, draws: int = 1000, seed: int = 0) -> pd.DataFrame:
    """Krippendorff's alpha of each coded variable.

    Parameters
    ----------
    codes : one judgement a row with unit_id, coder, code and, where there are several, variable.
    level : nominal (codes are names), or ordinal, interval, ratio (codes are numbers).

    Returns
    -------
    Result table: variable, measure `krippendorff_alpha`, value (1 agreement, 0 chance), low, high (2.5 and 97.5
    percentiles over resampled units; missing below 8 units and where every draw agrees), n (units judged at least
    twice), unit, of; level, coders, judgements (of these units).

    Raises
    ------
    TableError
        For an unknown level, a missing column, a unit that a coder judged twice, or codes that are no numbers where
        the level wants numbers.

    Notes
    -----
    alpha = 1 - D_o / D_e (Krippendorff 2011, Computing Krippendorff's alpha-reliability). Where every code is the
    same there is nothing to disagree on, and alpha is missing.

    Examples
    --------
    >>> codes = pd.DataFrame({"unit_id": ["u", "u", "v", "v"], "coder": ["A", "B", "A", "B"], "code": [1, 1, 2, 2]})
    >>> krippendorff_alpha(codes, level="nominal")[["value", "n", "coders"]].to_numpy().tolist()
    [[1.0, 2.0, 2.0]]
    """
    if level not in LEVELS:
        raise TableError(f"level is {', '.join(LEVELS)}; got {level!r}.")
    absent = [name for name in ("unit_id", "coder", "code") if name not in codes]
    if absent:
        raise TableError(f"codes lack the column {absent[0]!r}; they need unit_id, coder and code.")
    table = codes.assign(variable=codes.get("variable", "code")).dropna(subset=["code"])
    twice = table[table.duplicated(["variable", "unit_id", "coder"])]
    if len(twice):
        first = twice.iloc[0]
        raise TableError(
            f"{len(twice)} judgements repeat, first: unit {first['unit_id']!r} by {first['coder']!r}. Keep one each."
        )
    if level != "nominal":
        table = table.assign(code=_numbers(table["code"], level))
    rows = [_alpha_row(str(name), part, level, draws, seed) for name, part in table.groupby("variable")]
    frame = pd.DataFrame(
        rows, columns=["variable", "value", "low", "high", "n", "level", "coders", "judgements"]
    )
    return result_table(
        frame, keys=["variable"], measure="krippendorff_alpha", unit="alpha", of="coded units"
    )


def _numbers(codes: pd.Series, level: str) -> pd.Series:
    numbers = pd.to_numeric(codes, errors="coerce")
    wrong = codes[numbers.isna()]
    if len(wrong):
        raise TableError(
            f"{level} codes are numbers; {len(wrong)} are not, first: {wrong.iloc[0]!r}. "
            "Number them in their order, or use level='nominal'."
        )
    return numbers.astype(float)


def _alpha_row(variable: str, part: pd.DataFrame, level: str, draws: int, seed: int) -> dict:
    code, kinds = pd.factorize(part["code"].astype("str") if level == "nominal" else part["code"], sort=True)
    values = np.asarray(kinds)
    _, unit = np.unique(part["unit_id"].astype("str"), return_inverse=True)
    counts = np.zeros((unit.max(initial=-1) + 1, len(values)))
    np.add.at(counts, (unit, code), 1)
    counts = counts[counts.sum(axis=1) >= 2]
    spread = (
        np.random.default_rng(seed).multinomial(
            len(counts), np.full(len(counts), 1 / max(len(counts), 1)), draws
        )
        if len(counts)
        else np.zeros((0, 0))
    )
    found = [_alpha(counts, weights, values, level) for weights in spread]
    known = np.array([alpha for alpha in found if not np.isnan(alpha)])
    low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (np.nan, np.nan)
    enough = len(counts) >= MIN_CLUSTERS and len(known) > draws / 2 and high > low
    return {
        "variable": variable,
        "value": _alpha(counts, np.ones(len(counts)), values, level),
        "low": float(low) if enough else np.nan,
        "high": float(high) if enough else np.nan,
        "n": len(counts),
        "level": level,
        "coders": part["coder"].nunique(),
        "judgements": int(counts.sum()),
    }


def _alpha(counts: np.ndarray, weights: np.ndarray, values: np.ndarray, level: str) -> float:
    """Alpha from units by values counts, each unit taken `weights` times."""
    if not len(counts):
        return float("nan")
    pairs = counts.sum(axis=1)
    scaled = counts * (weights / (pairs - 1))[:, None]
    coincidence = scaled.T @ counts - np.diag(scaled.sum(axis=0))
    totals = coincidence.sum(axis=0)
    n = totals.sum()
    distance = _distance(values, totals, level)
    expected = (np.outer(totals, totals) - np.diag(totals)) * distance
    if expected.sum() == 0:
        return float("nan")
    return float(1 - (n - 1) * (coincidence * distance).sum() / expected.sum())


def _distance(values: np.ndarray, totals: np.ndarray, level: str) -> np.ndarray:
    """Squared difference between every two codes."""
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    if level == "ordinal":
        upto = np.cumsum(totals) - totals / 2
        return (upto[:, None] - upto[None, :]) ** 2
    numbers = values.astype(float)
    gap = (numbers[:, None] - numbers[None, :]) ** 2
    if level == "interval":
        return gap
    total = (numbers[:, None] + numbers[None, :]) ** 2
    return np.divide(gap, total, out=np.zeros_like(gap), where=total > 0)
