"""Every linked number of every page is counted again in the evidence list and is the same number."""

from __future__ import annotations

import copy
import re
from types import SimpleNamespace

import pandas as pd
import pytest
from lxml import html

RATIO = re.compile(r"[%×]|[−-]?\d+[.,]\d{1,2}$")
"""A share, a multiple or a mean: worked out from the evidence, not the number of its rows."""


def whole(text: str) -> int | None:
    """The number that a linked text says, None where it is a ratio or a name."""
    found = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})*|\d+", text.strip())
    return int(re.sub(r"[.,]", "", text)) if found else None


def sizes_of(evidence: pd.DataFrame) -> dict[str, set[int]]:
    """Of each link, as counted in the list beside the page: rows, articles, distinct texts."""
    groups = evidence.groupby("evidence")
    counts = zip(
        groups.size().items(), groups["article_id"].nunique(), groups["cluster_id"].nunique(), strict=True
    )
    return {f"#e{link}": {rows, articles, texts} for (link, rows), articles, texts in counts}


def rows_of(tables: dict[str, pd.DataFrame]) -> dict[str, dict]:
    """Of each link, the row of the workbook that it belongs to."""
    found = {}
    for table in tables.values():
        for row in table.to_dict("records") if "evidence" in table else []:
            found[str(row["evidence"])] = row
    return found


def counted(row: dict, sizes: set[int]) -> bool:
    """True where a ratio stands beside a count of its own evidence, and a share is that count over its denominator."""
    counts = [row.get(name) for name in ("count", "quotations", "matched", "articles", "n")]
    if not any(value in sizes for value in counts):
        return False
    share, count, total = row.get("value"), row.get("count"), row.get("total", row.get("articles"))
    is_share = str(row.get("unit", "")).startswith("share") and count in sizes and total and share == share
    return not is_share or abs(share - count / total) < 1e-9


def miscounts(tree: html.HtmlElement, evidence: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> list[str]:
    """The linked numbers of a page that its evidence does not bear out."""
    sizes, rows = sizes_of(evidence), rows_of(tables)
    wrong = []
    for link in tree.xpath('//main//a[starts-with(@href, "#e")]'):
        where, text = link.get("href"), (link.get("aria-label") or link.text_content()).strip()
        if where not in sizes:
            wrong.append(f"{text}: {where} has no evidence")
            continue
        if link.get("aria-label"):
            text = text.rpartition(": ")[2]
        number = whole(text)
        if number is not None:
            times = rows.get(where, {}).get("unit") == "log2 ratio" and counted(rows[where], sizes[where])
            if number not in sizes[where] and not (times and round(2 ** rows[where]["value"]) == number):
                wrong.append(f"{text}: the evidence {where} has {sorted(sizes[where])}")
        elif RATIO.search(text) and where in rows and not counted(rows[where], sizes[where]):
            wrong.append(f"{text}: no count of {where} is one of {sorted(sizes[where])}")
    return wrong


def test_every_linked_number_is_the_number_of_its_evidence(page: SimpleNamespace):
    links = page.tree.xpath('//main//a[starts-with(@href, "#e")]')
    assert len(links) > 20 or page.name in ("small", "few in the week", "article")
    assert miscounts(page.tree, page.evidence, page.tables) == []


def test_every_chart_mark_says_what_it_stands_for(page: SimpleNamespace):
    for mark in page.tree.xpath('//main//figure//a[starts-with(@href, "#e")]'):
        assert not mark.get("aria-label").startswith("#"), mark.get("href")


def test_every_row_that_counts_something_opens_it(page: SimpleNamespace):
    """A row of a table of numbers without a link counts nothing."""
    for sheet, table in page.tables.items():
        if "evidence" in table and "count" in table:
            silent = table[~table["evidence"].astype("str").str.startswith("#e")]
            assert (silent["count"].fillna(0) == 0).all(), sheet


def test_every_link_lands_and_every_id_is_unique(page: SimpleNamespace):
    ids = page.tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.tree.xpath("//a/@href") if link.startswith("#")} <= set(ids)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["cell", "sentence", "mark", "nowhere", "share"])
def test_a_wrong_number_is_found_out(built: SimpleNamespace, kind: str):
    tree, tables = copy.deepcopy(built.tree), {name: one.copy() for name, one in built.tables.items()}
    if kind == "share":
        tables["frames_id"]["value"] += 0.01
    elif kind == "nowhere":
        tree.xpath('//td/a[starts-with(@href, "#e")]')[0].set("href", "#e99999")
    elif kind == "mark":
        mark = tree.xpath('//section[@id="s-volume"]//figure//a[starts-with(@href, "#e")]')[0]
        mark.set("aria-label", mark.get("aria-label").rpartition(": ")[0] + ": 9,999")
    else:
        place = "//td" if kind == "cell" else '//p[@class="answer"]'
        numbers = [one for one in tree.xpath(f'{place}/a[starts-with(@href, "#e")]') if whole(one.text)]
        numbers[0].text = "9,999"
    assert miscounts(tree, built.evidence, tables)
