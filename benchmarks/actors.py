"""Measures the actors against hand-marked names: `python benchmarks/actors.py idner_news_2k.jsonl`.

The file is idner-news-2k (khairunnisaor, licence MIT; not shipped). Prints precision, recall and F1 of names with the
right characters and the right kind on its test part, of which nothing was learned.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from train_names import KINDS, examples

from analysis.annotations.actors import actors


def main(path: Path) -> None:
    marked = examples(path, {"test"})
    ids = [f"s{number}" for number in range(len(marked))]
    articles = pd.DataFrame({"title": "", "text": [text for text, _ in marked], "language": "id"}, index=ids)
    found = actors(articles.rename_axis("article_id"))
    given = {(row.article_id, row.start - 2, row.end - 2, row.kind) for row in found.itertuples()}
    gold = {(article_id, *span) for article_id, (_, spans) in zip(ids, marked) for span in spans}
    for kind in KINDS.values():
        said, right = ({one for one in names if one[3] == kind} for names in (given, gold))
        both = len(said & right)
        print(
            f"{kind:13} precision {both / max(1, len(said)):.3f}  recall {both / max(1, len(right)):.3f}"
            f"  F1 {2 * both / max(1, len(said) + len(right)):.3f}  ({len(right)} marked)"
        )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/actors.py idner_news_2k.jsonl")
    main(Path(sys.argv[1]))
