"""The public names of text and measures accept what the design writes."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest

from analysis.measures.agreement import krippendorff_alpha
from analysis.measures.collocations import collocations
from analysis.measures.concordance import concordance
from analysis.measures.coverage import coverage
from analysis.measures.dispersion import dispersion
from analysis.measures.evidence import evidence
from analysis.measures.framing import framing, score_frames
from analysis.measures.frequency import frequency
from analysis.measures.keyness import keyness
from analysis.measures.label_choice import label_choice
from analysis.measures.sentiment import score_sentiment, sentiment
from analysis.measures.sentiment_toward import score_sentiment_toward
from analysis.measures.share_of_voice import share_of_voice
from analysis.measures.who_speaks import who_speaks
from analysis.text.dfm import count_terms
from analysis.text.dictionary import read_dictionary
from analysis.text.lexicon import read_lexicon
from analysis.text.query import select
from analysis.text.syndication import find_syndication
from analysis.text.tokens import tokenize

NEEDED = inspect.Parameter.empty
DESIGN: list[tuple[Callable, list[str], dict[str, object]]] = [
    (select, ["articles", "query"], {}),
    (tokenize, ["articles"], {"fields": ("title", "text")}),
    (count_terms, ["tokens"], {"ngrams": 1}),
    (find_syndication, ["articles"], {}),
    (read_lexicon, ["path_or_name"], {}),
    (read_dictionary, ["path_or_name"], {}),
    (score_sentiment, ["articles"], {"lexicon": None, "by": "article"}),
    (score_sentiment_toward, ["articles", "targets"], {}),
    (score_frames, ["articles"], {"frames": None}),
    (frequency, ["dfm"], {"by": None, "clusters": None}),
    (keyness, ["dfm", "target"], {"clusters": NEEDED}),
    (collocations, ["tokens"], {}),
    (dispersion, ["dfm"], {}),
    (concordance, ["articles", "pattern"], {"window": 8}),
    (coverage, ["articles"], {"by": "outlet", "every": "day"}),
    (sentiment, ["scores"], {"by": NEEDED, "clusters": NEEDED}),
    (framing, ["scores"], {"by": NEEDED, "clusters": NEEDED}),
    (label_choice, ["articles", "labels"], {"by": NEEDED, "clusters": NEEDED}),
    (share_of_voice, ["mentions"], {"by": NEEDED, "clusters": NEEDED}),
    (who_speaks, ["quotes"], {"by": NEEDED, "clusters": NEEDED}),
    (krippendorff_alpha, ["codes"], {"level": NEEDED}),
    (evidence, ["row", "scores", "articles"], {"n": 25, "seed": 0}),
]


@pytest.mark.parametrize(
    ("function", "positional", "named"), DESIGN, ids=[entry[0].__name__ for entry in DESIGN]
)
def test_a_signature_is_the_one_of_the_design(
    function: Callable, positional: list[str], named: dict[str, object]
):
    parameters = inspect.signature(function).parameters
    places = [name for name, one in parameters.items() if one.kind is one.POSITIONAL_OR_KEYWORD]
    assert places == positional
    for name, default in named.items():
        assert parameters[name].kind is inspect.Parameter.KEYWORD_ONLY
        assert parameters[name].default == default
    added = {name for name in parameters if name not in positional and name not in named}
    assert all(parameters[name].default is not NEEDED for name in added), "what is added may not be demanded"


@pytest.mark.parametrize(
    "function", [entry[0] for entry in DESIGN], ids=[entry[0].__name__ for entry in DESIGN]
)
def test_a_public_name_says_in_one_line_what_it_does(function: Callable):
    lines = (inspect.getdoc(function) or "").splitlines()
    assert lines[0].endswith(".")
    assert len(lines) == 1 or not lines[1]
    assert ">>>" in (inspect.getdoc(function) or ""), "an example that runs"
