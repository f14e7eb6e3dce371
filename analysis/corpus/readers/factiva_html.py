"""Factiva's HTML, both layouts: fields under codes (HD, LP, TD), and the article format without codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.foreign_dates import english_date
from analysis.corpus.readers.html_tree import blocks_of, html_tree, one_line_of
from analysis.corpus.readers.records import Head, Item, Note, Problem, Promise, Record

NAME = "Factiva HTML"
CODES = ("HD", "LP", "TD", "PD", "SN", "AN", "WC")
WORD_COUNT = re.compile(
    r"^([\d.,\s]+)\s*(words?|mots|Wörter|palabras|parole|語|palavras|слов|字|woorden|kata)$", re.I
)
EXTRAS = {
    "WC": "extra.word_count", "SC": "extra.source_code", "NGC": "extra.source_group", "ED": "extra.edition",
    "PG": "extra.page", "CY": "extra.copyright", "RF": "extra.reference", "CO": "extra.companies",
    "IN": "extra.industries", "NS": "extra.subjects", "RE": "extra.regions", "IPC": "extra.ipc", "IPD": "extra.ipd",
    "PUB": "extra.publisher", "CT": "extra.contact", "ART": "extra.art", "VOL": "extra.volume", "CLM": "extra.column",
}  # fmt: skip


def recognise(head: Head) -> str:
    """By cells of class index with Factiva's codes, or by Factiva's headline and paragraph classes."""
    start = head.text[:60_000]
    titled = re.search(r"<title>\s*Factiva\b", start, re.I)
    if titled or "articleParagraph" in start or 'class="index"' in start:
        text = _whole(head)
        if re.search(r'class="index"[^>]*>(?:\s*<(?:p|br)\s*/?>)*\s*<b>\s*(?:HD|SE|SN|CLM|BY)\s*</b>', text):
            return "cells of class index with the codes HD, LP, TD"
        if re.search(r'class=["\'][^"\']*articleParagraph', text) and re.search(
            r"class=[\"']\w*[Hh]eadline[\"']", text
        ):
            return "articleParagraph under a Headline, without codes"
    return "a page titled Factiva" if titled else ""


def _whole(head: Head) -> str:
    return head.encoding.decode(head.path.read_bytes()[:2_000_000]) if head.encoding.name != "binary" else ""


def read(head: Head) -> Iterator[Item]:
    """An article a block; the accession numbers at the ends of the blocks are the promise."""
    source, tree = html_tree(head)
    if head.encoding.note:
        yield Note(head.encoding.note)
    told = len(re.findall(r"(?:Document|Documento|Dokument|文件|文書)\s+[A-Z][A-Za-z0-9]{11,40}\b", source))
    blocks = _blocks(tree)
    if told:
        yield Promise(told)
    if not blocks:
        yield Problem("", "is a Factiva page without articles in it")
    for number, block in enumerate(blocks, start=1):
        rows = _coded(block)
        columns = _of_codes(rows) if rows else _of_order(block)
        place = f"article {number}"
        if columns.get("title") or columns.get("text"):
            yield Record(place, columns)
        else:
            yield Problem(place, "neither a headline nor paragraphs were found")


def _blocks(tree: Any) -> list[Any]:
    """The outermost blocks that hold an article each."""
    found = tree.xpath('//div[contains(concat(" ", @class, " "), " article ")]')
    if not found:
        found = [node.getparent() for node in tree.xpath('//div[contains(@class, "Article")]')]
        found = list(dict.fromkeys(node for node in found if node is not None))
    if not found:
        tables = tree.xpath('//table[.//td[@class="index"]]')
        found = tables
    outer = [
        node
        for node in found
        if not any(other is not node and other in found for other in node.iterancestors())
    ]
    return [
        node
        for node in outer
        if node.xpath('.//p[contains(@class, "articleParagraph")] | .//td[@class="index"]')
    ]


def _coded(block: Any) -> dict[str, Any]:
    """Cells by code."""
    rows: dict[str, Any] = {}
    for cell in block.xpath('.//td[contains(@class, "index")]'):
        code = one_line_of(cell).strip("\xa0 ").upper()
        value = cell.getnext()
        if code and value is not None:
            rows.setdefault(code, value)
    return rows


def _of_codes(rows: dict[str, Any]) -> dict[str, Any]:
    said = {code: one_line_of(cell) for code, cell in rows.items()}
    columns: dict[str, Any] = {
        "title": said.get("HD", ""),
        "text": "\n\n".join(blocks_of(rows[code]) for code in ("LP", "TD") if code in rows),
        "published": english_date(said.get("PD", "")),
        "outlet": said.get("SN", ""),
        "authors": said.get("BY", ""),
        "section": said.get("SE", ""),
        "agency": said.get("CR", ""),
        "language": said.get("LA", ""),
        "id": said.get("AN", "").rpartition(" ")[2],
    }
    if said.get("ET"):
        columns["time"] = said["ET"]
    for code, name in EXTRAS.items():
        if said.get(code):
            columns[name] = said[code]
    return columns


def _of_order(block: Any) -> dict[str, Any]:
    """The layout without codes: after the words come date, source, code, language or section, in this order."""
    headline = block.xpath('.//*[contains(@class, "eadline")]')
    paragraphs = block.xpath('.//p[contains(@class, "articleParagraph")]')
    lines = [one_line_of(node) for node in block.xpath(".//div[not(@*)]")]
    columns: dict[str, Any] = {
        "title": one_line_of(headline[0]) if headline else "",
        "text": "\n\n".join(filter(None, map(one_line_of, paragraphs))),
    }
    place = next((place for place, line in enumerate(lines) if WORD_COUNT.match(line)), None)
    if place is None:
        return columns
    before, after = lines[:place], lines[place + 1 :]
    columns["extra.word_count"] = lines[place]
    if before and before[-1] != columns["title"]:
        columns["authors"] = before[-1]
    if after:
        columns["published"] = english_date(after[0])
    if len(after) > 1 and re.fullmatch(r"\d{1,2}:\d{2}(?:\s*[AP]M)?", after[1]):
        columns["time"] = after.pop(1)
    if len(after) > 1:
        columns["outlet"] = after[1]
    if len(after) > 2:
        columns["extra.source_code"] = after[2]
    for line in after[3:]:
        number = re.match(r"(?:Document|Documento|Dokument|文件|文書)\s+([A-Z][A-Za-z0-9]{11,40})\b", line)
        if number:
            columns["id"] = number[1]
        elif line.startswith(("Copyright", "©", "(c)", "(C)")):
            columns["extra.copyright"] = line
        elif "language" not in columns:
            columns["language"] = line
    return columns
