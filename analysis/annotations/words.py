"""Words as the span finders see them, the offices among them, and the cues that are looked for in one pass."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate

import pyarrow as pa
import pyarrow.compute as pc

from analysis.annotations.rules import Rules, rules

WORD = re.compile(r"[^\W_](?:[\w.'’-]*[^\W_])?")


@cache
def _several(count: int) -> re.Pattern[str]:
    """This many words in a row, each read once."""
    return re.compile(rf"(?:[\W_]*+[^\W_][\w.'’-]*+){{{count}}}")


def has_words(count: int, text: str, start: int, end: int) -> bool:
    """True where start..end has at least this many words.

    >>> has_words(2, "Ya, Pak!", 0, 8), has_words(3, "Ya, Pak!", 0, 8)
    (True, False)
    """
    return _several(count).match(text, start, end) is not None


_HERE = "\0"
"""Set before each cue word in a copy of the texts, to count the letters between."""


@cache
def _title_length(code: str) -> dict[str, int]:
    """Longest title that begins with each word."""
    longest: dict[str, int] = {}
    for title in rules(code).titles:
        longest[title[0]] = max(longest.get(title[0], 0), len(title))
    return longest


def title_at(words: list[str], index: int, known: Rules) -> int:
    """Number of words of the longest title that begins at `index` of lower-case words, 0 if none does."""
    longest = _title_length(known.code).get(words[index], 0)
    for length in range(min(longest, len(words) - index), 0, -1):
        if tuple(words[index : index + length]) in known.titles:
            return length
    return 0


def any_title(words: list[str], known: Rules) -> bool:
    """True where a title begins at one of some lower-case words."""
    longest = _title_length(known.code)
    return any(word in longest and title_at(words, place, known) > 0 for place, word in enumerate(words))


@cache
def cues(code: str) -> re.Pattern[str]:
    """Every reporting verb and source preposition of a language, with the space or mark before it; the word is group 1."""
    known = rules(code)
    words = set(known.verbs) | {" ".join(phrase) for phrase in known.prepositions}
    words = {word for word in words if word.replace("-", "").replace(" ", "").isalpha()}
    if not words:
        return re.compile(r"(?!)")
    branches = _branches({*words, *(word[0].upper() + word[1:] for word in words)})
    return re.compile(rf"[\s\"“”„«»‘’'(\[,;:—–/]({branches})(?![\w-])")


@cache
def cue_words(code: str) -> frozenset[str]:
    """Words that may attribute speech: reporting verbs, what opens a preposition, words that credit an outlet."""
    known = rules(code)
    return known.openers | known.media_cues | frozenset(known.verbs)


@cache
def _spot(code: str) -> str:
    """Pattern (RE2) of what opens a cue, in lower case: its first word, of a phrase the second too.

    Letters that are not ASCII count as a border here, so that more is found than there is, and nothing is missed.
    """
    known = rules(code)
    phrases = [word.split() for word in known.verbs] + [list(phrase) for phrase in known.prepositions]
    words = {phrase[0] for phrase in phrases if len(phrase) == 1} | known.media_cues
    firsts = words | {phrase[0] for phrase in phrases}
    longer = {tuple(phrase[: 1 if phrase[1] in firsts else 2]) for phrase in phrases if len(phrase) > 1}
    listed = sorted({(word,) for word in words if " " not in word} | longer)
    opened = [r"\W+".join(map(re.escape, one)) for one in listed if "".join(one).isascii()]
    other = ["(?i:" + r"\W+".join(map(re.escape, one)) + ")" for one in listed if not "".join(one).isascii()]
    return "|".join([rf"(?:\b|_)(?:{'|'.join(opened)})(?:\b|_)"] * bool(opened) + other)


def spots(texts: Sequence[str], code: str) -> Iterator[list[int]]:
    """Where a cue may stand in each text: every place of a cue word, in any case; what stands there is yet to be read.

    All texts are read at once, in a time that hardly hangs on how many cue words there are.
    """
    if not _spot(code):
        yield from ([] for _ in texts)
        return
    plain = pc.ascii_lower(pc.replace_substring(pa.array(texts, pa.large_string()), _HERE, " "))
    for text in pc.replace_substring_regex(plain, _spot(code), _HERE + r"\0").to_pylist():
        yield list(accumulate(map(len, text.split(_HERE)[:-1])))


@cache
def _openers(words: frozenset[str]) -> re.Pattern[str]:
    return any_of(words) if words else re.compile(r"(?!)")


def first_of(words: frozenset[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The first of some words in start..end."""
    return _openers(words).search(text, start, end)


def any_of(words: Iterable[str], *, hyphens: bool = False) -> re.Pattern[str]:
    """One pattern for many words or phrases, the longest that fits, each letter of the text read once.

    With `hyphens` a hyphen beside a word counts as its border (`pro-Rusia`). The border before a word is asked for behind
    its first letter: a pattern that begins with letters skips whatever is none of them.
    """
    edge = r"\w" if hyphens else r"\w-"
    begun = (
        f"{letter}(?<![{edge}]{letter}){_branches(rest)}"
        for letter, rest in _by_letter({" ".join(word.split()) for word in words})
    )
    return re.compile(rf"(?:{'|'.join(begun)})(?![{edge}])")


def _branches(words: Collection[str]) -> str:
    """A pattern that reads words letter by letter, so that none is tried twice."""
    inner = "|".join(letter + _branches(rest) for letter, rest in _by_letter(words))
    if not inner:
        return ""
    return f"(?:{inner})?" if "" in words else f"(?:{inner})"


def _by_letter(words: Iterable[str]) -> list[tuple[str, list[str]]]:
    """What may follow each first letter, the letter as a pattern."""
    letters: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        if word:
            letters.setdefault(word[0], []).append(word[1:])
    return [(_letter(letter), rest) for letter, rest in letters.items()]


def _letter(letter: str) -> str:
    """A space stands for up to three, also at a line end."""
    return r"\s{1,3}" if letter == " " else re.escape(letter)
