"""The compiled way and the plain way give the same tokens: on tricky text, on random text, on real collections."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.text import dfm, encoding
from analysis.text.tokens import Tokens, UnspacedWarning, fold, tokenize

CORPORA = Path(__file__).parents[3] / "shared" / "data" / "corpora"
NASTY = [
    "“Ma’af,” Rp1,5 A.S. 12% kata—kata Korea-Utara, https://a.example/x-y?z=1. (redaksi@kabar.example) @jokowi: #Pemilu!",
    "satu\u00a0dua\u3000tiga\u2028empat\x1clima\x85enam\x00tujuh\x0bdelapan",
    "Путин, 북한은 بوتين İSTANBUL ΣΊΣΥΦΟΣ ſtraße CAFE\u0301 café na\u00adma ‘kutip’ …dan… –ya–",
    "pneumonoultramicroscopicsilicovolcanoconiosis Pneumonoultramicroscopicsilicovolcanoconiosis, fifteenletterss sixteenletterssx",
    "redaksi@kabar.example- a@b.c-# surat@a-b.co--id.example-, @kabar- a.-+b@c.d--e",
    "HTTPS://A.example/B http://x\x01y 'a' -b- .c. +d+ _e_ =f= /g/ %h% ~i~ 5% 5%. a@b.c. a..b a--b don't' 1,5, 1.",
    "",
    " \n\t ",
    "แมวกินปลา 東京 日本語",
]
pieces = st.sampled_from(
    [*" \n\t.,-'’‑“”@#%/:_=+aZzé0159\u00a0\u00ad\u0301\u200bİſΣ中ก", "http://", "A.S.", "x" * 16]
)
texts = st.one_of(st.text(max_size=60), st.lists(pieces, max_size=30).map("".join))


def table(pairs: list[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(
        pairs, columns=["title", "text"], index=[f"a{i}" for i in range(len(pairs))], dtype="str"
    )


def both(articles: pd.DataFrame, lower: bool = True) -> tuple[Tokens, Tokens]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnspacedWarning)
        return tokenize(articles, lower=lower, compiled=True), tokenize(articles, lower=lower, compiled=False)


def assert_same(one: Tokens, two: Tokens) -> None:
    assert list(one.types) == list(two.types)
    for name in ("ids", "offsets", "title_length", "n_tokens"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name), err_msg=name)
        assert getattr(one, name).dtype == getattr(two, name).dtype, name


@settings(max_examples=200)
@given(st.lists(st.tuples(texts, texts), max_size=4), st.booleans())
@example([(text, other) for text in NASTY for other in NASTY], True)
@example([(text, other) for text in NASTY for other in NASTY], False)
@example([], True)
def test_both_ways_give_the_same_tokens_and_spans(pairs, lower):
    compiled, plain = both(table(pairs), lower)
    assert_same(compiled, plain)
    starts, ends = compiled._compiled_borders()
    for i in range(len(compiled)):
        here = slice(compiled.offsets[i], compiled.offsets[i + 1])
        np.testing.assert_array_equal(starts[here], plain.spans(i)[0])
        np.testing.assert_array_equal(ends[here], plain.spans(i)[1])
        if lower:
            text = plain.texts[i]
            assert plain.words(i) == [fold(text[a:b]) for a, b in zip(starts[here], ends[here], strict=True)]


def test_two_threads_change_nothing(monkeypatch):
    articles = table(
        [(f"Judul {i}", f"kata{i % 7} bersama. Harga Rp{i},5 naik, kata-{i % 5}!") for i in range(200)]
    )
    alone = tokenize(articles, compiled=True)
    monkeypatch.setattr(encoding, "SHARE", 1000)
    monkeypatch.setattr(encoding, "cores", lambda: 3)
    assert_same(tokenize(articles, compiled=True), alone)


def test_every_thread_has_its_share_of_reading_and_of_counting(monkeypatch):
    shares = []

    def watched(sizes):
        parts = encoding.stretches(sizes)
        shares.append([int(sizes[part].sum()) for part in parts])
        return parts

    monkeypatch.setattr(encoding, "SHARE", 1000)
    monkeypatch.setattr(encoding, "cores", lambda: 2)
    monkeypatch.setattr(dfm, "stretches", watched)
    articles = table([("", "kata bersama harga naik " * (1 + i % 3)) for i in range(300)])
    dfm.count_terms(tokenize(articles, compiled=True), compiled=True)
    sizes = np.arange(1, 2000)
    shares.append([int(sizes[part].sum()) for part in encoding.stretches(sizes)])
    for one, two in shares:
        assert 0.9 < one / two < 1.1


def test_many_words_grow_the_tables():
    words = [f"kata{i} pemerintahpemerintahan{i}" for i in range(30_000)]
    assert_same(*both(table([("", " ".join(words)), ("", " ".join(reversed(words)))])))


def test_without_numba_the_plain_way_is_taken(monkeypatch):
    monkeypatch.setattr(encoding, "has_compiler", lambda: False)
    assert not encoding.worthwhile(10**9)


def test_scripts_without_spaces_are_said_to_be_unsupported():
    articles = table(
        [("Rudal", "uji rudal"), ("", "แมวกินปลาในครัว"), ("", "kota Tokyo (東京) di Jepang hari ini")]
    )
    with pytest.warns(
        UnspacedWarning, match="1 articles are written without spaces between words, first: 'a1'"
    ):
        tokens = tokenize(articles)
    assert tokens.unspaced.tolist() == [False, True, False]


@pytest.mark.parametrize("name", ["inflation_id.csv", "bbc_en.csv", "bisnis_id.csv"])
def test_real_collections(name: str):
    if not (CORPORA / name).exists():
        pytest.skip("the real collections are not here")
    found = pd.read_csv(CORPORA / name).rename(columns={"content": "text"})
    articles = found.assign(title=found["title"].astype("str"), text=found["text"].astype("str"))
    compiled, plain = both(articles)
    assert_same(compiled, plain)
    starts, ends = compiled._compiled_borders()
    assert [(a.tolist(), b.tolist()) for a, b in map(plain.spans, range(0, len(plain), 50))] == [
        (
            starts[plain.offsets[i] : plain.offsets[i + 1]].tolist(),
            ends[plain.offsets[i] : plain.offsets[i + 1]].tolist(),
        )
        for i in range(0, len(plain), 50)
    ]
