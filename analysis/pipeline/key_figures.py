"""The figures a report is compared with a later one by: articles, tone and aspects of each outlet, and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.measures.framing import framing
from analysis.measures.sentiment import sentiment
from analysis.pipeline.corpus import FEW, Corpus
from analysis.pipeline.lists import find_dictionary
from analysis.pipeline.mapping import fingerprint, instrument_content
from analysis.text.dictionary import Dictionary
from analysis.text.lexicon import Lexicon


def key_figures(corpus: Corpus, frames: Sequence[str] = ()) -> pd.DataFrame:
    """Articles, tone of own words and match rate of each frame, by language and outlet.

    Returns
    -------
    Result table: language, outlet, item (frame or ""), measure (articles, own_tone, match_rate), value, low, high, n, unit, of.
    Tone and rates only of outlets with 20 articles.
    """
    tables = []
    for whole in corpus.languages():
        sizes = whole.outlet.value_counts().sort_index()
        found = [
            pd.DataFrame(
                {
                    "outlet": sizes.index,
                    "measure": "articles",
                    "value": sizes.to_numpy(),
                    "n": sizes.to_numpy(),
                }
            )
        ]
        for name in frames:
            lists = whole.dictionary(name)
            if lists is None:
                continue
            rates = framing(whole.frames(lists), by=whole.outlet, clusters=whole.clusters)
            found.append(rates.assign(item=f"{name}/" + rates["frame"].astype("str")))
        own, _ = whole.fit_for("own voice")
        if len(own.articles):
            found.append(sentiment(own.tone, by=own.outlet, clusters=own.clusters))
        table = pd.concat([one for one in found if len(one)], ignore_index=True)
        large = table["outlet"].map(sizes).ge(FEW) | table["measure"].eq("articles")
        tables.append(table[large].assign(language=whole.language))
    if not tables:
        return pd.DataFrame(columns=COLUMNS)
    whole_table = pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS)
    return whole_table.assign(item=whole_table["item"].fillna(""), value=whole_table["value"].astype("float"))


COLUMNS = ["language", "outlet", "item", "measure", "value", "low", "high", "n", "unit", "of"]


def lists_used(corpus: Corpus, names: Sequence[str] = ()) -> dict[str, str]:
    """Version and content hash of the lexicon and of each named dictionary, in each language of the corpus."""
    found = {}
    for part in corpus.languages():
        lists: list[tuple[str, Lexicon | Dictionary | None]] = [("news", part.lexicon)]
        lists += [(name, part.dictionary(name)) for name in names]
        for name, one in lists:
            if one is None:
                continue
            found[f"{part.language}/{name}"] = f"{one.version} ({fingerprint(*instrument_content(one))[:8]})"
    return found


def item_label(corpus: Corpus, code: str, item: str, reader: str) -> str:
    """Name for people of an item of `key_figures` (`policy_frames/crime`) of language `code`, in the reader's language."""
    name, _, frame = item.rpartition("/")
    lists = find_dictionary(name, code, corpus.store) if frame else None
    return lists.label(frame, reader) if lists is not None else frame or item
