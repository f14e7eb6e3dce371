"""Quotations: exact cases in both languages, laws on any text, hostile text in linear time."""

from __future__ import annotations

import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotations.quotations import COLUMNS, quotations


def table(*bodies: str, language: str = "id", title: str = "") -> pd.DataFrame:
    ids = [f"a{number}" for number in range(len(bodies))]
    frame = pd.DataFrame({"title": title, "text": list(bodies), "language": language}, index=ids)
    return frame.astype("str").rename_axis("article_id")


def one(body: str, language: str = "id") -> pd.Series:
    found = quotations(table(body, language=language))
    assert len(found) == 1, found[["text", "speaker", "is_direct"]].to_string()
    return found.iloc[0]


CASES = [
    # body, language, words, speaker, role, cue, stance
    ("“Kami siap menjaga perdamaian,” kata Menteri Luar Negeri Retno Marsudi di Jakarta, Rabu.", "id",
     "Kami siap menjaga perdamaian,", "Retno Marsudi", "Menteri Luar Negeri", "kata", "neutral"),
    ("Presiden Rusia Vladimir Putin menegaskan, \"Kami tidak akan mundur dari perjanjian ini.\"", "id",
     "Kami tidak akan mundur dari perjanjian ini.", "Vladimir Putin", "Presiden Rusia", "menegaskan", "insisting"),
    ("”Rusia adalah sahabat kami yang jujur,” klaim juru bicara Kremlin Dmitry Peskov seperti dikutip KCNA.", "id",
     "Rusia adalah sahabat kami yang jujur,", "Dmitry Peskov", "juru bicara Kremlin", "klaim", "doubting"),
    ("«Perjanjian itu ancaman bagi kawasan,» tuding Perdana Menteri Fumio Kishida.", "id",
     "Perjanjian itu ancaman bagi kawasan,", "Fumio Kishida", "Perdana Menteri", "tuding", "accusing"),
    ("“We value your support,” Russian President Vladimir Putin said on Wednesday.", "en",
     "We value your support,", "Vladimir Putin", "Russian President", "said", "neutral"),
    ("\"This is a grave threat to us,\" insisted Prime Minister Fumio Kishida.", "en",
     "This is a grave threat to us,", "Fumio Kishida", "Prime Minister", "insisted", "insisting"),
    ("Dmitry Peskov, the Kremlin spokesman, told reporters: “The visit will be friendly.”", "en",
     "The visit will be friendly.", "Dmitry Peskov", "the Kremlin spokesman", "told", "neutral"),
    ("‘It won’t end well for anyone,’ Antony Blinken warned.", "en",
     "It won’t end well for anyone,", "Antony Blinken", None, "warned", "insisting"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "language", "words", "speaker", "role", "cue", "stance"), CASES)
def test_direct_quotation(body, language, words, speaker, role, cue, stance):
    found = one(body, language)
    assert bool(found["is_direct"])
    assert (found["text"], found["speaker"], found["cue"], found["stance"]) == (words, speaker, cue, stance)
    assert (found["role"] if isinstance(found["role"], str) else None) == role


def test_a_quotation_of_several_sentences_is_one_row():
    found = one('"Kami siap. Kami menunggu. Jangan ragu," ujar Presiden Joko Widodo.')
    assert found["text"] == "Kami siap. Kami menunggu. Jangan ragu,"


def test_an_interrupted_quotation_keeps_its_speaker():
    found = quotations(table('"Ini awal yang baru," kata Vladimir Putin. "Kami akan lanjutkan kerja sama."'))
    assert list(found["speaker"]) == ["Vladimir Putin"] * 2
    english = quotations(table("“It is new,” Kim Jong Un said, “and it will stay so.”", language="en"))
    assert list(english["speaker"]) == ["Kim Jong Un"] * 2


def test_a_clitic_and_a_pronoun_stand_for_the_last_named_person():
    body = (
        "Presiden Vladimir Putin tiba di Pyongyang.\n\n“Kami berterima kasih atas sambutan ini,” ujarnya.\n\n"
        "“Hubungan kita makin erat,” kata dia."
    )
    found = quotations(table(body))
    assert list(found["speaker"]) == ["Vladimir Putin"] * 2
    assert list(found["cue"]) == ["ujarnya", "kata"]


def test_a_short_name_stands_for_the_full_one():
    body = "Pemimpin Korea Utara Kim Jong Un menyambut tamunya.\n\n“Kami sahabat selamanya,” tegas Kim."
    found = one(body)
    assert (found["speaker"], found["stance"]) == ("Kim Jong Un", "insisting")


def test_a_lost_closing_mark_ends_before_the_attribution_or_with_the_paragraph():
    lost = one('"Kami tidak tahu apa yang terjadi, kata Juru Bicara Kremlin Dmitry Peskov di Moskwa.')
    assert (lost["text"], lost["speaker"]) == ("Kami tidak tahu apa yang terjadi,", "Dmitry Peskov")
    body = '"Kami datang sebagai sahabat lama.\n\n"Kami pulang sebagai saudara," kata Vladimir Putin.'
    found = quotations(table(body))
    assert list(found["text"]) == ["Kami datang sebagai sahabat lama.", "Kami pulang sebagai saudara,"]


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Rusia menyebut serangan itu sebagai “operasi khusus” di Ukraina.", "id"),
        ("The so-called “no limits” pact worries Seoul.", "en"),
        ("Ia hadir dalam diskusi bertajuk “Masa Depan Hubungan Rusia dan Korea Utara”.", "id"),
        ("The pipe is 5\" wide and the workers' rights aren't at stake.", "en"),
    ],
)
def test_scare_quotes_and_titles_are_no_quotations(body, language):
    found = quotations(table(body, language=language))
    assert not found["is_direct"].any()


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Kunjungan itu berlangsung dua hari penuh, demikian dilansir Reuters.", "id"),
        ("Menurut KCNA, kunjungan itu berlangsung dua hari penuh.", "id"),
        ("The visit lasted two full days, Reuters reported.", "en"),
        ("According to KCNA, the visit lasted two full days.", "en"),
    ],
)
def test_an_outlet_that_is_credited_is_never_a_speaker(body, language):
    assert quotations(table(body, language=language))["speaker"].isna().all()


INDIRECT = [
    ("Menurut Menteri Luar Negeri Retno Marsudi, Indonesia akan menjaga perdamaian.", "id",
     "Indonesia akan menjaga perdamaian", "Retno Marsudi", "menurut"),
    ("Vladimir Putin mengatakan bahwa Rusia siap membantu Korea Utara.", "id",
     "Rusia siap membantu Korea Utara", "Vladimir Putin", "mengatakan"),
    ("Vladimir Putin menambahkan, kedua negara akan saling membantu.", "id",
     "kedua negara akan saling membantu", "Vladimir Putin", "menambahkan"),
    ("Pakta itu tidak mengancam siapa pun, kata Dmitry Peskov.", "id",
     "Pakta itu tidak mengancam siapa pun", "Dmitry Peskov", "kata"),
    ("According to Dmitry Peskov, the Kremlin spokesman, the visit lasted two days.", "en",
     "the visit lasted two days", "Dmitry Peskov", "according to"),
    ("Antony Blinken claimed that the pact breaks UN resolutions.", "en",
     "the pact breaks UN resolutions", "Antony Blinken", "claimed"),
    ("The pact threatens nobody at all, Dmitry Peskov said.", "en",
     "The pact threatens nobody at all", "Dmitry Peskov", "said"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "language", "words", "speaker", "cue"), INDIRECT)
def test_reported_clause(body, language, words, speaker, cue):
    found = one(body, language)
    assert not found["is_direct"]
    assert (found["text"], found["speaker"], found["cue"]) == (words, speaker, cue)


def test_each_article_is_read_with_the_rules_of_its_language():
    body = "“Kami siap menjaga perdamaian,” kata Retno Marsudi."
    mixed = pd.concat(
        [
            table(body),
            table("“We are ready for peace,” Retno Marsudi said.", language="en").rename({"a0": "b"}),
        ]
    )
    found = quotations(mixed)
    assert list(found["article_id"]) == ["a0", "b"]
    assert list(found["speaker"]) == ["Retno Marsudi"] * 2
    unknown = quotations(table(body, language="xx"))
    assert list(unknown["is_direct"]) == [True]
    assert unknown["speaker"].isna().all()


def test_no_articles_give_an_empty_table_of_the_same_columns():
    found = quotations(table())
    assert list(found.columns) == list(COLUMNS)
    assert len(found) == 0


def test_rows_of_an_article_do_not_depend_on_its_neighbours():
    bodies = [case[0] for case in CASES if case[1] == "id"]
    together = quotations(table(*bodies))
    backwards = quotations(table(*bodies).iloc[::-1])
    for article_id, rows in together.groupby("article_id"):
        other = backwards[backwards["article_id"] == article_id]
        pd.testing.assert_frame_equal(rows.reset_index(drop=True), other.reset_index(drop=True))


PIECES = st.sampled_from(
    ['"', "“", "”", "‘", "’", "'", "«", "»", " ", ", ", ". ", "\n\n", "kata", "said", "Kim", "Vladimir Putin",
     "Menteri", "menurut", "according to", "mengatakan", "bahwa", "that", "ujarnya", "he", "dia", "aman", ":", "("]
)  # fmt: skip


@given(pieces=st.lists(PIECES, max_size=60), language=st.sampled_from(["id", "en", "xx"]))
def test_offsets_point_at_the_words_on_any_text(pieces, language):
    body = "".join(pieces)
    text = "Judul" + "\n\n" + body
    found = quotations(table(body, language=language, title="Judul"))
    assert found["start"].is_monotonic_increasing
    for row in found.itertuples():
        assert text[row.start : row.end] == row.text
        assert row.text == row.text.strip() != ""
        if isinstance(row.speaker, str):
            assert text[row.speaker_start : row.speaker_end] == row.speaker
        else:
            assert pd.isna(row.speaker_start)
    direct = found[found["is_direct"]]
    assert (direct["start"].to_numpy()[1:] >= direct["end"].to_numpy()[:-1]).all()


@pytest.mark.parametrize(
    "piece", ['"', '" ', "'", "”a ", '"Aa bb, kata ', ", kata Kim ,", '" Kim said, ', "A ", "Menurut "]
)
def test_hostile_text_costs_no_more_than_its_length(piece):
    def seconds(times: int) -> float:
        clock = time.process_time()
        quotations(table(piece * times))
        return time.process_time() - clock

    seconds(200)
    short, long = seconds(2_000), seconds(16_000)
    assert long < 8 * short * 4 + 0.3


def test_a_megabyte_of_quotation_marks_is_read():
    assert len(quotations(table('"' * 1_000_000))) == 0


def test_a_megabyte_of_attributions_costs_no_more_than_its_length():
    def seconds(times: int) -> float:
        clock = time.process_time()
        quotations(table('"Aa bb, kata ' * times))
        return time.process_time() - clock

    seconds(200)
    assert seconds(80_000) < 8 * seconds(20_000) + 0.3
