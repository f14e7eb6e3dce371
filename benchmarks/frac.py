"""Measures the policy-frames dictionary on single sentences: `python benchmarks/frac.py`.

FrAC (mattguida/FrAC, licences CC BY and CC BY-NC-SA, not shipped): 523 English sentences with one of ten merged classes
of the Policy Frames Codebook. A sentence gets the class with most matches; of equals the one that fires in fewer
sentences; other where none fires. Capacity, quality of life and external have no class there and are left out. Even
rows were used while the dictionary was written, odd rows only to measure.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.measures.train_frames import performance, train_frames
from analysis.text.dictionary import read_dictionary
from analysis.text.patterns import find_patterns
from analysis.text.tokens import tokenize

FILE = Path(__file__).parents[1].parent / "shared" / "data" / "framing" / "frac_en.csv"
CLASSES = {
    "economic": 1, "morality": 3, "fairness": 4, "legality": 5, "crime": 5, "policy": 6, "political": 6,
    "security": 8, "health": 9, "cultural_identity": 11, "public_opinion": 12,
}  # fmt: skip
OTHER = 15


def classify(sentences: pd.Series) -> np.ndarray:
    """One class number per sentence."""
    index = pd.Index([f"s{i}" for i in range(len(sentences))], name="article_id")
    articles = pd.DataFrame({"title": "", "text": sentences.to_numpy(), "language": "en"}, index=index)
    lists = read_dictionary("en/policy_frames").categories
    hits = find_patterns(tokenize(articles), {name: lists[name] for name in CLASSES})
    counts = hits.groupby(["article_id", hits["label"].map(CLASSES)]).size().unstack(fill_value=0)
    counts = counts.reindex(index, fill_value=0)
    counts = counts[(counts > 0).sum().sort_values(kind="stable").index]
    return np.where(counts.max(axis=1) > 0, counts.idxmax(axis=1), OTHER)


def f1(gold: np.ndarray, found: np.ndarray) -> dict[int, float]:
    """F1 of each class that occurs in the codes."""
    return {
        int(k): 2 * ((gold == k) & (found == k)).sum() / ((gold == k).sum() + (found == k).sum())
        for k in np.unique(gold)
    }


def main() -> None:
    if not FILE.is_file():
        print("skipped: the FrAC sentences are not here")
        return
    table = pd.read_csv(FILE)
    gold, found = table["label"].to_numpy(), classify(table["sentence"])
    half = np.arange(len(gold)) % 2
    for name, rows in {"even rows": half == 0, "odd rows": half == 1, "all": half >= 0}.items():
        scores = f1(gold[rows], found[rows])
        each = "  ".join(f"{k}: {value:.2f}" for k, value in scores.items())
        print(f"{name}: macro-F1 {np.mean(list(scores.values())):.3f} ({rows.sum()} sentences)  {each}")
    trained(table)


def as_articles(sentences: pd.Series) -> pd.DataFrame:
    """Sentences as an article table."""
    index = pd.Index([f"s{i}" for i in range(len(sentences))], name="article_id")
    return pd.DataFrame({"title": "", "text": sentences.to_numpy(), "language": "en"}, index=index)


def trained(table: pd.DataFrame) -> None:
    """Models on the codes: checked by folds, without the dictionaries too, and from 50, 100 and 200 codes."""
    articles = as_articles(table["sentence"])
    codes = pd.DataFrame(
        {"article_id": articles.index, "frame": table["label"].astype(str).to_numpy(), "code": 1}
    )
    for name, lists in {"words and dictionary hits": None, "words alone": []}.items():
        checked = performance(train_frames(codes, articles, lists=lists, curve=False))
        print(f"trained on {name}, five folds: macro-F1 {checked['f1'].mean():.3f}")
    for size in (50, 100, 200):
        found = []
        for seed in range(5):
            order = np.random.default_rng(seed).permutation(len(table))
            seen, rest = order[:size], order[size:]
            model = train_frames(codes.iloc[seen], articles, curve=False)
            chance = model.probabilities(tokenize(articles.iloc[rest]))
            gold = table["label"].astype(str).to_numpy()[rest]
            each = [
                f1(gold == frame, chance[:, i] >= model.threshold[i])[1]
                for i, frame in enumerate(model.frames)
            ]
            found.append((np.mean(each), len(model.frames)))
        scores = np.mean([score for score, _ in found])
        frames = np.mean([count for _, count in found])
        print(
            f"trained on {size} codes, the others held out: macro-F1 {scores:.3f} over {frames:.1f} frames that had enough codes"
        )


if __name__ == "__main__":
    main()
