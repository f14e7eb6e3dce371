"""Saved web pages: the body by trafilatura, what the page says about itself from its head and near its headline."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from analysis.corpus.dates import read_date
from analysis.corpus.readers.page_body import prune, story
from analysis.corpus.readers.page_metadata import page_metadata
from analysis.corpus.readers.records import Head, Item, Note, Page, Problem, Record
from analysis.corpus.readers.visible_facts import is_person, visible_author, visible_date
from analysis.tables import SourceError

NAME = "web page"
OURS = True
LARGEST = 20_000_000
HTTP = ("http://", "https://")
HINT = re.compile(
    r"author|byl|\bBBL\b|(?:user|screen|channel-|journalist-)name|writer|(?:submitted|posted)-by|zuozhe|bianji|xiaobian",
    re.IGNORECASE,
)
_named_things = etree.XPath(
    "//@class | //@id | //@itemprop | //@rel | //@data-testid | //@data-component", smart_strings=False
)
NOTHING = "no title and no text could be found in the page"
UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe")
SIGNS = ("<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<meta")
SEPARATOR = re.compile(r"\s+[|\-–—»:]\s+")
CHARSET = re.compile(rb"<meta[^>]{0,80}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def recognise(head: Head) -> str:
    """By a doctype or the tags a page begins with."""
    start = head.text.lstrip("\ufeff \t\r\n")[:4000].lower()
    if not start.startswith("<"):
        return ""
    return next((f"{sign.rstrip('>')}> near the beginning" for sign in SIGNS if sign in start), "")


def read(head: Head) -> Iterator[Item]:
    """The page, still to be parsed."""
    if head.size > LARGEST:
        raise SourceError(f"the page has {head.size:,} bytes, more than any article")
    source, note = _decoded(head)
    if note:
        yield Note(note)
    yield Page("page", source)


def parsed(page: Page) -> Record | Problem:
    """The article of a page, or why there is none."""
    try:
        columns = page_columns(page.source)
        reason = "" if columns.get("title") or columns.get("text") else NOTHING
    except SourceError as error:
        reason = str(error)
    except (MemoryError, RecursionError) as error:
        reason = f"nested or grown beyond what can be read ({type(error).__name__})"
    except Exception as error:  # a page nobody foresaw: say so, and go on with the next one
        said = " ".join(str(error).split())[:200]
        reason = f"the page cannot be parsed ({type(error).__name__}: {said})"
    if reason:
        return Problem(page.position, reason, page.address[:80])
    if page.address.startswith(HTTP) and not str(columns.get("url") or "").startswith("http"):
        columns["url"] = page.address
    return Record(page.position, columns | page.beside)


def parsed_pages(pages: Sequence[Page]) -> list[Record | Problem]:
    """`parsed` of each page."""
    return list(map(parsed, pages))


def page_columns(source: str) -> dict[str, Any]:
    """Title, text and what the page states of a page's source.

    Raises
    ------
    SourceError
        Where no page can be made out of its tags.
    """
    from lxml import html

    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source.replace("\0", ""))
    try:
        tree = html.document_fromstring(source, parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise SourceError("no page can be made out of its tags") from None
    columns: dict[str, Any] = dict(page_metadata(tree))
    etree.strip_elements(tree, *UNSEEN, with_tail=False)
    columns.update(_body(tree, columns))
    return columns


def _parser() -> Any:
    """A parser whose nodes are made without asking Python for the class of each."""
    from lxml import html

    parser = html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    return parser


def _decoded(head: Head) -> tuple[str, str]:
    """The page as text: UTF-8 if it is that, else as it declares, else as the encoding was guessed."""
    encoding, note = head.encoding.name, head.encoding.note
    declared = CHARSET.search(head.data)
    if encoding == "cp1252" and declared:
        try:
            codec = codecs.lookup(declared[1].decode("ascii", "ignore"))
            encoding = codec.name if codec._is_text_encoding else "cp1252"
            encoding, note = ("cp1252", "") if encoding in ("ascii", "iso8859-1", "utf-8") else (encoding, "")
        except LookupError:
            pass
    return head.path.read_bytes().decode(encoding, "replace"), note


def _body(tree: Any, stated: dict[str, Any]) -> dict[str, str]:
    """Body, and whatever the head did not state well: title, author, date."""
    found = {"title": page_title(tree, stated.get("title") or "")}
    author = stated.get("authors") or ""
    found["authors"] = author if is_person(author) else visible_author(tree)
    found["published"] = _finer_date(stated.get("published") or "", tree, found["title"])
    prune(tree)
    found["text"] = story(tree)
    if not (found["title"] and found["authors"] and found["published"]):
        _fill(found, tree, stated.get("url"))
    return found


def _fill(found: dict[str, str], tree: Any, url: str | None) -> None:
    """What trafilatura makes out where the head and the neighbourhood of the headline are silent."""
    from trafilatura.metadata import examine_meta, extract_author, extract_title, find_date

    if not found["title"]:
        found["title"] = extract_title(tree) or ""
    if not found["authors"]:
        meta = examine_meta(tree).author or ""
        author = meta if " " in meta else (extract_author(tree) or "" if _hints_at_author(tree) else "")
        found["authors"] = author if is_person(author) else ""
    if not found["published"]:
        found["published"] = find_date(tree, url=url, extensive_search=False, original_date=True) or ""


def _hints_at_author(tree: Any) -> bool:
    """Whether anything is called as trafilatura's search for authors, which takes long, asks for."""
    return any(HINT.search(value) for value in set(_named_things(tree))) or tree.find(".//author") is not None


def _finer_date(stated: str, tree: Any, title: str) -> str:
    """The stated date, or the one near the headline where it tells the time of the same day, or nothing was stated."""
    mine, precision = read_date(stated)
    if mine is not None and precision != "day":
        return stated
    seen = visible_date(tree, title)
    theirs, finer = read_date(seen)
    if mine is None:
        return seen
    same_day = theirs is not None and abs((theirs.replace(tzinfo=None) - mine.replace(tzinfo=None)).days) <= 1
    return seen if same_day and finer == "minute" else stated


def page_title(tree: Any, stated: str) -> str:
    """The headline without the site's name: the first heading that agrees with what the head states."""
    if not stated:
        stated = " ".join((tree.findtext(".//title") or "").split())
    stated = " ".join(stated.split())
    headings = [" ".join(node.text_content().split()) for node in tree.iter("h1", "h2")][:12]
    for heading in headings:
        if len(heading) > 15 and heading.lower() in stated.lower():
            return heading
    first = SEPARATOR.split(stated)[0]
    if headings and first and len(headings[0]) > 25 and first.lower()[:20] == headings[0].lower()[:20]:
        return headings[0]
    return stated or (headings[0] if headings else "")
