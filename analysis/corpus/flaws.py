"""What is wrong with a text as it came: what such flaws disable must not look like a difference between outlets."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

LOWER_CASED = "lower-cased"
NO_QUOTATION_MARKS = "no quotation marks"
MOJIBAKE = "mojibake"
GLUED_WORDS = "glued words"

MARKS = '"“”„«»'
FEWEST_LETTERS = 80
CAPITALS = 0.002
"""Capitals in a hundredth of the letters: news has 2 to 5 in a hundred, one in five hundred is none."""
BROKEN = "Ã|â€|Â|ï¿½|\ufffd"
"""Characters that were read in the wrong encoding."""
GLUE = r"[a-z]{2}[.?!,;][A-Z][a-z]|[a-z]{2}[)\]][A-Za-z]{2}|[a-z]{3}[”\"][A-Z][a-z]"
CAPITAL_BYTES = bytes(range(65, 91))
SMALL_BYTES = bytes(range(97, 123))
ENOUGH_ARTICLES = 20
FEW_MARKS = 2.0
"""Marks an article: fewer is less than one quotation."""
FAR_BELOW = 1 / 3
NONE_AT_ALL = 0.2
SAMPLE = 600
TRUNCATED = re.compile(
    r"(?:\[\+\d+ chars\]|\[(?:…|\.\.\.)\]|…|\.\.\.)\s*$|(?:baca selengkapnya|read more|continue reading)\W*$",
    re.I,
)


def _array(texts: Sequence[str]) -> pa.Array:
    return pa.array(list(texts), pa.large_string())


def _is_lower_cased(text: str) -> bool:
    """Whether a text of some length has no Latin capitals, or almost none; a beginning full of them settles it."""
    beginning = text[:SAMPLE].encode("utf-8")
    if len(beginning) - len(beginning.translate(None, CAPITAL_BYTES)) > CAPITALS * len(text):
        return False
    data = text.encode("utf-8")
    small = data.translate(None, CAPITAL_BYTES)
    capitals, letters = len(data) - len(small), len(data) - len(small.translate(None, SMALL_BYTES))
    return letters >= FEWEST_LETTERS and capitals <= CAPITALS * letters


def text_flaws(texts: Sequence[str]) -> list[str]:
    """Flaws that show in a text alone, as words joined by commas; "" if there is none.

    `lower-cased` (no capitals, or almost none), `mojibake` (broken characters), `glued words` (spaces lost after a full
    stop or a bracket, at least twice). `no quotation marks` shows only in an outlet's texts together.
    """
    lowered = np.array([_is_lower_cased(text) for text in texts], dtype=bool)
    array = _array(texts)
    suspects = pc.indices_nonzero(pc.match_substring_regex(array, f"{BROKEN}|{GLUE}"))
    broken, glued = np.zeros((2, len(texts)), dtype=bool)
    some, rows = array.take(suspects), suspects.to_numpy()
    broken[rows] = pc.match_substring_regex(some, BROKEN).to_numpy(zero_copy_only=False)
    glued[rows] = pc.count_substring_regex(some, GLUE).to_numpy(zero_copy_only=False) > 1
    flaws = np.full(len(texts), "", dtype=object)
    for found, word in ((lowered, LOWER_CASED), (broken, MOJIBAKE), (glued, GLUED_WORDS)):
        flaws[found] = [f"{before},{word}".lstrip(",") for before in flaws[found]]
    return list(flaws)


def text_status(texts: Sequence[str], only_lead: Sequence[bool]) -> list[str]:
    """How much of each article the text is: full, lead, truncated or none."""
    status = []
    for text, lead in zip(texts, only_lead):
        if not text:
            status.append("none")
        elif TRUNCATED.search(text[-60:]):
            status.append("truncated")
        else:
            status.append("lead" if lead else "full")
    return status


def quotation_counts(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles with text and quotation marks in them, by outlet and language: what the flaw is judged by.

    Returns
    -------
    DataFrame outlet, language, articles, marks (int64).
    """
    with_text = articles[articles["text"] != ""]
    marks = [sum(map(text.count, MARKS)) for text in with_text["text"].tolist()]
    table = pd.DataFrame(
        {
            "outlet": with_text["outlet"].to_numpy(),
            "language": with_text["language"].to_numpy(),
            "articles": 1,
            "marks": np.array(marks, dtype="int64"),
        }
    )
    return table.groupby(["outlet", "language"], as_index=False)[["articles", "marks"]].sum()


def outlets_without_quotation_marks(counts: pd.DataFrame) -> list[str]:
    """Outlets whose texts have lost their quotation marks.

    An outlet of at least 20 texts is one if it has fewer than two marks an article and less than a third of the
    best-marked outlet of its language, or hardly any at all.
    """
    large = counts[counts["articles"] >= ENOUGH_ARTICLES].assign(rate=lambda t: t["marks"] / t["articles"])
    best = large.groupby("language")["rate"].transform("max")
    lost = (large["rate"] < NONE_AT_ALL) | ((large["rate"] < FEW_MARKS) & (large["rate"] < FAR_BELOW * best))
    return sorted(large.loc[lost, "outlet"].unique())


def mark_outlets_without_quotation_marks(
    articles: pd.DataFrame, outlets: Sequence[str] | None = None
) -> pd.DataFrame:
    """Add `no quotation marks` to the flaws of the texts of outlets that lost them; judged here if not given."""
    if outlets is None:
        outlets = outlets_without_quotation_marks(quotation_counts(articles))
    affected = articles["outlet"].isin(list(outlets)) & (articles["text_status"] != "none")
    if not affected.any():
        return articles
    flaws = articles["text_flaws"].astype("str")
    marked = (flaws + "," + NO_QUOTATION_MARKS).str.lstrip(",")
    return articles.assign(text_flaws=flaws.where(~affected | flaws.str.contains(NO_QUOTATION_MARKS), marked))
