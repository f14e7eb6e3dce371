"""Frames of one's own: a linear model trained on hand codes, checked on articles it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.measures.intervals import wilson
from analysis.tables import TableError, require_one_language
from analysis.text.calibration import calibration, matched_threshold, platt
from analysis.text.dictionary import Dictionary, read_dictionary
from analysis.text.frame_model import FrameModel, feature_names, features, fingerprint, vocabulary
from analysis.text.passport import shipped
from analysis.text.tokens import tokenize

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FOLDS = 5
FEWEST = 5
"""Coded articles with a frame, and without it, below which it is not trained."""
STRENGTH = 0.5
"""Inverse of the punishment of weights (scikit-learn's C)."""
DECIDING = 25
STEPS = (0.25, 0.5, 0.75, 1.0)
LISTS = ("policy_frames", "generic", "war_peace")


def train_frames(
    codes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    clusters: pd.Series | None = None,
    lists: Sequence[Dictionary] | None = None,
    name: str = "frames",
    curve: bool = True,
    strength: float = STRENGTH,
    seed: int = 0,
) -> FrameModel:
    """Train a model of frames on hand codes.

    Parameters
    ----------
    codes : article_id (or unit_id), frame (or variable), code (0 or 1) and, where there are several, coder: their mean decides, and
        an article on which they are split evenly is left out of that frame. A frame that has only ones counts as absent in
        the other coded articles.
    articles : article table of one language that holds the coded articles.
    clusters : syndication cluster by article; copies never stand on both sides of a check. Each its own if not given.
    lists : dictionaries whose hits are features; the shipped ones of the language if not given.
    curve : False leaves out the learning curve (a third of the time).

    Returns
    -------
    FrameModel. Its passport holds `performance` (validation by cluster and by outlet: precision, recall, F1 with interval,
    alpha with the codes, coded, prevalence), `learning_curve` (articles, macro-F1), `calibration` and `deciding` (feature,
    weight) for each frame; `performance(model)`, `learning_curve(model)` and `deciding_words(model)` give them as tables.

    Raises
    ------
    TableError
        For codes of unknown articles, codes that are not 0 or 1, and where no frame has 5 articles with and 5 without.

    Notes
    -----
    One logistic regression per frame (L2) on words, title words and dictionary hits. Probabilities are calibrated on
    held-out scores (Platt 1999); the threshold is where as many held-out articles count as coders said, so that the
    share of the model is not lower or higher than theirs in the coded articles.
    """
    table, known = coded_table(codes, articles)
    code = require_one_language(known, "training frames")
    used = (
        _lists(code)
        if lists is None
        else {f"{one.name}/{key}": words for one in lists for key, words in one.categories.items()}
    )
    tokens = tokenize(known)
    terms, idf = vocabulary(tokens)
    matrix = features(tokens, used, terms, idf)
    index = known.index
    group = (
        np.arange(len(index)) if clusters is None else pd.factorize(clusters.reindex(index).astype("str"))[0]
    )
    outlet = pd.factorize(known["outlet"])[0] if "outlet" in known else np.zeros(len(index), dtype=int)
    parts = {}
    for frame in table.columns:
        gold = table[frame].to_numpy(dtype=float)
        if min((gold == 1).sum(), (gold == 0).sum()) >= FEWEST:
            parts[str(frame)] = _fit_frame(matrix, gold, group, outlet, strength, seed)
    if not parts:
        raise TableError(
            f"no frame has {FEWEST} coded articles with it and {FEWEST} without; the most is "
            f"{int(table.sum().max())} with. Code more articles."
        )
    left_out = [str(frame) for frame in table.columns if str(frame) not in parts]
    names = feature_names(terms, used)
    weights = np.array([part["weights"] for part in parts.values()])
    slope, offset = (np.array([part[key] for part in parts.values()]) for key in ("slope", "offset"))
    bias, threshold = (np.array([part[key] for part in parts.values()]) for key in ("bias", "threshold"))
    rows = [row for frame, part in parts.items() for row in _rows(frame, part)]
    passport: dict = {
        "name": name, "language": code, "kind": "frame model", "licence": "that of the codes it was trained on",
        "made": f"trained on {len(known)} coded articles; linear, words and dictionary hits; seed {seed}",
        "coders": int(codes["coder"].nunique()) if "coder" in codes else None,
        "left_out": left_out, "performance": rows,
        "calibration": {frame: part["calibration"] for frame, part in parts.items()},
        "deciding": {frame: _deciding(names, part["weights"]) for frame, part in parts.items()},
        "learning_curve": learning(matrix, table, group, list(parts), strength, seed) if curve else [],
    }  # fmt: skip
    passport["validity"] = _validity(rows, len(known))
    version = fingerprint(idf, weights, bias, slope, offset, threshold, said=[list(parts), terms, used])
    passport["version"] = version
    return FrameModel(
        name=name, language=code, version=version,
        categories={frame: _evidence_words(terms, part["weights"], used) for frame, part in parts.items()},
        passport=passport, lists=used, terms=tuple(terms), idf=idf, weights=weights, bias=bias, slope=slope, offset=offset,
        threshold=threshold,
    )  # fmt: skip


def coded_table(codes: pd.DataFrame, articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Codes as coded articles by frames (1, 0, NaN where split or not coded), and the coded articles.

    Raises
    ------
    TableError
        For a missing column, a code that is not 0 or 1, and a coded article that is not in the table.
    """
    given = codes.rename(columns={"unit_id": "article_id", "variable": "frame"})
    for column in ("article_id", "frame", "code"):
        if column not in given:
            raise TableError(
                f"codes lack the column {column!r}; they need article_id, frame and code (0 or 1)."
            )
    value = pd.to_numeric(given["code"], errors="coerce")
    wrong = given["code"][~value.isin([0, 1])]
    if len(wrong):
        raise TableError(f"code is 0 or 1; {len(wrong)} are not, first: {wrong.iloc[0]!r}.")
    given = given.assign(code=value.astype(float), article_id=given["article_id"].astype("str"))
    unknown = sorted(set(given["article_id"]) - set(articles.index))
    if unknown:
        raise TableError(f"{len(unknown)} coded articles are not in the table, first: {unknown[0]!r}.")
    table = given.pivot_table(index="article_id", columns="frame", values="code", aggfunc="mean")
    table = table.reindex(articles.index[articles.index.isin(table.index)])
    for frame in table:
        if (table[frame].dropna() > 0).all():
            table[frame] = table[frame].fillna(0.0)
    table = table.where(table != 0.5).round()
    return table, articles.loc[table.index]


def _lists(code: str) -> dict[str, tuple[str, ...]]:
    """Patterns of the shipped frame dictionaries of a language."""
    found = {}
    for name in LISTS:
        if f"{code}/{name}" in shipped("dictionaries"):
            categories = read_dictionary(f"{code}/{name}").categories
            found.update({f"{name}/{key}": words for key, words in categories.items()})
    return found


def folds_of(gold: np.ndarray, group: np.ndarray, seed: int, folds: int = FOLDS) -> np.ndarray:
    """Fold of each article: clusters whole, and as many articles with the frame in each fold as in any other.

    >>> folds_of(np.array([1.0, 1, 0, 0]), np.array([0, 1, 2, 2]), seed=0, folds=2).tolist()
    [1, 0, 0, 0]
    """
    generator = np.random.default_rng(seed)
    fold = np.zeros(len(gold), dtype=int)
    kinds, first = np.unique(group, return_index=True)
    order = kinds[generator.permutation(len(kinds))]
    has = dict(zip(kinds, gold[first] == 1, strict=True))
    at = {True: 0, False: 0}
    for one in order:
        yes = bool(has[one])
        fold[group == one] = (at[yes] + (1 if yes and folds > 1 else 0)) % folds
        at[yes] += 1
    return fold


def _regression(matrix: csr_array, gold: np.ndarray, strength: float) -> tuple[np.ndarray, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, solver="liblinear", random_state=0, max_iter=500)
    model.fit(matrix, gold)
    return model.coef_[0], float(model.intercept_[0])


def _held_out(matrix: csr_array, gold: np.ndarray, fold: np.ndarray, strength: float) -> np.ndarray:
    """Scores of each article by a model that has not seen its fold; NaN where such a model cannot be had."""
    score = np.full(len(gold), np.nan)
    for one in np.unique(fold):
        rest = fold != one
        if len(np.unique(gold[rest])) == 2:
            weights, bias = _regression(matrix[rest], gold[rest], strength)
            score[~rest] = matrix[~rest] @ weights + bias
    return score


def _fit_frame(
    matrix: csr_array, gold: np.ndarray, group: np.ndarray, outlet: np.ndarray, strength: float, seed: int
) -> dict:
    known = np.flatnonzero(~np.isnan(gold))
    matrix, gold, group, outlet = matrix[known], gold[known], group[known], outlet[known]
    fold = folds_of(gold, group, seed)
    score = _held_out(matrix, gold, fold, strength)
    slope, offset = platt(score, gold)
    chance = 1 / (1 + np.exp(-(slope * score + offset)))
    threshold = matched_threshold(chance, gold)
    weights, bias = _regression(matrix, gold, strength)
    checks = {"cluster": (gold, _by_fold(score, gold, fold))}
    if len(np.unique(outlet)) > 1:
        apart = _held_out(matrix, gold, outlet, strength)
        seen = ~np.isnan(apart)
        if seen.any():
            checks["outlet"] = (
                gold[seen],
                _by_outlet(matrix, gold, group, outlet, apart, strength, seed)[seen],
            )
    return {"weights": weights, "bias": bias, "slope": slope, "offset": offset, "threshold": threshold,
            "checks": checks, "calibration": calibration(chance, gold)}  # fmt: skip


def _by_fold(score: np.ndarray, gold: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Yes or no of each held-out article, calibration and threshold from the other folds only."""
    found = np.zeros(len(gold), dtype=bool)
    for one in np.unique(fold):
        rest = (fold != one) & ~np.isnan(score)
        if len(np.unique(gold[rest])) < 2:
            continue
        slope, offset = platt(score[rest], gold[rest])
        limit = matched_threshold(1 / (1 + np.exp(-(slope * score[rest] + offset))), gold[rest])
        found[fold == one] = 1 / (1 + np.exp(-(slope * score[fold == one] + offset))) >= limit
    return found


def _by_outlet(
    matrix: csr_array,
    gold: np.ndarray,
    group: np.ndarray,
    outlet: np.ndarray,
    score: np.ndarray,
    strength: float,
    seed: int,
) -> np.ndarray:
    """Yes or no of each article by a model, a calibration and a threshold that have not seen its outlet."""
    found = np.zeros(len(gold), dtype=bool)
    for one in np.unique(outlet):
        rest = outlet != one
        inner = _held_out(matrix[rest], gold[rest], folds_of(gold[rest], group[rest], seed), strength)
        if np.isnan(score[~rest]).all() or np.isnan(inner).all():
            continue
        slope, offset = platt(inner, gold[rest])
        limit = matched_threshold(1 / (1 + np.exp(-(slope * inner + offset))), gold[rest])
        found[~rest] = 1 / (1 + np.exp(-(slope * score[~rest] + offset))) >= limit
    return found


def _rows(frame: str, part: dict) -> list[dict]:
    rows = []
    for check, (gold, found) in part["checks"].items():
        tp, fp = int((gold * found).sum()), int(((1 - gold) * found).sum())
        fn = int((gold * ~found).sum())
        union = tp + fp + fn
        low, high = wilson(np.array([tp / union if union else np.nan]), np.array([union]))
        rows.append(
            {
                "frame": frame, "validation": check, "f1": 2 * tp / max(tp + union, 1), "low": float(2 * low[0] / (1 + low[0])),
                "high": float(2 * high[0] / (1 + high[0])), "precision": tp / (tp + fp) if tp + fp else None,
                "recall": tp / (tp + fn) if tp + fn else None, "alpha": two_alpha(gold == 1, found),
                "n": len(gold), "coded_share": float(gold.mean()), "found_share": float(found.mean()),
            }
        )  # fmt: skip
    return rows


def two_alpha(one: np.ndarray, two: np.ndarray) -> float | None:
    """Krippendorff's nominal alpha of two complete yes-or-no codings; None where there is no variation.

    >>> round(two_alpha(np.array([True] * 20 + [False] * 70 + [True] * 4 + [False] * 6),
    ...                 np.array([True] * 20 + [False] * 70 + [False] * 4 + [True] * 6)), 6)
    0.734667
    """
    n = 2 * len(one)
    yes = int(one.sum() + two.sum())
    if yes in (0, n):
        return None
    return float(1 - (n - 1) * (2 * (one != two).sum()) / (2 * yes * (n - yes)))


def learning(
    matrix: csr_array, table: pd.DataFrame, group: np.ndarray, frames: list[str], strength: float, seed: int
) -> list[dict[str, float]]:
    """Macro-F1 of models trained on a part of the training folds: whether more codes would help."""
    rows = []
    for step in STEPS:
        scores, sizes = [], []
        for frame in frames:
            gold = table[frame].to_numpy(dtype=float)
            known = np.flatnonzero(~np.isnan(gold))
            y, x, g = gold[known], matrix[known], group[known]
            fold = folds_of(y, g, seed)
            lot = np.random.default_rng(seed + 1).random(int(g.max(initial=0)) + 1)[g]
            hit = np.zeros(len(y), dtype=bool)
            for one in range(FOLDS):
                rest = np.flatnonzero(fold != one)
                chosen = rest[lot[rest] <= np.quantile(lot[rest], step)]
                sizes.append(len(chosen))
                if len(np.unique(y[chosen])) < 2:
                    continue
                weights, bias = _regression(x[chosen], y[chosen], strength)
                limit = matched_threshold(x[chosen] @ weights + bias, y[chosen])
                hit[fold == one] = x[fold == one] @ weights + bias >= limit
            tp = float((y * hit).sum())
            scores.append(2 * tp / max(y.sum() + hit.sum(), 1))
        rows.append({"articles": round(float(np.mean(sizes))), "macro_f1": float(np.mean(scores))})
    return rows


def _deciding(names: list[str], weights: np.ndarray) -> list[tuple[str, float]]:
    order = np.argsort(-weights, kind="stable")
    chosen = [*order[:DECIDING], *order[-DECIDING:]]
    return [
        (names[i], round(float(weights[i]), 6)) for i in dict.fromkeys(int(i) for i in chosen) if weights[i]
    ]


def _evidence_words(
    terms: Sequence[str], weights: np.ndarray, lists: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The words that speak most for a frame, and the patterns of the lists that do."""
    words = [
        str(terms[i]) for i in np.argsort(-weights[: len(terms)], kind="stable")[:DECIDING] if weights[i] > 0
    ]
    width = (len(weights) - 2 * len(terms)) // max(len(lists), 1)
    sums = weights[2 * len(terms) :].reshape(len(lists), width).sum(axis=1) if lists else np.zeros(0)
    names = list(lists)
    best = [names[i] for i in np.argsort(-sums, kind="stable")[:2] if sums[i] > 0]
    return tuple(dict.fromkeys([*words, *(pattern for name in best for pattern in lists[name])])) or (
        str(terms[0]),
    )


def _validity(rows: list[dict], coded: int) -> str:
    each = [row["f1"] for row in rows if row["validation"] == "cluster"]
    apart = [row["f1"] for row in rows if row["validation"] == "outlet"]
    said = f"against {coded} hand-coded articles, cross-validated by text: macro-F1 {np.mean(each):.2f}"
    return said + (f"; outlets held out: {np.mean(apart):.2f}" if apart else "")
