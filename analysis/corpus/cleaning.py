"""Takes out of articles what is no part of them, by named rules, and says what it took.

A rule removes whole lines, or a piece at an edge of a line; it never removes a sentence of the story. Headings stay
paragraphs of their own.
"""

from __future__ import annotations

import re
from bisect import bisect

import numpy as np
import pandas as pd

from analysis.corpus.datelines import places
from analysis.corpus.dates import read_date
from analysis.corpus.edges import Cleaned, beginning, ending, inside
from analysis.corpus.flaws import NO_QUOTATION_MARKS, text_flaws
from analysis.corpus.furniture import LONGEST, byline_of, furniture_rule, is_bare_label, is_block_label
from analysis.corpus.genre import genre_words
from analysis.corpus.outlets import Outlets, shipped_outlets
from analysis.corpus.scars import repaired
from analysis.corpus.suspects import SHORT, Lines, lines_of

EDGE = 8
"""Paragraphs at either edge in which by-lines, dates and menus stand."""
MENU = 4
"""So many lines of one or two words after another are a menu."""
ENDS = (".", "?", "!", "”", '"', "’", ":", ",", ";")
SIGNED = re.compile(r"^([^\d|]{3,40}?) [-–—|] ([^|]{2,40})$")
SENTENCE = re.compile(r"[.?!][”\"’)\]]*$")


def clean(articles: pd.DataFrame, *, outlets: Outlets | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Remove furniture and mend typesetting scars.

    Parameters
    ----------
    articles : article table. `outlets` : names of outlets and agencies in datelines; the shipped table if None.

    Returns
    -------
    (articles, removed): the table with cleaned title, text and lead, with authors and agency filled where a removed line
    names them, and flaws judged anew; and a DataFrame article_id, rule, line with one row for each removed line or piece.
    Ids and versions stay as they are. Cleaning twice changes nothing.

    Examples
    --------
    >>> from analysis.corpus.articles import as_articles
    >>> text = "Putin tiba di Pyongyang.\\n\\nBaca juga: Kim Jong Un Sambut Putin"
    >>> cleaned, removed = clean(as_articles(pd.DataFrame({"judul": ["Putin"], "isi": [text]}), language="id"))
    >>> cleaned["text"].iloc[0], removed[["rule", "line"]].iloc[0].tolist()
    ('Putin tiba di Pyongyang.', ['read-also', 'Baca juga: Kim Jong Un Sambut Putin'])
    """
    cleaned, removed, _ = clean_counting(articles, outlets)
    return cleaned, removed


def clean_counting(
    articles: pd.DataFrame, outlets: Outlets | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """`clean`, and a DataFrame row, kind, count of the scars that were mended."""
    table = outlets or shipped_outlets()
    titles, title_repairs = repaired(_strings(articles["title"]))
    texts, repairs = repaired(_strings(articles["text"]))
    names, sections = _strings(articles["outlet"]), _strings(articles["section"])
    results = [_clean_lines(*one, table) for one in zip(lines_of(texts, titles), titles, names, sections)]
    bodies = [result.text for result in results]
    rows = [
        (name, rule, line) for name, result in zip(articles.index, results) for rule, line in result.removed
    ]
    authors = articles["authors"].fillna("").astype("str")
    agency = articles["agency"].fillna("").astype("str")
    flaws = pd.Series(text_flaws(bodies), index=articles.index, dtype="str")
    kept = articles["text_flaws"].fillna("").astype("str").str.contains(NO_QUOTATION_MARKS)
    flaws = flaws.where(~kept, (flaws + "," + NO_QUOTATION_MARKS).str.lstrip(","))
    cleaned = articles.assign(
        title=pd.array(titles, dtype="str"),
        text=pd.array(bodies, dtype="str"),
        lead=pd.array([body.partition("\n\n")[0] for body in bodies], dtype="str"),
        text_flaws=flaws,
        text_status=articles["text_status"].where(np.array(bodies, dtype=object) != "", "none"),
        authors=authors.where(authors != "", [result.authors for result in results]),
        agency=agency.where(agency != "", [result.agency for result in results]),
    )
    removed = pd.DataFrame(rows, columns=["article_id", "rule", "line"]).astype(
        {"rule": "str", "line": "str"}
    )
    mended = pd.DataFrame([*title_repairs, *repairs], columns=["row", "kind", "count"])
    return cleaned, removed, mended


def _strings(column: pd.Series) -> list[str]:
    """A column of text as a list, "" where it is missing; a column of objects from ingest holds nothing else."""
    if column.dtype == object and all(type(value) is str for value in column):
        return column.tolist()
    return column.fillna("").astype("str").tolist()


def _clean_lines(text: Lines, title: str, outlet: str, section: str, table: Outlets) -> Cleaned:
    """Clean one text: line by line, then the edges of the story."""
    result = Cleaned()
    lines = text.lines
    if not lines:
        return result
    rules = _line_rules(text, title)
    _mark_edges(text, rules, outlet, table, result)
    _mark_kickers(lines, rules, section)
    kept = list(lines)
    for place in text.pieces:
        if not rules[place]:
            kept[place] = inside(lines[place], result)
    if any(rules):
        taken = [(rule, line) for rule, line in zip(rules, lines) if rule]
        result.removed = taken + result.removed
        kept = [line for line, rule in zip(kept, rules) if not rule]
    kept = [line for line in kept if line]
    if kept:
        for place, line in enumerate(kept[:3]):
            kept[place] = beginning(line, title, outlet, table, result)
            if kept[place] != line:
                break
        # A correction or a slogan may follow the line that ends the story.
        for place in range(len(kept) - 1, max(len(kept) - 3, -1), -1):
            before = kept[place - 1] if place else ""
            kept[place] = ending(kept[place], before, outlet, table, result)
    result.text = "\n\n".join(line for line in kept if line)
    return result


def _line_rules(text: Lines, title: str) -> list[str]:
    """For each line the rule that removes it wherever it stands, "" if it stays."""
    lines = text.lines
    rules = [""] * len(lines)
    if text.whole:
        _mark_whole(text, rules, title.casefold().strip(" ."))
    if len(lines) > MENU and (len(lines[0]) < 25 or len(lines[-1]) < 25 or rules[0] or rules[-1]):
        _mark_menus(lines, rules)
    return rules


def _mark_whole(text: Lines, rules: list[str], headline: str) -> None:
    """Mark furniture, the headline said again, and the links that stand under a label."""
    lines, suspicious, done = text.lines, frozenset(text.whole), 0
    for place in text.whole:
        if place < done:
            continue
        rules[place] = _whole_rule(lines[place], headline)
        label = is_block_label(lines[place]) and _like_a_title(lines, place + 1)
        follows = bool(rules[place]) and (label or is_bare_label(lines[place]))
        while follows and (place := place + 1) < len(lines):
            line = lines[place]
            rule = _whole_rule(line, headline) if place in suspicious else ""
            if not rule and len(line) < 130 and not line.endswith((".", '."', ".”")):
                rule = "read-also"
            # Several links may stand under one label; the second is one only if it is set like a headline.
            follows = bool(rule) and (
                is_bare_label(line) or (rule == "read-also" and _like_a_title(lines, place + 1))
            )
            rules[place], done = rule, place + 1


def _whole_rule(line: str, headline: str) -> str:
    """The rule by which a line is furniture or the headline said again, "" if it is neither."""
    rule = furniture_rule(line) if len(line) <= LONGEST else ""
    if not rule and headline and len(line) < LONGEST and line.casefold().strip(" .") == headline:
        rule = "repeated title"
    return rule


def _mark_edges(text: Lines, rules: list[str], outlet: str, table: Outlets, result: Cleaned) -> None:
    """Mark by-lines, credits and dates among the first and the last lines that no other rule removes."""
    lines = text.lines
    marked = [place for place, rule in enumerate(rules) if rule]
    left = len(lines) - len(marked)
    for place in text.open:
        at = place - bisect(marked, place)
        if not rules[place] and (at < EDGE or at > left - EDGE):
            rules[place] = _edge_rule(lines[place], outlet, table, result)
    last = next((place for place in range(len(rules) - 1, -1, -1) if not rules[place]), 0)
    if outlet and last and len(lines[last]) < 70 and lines[last].startswith(f"{outlet}, "):
        rules[last] = "slogan"


def _edge_rule(line: str, outlet: str, table: Outlets, result: Cleaned) -> str:
    """Rules that hold near the edges only: by-lines, credits of agencies, dates, the outlet's name."""
    author = byline_of(line)
    if author:
        agency = table.agency_in(author, outlet)
        result.agency = result.agency or agency
        result.authors = result.authors or author
        return "byline"
    if len(line) < 50 and not line.endswith(ENDS):
        credit = line.removeprefix("From ").removeprefix("Dari ").strip()
        agency = table.agency_in(credit, outlet)
        if agency and len(credit.split()) <= 4:
            result.agency = result.agency or agency
            return "wire credit"
        if outlet and line.casefold() == outlet.casefold():
            return "navigation"
        signed = SIGNED.match(line)
        if signed and outlet and signed[2].casefold() == outlet.casefold():
            result.authors = result.authors or signed[1]
            return "byline"
    if (
        any(map(str.isdigit, line))
        and not SENTENCE.search(line)
        and read_date(line, whole=True)[0] is not None
    ):
        return "date line"
    return ""


def _like_a_title(lines: list[str], place: int) -> bool:
    """Whether most words of a line begin with a capital."""
    if place >= len(lines):
        return False
    words = [word for word in lines[place].split() if word[:1].isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _mark_menus(lines: list[str], rules: list[str]) -> None:
    """Mark runs of very short lines at the top or the bottom as menus."""
    short = [
        len(line) < 25 and line.count(" ") < 2 and not line.endswith(ENDS) and not line[:1].isdigit()
        for line in lines
    ]
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        run: list[int] = []
        for place in order:
            if short[place] or rules[place]:
                run.append(place)
            else:
                break
        loose = [place for place in run if not rules[place]]
        if len(loose) >= MENU:
            for place in loose:
                rules[place] = "navigation"


def _mark_kickers(lines: list[str], rules: list[str], section: str) -> None:
    """Mark the section's name, or a place with a comma, that stands alone above the story."""
    above = 0
    for place, line in enumerate(lines[:EDGE]):
        if rules[place]:
            continue
        name = line.strip(" ,").casefold()
        if len(line) < 40 and (name == section.casefold() or name in genre_words() or name in places()):
            rules[place] = "kicker"
        above += 1
        if above > 1 or len(line) > SHORT:
            return
