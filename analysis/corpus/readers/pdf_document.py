"""PDF clippings with a text layer: one article a file, or one a bookmark where the file has several."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.plain_text import pasted_page
from analysis.corpus.readers.records import Head, Item, Note, Problem, Record
from analysis.tables import SourceError

NAME = "PDF"
OURS = True
LARGEST = 200_000_000
MOST_PAGES = 3000
MOST_TEXT = 20_000_000


def recognise(head: Head) -> str:
    """By the sign %PDF near the beginning."""
    return "the sign %PDF" if b"%PDF-" in head.data[:1024] else ""


def read(head: Head) -> Iterator[Item]:
    """Articles of the file, each with the pages it stands on."""
    import logging

    import pypdf
    from pypdf.errors import PyPdfError

    if head.size > LARGEST:
        raise SourceError(f"the PDF has {head.size:,} bytes; split it")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        document = pypdf.PdfReader(head.path, strict=False)
        if document.is_encrypted and not document.decrypt(""):
            raise SourceError("the PDF is encrypted; save it without a password")
        count = len(document.pages)
    except SourceError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
    ) as error:
        raise SourceError(f"the PDF is damaged ({type(error).__name__}); save it again") from None
    if count > MOST_PAGES:
        raise SourceError(f"the PDF has {count:,} pages, more than {MOST_PAGES:,}; split it")
    pages: list[str] = []
    size = 0
    for number in range(count):
        try:
            text = document.pages[number].extract_text() or ""
        except Exception as error:  # pypdf throws whatever a broken page brings about
            yield Problem(f"page {number + 1}", f"the page cannot be read ({type(error).__name__})")
            text = ""
        size += len(text)
        if size > MOST_TEXT:
            raise SourceError(f"the PDF holds more than {MOST_TEXT:,} characters; split it")
        pages.append(text)
    if not any(page.strip() for page in pages):
        raise SourceError(
            "the PDF has no text layer: its pages are pictures; run text recognition (OCR) first"
        )
    for first, last, title in _articles(document, count):
        yield from _article(pages[first:last], first, last, title)
    bare = sum(not page.strip() for page in pages)
    if bare:
        yield Note(f"{bare} of {count} pages have no text layer")


def _articles(document: Any, count: int) -> list[tuple[int, int, str]]:
    """First page, page after the last, and title of each article: by the bookmarks of the top, else the whole file."""
    starts: list[tuple[int, str]] = []
    try:
        for entry in document.outline:
            if not isinstance(entry, list):
                page = document.get_destination_page_number(entry)
                if page is not None and 0 <= page < count:
                    starts.append((page, str(entry.title or "")))
    except Exception:  # a broken outline says nothing: the file is then one article
        starts = []
    starts = sorted({page: (page, title) for page, title in reversed(starts)}.values())
    if len(starts) < 2:
        return [(0, count, "")]
    if starts[0][0] > 0:
        starts.insert(0, (0, ""))
    ends = [page for page, _ in starts[1:]] + [count]
    return [(page, end, title) for (page, title), end in zip(starts, ends)]


def _article(pages: list[str], first: int, last: int, title: str) -> Iterator[Item]:
    place = f"page {first + 1}" if last - first == 1 else f"pages {first + 1}-{last}"
    columns: dict[str, Any] = dict(pasted_page(_flowing("\n".join(pages))))
    title = " ".join(title.split())
    if title and title.lower() in " ".join(pages[0].split()).lower():
        columns["title"] = title
    if not columns.get("title") and not columns.get("text"):
        yield Problem(place, "no title and no text")
        return
    columns["extra.page"] = str(first + 1)
    yield Record(place, columns)


def _flowing(text: str) -> str:
    """Lines broken at a column's width made whole: a line that is nearly full goes on in the next one."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    filled = [len(line) for line in lines if len(line) > 25]
    if len(filled) < 4:
        return "\n".join(lines)
    width = statistics.quantiles(filled, n=10)[-1]
    out: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line:
            joined = out[-1][:-1] + line if _is_hyphenated(out[-1], line) else f"{out[-1]} {line}"
            out[-1] = joined
        else:
            out.append(line)
        goes_on = bool(line) and len(line) > 0.8 * width and not (len(line) < 0.93 * width and _ends(line))
    return "\n".join(out)


def _is_hyphenated(before: str, after: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}-$", before)) and after[:1].islower()


def _ends(line: str) -> bool:
    return bool(re.search(r"[.!?][\"”’)]?$", line))
