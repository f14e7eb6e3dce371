"""From an article store to what measures need: chosen articles, their copies, quotations, mentions and scores.

First halves of measures look at one article at a time, so they are mapped over pieces of the corpus, in worker
processes or on a Dask cluster, and what they found is kept by content and instrument: a second run touches
only what is new.
"""

import pandas as pd

from analysis.measures.evidence import behind
from analysis.measures.intervals import benjamini_hochberg
from analysis.pipeline.corpus import FEW, Corpus, open_corpus
from analysis.pipeline.mapping import map_parts, method_fingerprint
from analysis.text.sentences import sentences

__all__ = [
    "FEW",
    "Corpus",
    "behind_each",
    "benjamini_hochberg",
    "map_parts",
    "method_fingerprint",
    "open_corpus",
    "sentences",
]


def behind_each(table: pd.DataFrame, scores: pd.DataFrame, articles: pd.DataFrame) -> list[pd.DataFrame]:
    """For each row of a result table, the score rows that it counts (`behind`)."""
    return [behind(row, scores, articles) for _, row in table.iterrows()]
