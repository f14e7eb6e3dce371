"""Distance from a word: quotation marks around it that quote nobody, and phrases such as `so-called` before it."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd

from analysis.languages import DATA, word_list
from analysis.text.layout import joined, plain

OPEN, CLOSE = "\"“”„«‘'‚", "\"“”»’'‘"
MOST_WORDS = 5
"""Words between two quotation marks that may still be a label held at arm's length; more is a quotation."""
REACH = 60
"""Characters before a word in which a cue is looked for."""
_NEAR = re.compile(rf"[{OPEN}](?P<inside>[^{OPEN}{CLOSE}\n]*)$")


@cache
def cue_rule(code: str) -> re.Pattern[str] | None:
    """A language's distancing phrases (`distance_cues.txt`) as one rule that ends where the word begins.

    >>> bool(cue_rule("id").search("apa yang disebut Rusia “")), bool(cue_rule("en").search("they saw the "))
    (True, False)
    """
    path = DATA / code / "distance_cues.txt"
    if not path.is_file():
        return None
    cues = sorted((re.escape(cue).replace(r"\*", r"(?:[\w.'’-]+\s+){0,2}[\w.'’-]+").replace(r"\ ", r"\s+")
                   for cue in word_list(path)), key=len, reverse=True)  # fmt: skip
    between = rf"\s+(?:(?:a|an|the|its|their|his|sebuah|suatu|para)\s+)?[{OPEN}]?"
    return re.compile(rf"(?<![\w-])(?:{'|'.join(cues)}){between}$", re.I)


def distance(articles: pd.DataFrame, hits: pd.DataFrame) -> pd.Series:
    """How each hit is held at a distance.

    Parameters
    ----------
    articles : article table; hits : article_id, start, end.

    Returns
    -------
    Series of str on the index of `hits`: `scare_quotes` (it stands in quotation marks with at most five words), `so_called`
    (a cue of the language stands before it), or empty.

    Examples
    --------
    >>> articles = pd.DataFrame({"title": "", "text": ["Putin membela “operasi khusus” itu."], "language": "id"}, index=["a"])
    >>> distance(articles, pd.DataFrame({"article_id": ["a"], "start": [17], "end": [31]})).tolist()
    ['scare_quotes']
    """
    texts = joined(articles)
    codes = plain(articles["language"])
    found = np.full(len(hits), "", dtype=object)
    for i, (article_id, start, end) in enumerate(
        zip(hits["article_id"], hits["start"], hits["end"], strict=True)
    ):
        text = texts[article_id]
        before, after = text[max(start - REACH, 0) : start], text[end : end + REACH]
        rule = cue_rule(codes[article_id])
        if _in_scare_quotes(before, text[start:end], after):
            found[i] = "scare_quotes"
        elif rule is not None and rule.search(before):
            found[i] = "so_called"
    return pd.Series(found, index=hits.index, name="distance", dtype="str")


def _in_scare_quotes(before: str, word: str, after: str) -> bool:
    opened = _NEAR.search(before)
    closed = re.match(rf"([^{OPEN}{CLOSE}\n]*)[{CLOSE}](?!\w)", after)
    if not opened or not closed:
        return False
    inside = opened["inside"] + word + closed[1]
    lead = before[: opened.start()]
    return (
        len(inside.split()) <= MOST_WORDS
        and not re.search(r"[.!?,:;]", inside)
        and (not lead or not lead[-1].isalnum())
    )
