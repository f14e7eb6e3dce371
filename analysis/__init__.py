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
from analysis.annotations.unite import unite_names
from analysis.annotations.voice import voice
from analysis.corpus.articles import as_articles
from analysis.corpus.cleaning import clean
from analysis.corpus.ingest import IngestReport, ingest
from analysis.corpus.store import ArticleStore, open_store
from analysis.displays.reader import show_article
from analysis.displays.tables import show_concordance, show_quotations, show_result
from analysis.measures.agency import agency, agentless_passives, deeds_by_actor
from analysis.measures.agreement import krippendorff_alpha
from analysis.measures.balance import balance, camp_of
from analysis.measures.candidate_frames import candidate_frames, score_candidate_frames, topic_hits
from analysis.measures.co_mentions import co_mentions, score_co_mentions
from analysis.measures.codes import codes_of, read_codes
from analysis.measures.collocations import collocations
from analysis.measures.concordance import concordance
from analysis.measures.contrast import difference, share_difference
from analysis.measures.corrected_share import corrected_difference, corrected_share, draw_for_coding
from analysis.measures.coverage import coverage
from analysis.measures.dispersion import dispersion
from analysis.measures.error_band import difference_band, error_band, tipping_point
from analysis.measures.evidence import evidence
from analysis.measures.frame_axis import axis_words, fit_axes, frame_axes, score_axes
from analysis.measures.frame_by_actor import frame_actor_hits, frame_by_actor
from analysis.measures.framing import frame_hits, framing, score_frames
from analysis.measures.frequency import frequency
from analysis.measures.headline_body import headline_body
from analysis.measures.keyness import distinctive_words, keyness
from analysis.measures.label_choice import label_choice, label_hits, spoken_by
from analysis.measures.label_contrast import label_contrast, label_use
from analysis.measures.lss import Axis, fit_axis, score_axis
from analysis.measures.machine_agreement import machine_agreement
from analysis.measures.model_facts import deciding_words, learning_curve, performance
from analysis.measures.origin import origin, score_origin
from analysis.measures.prominent_actors import prominent_actors, score_prominence
from analysis.measures.reporting_stance import reporting_stance
from analysis.measures.robustness import robustness
from analysis.measures.sentiment import score_sentiment, sentiment, sentiment_hits
from analysis.measures.sentiment_models import score_sentiment_with, train_sentiment
from analysis.measures.sentiment_toward import score_sentiment_toward
from analysis.measures.share_of_voice import share_of_voice
from analysis.measures.source_diversity import source_diversity
from analysis.measures.source_kinds import source_kinds
from analysis.measures.source_position import source_position
from analysis.measures.tone_scales import tone_scale
from analysis.measures.train_frames import train_frames
from analysis.measures.voice_share import score_voices, voice_share
from analysis.measures.who_speaks import who_speaks
from analysis.measures.word_shift import word_shift
from analysis.pipeline import Corpus, open_corpus
from analysis.pipeline.lists import find_dictionary
from analysis.pipeline.tone_variants import tone_robustness, tone_shift, tone_variants
from analysis.reports.build import run_report
from analysis.reports.report import Report
from analysis.text.dfm import Dfm, count_terms
from analysis.text.dictionary import Dictionary, read_dictionary
from analysis.text.frame_model import FrameModel
from analysis.text.lexicon import Lexicon, read_lexicon
from analysis.text.query import select
from analysis.text.sentences import sentences
from analysis.text.syndication import find_syndication
from analysis.text.tokens import Tokens, tokenize
from analysis.text.tone_model import ToneModel, read_tone_model
from analysis.text.topics import fit_topics, read_topics
from analysis.text.transformer import Transformer
from analysis.text.vader import Vader
from analysis.text.vectors import fit_vectors, read_vectors

__all__ = [
    "ArticleStore",
    "Axis",
    "Corpus",
    "Dfm",
    "Dictionary",
    "FrameModel",
    "IngestReport",
    "Lexicon",
    "Report",
    "Tokens",
    "ToneModel",
    "Transformer",
    "Vader",
    "actors",
    "agency",
    "agentless_passives",
    "aliases",
    "as_articles",
    "axis_words",
    "balance",
    "camp_of",
    "candidate_frames",
    "clean",
    "co_mentions",
    "codes_of",
    "collocations",
    "concordance",
    "corrected_difference",
    "corrected_share",
    "count_terms",
    "coverage",
    "deciding_words",
    "deeds",
    "deeds_by_actor",
    "difference",
    "difference_band",
    "dispersion",
    "distinctive_words",
    "draw_for_coding",
    "error_band",
    "evidence",
    "find_dictionary",
    "find_syndication",
    "fit_axes",
    "fit_axis",
    "fit_capitals",
    "fit_topics",
    "fit_vectors",
    "frame_actor_hits",
    "frame_axes",
    "frame_by_actor",
    "frame_hits",
    "framing",
    "frequency",
    "headline_body",
    "ingest",
    "keyness",
    "krippendorff_alpha",
    "label_choice",
    "label_contrast",
    "label_hits",
    "label_use",
    "learning_curve",
    "machine_agreement",
    "open_corpus",
    "open_store",
    "origin",
    "performance",
    "prominent_actors",
    "quotations",
    "read_codes",
    "read_dictionary",
    "read_lexicon",
    "read_tone_model",
    "read_topics",
    "read_vectors",
    "reporting_stance",
    "robustness",
    "run_report",
    "score_axes",
    "score_axis",
    "score_candidate_frames",
    "score_co_mentions",
    "score_frames",
    "score_origin",
    "score_prominence",
    "score_sentiment",
    "score_sentiment_toward",
    "score_sentiment_with",
    "score_voices",
    "select",
    "sentences",
    "sentiment",
    "sentiment_hits",
    "share_difference",
    "share_of_voice",
    "show_article",
    "show_concordance",
    "show_quotations",
    "show_result",
    "source_diversity",
    "source_kinds",
    "source_position",
    "sources",
    "spoken_by",
    "tipping_point",
    "tokenize",
    "tone_robustness",
    "tone_scale",
    "tone_shift",
    "tone_variants",
    "topic_hits",
    "train_frames",
    "train_sentiment",
    "unite_names",
    "usable_for_voices",
    "voice",
    "voice_share",
    "who_speaks",
    "word_shift",
]
