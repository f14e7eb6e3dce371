"""Europresse HTML: an `article` element for each document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.foreign_dates import english_date
from analysis.corpus.readers.html_tree import blocks_of, html_tree, one_line_of
from analysis.corpus.readers.records import Head, Item, Note, Problem, Promise, Record

NAME = "Europresse HTML"
DATE = re.compile(
    r"\b(\d{1,2}(?:er)?\s+[^\W\d_]+\s+(?:1[89]|20)\d\d|[^\W\d_]+\s+\d{1,2},\s*(?:1[89]|20)\d\d)\b"
)
NUMBER = re.compile(r"\b(news[·.]\d{8}[·.][\w·.-]+)")


def recognise(head: Head) -> str:
    """By the classes DocPublicationName and titreArticle."""
    text = head.text
    if "DocPublicationName" not in text and "<article" in text and "uropresse" in text:
        text = head.encoding.decode(head.path.read_bytes()[:2_000_000])
    return "the classes DocPublicationName and DocHeader" if "DocPublicationName" in text else ""


def read(head: Head) -> Iterator[Item]:
    """Articles in their order; the publication names are the promise."""
    source, tree = html_tree(head)
    if head.encoding.note:
        yield Note(head.encoding.note)
    found = [node for node in tree.iter("article") if node.xpath('.//*[@class="DocPublicationName"]')]
    yield Promise(len(re.findall(r'class\s*=\s*"DocPublicationName"', source)))
    for number, node in enumerate(found, start=1):
        columns = _columns(node)
        if columns["title"] or columns["text"]:
            yield Record(f"article {number}", columns)
        else:
            yield Problem(f"article {number}", "neither a headline nor a text was found")


def _first(node: Any, name: str) -> Any:
    found = node.xpath(f'.//*[contains(concat(" ", @class, " "), " {name} ")]')
    return found[0] if found else None


def _columns(node: Any) -> dict[str, Any]:
    header = one_line_of(_first(node, "DocHeader"))
    whole = f"{header} {one_line_of(node.find('header'))}"
    date = DATE.search(header) or DATE.search(whole)
    body = _first(node, "docOcurrContainer")
    if body is None:
        body = _first(node, "DocText")
    title = _first(node, "titreArticleVisu")
    title = title if title is not None else _first(node, "titreArticle")
    name = _first(node, "DocPublicationName")
    outlet = (name.text or "").strip() if name is not None else ""
    footer = node.find("footer")
    said = one_line_of(footer)
    number = NUMBER.search(said)
    columns: dict[str, Any] = {
        "title": one_line_of(title),
        "text": blocks_of(body),
        "published": english_date(date[1]) if date else "",
        "outlet": re.split(r",\s*(?:no\.|n°)|\s{2,}", outlet or one_line_of(name))[0].strip(" ,"),
        "authors": one_line_of(_first(node, "docAuthors")),
        "section": _section(header),
        "id": number[1] if number else "",
    }
    for key, value in (
        ("extra.header", header),
        ("extra.subtitle", one_line_of(_first(node, "rdp__subtitle"))),
        ("extra.copyright", one_line_of(footer.find("small")) if footer is not None else ""),
    ):
        if value:
            columns[key] = value
    return columns


def _section(header: str) -> str:
    """The first part of the header that is no date, page or number."""
    for part in header.split(","):
        part = part.strip()
        if (
            part
            and not re.search(r"\d", part)
            and not re.match(r"(?:lun|mar|mer|jeu|ven|sam|dim)\w*di\b|dimanche", part)
        ):
            return part
    return ""
