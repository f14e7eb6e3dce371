"""What clings to the edges of a story's paragraphs: datelines, editors' codes, wire credits, glued links, embeds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from analysis.corpus.datelines import dateline, places
from analysis.corpus.dates import read_date
from analysis.corpus.furniture import entries
from analysis.corpus.outlets import Outlets
from analysis.languages import known_languages, language

EMBED = re.compile(r"\s*\[(?:gambas|video|embed|photo|foto|twitter)\s*:[^\]]{0,80}\]\s*", re.IGNORECASE)
BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{1,100})[)\]]\s*\.?\s*$")
CODE = re.compile(r"(?:\*|[a-z]{1,7})(?:\s*/\s*(?:\*|[a-z]{1,7})){1,4}", re.IGNORECASE)
ALONE = re.compile(r"\*|[a-z]{2,4}|[A-Z]{2,4}|eds?|tim redaksi")
"""Initials in a line of their own below the story, where capitals are no party's or agency's name."""
INITIALS = re.compile(r"\*|[a-z]{2,4}|RED|eds?|tim redaksi")
NAMES = re.compile(
    r"[^\W\d_][^\W\d_.'’-]*\.?(?: [^\W\d_][^\W\d_.'’-]*\.?){1,3}(?: ?/ ?[^\W\d_.'’ -]+(?: [^\W\d_.'’ -]+){0,3})?"
)
STORY_ENDS = re.compile(r"[.!?…][”\"’)\]]*$|[”\"]$")
FIGURE_ENDS = re.compile(r"\d$")
SOURCE_LINE = re.compile(
    r"^\s*sumber\s*:\s*[^|]{2,60}\|\s*editor\s*:\s*(?:[^\W\d_]+\s+){1,4}?(?=\S+\s+-\s)", re.IGNORECASE
)
END_MARKS = "■◆●▪□"
GLUED_AT_WORD = re.compile(r"(?<=[a-z?!”’\"])(?=[A-Z][a-z]+ )")
SENTENCE_INSIDE = re.compile(r"[.!?][”\"]?\s+\w")
LONGEST_LINK = 170
LONGEST_TAIL = 220
MOMENT = re.compile(
    r"(?:[^\W\d_]{3,9},?\s+)?\d{1,2}[ /-](?:[^\W\d_]{3,9}|\d{1,2})[ /-]\d{4}[ ,|-]+\d{1,2}[:.]\d{2}(?:\s*(?:WIB|WITA|WIT|GMT|UTC))?\s+"
)
BARE_PLACE = re.compile(r"([A-Z]\w+(?: [A-Z]\w+)?), (?=[A-Z“\"])")


@dataclass
class Cleaned:
    """One article's text after cleaning, and what was found on the way."""

    text: str = ""
    authors: str = ""
    agency: str = ""
    removed: list[tuple[str, str]] = field(default_factory=list)

    def cut(self, line: str, start: int, end: int, rule: str) -> str:
        """Take a piece out of a line and write it down."""
        self.removed.append((rule, line[start:end].strip()))
        before, after = line[:start].rstrip(), line[end:].lstrip()
        return f"{before} {after}" if before and after else before + after


@cache
def glued_link() -> str:
    """A read-also phrase with a colon, or one that only furniture uses, inside a paragraph; for RE2 and `re` alike."""
    labels = "|".join(re.escape(one) for one in sorted(entries("read_also", "glued"), key=len, reverse=True))
    pieces = "|".join(re.escape(one) for one in entries("read_also", "inline"))
    return rf"(?i)(?:[.!?”\"’)]\s*|\s)(?:(?:{labels})\s*:|(?:{pieces})\b)"


@cache
def inline_piece() -> str:
    """Advertisements inside a paragraph, in the capitals in which pages set them."""
    pieces = "|".join(re.escape(piece.upper()) for piece in entries("advert", "inline"))
    return rf"{pieces}|\bADVERTISEMENT\b"


@cache
def _glued() -> re.Pattern[str]:
    return re.compile(glued_link())


@cache
def _inline() -> re.Pattern[str]:
    return re.compile(inline_piece())


@cache
def _function_words() -> frozenset[str]:
    return frozenset(word for code in known_languages() for word in language(code).stopwords)


def inside(line: str, result: Cleaned) -> str:
    """Take embeds, advertisements and glued read-also links out of a paragraph."""
    if "[" in line:
        while match := EMBED.search(line):
            line = result.cut(line, match.start(), match.end(), "embed")
    while match := _inline().search(line):
        line = result.cut(line, match.start(), match.end(), "advert")
    match = _glued().search(line)
    if match:
        start = match.start() + (0 if line[match.start()].isspace() else 1)
        end = _end_of_link(line, match.end())
        if end:
            line = result.cut(line, start, end, "read-also")
    return line


def _end_of_link(line: str, start: int) -> int:
    """Where the title of a glued link ends: at the line's end or at a word glued to it; 0 if nobody can tell."""
    rest = line[start:]
    glue = GLUED_AT_WORD.search(rest[:LONGEST_LINK])
    if glue:
        return start + glue.start()
    if len(rest) <= LONGEST_LINK and not SENTENCE_INSIDE.search(rest.rstrip()):
        return len(line)
    return 0


def beginning(line: str, title: str, outlet: str, table: Outlets, result: Cleaned) -> str:
    """Take the repeated headline with what stands under it, the line of sources and the dateline off the first paragraph."""
    if len(title) > 20 and line[: len(title)].casefold() == title.casefold():
        rest = line[len(title) :].lstrip(" .:-–—")
        if SOURCE_LINE.match(rest) or dateline(rest, outlet, table)[0] or _moment(rest):
            line = _under_headline(result.cut(line, 0, len(line) - len(rest), "repeated title"), result)
    if not any(mark in line[:96] for mark in "-–—,"):
        return line
    match = SOURCE_LINE.match(line) if "umber" in line[:10].lower() else None
    if match:
        result.agency = result.agency or table.agency_in(match[0].partition(":")[2].partition("|")[0], outlet)
        line = result.cut(line, 0, match.end(), "byline")
    length, agency = dateline(line, outlet, table)
    if length:
        result.agency = result.agency or agency
        line = result.cut(line, 0, length, "dateline")
    return line


def _moment(line: str) -> int:
    """Where the date and time at the beginning of a line end; 0 if there is none."""
    match = MOMENT.match(line)
    return match.end() if match and read_date(match[0].strip(), whole=True)[0] is not None else 0


def _under_headline(line: str, result: Cleaned) -> str:
    """Take the date, the buttons and the bare place off a paragraph that began with the headline."""
    end = _moment(line)
    if not end:
        return line
    line = result.cut(line, 0, end, "date line")
    while match := _buttons().match(line):
        line = result.cut(line, 0, match.end(), "share")
    match = BARE_PLACE.match(line)
    if match and match[1].lower() in places():
        line = result.cut(line, 0, match.end(), "dateline")
    return line


@cache
def _buttons() -> re.Pattern[str]:
    labels = "|".join(re.escape(label) for label in entries("share", "glued"))
    return re.compile(rf"(?:{labels})\s*:?\s+", re.IGNORECASE)


@cache
def _tails() -> re.Pattern[str]:
    """What clings to the end of a story behind its last full stop; the group that matched names the section."""
    groups = "|".join(
        f"(?P<{section}>{'|'.join(f'(?:{one})' for one in entries(section, 'tail'))})"
        for section in ("pagination", "notice", "byline")
    )
    return re.compile(rf"(?:^|(?<=[.!?…”\"’)\]:])\s+)\(?(?:{groups})\)?\s*$", re.IGNORECASE)


def ending(line: str, before: str, outlet: str, table: Outlets, result: Cleaned) -> str:
    """Take the end mark, editors' codes, wire credits, names in brackets and notes of the desk off the last paragraph.

    `before` : the paragraph before it, which ends the story where the paragraph holds nothing else.
    """
    if line[-2:].strip()[-1:] in END_MARKS:
        line = line.rstrip(END_MARKS + " ")
    while line:
        start, rule, inside = _last_piece(line, before, table)
        if not rule:
            break
        result.agency = result.agency or table.agency_in(inside, outlet)
        bracketed = line[start:].lstrip()[:1] in ("(", "[")
        if rule == "byline" and bracketed and not result.authors and inside.istitle():
            result.authors = inside
        line = result.cut(line, start, len(line), rule)
    return line


def _last_piece(line: str, before: str, table: Outlets) -> tuple[int, str, str]:
    """Where the last piece that is no part of the story begins, its rule and its words; the rule is "" if there is none."""
    if line[-2:].strip(". ").endswith((")", "]")):
        match = BRACKETS.search(line)
        story = line[: match.start()] or before if match else ""
        if match and story:
            dotted = line.rstrip().endswith(".")
            rule = _bracketed(match[1].strip(), story, dotted, table, alone=not match.start())
            if rule:
                return match.start(), rule, match[1].strip()
    tail = _tails().search(line, max(0, len(line) - LONGEST_TAIL))
    if tail and (tail.start() or before) and STORY_ENDS.search(line[: tail.start()] or before):
        rule = str(tail.lastgroup)
        words = tail[rule].partition(":")[2].partition("|")[0].strip() if rule == "byline" else ""
        return tail.start(), rule, words
    return 0, "", ""


def _bracketed(content: str, before: str, dotted: bool, table: Outlets, *, alone: bool) -> str:
    """The rule by which brackets at the very end are no part of the story, "" if they are.

    They are none if the last sentence ended before them; a full stop behind them says that it did not.
    """
    ended = bool(STORY_ENDS.search(before))
    if ended and table.agency_in(content):
        return "wire credit"
    if ended and (CODE.fullmatch(content) or (ALONE if alone else INITIALS).fullmatch(content)):
        return "editor code"
    people = [name for name in content.split(", ") if NAMES.fullmatch(name)]
    if dotted or not (ended or FIGURE_ENDS.search(before)) or len(people) != content.count(", ") + 1:
        return ""
    words = content.replace("/", " ").replace(",", " ").split()
    plausible = all(len(word) > 2 for word in words[:2]) and (content.islower() or content.istitle())
    return "byline" if plausible and not any(word.lower() in _function_words() for word in words) else ""
