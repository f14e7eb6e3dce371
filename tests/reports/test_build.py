"""Running notebooks: wrong parameters stop before anything runs, and a failed run leaves the old report alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.reports.build import checked, parameters_of, plain, run_report
from analysis.tables import ParameterError, ReportError


def notebook(path: Path, parameters: str, code: str) -> Path:
    def cell(source: str, *tags: str) -> dict:
        return {
            "cell_type": "code",
            "id": f"c{len(source)}",
            "metadata": {"tags": list(tags)},
            "source": source,
            "execution_count": None,
            "outputs": [],
        }

    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    content = {
        "cells": [cell(parameters, "parameters"), cell(code)],
        "metadata": kernel,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_an_unknown_parameter_is_named_with_those_there_are(tmp_path: Path):
    with pytest.raises(
        ParameterError, match=re.escape("coverage_report has no parameter 'topik'; it has codes, corpus,")
    ):
        run_report("coverage_report", tmp_path / "r.html", topik="x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"seed": "many"}, "seed: 'many' is not int."),
        ({"seed": True}, "seed: True is not int."),
        ({"whole_sentences": "yes"}, "whole_sentences: 'yes' is not bool."),
        ({"query": ["a"]}, "query: ['a'] is not str."),
    ],
)
def test_a_wrongly_typed_parameter_is_refused(given: dict, message: str):
    with pytest.raises(ParameterError, match=re.escape(message)):
        checked("coverage_report", given)


def test_what_a_command_line_gives_is_brought_to_its_type():
    given = checked("coverage_report", {"outlets": "Pasar Harian, Sorot Kini", "query": 2024, "since": None})
    assert given == {"outlets": ["Pasar Harian", "Sorot Kini"], "query": "2024", "since": ""}


def test_every_parameter_of_every_notebook_has_a_type_and_a_help():
    for path in (Path(__file__).parents[2] / "notebooks").glob("*.ipynb"):
        for name, one in parameters_of(path).items():
            assert one["type"] != "None", (path.name, name)
            assert one["help"], (path.name, name)


def test_an_unknown_notebook_is_answered_with_the_known_ones():
    with pytest.raises(ParameterError, match="no notebook 'cover'; known are article, coverage_report"):
        parameters_of("cover")


def test_a_failed_run_keeps_the_old_report_and_the_failing_notebook(tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text("old", encoding="utf-8")
    failing = notebook(
        tmp_path / "failing.ipynb", 'output: str = ""  # file', "raise ValueError('no articles')"
    )
    with pytest.raises(ReportError, match="ValueError: no articles"):
        run_report(failing, page)
    assert page.read_text(encoding="utf-8") == "old"
    assert "no articles" in (tmp_path / "page.failed.ipynb").read_text(encoding="utf-8")


def test_a_notebook_that_writes_no_page_says_so(tmp_path: Path):
    silent = notebook(tmp_path / "silent.ipynb", 'output: str = ""  # file', "1 + 1")
    with pytest.raises(ReportError, match=r"silent\.ipynb wrote no page; end it with report\.page"):
        run_report(silent, tmp_path / "page.html")


def test_the_command_line_answers_in_one_line_and_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["report", "coverage_report", "--output", str(tmp_path / "r.html"), "-p", "topik=x"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("media-coverage: ParameterError: coverage_report has no parameter 'topik'")


def test_a_missing_store_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    arguments = ["report", "coverage_report", "--output", str(tmp_path / "r.html"), "--no-progress"]
    assert main([*arguments, "-p", f"corpus={tmp_path / 'nowhere'}"]) == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert "nowhere" in said[0]
    assert "Traceback" not in said[0]


def test_an_error_that_was_printed_as_a_literal_is_read_back():
    assert plain("'it\\'s gone'") == "it's gone"
    assert plain("two\nlines") == "two lines"
