"""Any DataFrame becomes an article table, by the same path as ingest."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.articles import as_articles
from analysis.corpus.ingest import ingest
from analysis.corpus.store import open_store
from analysis.tables import ARTICLE_COLUMNS, TableError, check_articles

FRAME = pd.DataFrame(
    {
        "judul": ["Putin tiba", "Kim menyambut", "Putin pulang"],
        "isi": [
            "Presiden tiba di ibu kota.\n\nIa disambut.",
            "Tuan rumah menunggu lama di bandara itu.",
            "Ia pulang malam itu juga.",
        ],
        "media": ["detikcom", "KOMPAS.com", "Kabar Kita"],
        "tgl": ["19/6/2024", "18 Juni 2024 08:05 WIB", ""],
        "dibagikan": [10, 20, 30],
    }
)


def test_columns_are_mapped_guessed_or_held_constant():
    articles = check_articles(
        as_articles(FRAME, text="isi", title="judul", outlet="media", published="tgl", language="id")
    )
    assert list(articles.columns) == [*ARTICLE_COLUMNS, "extra.dibagikan"]
    assert list(articles["title"]) == ["Kim menyambut", "Putin tiba", "Putin pulang"]
    assert list(articles["outlet"]) == ["Kompas", "Detik", "Kabar Kita"]
    assert list(articles["published_precision"]) == ["minute", "day", "none"]
    assert list(articles["extra.dibagikan"]) == [20, 10, 30]
    assert set(articles["language"]) == {"id"}
    assert articles["lead"].iloc[1] == "Presiden tiba di ibu kota."
    pd.testing.assert_frame_equal(articles, as_articles(FRAME, language="id"))


def test_times_are_utc_and_days_local():
    articles = as_articles(FRAME, language="id")
    assert str(articles["published"].dtype) == "datetime64[us, UTC]"
    assert str(articles["day"].dtype) == "datetime64[us]"
    assert articles["published"].iloc[1] == pd.Timestamp("2024-06-18 17:00", tz="UTC")
    assert articles["day"].iloc[1] == pd.Timestamp("2024-06-19")


def test_constants_hold_for_all_rows():
    articles = as_articles(
        FRAME[["judul", "isi"]], outlet="detik.com", language="id", published="2024-06-19", genre="opinion"
    )
    assert set(articles["outlet"]) == {"Detik"}
    assert set(articles["genre"]) == {"opinion"}
    assert set(articles["day"]) == {pd.Timestamp("2024-06-19")}


def test_without_outlet_and_date_nothing_is_invented():
    articles = check_articles(
        as_articles(pd.DataFrame({"title": ["A", "B"], "text": ["x", "y"]}), language="en")
    )
    assert articles["outlet"].isna().all()
    assert articles["published"].isna().all()
    assert set(articles["date_source"]) == {"none"}


def test_order_does_not_matter():
    forward = as_articles(FRAME, language="id")
    backward = as_articles(FRAME.iloc[::-1], language="id")
    pd.testing.assert_frame_equal(forward.drop(columns="raw_position"), backward.drop(columns="raw_position"))


def test_ids_of_ones_own_are_kept():
    frame = FRAME.assign(article_id=["a-1", "a-2", "a-3"])
    assert set(as_articles(frame, language="id").index) == {"a-1", "a-2", "a-3"}
    assert set(as_articles(frame.set_index("article_id"), language="id").index) == {"a-1", "a-2", "a-3"}


def test_rows_without_address_that_repeat_are_told_apart():
    articles = as_articles(pd.concat([FRAME, FRAME]), language="id")
    assert len(articles) == 6
    assert articles.index.is_unique


def test_rows_that_repeat_an_address_are_refused_or_dropped():
    frame = FRAME.assign(url=["https://a.id/1", "https://a.id/1", "https://a.id/2"], media="A")
    with pytest.raises(
        TableError, match=r'^article_id must be unique; 1 repeat, first: .* Pass keep="last" to keep the last'
    ):
        as_articles(frame, language="id")
    assert list(as_articles(frame, language="id", keep="last")["title"]) == ["Kim menyambut", "Putin pulang"]


def test_a_missing_column_and_an_unknown_field_are_one_line():
    with pytest.raises(
        TableError, match=r"^as_articles: no column 'body' for text; the frame has 'judul', 'isi'"
    ):
        as_articles(FRAME, text="body")
    with pytest.raises(TableError, match=r"^as_articles: 'teks' is not a field; fields are url, title, text"):
        as_articles(FRAME, teks="isi")


def test_an_empty_frame_is_an_empty_article_table():
    articles = check_articles(as_articles(pd.DataFrame({"title": [], "text": []})))
    assert len(articles) == 0
    assert list(articles.columns) == list(ARTICLE_COLUMNS)


def test_ingest_and_as_articles_take_the_same_path(tmp_path):
    FRAME.to_csv(tmp_path / "x.csv", index=False)
    ingest(tmp_path / "x.csv", tmp_path / "s", language="id", progress=False)
    stored = open_store(tmp_path / "s").read()
    direct = as_articles(FRAME, language="id")
    columns = ["outlet", "published", "day", "title", "text", "language", "version", "genre", "text_status"]
    pd.testing.assert_frame_equal(stored[columns], direct[columns])


@settings(max_examples=25)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "title": st.text(max_size=40),
                "text": st.text(max_size=120),
                "date": st.text(max_size=20),
                "media": st.text(max_size=12),
            }
        ),
        min_size=1,
        max_size=5,
    )
)
def test_no_text_breaks_the_article_table(rows):
    check_articles(as_articles(pd.DataFrame(rows)))


def test_hostile_characters_do_not_get_through():
    nasty = "A\0B\u202eC\u200bD\ud800E\x07F\u2066G&amp;H\xa0I\r\nJ"
    article = as_articles(
        pd.DataFrame({"title": [nasty], "text": [nasty]}, dtype="object"), language="en"
    ).iloc[0]
    assert article["title"] == "ABCD\ufffdEFG&H I J"
    assert article["text"] == "ABCD\ufffdEFG&H I\n\nJ"


def test_markup_in_a_text_becomes_paragraphs():
    body = '<p>Satu <a href="x">dua</a> tiga.</p><script>alert(1)</script><h2>Judul kecil</h2><div class="baca-juga">Lain</div><p>Empat.<br>Lima.</p>'
    article = as_articles(pd.DataFrame({"title": ["A"], "text": [body]}), language="id").iloc[0]
    assert article["text"] == "Satu dua tiga.\n\nJudul kecil\n\nEmpat.\n\nLima."
