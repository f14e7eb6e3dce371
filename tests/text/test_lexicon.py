"""Lexicons: file forms with every separator, contradictions refused by name, every shipped one sound."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.languages import language
from analysis.tables import LexiconError
from analysis.text.lexicon import Lexicon, read_lexicon
from analysis.text.passport import shipped

FORMS = {
    "tab.tsv": "term\tweight\ttopic\naman\t0,5\t0\nperang dingin\t-1\t1\n",
    "plain.tsv": "# made by hand\naman\t0.5\n\nperang dingin\t-1\t1\n",
    "semicolon.csv": "kata;bobot;topik\naman;0,5\nperang dingin;-1;1\n",
    "comma.csv": 'term,weight,topic\naman,0.5,0\n"perang dingin",-1,1\n',
}


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", FORMS)
def test_every_file_form_gives_the_same_lexicon(tmp_path: Path, name: str):
    found = read_lexicon(written(tmp_path, name, FORMS[name]))
    assert found.terms.to_numpy().tolist() == [["aman", 0.5, False], ["perang dingin", -1.0, True]]


def test_a_byte_order_mark_is_no_letter(tmp_path: Path):
    path = tmp_path / "bom.tsv"
    path.write_bytes(b"\xef\xbb\xbfaman\t1\nburuk\t-1\n")
    assert read_lexicon(path).terms["term"].tolist() == ["aman", "buruk"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("aman\t1\naman\t-1\nburuk\t-1\n", "lexicon a: 1 terms stand in it twice, first: 'aman' with -1 and 1. Keep one line of each."),
        ("aman\t0\n", "lexicon a: 1 terms weigh nothing, first: 'aman'. Leave out what is neutral."),
        ("aman\tnan\n", "lexicon a: 1 weights are no numbers, first: 'aman'."),
        ("term\tweight\n", "lexicon a: it has no terms; write one a line: term, a tab, its weight."),
        ("term\tweight\naman\tsatu\n", "a.tsv, line 2: 'satu' is not a weight."),
        ("aman\t1\nburuk\n", "a.tsv, line 2: '' is not a weight."),
    ],
)  # fmt: skip
def test_a_lexicon_that_cannot_serve_is_refused_by_name(tmp_path: Path, text: str, message: str):
    with pytest.raises(LexiconError) as caught:
        read_lexicon(written(tmp_path, "a.tsv", text))
    assert str(caught.value) == message


def test_a_negator_cannot_weigh():
    terms = pd.DataFrame({"term": ["aman", "tidak"], "weight": [1.0, -1.0]})
    with pytest.raises(
        LexiconError, match=r"lexicon mine: 1 terms are negators of Indonesian as well, first: 'tidak'."
    ):
        Lexicon("mine", "id", "1", terms)
    assert len(Lexicon("mine", "en", "1", terms).terms) == 2


def test_a_name_that_is_neither_file_nor_shipped_is_refused():
    with pytest.raises(LexiconError, match="no lexicon 'id/nihil': no such file, and the shipped ones are"):
        read_lexicon("id/nihil")


def test_a_lexicon_shows_its_sides():
    terms = pd.DataFrame({"term": ["aman", "buruk", "jahat"], "weight": [1.0, -1.0, -0.5]})
    assert repr(Lexicon("mine", "id", "1", terms)) == "Lexicon('mine', id, 1 positive, 2 negative)"


def test_every_shipped_lexicon_reads_and_stays_on_the_scale():
    for name in shipped("lexicons"):
        found = read_lexicon(name)
        assert found.language == name.split("/")[0]
        assert found.terms["weight"].abs().max() <= 1
        assert not set(found.terms["term"]) & set(language(found.language).negators)
