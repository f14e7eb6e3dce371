"""Machine against people: precision, recall, F1 and what a word list is worth, on the articles that were coded."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import wilson
from analysis.tables import TableError, result_table

PARTS = ("precision", "recall", "f1", "specificity", "npv", "accuracy", "mcc", "gain")


def machine_agreement(scores: pd.DataFrame, codes: pd.DataFrame, *, column: str = "present") -> pd.DataFrame:
    """How well a machine label agrees with people's codes, for each frame.

    How to read it: precision .7 means that of ten articles in which the list fired people see the frame in seven; recall .6
    that of ten in which people see it the list fired in six; gain 1.3 that with the list one hand code is worth 1.3.

    Parameters
    ----------
    scores : article_id, frame and `column` (the machine's yes or no).
    codes : article_id (or unit_id), frame (or variable), code (0 or 1) and, where the articles were drawn, probability.

    Returns
    -------
    Result table: frame, measure (precision, recall, f1, specificity, npv, accuracy, mcc, gain), value, low, high (95 %;
    missing for mcc and gain), n (coded articles), unit, of; count of total articles (the share before weighing; F1: count of
    those in which either sees it), tp, fp, fn, tn (counts), weighted (True where codes were weighed by 1 / probability).
    A quotient over nothing has no value.

    Raises
    ------
    TableError
        For a missing column, and where no coded article has a score.

    Notes
    -----
    Wilson intervals, with Kish's effective number where codes are weighed; the interval of F1 is that of
    r = tp / (tp + fp + fn) through 2 r / (1 + r). Codes drawn by machine label must be weighed: raw counts are wrong for
    recall and specificity. gain = 1 / (1 - phi^2).

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": list("abcd"), "frame": "threat", "present": [True, True, False, False]})
    >>> codes = pd.DataFrame({"article_id": list("abcd"), "frame": "threat", "code": [1, 0, 1, 0]})
    >>> found = machine_agreement(scores, codes).set_index("measure")["value"]
    >>> float(found["precision"]), float(found["recall"]), float(found["f1"])
    (0.5, 0.5, 0.5)
    """
    table = codes.rename(columns={"unit_id": "article_id", "variable": "frame"})
    absent = [name for name in ("article_id", "frame", "code") if name not in table]
    if absent:
        raise TableError(f"codes lack the column {absent[0]!r}; they need article_id, frame and code.")
    table = table.assign(code=pd.to_numeric(table["code"], errors="coerce"))
    table["probability"] = table.get("probability", np.nan)
    table = table.groupby(["article_id", "frame"], as_index=False, sort=True).agg(
        code=("code", "mean"), probability=("probability", "first")
    )
    both = table.merge(scores[["article_id", "frame", column]], on=["article_id", "frame"]).dropna(
        subset=["code", column]
    )
    both = both[both["code"] != 0.5]
    if not len(both):
        raise TableError(
            "no coded article has a score; check that article_id and frame are written alike in both."
        )
    rows = []
    for frame, part in both.groupby("frame", sort=True):
        truth, machine = part["code"].to_numpy() > 0.5, part[column].to_numpy(dtype=bool)
        weighed = bool(part["probability"].notna().all() and part["probability"].nunique() > 1)
        weight = 1 / part["probability"].to_numpy(dtype=float) if weighed else np.ones(len(part))
        cells = _cells(truth, machine)
        for name, value, low, high in agreement_parts(truth, machine, weight):
            counted = _counted(name, *cells)
            rows.append((frame, name, value, low, high, len(part), *counted, *cells, weighed))
    columns = [
        "frame",
        "measure",
        "value",
        "low",
        "high",
        "n",
        "count",
        "total",
        "tp",
        "fp",
        "fn",
        "tn",
        "weighted",
    ]
    return result_table(
        pd.DataFrame(rows, columns=columns), keys=["frame"], measure="", unit="share", of="coded articles"
    )


def _cells(truth: np.ndarray, machine: np.ndarray) -> tuple[int, int, int, int]:
    return (
        int((truth & machine).sum()),
        int((~truth & machine).sum()),
        int((truth & ~machine).sum()),
        int((~truth & ~machine).sum()),
    )


def _counted(name: str, tp: int, fp: int, fn: int, tn: int) -> tuple[float, float]:
    """The articles a measure counts, and those it is a share of; NaN where it is no share."""
    return {
        "precision": (tp, tp + fp),
        "recall": (tp, tp + fn),
        "f1": (tp, tp + fp + fn),
        "specificity": (tn, tn + fp),
        "npv": (tn, tn + fn),
        "accuracy": (tp + tn, tp + fp + fn + tn),
    }.get(name, (np.nan, np.nan))


def agreement_parts(
    truth: np.ndarray, machine: np.ndarray, weight: np.ndarray
) -> list[tuple[str, float, float, float]]:
    """(name, value, low, high) of each measure of agreement of two yes-or-no labels.

    >>> found = agreement_parts(np.array([True, False]), np.array([True, False]), np.ones(2))
    >>> found[0][:2], found[-1][:2]
    (('precision', 1.0), ('gain', inf))
    """
    tp, fp = truth & machine, ~truth & machine
    fn, tn = truth & ~machine, ~truth & ~machine
    rows = [
        _share("precision", tp, tp | fp, weight),
        _share("recall", tp, tp | fn, weight),
        _f1(tp, tp | fp | fn, weight),
        _share("specificity", tn, tn | fp, weight),
        _share("npv", tn, tn | fn, weight),
        _share("accuracy", tp | tn, np.ones(len(truth), dtype=bool), weight),
    ]
    a, b, c, d = (float(weight[cell].sum()) for cell in (tp, fp, fn, tn))
    under = np.sqrt((a + b) * (a + c) * (d + b) * (d + c))
    phi = (a * d - b * c) / under if under > 0 else np.nan
    with np.errstate(divide="ignore"):
        gain = float(1 / np.float64(1 - phi**2))
    return [*rows, ("mcc", float(phi), np.nan, np.nan), ("gain", gain, np.nan, np.nan)]


def _share(
    name: str, hit: np.ndarray, whole: np.ndarray, weight: np.ndarray
) -> tuple[str, float, float, float]:
    """Weighted share of `hit` in `whole` with Wilson's interval."""
    inside = weight[whole]
    if not len(inside):
        return name, np.nan, np.nan, np.nan
    value = float(weight[hit & whole].sum() / inside.sum())
    cases = inside.sum() ** 2 / (inside**2).sum()
    low, high = wilson(np.array([value]), np.array([cases]))
    return name, value, float(low[0]), float(high[0])


def _f1(hit: np.ndarray, whole: np.ndarray, weight: np.ndarray) -> tuple[str, float, float, float]:
    _, *parts = _share("f1", hit, whole, weight)
    value, low, high = (2 * r / (1 + r) for r in parts)
    return "f1", value, low, high
