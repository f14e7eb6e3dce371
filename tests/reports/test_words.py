"""Both report languages say the same things, and numbers are written as their readers write them."""

from __future__ import annotations

import re
import tomllib

import pytest
from markupsafe import Markup

from analysis.reports.sections import KINDS
from analysis.reports.words import FOLDER, Words
from analysis.tables import ParameterError


def texts(code: str) -> dict[str, str]:
    def flat(tree: dict, above: str = ""):
        for name, value in tree.items():
            if isinstance(value, dict):
                yield from flat(value, f"{above}{name}.")
            else:
                yield f"{above}{name}", str(value)

    found = dict(flat(tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))))
    return {key: text for key, text in found.items() if not key.startswith("glossary.")}


def test_both_languages_have_the_same_texts_with_the_same_blanks():
    english, indonesian = texts("en"), texts("id")
    assert english.keys() == indonesian.keys()
    for key, text in english.items():
        blanks = set(re.findall(r"\{(\w+)\}", text))
        assert blanks == set(re.findall(r"\{(\w+)\}", indonesian[key])), key


@pytest.mark.parametrize("code", ["en", "id"])
def test_every_section_has_its_question_reading_and_limits(code: str):
    words = Words(code)
    for key, kind in KINDS.items():
        for part in ("question", "how", "limits"):
            assert words.has(f"{part}.{key}"), (part, key)
        for column in (*kind.shape.keys, *kind.shape.numbers):
            assert words.has(f"column.{column}"), column


def test_numbers_and_days_in_the_language_of_the_reader():
    assert Words("en").number(1234.5, 1) == "1,234.5"
    assert Words("id").number(1234.5, 1) == "1.234,5"
    assert Words("id").percent(0.345) in ("34%", "35%")
    assert Words("id").day("2024-06-19") == "19 Juni 2024"
    assert Words("en").day("2024-06-19") == "19 June 2024"
    assert Words("en").number(float("nan")) == "–"
    assert Words("en").number(-2) == "−2"


def test_values_are_escaped():
    said = Words("en")("answer.volume.silent", outlet="<script>alert(1)</script>", day="1")
    assert said == Markup("&lt;script&gt;alert(1)&lt;/script&gt; has nothing after 1.")


def test_a_list_reads_as_a_list():
    assert Words("en").listed(["a", "b", "c"]) == "a, b and c"
    assert Words("id").listed(["a", "b"]) == "a dan b"
    assert Words("en").listed([]) == ""


def test_an_unknown_language_is_refused():
    with pytest.raises(ParameterError, match=re.escape("report_language: 'fr' is not one of en, id.")):
        Words("fr")
