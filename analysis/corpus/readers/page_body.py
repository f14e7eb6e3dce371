"""The story of a saved page: trafilatura's extraction, checked against the block that holds most prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

BLOCKS = frozenset(
    (
        *(
            "p",
            "div",
            "br",
            "li",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "article",
            "section",
            "main",
            "pre",
        ),
        *("td", "tr", "table", "ul", "ol", "dl", "dd", "dt", "header", "footer", "aside", "nav"),
    )
)
SILENT = frozenset(
    (
        *(
            "script",
            "style",
            "noscript",
            "iframe",
            "button",
            "svg",
            "select",
            "textarea",
            "template",
            "rt",
            "rp",
        ),
        *("nav", "footer", "aside", "figcaption"),
    )
)
PASSED_THROUGH = frozenset(("p", "br", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"))
ASIDE = re.compile(
    r"(?:^|[\s_-])(?:baca-?juga|read-?(?:also|more|next)|related|terkait|rekomendasi|recommend\w*|newsletter|subscribe|sosmed|"
    r"social|share|sharing|bagikan|tags?|komentar|comments?|breadcrumbs?|kicker|kanal|rubrik|eyebrow|populer|terpopuler|trending|iklan|"
    r"ads?|advert\w*|promo|billboard|caption|footer|sidebar|menu|nav|navbar|cookies?|consent|gdpr|privacy)(?:$|[\s_-])",
    re.IGNORECASE,
)
LONG_RUN = 50
MOST_ASIDE = 0.3
"""A box with more of the page's text than this is no box beside the story, whatever it is called."""
MISSED = 0.6
PROSE = 150
KEPT = ("html", "body", "head", "article", "main")


@dataclass
class Run:
    """Text between two block borders: its words, how many characters stand in links, and the box it stands in."""

    text: str
    linked: int
    box: Any

    @property
    def is_prose(self) -> bool:
        """Long, and mostly outside links."""
        words = self.text.count(" ") + 1
        return (
            len(self.text) >= LONG_RUN and self.linked < 0.5 * len(self.text) and len(self.text) < 100 * words
        )


@dataclass
class _Open:
    pieces: list[str] = field(default_factory=list)
    linked: int = 0


def prune(tree: Any) -> None:
    """Take scripts, menus and boxes beside the story out of a page's tree; a box with prose in it stays."""
    total = max(len(tree.text_content()), 1)
    for node in list(tree.iter()):
        if not isinstance(node.tag, str) or node.getparent() is None or node.tag in KEPT:
            continue
        unseen = node.tag in ("script", "style", "noscript", "template")
        if unseen or (_is_aside(node) and _is_beside(node, total)):
            node.drop_tree()


def _is_aside(node: Any) -> bool:
    return node.tag == "nav" or _named_aside(node.get("class") or "", node.get("id") or "")


@lru_cache(maxsize=20_000)
def _named_aside(kind: str, name: str) -> bool:
    return bool(ASIDE.search(f"{kind} {name}"))


def _is_beside(node: Any, total: int) -> bool:
    """Whether a box is small and without prose."""
    size = len(node.text_content())
    return size < MOST_ASIDE * total and (size <= PROSE or not _holds_prose(node))


def _holds_prose(node: Any) -> bool:
    """Whether a box has a paragraph of its own words: long, and mostly outside links."""
    for part in (node, *node.iter("p", "div", "td", "li")):
        words = "".join(
            part.xpath("./text() | ./b/text() | ./i/text() | ./em/text() | ./strong/text() | ./span/text()")
        )
        if len(words.strip()) > PROSE:
            return True
    return False


def story(tree: Any, extracted: str) -> str:
    """The story's text.

    Parameters
    ----------
    tree : the pruned page. `extracted` : what trafilatura found, a line a paragraph.

    Returns
    -------
    The extracted text where it holds the block with most prose, with paragraphs put back that it lost at the beginning;
    else the text of that block.
    """
    runs = list(_runs(tree))
    box = _fullest_box(runs)
    own = [run.text for run in runs if box is not None and _inside(run.box, box) and _belongs(run)]
    prose = [text for text in own if len(text) >= LONG_RUN]
    if not prose:
        return extracted
    flat = _letters(extracted)
    found = [_letters(text)[:80] in flat for text in prose]
    weight = sum(map(len, prose))
    held = sum(len(text) for text, there in zip(prose, found) if there)
    if held < MISSED * weight and len(prose) > 2 and weight > 0.4 * len(extracted):
        return "\n\n".join(own)
    if not found[0] and any(found):
        return "\n\n".join([*prose[: found.index(True)], extracted])
    return extracted


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _belongs(run: Run) -> bool:
    """Whether a run of the story's box is of the story: prose, or a heading."""
    return run.is_prose or (len(run.text) > 3 and run.linked < 0.5 * len(run.text))


def _inside(node: Any, box: Any) -> bool:
    while node is not None:
        if node is box:
            return True
        node = node.getparent()
    return False


def _fullest_box(runs: list[Run]) -> Any:
    """The box with most prose directly in it."""
    weights: dict[Any, int] = {}
    for run in runs:
        if run.is_prose:
            weights[run.box] = weights.get(run.box, 0) + len(run.text)
    return max(weights, key=lambda box: weights[box]) if weights else None


def _runs(tree: Any) -> Iterator[Run]:
    """Runs of text in document order, without recursion."""
    body = tree.find(".//body")
    root = body if body is not None else tree
    stack: list[tuple[Any, bool, Any]] = [(root, True, root)]
    run = _Open()
    links = 0
    while stack:
        node, opening, box = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag in BLOCKS:
            text = " ".join("".join(run.pieces).split())
            if text:
                yield Run(text, run.linked, box if opening else _box_of(node))
            run = _Open()
        links += (1 if opening else -1) * (tag == "a")
        if opening:
            if not tag or tag in SILENT:
                _take(run, node.tail, links)
                continue
            _take(run, node.text, links)
            stack.append((node, False, box))
            inner = box if tag in PASSED_THROUGH or tag not in BLOCKS else node
            stack += [(child, True, inner) for child in reversed(list(node))]
        elif node is not root:
            _take(run, node.tail, links)


def _box_of(node: Any) -> Any:
    """The nearest box around a block that ends: itself, unless it is a paragraph or the like."""
    while node.tag in PASSED_THROUGH and node.getparent() is not None:
        node = node.getparent()
    return node


def _take(run: _Open, text: str | None, links: int) -> None:
    if text:
        run.pieces.append(text)
        run.linked += len(text) if links else 0
