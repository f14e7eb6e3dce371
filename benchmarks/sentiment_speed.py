"""Times lexicon and rules by sentence and voice, voices already coded: `python benchmarks/sentiment_speed.py [ARTICLES]`.

Made-up Indonesian articles of 400 words, a third of them quoted, scored in parts of 10,000 on one core (set
OMP_NUM_THREADS and taskset as you like).
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

from analysis.measures.sentiment import score_sentiment
from analysis.text.lexicon import read_lexicon

PART = 10_000


def invented(size: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Articles of 400 words in sentences of 20, and their quotations."""
    draw = np.random.default_rng(seed)
    weighing = [str(term) for term in read_lexicon("id/news").terms["term"]][::4]
    filler = ["kata" + "".join(chr(97 + int(d)) for d in f"{i:05d}") for i in range(20_000)]
    function = [
        "yang",
        "di",
        "dan",
        "untuk",
        "tidak",
        "akan",
        "dengan",
        "pada",
        "itu",
        "ini",
        "dari",
        "ke",
        "sangat",
        "tetapi",
        "inflasi",
        "naik",
    ]
    pick = draw.random((size, 400))
    rank = (draw.zipf(1.3, (size, 400)) - 1) % len(filler)
    texts, quotes = [], []
    for i in range(size):
        words = [
            weighing[r % len(weighing)]
            if p < 0.07
            else function[r % len(function)]
            if p < 0.45
            else filler[r]
            for p, r in zip(pick[i].tolist(), rank[i].tolist(), strict=True)
        ]
        pieces, at = [], 2
        for low in range(0, 400, 20):
            sentence = " ".join(words[low : low + 20]).capitalize() + "."
            if low % 60 == 0:
                sentence = f"“{sentence[:-1]},” kata dia."
                quotes.append((f"a{i}", at + 1, at + len(sentence) - 12, True))
            pieces.append(sentence)
            at += len(sentence) + 1
        texts.append(" ".join(pieces))
    index = pd.Index([f"a{i}" for i in range(size)], name="article_id")
    table = pd.DataFrame(
        {"title": "", "text": texts, "language": "id", "genre": "news", "agency": None}, index=index
    )
    return table, pd.DataFrame(quotes, columns=["article_id", "start", "end", "is_direct"])


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    spent, rows = 0.0, 0
    for part in range(0, total, PART):
        articles, quotes = invented(min(PART, total - part), part)
        started = time.process_time()
        rows += len(score_sentiment(articles, by="passage", quotes=quotes))
        spent += time.process_time() - started
    print(f"{total:,} articles of 400 words, {rows:,} sentences by voice: {spent:.1f} s of processor time, "
          f"{spent / total * 100_000:.0f} s for 100,000")  # fmt: skip


if __name__ == "__main__":
    main()
