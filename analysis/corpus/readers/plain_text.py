"""Plain text files, also articles copied from a browser: headline, by-line, date and address out of the edge lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.corpus.columns import NAMES, plain_name
from analysis.corpus.dates import read_date
from analysis.corpus.furniture import byline_of, is_furniture, reading_lines
from analysis.corpus.readers.records import Head, Item, Note, Problem, Record
from analysis.tables import SourceError

NAME = "plain text"
OURS = True
LARGEST = 20_000_000
TOP = 30
"""Lines among which the headline and what is stated about the article can stand; menus may come first."""
BOTTOM = 8
LABEL = re.compile(r"^([A-Za-z][\w /-]{1,24}?)\s*[:=]\s+(\S.*)$")
ADDRESS = re.compile(r"^(?:(?:[^\W\d_]+\s?){1,3}:\s*)?<?(https?://\S+?)>?$")
SIGNED = re.compile(r"^((?:[^\W\d_][\w.'’-]*\s?){1,5}) [-–—|/] ((?:[\w.'’-]+\s?){1,4})$")
FIELDS = ("title", "url", "published", "authors", "outlet", "section", "language")
FIELD_OF = {name: field for field in FIELDS for name in NAMES[field]}
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
    line that is printed again, else the first line that is no furniture. Nothing is invented, and
    furniture stays in the text: cleaning takes it out and says so.
    """
    lines = reading_lines(text)
    found: dict[str, str] = {}
    top = _story_begins(lines)
    title = _title(lines[: max(top + 1, 4)])
    if title:
        found["title"] = title
    body = [line for place, line in enumerate(lines[:top]) if not _stated(lines, place, found)]
    if title in body:
        body.remove(title)
    rest = lines[top:]
    for line in rest[-BOTTOM:]:
        address = ADDRESS.match(line)
        if address:
            found.setdefault("url", address[1])
            rest.remove(line)
    found["text"] = "\n\n".join([*body, *(rest[1:] if title and rest and rest[0] == title else rest)])
    return found


def _story_begins(lines: list[str]) -> int:
    """Place of the first paragraph: the first line that is long or ends like a sentence, behind headline and by-line."""
    for place, line in enumerate(lines[:TOP]):
        sentence = re.search(r"[.?!][\"”’)]?$", line)
        if is_furniture(line) or lines[: TOP + 4].count(line) > 1 or (LABEL.match(line) and _field(line)):
            continue
        if len(line) > LONG or (
            len(line) > SHORTEST_PARAGRAPH and sentence and place > 0 and not _heads(lines, place)
        ):
            return place
    plain = [place for place, line in enumerate(lines[:TOP]) if not is_furniture(line) and not _states(line)]
    headed = 0 if any(_field(line) == "title" for line in lines[:TOP]) else 1
    return plain[headed] if len(plain) > headed else len(lines)


SHORTEST_PARAGRAPH = 60


def _states(line: str) -> bool:
    """Whether a line states a fact about the article and is no part of it."""
    return bool(_field(line) or ADDRESS.match(line) or byline_of(line) or _date(line))


def _heads(lines: list[str], place: int) -> bool:
    """Whether a line is a headline that ends in a question or exclamation mark: a by-line or a date follows it."""
    if not lines[place].endswith(("?", "!")):
        return False
    return any(
        _date(line) or byline_of(line) or SIGNED.match(line) or ADDRESS.match(line)
        for line in lines[place + 1 : place + 4]
    )


def _field(line: str) -> str:
    """The field that a labelled line states (`Judul: ...`), "" if none."""
    label = LABEL.match(line)
    return FIELD_OF.get(plain_name(label[1]), "") if label else ""


def _title(top: list[str]) -> str:
    """The headline: a labelled line, a line printed twice at the top, or the first that is no furniture."""
    short = [line for line in top if len(line) <= 250]
    for line in short:
        label = LABEL.match(line)
        if label and _field(line) == "title":
            return label[2]
    for line in short:
        if top.count(line) > 1 and len(line) > 15 and not is_furniture(line):
            return line
    for place, line in enumerate(short):
        skipped = is_furniture(line) or byline_of(line) or ADDRESS.match(line) or _date(line) or _field(line)
        if (
            skipped
            or _signed(short, place)
            or (line.count(" ") < 2 and len(line) < 25 and len(short) > place + 1)
        ):
            continue
        # A first line that ends like a sentence and is long is a paragraph: there is no headline.
        return "" if len(line) > LONG and line.endswith((".", "”", '"')) else line
    return short[0] if short and not is_furniture(short[0]) and len(short[0]) <= LONG else ""


def _stated(lines: list[str], place: int, found: dict[str, str]) -> bool:
    """Take what a line at the top states; True if it is no part of the body."""
    line = lines[place]
    label = LABEL.match(line)
    if label and _field(line):
        found.setdefault(_field(line), label[2].strip())
        return True
    address = ADDRESS.match(line)
    if address:
        found.setdefault("url", address[1])
        return True
    author = byline_of(line)
    if author:
        found.setdefault("authors", author)
        return False  # cleaning takes the line out and says so
    date = _date(line)
    if date:
        found.setdefault("published", date)
        return True
    signed = _signed(lines, place)
    if signed:
        found.setdefault("authors", signed[0])
        found.setdefault("outlet", signed[1])
        return True
    return False


def _signed(lines: list[str], place: int) -> tuple[str, str] | None:
    """Author and outlet of a line such as `Dodi Kurnia - Sorot Kini` with a date above or below it."""
    match = SIGNED.match(lines[place]) if len(lines[place]) < 70 else None
    if not match or not lines[place][:1].isupper():
        return None
    near = [*lines[place + 1 : place + 3], *lines[max(place - 1, 0) : place]]
    return (match[1].strip(), match[2].strip()) if any(map(_date, near)) else None


def _date(line: str) -> str:
    """A line that is a date and little else."""
    if len(line) > 70 or not re.search(r"\d{4}", line):
        return ""
    for part in (line, *re.split(r"\s+[|•·]\s+|\s+-\s+", line)):
        if read_date(part.strip(" ,|-"), whole=True)[0] is not None:
            return part.strip(" ,|-")
    return ""
