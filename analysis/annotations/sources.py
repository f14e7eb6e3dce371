"""What kind of source each quotation has, where it stands in the article, and which articles cannot tell."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd

from analysis.annotations.gazetteer import Names, shipped
from analysis.annotations.rules import rules
from analysis.text.dictionary import Dictionary
from analysis.text.layout import body_start, joined, lead_end

NAMING = ("named", "body", "role_only", "anonymous")
"""A person by name; a body by name; an office without a name; nobody who could be asked."""
DISABLING = ("lower-cased", "no quotation marks")
"""Flaws of a text that hide names or quotations: its sources cannot be counted."""
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_NEAR = 120


def usable_for_voices(articles: pd.DataFrame) -> pd.Series:
    """Tell for each article why its voices cannot be counted ("" if they can).

    Returns
    -------
    Series of str named reason, on the index of `articles`: `lower-cased` (names are not seen), `no quotation marks`
    (quotations are not seen), `no text`. An outlet whose texts lost either is left out of comparisons with that reason,
    not counted as one that quotes nobody.

    Examples
    --------
    >>> articles = pd.DataFrame({"text": ["Ada.", "", "ada"], "text_flaws": ["", "", "lower-cased"]}, index=list("abc"))
    >>> usable_for_voices(articles).tolist()
    ['', 'no text', 'lower-cased']
    """
    flaws = articles["text_flaws"].fillna("").astype("str")
    reason = pd.Series("", index=articles.index, dtype="str", name="reason")
    for flaw in reversed(DISABLING):
        reason = reason.mask(flaws.str.contains(flaw, regex=False), flaw)
    empty = articles["text"].fillna("").astype("str").str.strip() == ""
    return reason.mask(empty, "no text").rename("reason")


def sources(
    quotes: pd.DataFrame, articles: pd.DataFrame, *, home: str = "Indonesia", places: Dictionary | None = None
) -> pd.DataFrame:
    """Describe the source of each quotation.

    Parameters
    ----------
    quotes : `quotations(articles)`. `articles` : article table.
    home : country of the outlets, as the list of actors names it; `places` : a dictionary of actors of your own, whose
        categories tell where a role belongs.

    Returns
    -------
    `quotes` with words (int), field (title, lead, body), position (0 the first character, 1 the last), naming
    (named, body, role_only, anonymous), origin (domestic, foreign, unknown: by a country named in the office or right
    beside the speaker; a source of whom neither is said is unknown).

    Examples
    --------
    >>> from analysis.annotations.quotations import quotations
    >>> articles = pd.DataFrame({"title": ["Kunjungan"], "text": ['"Kami siap membantu," kata Presiden Rusia Vladimir Putin.'],
    ...     "language": ["id"]}, index=pd.Index(["a"], name="article_id"))
    >>> sources(quotations(articles), articles)[["words", "field", "naming", "origin"]].to_numpy().tolist()
    [[3, 'lead', 'named', 'foreign']]
    """
    texts = joined(articles).reindex(quotes["article_id"]).to_numpy(dtype=object)
    codes = (
        articles["language"].fillna("und").astype("str").reindex(quotes["article_id"]).to_numpy(dtype=object)
    )
    starts = quotes["start"].to_numpy(dtype=np.int64)
    body = body_start(articles).reindex(quotes["article_id"]).to_numpy()
    lead = lead_end(articles).reindex(quotes["article_id"]).to_numpy()
    length = np.array([max(1, len(text)) for text in texts], dtype=float)
    described = quotes.assign(
        words=[len(_WORD.findall(text)) for text in quotes["text"]],
        field=np.where(starts < body - 2, "title", np.where(starts < lead, "lead", "body")),
        position=starts / length if len(length) else starts.astype(float),
    )
    roles = quotes["role"].fillna("").astype("str").to_numpy()
    speakers = quotes["speaker"].fillna("").astype("str").to_numpy()
    own = Names(places) if places is not None else None
    naming, origin = [], []
    rows = zip(texts, codes, speakers, roles, quotes["speaker_start"], quotes["cue"], strict=True)
    for text, code, speaker, role, start, cue in rows:
        naming.append(_naming(speaker, role, code))
        beside = ""
        if not pd.isna(start):
            beside = text[max(0, int(start) - _NEAR) : int(start) + len(speaker) + _NEAR]
        origin.append(_origin(role, speaker, beside, code, home, own) if isinstance(cue, str) else "unknown")
    return described.assign(naming=naming, origin=origin)


def _naming(speaker: str, role: str, code: str) -> str:
    """The kind of naming of one source."""
    known = rules(code)
    if speaker:
        words = speaker.lower().split()
        body = words[0] in known.heads or words[-1] in known.heads or (speaker.isupper() and len(speaker) > 1)
        return "body" if body or _is_body(speaker, code) else "named"
    words = [word.lower() for word in _WORD.findall(role)]
    if not words or any(word in known.unnamed for word in words):
        return "anonymous"
    return "role_only"


@cache
def _is_body(name: str, code: str) -> bool:
    listed = shipped(code)
    found = listed.find(name) if listed is not None else []
    return bool(found) and found[0].end - found[0].start == len(name) and found[0].kind != "person"


def _origin(role: str, speaker: str, beside: str, code: str, home: str, own: Names | None) -> str:
    """Where a source belongs: by its office, else by its name, else by the words right beside it."""
    for text in (role, speaker, beside):
        for names in (own, shipped(code)):
            if names is None or not text:
                continue
            countries = [one.actor for one in names.find(text) if one.kind == "place" and one.actor]
            if countries:
                return "domestic" if countries[0] == home else "foreign"
    if any(word.lower() in rules(code).home_words for word in _WORD.findall(f"{role} {speaker}")):
        return "domestic"
    return "unknown"
