"""Measures direct and reported speech against two hand-coded sets: `python benchmarks/attributions.py FOLDER [-v]`.

FOLDER holds `bbc_en.csv` and `inflation_id.csv` (texts of others, not shipped). The codes are in
`benchmarks/sets/attributions_{en,id}.tsv`: file, row, start and end (characters of title, blank line and text),
speaker (in square brackets where only an office or a body without a name stands), direct. Prints F1 over characters
for words between marks, for reported words, and for both, and how often the speaker is right where a coded stretch
was found.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.annotations.quotations import quotations
from analysis.text.layout import joined

SETS = Path(__file__).parent / "sets"
_MARKED = re.compile(r"[\"“”]([^\"“”\n]*)[\"“”]")


def mask(length: int, spans: list[tuple[int, int]]) -> np.ndarray:
    """Characters that any of the spans covers."""
    covered = np.zeros(length, dtype=bool)
    for start, end in spans:
        covered[start:end] = True
    return covered


def f1(pairs: list[tuple[np.ndarray, np.ndarray]]) -> str:
    both = sum(int((gold & said).sum()) for gold, said in pairs)
    gold, said = sum(int(one.sum()) for one, _ in pairs), sum(int(two.sum()) for _, two in pairs)
    return f"recall {both / max(1, gold):.3f} precision {both / max(1, said):.3f} F1 {2 * both / max(1, gold + said):.3f}"


def main(folder: Path, code: str, chatty: bool) -> None:
    coded = pd.read_csv(SETS / f"attributions_{code}.tsv", sep="\t")
    name = str(coded["file"].iloc[0])
    source = pd.read_csv(folder / f"{name}.csv").loc[sorted(coded["row"].unique())]
    articles = pd.DataFrame({"title": source["title"], "text": source["text"], "language": code})
    articles.index = pd.Index(source.index.astype("str"), name="article_id")
    found, texts = quotations(articles), joined(articles)
    parts: dict[str, list] = {"direct": [], "reported": [], "all": []}
    right: list[bool] = []
    for article_id, text in texts.items():
        gold = coded[coded["row"] == int(str(article_id))]
        said = found[found["article_id"] == article_id]
        marks = mask(len(text), [match.span(1) for match in _MARKED.finditer(text)])
        whole = [mask(len(text), list(zip(one["start"], one["end"]))) for one in (gold, said)]
        direct = [
            mask(len(text), list(zip(one["start"], one["end"])))
            for one in (gold[gold["direct"]], said[said["is_direct"]])
        ]
        direct[0] |= whole[0] & marks
        parts["all"].append(tuple(whole))
        parts["direct"].append(tuple(direct))
        parts["reported"].append((whole[0] & ~direct[0] & ~marks, whole[1] & ~direct[1] & ~marks))
        for row in gold.itertuples():
            overlap = [(min(row.end, s.end) - max(row.start, s.start), s) for s in said.itertuples()]
            best = max(overlap, key=lambda pair: pair[0], default=(0, None))
            matched = best[0] > 0.5 * (row.end - row.start)
            if matched and not row.speaker.startswith("["):
                given = best[1].speaker if isinstance(best[1].speaker, str) else ""
                right.append(bool(set(row.speaker.lower().split()) & set(given.lower().split())))
                if chatty and not right[-1]:
                    print("SPEAKER", row.speaker, "|", given, "|", text[row.start : row.end][:60])
            if chatty and not matched:
                print(
                    "MISSED",
                    article_id,
                    "D" if row.direct else "I",
                    text[max(0, row.start - 60) : row.start],
                    "[[",
                    text[row.start : row.end],
                    "]]",
                    text[row.end : row.end + 40],
                )
        for row in said.itertuples():
            if chatty and (whole[0][row.start : row.end].mean()) < 0.5:
                print(
                    "SURPLUS",
                    article_id,
                    "D" if row.is_direct else "I",
                    row.cue,
                    "|",
                    text[max(0, row.start - 60) : row.start],
                    "[[",
                    row.text,
                    "]]",
                    text[row.end : row.end + 40],
                )
    print(
        f"{code}: {len(coded)} attributions in {len(texts)} articles, {int(coded['direct'].sum())} of them direct"
    )
    for kind, pairs in parts.items():
        print(f"  {kind:9} {f1(pairs)}")
    print(f"  speaker right {sum(right)} of {len(right)} ({np.mean(right):.3f})")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python benchmarks/attributions.py FOLDER [-v]")
    for language in ("en", "id"):
        main(Path(sys.argv[1]), language, "-v" in sys.argv)
