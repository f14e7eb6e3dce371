"""Direct and indirect quotations with speaker, office, reporting verb and stance."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.annotations.attribution import Article, Passage
from analysis.annotations.entities import entities
from analysis.annotations.gazetteer import Entity
from analysis.annotations.passages import passages
from analysis.annotations.speakers import NOBODY, Speaker, Speakers
from analysis.tables import typed_table
from analysis.text.layout import joined

COLUMNS = {
    "article_id": "str",
    "start": "int64",
    "end": "int64",
    "text": "str",
    "is_direct": "bool",
    "speaker": "str",
    "speaker_start": "Int64",
    "speaker_end": "Int64",
    "role": "str",
    "cue": "str",
    "stance": "str",
}
_GAP = 250


def quotations(articles: pd.DataFrame) -> pd.DataFrame:
    """Find who is quoted, in whose words, and with which reporting verb.

    A row is one stretch of speech. `is_direct` rows stand between quotation marks (the span leaves the marks
    out); the others are reported clauses. A direct quotation inside a reported clause has a row of its own.

    Parameters
    ----------
    articles : article table; its languages may be mixed, each article is read with its own rules.

    Returns
    -------
    DataFrame with article_id, start, end (characters of the joined title and text), text (that slice),
    is_direct, speaker (name in full as the article gives it), speaker_start, speaker_end (the mention that gave
    the name), role (office beside the name), cue (the reporting verb or preposition), stance (neutral,
    insisting, doubting, accusing). What cannot be told is missing. Rows are in the order of the articles and of
    the text.

    Notes
    -----
    Marks are paired by what stands beside them, so that the same mark may open and close; a lost closing mark is
    put before the attribution or at the end of the paragraph. Fewer than four words without an attribution are a
    scare quote and no row. A pronoun stands for the person who opens a later sentence, else for the last speaker,
    else for the last person named: that is a rule of thumb, and often wrong where several people speak.
    Outlets that are credited are never speakers.

    Examples
    --------
    >>> articles = pd.DataFrame({"title": "", "text": ['"We agree," said Kim Jong Un.'], "language": "en", "genre": "news",
    ...                          "agency": None, "outlet": "X"}, index=pd.Index(['a'], name="article_id"))
    >>> quotations(articles)[["speaker", "cue", "text"]].to_numpy().tolist()
    [['Kim Jong Un', 'said', 'We agree,']]
    """
    texts = joined(articles)
    codes = articles["language"].fillna("und").astype("str")
    rows: dict[str, list[tuple]] = {}
    for code, group in texts.groupby(codes.to_numpy(), sort=False):
        listed = list(group)
        spoken, named = passages(listed, str(code)), entities(listed, str(code))
        for article_id, (article, found), names in zip(group.index, spoken, named, strict=True):
            rows[article_id] = [(article_id, *row) for row in _quoted(article, found, names)]
    ordered = [row for article_id in articles.index for row in rows[article_id]]
    return typed_table(ordered, COLUMNS)


def _quoted(article: Article, found: list[Passage], names: list[Entity]) -> Iterator[tuple]:
    """Rows of one article without its id, in the order of the text."""
    memory = Speakers(article, names)
    text, stances = article.text, article.known.verbs
    previous: tuple[Passage, Speaker, str] | None = None
    for passage in found:
        cue, speaker = "", NOBODY
        if passage.source is not None:
            speaker = memory.resolve(passage.source)
            cue = text[passage.source.cue_start : passage.source.cue_end].lower()
        elif previous is not None and _carries_on(text, previous[0], passage):
            speaker, cue = previous[1], previous[2]
        if passage.is_direct:
            previous = (passage, speaker, cue)
        yield _row(text, passage, speaker, cue, stances.get(cue, "neutral"))


def _row(text: str, passage: Passage, speaker: Speaker, cue: str, stance: str) -> tuple:
    named_at = (speaker.start, speaker.end) if speaker.name else (None, None)
    return (
        passage.start,
        passage.end,
        text[passage.start : passage.end],
        passage.is_direct,
        speaker.name or None,
        *named_at,
        speaker.role or None,
        cue or None,
        stance if cue else None,
    )


def _carries_on(text: str, earlier: Passage, later: Passage) -> bool:
    """True where a quotation without attribution goes on with the speaker of the one before it."""
    if later.block == earlier.block:
        return later.start - earlier.end < _GAP
    return later.block == earlier.block + 1 and "\n" in text[max(0, later.start - 3) : later.start]
