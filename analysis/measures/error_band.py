"""Error band: what a match rate can mean as long as nobody has coded by hand, and what would make a difference vanish."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.tables import TableError, result_table

RECALL, SPECIFICITY = (0.5, 0.9), (0.80, 0.98)
"""How well a word list may do if nobody has looked: share of framed articles it catches, share of others it leaves."""


def rogan_gladen(rate: float, recall: float, specificity: float) -> float:
    """Share behind a match rate if the list errs as stated, within 0..1 (Rogan and Gladen 1978).

    Raises
    ------
    TableError
        Where recall + specificity - 1 is below .3: a list that bad says nothing about the share.

    Examples
    --------
    >>> round(rogan_gladen(0.32, 0.60, 112 / 130), 6)
    0.393333
    """
    worth = recall + specificity - 1
    if worth < 0.3 - 1e-12:
        raise TableError(
            f"recall {recall:g} and specificity {specificity:g} leave {worth:.2f} above chance; below .3 a match rate "
            "says nothing about the share. Code by hand."
        )
    return float(np.clip((rate + specificity - 1) / worth, 0, 1))


def rogan_gladen_se(rate: float, n: int, recall: float, n_yes: int, specificity: float, n_no: int) -> float:
    """Standard error of `rogan_gladen` from n articles, and n_yes and n_no coded ones of another collection.

    >>> round(rogan_gladen_se(0.32, 2000, 0.6, 70, 112 / 130, 130), 4)
    0.0677
    """
    worth = recall + specificity - 1
    p = (rate + specificity - 1) / worth
    variance = (
        rate * (1 - rate) / n
        + p**2 * recall * (1 - recall) / n_yes
        + (1 - p) ** 2 * specificity * (1 - specificity) / n_no
    )
    return float(np.sqrt(variance) / worth)


def error_band(
    rates: pd.DataFrame,
    *,
    recall: tuple[float, float] = RECALL,
    specificity: tuple[float, float] = SPECIFICITY,
    draws: int = 50_000,
    seed: int = 0,
) -> pd.DataFrame:
    """For each match rate the shares it may stand for.

    How to read it: if the list catches between 50 and 90 % of the framed articles and leaves alone between 80 and 98 % of the
    others, a match rate of 32 % may stand for anything between 17 and 62 %.

    Parameters
    ----------
    rates : result of `framing`. recall, specificity : the assumed ranges (yours to change, print them).

    Returns
    -------
    The keys of `rates`, measure `error_band`, value (median over uniform draws of the ranges), low, high (extremes over the
    ranges), n, unit, of; match_rate, likely_low, likely_high (middle 95 % of the draws), at_border (True where the band
    touches 0 or 1).

    Examples
    --------
    >>> rates = pd.DataFrame({"outlet": ["X"], "measure": "match_rate", "value": 0.32, "low": 0.2, "high": 0.4, "n": 50,
    ...                       "unit": "share", "of": "articles"})
    >>> error_band(rates)[["match_rate", "low", "high"]].round(3).to_numpy().tolist()
    [[0.32, 0.171, 0.625]]
    """
    keys = list(rates.columns[: list(rates.columns).index("measure")])
    generator = np.random.default_rng(seed)
    se, sp = generator.uniform(*recall, draws), generator.uniform(*specificity, draws)
    rows = []
    for rate, n in zip(rates["value"], rates["n"], strict=True):
        corners = [rogan_gladen(rate, a, b) for a in recall for b in specificity]
        share = np.clip((rate + sp - 1) / (se + sp - 1), 0, 1)
        likely = np.percentile(share, [50, 2.5, 97.5]) if rate == rate else [np.nan] * 3
        rows.append((likely[0], min(corners), max(corners), n, rate, likely[1], likely[2]))
    names = ["value", "low", "high", "n", "match_rate", "likely_low", "likely_high"]
    table = pd.concat([rates[keys].reset_index(drop=True), pd.DataFrame(rows, columns=names)], axis=1)
    table["at_border"] = (table["low"] <= 0) | (table["high"] >= 1)
    return result_table(table, keys=keys, measure="error_band", unit="share of articles", of="articles")


def difference_band(
    rate_a: float,
    rate_b: float,
    *,
    recall: tuple[float, float] = RECALL,
    specificity: tuple[float, float] = SPECIFICITY,
    draws: int = 50_000,
    seed: int = 0,
) -> tuple[float, float, float]:
    """Median and middle 95 % of the true difference of two match rates, if the list errs alike in both groups.

    Examples
    --------
    >>> difference_band(0.3, 0.3)
    (0.0, 0.0, 0.0)
    """
    generator = np.random.default_rng(seed)
    se, sp = generator.uniform(*recall, draws), generator.uniform(*specificity, draws)
    middle, low, high = np.percentile((rate_a - rate_b) / (se + sp - 1), [50, 2.5, 97.5])
    return float(middle), float(low), float(high)


def tipping_point(
    rate_a: float, rate_b: float, *, share: float, specificity: float = 0.9
) -> tuple[float, float]:
    """The recall that the list would need in each of two groups for both to have the same `share` in truth.

    How to read it: above 1 or below 0 it is impossible, and the difference does not rest on the list's errors of that kind.

    Examples
    --------
    >>> [round(recall, 3) for recall in tipping_point(0.32, 0.18, share=0.30)]
    [0.833, 0.367]
    """
    if not 0 < share <= 1:
        raise TableError(f"share is above 0 and at most 1; got {share!r}.")
    wrong = (1 - share) * (1 - specificity)
    return (rate_a - wrong) / share, (rate_b - wrong) / share
