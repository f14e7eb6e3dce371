"""From scores to probabilities (Platt 1999), and the threshold that counts as many as people did."""

from __future__ import annotations

import numpy as np


def platt(score: np.ndarray, gold: np.ndarray) -> tuple[float, float]:
    """Slope and offset of P(yes) = 1 / (1 + exp(-(slope * score + offset))), with Platt's smoothed targets.

    >>> slope, offset = platt(np.array([-2.0, -1, 1, 2] * 5), np.array([0.0, 0, 1, 1] * 5))
    >>> bool(slope > 0), abs(round(offset, 6))
    (True, 0.0)
    """
    from scipy.optimize import minimize

    kept = ~np.isnan(score)
    s, y = score[kept], gold[kept]
    yes, no = y.sum(), (1 - y).sum()
    target = np.where(y == 1, (yes + 1) / (yes + 2), 1 / (no + 2))

    def loss(ab: np.ndarray) -> tuple[float, np.ndarray]:
        z = ab[0] * s + ab[1]
        gap = 1 / (1 + np.exp(-np.clip(z, -30, 30))) - target
        return float((np.logaddexp(0, z) - target * z).sum()), np.array([(gap * s).sum(), gap.sum()])

    found = minimize(
        loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(1e-3, None), (None, None)]
    )
    return float(found.x[0]), float(found.x[1])


def matched_threshold(chance: np.ndarray, gold: np.ndarray) -> float:
    """Probability from which as many articles count as coders said.

    >>> matched_threshold(np.array([0.9, 0.6, 0.3, 0.1]), np.array([1, 0, 0, 0]))
    0.75
    """
    ordered = np.sort(chance[~np.isnan(chance)])[::-1]
    yes = int(gold[~np.isnan(chance)].sum())
    if yes <= 0 or yes >= len(ordered):
        return 0.5
    return float((ordered[yes - 1] + ordered[yes]) / 2)


def calibration(chance: np.ndarray, gold: np.ndarray, bins: int = 5) -> list[dict[str, float]]:
    """In fifths of the articles by held-out probability: its mean, the share that coders saw, articles."""
    known = ~np.isnan(chance)
    order = np.argsort(chance[known], kind="stable")
    parts = np.array_split(order, bins)
    p, y = chance[known], gold[known]
    return [
        {"probability": float(p[part].mean()), "coded": float(y[part].mean()), "articles": len(part)}
        for part in parts
        if len(part)
    ]
