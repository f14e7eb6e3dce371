"""Whose words they are: the outlet's own, an agency's, a guest's, quoted or paraphrased."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.annotations.passages import passages
from analysis.text.layout import joined
from analysis.text.tokens import Tokens

COLUMNS = {"article_id": "str", "start": "int64", "end": "int64", "voice": "str"}
VOICES = ("own", "agency", "guest", "quoted", "paraphrased")
GUEST_GENRES = ("opinion", "advertorial")
"""Genres whose unquoted words are not the outlet's."""


def unquoted_voice(articles: pd.DataFrame) -> pd.Series:
    """Voice of the unquoted words of each article: guest for opinion and advertorials, agency for wire copy."""
    agency = articles["agency"].notna() & (articles["agency"].astype("str") != "")
    guest = articles["genre"].isin(GUEST_GENRES)
    base = np.where(guest, "guest", np.where(agency, "agency", "own"))
    return pd.Series(base, index=articles.index, name="voice", dtype="str")


def voice(articles: pd.DataFrame, quotes: pd.DataFrame | None = None) -> pd.DataFrame:
    """Part each article into spans of one voice.

    Parameters
    ----------
    articles : article table; quotes : `quotations(articles)` where it is at hand, else it is worked out.

    Returns
    -------
    DataFrame with article_id, start, end, voice: spans that cover the joined title and text of each article
    without gap or overlap, in order. Where a direct quotation stands inside a reported clause, quoted wins.
    Voices are own, agency, guest, quoted, paraphrased.
    """
    owner, starts, ends, codes = _layers(articles, quotes)
    ids = articles.index.astype("str").to_numpy()[owner]
    table = dict(zip(COLUMNS, (ids, starts, ends, np.array(VOICES, dtype=object)[codes]), strict=True))
    return pd.DataFrame(table).astype(COLUMNS)


def _layers(
    articles: pd.DataFrame, quotes: pd.DataFrame | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Spans of one voice: place of the article, start, end, place in `VOICES`."""
    texts = joined(articles)
    base = [VOICES.index(name) for name in unquoted_voice(articles)]
    spans = _found(articles, texts) if quotes is None else _given(quotes)
    rows: list[tuple[int, int, int, int]] = []
    for place, (article_id, text) in enumerate(texts.items()):
        given = spans.get(str(article_id))
        if not given:
            rows.append((place, 0, len(text), base[place]))
            continue
        for start, end, kind in _layered(len(text), given):
            rows.append((place, start, end, VOICES.index(kind) if kind else base[place]))
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3]


def _found(articles: pd.DataFrame, texts: pd.Series) -> dict[str, list[tuple[int, int, bool]]]:
    """Stretches of speech of each article, without asking who speaks."""
    codes = articles["language"].fillna("und").astype("str")
    return {
        str(article_id): [passage[:3] for passage in passages(text, code, attributed=False)[1]]
        for (article_id, text), code in zip(texts.items(), codes, strict=True)
    }


def _given(quotes: pd.DataFrame) -> dict[str, list[tuple[int, int, bool]]]:
    spans: dict[str, list[tuple[int, int, bool]]] = {}
    columns = (quotes[name].tolist() for name in ("article_id", "start", "end", "is_direct"))
    for article_id, start, end, is_direct in zip(*columns, strict=True):
        spans.setdefault(str(article_id), []).append((start, end, is_direct))
    return spans


def _layered(length: int, spans: list[tuple[int, int, bool]]) -> list[tuple[int, int, str]]:
    """Cover 0..length: "quoted" over "paraphrased" over "" (unquoted), neighbours of one kind made one."""
    changes: dict[int, list[int]] = {0: [0, 0], length: [0, 0]}
    for start, end, is_direct in spans:
        changes.setdefault(int(start), [0, 0])[bool(is_direct)] += 1
        changes.setdefault(int(end), [0, 0])[bool(is_direct)] -= 1
    covered: list[tuple[int, int, str]] = []
    depth = [0, 0]
    edges = sorted(changes)
    for low, high in pairwise(edges):
        depth = [depth[0] + changes[low][0], depth[1] + changes[low][1]]
        kind = "quoted" if depth[1] > 0 else "paraphrased" if depth[0] > 0 else ""
        if covered and covered[-1][2] == kind:
            covered[-1] = (covered[-1][0], high, kind)
        else:
            covered.append((low, high, kind))
    return covered


def voice_at(articles: pd.DataFrame, spans: pd.DataFrame, quotes: pd.DataFrame | None = None) -> pd.Series:
    """Voice of each span, by its middle character.

    Parameters
    ----------
    articles : article table; spans : DataFrame with article_id, start, end (hits, mentions, sentences);
    quotes : `quotations(articles)` where it is at hand.

    Returns
    -------
    Series of str named voice, on the index of `spans`; missing for an article that is not in the table.
    """
    wanted = articles.loc[articles.index.isin(spans["article_id"].unique())]
    if quotes is not None:
        quotes = quotes[quotes["article_id"].isin(wanted.index)]
    layers = voice(wanted, quotes)
    number = pd.Series(np.arange(len(wanted)), index=wanted.index)
    stride = int(max(layers["end"].max() if len(layers) else 0, spans["end"].max() if len(spans) else 0)) + 1
    starts = number.reindex(layers["article_id"]).to_numpy() * stride + layers["start"].to_numpy()
    owner = number.reindex(spans["article_id"]).to_numpy(dtype="float64")
    known = ~np.isnan(owner)
    middle = (spans["start"].to_numpy() + spans["end"].to_numpy()) // 2
    found = np.full(len(spans), None, dtype=object)
    if known.any():
        places = (
            np.searchsorted(starts, owner[known].astype("int64") * stride + middle[known], side="right") - 1
        )
        found[known] = layers["voice"].to_numpy(dtype=object)[places]
    return pd.Series(found, index=spans.index, name="voice", dtype="str")


def token_voice(tokens: Tokens, articles: pd.DataFrame, quotes: pd.DataFrame | None = None) -> np.ndarray:
    """Voice of each token of the stream (object array of str), a coding parallel to `tokens.ids`.

    `tokens` are those of `articles`, in their order.
    """
    return np.array(VOICES, dtype=object)[voice_codes(tokens, articles, quotes)]


def voice_codes(tokens: Tokens, articles: pd.DataFrame, quotes: pd.DataFrame | None = None) -> np.ndarray:
    """Place in `VOICES` of the voice of each token (int8)."""
    owner, low, high, codes = _layers(articles, quotes)
    starts, ends = tokens.borders
    stride = int(max(high.max(initial=0), ends.max(initial=0))) + 1
    middle = tokens.article * stride + (starts + ends) // 2
    return codes.astype(np.int8)[np.searchsorted(owner * stride + low, middle, side="right") - 1]
