"""Learns the weights of the name tagger: `python benchmarks/train_names.py idner_news_2k.jsonl [--hold-out]`.

The file is idner-news-2k (khairunnisaor, licence MIT): sentences with `split`, `tokens` and BIO `tags`. Learned from
its train and dev parts (with --hold-out from train alone, measured on dev); the test part is only measured. The same
file gives the same weights. Writes names.npz and names.toml beside the Indonesian word lists.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize
from scipy.special import logsumexp

from analysis.annotations.rules import rules
from analysis.annotations.stream import Stream
from analysis.annotations.tagger import (
    BESIDE,
    TAGS,
    Tagger,
    legal,
    padded,
    seen_at_place,
    seen_from_beside,
    windows,
)
from analysis.languages import DATA

KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place"}
PENALTY = 1.0
SMALL = 0.02
"""A feature whose weights are all smaller than this is left out of the file."""
Example = tuple[str, list[tuple[int, int, str]]]


def examples(path: Path, splits: set[str]) -> list[Example]:
    """Sentences written out as they would be printed, with the characters of their names."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["split"] not in splits:
            continue
        text, spans = "", []
        for token, tag in zip(row["tokens"], row["tags"], strict=True):
            text += "" if not text or token in {",", ".", ";", ":", "?", "!", ")"} or text[-1] == "(" else " "
            if tag[0] == "B":
                spans.append((len(text), len(text) + len(token), KINDS[tag[2:]]))
            elif tag[0] == "I" and spans:
                spans[-1] = (spans[-1][0], len(text) + len(token), spans[-1][2])
            text += token
        found.append((text, spans))
    return found


def coded(stream: Stream, marked: list[Example]) -> np.ndarray:
    """Number of the tag of each piece."""
    tags = np.zeros(len(stream.ids), dtype=np.int64)
    for number, (_, spans) in enumerate(marked):
        low, high = stream.offsets[number : number + 2]
        for start, end, kind in spans:
            inside = np.flatnonzero((stream.starts[low:high] < end) & (stream.ends[low:high] > start)) + low
            if len(inside):
                tags[inside] = TAGS.index("I-" + kind)
                tags[inside[0]] = TAGS.index("B-" + kind)
    return tags


def features(stream: Stream, code: str) -> tuple[sparse.csr_matrix, list[str]]:
    """Pieces by features (0 or 1), and the names of the features; those seen once are left out."""
    known = rules(code)
    at = [["0" + name for name in seen_at_place(word, known)] for word in stream.types]
    beside = [seen_from_beside(word, known) for word in stream.types]
    number: dict[str, int] = {}
    rows, columns = [], []
    for place, word in enumerate(stream.ids):
        names = [*at[word], "0bias"] + (["0first"] if stream.first[place] else [])
        for shift in BESIDE:
            other = place + shift
            if 0 <= other < len(stream.ids) and stream.sentence[other] == stream.sentence[place]:
                seen = beside[stream.ids[other]]
                names += [f"{shift}{name}" for name in (seen if abs(shift) < 3 else seen[:1])]
        for name in names:
            rows.append(place)
            columns.append(number.setdefault(name, len(number)))
    matrix = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(stream.ids), len(number)))
    often = np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel() >= 2)
    listed = list(number)
    return matrix[:, often], [listed[column] for column in often]


def learn(stream: Stream, tags: np.ndarray, matrix: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """Weights (features by tags) and steps (tags by tags) that make the marked tags likeliest, less a penalty."""
    cells, real = padded(*windows(stream))
    used = np.unique(cells[real])
    position = np.zeros(len(stream.ids), dtype=np.int64)
    position[used] = np.arange(len(used))
    rows, gold, count = position[cells], tags[cells], len(TAGS)
    matrix = matrix[used]
    alive = real.sum(axis=0)
    penalty, start = legal()
    target = np.zeros((len(used), count))
    target[np.arange(len(used)), tags[used]] = 1
    seen = np.zeros((count, count))
    for place in range(1, cells.shape[1]):
        n = alive[place]
        np.add.at(seen, (gold[:n, place - 1], gold[:n, place]), 1)
    last = real.sum(axis=1) - 1

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        weights, steps = (
            theta[: -count * count].reshape(-1, count),
            theta[-count * count :].reshape(count, count),
        )
        emission = matrix @ weights
        scores, path = emission[rows], steps + penalty
        forward, backward = np.zeros(scores.shape), np.zeros(scores.shape)
        forward[:, 0] = scores[:, 0] + start
        for place in range(1, scores.shape[1]):
            n = alive[place]
            forward[:n, place] = scores[:n, place] + logsumexp(
                forward[:n, place - 1][:, :, None] + path, axis=1
            )
        total = logsumexp(forward[np.arange(len(last)), last], axis=1)
        for place in range(scores.shape[1] - 2, -1, -1):
            n = alive[place + 1]
            ahead = scores[:n, place + 1] + backward[:n, place + 1]
            backward[:n, place] = logsumexp(path + ahead[:, None, :], axis=2)
        chance = np.zeros_like(target)
        chance[rows[real]] = np.exp(forward + backward - total[:, None, None])[real]
        expected = np.zeros((count, count))
        for place in range(1, scores.shape[1]):
            n = alive[place]
            ahead = scores[:n, place] + backward[:n, place] - total[:n, None]
            expected += np.exp(forward[:n, place - 1][:, :, None] + path + ahead[:, None, :]).sum(axis=0)
        likely = (emission * target).sum() + (seen * path).sum() + start[gold[:, 0]].sum() - total.sum()
        slope = np.concatenate([(matrix.T @ (target - chance)).ravel(), (seen - expected).ravel()])
        return -(likely - PENALTY / 2 * (theta @ theta)), -(slope - PENALTY * theta)

    first = np.zeros(matrix.shape[1] * count + count * count)
    best = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": 100}).x
    return best[: -count * count].reshape(-1, count), best[-count * count :].reshape(count, count)


def score(model: Tagger, marked: list[Example]) -> dict[str, float]:
    """F1 of exact names by kind."""
    stream = Stream([text for text, _ in marked])
    given = {(n, *entity[:3]) for n, entities in enumerate(model.find(stream)) for entity in entities}
    gold = {(n, *span) for n, (_, spans) in enumerate(marked) for span in spans}
    scores = {}
    for kind in KINDS.values():
        right = {one for one in gold if one[3] == kind}
        said = {one for one in given if one[3] == kind}
        scores[kind] = round(2 * len(right & said) / max(1, len(right) + len(said)), 3)
    return scores


def main(path: Path, hold_out: bool) -> None:
    marked = examples(path, {"train"} if hold_out else {"train", "dev"})
    stream = Stream([text for text, _ in marked])
    matrix, names = features(stream, "id")
    weights, steps = learn(stream, coded(stream, marked), matrix)
    kept = np.abs(weights).max(axis=1) >= SMALL
    names = [name for name, keep in zip(names, kept, strict=True) if keep]
    weights, steps = weights[kept].astype(np.float16), steps.astype(np.float16)
    model = Tagger("id", names, weights, steps)
    print(len(names), "features")
    if hold_out:
        print("dev", score(model, examples(path, {"dev"})))
        return
    measured = score(model, examples(path, {"test"}))
    print("test", measured)
    folder = DATA / "id"
    text = np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)
    np.savez_compressed(folder / "names.npz", names=text, weights=weights, steps=steps)
    (folder / "names.toml").write_text(PASSPORT.format(**measured), encoding="utf-8")


PASSPORT = """name = "names"
language = "id"
version = "1"
kind = "tagger"
licence = "MIT"
source = "idner-news-2k, train and dev parts, khairunnisaor, https://github.com/khairunnisaor/idner-news-2k (MIT)"
made = "Linear-chain model learned by benchmarks/train_names.py; no weights of anybody else."
validity = "F1 of exact names on the test part: person {person}, organisation {organisation}, place {place}."
date = 2026-11-25
"""

if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python benchmarks/train_names.py idner_news_2k.jsonl [--hold-out]")
    main(Path(sys.argv[1]), "--hold-out" in sys.argv)
