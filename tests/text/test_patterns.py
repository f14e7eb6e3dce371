"""Patterns: the longest match first, capitals where the pattern has them, the same as a naive search by regex."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.tables import TableError
from analysis.text.patterns import Vocabulary, find_patterns, glob, pattern_words
from analysis.text.tokens import tokenize


def table(*pairs: tuple[str, str]) -> pd.DataFrame:
    ids = pd.Index([f"a{i}" for i in range(len(pairs))], name="article_id")
    return pd.DataFrame(pairs, columns=["title", "text"], index=ids, dtype="str")


def found(text: str, patterns: dict[str, list[str]], **options) -> list[tuple[str, str]]:
    """Label and slice of each match in a body."""
    articles = table(("", text))
    hits = find_patterns(tokenize(articles), patterns, **options)
    whole = "\n\n" + text
    return [
        (label, whole[a:b]) for label, a, b in zip(hits["label"], hits["start"], hits["end"], strict=True)
    ]


def test_a_word_in_lower_case_is_found_in_any_case():
    assert found("Sanksi, SANKSI dan sanksinya.", {"s": ["sanksi"]}) == [("s", "Sanksi"), ("s", "SANKSI")]


def test_a_pattern_with_capitals_keeps_them():
    assert found("AS menilai as roda; As juga.", {"us": ["AS"]}) == [("us", "AS")]
    assert found("Dewan Keamanan, dewan keamanan", {"unsc": ["Dewan Keamanan"]}) == [
        ("unsc", "Dewan Keamanan")
    ]


def test_an_apostrophe_is_no_capital():
    """A typographic mark in the list or in the text changes nothing."""
    for mark in ("'", "’"):
        for other in ("'", "’"):
            assert found(f"Pada JUM{other}AT.", {"d": [f"jum{mark}at"]}) == [("d", f"JUM{other}AT")]
            assert found(f"Pada Jum{other}at.", {"d": [f"Jum{mark}at"]}) == [("d", f"Jum{other}at")]


def test_wildcards_mean_letters_of_one_word():
    text = "rudal peluru-rudal rudalnya merudal"
    assert [word for _, word in found(text, {"r": ["rudal*"]})] == ["rudal", "rudalnya"]
    assert [word for _, word in found(text, {"r": ["*rudal"]})] == ["rudal", "peluru-rudal", "merudal"]
    assert [word for _, word in found("menjaga menyaga menaga", {"r": ["men?aga"]})] == ["menjaga", "menyaga"]


def test_a_pattern_is_cut_as_the_text_is():
    assert pattern_words("U.N. Security Council*") == ["U.N", "Security", "Council*"]
    assert found("The U.N. met in the U.S.", {"un": ["U.N."]}) == [("un", "U.N")]
    assert found("Harga 1.234,5 (naik)", {"n": ["1.234,5 (naik)"]}) == [("n", "1.234,5 (naik")]


def test_the_longest_match_wins_within_a_label():
    text = "Perang dingin baru dan perang."
    assert found(text, {"w": ["perang", "perang dingin", "dingin baru"]}) == [
        ("w", "Perang dingin"),
        ("w", "perang"),
    ]


def test_labels_share_a_word_unless_matches_are_exclusive():
    patterns = {"cold": ["perang dingin"], "war": ["perang"]}
    assert found("perang dingin", patterns) == [("cold", "perang dingin"), ("war", "perang")]
    assert found("perang dingin", patterns, exclusive=True) == [("cold", "perang dingin")]


def test_no_match_runs_over_a_border_or_a_removed_word():
    articles = table(("Korea", "Utara tiba"), ("", "korea"), ("", "utara"))
    assert len(find_patterns(tokenize(articles), {"nk": ["korea utara"]})) == 0
    removed = tokenize(table(("", "korea dan utara"))).remove({"dan"})
    assert len(find_patterns(removed, {"nk": ["korea utara"]})) == 0


def test_nothing_found_is_an_empty_table_of_the_same_form():
    hits = find_patterns(tokenize(table(("a", "b"))), {"x": ["nihil", "nihil*", "a nihil"]})
    full = find_patterns(tokenize(table(("a", "b"))), {"x": ["a"]})
    assert len(hits) == 0
    assert hits.dtypes.to_dict() == full.dtypes.to_dict()


def test_tokens_that_keep_their_case_are_refused():
    with pytest.raises(TableError, match="patterns are found in tokens of one case"):
        find_patterns(tokenize(table(("", "A")), lower=False), {"x": ["a"]})


def test_a_vocabulary_knows_what_a_word_means():
    types = tokenize(table(("", "sanksi sanksinya saksi"))).types
    meant = Vocabulary(types).matches("SANKSI*")
    assert [types[i] for i in meant] == ["sanksi", "sanksinya"]
    assert Vocabulary(types).matches("").tolist() == []


def test_a_glob_is_the_whole_word_and_nothing_else_is_special():
    assert glob("a.b*").match("a.bc")
    assert not glob("a.b*").match("axbc")
    assert not glob("b").match("ab")


WORDS = ["aman", "amanat", "an", "utara", "nan"]
PATTERNS = ["aman", "aman*", "*an", "?an", "aman utara", "utara aman", "*an *", "utara * aman", "nan nan"]


def naive(words: list[str], patterns: dict[str, list[str]], exclusive: bool) -> list[tuple[int, int, str]]:
    """All matches by regex, one word after another; then the longest first, each word taken once."""
    every = []
    for label, group in patterns.items():
        for pattern in group:
            rules = [re.compile(p.replace("*", "[a-z]*").replace("?", "[a-z]")) for p in pattern.split()]
            for i in range(len(words) - len(rules) + 1):
                if all(rule.fullmatch(words[i + k]) for k, rule in enumerate(rules)):
                    every.append((-len(rules), i, label, pattern))
    taken: set[tuple[str, int]] = set()
    kept = []
    for minus, i, label, _ in sorted(every):
        places = {("" if exclusive else label, i + k) for k in range(-minus)}
        if not places & taken:
            taken |= places
            kept.append((i, -minus, label))
    return sorted(kept, key=lambda match: (match[0], match[2]))


@given(
    st.lists(st.sampled_from(WORDS), max_size=12),
    st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from(PATTERNS), max_size=3, unique=True),
    st.booleans(),
)
def test_the_same_as_a_naive_search(words, one, two, exclusive):
    patterns = {"one": one, "two": two}
    hits = find_patterns(tokenize(table(("", " ".join(words)))), patterns, exclusive=exclusive)
    mine = list(zip(hits["token"], hits["length"], hits["label"], strict=True))
    assert mine == naive(words, patterns, exclusive)
