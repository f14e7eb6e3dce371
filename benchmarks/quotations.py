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
TITLES = {
    "presiden",
    "menteri",
    "wapres",
    "kapolri",
    "gubernur",
    "wali",
    "bupati",
    "ketua",
    "menko",
    "menkes",
    "mensos",
}
RANKS = {
    "komisaris",
    "besar",
    "jenderal",
    "inspektur",
    "brigadir",
    "ajun",
    "marsekal",
    "laksamana",
    "kolonel",
}
PRONOUNS = {"dia", "ia", "beliau", "mereka"}


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
    speaker_at: dict[int, tuple[str, str]] = {}
    for row in direct.itertuples():
        begin, starts = places[row.article_id]
        low, high = bisect_left(starts, row.start), bisect_left(starts, row.end)
        for index in range(begin + low, begin + high):
            system[index] = True
            speaker_at[index] = tuple(one if isinstance(one, str) else "" for one in (row.speaker, row.cue))
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
    print_speakers(spans, begins, speaker_at)
    print(f"{len(found) - len(direct)} reported clauses; {len(begins) / seconds:.0f} articles a second")


def print_speakers(spans: list[dict[str, str]], begins: list[int], at: dict[int, tuple[str, str]]) -> None:
    """How often speaker and cue are right among the statements that were found.

    The attribution is marked within 12 tokens behind the statement: a cue at once, then a person. Where the person is
    written with a name, that name is asked for; where only a pronoun or a title stands, or the verb ends in -nya, the
    person marked last before it in the article.
    """
    people = sorted((int(s["start_tok"]), s) for s in spans if s["type"] in ("PERSON", "PERSONCOREF"))
    cues = {int(s["start_tok"]): s for s in spans if s["type"] in ("CUE", "CUECOREF")}
    right: dict[str, list[int]] = {"named": [], "named in full": [], "named before": [], "cue": []}
    for span in (span for span in spans if span["type"] == "STATEMENT"):
        start, end = int(span["start_tok"]), int(span["end_tok"])
        cue = next((cues[place] for place in range(end, end + 3) if place in cues), None)
        given = at.get(end - 2)
        if cue is None or given is None:
            continue
        speaker, verb = (set(re.findall(r"\w+", one.lower())) for one in given)
        right["cue"].append(bool(set(re.findall(r"\w+", cue["text"].lower())) & verb))
        close = int(cue["end_tok"])
        behind = [s for place, s in people if close <= place <= close + 12] if cue["type"] == "CUE" else []
        words = set(re.findall(r"\w+", behind[0]["text"].lower())) if behind else set()
        if words and behind[0]["text"][0].isupper() and not words & TITLES:
            right["named in full" if behind[0]["type"] == "PERSON" else "named"].append(bool(words & speaker))
        elif cue["type"] == "CUECOREF" or words & (TITLES | PRONOUNS):
            floor = begins[bisect_left(begins, start + 1) - 1]
            earlier = [
                s
                for place, s in people
                if floor <= place < start and set(re.findall(r"\w+", s["text"].lower())) - TITLES - PRONOUNS
            ]
            if earlier:
                gold = set(re.findall(r"\w+", earlier[-1]["text"].lower())) - RANKS
                right["named before"].append(bool(gold & speaker))
    for kind, answers in right.items():
        print(f"right {kind}: {sum(answers)} of {len(answers)} ({sum(answers) / max(1, len(answers)):.3f})")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/quotations.py FOLDER")
    main(Path(sys.argv[1]))
