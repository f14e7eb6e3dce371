"""Features of a trained tone model: words, pairs of words, words beside a target, and what the rules make of them.

Everything is readable: a feature is a word (`buruk`), two words (`tidak buruk`), a word on a side of the target
(`<attacked`, `mr>`; `<2:attacked` at that distance), its beginning (`attac~`), or one of the numbers of `RULE_FEATURES`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.text.lexicon import Lexicon
from analysis.text.tokens import Tokens, tokenize
from analysis.text.valence import weighed

NEAR, CLOSE, FAR = 3, 8, 10_000
"""Words from a target within which weights are summed apart."""
STEM = 5
"""Letters of a long word's beginning."""
RULE_FEATURES = (
    "=positive", "=negative", "=net", "=net bounded", "=share", "=words up", "=words down", "=nothing found", "=turned", "=last",
)  # fmt: skip
TARGET = "TARGET"


def features(
    texts: Sequence[str], code: str, lexicon: Lexicon | None, targets: Sequence[tuple[int, int]] | None = None
) -> list[dict[str, float]]:
    """Features of each text.

    Parameters
    ----------
    texts : strings; `code` : their language; `lexicon` : for the rule features, none without.
    targets : start and end (characters) of a mention in each text, where the tone toward it is asked.

    Examples
    --------
    >>> found = features(["Kota aman"], "id", None)
    >>> sorted(found[0])
    ['aman', 'kota', 'kota aman']
    """
    index = pd.Index([f"t{i}" for i in range(len(texts))], name="article_id")
    articles = pd.DataFrame({"title": "", "text": list(texts), "language": code}, index=index)
    tokens = tokenize(articles)
    weights = np.zeros(len(tokens.ids))
    turned = np.zeros(len(tokens.ids))
    starts, ends = tokens.borders
    if lexicon is not None:
        hits = weighed(tokens, lexicon)
        stride = int(ends.max(initial=0)) + 1
        owner = index.get_indexer(pd.Index(hits["article_id"]))
        at = np.searchsorted(tokens.article * stride + starts, owner * stride + hits["start"].to_numpy())
        weights[at], turned[at] = hits["weight"], hits["negated"]
    found = []
    for i in range(len(texts)):
        low, high = tokens.offsets[i], tokens.offsets[i + 1]
        words, weight = tokens.words(i), weights[low:high]
        row: dict[str, float] = {}
        span = None
        if targets is not None:
            body = int(tokens.body_start[i])
            span = _target(starts[low:high] - body, ends[low:high] - body, targets[i])
            words = [*words[: span[0]], TARGET, *words[span[1] :]] if span else words
        _count(row, words)
        if targets is not None:
            _count_stems(row, words)
        if lexicon is not None:
            _add_rules(row, weight, turned[low:high])
        if span:
            _add_sides(row, tokens, i, span)
            if lexicon is not None:
                _add_near(row, weight, span)
        found.append(row)
    return found


def _target(starts: np.ndarray, ends: np.ndarray, target: tuple[int, int]) -> tuple[int, int] | None:
    """First token of a target and the one after its last."""
    inside = np.flatnonzero((ends > target[0]) & (starts < target[1]))
    return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else None


def _count(row: dict[str, float], words: list[str]) -> None:
    for word in words:
        row[word] = row.get(word, 0.0) + 1
    for one, two in pairwise(words):
        row[f"{one} {two}"] = row.get(f"{one} {two}", 0.0) + 1


def _count_stems(row: dict[str, float], words: list[str]) -> None:
    """Beginnings of long words stand for their forms (`criti~`): mentions are few and sparse."""
    for word in words:
        if len(word) > STEM:
            row[f"{word[:STEM]}~"] = row.get(f"{word[:STEM]}~", 0.0) + 1


def _add_rules(row: dict[str, float], weight: np.ndarray, turned: np.ndarray) -> None:
    up, down = float(np.clip(weight, 0, None).sum()), float(np.clip(-weight, 0, None).sum())
    there = weight[weight != 0]
    values = (
        up, down, up - down, np.tanh(up - down), (up - down) / (up + down + 0.5), (there > 0).sum(), (there < 0).sum(),
        float(not len(there)), turned.sum(), there[-1] if len(there) else 0.0,
    )  # fmt: skip
    row.update({name: float(value) for name, value in zip(RULE_FEATURES, values, strict=True) if value})


def _add_sides(row: dict[str, float], tokens: Tokens, i: int, span: tuple[int, int]) -> None:
    """Words beside the target: those before end with `>`, those after begin with `<`."""
    words = tokens.words(i)
    first, after = span
    for place, word in enumerate(words):
        if first <= place < after:
            continue
        distance = first - place if place < first else place - after + 1
        if distance <= CLOSE:
            name = f"{word}>" if place < first else f"<{word}"
            row[name] = max(row.get(name, 0.0), 1 / distance**0.5)
            if len(word) > STEM:
                name = f"{word[:STEM]}~>" if place < first else f"<{word[:STEM]}~"
                row[name] = max(row.get(name, 0.0), 1 / distance**0.5)
        if distance <= NEAR:
            row[f"{word}:{distance}>" if place < first else f"<{distance}:{word}"] = 1.0
    row[f"{' '.join(words[max(0, first - 2) : first])}>>"] = 1.0
    row[f"<<{' '.join(words[after : after + 2])}"] = 1.0


def _add_near(row: dict[str, float], weight: np.ndarray, span: tuple[int, int]) -> None:
    """Sums of weights before and after the target, near and far."""
    place = np.arange(len(weight))
    distance = np.where(place < span[0], place - span[0], np.where(place >= span[1], place - span[1] + 1, 0))
    for reach in (NEAR, CLOSE, FAR):
        for side, inside in (
            ("before", (distance < 0) & (distance >= -reach)),
            ("after", (distance > 0) & (distance <= reach)),
        ):
            there = weight[inside]
            up, down = float(np.clip(there, 0, None).sum()), float(np.clip(-there, 0, None).sum())
            name = f"={side} {'all' if reach == FAR else reach}"
            if up or down:
                row[f"{name} up"], row[f"{name} down"], row[f"{name} net"] = (
                    up,
                    down,
                    float(np.tanh(up - down)),
                )
    fade = 1 / np.maximum(np.abs(distance), 1)
    row["=near up"], row["=near down"] = (
        float((np.clip(weight, 0, None) * fade).sum()),
        float((np.clip(-weight, 0, None) * fade).sum()),
    )
    row["=place"], row["=first"] = span[0] / max(len(weight), 1), float(span[0] == 0)
