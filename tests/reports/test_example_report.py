"""The main report of the example collection: one quiet file whose every number can be counted again."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import re
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pandas as pd
import pytest
from lxml import html

LANDS = re.compile(r'href="#(e\d+)"')


@pytest.fixture(scope="module")
def tree(built: SimpleNamespace) -> html.HtmlElement:
    return html.fromstring(built.html)


def test_nothing_is_loaded_from_anywhere(built: SimpleNamespace, tree: html.HtmlElement):
    loading = tree.xpath("//*[@src] | //link | //iframe | //object | //embed | //base | //form")
    assert loading == []
    assert not re.search(r"url\(\s*['\"]?(?!#)", built.html)
    assert "@import" not in built.html
    [policy] = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    assert policy.startswith("default-src 'none'")


def test_the_one_script_is_the_one_that_the_policy_allows(tree: html.HtmlElement):
    [script] = tree.xpath("//script")
    [policy] = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy


def test_every_id_is_unique_and_every_link_lands(built: SimpleNamespace, tree: html.HtmlElement):
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")}
    assert targets <= set(ids)
    assert len(set(LANDS.findall(built.html))) > 100


def test_every_number_shows_sentences(tree: html.HtmlElement):
    cited = {number for item in tree.xpath("//aside//li/@class") for number in item.split()}
    heads = set(tree.xpath('//aside//div[@class="head"]/@id'))
    assert heads == cited


def test_every_head_says_how_many_rows_the_evidence_file_holds(
    built: SimpleNamespace, tree: html.HtmlElement
):
    rows = built.evidence.groupby("evidence").size()
    articles = built.evidence.groupby("evidence")["article_id"].nunique()
    texts = built.evidence.groupby("evidence")["cluster_id"].nunique()
    heads = tree.xpath('//aside//div[@class="head"]')
    assert len(heads) == len(rows)
    for head in heads:
        said = re.search(
            r"showing ([\d,]+) of ([\d,]+), in ([\d,]+) articles \(([\d,]+) distinct", head.text_content()
        )
        assert said, head.text_content()[:80]
        number = int(head.get("id")[1:])
        found = [int(part.replace(",", "")) for part in said.groups()]
        assert found[1:] == [rows[number], articles[number], texts[number]]


@pytest.mark.parametrize(
    ("sheet", "column", "unit"),
    [
        ("volume", "value", "rows"),
        ("origin", "count", "rows"),
        ("words_id", "count", "rows"),
        ("words_en", "count", "rows"),
        ("frequent_id", "count", "rows"),
        ("actors_id", "count", "rows"),
        ("speakers_en", "quotations", "rows"),
        ("labels_id", "count", "rows"),
        ("frames_id", "count", "articles"),
        ("frames_en", "count", "articles"),
        ("tone_id", "matched", "articles"),
    ],
)
def test_the_number_in_the_table_is_the_number_of_its_evidence(
    built: SimpleNamespace, sheet: str, column: str, unit: str
):
    table = built.tables[sheet]
    linked = table[table["evidence"].astype("str").str.startswith("#e")]
    assert len(linked)
    for row in linked.to_dict("records"):
        behind = built.evidence[built.evidence["evidence"] == int(row["evidence"][2:])]
        counted = len(behind) if unit == "rows" else behind["article_id"].nunique()
        assert counted == row[column], row
    unlinked = table.drop(linked.index)
    assert (unlinked[column].fillna(0) == 0).all()


def test_shares_are_their_counts_over_their_denominators(built: SimpleNamespace):
    for sheet in ("actors_id", "speakers_id", "labels_id"):
        table = built.tables[sheet]
        pd.testing.assert_series_equal(table["value"], table["count"] / table["total"], check_names=False)
    for sheet in ("frames_id", "origin"):
        table = built.tables[sheet].dropna(subset=["value"])
        pd.testing.assert_series_equal(table["value"], table["count"] / table["articles"], check_names=False)


def test_an_interval_holds_its_value_and_never_is_it(built: SimpleNamespace):
    for name, table in built.tables.items():
        if "low" not in table:
            continue
        known = table.dropna(subset=["low", "high", "value"])
        assert (known["low"] <= known["value"] + 1e-9).all(), name
        assert (known["high"] >= known["value"] - 1e-9).all(), name
        assert (known["low"] < known["high"]).all(), name


def test_excerpts_have_at_most_25_words_and_no_full_text_is_in_the_file(tree: html.HtmlElement):
    for text in tree.xpath("//aside//li/p[1] | //blockquote/p"):
        words = text.text_content().replace("…", "").split()
        assert len(words) <= 25


def test_no_code_is_shown(built: SimpleNamespace):
    for code in ("import analysis", "mc.", "report.show", "def "):
        assert code not in built.html


def test_no_percentage_rests_on_fewer_than_twenty_articles(built: SimpleNamespace):
    for sheet in ("frames_id", "frames_en", "origin"):
        table = built.tables[sheet]
        assert table.loc[table["articles"] < 20, "value"].isna().all()
    sizes = built.tables["origin"].set_index("outlet")["articles"]
    told = built.tables["differences"]
    named = set(told["group_a"]) | set(told["group_b"])
    assert all(sizes[outlet] >= 20 for outlet in named)


RED = r"\b(because of|caused|causes|due to|in order to|wants? to|biased|bias of|pro-|anti-Russian|propaganda|intends?)\b"


def test_no_cause_no_motive_no_bias_in_what_the_report_says(tree: html.HtmlElement):
    for sentence in tree.xpath('//p[@class="answer"] | //section[@class="summary"]//li'):
        quoted = re.sub(r"“[^”]*”", "", sentence.text_content())
        assert not re.search(RED, quoted, re.I), quoted


def test_a_named_difference_excludes_zero_after_correction(built: SimpleNamespace, tree: html.HtmlElement):
    told = built.tables["differences"]
    held = told[told["distinguishable"]]
    assert ((held["low"] > 0) | (held["high"] < 0)).all()
    assert (held["q"] < 0.05).all()
    pairs = {frozenset(pair) for pair in zip(held["group_a"], held["group_b"], strict=True)}
    for sentence in tree.xpath('//p[@class="answer"]'):
        text = sentence.text_content()
        if "percentage points" in text or "more positive" in text:
            named = {outlet for outlet in set(told["group_a"]) | set(told["group_b"]) if outlet in text}
            assert frozenset(named) in pairs, text


def test_the_page_says_what_it_is_made_from(built: SimpleNamespace):
    for needed in (
        "Illustrative collection",
        "Data fingerprint",
        "Method fingerprint",
        "media-coverage report coverage_report",
    ):
        assert needed in built.html


def test_the_page_is_small(built: SimpleNamespace):
    assert built.path.stat().st_size < 3_000_000


def checks(name: str) -> ModuleType:
    """The rules that the slow tests hold every page to, for this one."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_linked_number_is_counted_again(built: SimpleNamespace):
    assert checks("test_recount").miscounts(built.tree, built.evidence, built.tables) == []


def test_no_red_line_is_crossed(built: SimpleNamespace):
    assert checks("test_red_lines").breaches(built.tree, "en", built.sizes, built.left) == []
