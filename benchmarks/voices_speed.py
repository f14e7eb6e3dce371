"""Times the voices on one core: `python benchmarks/voices_speed.py FOLDER [articles]`.

FOLDER holds `bbc_en.csv` and the Indonesian sentences `pfsa_id_dev_sentences.jsonl` may lie beside it; texts are cut to 400
words and repeated. Prints seconds of processor time for voice coding alone, and for quotations with speakers and actors, and the time for a
megabyte of quotation marks.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time

import pandas as pd
from quotations import written_out

from analysis.annotations.actors import actors
from analysis.annotations.quotations import quotations
from analysis.annotations.voice import voice

WORDS = 400


def texts(folder: Path, code: str) -> list[str]:
    """Texts of 400 words."""
    if code == "en":
        bodies = pd.read_csv(folder / "corpora" / "bbc_en.csv")["text"].astype("str").str.split(" ")
        return [" ".join(words[:WORDS]) for words in bodies if len(words) >= WORDS]
    tokens: list[str] = []
    path = folder / "quotations" / "pfsa_id_dev_sentences.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        tokens += json.loads(line)["tokens"]
    words = written_out(tokens)[0].split(" ")
    return [" ".join(words[low : low + WORDS]) for low in range(0, len(words) - WORDS, WORDS)]


def table(bodies: list[str], code: str, count: int) -> pd.DataFrame:
    listed = [f"{bodies[place % len(bodies)]} {place}" for place in range(count)]
    frame = {"title": "", "text": listed, "language": code, "genre": "news", "agency": ""}
    return pd.DataFrame(frame, index=pd.Index([f"a{place}" for place in range(count)], name="article_id"))


def main(folder: Path, count: int) -> None:
    for code in ("id", "en"):
        articles = table(texts(folder, code), code, count)
        clock = process_time()
        voice(articles)
        coded = process_time()
        quotations(articles)
        actors(articles)
        done = process_time()
        print(
            f"{code}, {count} articles: voice {coded - clock:.1f} s, quotations and actors {done - coded:.1f} s"
        )
    for marks in (250_000, 1_000_000):
        clock = process_time()
        quotations(table(['"' * marks], "id", 1))
        print(f"{marks:,} quotation marks: {process_time() - clock:.2f} s")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python benchmarks/voices_speed.py FOLDER [articles]")
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
