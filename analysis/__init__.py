"""Media coverage analysis: the names an analyst types.

Articles go in, tables with intervals come out, and every number opens the sentences behind it.
Start with `ingest` and `open_corpus`, or with `as_articles` for a DataFrame of your own.
"""

from analysis.annotations.actors import actors
from analysis.annotations.aliases import aliases
from analysis.annotations.capitals import fit_capitals
from analysis.annotations.deeds import deeds
from analysis.annotations.quotations import quotations
from analysis.annotations.sources import sources, usable_for_voices
from analysis.annotations.voice import voice
from analysis.corpus.articles import as_articles
from analysis.corpus.cleaning import clean
from analysis.corpus.ingest import IngestReport, ingest
from analysis.corpus.store import ArticleStore, open_store
from analysis.measures.agency import agency, agentless_passives, deeds_by_actor
from analysis.measures.agreement import krippendorff_alpha
from analysis.measures.balance import balance
from analysis.measures.co_mentions import co_mentions, score_co_mentions
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
from analysis.measures.prominent_actors import prominent_actors, score_prominence
from analysis.measures.reporting_stance import reporting_stance
from analysis.measures.sentiment import score_sentiment, sentiment, sentiment_hits
from analysis.measures.share_of_voice import share_of_voice
from analysis.measures.source_diversity import source_diversity
from analysis.measures.source_kinds import source_kinds
from analysis.measures.source_position import source_position
from analysis.measures.voice_share import score_voices, voice_share
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
    "agency",
    "agentless_passives",
    "aliases",
    "as_articles",
    "balance",
    "clean",
    "co_mentions",
    "collocations",
    "concordance",
    "count_terms",
    "coverage",
    "deeds",
    "deeds_by_actor",
    "difference",
    "dispersion",
    "distinctive_words",
    "evidence",
    "find_syndication",
    "fit_capitals",
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
    "prominent_actors",
    "quotations",
    "read_dictionary",
    "read_lexicon",
    "reporting_stance",
    "run_report",
    "score_co_mentions",
    "score_frames",
    "score_origin",
    "score_prominence",
    "score_sentiment",
    "score_voices",
    "select",
    "sentences",
    "sentiment",
    "sentiment_hits",
    "share_difference",
    "share_of_voice",
    "source_diversity",
    "source_kinds",
    "source_position",
    "sources",
    "tokenize",
    "usable_for_voices",
    "voice",
    "voice_share",
    "who_speaks",
]
