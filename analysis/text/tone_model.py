"""A trained tone model that stays transparent: a linear model over words and rule features, with its weights in a file.

The probability of a class is the softmax of its weighted sum, divided by a temperature that was fitted on folds the model
had not seen (Guo, Pleiss, Sun & Weinberger 2017), so that 80 % means right in about 80 of 100 cases.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.languages import DATA
from analysis.tables import LexiconError, TableError
from analysis.text.lexicon import Lexicon, lexicon_for
from analysis.text.tone_features import features

CLASSES = ("negative", "neutral", "positive")
FOLDS = 4
MIN_EACH = 20
"""Labelled texts of each class that a model needs."""
SIDE = 0.3
"""Weight of a word beside the target against a word of the text."""


@dataclass(frozen=True)
class ToneModel:
    """A linear model of tone.

    Attributes
    ----------
    language : code. `names` : features, sorted. `scale` : factor of each (inverse document frequency, or of its kind).
    weights : features by classes. `intercept` : of the classes. `temperature` : divides the sums.
    toward : True where it asks the tone toward a marked mention. `passport` : dict.

    Examples
    --------
    >>> import pandas as pd
    >>> import analysis as mc
    >>> labels = pd.DataFrame({"text": [f"{word} {i}" for word in ("good", "bad", "plain") for i in range(20)],
    ...                        "label": ["positive"] * 20 + ["negative"] * 20 + ["neutral"] * 20})
    >>> mc.train_sentiment(labels, language="en").names[:3]
    ('0', '1', '10')
    """

    language: str
    names: tuple[str, ...]
    scale: np.ndarray
    weights: np.ndarray
    intercept: np.ndarray
    temperature: float = 1.0
    toward: bool = False
    passport: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"ToneModel({self.language}, {len(self.names):,} features, {self.passport.get('validity', 'not checked')})"

    def classify(
        self, texts: Sequence[str], targets: Sequence[tuple[int, int]] | None = None, *, decided: int = 5
    ) -> pd.DataFrame:
        """Label and probabilities of each text, and the words that decided.

        Parameters
        ----------
        texts : strings of the model's language; `targets` : start and end of a mention in each, for a model of tone toward
            targets. `decided` : so many features are shown.

        Returns
        -------
        DataFrame with label, negative, neutral, positive (probabilities) and decided (the features that spoke most for
        the label against the mean of the others: `bagus +1.2; tidak -0.4`).
        """
        if self.toward and targets is None:
            raise TableError(
                "this model asks for the tone toward a target; give targets (start and end in each text)."
            )
        rows = features(texts, self.language, lexicon_for(self.language), targets if self.toward else None)
        matrix = _matrix(rows, {name: i for i, name in enumerate(self.names)}, self.scale)
        sums = matrix @ self.weights + self.intercept
        odds = np.exp((sums - sums.max(axis=1, keepdims=True)) / self.temperature)
        chance = odds / odds.sum(axis=1, keepdims=True)
        best = chance.argmax(axis=1) if len(rows) else np.zeros(0, dtype=int)
        table = pd.DataFrame(chance.reshape(-1, len(CLASSES)), columns=list(CLASSES))
        table.insert(0, "label", pd.Series(np.array(CLASSES, dtype=object)[best], dtype="str"))
        table["decided"] = pd.Series(
            [self._decided(matrix, i, k, decided) for i, k in enumerate(best)], dtype="str"
        )
        return table

    def _decided(self, matrix: Any, row: int, label: int, most: int) -> str:
        low, high = matrix.indptr[row], matrix.indptr[row + 1]
        columns, values = matrix.indices[low:high], matrix.data[low:high]
        others = [k for k in range(len(CLASSES)) if k != label]
        share = values * (self.weights[columns, label] - self.weights[columns][:, others].mean(axis=1))
        order = np.lexsort((columns, -np.abs(share).round(9)))[:most]
        return "; ".join(f"{self.names[columns[i]]} {share[i]:+.1f}" for i in order)

    def write(self, path: str | Path) -> Path:
        """Write the model: gzip of a JSON line (all but the features) and of a line per feature with its weights."""
        head = {
            "language": self.language, "classes": CLASSES, "intercept": self.intercept.round(4).tolist(),
            "temperature": round(self.temperature, 4), "toward": self.toward, "passport": self.passport,
        }  # fmt: skip
        lines = [json.dumps(head, ensure_ascii=False, default=str)]
        for name, scale, row in zip(self.names, self.scale, self.weights, strict=True):
            lines.append("\t".join([name, f"{scale:.4g}", *(f"{value:.3f}" for value in row)]))
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
        return path


def toward_model(code: str) -> ToneModel | None:
    """The shipped model of tone toward a mention, None where a language has none."""
    path = DATA / code / "models" / "toward.gz"
    return _shipped(path) if path.is_file() else None


@cache
def _shipped(path: Path) -> ToneModel:
    return read_tone_model(path)


def read_tone_model(path: str | Path) -> ToneModel:
    """Read a model that `ToneModel.write` wrote.

    Raises
    ------
    LexiconError
        For a file that is not one.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import pandas as pd
    >>> import analysis as mc
    >>> labels = pd.DataFrame({"text": [f"{word} {i}" for word in ("good", "bad", "plain") for i in range(20)],
    ...                        "label": ["positive"] * 20 + ["negative"] * 20 + ["neutral"] * 20})
    >>> model, path = mc.train_sentiment(labels, language="en"), Path(mkdtemp()) / "mine.npz"
    >>> _ = model.write(path)
    >>> read_tone_model(path).language
    'en'
    """
    try:
        first, *lines = gzip.decompress(Path(path).read_bytes()).decode().splitlines()
        head = json.loads(first)
        rows = [line.split("\t") for line in lines]
        numbers = np.array([[float(value) for value in row[1:]] for row in rows]).reshape(
            len(rows), 1 + len(CLASSES)
        )
        return ToneModel(
            language=head["language"],
            names=tuple(row[0] for row in rows),
            scale=numbers[:, 0],
            weights=numbers[:, 1:],
            intercept=np.array(head["intercept"]),
            temperature=head["temperature"],
            toward=head["toward"],
            passport=head["passport"],
        )
    except (OSError, EOFError, KeyError, ValueError, IndexError) as reason:
        raise LexiconError(
            f"{Path(path).name}: not a tone model of `media-coverage train sentiment` ({reason})."
        ) from None


def _matrix(rows: list[dict[str, float]], place: dict[str, int], scale: np.ndarray) -> Any:
    """Rows of features as a sparse matrix; the words of a row have length 1, as TF-IDF has."""
    import scipy.sparse as sp

    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for row in rows:
        known = sorted((place[name], name, value) for name, value in row.items() if name in place)
        length = 0.0
        values = []
        for column, name, value in known:
            kind = _kind(name)
            worth = (1 + np.log(value)) * scale[column] if kind == "word" else value * scale[column]
            length += worth**2 if kind == "word" else 0.0
            values.append((worth, kind))
        norm = length**0.5 or 1.0
        data += [worth / norm if kind == "word" else worth for worth, kind in values]
        columns += [column for column, _, _ in known]
        ends.append(len(columns))
    return sp.csr_matrix((data, columns, ends), shape=(len(rows), len(place)))


def _kind(name: str) -> str:
    return "=" if name[0] == "=" else "side" if name[0] == "<" or name[-1] == ">" else "word"


def fit_tone_model(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    language: str,
    targets: Sequence[tuple[int, int]] | None = None,
    lexicon: Lexicon | None = None,
    strength: float = 4.0,
    min_texts: int = 2,
    seed: int = 0,
    passport: dict[str, Any] | None = None,
) -> ToneModel:
    """Fit a model on labelled texts.

    Parameters
    ----------
    texts, labels : strings; positive, neutral or negative. `targets` : start and end of the mention each label is about.
    lexicon : for the rule features; the shipped news lexicon of the language if not given. `strength` : inverse of the
        penalty (C). `min_texts` : a word occurs in so many texts at least. `seed` : of the folds.

    Returns
    -------
    ToneModel; its passport says macro-F1 and calibration error on folds that were not fitted (texts that repeat stay in
    one fold).

    Raises
    ------
    TableError
        For labels that are none of the three, and for fewer than 20 of a class.
    """
    from sklearn.metrics import f1_score
    from sklearn.model_selection import StratifiedGroupKFold

    gold = np.asarray(labels, dtype=object)
    wrong = sorted({str(label) for label in gold} - set(CLASSES))
    if wrong:
        raise TableError(f"labels are positive, neutral or negative; got {wrong[0]!r}.")
    for name in CLASSES:
        if (gold == name).sum() < MIN_EACH:
            raise TableError(
                f"a model needs {MIN_EACH} texts of each label; there are {(gold == name).sum()} {name}."
            )
    rows = features(texts, language, lexicon or lexicon_for(language), targets)
    names, scale = _vocabulary(rows, min_texts)
    matrix = _matrix(rows, {name: i for i, name in enumerate(names)}, scale)
    number = np.array([CLASSES.index(label) for label in gold])
    groups = pd.factorize(pd.Series(list(texts)))[0]
    sums = np.zeros((len(gold), len(CLASSES)))
    for fitted, tested in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed).split(
        matrix, number, groups
    ):
        weights, intercept = _fit(matrix[fitted], number[fitted], strength)
        sums[tested] = matrix[tested] @ weights + intercept
    temperature = _temperature(sums, number)
    weights, intercept = _fit(matrix, number, strength)
    macro = f1_score(number, sums.argmax(axis=1), average="macro")
    error = _calibration_error(sums / temperature, number)
    said = f"macro-F1 {macro:.3f} and calibration error {error:.3f} on {FOLDS} folds of {len(gold):,} labelled texts"
    return ToneModel(
        language=language,
        names=names,
        scale=scale,
        weights=weights,
        intercept=intercept,
        temperature=temperature,
        toward=targets is not None,
        passport={**(passport or {}), "validity": said},
    )


def _vocabulary(rows: list[dict[str, float]], least: int) -> tuple[tuple[str, ...], np.ndarray]:
    """Features that enough texts have, and their scales."""
    many: dict[str, int] = {}
    top: dict[str, float] = {}
    for row in rows:
        for name, value in row.items():
            many[name] = many.get(name, 0) + 1
            top[name] = max(top.get(name, 0.0), abs(value))
    names = tuple(
        sorted(name for name, count in many.items() if count >= (least if _kind(name) == "word" else 3))
    )
    scale = [
        1 + np.log((1 + len(rows)) / (1 + many[name]))
        if _kind(name) == "word"
        else SIDE
        if _kind(name) == "side"
        else 2 / (top[name] or 1.0)
        for name in names
    ]
    return names, np.array(scale)


def _fit(matrix: Any, number: np.ndarray, strength: float) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3, class_weight="balanced").fit(
        matrix, number
    )
    return model.coef_.T, model.intercept_


def _chances(sums: np.ndarray) -> np.ndarray:
    odds = np.exp(sums - sums.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def _temperature(sums: np.ndarray, number: np.ndarray) -> float:
    from scipy.optimize import minimize_scalar

    def loss(log_t: float) -> float:
        chance = _chances(sums / np.exp(log_t))
        return float(-np.log(np.maximum(chance[np.arange(len(number)), number], 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 2), method="bounded").x))


def _calibration_error(sums: np.ndarray, number: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error: mean gap of certainty and share right, over ten bins of certainty."""
    chance = _chances(sums)
    sure, right = chance.max(axis=1), chance.argmax(axis=1) == number
    place = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(sure[place == i].mean() - right[place == i].mean()) * (place == i).mean()
            for i in np.unique(place)
        )
    )
