"""Queries: what each operator means, what binds first, and what cannot be read."""

from __future__ import annotations

import re
from contextlib import suppress

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.tables import QueryError
from analysis.text.query import check_query, query_hits, read_queries, select

ARTICLES = pd.DataFrame(
    {
        "title": ["Putin tiba di Pyongyang", "Sanksi baru", "Harga beras naik", ""],
        "text": [
            "Kim menyambut Putin.\n\nKorea Utara diam.",
            "PBB menjatuhkan sanksi-sanksi. Putin diam.",
            "Pasar ramai. Korea Selatan mengirim kapal ke utara.",
            "",
        ],
    },
    index=pd.Index(["visit", "law", "rice", "empty"], name="article_id"),
)


def chosen(query: str) -> list[str]:
    return select(ARTICLES, query).index.tolist()


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("putin", ["visit", "law"]),
        ("PUTIN pyongyang", ["visit"]),
        ("putin AND NOT sanksi", ["visit"]),
        ("putin NOT sanksi", ["visit"]),
        ("beras OR sanksi", ["law", "rice"]),
        ("kim OR putin AND sanksi", ["visit", "law"]),
        ("(kim OR putin) AND sanksi", ["law"]),
        ("NOT putin", ["rice", "empty"]),
        ("NOT NOT putin", ["visit", "law"]),
        ("NOT (putin OR beras)", ["empty"]),
        ('"korea utara"', ["visit"]),
        ("korea utara", ["visit", "rice"]),
        ("sanksi*", ["law"]),
        ("k?m", ["visit"]),
        ('"kore? u*"', ["visit"]),
        ("title:putin", ["visit"]),
        ("text:putin", ["visit", "law"]),
        ('title:"sanksi baru"', ["law"]),
        ("lead:korea", ["rice"]),
        ("title:(sanksi OR beras)", ["law", "rice"]),
        ("title:(sanksi OR text:kim)", ["visit", "law"]),
        ("title:(putin) AND diam", ["visit"]),
        ("pbb NEAR/1 sanksi*", ["law"]),
        ("pbb NEAR/0 sanksi*", []),
        ("sanksi* NEAR/1 pbb", ["law"]),
        ("putin NEAR/5 kim", ["visit"]),
        ("pyongyang NEAR/5 kim", []),
        ("kim NEAR/9 kim", []),
        ("putin NEAR/9 putin", []),
        ("diam NEAR/0 (korea OR utara)", ["visit"]),
        ("and", []),
    ],
)
def test_what_a_query_chooses(query: str, articles: list[str]):
    assert chosen(query) == articles


def test_an_empty_query_chooses_everything():
    assert chosen("  ") == ARTICLES.index.tolist()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("putin AND", "query 'putin AND': expected a word, a phrase or a bracket at character 10."),
        ("(putin", "query '(putin': expected a closing bracket at character 7."),
        ("putin)", "query 'putin)': expected AND, OR or the end at character 6."),
        ("OR putin", "query 'OR putin': expected a word, a phrase or a bracket at character 1."),
        ('"putin', "query '\"putin': a quotation mark is missing its partner at character 1."),
        (
            "body:putin",
            "query 'body:putin': expected one of the fields title, text, lead, not 'body', at character 1.",
        ),
        ("putin AND *", "query 'putin AND *': '*' holds no word."),
        ('"..."', "query '\"...\"': '...' holds no word."),
        ("a NEAR b", "query 'a NEAR b': NEAR wants a number, such as NEAR/5, at character 3."),
        ("a NEAR/3 NOT b", "query 'a NEAR/3 NOT b': expected a word, a phrase or a bracket at character 10."),
    ],
)
def test_a_query_that_cannot_be_read_says_where(query: str, message: str):
    for refused in (check_query, lambda text: select(ARTICLES, text)):
        with pytest.raises(QueryError) as caught:
            refused(query)
        assert str(caught.value) == message


def test_hits_are_the_words_that_made_the_article_match():
    hits = query_hits(ARTICLES, 'putin AND "korea utara"')
    texts = (ARTICLES["title"] + "\n\n" + ARTICLES["text"])[hits["article_id"]]
    words = [text[a:b] for text, a, b in zip(texts, hits["start"], hits["end"], strict=True)]
    assert hits["article_id"].tolist() == ["visit"] * 3
    assert words == ["Putin", "Putin", "Korea Utara"]


def test_hits_of_near_are_the_pairs_and_not_every_word():
    hits = query_hits(ARTICLES, "kim NEAR/1 putin")
    assert hits["start"].tolist() == [25, 39]
    assert len(query_hits(ARTICLES, "nihil")) == 0
    assert len(query_hits(ARTICLES, "NOT putin")) == 0


def test_named_queries_come_from_a_file(tmp_path):
    path = tmp_path / "q.txt"
    path.write_text("# comment\n\nvisit: putin AND kim\nlaw: title:sanksi\n", encoding="utf-8")
    assert read_queries(path) == {"visit": "putin AND kim", "law": "title:sanksi"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("putin", "line 2: write `name: query`, each name once."),
        ("a: kim", "line 2: write `name: query`, each name once."),
        ("b: (kim", "line 2: query '(kim': expected a closing bracket at character 5."),
    ],
)
def test_a_file_with_a_wrong_line_says_which(tmp_path, line: str, message: str):
    path = tmp_path / "q.txt"
    path.write_text(f"a: putin\n{line}\n", encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        read_queries(path)
    assert str(caught.value) == f"{path}, {message}"


WORDS = ("putin", "kim", "sanksi", "beras")


def trees(depth: int = 3) -> st.SearchStrategy[tuple]:
    leaf = st.sampled_from(WORDS).map(lambda word: ("word", word))
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(st.just("NOT"), inner), st.tuples(st.sampled_from(["AND", "OR", " "]), inner, inner)
        ),
        max_leaves=6,
    )


def written(tree: tuple) -> str:
    if tree[0] == "word":
        return tree[1]
    if tree[0] == "NOT":
        return f"NOT ({written(tree[1])})"
    return f"({written(tree[1])}) {tree[0]} ({written(tree[2])})"


def holds(tree: tuple, words: set[str]) -> bool:
    if tree[0] == "word":
        return tree[1] in words
    if tree[0] == "NOT":
        return not holds(tree[1], words)
    left, right = holds(tree[1], words), holds(tree[2], words)
    return left or right if tree[0] == "OR" else left and right


@settings(max_examples=40)
@given(trees(), st.lists(st.sets(st.sampled_from(WORDS)), max_size=5))
def test_boolean_queries_equal_boolean_logic(tree, bags):
    ids = pd.Index([f"a{i}" for i in range(len(bags))], name="article_id")
    articles = pd.DataFrame({"title": "", "text": [" ".join(sorted(bag)) for bag in bags]}, index=ids)
    mine = select(articles, written(tree)).index.tolist()
    assert mine == [f"a{i}" for i, bag in enumerate(bags) if holds(tree, bag)]


@settings(max_examples=40)
@given(st.text(alphabet='ab ()"*?:/NEARODT5', max_size=25))
def test_any_text_is_read_or_refused_with_one_line(query):
    said = f"query {query!r}: "
    with suppress(QueryError):
        check_query(query)
        said = ""
    if said:
        with pytest.raises(QueryError, match=re.escape(said)):
            check_query(query)
