"""The figures a report is compared with a later one by: articles, tone and aspects of each outlet, and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.measures.framing import framing
from analysis.measures.sentiment import sentiment
from analysis.pipeline.corpus import FEW, Corpus
from analysis.pipeline.mapping import fingerprint, instrument_content
from analysis.text.dictionary import read_dictionary
from analysis.text.lexicon import read_lexicon


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
            fired = whole.frames(read_dictionary(f"{whole.language}/{name}"))
            rates = framing(fired, by=whole.outlet, clusters=whole.clusters)
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
        lists = [("news", read_lexicon(f"{part.language}/news"))]
        for name in names:
            lists.append((name, read_dictionary(f"{part.language}/{name}")))  # type: ignore[arg-type]
        for name, one in lists:
            found[f"{part.language}/{name}"] = f"{one.version} ({fingerprint(*instrument_content(one))[:8]})"
    return found


def item_label(code: str, item: str, reader: str) -> str:
    """Name for people of an item of `key_figures` (`policy_frames/crime`) of language `code`, in the reader's language."""
    name, _, frame = item.rpartition("/")
    return read_dictionary(f"{code}/{name}").label(frame, reader) if frame else item
