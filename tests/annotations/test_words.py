"""Words and cues: what one scan finds is what reading letter by letter finds."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotations.marks import borders, paragraphs
from analysis.annotations.passages import TEXTS, passages
from analysis.annotations.quotations import quotations
from analysis.annotations.rules import rules
from analysis.annotations.voice import voice
from analysis.annotations.words import WORD, any_of, cues, has_words, spots

PIECES = st.sampled_from(
    ["kata", "Kata", "KATA", "mengatakan", "menurut", "according to", "said", "Said", "is confident", "berdasarkan data",
     "_", "\0", "é", "’", "'", '"', "“", "”", " ", "\n\n", "-", ".", ", ", "Kim", "nya", "dia", "that", "1"]
)  # fmt: skip
TEXT = st.lists(PIECES, max_size=40).map("".join)
CODES = st.sampled_from(["id", "en", "xx"])


@given(text=TEXT, code=CODES)
def test_no_cue_stands_where_no_spot_is(text, code):
    cue_places = {match.start() for match in cues(code).finditer(" " + text)}
    (found,) = spots([text], code)
    assert cue_places <= set(found)
    assert found == sorted(set(found))


@given(texts=st.lists(TEXT, max_size=4), code=CODES)
def test_spots_of_a_text_do_not_depend_on_its_neighbours(texts, code):
    assert list(spots(texts, code)) == [next(spots([text], code)) for text in texts]


@given(text=TEXT, count=st.integers(1, 5), low=st.integers(0, 20), high=st.integers(0, 60))
def test_has_words_counts_as_word_does(text, count, low, high):
    assert has_words(count, text, low, high) == (len(WORD.findall(text, low, high)) >= count)


@given(text=st.text("abc- é", max_size=30), words=st.sets(st.text("abc", min_size=1, max_size=3), min_size=1))
def test_any_of_finds_what_a_search_place_by_place_finds(text, words):
    expected, place = [], 0
    while place < len(text):
        ends = [place + len(word) for word in words if text.startswith(word, place)]
        free = not place or not (text[place - 1].isalnum() or text[place - 1] in "_-")
        whole = [end for end in ends if not (text[end : end + 1].isalnum() or text[end : end + 1] == "-")]
        if free and whole:
            expected.append((place, max(whole)))
            place = max(whole)
        else:
            place += 1
    assert [match.span() for match in any_of(words).finditer(text)] == expected


def starts(text: str, code: str = "id") -> list[str]:
    """The first word of each sentence."""
    places = borders(text, paragraphs(text), rules(code).abbreviations)
    return [WORD.search(text, place)[0] for place in places]


def test_a_sentence_starts_behind_an_end_and_not_behind_an_abbreviation():
    assert starts("Ia datang. Lalu pergi! Kapan? “Besok.” Ya… Harga 5.000 naik.") == [
        "Ia", "Lalu", "Kapan", "Besok", "Ya", "Harga",
    ]  # fmt: skip
    assert starts("Ia bertemu dr. Ani dan H. Budi di PT. Maju. Lalu pulang.") == ["Ia", "Lalu"]
    assert starts("Mr. Smith left. He ran.", "en") == ["Mr", "He"]
    assert starts("Satu baris\n\ndua baris. tiga") == ["Satu", "dua"]


@given(bodies=st.lists(TEXT, max_size=3), code=CODES)
def test_voice_alone_finds_the_spans_of_the_quotations(bodies, code):
    articles = pd.DataFrame(
        {"title": "Judul", "text": bodies, "language": code, "genre": "news", "agency": ""},
        index=pd.Index([f"a{place}" for place in range(len(bodies))], name="article_id"),
    )
    pd.testing.assert_frame_equal(voice(articles), voice(articles, quotations(articles)))


def test_texts_of_several_batches_are_read_in_their_order():
    texts = [f'"Kami datang {place} kali," kata Budi.' for place in range(2 * TEXTS + 1)]
    found = [(article.text, len(speech)) for article, speech in passages(texts, "id")]
    assert found == [(text, 1) for text in texts]
