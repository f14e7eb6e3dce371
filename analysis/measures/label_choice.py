"""Label choice: which of several words an outlet takes for the same thing, in its own words and in quotation."""

from __future__ import annotations

import pandas as pd

from analysis.annotations.voice import voice_at
from analysis.measures.intervals import ratio_table, share_rows
from analysis.tables import DictionaryError, LanguageError, result_table
from analysis.text.dictionary import Dictionary
from analysis.text.patterns import find_patterns
from analysis.text.tokens import tokenize

SPOKEN = {"all": None, "own": ("own",), "quoted": ("quoted", "paraphrased")}


def label_hits(
    articles: pd.DataFrame, labels: Dictionary, *, quotes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Where each label stands.

    Parameters
    ----------
    articles : article table of the dictionary's language; labels : dictionary with categories `referent/label`.

    Returns
    -------
    Hits: article_id, start, end, label (`referent/label`), voice, referent, choice. Within a referent the longest
    match wins, so that `perang di Ukraina` is not counted as `perang` once more.
    """
    others = set(articles["language"].dropna()) - {labels.language, "und"}
    if others and labels.language != "und":
        raise LanguageError(
            f"dictionary {labels.name} is written for {labels.language}; found articles in "
            f'{", ".join(sorted(others))}. Take articles[articles["language"] == "{labels.language}"].'
        )
    tokens = tokenize(articles)
    parts = []
    for referent, group in _referents(labels).items():
        found = find_patterns(tokens, group, exclusive=True).assign(referent=referent)
        parts.append(found.rename(columns={"label": "choice"}))
    hits = pd.concat(parts, ignore_index=True)
    hits["label"] = hits["referent"] + "/" + hits["choice"]
    hits["voice"] = voice_at(articles, hits, quotes) if len(hits) else pd.Series(dtype="str")
    columns = ["article_id", "start", "end", "label", "voice", "referent", "choice"]
    return hits.sort_values(["article_id", "start"], kind="stable")[columns].reset_index(drop=True)


def _referents(labels: Dictionary) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for category, patterns in labels.categories.items():
        referent, slash, choice = category.partition("/")
        if not slash:
            raise DictionaryError(
                f"dictionary {labels.name}: category {category!r} is not `referent/label`, such as `war/invasion`."
            )
        found.setdefault(referent, {})[choice] = patterns
    return found


def label_choice(
    articles: pd.DataFrame,
    labels: Dictionary,
    *,
    by: pd.Series,
    clusters: pd.Series,
    voice: str = "own",
    hits: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Share of each label among the labels taken for its referent.

    Parameters
    ----------
    articles, labels : as in `label_hits`; by : group of each article; clusters : syndication cluster of each.
    voice : `own` (the outlet's unquoted words), `quoted` (quoted or paraphrased) or `all`.

    Returns
    -------
    Result table: by-key, referent, choice, measure `label_share`, value, low, high, n (clusters that name the
    referent), unit, of; count (this label), total (all labels of the referent), articles (that name it). Groups
    that never name a referent have no row for it: that is "does not mention", not 0.
    """
    found = label_hits(articles, labels) if hits is None else hits
    spoken = SPOKEN[voice]
    if spoken is not None:
        found = found[found["voice"].isin(spoken)]
    counts = found.assign(amount=1.0)[["article_id", "referent", "choice", "amount"]]
    name = str(by.name)
    if not len(counts):
        columns = [name, "referent", "choice", "value", "low", "high", "n", "count", "total", "articles"]
        table = pd.DataFrame(columns=columns)
    else:
        rows, keys = share_rows(counts, by, clusters, item="choice", within=["referent"])
        table = ratio_table(rows, keys, amount="amount", weight="weight", share=True).drop(columns=["se"])
        table = table.rename(columns={"total": "count", "weight": "total"})
        size = rows.groupby(keys)["article_id"].nunique().rename("articles").reset_index()
        table = table.merge(size, on=keys).astype({"count": "int64", "total": "int64"})
    return result_table(
        table,
        keys=[name, "referent", "choice"],
        measure="label_share" if voice == "all" else f"{voice}_label_share",
        unit="share of labels",
        of="labels for the referent",
    )
