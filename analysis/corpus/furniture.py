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
EDGES = " \t-–—*•·|:>»#~_=[](){}.…→▶"
RULES = (
    "read-also",
    "share",
    "advert",
    "reading time",
    "pagination",
    "photo credit",
    "byline",
    "embed",
    "rule line",
)


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


@cache
def _line_rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Rule -> the pattern that a whole line, lower-cased and without edges, must match."""
    lists = word_lists()
    rules: list[tuple[str, re.Pattern[str]]] = []
    for rule, section in (("read-also", "read_also"), ("share", "share"), ("advert", "advert")):
        kinds = lists.get(section, {})
        begins = "|".join(re.escape(phrase) for phrase in kinds.get("phrases", ()))
        whole = "|".join(re.escape(phrase) for phrase in kinds.get("whole", ()))
        rules.append((rule, re.compile(rf"(?:(?:{begins})(?!\w).*|(?:{whole}))")))
    for rule, section in (
        ("reading time", "reading_time"),
        ("pagination", "pagination"),
        ("photo credit", "photo"),
    ):
        patterns = "|".join(f"(?:{pattern})" for pattern in lists.get(section, {}).get("patterns", ()))
        rules.append((rule, re.compile(patterns)))
    ending = "|".join(f"(?:{pattern})" for pattern in lists.get("byline", {}).get("ending", ()))
    rules.append(("byline", re.compile(ending)))
    rules.append(
        (
            "embed",
            re.compile(
                r"(?:gambas\s*:\s*\w+.*|embed\w*\s*:.*|view this post on instagram.*|https?://\S+|pic\.twitter\.com\S+)"
            ),
        )
    )
    return tuple(rules)


@lru_cache(maxsize=50_000)
def furniture_rule(line: str) -> str:
    """The rule by which a line is furniture, "" if it is none.

    A line that ends a sentence (a full stop after a word) and is longer than eight words is never taken for furniture,
    except where it begins with a read-also phrase and a colon.
    """
    if len(line) > LONGEST:
        return ""
    plain = line.strip(EDGES).lower()
    if not plain:
        return "rule line" if line.strip() else ""
    sentence = line.rstrip().endswith((".", "?", "!", "”", '."')) and line.count(" ") >= 8
    for rule, pattern in _line_rules():
        match = pattern.fullmatch(plain)
        if match and not (sentence and not _labelled(plain)):
            return rule
    return ""


@cache
def _label() -> re.Pattern[str]:
    phrases = "|".join(re.escape(p.rstrip(":")) for p in word_lists().get("read_also", {}).get("phrases", ()))
    return re.compile(rf"(?:{phrases})\s*[:\-–—]")


def _labelled(plain: str) -> bool:
    return bool(_label().match(plain))


def is_furniture(line: str) -> bool:
    """Whether a line is furniture by any rule."""
    return bool(furniture_rule(line))


@cache
def _bylines() -> tuple[re.Pattern[str], ...]:
    patterns = word_lists().get("byline", {}).get("patterns", ())
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def byline_of(line: str) -> str:
    """The author that a by-line names (`Oleh: Siti Rahma`, `unnie By unnie`), "" if the line is none."""
    line = line.strip(" *-–—|")
    if len(line) > 90 or line.endswith((".", "?", "!", ",")) or " " not in line:
        return ""
    for pattern in _bylines():
        match = pattern.fullmatch(line)
        if match:
            author = match["author"].strip(" -–—,")
            before = line[: match.start("author")].split()
            plausible = len(author.split()) <= 8 and (author[:1].isupper() or _named_twice(author, before))
            if plausible:
                return author
    return ""


def _named_twice(author: str, before: list[str]) -> bool:
    """`unnie By unnie`: the name stands before the `By` too."""
    return " ".join(before[:-1]).lower() == author.lower()


def reading_lines(text: str) -> list[str]:
    """The lines of a pasted text without blanks, spaces made single."""
    return [line for line in (" ".join(raw.split()) for raw in text.lstrip("\ufeff").splitlines()) if line]
