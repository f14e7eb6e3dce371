"""Sentences of news text, by rules that know abbreviations, initials, decimal points and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.languages import language
from analysis.text.layout import body_start, joined, lead_end
from analysis.text.tokens import Tokens

COLUMNS = {"article_id": "str", "sentence": "int64", "start": "int64", "end": "int64", "field": "str"}
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_LAST_WORD = re.compile(r"([^\W\d_][\w.]*)\.[\"'”’»)\]]*$")
_NEXT = re.compile(r"\s+[\"'“‘«(\[]*(\w)")
_PARAGRAPH = re.compile(r"[^\n]+")


def sentences(articles: pd.DataFrame) -> pd.DataFrame:
    """Cut articles into sentences.

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
    rows: list[tuple[str, int, int, int, str]] = []
    bodies, leads = body_start(articles), lead_end(articles)
    codes = articles["language"] if "language" in articles else pd.Series("und", index=articles.index)
    for (article_id, text), code, body, lead in zip(
        joined(articles).items(), codes, bodies, leads, strict=True
    ):
        short = language(code if isinstance(code, str) else "und").abbreviations
        spans = [(0, body - 2)] if text[: body - 2].strip() else []
        for place, (start, end) in enumerate([*spans, *_body(text, body, short)]):
            field = "title" if end <= body - 2 else "lead" if start < lead else "body"
            rows.append((str(article_id), place, start, end, field))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _body(text: str, start: int, short: frozenset[str]) -> Iterator[tuple[int, int]]:
    for paragraph in _PARAGRAPH.finditer(text, start):
        yield from _paragraph(text, paragraph.start(), paragraph.end(), short)


def _paragraph(text: str, start: int, end: int, short: frozenset[str]) -> Iterator[tuple[int, int]]:
    low = start
    for match in _END.finditer(text, start, end):
        if _ends(text, match.start(), match.end(), end, short):
            yield from _trimmed(text, low, match.end())
            low = match.end()
    yield from _trimmed(text, low, end)


def _ends(text: str, mark: int, after: int, end: int, short: frozenset[str]) -> bool:
    following = _NEXT.match(text, after, end)
    if following is None:
        return not text[after:end].strip() or text[after:end].lstrip()[:1] not in "-–—,;"
    if following[1].islower():
        return False
    if text[mark:after].rstrip("\"'”’»)]") != ".":
        return True
    word = _LAST_WORD.search(text, max(0, mark - 40), after)
    if word is None:
        return True
    lowered = word[1].lower()
    if lowered in short:
        return False
    return not (len(word[1]) == 1 and word[1].isupper())


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def sentence_of(tokens: Tokens, articles: pd.DataFrame) -> np.ndarray:
    """Sentence number of each token in its article (int32); -1 where none covers it."""
    cut = dict(list(sentences(articles).groupby("article_id", sort=False)))
    found = np.full(len(tokens.ids), -1, dtype=np.int32)
    for i, article_id in enumerate(tokens.article_id):
        if article_id not in cut:
            continue
        starts, _ = tokens.spans(i)
        places = np.searchsorted(cut[article_id]["start"].to_numpy(), starts, side="right") - 1
        found[tokens.offsets[i] : tokens.offsets[i + 1]] = places
    return found
