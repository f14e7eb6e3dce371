"""Whose words they are: the outlet's own, an agency's, a guest's, quoted or paraphrased."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.annotations.passages import passages
from analysis.text.layout import joined
from analysis.text.tokens import Tokens

COLUMNS = {"article_id": "str", "start": "int64", "end": "int64", "voice": "str"}
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
    texts, base = joined(articles), unquoted_voice(articles)
    spans = _found(articles, texts) if quotes is None else _given(quotes)
    ids: list[str] = []
    columns: tuple[list[int], list[int], list[str]] = ([], [], [])
    for (article_id, text), unquoted in zip(texts.items(), base, strict=True):
        layers = _layered(len(text), spans.get(str(article_id), []))
        ids += [str(article_id)] * len(layers)
        for start, end, kind in layers:
            columns[0].append(start)
            columns[1].append(end)
            columns[2].append(kind or unquoted)
    table = dict(zip(COLUMNS, (ids, *columns), strict=True))
    return pd.DataFrame(table).astype(COLUMNS)


def _found(articles: pd.DataFrame, texts: pd.Series) -> dict[str, list[tuple[int, int, bool]]]:
    """Stretches of speech of each article, without asking who speaks."""
    codes = articles["language"].fillna("und").astype("str")
    return {
        str(article_id): [passage[:3] for passage in passages(text, code, attributed=False)[1]]
        for (article_id, text), code in zip(texts.items(), codes, strict=True)
    }


def _given(quotes: pd.DataFrame) -> dict[str, list[tuple[int, int, bool]]]:
    return {
        str(article_id): list(zip(group["start"], group["end"], group["is_direct"], strict=True))
        for article_id, group in quotes.groupby("article_id", sort=False)
    }


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
    layers = voice(articles, quotes)
    starts, ends = tokens.borders
    owner = articles.index.get_indexer(pd.Index(layers["article_id"]))
    stride = int(max(layers["end"].max() if len(layers) else 0, ends.max(initial=0))) + 1
    middle = tokens.article * stride + (starts + ends) // 2
    place = np.searchsorted(owner * stride + layers["start"].to_numpy(), middle, side="right") - 1
    return layers["voice"].to_numpy(dtype=object)[place]
