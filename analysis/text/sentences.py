"""Sentences of news text, by rules that know abbreviations, initials, decimal points and quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.languages import language
from analysis.text.layout import GAP, body_start, joined, lead_end
from analysis.text.pieces import Pieces, pieces
from analysis.text.tokens import Tokens

COLUMNS = {"article_id": "str", "sentence": "int64", "start": "int64", "end": "int64", "field": "str"}
_CLOSERS = "\"'”’»)]"
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\Z")
_LAST_WORD = re.compile(r"([^\W\d_][\w.]*)\.[\"'”’»)\]]*\Z")
_NEXT = re.compile(r"[\"'“‘«(\[]*(\w)")


def sentences(articles: pd.DataFrame, cut: Pieces | None = None) -> pd.DataFrame:
    """Cut articles into sentences.

    Parameters
    ----------
    articles : article table; `cut` : `pieces(joined(articles))` where it is at hand.

    Returns
    -------
    DataFrame with article_id, sentence (0, 1, ... in the article), start, end (characters of the joined title and
    text), field (title, lead, body). The title is one sentence; a paragraph border always ends a sentence.

    Notes
    -----
    A full stop ends no sentence after an abbreviation of the language, after a single capital (an initial), or
    where the next word starts in lower case (`"Ya." kata dia` is one sentence).

    Examples
    --------
    >>> articles = pd.DataFrame({"title": ["Uji"], "text": ["Dr. Ani tiba. Ia diam."], "language": "id"}, index=["a"])
    >>> sentences(articles)[["start", "end", "field"]].to_numpy().tolist()
    [[0, 3, 'title'], [5, 18, 'lead'], [19, 27, 'lead']]
    """
    bodies = body_start(articles).to_numpy()
    cut = pieces(joined(articles)) if cut is None else cut
    first = np.flatnonzero(sentence_starts(cut, bodies, _codes(articles)))
    last = np.append(first[1:], len(cut))[: len(first)] - 1
    owner, start, end = cut.text[first], cut.start[first], cut.end[last]
    titled = start < bodies[owner]
    start, end = np.where(titled, 0, start), np.where(titled, bodies[owner] - len(GAP), end)
    leading = start < lead_end(articles).to_numpy()[owner]
    size = np.bincount(owner, minlength=len(articles))
    table = pd.DataFrame(
        {
            "article_id": articles.index.astype("str")[owner],
            "sentence": np.arange(len(first)) - (np.cumsum(size) - size)[owner],
            "start": start,
            "end": end,
            "field": np.select([titled, leading], ["title", "lead"], "body"),
        }
    )
    return table.astype(COLUMNS)


def _codes(articles: pd.DataFrame) -> list[str]:
    codes = articles["language"] if "language" in articles else pd.Series("und", index=articles.index)
    return [code if isinstance(code, str) else "und" for code in codes]


def sentence_starts(cut: Pieces, bodies: np.ndarray, codes: Sequence[str]) -> np.ndarray:
    """True for the pieces that open a sentence.

    Parameters
    ----------
    cut : pieces of joined texts; `bodies` : character at which the body of each starts; `codes` : its language.
    """
    if not len(cut):
        return np.zeros(0, dtype=bool)
    if "sentences" not in cut.known:
        cut.known["sentences"] = _marks(cut.kinds)
    ending, words, onward = cut.known["sentences"]
    names = sorted(set(codes))
    number = np.array([names.index(code) for code in codes], dtype=np.int64)
    short = np.array([[word in language(name).abbreviations for word in words] for name in names], dtype=bool)
    able = ending & ~short
    ends = able[0][cut.kind] if len(names) == 1 else able[number[cut.text], cut.kind]
    in_body = cut.start >= bodies[cut.text]
    opens = np.ones(len(cut), dtype=bool)
    same = (cut.text[1:] == cut.text[:-1]) & (in_body[1:] == in_body[:-1])
    opens[1:] = ~same | (in_body[1:] & (cut.after_line[1:] | (ends[:-1] & ~onward[cut.kind[1:]])))
    return opens


def _marks(kinds: Sequence[str]) -> tuple[np.ndarray, list[str], np.ndarray]:
    """For each distinct piece: may it end a sentence; its last word where that hangs on it; can it not open one."""
    ending, onward = np.zeros(len(kinds), dtype=bool), np.zeros(len(kinds), dtype=bool)
    words = []
    for place, kind in enumerate(kinds):
        if kind.isalnum():
            words.append("")
            onward[place] = kind[0].islower()
            continue
        mark = _END.search(kind)
        ending[place] = mark is not None
        word = _LAST_WORD.search(kind) if mark and mark.group().rstrip(_CLOSERS) == "." else None
        words.append(word[1].lower() if word else "")
        if word and len(word[1]) == 1 and word[1].isupper():
            ending[place] = False
        letter = _NEXT.match(kind)
        onward[place] = letter[1].islower() if letter else kind[0] in "-–—,;"
    return ending, words, onward


def sentence_of(tokens: Tokens, articles: pd.DataFrame) -> np.ndarray:
    """Sentence number of each token in its article (int32); -1 where none covers it."""
    whole = set(tokens.fields) == {"title", "text"}
    cut = sentences(articles, tokens.pieces if whole else None)
    owner = articles.index.get_indexer(pd.Index(cut["article_id"]))
    starts, _ = tokens.borders
    stride = int(max(starts.max(initial=0), cut["start"].max() if len(cut) else 0)) + 1
    place = (
        np.searchsorted(
            owner * stride + cut["start"].to_numpy(), tokens.article * stride + starts, side="right"
        )
        - 1
    )
    found = (
        np.where(place >= 0, cut["sentence"].to_numpy()[place], -1) if len(cut) else np.full(len(starts), -1)
    )
    same = owner[place] == tokens.article if len(cut) else False
    return np.where(same & (place >= 0), found, -1).astype(np.int32)
