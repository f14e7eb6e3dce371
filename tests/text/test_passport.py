"""Passports: what is shipped is found by name, and a word list without a passport admits it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.tables import AnalysisError, DictionaryError
from analysis.text.passport import REQUIRED, UNCHECKED, instrument_path, read_passport, read_words, shipped


def test_names_lead_to_files_and_files_to_themselves(tmp_path: Path):
    mine = tmp_path / "mine.yml"
    mine.write_text("a: [b]\n", encoding="utf-8")
    assert instrument_path(mine, "dictionaries") == mine
    assert instrument_path("id/nihil", "dictionaries") is None
    assert instrument_path("../id/actors", "dictionaries") is None
    for name in shipped():
        found = instrument_path(name, "dictionaries")
        assert found is not None
        assert found.is_file()
        assert f"{found.parts[-3]}/{found.stem}" == name


def test_without_a_passport_nothing_is_claimed(tmp_path: Path):
    found = read_passport(tmp_path / "mine.yml")
    assert found["name"] == "mine"
    assert found["language"] == "und"
    assert found["validity"] == UNCHECKED
    assert {found[key] for key in ("version", "licence", "made")} == {"not stated"}


def test_a_passport_that_is_short_of_something_is_refused(tmp_path: Path):
    lines = [f'{key} = "x"' for key in REQUIRED]
    (tmp_path / "mine.toml").write_text("\n".join(lines), encoding="utf-8")
    assert read_passport(tmp_path / "mine.yml")["licence"] == "x"
    (tmp_path / "mine.toml").write_text("\n".join(lines[:3] + lines[4:]), encoding="utf-8")
    with pytest.raises(DictionaryError) as caught:
        read_passport(tmp_path / "mine.yml", DictionaryError)
    assert str(caught.value) == (
        "mine.toml: a passport says name, language, version, licence, made, validity; it lacks 'licence'."
    )


def test_a_passport_that_is_no_toml_is_refused(tmp_path: Path):
    (tmp_path / "mine.toml").write_text("name = visit\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"mine.toml: Invalid value"):
        read_passport(tmp_path / "mine.yml")


def test_words_are_utf8_with_or_without_a_mark(tmp_path: Path):
    path = tmp_path / "w.txt"
    path.write_bytes(b"\xef\xbb\xbfkata")
    assert read_words(path, AnalysisError) == "kata"
    path.write_bytes(b"k\xff")
    with pytest.raises(AnalysisError, match=r"w.txt: not UTF-8 at byte 1. Save it as UTF-8."):
        read_words(path, AnalysisError)
