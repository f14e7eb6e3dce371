"""Every public name shows how it is used, in an example that runs."""

from __future__ import annotations

import doctest

import pytest

import analysis as mc

SHOWN_IN_TESTS = {
    "Transformer": "needs an optional extra",
    "train_frames": "a hundred coded articles are no example to read",
}


@pytest.mark.parametrize("name", sorted(set(mc.__all__) - set(SHOWN_IN_TESTS)))
def test_a_public_name_has_an_example_that_runs(name: str):
    text = getattr(mc, name).__doc__ or ""
    assert "Examples\n" in text
    found = doctest.DocTestParser().get_examples(text)
    assert [one for one in found if not one.options.get(doctest.SKIP)], "no example that runs"
