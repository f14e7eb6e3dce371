"""Takes out of articles what is no part of them, by named rules, and says what it took.

A rule removes whole lines, or a piece at an edge of a line; it never removes a sentence of the story. Headings stay
paragraphs of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from analysis.corpus.datelines import dateline
from analysis.corpus.flaws import NO_QUOTATION_MARKS, text_flaws
from analysis.corpus.furniture import LONGEST, byline_of, furniture_rule, word_lists
from analysis.corpus.scars import repaired
from analysis.languages import known_languages, language

EDGE = 6
"""Paragraphs at either edge in which by-lines and repeated headlines stand."""
EMBED = re.compile(r"\s*\[(?:gambas|video|embed|photo|foto)\s*:[^\]]{0,80}\]\s*", re.IGNORECASE)
SHOUTED = re.compile(
    r"\s*\b(?:ADVERTISEMENT\s+)?SCROLL TO (?:CONTINUE|RESUME) (?:WITH )?CONTENT\b\s*|\s*\bADVERTISEMENT\b\s*"
)
CODE = re.compile(
    r"\s*[(\[]\s*([a-z]{2,6}(?:\s*/\s*[a-z]{2,6}){1,4}|red|eds?|tim redaksi)\s*[)\]]\s*\.?$", re.IGNORECASE
)
CREDIT = re.compile(r"\s*[(\[]\s*([A-Za-z][\w .&-]{1,40}(?:/[\w .&-]{1,30}){0,3})\s*[)\]]\s*\.?$")
NAMED_AT_END = re.compile(
    r"(?<=[\w.”\"!?)])\s*\(((?:[^\W\d_][\w.'’-]+\s?){2,4}(?:/[^\W\d_][\w .'’-]+)?)\)\s*$"
)
SOURCE_LINE = re.compile(
    r"^\s*sumber\s*:\s*[^|]{2,60}\|\s*editor\s*:\s*(?:[^\W\d_]+\s+){1,4}?(?=\S+\s+-\s)", re.IGNORECASE
)


@dataclass
class Cleaned:
    """One article's text after cleaning, and what was found on the way."""

    text: str
    authors: str = ""
    agency: str = ""
    removed: list[tuple[str, str]] = field(default_factory=list)


@cache
def _glued() -> re.Pattern[str]:
    """A read-also phrase with a colon, or one that only furniture uses, in the middle of a paragraph."""
    phrases = word_lists().get("read_also", {}).get("phrases", ())
    labels = "|".join(re.escape(phrase.rstrip(":")) for phrase in sorted(phrases, key=len, reverse=True))
    endings = "|".join(re.escape(p) for p in phrases if len(p.split()) > 3 or "channel" in p)
    return re.compile(rf"(?:(?<=[.!?”\"’)])\s*|(?<=\s))(?:(?:{labels})\s*:|(?:{endings})\b)", re.IGNORECASE)


@cache
def _agencies() -> dict[str, str]:
    return {name: name for name in word_lists().get("credit", {}).get("agencies", ())}


@cache
def _function_words() -> frozenset[str]:
    return frozenset(word for code in known_languages() for word in language(code).stopwords)


def clean(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Remove furniture and mend typesetting scars.

    Parameters
    ----------
    articles : article table.

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
    cleaned, removed, _ = clean_counting(articles)
    return cleaned, removed


def clean_counting(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, Counter[str]]:
    """`clean`, and how many scars of each kind were mended."""
    titles, title_repairs = repaired(articles["title"].fillna("").astype("str").tolist())
    texts, repairs = repaired(articles["text"].fillna("").astype("str").tolist())
    outlets = articles["outlet"].fillna("").astype("str").tolist()
    results = [clean_text(text, title, outlet) for text, title, outlet in zip(texts, titles, outlets)]
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
        title=titles,
        text=bodies,
        lead=[body.partition("\n\n")[0] for body in bodies],
        text_flaws=flaws,
        text_status=articles["text_status"].where(np.array(bodies, dtype=object) != "", "none"),
        authors=authors.where(authors != "", [result.authors for result in results]),
        agency=agency.where(agency != "", [result.agency for result in results]),
    )
    removed = pd.DataFrame(rows, columns=["article_id", "rule", "line"], dtype="str")
    return cleaned, removed, repairs + title_repairs


def clean_text(text: str, title: str, outlet: str) -> Cleaned:
    """Clean one text: line by line, then the edges of the story."""
    result = Cleaned("")
    if not text:
        return result
    lines = text.split("\n\n")
    kept: list[str] = []
    last = len(lines) - 1
    headline = title.casefold().strip()
    for place, line in enumerate(lines):
        rule = furniture_rule(line) if len(line) <= LONGEST else ""
        if not rule and headline and line.casefold().strip(" .") == headline.strip(" ."):
            rule = "repeated title"
        if not rule and len(line) < 90 and (place < EDGE or place > last - EDGE):
            author = byline_of(line)
            if author:
                rule, result.authors = "byline", result.authors or author
        if rule:
            result.removed.append((rule, line))
        else:
            kept.append(_inside(line, result))
    kept = [line for line in kept if line]
    if kept:
        kept[0] = _beginning(kept[0], title, outlet, result)
        kept[-1] = _end(kept[-1], outlet, result)
    result.text = "\n\n".join(line for line in kept if line)
    return result


def _cut(line: str, start: int, end: int, rule: str, result: Cleaned) -> str:
    """Take a piece out of a line and write it down."""
    result.removed.append((rule, line[start:end].strip()))
    before, after = line[:start].rstrip(), line[end:].lstrip()
    return f"{before} {after}" if before and after else before + after


def _inside(line: str, result: Cleaned) -> str:
    """Take embeds, shouted advertisements and glued read-also links out of a paragraph."""
    if "[" in line:
        while match := EMBED.search(line):
            line = _cut(line, match.start(), match.end(), "embed", result)
    if "ADVERTISEMENT" in line or "SCROLL TO" in line:
        while match := SHOUTED.search(line):
            line = _cut(line, match.start(), match.end(), "advert", result)
    match = _glued().search(line)
    if match:
        end = _end_of_link(line, match.end())
        if end:
            line = _cut(line, match.start(), end, "read-also", result)
    return line


def _end_of_link(line: str, start: int) -> int:
    """Where the title of a glued link ends: at the line's end or at a word glued to it; 0 if nobody can tell."""
    rest = line[start:]
    glue = re.search(r"(?<=[a-z”’\"])(?=[A-Z][a-z]+ )", rest[:170])
    if glue:
        return start + glue.start()
    if len(rest) <= 170 and not re.search(r"[.!?][”\"]?\s+\w", rest.rstrip()):
        return len(line)
    return 0


def _beginning(line: str, title: str, outlet: str, result: Cleaned) -> str:
    """Take the repeated headline, the line of sources and the dateline off the first paragraph."""
    if title and len(title) > 20 and line[: len(title)].casefold() == title.casefold():
        rest = line[len(title) :].lstrip(" .:-–—")
        if SOURCE_LINE.match(rest) or dateline(rest, outlet)[0]:
            line = _cut(line, 0, len(line) - len(rest), "repeated title", result)
    match = SOURCE_LINE.match(line)
    if match:
        line = _cut(line, 0, match.end(), "byline", result)
    length, agency = dateline(line, outlet)
    if length:
        result.agency = result.agency or agency
        line = _cut(line, 0, length, "dateline", result)
    return line


def _end(line: str, outlet: str, result: Cleaned) -> str:
    """Take editors' codes, wire credits and names in brackets off the last paragraph."""
    for _ in range(3):
        match = CODE.search(line)
        rule = "editor code"
        if not match:
            match, rule = CREDIT.search(line), "wire credit"
            if match and not _credited(match[1], outlet, result):
                match = None
        if not match:
            match, rule = NAMED_AT_END.search(line), "byline"
            if match and any(word.lower() in _function_words() for word in match[1].split()):
                match = None
        if not match:
            break
        _credited(match[1], outlet, result)
        line = _cut(line, match.start(), len(line), rule, result)
    return line


def _credited(credit: str, outlet: str, result: Cleaned) -> bool:
    """Whether brackets name a wire service; kept as the article's agency unless it is the outlet itself."""
    for part in re.split(r"\s*[/,]\s*", credit):
        if part.lower() in _agencies():
            if part.lower() != outlet.lower():
                result.agency = result.agency or part
            return True
    return False
