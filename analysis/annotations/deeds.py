"""Deeds: active and passive verbs with the actor who does it and the actor to whom it is done."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache

import pandas as pd

from analysis.annotations.rules import rules
from analysis.annotations.words import WORD
from analysis.tables import typed_table
from analysis.text.layout import joined
from analysis.text.sentences import sentences

COLUMNS = {
    "article_id": "str",
    "start": "int64",
    "end": "int64",
    "verb": "str",
    "passive": "bool",
    "agent": "str",
    "patient": "str",
    "agentless": "bool",
}
BEFORE, BEHIND = 3, 3
"""Words that may stand between a verb and the actor before it, and the one behind it."""
REACH = 6
"""Words behind a passive in which its agent may be named (`by the council`)."""
_BORDER = re.compile(r"[.;:!?\n\"“”]")


@cache
def _forms(code: str) -> re.Pattern[str]:
    known = rules(code)
    passive = "|".join(sorted(known.passive_forms)) or r"(?!)"
    active = "|".join(sorted(known.active_forms)) or r"(?!)"
    return re.compile(rf"(?<![\w-])(?:(?P<passive>{passive})|(?P<active>{active}))(?![\w-])")


def deeds(articles: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Find verbs in the active and passive voice with their actors.

    Parameters
    ----------
    articles : article table; each article is read with the forms of its own language. mentions : `actors(articles)`.

    Returns
    -------
    DataFrame with article_id, start, end, verb (that slice in lower case), passive, agent and patient (actors; missing where
    none is named close by), agentless (a passive that names nobody, listed or not, who did it). A verb in the active has a
    row where an actor stands on either side.

    Notes
    -----
    A proxy made of word order: the actor up to three words before an active verb is its agent, the one up to three behind
    it its patient; before a passive stands the patient, and the agent behind `oleh` or `by`, or right behind the verb.
    Indonesian news uses passives by habit: compare outlets with each other, never languages.

    Examples
    --------
    >>> from analysis.annotations.actors import actors
    >>> articles = pd.DataFrame({"title": [""], "text": ["Korea Utara dijatuhi sanksi oleh PBB."], "language": ["id"]},
    ...     index=pd.Index(["a"], name="article_id"))
    >>> deeds(articles, actors(articles))[["verb", "agent", "patient", "agentless"]].to_numpy().tolist()
    [['dijatuhi', 'Perserikatan Bangsa-Bangsa', 'Korea Utara', False]]
    """
    texts = joined(articles)
    codes = articles["language"].fillna("und").astype("str")
    named = {str(key): part for key, part in mentions.groupby("article_id", sort=False)}
    cuts = {
        key: part["start"].tolist() for key, part in sentences(articles).groupby("article_id", sort=False)
    }
    rows: list[tuple] = []
    for (article_id, text), code in zip(texts.items(), codes, strict=True):
        part = named.get(str(article_id))
        listed = [] if part is None else list(zip(part["start"], part["end"], part["actor"], strict=True))
        rows += [(article_id, *row) for row in _deeds(text, code, listed, cuts.get(str(article_id), []))]
    return typed_table(rows, COLUMNS)


def _deeds(text: str, code: str, named: list[tuple[int, int, str]], starts: list[int]):
    known = rules(code)
    ends, begins = [one[1] for one in named], [one[0] for one in named]
    for match in _forms(code).finditer(text):
        verb = match[0].lower()
        if verb in known.no_voice_forms or verb.removesuffix("nya") in known.no_voice_forms:
            continue
        if any(
            low <= match.start() < high
            for low, high, _ in named[max(0, bisect_right(begins, match.start()) - 1) :][:1]
        ):
            continue
        place = bisect_right(starts, match.start())
        low = starts[place - 1] if place else 0
        high = starts[place] if place < len(starts) else len(text)
        left = _close(text, named, bisect_left(ends, match.start() + 1) - 1, low, match.start(), BEFORE)
        if match["passive"] is None:
            right = _close(
                text, named, bisect_left(begins, match.end()), match.end(), high, BEHIND, behind=True
            )
            if left or right:
                yield match.start(), match.end(), verb, False, left, right, False
            continue
        agent, told = _agent(text, known.agent_prepositions, named, begins, match.end(), high)
        told = told or (verb.endswith("nya") and any(verb.endswith(one) for one in known.suffixes))
        yield match.start(), match.end(), verb, True, agent, left, not told


def _close(
    text: str,
    named: list[tuple[int, int, str]],
    index: int,
    low: int,
    high: int,
    words: int,
    *,
    behind: bool = False,
) -> str | None:
    """The actor at `index` where it lies in low..high with at most `words` words between it and the verb."""
    if not 0 <= index < len(named):
        return None
    start, end, actor = named[index]
    if start < low or end > high:
        return None
    between = text[low:start] if behind else text[end:high]
    if _BORDER.search(between) or len(WORD.findall(between)) > words:
        return None
    return actor


def _agent(
    text: str,
    prepositions: frozenset[str],
    named: list[tuple[int, int, str]],
    begins: list[int],
    start: int,
    end: int,
) -> tuple[str | None, bool]:
    """The agent of a passive that ends at `start`, and whether any agent is named at all."""
    break_ = _BORDER.search(text, start, end)
    end = break_.start() if break_ else end
    index = bisect_left(begins, start)
    direct = _close(text, named, index, start, end, 0, behind=True)
    if direct and not text[start : begins[index]].strip():
        return direct, True
    for count, match in enumerate(WORD.finditer(text, start, end)):
        if count >= REACH:
            break
        if match[0].lower() in prepositions:
            index = bisect_left(begins, match.end())
            return _close(text, named, index, match.end(), end, BEHIND, behind=True), True
    return None, False
