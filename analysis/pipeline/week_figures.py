"""What two periods are compared by: match rates of aspects, shares of actors and of speakers, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.annotations.unite import unite_names
from analysis.measures.contrast import difference, share_difference
from analysis.pipeline.corpus import FEW, Corpus

KEYS = ["language", "kind", "item"]
COLUMNS = [
    *KEYS, "measure", "value", "low", "high", "n", "unit", "of", "group_a", "group_b", "p",
    "count", "total", "count_before", "total_before",
]  # fmt: skip


def week_figures(
    both: Corpus, now: str, before: str, frames: Sequence[str] = (), top: int = 5
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Differences between the articles of two groups, and the hits that the first group's numbers count.

    Parameters
    ----------
    both : corpus grouped into `now` and `before`. `frames` : word lists of aspects. `top` : actors, speakers compared.

    Returns
    -------
    Result table: language, kind (frame, actor, speaker), item (`list/frame`, or a name), measure, value (share now less
    share before), low, high, n (clusters of both), unit, of; group_a (`now`), group_b (`before`), p; count and total (articles,
    mentions, quotations), count_before and total_before. A language with fewer than 20 articles in one of the groups
    has no rows.
    Hits: language, kind, item, article_id, start, end, label, voice.
    """
    tables, found = [], []
    for part in both.languages():
        sizes = part.outlet.value_counts()
        if min(sizes.get(now, 0), sizes.get(before, 0)) < FEW:
            continue
        for name in frames:
            lists = part.dictionary(name)
            if lists is None:
                continue
            fired = part.frames(lists)
            apart = difference(
                fired, by=part.outlet, clusters=part.clusters, amount="present", within=["frame"], share=True
            )
            rows = fired.assign(item=fired["frame"], amount=fired["present"].astype(float))
            tables.append(_counted(apart, rows, part, "frame", now, before, f"{name}/"))
            hits = part.frame_evidence(lists)
            found.append(hits.assign(language=part.language, kind="frame", item=f"{name}/" + hits["label"]))
        for kind, (fit, hits) in _shared_out(part).items():
            sizes = fit.outlet.value_counts()
            if min(sizes.get(now, 0), sizes.get(before, 0)) < FEW:
                continue
            apart = share_difference(hits, by=part.outlet, clusters=part.clusters, item=kind, top=top)
            tables.append(_counted(apart, hits.assign(item=hits[kind]), part, kind, now, before))
            found.append(hits.assign(language=part.language, kind=kind, item=hits[kind]))
    tables = [table for table in tables if len(table)]
    if not tables:
        return pd.DataFrame(columns=COLUMNS), pd.DataFrame(columns=[*KEYS, "article_id", "start", "end"])
    table = pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS)
    numbers = dict.fromkeys(("value", "low", "high", "p"), "float64")
    return table.astype(numbers), pd.concat(found, ignore_index=True)


def _shared_out(part: Corpus) -> dict[str, tuple[Corpus, pd.DataFrame]]:
    """Mentions by actor and quotations by speaker, each with the articles of outlets whose texts can answer."""
    named, _ = part.fit_for("names")
    heard, _ = part.fit_for("voices")
    mentions = unite_names(named.mentions, named.articles, who="actor")
    said = heard.sources().dropna(subset=["speaker"])
    return {
        "actor": (named, mentions.reset_index(drop=True)),
        "speaker": (heard, said.reset_index(drop=True)),
    }


def _counted(
    apart: pd.DataFrame, rows: pd.DataFrame, part: Corpus, kind: str, now: str, before: str, prefix: str = ""
) -> pd.DataFrame:
    """The differences as now less before, with the counts of both groups beside them."""
    table = apart.rename(columns={"frame": "item", "actor": "item", "speaker": "item"})
    turned = table["group_a"] == before
    low, high = table["low"].copy(), table["high"].copy()
    table["value"] = table["value"].where(~turned, -table["value"])
    table["low"], table["high"] = low.where(~turned, -high), high.where(~turned, -low)
    table["value"] = table["value"].where(table["low"].notna())
    table["group_a"], table["group_b"] = now, before
    group = part.outlet.reindex(rows["article_id"]).to_numpy()
    for name, end in ((now, ""), (before, "_before")):
        mine = rows[group == name]
        if "amount" in mine:
            counts, totals = mine.groupby("item")["amount"].sum(), mine.groupby("item")["amount"].count()
            table[f"total{end}"] = table["item"].map(totals).fillna(0)
        else:
            counts = mine.groupby("item").size()
            table[f"total{end}"] = float(mine["item"].notna().sum())
        table[f"count{end}"] = table["item"].map(counts).fillna(0)
    return table.assign(language=part.language, kind=kind, item=prefix + table["item"].astype("str"))
