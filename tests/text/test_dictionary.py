"""Dictionaries: the field's file forms read alike, contradictions refused by name, every shipped one sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.tables import DictionaryError
from analysis.text.dictionary import Dictionary, read_dictionary
from analysis.text.passport import REQUIRED, shipped

FORMS = {
    "mine.yml": "threat:\n- rudal*\n- senjata nuklir\npeace:\n- damai\n",
    "mine.yaml": "threat: ['rudal*', senjata nuklir]\npeace: damai\n",
    "mine.tsv": "# frames\nthreat\trudal*\nthreat\tsenjata nuklir\n\npeace\tdamai\n",
    "mine.lcd": "+threat\nrudal*\n+peace\ndamai\n\n+threat\nsenjata nuklir\n",
    "mine.dic": "%\n1\tthreat\n2\tpeace\n%\nrudal*\t1\nsenjata nuklir\t1\ndamai\t2\n",
}


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", FORMS)
def test_every_file_form_gives_the_same_dictionary(tmp_path: Path, name: str):
    found = read_dictionary(written(tmp_path, name, FORMS[name]))
    assert found.categories == {"threat": ("rudal*", "senjata nuklir"), "peace": ("damai",)}
    assert (found.name, found.language) == ("mine", "und")


def test_nested_categories_are_named_from_the_outside_in(tmp_path: Path):
    nested = "war:\n  invasion: [invasi]\n  conflict:\n  - konflik\nlist:\n- inner: [a]\n- other: [b]\n"
    assert read_dictionary(written(tmp_path, "n.yml", nested)).categories == {
        "war/invasion": ("invasi",),
        "war/conflict": ("konflik",),
        "list/inner": ("a",),
        "list/other": ("b",),
    }


def test_words_that_yaml_takes_for_values_stay_words(tmp_path: Path):
    found = read_dictionary(written(tmp_path, "y.yml", "answer: [no, yes, 1.10, null]\n"))
    assert found.categories == {"answer": ("no", "yes", "1.10", "null")}


def test_one_word_may_be_in_several_liwc_categories(tmp_path: Path):
    text = "%\n1 threat\n2 peace\n%\nmisil 1 2\n"
    assert read_dictionary(written(tmp_path, "l.dic", text)).categories == {
        "threat": ("misil",),
        "peace": ("misil",),
    }


def test_a_passport_beside_the_file_is_read(tmp_path: Path):
    written(
        tmp_path,
        "mine.toml",
        'name = "visit"\nlanguage = "id"\nversion = "2"\nlicence = "CC0"\nmade = "by hand"\nvalidity = "none"\n'
        '[labels.threat]\nid = "Ancaman"\n',
    )
    found = read_dictionary(written(tmp_path, "mine.yml", FORMS["mine.yml"]))
    assert repr(found) == "Dictionary('visit', id, 2 categories, 3 patterns)"
    assert found.label("threat", "id") == "Ancaman"
    assert found.label("threat") == "threat"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.yml", "x: [damai, damai]\n", "dictionary a: 'damai' stands twice in 'x'."),
        ("a.yml", "x: ['*']\n", "dictionary a: '*' in 'x' would match every word."),
        ("a.yml", "x:\n", "dictionary a: category 'x' has no patterns."),
        ("a.yml", "x: [a]\nx: [b]\n", "category 'x' stands twice, in line 2."),
        ("a.yml", "x:\n  y: [a]\nx/y: [b]\n", "a.yml: category 'x/y' stands twice."),
        ("a.yml", "x:\n- a\n- y: [b]\n", "category 'x' mixes patterns with categories: {'y': ['b']}."),
        ("a.yml", "- a\n- b\n", "a.yml: a dictionary is written as `category:` and a list of patterns."),
        ("a.yml", "x: [a\n", "a.yml: while parsing a flow sequence."),
        ("a.tsv", "", "dictionary a: it has no categories."),
        ("a.tsv", "x damai\n", "a.tsv, line 1: no tab between category and pattern."),
        ("a.lcd", "damai\n+x\n", "a.lcd, line 1: 'damai' stands before any +category."),
        ("a.dic", "damai\t1\n", "a.dic: a LIWC dictionary names its categories between two lines of %."),
        ("a.dic", "%\n1\tx\n%\ndamai\t2\n", "a.dic: 'damai' names category '2', which has no name."),
        ("a.dic", "%\n1\n%\ndamai\t1\n", "a.dic: category '1' has no name."),
        ("a.csv", "x,damai\n", "a.csv: a dictionary ends in .yml, .yaml, .dic, .lcd, .tsv."),
    ],
)
def test_a_dictionary_that_cannot_serve_is_refused_by_name(
    tmp_path: Path, name: str, text: str, message: str
):
    with pytest.raises(DictionaryError) as caught:
        read_dictionary(written(tmp_path, name, text))
    assert str(caught.value) == message


def test_a_name_that_is_neither_file_nor_shipped_is_refused_with_the_shipped_ones():
    with pytest.raises(
        DictionaryError, match=r"no dictionary 'id/nihil': no such file, .* shipped ones are .*id/actors"
    ):
        read_dictionary("id/nihil")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path):
    path = tmp_path / "a.tsv"
    path.write_bytes("x\tcafé\n".encode("latin-1"))
    with pytest.raises(DictionaryError, match=r"a.tsv: not UTF-8 at byte 5. Save it as UTF-8."):
        read_dictionary(path)


@pytest.mark.parametrize("name", shipped("dictionaries"))
def test_every_shipped_dictionary_reads_and_says_who_it_is(name: str):
    found = read_dictionary(name)
    assert isinstance(found, Dictionary)
    assert found.language == name.split("/")[0]
    assert all(str(found.passport[key]).strip() for key in REQUIRED)
