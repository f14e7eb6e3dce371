"""Label choice: which of several words an outlet takes for the same thing, in its own words and in quotation."""

from __future__ import annotations

import pandas as pd

from analysis.annotations.voice import voice_at
from analysis.measures.intervals import share_table
from analysis.tables import DictionaryError, LanguageError, TableError, result_table
from analysis.text.dictionary import Dictionary
from analysis.text.distance import distance
from analysis.text.patterns import find_patterns
from analysis.text.tokens import tokenize

VOICES = ("all", "own", "quoted", "distanced")


def label_hits(
    articles: pd.DataFrame, labels: Dictionary, *, quotes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Where each label stands.

    Parameters
    ----------
    articles : article table of the dictionary's language; labels : dictionary with categories `referent/label`.

    Returns
    -------
    Hits: article_id, start, end, label (`referent/label`), voice, referent, choice, distance (`scare_quotes`, `so_called` or
    empty). Within a referent the longest match wins, so that `perang di Ukraina` is not counted as `perang` once more. A
    label in quotation marks of at most five words, or after `yang disebut`, is held at a distance and not adopted.

    Raises
    ------
    LanguageError
        For articles of another language than the dictionary.
    DictionaryError
        For a category that is not written `referent/label`.

    Examples
    --------
    >>> from analysis.text.dictionary import Dictionary
    >>> labels = Dictionary("mine", "id", "1", {"perang/perang": ("perang",), "perang/di_ukraina": ("perang di ukraina",)})
    >>> articles = pd.DataFrame({"title": "", "text": ["Perang di Ukraina."], "language": "id", "genre": "news",
    ...                          "agency": None, "outlet": "X"}, index=pd.Index(['a'], name="article_id"))
    >>> label_hits(articles, labels)[["choice", "voice"]].to_numpy().tolist()
    [['di_ukraina', 'own']]
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
    hits["distance"] = distance(articles, hits) if len(hits) else pd.Series(dtype="str")
    columns = ["article_id", "start", "end", "label", "voice", "referent", "choice", "distance"]
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
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    voice: str = "own",
    hits: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Share of each label among the labels taken for its referent.

    How to read it: .23 for `special operation` means that of a hundred times the war is named, 23 are by that name.

    Parameters
    ----------
    articles, labels : as in `label_hits`; by : group of each article; clusters : syndication cluster of each.
    voice : `own` (the outlet's unquoted words, not held at a distance), `quoted` (quoted or paraphrased), `distanced` (in scare
        quotes or after `so-called`, by whomever) or `all`.

    Returns
    -------
    Result table: by-key, referent, choice, measure `label_share` (`own_label_share`, `quoted_label_share`), value, low,
    high, n (clusters that name the referent), unit, of; count (this label), total (all labels of the referent),
    articles (that use this label). Groups that never name a referent have no row for it: that is "does not
    mention", not 0.

    Raises
    ------
    LanguageError, DictionaryError
        As in `label_hits`.
    TableError
        For a voice that is not own, quoted, distanced or all.

    Notes
    -----
    Words in quotation marks are not adopted by quoting them, which is why own and quoted are never added unasked.

    Examples
    --------
    >>> from analysis.text.dictionary import Dictionary
    >>> labels = Dictionary("mine", "id", "1", {"perang/invasi": ("invasi",), "perang/konflik": ("konflik",)})
    >>> articles = pd.DataFrame({"title": "", "text": ["Invasi, invasi, invasi dan konflik."], "language": "id",
    ...                          "genre": "news", "agency": None, "outlet": "X"}, index=pd.Index(["a"], name="article_id"))
    >>> result = label_choice(articles, labels, by=articles["outlet"], clusters=articles.index.to_series())
    >>> result[["choice", "value", "count", "total"]].to_numpy().tolist()
    [['invasi', 0.75, 3, 4], ['konflik', 0.25, 1, 4]]
    """
    found = spoken_by(label_hits(articles, labels) if hits is None else hits, voice)
    counts = found[["article_id", "referent", "choice"]].assign(amount=1.0)
    table, keys = share_table(counts, by, clusters, item="choice", within=["referent"])
    return result_table(
        table.drop(columns="rows"),
        keys=keys,
        measure="label_share" if voice == "all" else f"{voice}_label_share",
        unit="share of labels",
        of="labels for the referent",
    )


def spoken_by(hits: pd.DataFrame, voice: str) -> pd.DataFrame:
    """The label hits of a voice: all, own (adopted), quoted, or distanced.

    Raises
    ------
    TableError
        For another voice.

    Examples
    --------
    >>> hits = pd.DataFrame({"choice": ["war", "war", "raid"], "voice": ["own", "quoted", "own"], "distance": ["", "", "scare_quotes"]})
    >>> spoken_by(hits, "own")["choice"].tolist()
    ['war']
    """
    if voice not in VOICES:
        raise TableError(f"voice is {', '.join(VOICES)}; got {voice!r}.")
    held = hits["distance"].ne("") if "distance" in hits else pd.Series(False, index=hits.index)
    if voice == "distanced":
        return hits[held]
    if voice == "own":
        return hits[hits["voice"].eq("own") & ~held]
    return hits[hits["voice"].isin(("quoted", "paraphrased"))] if voice == "quoted" else hits
