"""Lines that surround an article and are no part of it, recognised one by one by named rules.

The words are data, one file a language (`analysis/languages/data/<code>/furniture.toml`); the lists of all languages
are used together, because an Indonesian page says `Share This Article` too.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from typing import Any

from analysis.languages import DATA, known_languages

LONGEST = 220
"""A line longer than this is never furniture as a whole."""
EDGES = " \t-–—*•·|:>»#~_=[](){}.…→▶✉"
SENTENCE_END = re.compile(r"[.?!][”\"’)]?\s*$")
SECTIONS = {
    "read_also": "read-also",
    "share": "share",
    "advert": "advert",
    "reading_time": "reading time",
    "tags": "tags",
    "notice": "notice",
    "copyright": "copyright",
    "contact": "contact",
    "pagination": "pagination",
    "photo": "photo credit",
    "navigation": "navigation",
}
"""Section of the data -> name of the rule, in the order in which they are tried."""
OTHERS = {
    "embed": r"gambas\s*:\s*\w+.*|view this post on instagram.*|https?://\S+|pic\.twitter\.com\S+|<iframe.*"
    r"|.{2,60}\(@\w{1,15}\)? (?:\w+ \d{1,2},|\d{1,2} \w+) \d{4}",
    "navigation": "|".join(
        rf"[^{mark}]{{1,40}}(?:\s[{mark}]\s?[^{mark}]{{1,40}}){{2,}}" for mark in "|>›»/·"
    ),
    "icon": r"[a-z]+(?:_[a-z]+)+(?:\s[a-z]+(?:_[a-z]+)+)*",
    "ticker": r"[^▲▼]{1,40}[▲▼][^▲▼]{1,40}(?:[▲▼][^▲▼]{0,40})+",
    "contact": r".{0,90}\b[\w.+-]+@[\w-]+\.[\w.-]+",
}
"""Rules that no language owns."""


@cache
def word_lists() -> dict[str, dict[str, list[str]]]:
    """The lists of all languages, joined: section -> kind -> entries."""
    joined: dict[str, dict[str, list[str]]] = {}
    for code in known_languages():
        path = DATA / code / "furniture.toml"
        if not path.is_file():
            continue
        table: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
        for section, kinds in table.items():
            for kind, entries in kinds.items():
                joined.setdefault(section, {}).setdefault(kind, []).extend(entries)
    return joined


def entries(section: str, kind: str) -> list[str]:
    """One list of all languages."""
    return word_lists().get(section, {}).get(kind, [])


@cache
def _line_pattern() -> re.Pattern[str]:
    """One pattern for a whole line, lower-cased and without edges; the name of the group that matched is the rule."""
    parts: dict[str, list[str]] = {name: [] for name in (*SECTIONS, "byline", *OTHERS)}
    for section in SECTIONS:
        begins = "|".join(re.escape(phrase) for phrase in entries(section, "phrases"))
        parts[section] += [f"(?:{begins})(?!\\w).*"] if begins else []
        parts[section] += [re.escape(phrase) for phrase in entries(section, "whole")]
        parts[section] += [f"(?:{pattern})" for pattern in entries(section, "patterns")]
    parts["byline"] += [f"(?:{pattern})" for pattern in entries("byline", "ending")]
    for section, pattern in OTHERS.items():
        parts[section].append(pattern)
    groups = (f"(?P<{section}>{'|'.join(options)})" for section, options in parts.items() if options)
    return re.compile("|".join(groups))


@cache
def _sentences() -> re.Pattern[str]:
    """Notes of the desk to its readers, and of its lawyers, which may be sentences but none of the story."""
    owned = "|".join(re.escape(phrase) for phrase in entries("copyright", "phrases"))
    rights = "|".join([f"(?:\\d{{4}} )?(?:{owned})(?!\\w).*", *entries("copyright", "patterns")])
    return re.compile(f"(?P<notice>{'|'.join(entries('notice', 'patterns'))})|(?P<copyright>{rights})")


@cache
def _label() -> re.Pattern[str]:
    """A read-also or advertisement phrase with a colon or dash behind it."""
    phrases = [*entries("read_also", "phrases"), *entries("advert", "phrases")]
    return re.compile(rf"(?:{'|'.join(re.escape(phrase.rstrip(':')) for phrase in phrases)})\s*[:\-–—?]")


@lru_cache(maxsize=50_000)
def furniture_rule(line: str) -> str:
    """The rule by which a line is furniture, "" if it is none.

    A line that ends like a sentence and has more than eight words is never taken for furniture, except where it begins
    with a read-also phrase and a colon.

    Examples
    --------
    >>> furniture_rule("Baca juga: Kim Jong Un Sambut Putin"), furniture_rule("- Advertisement -")
    ('read-also', 'advert')
    >>> furniture_rule("Latar Belakang Sejarah dan Signifikansi Kunjungan")
    ''
    """
    if len(line) > LONGEST:
        return ""
    plain = line.strip(EDGES).lower()
    if not plain:
        return "rule line" if line.strip() else ""
    sentence = bool(SENTENCE_END.search(line))
    note = _sentences().fullmatch(plain)
    if note:
        return str(note.lastgroup)
    if sentence and line.count(" ") >= 8 and not _label().match(plain):
        return ""
    if line.startswith("#") and all(word.startswith("#") for word in line.split()):
        return "tags"
    if line.startswith(("Home >", "Home »", "Home /", "Home |", "Beranda >", "Beranda »")):
        return "navigation"
    if line.startswith(("Home ", "HOME ")) and line.count(" ") > 4 and _capitalised(line) > 0.7:
        return "navigation"
    match = _line_pattern().fullmatch(plain)
    if not match or (sentence and match.lastgroup in ("read_also", "share") and not _is_sure(plain)):
        return ""
    rule = str(match.lastgroup)
    return SECTIONS.get(rule, rule)


def _capitalised(line: str) -> float:
    """Share of a line's words that begin with a capital."""
    words = line.split()
    return sum(word[0].isupper() for word in words) / len(words)


def _is_sure(plain: str) -> bool:
    """Whether a line that ends like a sentence begins with a phrase too long, or too clearly labelled, to be a story's."""
    phrases = (phrase for section in ("read_also", "share") for phrase in entries(section, "phrases"))
    return bool(_label().match(plain)) or any(plain.startswith(one) for one in phrases if one.count(" ") > 1)


def is_furniture(line: str) -> bool:
    """Whether a line is furniture by any rule."""
    return bool(furniture_rule(line))


@cache
def _bare_label() -> re.Pattern[str]:
    phrases = (re.escape(phrase.rstrip(":")) for phrase in entries("read_also", "phrases"))
    return re.compile("|".join(phrases))


def is_bare_label(line: str) -> bool:
    """Whether a line is a read-also phrase and nothing more: what it points to stands in the next line."""
    return len(line) < 40 and bool(_bare_label().fullmatch(line.strip(EDGES).lower()))


@cache
def _blocks() -> frozenset[str]:
    return frozenset(entries("read_also", "blocks"))


def is_block_label(line: str) -> bool:
    """Whether a line is the label of a list of headlines: `Terpopuler`, `Most read`."""
    return len(line) < 40 and line.strip(EDGES).lower() in _blocks()


@cache
def _bylines() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in entries("byline", "patterns"))


@cache
def _no_authors() -> frozenset[str]:
    return frozenset(entries("byline", "refused"))


def byline_of(line: str) -> str:
    """The author that a by-line names, "" if the line is none.

    Examples
    --------
    >>> byline_of("Oleh: Siti Rahma"), byline_of("unnie By unnie"), byline_of("Oleh karena itu mereka pulang.")
    ('Siti Rahma', 'unnie', '')
    """
    line = line.strip(" *-–—|")
    if len(line) > 90 or " " not in line or line.endswith((".", "?", "!", ",", ":")):
        return ""
    for pattern in _bylines():
        match = pattern.fullmatch(line)
        if not match:
            continue
        author = match["author"].strip(" -–—,")
        before = line[: match.start("author")].split()
        first = author.split()[0].lower() if author else ""
        names = [word for word in author.split() if word[:1].isupper()]
        enough = len(names) >= 0.6 * len(author.split())
        if (
            first not in _no_authors()
            and len(author.split()) <= 8
            and (enough or _named_twice(author, before))
        ):
            return author
    return ""


def _named_twice(author: str, before: list[str]) -> bool:
    """`unnie By unnie`: the name stands before the `By` too."""
    return " ".join(before[:-1]).lower() == author.lower()


def reading_lines(text: str) -> list[str]:
    """The lines of a pasted text without blanks, spaces made single."""
    return [line for line in (" ".join(raw.split()) for raw in text.lstrip("\ufeff").splitlines()) if line]
