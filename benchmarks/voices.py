"""Measures voices on every set at once: `python benchmarks/voices.py DATA [articles]`.

DATA is the folder with `quotations/` (Purnomo et al. 2022, CC BY-NC-SA), `actors/idner_news_2k.jsonl` (khairunnisaor, MIT)
and `corpora/` (bbc_en.csv, inflation_id.csv); none of it is shipped. Prints, in turn: Indonesian quotations, both
hand-coded sets of attributions with the agreement of their two codings, names, and times on one core.
"""

from __future__ import annotations

import sys
from pathlib import Path

import actors
import attributions
import pandas as pd
import quotations
import voices_speed


def agreement(code: str) -> str:
    """Two codings of one set: F1 of their characters, and how often direct and speaker are the same on both's spans."""
    first, second = (
        pd.read_csv(attributions.SETS / f"attributions_{code}{part}.tsv", sep="\t")
        for part in ("", "_second")
    )
    pairs = []
    for row in sorted(set(first["row"]) | set(second["row"])):
        spans = [
            list(zip(one.loc[one["row"] == row, "start"], one.loc[one["row"] == row, "end"], strict=True))
            for one in (first, second)
        ]
        length = max(end for part in spans for _, end in part)
        pairs.append(tuple(attributions.mask(length, part) for part in spans))
    both = first.merge(second, on=["row", "start", "end"], suffixes=("", "_2"))
    same = [(both[name] == both[f"{name}_2"]).mean() for name in ("direct", "speaker")]
    return (
        f"{code}: two codings, {attributions.f1(pairs)}; {len(both)} spans the same to the letter, "
        f"of them direct the same {same[0]:.3f}, speaker {same[1]:.3f}"
    )


def main(folder: Path, count: int) -> None:
    quotations.main(folder / "quotations")
    for code in ("en", "id"):
        attributions.main(folder / "corpora", code, False)
        print(agreement(code))
    actors.main(folder / "actors" / "idner_news_2k.jsonl")
    voices_speed.main(folder, count)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python benchmarks/voices.py DATA [articles]")
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
