"""The word lists keep their promises: lower case, no negator among the stop words, stances and numbers legal."""

from __future__ import annotations

import pytest

from analysis.languages import known_languages, language
from analysis.languages.pairs import pairs

FIRST = ("en", "id")
SETS = (
    "stopwords", "weekdays", "abbreviations", "person_titles", "negators", "intensifiers", "diminishers",
    "clause_breaks", "reporting_verbs", "source_prepositions", "media_cues", "pronouns", "months",
)  # fmt: skip


def test_the_two_first_languages_have_a_module():
    assert set(FIRST) <= set(known_languages())


def test_an_unknown_language_has_empty_lists():
    unknown = language("xx")
    assert unknown.code == "xx"
    assert not unknown.stopwords
    assert not unknown.reporting_verbs


@pytest.mark.parametrize("code", FIRST)
@pytest.mark.parametrize("name", SETS)
def test_every_list_is_there_and_in_lower_case(code: str, name: str):
    words = list(getattr(language(code), name))
    assert len(words) >= 4
    assert [word for word in words if word != word.lower() or word != word.strip()] == []


@pytest.mark.parametrize("code", FIRST)
def test_stop_words_hold_no_negator_and_no_reporting_verb(code: str):
    known = language(code)
    assert len(known.stopwords) >= 250
    assert known.stopwords.isdisjoint(known.negators)
    assert known.stopwords.isdisjoint(known.reporting_verbs)


@pytest.mark.parametrize("code", FIRST)
def test_months_number_one_to_twelve_and_stances_are_four(code: str):
    known = language(code)
    assert set(known.months.values()) == set(range(1, 13))
    assert set(known.reporting_verbs.values()) == {"neutral", "insisting", "doubting", "accusing"}
    assert all(factor > 1 for factor in known.intensifiers.values())
    assert all(0 < factor < 1 for factor in known.diminishers.values())
    assert set(known.intensifiers).isdisjoint(known.diminishers)


def test_facts_that_other_parts_lean_on():
    indonesian, english = language("id"), language("en")
    assert indonesian.timezone == "Asia/Jakarta"
    assert indonesian.time_zones["wita"] == 8
    assert (
        indonesian.months["agt"],
        indonesian.months["agu"],
        indonesian.months["okt"],
        indonesian.months["des"],
    ) == (8, 8, 10, 12)
    assert {"senin", "minggu", "jum'at"} <= indonesian.weekdays
    assert indonesian.negators["belum"] == "weak"
    assert indonesian.negators["bukan"] == "noun"
    assert english.negators["without"] == "without"
    assert indonesian.reporting_verbs["mengklaim"] == "doubting"
    assert indonesian.reporting_verbs["menuding"] == "accusing"
    assert english.reporting_verbs["insisted"] == "insisting"


def test_a_list_with_values_refuses_an_entry_given_twice(tmp_path):
    path = tmp_path / "twice.tsv"
    path.write_text("tidak\tplain\ntidak\tweak\n", encoding="utf-8")
    with pytest.raises(ValueError, match="is not one entry, a tab and a value, or is given twice"):
        pairs(path)
