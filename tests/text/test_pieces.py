"""Pieces, sentences and marks, vectorised, equal the same rules applied to each text alone."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import pieces as pieces_module
from analysis.text.pieces import pieces
from analysis.text.sentences import sentence_of, sentences
from analysis.text.streams import spread
from analysis.text.tokens import TOKEN, tokenize
from analysis.text.typography import typography

TEXTS = st.lists(
    st.text(alphabet="aA1 .,\n\t?!-–—“”\"'()\u00a0\u2003\x1cé", max_size=40), min_size=1, max_size=4
)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_pieces_are_what_stands_between_white_space(texts: list[str]):
    found = pieces(texts)
    expected = [(i, m.start(), m.end()) for i, text in enumerate(texts) for m in _cuts(text)]
    assert list(zip(found.text.tolist(), found.start.tolist(), found.end.tolist(), strict=True)) == expected
    assert [found.kinds[k] for k in found.kind] == [texts[i][low:high] for i, low, high in expected]


def _cuts(text: str):
    spaces = "".join({c for c in text if c.isspace()})
    return re.finditer(f"[^{re.escape(spaces)}]+" if spaces else r"[\s\S]+", text)


@given(TEXTS, TEXTS)
@settings(max_examples=150, deadline=None)
def test_spans_of_the_stream_equal_the_spans_of_each_article(titles: list[str], bodies: list[str]):
    size = min(len(titles), len(bodies))
    articles = pd.DataFrame({"title": titles[:size], "text": bodies[:size], "language": "id"})
    articles.index = pd.Index([f"a{i}" for i in range(size)], name="article_id")
    for fields in (("title", "text"), ("title",), ("text",)):
        tokens = tokenize(articles, fields=fields)
        spans = [tokens.spans(i) for i in range(size)]
        starts, ends = tokens.borders
        assert starts.tolist() == np.concatenate([one for one, _ in spans]).tolist()
        assert ends.tolist() == np.concatenate([two for _, two in spans]).tolist()


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_sentences_of_many_texts_are_the_sentences_of_each(texts: list[str]):
    articles = pd.DataFrame({"title": "Judul", "text": texts, "language": "id"})
    articles.index = pd.Index([f"a{i}" for i in range(len(texts))], name="article_id")
    whole = sentences(articles)
    alone = pd.concat([sentences(articles.loc[[name]]) for name in articles.index], ignore_index=True)
    pd.testing.assert_frame_equal(whole, alone)
    tokens = tokenize(articles)
    marks, number = typography(tokens, "id"), sentence_of(tokens, articles)
    pairs = pd.DataFrame(
        {"stream": marks.sentence, "article": tokens.article, "sentence": number}
    ).drop_duplicates()
    assert not pairs["stream"].duplicated().any()
    assert not pairs[["article", "sentence"]].duplicated().any()


def test_marks_between_words_by_hand():
    articles = pd.DataFrame(
        {"title": ["Dr. Ani"], "text": ["U.N. sah – 3,5 juta (lagi) AS"], "language": "id"}, index=["a"]
    )
    tokens = tokenize(articles)
    marks = typography(tokens, "id", frozenset({"dr"}))
    assert tokens.words(0) == ["dr", "ani", "u.n", "sah", "3,5", "juta", "lagi", "as"]
    assert marks.parted.tolist() == [False, True, False, True, False, True, True, True]
    assert marks.capital.tolist() == [True, True, True, False, False, False, False, True]
    assert marks.shouted.tolist() == [False, False, True, False, False, False, False, True]
    assert [m.group() for m in TOKEN.finditer("U.N. sah")] == ["U.N", "sah"]


@pytest.mark.parametrize("text", ["", "a", " a  b\n\nc ", "“Ya,”\nkata—kata é 한 "])
def test_both_ways_cut_at_the_same_places(text):
    whole = text + "\n"
    compiled, plain = pieces_module._cut_compiled(whole), pieces_module._cut_plainly(whole)
    assert compiled is not None
    assert [list(one) for one in compiled] == [list(one) for one in plain]


def test_both_ways_tell_the_text_of_each_piece():
    texts = ["", "a b", "", "", " c", "d\n\ne "]
    whole = "\n".join(texts) + "\n"
    starts, ends, _, _ = pieces_module._cut_plainly(whole)
    lengths = np.array([len(text) + 1 for text in texts])
    ways = [
        pieces_module._by_text(starts.copy(), ends.copy(), lengths, compiled=compiled)
        for compiled in (True, False)
    ]
    for start, end, text in ways:
        assert text.tolist() == [1, 1, 4, 5, 5]
        assert [texts[t][a:b] for t, a, b in zip(text, start, end, strict=True)] == ["a", "b", "c", "d", "e"]


def test_both_ways_spread_the_tokens_of_pieces():
    tokens = tokenize(
        pd.DataFrame({"title": [""], "text": ["U.N. – (sah) uji/coba, sah."], "language": "id"}, index=["a"])
    )
    kind, cuts = tokens.pieces.kind, tokens.cuts
    piece, inner = spread(kind, cuts.first, cuts.count)
    assert piece.tolist() == tokens.piece.tolist()
    assert inner.tolist() == tokens.inner.tolist()
    assert len(piece) == len(tokens.ids)


@pytest.mark.parametrize(
    "space", ["\t", "\r", "\x1c", "\x85", "\xa0", "\u1680", "\u2003", "\u2028", "\u202f", "\u205f", "\u3000"]
)
def test_other_white_space_is_left_to_the_plain_way(space):
    assert space.isspace()
    assert pieces_module._cut_compiled(f"a{space}b\n") is None
