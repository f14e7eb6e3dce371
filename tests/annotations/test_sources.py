"""Sources: naming, origin and place of each quotation; texts that cannot tell are named with the reason."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.annotations.quotations import quotations
from analysis.annotations.sources import sources, usable_for_voices


def described(body: str, language: str = "id", **options) -> pd.Series:
    articles = pd.DataFrame(
        {"title": "Judul", "text": body, "language": language}, index=pd.Index(["a"], name="article_id")
    )
    return sources(quotations(articles), articles, **options).iloc[0]


CASES = [
    ('"Kami siap membantu kalian," kata Presiden Rusia Vladimir Putin.', "id", "named", "foreign"),
    ('"Kami siap membantu kalian," kata Ketua DPR Puan Maharani.', "id", "named", "domestic"),
    ('"Kami siap membantu kalian," kata seorang pejabat.', "id", "anonymous", "unknown"),
    ('"Kami siap membantu kalian," kata juru bicara kementerian.', "id", "role_only", "unknown"),
    ('"We are ready to help you," the Kremlin said.', "en", "body", "unknown"),
    ('"We are ready to help you," said President Vladimir Putin in Russia.', "en", "named", "foreign"),
]


@pytest.mark.parametrize(("body", "language", "naming", "origin"), CASES)
def test_kinds_by_hand(body, language, naming, origin):
    found = described(body, language)
    assert (found["naming"], found["origin"]) == (naming, origin)


def test_home_is_a_parameter():
    body = '"Kami siap membantu kalian," kata Presiden Rusia Vladimir Putin.'
    assert described(body, home="Rusia")["origin"] == "domestic"


def test_words_and_place():
    found = described('Ia datang.\n\n"Kami siap membantu kalian," kata Vladimir Putin.')
    assert (found["words"], found["field"]) == (4, "body")
    assert found["position"] == pytest.approx(20 / 66, abs=0.02)


def test_no_quotations_give_the_columns_all_the_same():
    articles = pd.DataFrame(
        {"title": "", "text": "Hujan.", "language": "id"}, index=pd.Index(["a"], name="article_id")
    )
    found = sources(quotations(articles), articles)
    assert {"words", "field", "position", "naming", "origin"} <= set(found)
    assert len(found) == 0


def test_flaws_are_reasons():
    articles = pd.DataFrame(
        {"text": ["a", "b", "", "d"], "text_flaws": ["", "mojibake,no quotation marks", "", "lower-cased"]}
    )
    assert usable_for_voices(articles).tolist() == ["", "no quotation marks", "no text", "lower-cased"]
