"""The learned tagger: names of each text apart, the same in any company, a passport, small weights."""

from __future__ import annotations

import pytest

from analysis.annotations.stream import Stream
from analysis.annotations.tagger import passport, shape, tagger
from analysis.languages import DATA

TEXTS = [
    "Menteri Bambang Sutrisno bertemu Dewi Lestari di Surabaya.",
    "Rapat digelar di Bandung, kata Ahmad Fauzi dari Komisi Pemilihan Umum (KPU).",
    "",
    "tanpa huruf besar sama sekali",
]


def names(texts: list[str]) -> list[list[tuple[str, str]]]:
    model = tagger("id")
    assert model is not None
    found = model.find(Stream(texts))
    return [[(text[one.start : one.end], one.kind) for one in rows] for text, rows in zip(texts, found)]


def test_names_of_each_text():
    found = names(TEXTS)
    assert ("Bambang Sutrisno", "person") in found[0]
    assert ("Surabaya", "place") in found[0]
    assert ("Ahmad Fauzi", "person") in found[1]
    assert found[2:] == [[], []]


def test_a_text_is_read_the_same_in_any_company():
    assert names(TEXTS) == [names([text])[0] for text in TEXTS]


def test_pieces_know_their_characters_and_sentences():
    text = "Ia pulang.  Kami\nDr. Ali-Topan tidak."
    stream = Stream([text, "Satu."])
    pieces = [text[low:high] for low, high in zip(stream.starts, stream.ends)][: stream.offsets[1]]
    assert pieces == ["Ia", "pulang", ".", "Kami", "\n", "Dr", ".", "Ali-Topan", "tidak", "."]
    assert stream.sentence[0] != stream.sentence[3]
    assert stream.sentence[-1] != stream.sentence[stream.offsets[1] - 1]


@pytest.mark.parametrize(
    ("word", "pattern"), [("Jokowi-JK", "Xx-X"), ("KPU", "X"), ("2024", "d"), ("di", "x")]
)
def test_shapes(word, pattern):
    assert shape(word) == pattern


def test_the_weights_are_small_and_say_where_they_come_from():
    assert (DATA / "id" / "names.npz").stat().st_size < 2_000_000
    assert "MIT" in passport("id")["source"]
    assert tagger("xx") is None
