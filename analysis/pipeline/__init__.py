"""From an article store to what measures need: chosen articles, their copies, quotations, mentions and scores.

First halves of measures look at one article at a time, so they are mapped over pieces of the corpus, in worker
processes or on a Dask cluster, and what they found is kept by content and instrument: a second run touches
only what is new.
"""

from analysis.measures.evidence import behind_each
from analysis.measures.intervals import benjamini_hochberg
from analysis.pipeline.choices import day_of, open_corpus, store_path
from analysis.pipeline.corpus import FEW, Corpus
from analysis.pipeline.key_figures import item_label, key_figures, lists_used
from analysis.pipeline.mapping import fingerprint, map_parts, method_fingerprint
from analysis.pipeline.parts import StoreScores, map_store, words_of
from analysis.pipeline.week_figures import week_figures
from analysis.text.passport import UNCHECKED
from analysis.text.sentences import sentences

__all__ = [
    "FEW",
    "UNCHECKED",
    "Corpus",
    "StoreScores",
    "behind_each",
    "benjamini_hochberg",
    "day_of",
    "fingerprint",
    "item_label",
    "key_figures",
    "lists_used",
    "map_parts",
    "map_store",
    "method_fingerprint",
    "open_corpus",
    "sentences",
    "store_path",
    "week_figures",
    "words_of",
]
