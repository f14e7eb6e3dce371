"""Plain text files, also articles copied from a browser: headline, by-line, date and address out of the first lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.corpus.columns import NAMES, plain_name
from analysis.corpus.dates import read_date
from analysis.corpus.furniture import byline_of, is_furniture, reading_lines
from analysis.corpus.outlets import brand_in_dateline
from analysis.corpus.readers.records import Head, Item, Note, Problem, Record
from analysis.tables import SourceError

NAME = "plain text"
OURS = True
LARGEST = 20_000_000
TOP = 14
LABEL = re.compile(r"^([A-Za-z][\w /-]{1,24}?)\s*[:=]\s+(\S.*)$")
ADDRESS = re.compile(r"^<?(https?://\S+?)>?$")
FIELD_OF = {name: field for field in ("title", "url", "published", "authors", "outlet", "section", "language")
            for name in NAMES[field]}  # fmt: skip
LONG = 160


def recognise(head: Head) -> str:
    """By being text at all, with words in it."""
    return "text without tags or columns" if re.search(r"\w{2}", head.text) else ""


def read(head: Head) -> Iterator[Item]:
    """One record: the whole file is one article."""
    if head.size > LARGEST:
        raise SourceError(f"the text has {head.size:,} bytes, more than any article")
    if head.encoding.note:
        yield Note(head.encoding.note)
    text = head.path.read_bytes().decode(head.encoding.name, "replace")
    columns = pasted_page(text)
    if not columns.get("title") and not columns.get("text"):
        yield Problem("text", "nothing but furniture: no title and no text")
        return
    yield Record("text", columns)


def pasted_page(text: str) -> dict[str, str]:
    """Take a pasted page apart.

    Returns
    -------
    dict of title, text and those of authors, published, url, outlet, section that the page states. The headline is the
    line that is printed again, else the first line that is no furniture. Nothing is invented.
    """
    lines = reading_lines(text)
    found: dict[str, str] = {}
    body: list[str] = []
    title = _title(lines)
    if title:
        found["title"] = title
    for place, line in enumerate(lines):
        if place < TOP and _stated(line, found):
            continue
        body.append(line)
    start = _first_paragraph(body, title)
    kept = [line for line in body[:start] if not _top_furniture(line, title)] + body[start:]
    found["text"] = "\n\n".join(line for line in kept if line != title)
    if "outlet" not in found:
        brand = brand_in_dateline(next((line for line in kept if line != title), ""))
        if brand:
            found["outlet"] = brand
    return found


def _title(lines: list[str]) -> str:
    """The headline: a labelled line, a line printed twice at the top, or the first that is no furniture."""
    top = [line for line in lines[:TOP] if len(line) <= 250]
    for line in top:
        label = LABEL.match(line)
        if label and FIELD_OF.get(plain_name(label[1])) == "title":
            return label[2]
    for line in top:
        if lines[: TOP + 4].count(line) > 1 and not is_furniture(line) and len(line) > 15:
            return line
    for line in top:
        if is_furniture(line) or byline_of(line) or ADDRESS.match(line) or _date(line):
            continue
        label = LABEL.match(line)
        if label and plain_name(label[1]) in FIELD_OF:
            continue
        # A first line that ends like a sentence and is long is a paragraph: there is no headline.
        return "" if len(line) > LONG and line.endswith((".", "”", '"')) else line
    return ""


def _stated(line: str, found: dict[str, str]) -> bool:
    """Take what a line at the top states; True if it is no part of the body."""
    label = LABEL.match(line)
    field = FIELD_OF.get(plain_name(label[1])) if label else None
    if label and field:
        found.setdefault(field, label[2].strip())
        return True
    address = ADDRESS.match(line)
    if address:
        found.setdefault("url", address[1])
        return True
    author = byline_of(line)
    if author:
        found.setdefault("authors", author)
        return True
    date = _date(line)
    if date:
        found.setdefault("published", date)
        return True
    return False


def _date(line: str) -> str:
    """A line that is a date and little else."""
    if len(line) > 70 or not re.search(r"\d{4}", line):
        return ""
    for part in (line, *re.split(r"\s+[|•·]\s+|\s+-\s+", line)):
        words = re.findall(r"[^\W\d_]{3,}", part)
        if len(words) <= 6 and read_date(part.strip(" ,|-"), whole=True)[0] is not None:
            return part.strip(" ,|-")
    return ""


def _first_paragraph(lines: list[str], title: str) -> int:
    """Where the story begins: the first line that is long, or ends like a sentence, and is not the headline."""
    for place, line in enumerate(lines):
        if (
            line != title
            and (len(line) > 120 or re.search(r"[.?!][\"”’)]?$", line))
            and not is_furniture(line)
        ):
            return place
    return len(lines)


def _top_furniture(line: str, title: str) -> bool:
    """Lines above the story that are no heading of it."""
    return line == title or is_furniture(line)
