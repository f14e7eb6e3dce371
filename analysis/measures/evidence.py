"""Evidence: the sentences behind a row of a result table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import NOT_STATED
from analysis.tables import RESULT_COLUMNS, TableError, places
from analysis.text.layout import body_start, joined, lead_end
from analysis.text.sentences import sentences

COLUMNS = ("article_id", "outlet", "day", "title", "sentence", "start", "end", "url")
SPOKEN = {
    "own_": ("own",),
    "agency_": ("agency",),
    "guest_": ("guest",),
    "quoted_": ("quoted", "paraphrased"),
}
"""Voices that a measure counts by the prefix of its name (`own_tone`, `quoted_label_share`)."""
MEASURED = {
    "match_rate": "present",
    "own_match_rate": "own_present",
    "quoted_match_rate": "quoted_present",
    "title_match_rate": "in_title",
    "lead_match_rate": "in_lead",
    "body_match_rate": "in_body",
    "text_match_rate": "in_text",
    **{f"{part}tone": f"{part}score" for part in ("", *SPOKEN, "title_", "lead_", "body_", "no_topic_")},
}
"""Column of the scores in which a measure finds an article measured or not."""


def behind(row: pd.Series, scores: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The score rows that a result row counts: those whose keys are the row's keys.

    Parameters
    ----------
    row : a row of a result table; its keys stand before `measure`.
    scores : score rows, hits, mentions or quotations with article_id; a key is looked up there, then in `articles`
        (a hit's `label` answers for frame and term, `week` and `month` for the Monday or the first of the day). Where the
        row's measure is of one voice, of titles or without topic words, so are the hits; rows that were not measured
        are not counted.

    Raises
    ------
    TableError
        For a key that neither table knows.

    Examples
    --------
    >>> articles = pd.DataFrame({"outlet": ["A", "B"]}, index=["x", "y"])
    >>> hits = pd.DataFrame({"article_id": ["x", "y", "y"], "label": ["aman", "aman", "buruk"], "start": [0, 4, 9]})
    >>> behind(pd.Series({"outlet": "B", "term": "aman", "measure": "per_million"}), hits, articles)["start"].tolist()
    [4]
    """
    names = list(row.index)
    keys = names[: names.index(RESULT_COLUMNS[0])] if RESULT_COLUMNS[0] in names else names
    kept = scores[scores["article_id"].isin(articles.index)]
    for key in keys:
        kept = kept[_values(key, kept, articles) == _plain(row[key])]
    return kept[_counted(str(row.get("measure", "")), kept, articles)]


def behind_each(table: pd.DataFrame, scores: pd.DataFrame, articles: pd.DataFrame) -> list[np.ndarray]:
    """`behind` for every row of a result table as row numbers of `scores`, whose keys are read once.

    Examples
    --------
    >>> articles = pd.DataFrame({"outlet": ["A", "B"]}, index=["x", "y"])
    >>> hits = pd.DataFrame({"article_id": ["x", "y", "y"], "label": ["aman", "aman", "buruk"], "start": [0, 4, 9]})
    >>> table = pd.DataFrame({"outlet": ["A", "B"], "term": "aman", "measure": "per_million"})
    >>> [rows.tolist() for rows in behind_each(table, hits, articles)]
    [[0], [1]]
    """
    names = list(table.columns)
    keys = names[: names.index(RESULT_COLUMNS[0])] if RESULT_COLUMNS[0] in names else names
    place = places(scores["article_id"], articles.index)
    group, wanted = np.zeros(len(scores), dtype=np.int64), np.zeros(len(table), dtype=np.int64)
    for key in keys:
        codes, kinds = _coded(key, scores, articles, place)
        asked = kinds.get_indexer(pd.Index([_plain(value) for value in table[key]], dtype="str"))
        group, seen = pd.factorize(group * (len(kinds) + 1) + codes + 1)
        wanted = pd.Index(seen).get_indexer(pd.Index(wanted * (len(kinds) + 1) + asked + 1))
        wanted = np.where(asked < 0, len(seen), wanted)  # no group has this number
    group[place < 0] = -1
    order = np.argsort(group.astype(np.min_scalar_type(-group.max(initial=0) - 1)), kind="stable")
    ordered, counted, found = group[order], {}, []
    for row, number in zip(table.get("measure", pd.Series("", table.index)).astype(str), wanted, strict=True):
        low, high = np.searchsorted(ordered, [number, number + 1])
        if row not in counted:
            counted[row] = _counted(row, scores, articles)
        rows = order[low:high] if number >= 0 else order[:0]
        found.append(rows[counted[row][rows]])
    return found


def _coded(
    key: str, scores: pd.DataFrame, articles: pd.DataFrame, place: np.ndarray
) -> tuple[np.ndarray, pd.Index]:
    """What each score row has for a key, as the number of a text; -1 for a day that is missing."""
    of_score = key in scores or (key not in articles and key in ("frame", "term") and "label" in scores)
    if of_score:
        values = scores[key if key in scores else "label"]
    elif key in articles:
        values = articles[key]
    else:
        values = _values(key, pd.DataFrame({"article_id": articles.index}), articles)
    codes, kinds = pd.factorize(values)
    texts = _as_text(pd.Series(kinds))
    if not pd.api.types.is_datetime64_any_dtype(values):
        texts, codes = [*texts, NOT_STATED], np.where(codes < 0, len(kinds), codes)
    numbers, distinct = pd.factorize(pd.Series(texts, dtype="str"))
    codes = np.where(codes < 0, -1, np.append(numbers, -1)[codes])
    return (codes if of_score else codes[place]), pd.Index(distinct, dtype="str")


def _counted(measure: str, rows: pd.DataFrame, articles: pd.DataFrame) -> np.ndarray:
    """True for the rows that the measure counts, of rows with the right keys."""
    every = np.ones(len(rows), dtype=bool)
    if measure.endswith("_label_share") and "distance" in rows and not measure.startswith("quoted_"):
        held = rows["distance"].ne("").to_numpy(dtype=bool)  # a label held at a distance is not adopted
        every = held if measure.startswith("distanced_") else ~held
    for prefix, voices in SPOKEN.items():
        if measure.startswith(prefix) and "voice" in rows:
            return every & rows["voice"].isin(voices).to_numpy(dtype=bool)
    if measure.startswith(("title_", "lead_", "body_")) and "start" in rows:
        start = rows["start"].to_numpy()
        body, lead = (
            edge(articles).reindex(rows["article_id"]).to_numpy() for edge in (body_start, lead_end)
        )
        field = np.select([start < body, start < lead], ["title", "lead"], "body")
        return every & (field == measure.partition("_")[0])
    if measure.startswith("text_") and "start" in rows:
        body = body_start(articles).reindex(rows["article_id"]).to_numpy()
        return every & (rows["start"].to_numpy() >= body)
    if measure.startswith("no_topic_") and "topic" in rows:
        return every & ~rows["topic"].to_numpy(dtype=bool)
    column = MEASURED.get(measure)
    return every & rows[column].notna().to_numpy() if column in rows else every


def _plain(value: object) -> str:
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)


def _values(key: str, scores: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """What each score row has for a key, as text."""
    if key in scores:
        found = scores[key]
    elif key in articles:
        found = pd.Series(articles[key].reindex(scores["article_id"]).to_numpy(), index=scores.index)
    elif key in ("frame", "term") and "label" in scores:
        found = scores["label"]
    elif key in ("week", "month"):
        days = pd.to_datetime(articles["day"]).reindex(scores["article_id"])
        back = days.dt.day_of_week if key == "week" else days.dt.day - 1
        found = pd.Series((days - pd.to_timedelta(back, unit="D")).to_numpy(), index=scores.index)
    else:
        raise TableError(f"neither the scores nor the articles have a column {key!r}, a key of this result.")
    return pd.Series(_as_text(found), index=found.index, dtype="str")


def _as_text(values: pd.Series) -> list[str]:
    """Values of a key as text, days without their time."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.strftime("%Y-%m-%d").tolist()
    return values.astype("object").where(values.notna(), NOT_STATED).astype("str").tolist()


def evidence(
    row: pd.Series | pd.DataFrame, scores: pd.DataFrame, articles: pd.DataFrame, *, n: int = 25, seed: int = 0
) -> pd.DataFrame:
    """Sentences behind a number.

    Parameters
    ----------
    row : a row of a result table (`result.iloc[0]`), or a table whose first row is taken; an empty one has no sentences.
    scores : what was counted, best with start and end (hits,
    mentions, quotations); articles : the article table. n : so many at most, drawn with `seed`.

    Returns
    -------
    DataFrame with article_id, outlet, day, title, sentence (that holds the hit, or the first sentence of the article
    where the scores have no places), start, end (of the hit in the joined text), url; in the order of the articles.
    `of` in `attrs` is how many there are.

    Raises
    ------
    TableError
        For a key that neither table knows.

    Examples
    --------
    >>> articles = pd.DataFrame({"title": "", "text": ["Kota aman. Pasar ramai."], "outlet": "A", "day": "2024-06-19",
    ...                          "language": "id", "url": None}, index=pd.Index(["x"], name="article_id"))
    >>> hits = pd.DataFrame({"article_id": ["x"], "label": ["ramai"], "start": [19], "end": [24]})
    >>> evidence(pd.Series({"outlet": "A", "term": "ramai", "measure": "per_million"}), hits, articles)["sentence"].tolist()
    ['Pasar ramai.']
    """
    if isinstance(row, pd.DataFrame):
        kept = behind(row.iloc[0], scores, articles) if len(row) else scores.iloc[:0]
    else:
        kept = behind(row, scores, articles)
    total = len(kept)
    if total > n:
        kept = kept.sample(n, random_state=seed)
    kept = kept.assign(place_=articles.index.get_indexer(pd.Index(kept["article_id"])))
    order = ["place_", "start"] if "start" in kept else ["place_"]
    kept = kept.sort_values(order, kind="stable").drop(columns="place_")
    shown = articles.loc[articles.index.isin(kept["article_id"])]
    cut = dict(list(sentences(shown).groupby("article_id")))
    texts = joined(shown)
    rows = []
    for entry in kept.to_dict("records"):
        article = shown.loc[entry["article_id"]]
        start, end = int(entry.get("start", -1)), int(entry.get("end", -1))
        rows.append(
            (
                entry["article_id"],
                article["outlet"],
                article["day"],
                article["title"],
                _sentence(texts[entry["article_id"]], cut.get(entry["article_id"]), start, end),
                start,
                end,
                article["url"],
            )
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table.attrs["of"] = total
    return table


def _sentence(text: str, cut: pd.DataFrame | None, start: int, end: int) -> str:
    """The sentences of a text that hold a span; the first of its body where there is no span."""
    if cut is None:
        return ""
    if start < 0:
        body = cut[cut["field"] != "title"]
        chosen = body.head(1) if len(body) else cut.head(1)
    else:
        chosen = cut[(cut["start"] < end) & (cut["end"] > start)]
    return text[int(chosen["start"].min()) : int(chosen["end"].max())] if len(chosen) else ""
