"""The story of a saved page: trafilatura's extraction, of the box that holds the page's prose or of all of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from lxml import etree

from analysis.corpus.readers.page_runs import LONG_RUN, Run, box_around, fullest_box, runs_of, runs_within

ASIDE = re.compile(
    r"(?:^|[\s_-])(?:baca-?juga|read-?(?:also|more|next)|related|terkait|rekomendasi|recommend\w*|newsletter|subscribe|sosmed|"
    r"social|share|sharing|bagikan|tags?|komentar|comments?|breadcrumbs?|kicker|kanal|rubrik|eyebrow|populer|terpopuler|trending|iklan|"
    r"ads?|advert\w*|promo|billboard|caption|footer|sidebar|menu|nav|navbar|cookies?|consent|gdpr|privacy)(?:$|[\s_-])",
    re.IGNORECASE,
)
MOST_ASIDE = 0.3
"""A box with more of the page's text than this is no box beside the story, whatever it is called."""
MISSED = 0.6
MOST = 0.8
"""A box with so much of the page's prose is looked at alone."""
SURE = 0.9
"""An extraction that holds so much of the story's prose needs no second opinion."""
LONGEST_CELL = 40
"""A lone cell shorter than this is layout, not a row."""
PROSE = 150
KEPT = ("html", "body", "head", "article", "main")
INLINE = ("b", "i", "em", "strong", "span")
_length = etree.XPath("string-length()")


def prune(tree: Any) -> None:
    """Take menus and boxes beside the story out of a page's tree; a box with prose in it stays."""
    most = MOST_ASIDE * max(_length(tree), 1)
    beside = []
    walk = etree.iterwalk(tree, events=("start",))
    for _, node in walk:
        kind, name = node.get("class"), node.get("id")
        if (kind or name or node.tag == "nav") and _is_aside(node.tag, kind, name):
            size = _length(node)
            if size < most and (size <= PROSE or not _holds_prose(node)):
                walk.skip_subtree()
                beside.append(node)
    for node in beside:
        node.drop_tree()


@lru_cache(maxsize=20_000)
def _is_aside(tag: str, kind: str | None, name: str | None) -> bool:
    """Whether a box is called a menu, an advertisement, a box of links or the like."""
    return tag not in KEPT and (tag == "nav" or bool(ASIDE.search(f"{kind or ''} {name or ''}")))


def _holds_prose(node: Any) -> bool:
    """Whether a box has a paragraph of its own words: long, and mostly outside links."""
    return any(
        len(_own_words(part).strip()) > PROSE for part in chain([node], node.iter("p", "div", "td", "li"))
    )


def _own_words(node: Any) -> str:
    """Text that stands directly in a block, or in an inline mark in it."""
    pieces = [node.text or ""]
    for child in node:
        if child.tag in INLINE:
            pieces += [child.text or "", *(inner.tail or "" for inner in child)]
        pieces.append(child.tail or "")
    return "".join(pieces)


def story(tree: Any) -> str:
    """The story's text, a line a paragraph.

    Parameters
    ----------
    tree : the pruned page.

    Returns
    -------
    What trafilatura finds, quickly, in the box that holds most of the page's prose, if that holds the story; else what
    it finds in the whole page. Paragraphs lost at the beginning are put back; where the block with most prose is missed,
    the text is that block's.
    """
    runs = list(runs_of(tree))
    box = fullest_box(runs)
    own = [run.text for run in runs_within(box, runs) if _belongs(run)] if box is not None else []
    prose = [text for text in own if len(text) >= LONG_RUN]
    if not prose:
        return _extracted(tree)
    weight = sum(map(len, prose))
    around = box_around(box, runs, MOST)
    extracted = _quickly_extracted(_alone(around)) if around.tag not in KEPT[:2] else ""
    first, held = _held(prose, extracted)
    if first is None or held + sum(map(len, prose[:first])) < SURE * weight:
        extracted = _extracted(tree)
        first, held = _held(prose, extracted)
        if held < MISSED * weight and len(prose) > 2 and weight > 0.4 * len(extracted):
            return "\n\n".join(own)
    return "\n\n".join([*prose[: first or 0], extracted])


def _held(prose: Sequence[str], extracted: str) -> tuple[int | None, int]:
    """The first paragraph that an extraction holds, and the length of all that it holds."""
    flat = _letters(extracted)
    found = [_letters(text)[:80] in flat for text in prose]
    first = found.index(True) if any(found) else None
    return first, sum(len(text) for text, there in zip(prose, found) if there)


def _alone(box: Any) -> Any:
    """A box as a page of its own: copied, within the bare tags around it, by which trafilatura knows it."""
    page = copy(box)
    page.tail = None
    for node in box.iterancestors():
        shell = node.makeelement(node.tag, dict(node.attrib))
        shell.append(page)
        page = shell
    return page


def _extracted(tree: Any) -> str:
    """What trafilatura makes of a page."""
    from trafilatura import bare_extraction

    document: Any = bare_extraction(tree, options=_options())
    return _without_bars((document.text or "") if document is not None else "")


def _quickly_extracted(tree: Any) -> str:
    """What trafilatura's own extractor makes of a box, which it changes; the comparison with other extractors, the
    second look at short results and what they need are left out.
    """
    from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
    from trafilatura.main_extractor import extract_content
    from trafilatura.xml import xmltotxt
    from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH

    tree = prune_unwanted_nodes(tree, [*RAW_TREE_PRUNE_XPATH, *REMOVE_COMMENTS_AND_LISTS_XPATH])
    body, _ = extract_content(convert_tags(tree_cleaning(tree, _options()), _options()), _options())
    return _without_bars(xmltotxt(body, include_formatting=False))


@cache
def _options() -> Any:
    from trafilatura.settings import Extractor

    return Extractor(output_format="python", comments=False, tables=True)


def _without_bars(text: str) -> str:
    """Rows of tables as `name: value` or `one; two; three`; a row of one short cell is layout and goes."""
    if "|" not in text:
        return text
    lines = []
    for line in text.split("\n"):
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.split("|") if cell.strip(" -")]
            line = (": " if len(cells) == 2 else "; ").join(cells)
            if not cells or (len(cells) == 1 and len(line) < LONGEST_CELL):
                continue
        lines.append(line)
    return "\n".join(lines)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _belongs(run: Run) -> bool:
    """Whether a run of the story's box is of the story: prose, or a heading."""
    return run.is_prose or (len(run.text) > 3 and run.linked < 0.5 * len(run.text))
