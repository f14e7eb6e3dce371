"""Measures the quotation finder against hand-marked news: `python benchmarks/quotations.py FOLDER`.

FOLDER holds `pfsa_id_dev_sentences.jsonl` and `pfsa_id_dev_spans.csv` (Purnomo et al. 2022, doi
10.1108/GKMC-04-2022-0091; Indonesian news, licence CC BY-NC-SA, not shipped). Prints recall, precision and F1 over
the tokens of the marked statements (marks themselves left out), and how often a named speaker is found. Only public
figures' direct quotations are marked there, so precision is a lower bound.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from bisect import bisect_left
from pathlib import Path
from time import perf_counter

import pandas as pd

from analysis.annotations.quotations import quotations

MARKS = set("\"“”„«»‘’'")
GLUED_LEFT = set(",.;:?!)")


def running_tokens(folder: Path) -> tuple[list[str], list[int]]:
    """All tokens in order, and where an article begins (its dateline `CITY, KOMPAS —`)."""
    tokens: list[str] = []
    begins = [0]
    with (folder / "pfsa_id_dev_sentences.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            sentence = json.loads(line)["tokens"]
            if "KOMPAS" in sentence[:6] and tokens:
                begins.append(len(tokens))
            tokens += sentence
    return tokens, begins


def written_out(tokens: list[str]) -> tuple[str, list[int]]:
    """Join tokens as they would be printed, marks with a space on both sides; text and start of each token."""
    text, starts = "", []
    parts: list[str] = []
    length = 0
    previous = ""
    for token in tokens:
        glue = not parts or token in GLUED_LEFT or previous in {"(", "/", "-"} or token in {"/", "-"}
        piece = token if glue else " " + token
        starts.append(length + len(piece) - len(token))
        parts.append(piece)
        length += len(piece)
        previous = token
    text = "".join(parts)
    return text, starts


def main(folder: Path) -> None:
    tokens, begins = running_tokens(folder)
    with (folder / "pfsa_id_dev_spans.csv").open(encoding="utf-8") as handle:
        spans = list(csv.DictReader(handle))
    gold = [False] * len(tokens)
    for span in spans:
        if span["type"] == "STATEMENT":
            for index in range(int(span["start_tok"]), int(span["end_tok"])):
                gold[index] = True
    ends = [*begins[1:], len(tokens)]
    texts, places = {}, {}
    for number, (begin, end) in enumerate(zip(begins, ends)):
        texts[f"a{number}"], starts = written_out(tokens[begin:end])
        places[f"a{number}"] = (begin, [start + 2 for start in starts])  # after the empty title
    articles = pd.DataFrame({"title": "", "text": pd.Series(texts), "language": "id"})
    articles.index.name = "article_id"
    clock = perf_counter()
    found = quotations(articles)
    seconds = perf_counter() - clock
    direct = found[found["is_direct"]]
    system = [False] * len(tokens)
    speaker_at: dict[int, str] = {}
    for row in direct.itertuples():
        begin, starts = places[row.article_id]
        low, high = bisect_left(starts, row.start), bisect_left(starts, row.end)
        for index in range(begin + low, begin + high):
            system[index] = True
            speaker_at[index] = row.speaker if isinstance(row.speaker, str) else ""
    counted = [index for index, token in enumerate(tokens) if token not in MARKS]
    both = sum(gold[index] and system[index] for index in counted)
    precision = both / max(1, sum(system[index] for index in counted))
    recall = both / max(1, sum(gold[index] for index in counted))
    print(
        f"{len(begins)} articles, {sum(s['type'] == 'STATEMENT' for s in spans)} statements, {len(direct)} found directly"
    )
    print(
        f"statement tokens: recall {recall:.3f}  precision {precision:.3f}  F1 {2 * precision * recall / (precision + recall):.3f}"
    )
    print_speakers(spans, speaker_at)
    print(f"{len(found) - len(direct)} reported clauses; {len(begins) / seconds:.0f} articles a second")


def print_speakers(spans: list[dict[str, str]], speaker_at: dict[int, str]) -> None:
    """Share of statements, among those found, whose speaker is the person marked within 12 tokens after."""
    named = [span for span in spans if span["type"] in ("PERSON", "PERSONCOREF")]
    cues = {int(span["start_tok"]) for span in spans if span["type"] == "CUE"}
    right = {"PERSON": 0, "PERSONCOREF": 0}
    asked = dict(right)
    for span in (span for span in spans if span["type"] == "STATEMENT"):
        end = int(span["end_tok"])
        behind = [s for s in named if end < int(s["start_tok"]) <= end + 12]
        if not behind or not any(end <= cue <= end + 2 for cue in cues):
            continue
        person = min(behind, key=lambda s: int(s["start_tok"]))
        given = speaker_at.get(end - 2)
        if given is None:
            continue
        asked[person["type"]] += 1
        words = set(re.findall(r"\w+", person["text"].lower()))
        right[person["type"]] += bool(words & set(re.findall(r"\w+", given.lower())))
    for kind, count in asked.items():
        print(f"speaker right where {kind} is marked behind the verb: {right[kind]} of {count}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/quotations.py FOLDER")
    main(Path(sys.argv[1]))
