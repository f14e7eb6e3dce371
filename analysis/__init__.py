"""Media coverage analysis: the names an analyst types.

Articles go in, tables with intervals come out, and every number opens the sentences behind it.
Start with `ingest` and `open_corpus`, or with `as_articles` for a DataFrame of your own.
"""

from analysis.annotations.actors import actors
from analysis.annotations.quotations import quotations
from analysis.annotations.voice import voice
from analysis.corpus.articles import as_articles
from analysis.corpus.cleaning import clean
from analysis.corpus.ingest import IngestReport, ingest
from analysis.corpus.store import ArticleStore, open_store
from analysis.measures.agreement import krippendorff_alpha
from analysis.measures.collocations import collocations
from analysis.measures.concordance import concordance
from analysis.measures.contrast import difference, share_difference
from analysis.measures.coverage import coverage
from analysis.measures.dispersion import dispersion
from analysis.measures.evidence import evidence
from analysis.measures.framing import frame_hits, framing, score_frames
from analysis.measures.frequency import frequency
from analysis.measures.keyness import distinctive_words, keyness
from analysis.measures.label_choice import label_choice, label_hits
from analysis.measures.origin import origin, score_origin
from analysis.measures.sentiment import score_sentiment, sentiment, sentiment_hits
from analysis.measures.share_of_voice import share_of_voice
from analysis.measures.who_speaks import who_speaks
from analysis.pipeline import Corpus, open_corpus
from analysis.reports.build import run_report
from analysis.reports.report import Report
from analysis.text.dfm import Dfm, count_terms
from analysis.text.dictionary import Dictionary, read_dictionary
from analysis.text.lexicon import Lexicon, read_lexicon
from analysis.text.query import select
from analysis.text.sentences import sentences
from analysis.text.syndication import find_syndication
from analysis.text.tokens import Tokens, tokenize

__all__ = [
    "ArticleStore",
    "Corpus",
    "Dfm",
    "Dictionary",
    "IngestReport",
    "Lexicon",
    "Report",
    "Tokens",
    "actors",
    "as_articles",
    "clean",
    "collocations",
    "concordance",
    "count_terms",
    "coverage",
    "difference",
    "dispersion",
    "distinctive_words",
    "evidence",
    "find_syndication",
    "frame_hits",
    "framing",
    "frequency",
    "ingest",
    "keyness",
    "krippendorff_alpha",
    "label_choice",
    "label_hits",
    "open_corpus",
    "open_store",
    "origin",
    "quotations",
    "read_dictionary",
    "read_lexicon",
    "run_report",
    "score_frames",
    "score_origin",
    "score_sentiment",
    "select",
    "sentences",
    "sentiment",
    "sentiment_hits",
    "share_difference",
    "share_of_voice",
    "tokenize",
    "voice",
    "who_speaks",
]
