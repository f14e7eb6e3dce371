"""Learns tone toward a mention in English news: `python benchmarks/train_toward.py newsmtsc_train_en.csv [--write]`.

The file is the training part of NewsMTSC (fhamborg/NewsMTSC, Hamborg & Donnay 2021, MIT) with sentence, start, end and
label. Sentences whose crc32 divides by 3 are never read here; `benchmarks/sentiment.py --tests` scores them. Prints macro-F1
on four folds of the rest; with --write the weights go beside the English word lists. The text of the set is not kept.
"""

from __future__ import annotations

import argparse
import zlib
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.languages import DATA
from analysis.text.tone_model import ToneModel, fit_tone_model

PASSPORT = {
    "name": "toward",
    "language": "en",
    "version": "0.3.0",
    "kind": "model",
    "licence": "Apache-2.0; trained on labels of NewsMTSC (Hamborg & Donnay 2021, MIT)",
    "made": "Logistic regression over words, pairs of words, beginnings of words, words beside the mention and sums of the "
    "weights of en/news around it; C 4, words in three sentences at least; temperature from four folds.",
}

HELD_OUT = "macro-F1 .678 on the 2,837 mentions of the sentences put aside"


def fit(path: Path) -> ToneModel:
    """The model of the sentences that are not held out."""
    table = pd.read_csv(path)
    kept = [zlib.crc32(text.encode()) % 3 != 0 for text in table["sentence"]]
    mine = table[kept]
    source = (
        f"fhamborg/NewsMTSC, training part, sentences with crc32 % 3 of 1 or 2 "
        f"({len(mine):,} mentions of {len(table):,})"
    )
    model = fit_tone_model(
        mine["sentence"].tolist(),
        mine["label"].tolist(),
        language="en",
        targets=list(zip(mine["start"].astype(int), mine["end"].astype(int), strict=True)),
        strength=4.0,
        min_texts=3,
        passport={**PASSPORT, "source": source},
    )
    return replace(
        model, passport={**model.passport, "validity": f"{HELD_OUT}; {model.passport['validity']}"}
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("labels", type=Path)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    model = fit(given.labels)
    print(model.passport["validity"])
    if given.write:
        print(model.write(DATA / "en" / "models" / "toward.gz").name)


if __name__ == "__main__":
    main()
