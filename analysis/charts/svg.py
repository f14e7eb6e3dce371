"""A figure as a piece of SVG that lives inside a page: its own ids, the page's colours, working links."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING

from analysis.charts.style import FAINT, GRID, INK, PAPER

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_COLOURS = {INK: "var(--ink)", FAINT: "var(--faint)", GRID: "var(--line)", PAPER: "var(--paper)"}


def as_svg(figure: Figure, name: str, alt: str, marks: dict[str, str] | None = None) -> str:
    """Write a figure as an `<svg>` element.

    Parameters
    ----------
    figure : as the chart functions return it. `name` : unique in the page; every id gets it in front.
    alt : what the chart shows, in a sentence; it names the picture for those who do not see it.
    marks : link (`#e12`) -> what the marks that carry it stand for.

    Returns
    -------
    str. No declaration, no metadata, no date: the same figure gives the same text.
    """
    from matplotlib import rc_context

    out = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(
            out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*|<!--.*?-->\s*|<style.*?</style>\s*", "", text, flags=re.S)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", text)
    text = re.sub(r'xlink:href="#(?!e\d)([^"]+)"', rf'href="#{name}-\1"', text)
    text = text.replace("xlink:href=", "href=").replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    for colour, variable in _COLOURS.items():
        text = text.replace(colour, variable)
    text = re.sub(r"font-family: [^;\"]*(; )?", "", text)
    text = re.sub(r"font: ([^;\"]*?[\d.]+px)[^;\"]*", r"font: \1 var(--sans)", text)
    text = re.sub(r"(\d+\.\d)\d+", r"\1", text)
    text = _slim(text)
    head = re.match(r"<svg[^>]*>", text)
    assert head is not None
    box = re.search(r'viewBox="([^"]+)"', head[0])
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box[1] if box else ""}" role="group" style="font-family: var(--sans)" aria-label="{html.escape(alt)}">'
    return _named_links(opening + text[head.end() :], marks or {})


def _slim(text: str) -> str:
    """The same picture without ids that nothing points to, turns by nothing, empty groups and white space."""
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', text))
    text = re.sub(r' id="([^"]+)"', lambda found: found[0] if found[1] in used else "", text)
    text = re.sub(r' transform="rotate\(-?0 [^)]*\)"', "", text)
    text = re.sub(r"\s+", " ", text).replace("> <", "><").replace(' "', '"').replace(" />", "/>")
    last = ""
    while last != text:
        last, text = text, text.replace("<g/>", "").replace("<g></g>", "")
    return text


def _named_links(text: str, marks: dict[str, str]) -> str:
    """Give each link a name: what its mark stands for, else its number."""
    return re.sub(
        r'<a href="(#e\d+)"(?: target="[^"]*")?>',
        lambda found: f'<a href="{found[1]}" aria-label="{html.escape(marks.get(found[1], found[1]))}">',
        text,
    )
