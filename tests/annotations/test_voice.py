"""Voice: spans cover each article, quoted wins over paraphrased, genre and agency give the rest."""

from __future__ import annotations

import pandas as pd

from analysis.annotations.voice import voice, voice_at

BODY = "Putin datang. “Kami sahabat lama kalian,” kata Vladimir Putin. Vladimir Putin mengatakan bahwa dunia yang lama itu “akan berubah selamanya nanti”."


def table(**columns: str) -> pd.DataFrame:
    row = {"title": "Kunjungan", "text": BODY, "language": "id", "genre": "news", "agency": None, **columns}
    return pd.DataFrame([row], index=pd.Index(["a"], name="article_id"))


def voices(**columns: str) -> set[str]:
    return set(voice(table(**columns))["voice"])


def test_spans_cover_the_joined_text_without_gap():
    found = voice(table())
    assert found["start"].iloc[0] == 0
    assert found["end"].iloc[-1] == len("Kunjungan\n\n" + BODY)
    assert (found["start"].to_numpy()[1:] == found["end"].to_numpy()[:-1]).all()
    assert set(found["voice"]) == {"own", "quoted", "paraphrased"}


def test_a_quotation_inside_a_reported_clause_is_quoted():
    text = "Kunjungan\n\n" + BODY
    words = ["datang", "sahabat", "dunia", "selamanya"]
    spans = pd.DataFrame(
        {"article_id": "a", "start": [text.index(word) for word in words]}, index=[7, 8, 9, 10]
    )
    spans["end"] = spans["start"] + [len(word) for word in words]
    found = voice_at(table(), spans)
    assert list(found) == ["own", "quoted", "paraphrased", "quoted"]
    assert list(found.index) == [7, 8, 9, 10]


def test_unquoted_words_of_guests_and_agencies_are_not_the_outlets_own():
    assert voices(genre="opinion") == {"guest", "quoted", "paraphrased"}
    assert voices(genre="advertorial") == {"guest", "quoted", "paraphrased"}
    assert voices(agency="Antara") == {"agency", "quoted", "paraphrased"}
    assert voices(genre="editorial") == {"own", "quoted", "paraphrased"}


def test_a_span_in_no_article_has_no_voice():
    spans = pd.DataFrame({"article_id": ["a", "gone"], "start": [0, 0], "end": [3, 3]})
    found = voice_at(table(), spans)
    assert found.iloc[0] == "own"
    assert pd.isna(found.iloc[1])
