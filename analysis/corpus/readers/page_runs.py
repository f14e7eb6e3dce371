"""A page's text as runs between the borders of its blocks, and the boxes in which most of its prose stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
LONG_RUN = 50


@dataclass
class Run:
    """Text between two block borders: its words, how many characters stand in links, and the box it stands in."""

    text: str
    linked: int
    box: Any
    is_headline: bool = False

    @property
    def is_prose(self) -> bool:
        """Long, and mostly outside links."""
        words = self.text.count(" ") + 1
        return (
            len(self.text) >= LONG_RUN and self.linked < 0.5 * len(self.text) and len(self.text) < 100 * words
        )


def fullest_box(runs: Sequence[Run]) -> Any:
    """The box with most prose directly in it, None without prose."""
    weights = _weights(runs)
    return max(weights, key=lambda box: weights[box]) if weights else None


def box_around(box: Any, runs: Sequence[Run], share: float) -> Any:
    """The nearest box around a box, or itself, with a share of the page's prose, and that below the headline, in it."""
    weights = _weights(runs)
    inside: dict[Any, int] = {}
    for one, weight in weights.items():
        while one is not None:
            inside[one] = inside.get(one, 0) + weight
            one = one.getparent()
    wanted = share * sum(weights.values())
    while inside[box] < wanted:
        box = box.getparent()
    for standfirst in _below_headline(box, runs):
        around = {standfirst, *standfirst.iterancestors()}
        while box not in around:
            box = box.getparent()
    return box


def _below_headline(box: Any, runs: Sequence[Run]) -> list[Any]:
    """The boxes of the prose between the headline and a box: what stands there introduces the story."""
    first = runs.index(runs_within(box, runs)[0])
    above = [place for place, run in enumerate(runs[:first]) if run.is_headline]
    return [run.box for run in runs[above[-1] : first] if run.is_prose] if above else []


def _weights(runs: Sequence[Run]) -> dict[Any, int]:
    """Length of the prose directly in each box."""
    weights: dict[Any, int] = {}
    for run in runs:
        if run.is_prose:
            weights[run.box] = weights.get(run.box, 0) + len(run.text)
    return weights


def runs_within(box: Any, runs: Sequence[Run]) -> list[Run]:
    """The runs in a box and in the boxes inside it."""
    known: dict[Any, bool] = {}
    for run in runs:
        if run.box not in known:
            known[run.box] = run.box is box or any(one is box for one in run.box.iterancestors())
    return [run for run in runs if known[run.box]]


def runs_of(tree: Any) -> Iterator[Run]:
    """Runs of text in document order, without recursion."""
    body = tree.find(".//body")
    root = body if body is not None else tree
    stack: list[tuple[Any, bool, Any]] = [(root, True, root)]
    pieces: list[str] = []
    linked = links = 0
    while stack:
        node, opening, box = stack.pop()
        tag = node.tag
        is_block = tag in BLOCKS
        if is_block:
            text = " ".join("".join(pieces).split())
            if text:
                is_headline = tag == "h1" and not opening
                yield Run(text, linked, box if opening else _box_of(node), is_headline)
            pieces, linked = [], 0
        if tag == "a":
            links += 1 if opening else -1
        is_open = opening and isinstance(tag, str) and tag not in SILENT
        if is_open:
            piece = node.text
            stack.append((node, False, box))
            inner = node if is_block and tag not in PASSED_THROUGH else box
            stack += [(child, True, inner) for child in reversed(node)]
        else:
            piece = node.tail if node is not root else None
        if piece:
            pieces.append(piece)
            linked += len(piece) if links else 0


def _box_of(node: Any) -> Any:
    """The nearest box around a block that ends: itself, unless it is a paragraph or the like."""
    while node.tag in PASSED_THROUGH and node.getparent() is not None:
        node = node.getparent()
    return node
