"""Whose words they are: the outlet's own, an agency's, a guest's, quoted or paraphrased."""

from __future__ import annotations

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

    Examples
    --------
    >>> articles = pd.DataFrame({"title": "", "text": ['"We agree," said Kim Jong Un.'], "language": "en", "genre": "news",
    ...                          "agency": None, "outlet": "X"}, index=pd.Index(['a'], name="article_id"))
    >>> voice(articles)["voice"].tolist()
    ['own', 'quoted', 'own']
    """
    owner, starts, ends, codes = _layers(articles, quotes)
    ids = articles.index.astype("str").to_numpy()[owner]
    table = dict(zip(COLUMNS, (ids, starts, ends, np.array(VOICES, dtype=object)[codes]), strict=True))
    return pd.DataFrame(table).astype(COLUMNS)


def _layers(
    articles: pd.DataFrame, quotes: pd.DataFrame | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Spans of one voice: place of the article, start, end, place in `VOICES`; "quoted" over "paraphrased" over the rest."""
    texts = joined(articles)
    if quotes is None:
        owner, start, end, direct = _found(articles, texts)
    else:
        owner = articles.index.get_indexer(pd.Index(quotes["article_id"]))
        known = owner >= 0
        columns = (quotes[name].to_numpy() for name in ("start", "end", "is_direct"))
        owner, start, end, direct = (one[known] for one in (owner, *columns))
    base = np.array([VOICES.index(name) for name in unquoted_voice(articles)], dtype=np.int64)
    lengths = texts.str.len().to_numpy(dtype=np.int64)
    stride, size = int(lengths.max(initial=0)) + 1, len(articles)
    opening = owner * stride + start
    edge = np.concatenate(
        [np.arange(size) * stride, opening, owner * stride + np.minimum(end, lengths[owner])]
    )
    order = np.argsort(edge, kind="stable")
    edge = edge[order].astype(np.int64)
    last = np.append(edge[1:] != edge[:-1], True)[: len(edge)]
    inside = []
    for layer in (direct.astype(bool), ~direct.astype(bool)):
        step = layer.astype(np.int64)
        inside.append(
            np.cumsum(np.concatenate([np.zeros(size, dtype=np.int64), step, -step])[order])[last] > 0
        )
    low = edge[last]
    article = low // stride
    code = np.where(
        inside[0], VOICES.index("quoted"), np.where(inside[1], VOICES.index("paraphrased"), base[article])
    )
    kept = low - article * stride < lengths[article]
    low, article, code = low[kept], article[kept], code[kept]
    changes = np.ones(len(low), dtype=bool)
    changes[1:] = (article[1:] != article[:-1]) | (code[1:] != code[:-1])
    low, article, code = low[changes], article[changes], code[changes]
    start = low - article * stride
    end = lengths[article]
    same = article[1:] == article[:-1]
    end[:-1] = np.where(same, start[1:], end[:-1])
    return article, start, end, code


def _found(articles: pd.DataFrame, texts: pd.Series) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Stretches of speech: place of the article, start, end, direct or not; without asking who speaks."""
    codes = articles["language"].fillna("und").astype("str").to_numpy()
    flat: list[int] = []
    for code in dict.fromkeys(codes):
        places = np.flatnonzero(codes == code)
        spoken = passages(texts.iloc[places].tolist(), code, attributed=False)
        for place, (_, found) in zip(places.tolist(), spoken, strict=True):
            for passage in found:
                flat += (place, *passage[:3])
    columns = np.array(flat, dtype=np.int64).reshape(-1, 4)
    return columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3].astype(bool)


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
