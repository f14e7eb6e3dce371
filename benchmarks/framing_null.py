"""Do the intervals of differences keep their word? `python benchmarks/framing_null.py [shuffles] [measure ...]`.

The names of the outlets are shuffled over the syndication clusters of the example collection (fixed seed), so that no outlet
differs from another but by chance. For every measure it is counted in how many of the differences the 95 % interval holds 0.
Then outlets are simulated that do differ, by 10 and by 20 points, and it is counted how often that is found.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

import analysis as mc
from analysis.measures.candidate_frames import score_candidate_frames
from analysis.measures.contrast import two_groups
from analysis.measures.frame_axis import fit_axes
from analysis.text.topics import fit_topics

RAW = Path(__file__).parents[1] / "data" / "raw" / "example"
SHUFFLES = 1000
COMMON = 0.1
"""Share below which (or above 1 less it) some thirty articles cannot show a difference at all, whatever the interval."""


def collection(code: str) -> mc.Corpus:
    """The articles of one language of the example collection."""
    store = Path(tempfile.mkdtemp()) / "store"
    mc.ingest([RAW], store, progress=False)
    corpus = mc.open_corpus(store, languages=[code])
    here = corpus.articles["raw_file"].astype("str").str.contains("sorot")
    corpus.articles["outlet"] = corpus.articles["outlet"].mask(
        here & corpus.articles["outlet"].isna(), "Sorot Kini"
    )
    return corpus


def tables(corpus: mc.Corpus) -> dict[str, tuple[pd.DataFrame, bool]]:
    """Name of a measure -> (article_id, item, amount, weight) and whether it is a share."""
    clusters, articles = corpus.clusters, corpus.articles
    frames = mc.read_dictionary(f"{corpus.language}/visit")
    scores = mc.score_frames(articles, frames=frames, quotes=corpus.quotes)
    scores["headline"] = scores["in_title"].astype(float) - scores["in_text"].astype(float)
    axes = fit_axes(mc.fit_vectors(articles), mc.read_dictionary(f"{corpus.language}/axes"), least=5)
    axis = mc.score_axes(articles, axes)
    topics = score_candidate_frames(
        articles, fit_topics(corpus.content, clusters=clusters, topics=6, least=3, starts=3)
    )
    found = {}
    for name, column in (("match_rate", "present"), ("own_match_rate", "own_present"), ("title_match_rate", "in_title"),
                         ("lead_match_rate", "in_lead"), ("body_match_rate", "in_body")):  # fmt: skip
        found[name] = (table(scores, "frame", column), True)
    for name in ("intensity", "headline"):
        found[name] = (table(scores, "frame", name), False)
    labels = own_labels(corpus)
    uses = labels.groupby(["article_id", "referent", "choice"]).size().rename("amount").reset_index()
    whole = uses.groupby(["article_id", "referent"])["amount"].sum().rename("weight").reset_index()
    every = whole.merge(uses[["referent", "choice"]].drop_duplicates(), on="referent")
    every = every.merge(uses, on=["article_id", "referent", "choice"], how="left").fillna({"amount": 0})
    every["item"] = every["referent"] + "/" + every["choice"]
    found["own_label_share"] = (every[["article_id", "item", "amount", "weight"]], True)
    named = mc.unite_names(corpus.mentions, articles, who="actor")
    found["share_of_voice"] = (parts(named.assign(amount=1.0), "actor"), True)
    said = mc.sources(mc.unite_names(corpus.quotes, articles), articles)
    kinds = said.dropna(subset=["cue"]).assign(amount=1.0)
    found["share_of_quoted_words"] = (
        parts(said.rename(columns={"words": "amount"}).dropna(subset=["speaker"]), "speaker"),
        True,
    )
    found["source_kinds"] = (parts(kinds, "naming"), True)
    found["source_origins"] = (parts(kinds, "origin"), True)
    found["axis_bias"] = (axis.rename(columns={"axis": "item", "pull": "amount", "rated": "weight"}), False)
    found["topic_share"] = (table(topics, "topic", "share"), False)
    return found


def parts(rows: pd.DataFrame, item: str, most: int = 6) -> pd.DataFrame:
    """What each article gives to the most frequent items, out of what it gives to all."""
    top = rows.groupby(item)["amount"].sum().nlargest(most).index
    whole = rows.groupby("article_id")["amount"].sum().rename("weight").astype(float)
    uses = rows.groupby(["article_id", item])["amount"].sum()
    every = pd.MultiIndex.from_product([whole.index, top], names=["article_id", item])
    table = uses.reindex(every, fill_value=0).rename("amount").reset_index().rename(columns={item: "item"})
    return table.astype({"amount": "float64"}).merge(whole.reset_index(), on="article_id")


def table(scores: pd.DataFrame, item: str, column: str) -> pd.DataFrame:
    """Rows of one column of scores, each weighing 1."""
    kept = scores.dropna(subset=[column])
    return pd.DataFrame(
        {
            "article_id": kept["article_id"],
            "item": kept[item],
            "amount": kept[column].astype(float),
            "weight": 1.0,
        }
    )


def own_labels(corpus: mc.Corpus) -> pd.DataFrame:
    """Label hits in own words, of the referents that 30 articles name."""
    lists = mc.read_dictionary(f"{corpus.language}/labels")
    labels = mc.spoken_by(mc.label_hits(corpus.articles, lists, quotes=corpus.quotes), "own")
    often = labels.groupby("referent")["article_id"].nunique()
    return labels[labels["referent"].isin(often[often >= 30].index)]


def dfm_of(dfm: mc.Dfm, ids: pd.Index) -> mc.Dfm:
    """The rows of some articles."""
    at = dfm.article_id.get_indexer(ids)
    return mc.Dfm(dfm.counts[at], ids, dfm.terms, dfm.n_tokens[at], dfm.language)


def null(corpus: mc.Corpus, shuffles: int, only: list[str], seed: int = 20261125) -> None:
    """Print how many intervals hold 0."""
    outlet = corpus.articles["outlet"].dropna()
    cluster = corpus.clusters.reindex(outlet.index)
    first = outlet.groupby(cluster).first()
    sizes = outlet.value_counts()
    names = sorted(sizes[sizes >= 20].index)

    def dealt(generator):
        """Two outlets, and which clusters they got."""
        order = pd.Series(generator.permutation(first.to_numpy()), index=first.index)
        return order, generator.choice(names, 2, replace=False)

    for name, (rows, share) in tables(corpus).items():
        if only and name not in only:
            continue
        rows = rows[rows["article_id"].isin(outlet.index)].assign(
            cluster=lambda t: cluster.reindex(t["article_id"]).to_numpy()
        )
        wide = rows.pivot_table(
            index="item", columns="cluster", values=["amount", "weight"], aggfunc="sum", fill_value=0
        )
        amounts = wide["amount"].reindex(columns=first.index, fill_value=0).to_numpy(dtype=float)
        weights = wide["weight"].reindex(columns=first.index, fill_value=0).to_numpy(dtype=float)
        generator, held, known = np.random.default_rng(seed), np.zeros(len(wide)), np.zeros(len(wide))
        for _ in range(shuffles):
            order, pair = dealt(generator)
            sides = np.array([(order == one).to_numpy() for one in pair])
            for i in range(len(wide)):
                if min((sides * weights[i]).sum(axis=1)) <= 0:
                    continue
                found = two_groups(sides * amounts[i], sides * weights[i], share=share)
                if found["low"] == found["low"]:
                    known[i] += 1
                    held[i] += found["low"] <= 0 <= found["high"]
        level = amounts.sum(axis=1) / weights.sum(axis=1)
        often = (level >= COMMON) & (level <= 1 - COMMON) if share else np.ones(len(wide), dtype=bool)
        often = np.abs(level) >= COMMON if name == "headline" else often
        say(corpus, name, held, known, often)
    labels, clusters = own_labels(corpus), corpus.clusters
    for name in ("lexical_choice_ratio", "log_ratio of words"):
        if only and name not in only:
            continue
        generator, held, known = np.random.default_rng(seed), 0, 0
        for _ in range(shuffles):
            order, pair = dealt(generator)
            by = cluster.map(order).rename("outlet")
            by = by[by.isin(pair)]
            if name == "lexical_choice_ratio":
                found = mc.label_contrast(labels, by=by, clusters=clusters)
            else:
                found = mc.keyness(
                    dfm_of(corpus.dfm, by.index), by == pair[0], clusters=clusters, min_count=40, draws=2000
                )
            found = found.dropna(subset=["low", "high"])
            held, known = held + int(((found["low"] <= 0) & (found["high"] >= 0)).sum()), known + len(found)
        say(corpus, name, np.array([held]), np.array([known]), np.array([True]))


def corrected(corpus: mc.Corpus, shuffles: int, seed: int = 20261125) -> None:
    """Print how many intervals of corrected differences hold the true one, for shuffled outlets whose articles a person who
    errs at known rates would have coded all, of which 12 texts of each machine label are drawn.

    A corrected share speaks of this collection alone, so its truth is not 0 but what coding every article would give.
    """
    outlet = corpus.articles["outlet"].dropna()
    cluster = corpus.clusters.reindex(outlet.index)
    first = outlet.groupby(cluster).first()
    sizes = outlet.value_counts()
    names = sorted(sizes[sizes >= 20].index)
    fired = corpus.frames(mc.read_dictionary(f"{corpus.language}/visit"))
    fired = fired[fired["article_id"].isin(outlet.index)]
    level = fired.groupby("frame")["present"].mean()
    fired = fired[fired["frame"].isin(level[(level >= COMMON) & (level <= 1 - COMMON)].index)]
    generator, held, known = np.random.default_rng(seed), 0, 0
    for at in range(shuffles):
        order = pd.Series(generator.permutation(first.to_numpy()), index=first.index)
        by = cluster.map(order).rename("outlet")
        by = by[by.isin(generator.choice(names, 2, replace=False))]
        here = fired[fired["article_id"].isin(by.index)]
        lot = pd.Series(generator.random(len(first)), index=first.index)
        seen = here["article_id"].map(cluster).map(lot).to_numpy()
        yes = np.where(here["present"].astype(bool), seen < 0.7, seen < 0.15)
        truth = here.assign(code=yes.astype(int))
        drawn = mc.draw_for_coding(here, by=by, clusters=corpus.clusters, per_stratum=12, seed=at)
        codes = drawn[["article_id", "frame", "probability"]].merge(truth[["article_id", "frame", "code"]])
        found = mc.corrected_difference(
            here, codes, by=by, clusters=corpus.clusters, draws=4000, seed=at
        ).dropna(subset=["low", "high"])
        share = truth.groupby(["frame", truth["article_id"].map(by)])["code"].mean()
        real = [
            share[(row.frame, row.group_a)] - share[(row.frame, row.group_b)] for row in found.itertuples()
        ]
        real = np.array(real)
        held += int(((found["low"] <= real + 1e-9) & (real <= found["high"] + 1e-9)).sum())
        known += len(found)
    say(corpus, "corrected_difference", np.array([held]), np.array([known]), np.array([True]))


def say(corpus: mc.Corpus, name: str, held: np.ndarray, known: np.ndarray, often: np.ndarray) -> None:
    """One line: how many intervals held 0, over the items that are neither rare nor nearly everywhere, and over all."""
    if not known.sum():
        return
    line = f"{corpus.language} {name:22} {held[often].sum() / max(known[often].sum(), 1):.3f} of {int(known[often].sum()):,}"
    print(f"{line}; with rare ones {held.sum() / known.sum():.3f} of {int(known.sum()):,}", flush=True)


def power(seed: int = 7, runs: int = 300) -> None:
    """Print how often a planted difference is found, by articles per outlet."""
    for n in (30, 60, 120, 200, 400):
        for points in (0.0, 0.1, 0.2):
            generator = np.random.default_rng(seed)
            hit = 0
            for _ in range(runs):
                yes = np.concatenate([generator.random(n) < 0.3, generator.random(n) < 0.3 + points])
                ids = pd.Index([f"a{i}" for i in range(2 * n)])
                scores = pd.DataFrame({"article_id": ids, "present": yes})
                by = pd.Series(np.repeat(["A", "B"], n), index=ids, name="outlet")
                found = mc.difference(
                    scores, by=by, clusters=pd.Series(ids, index=ids), amount="present", share=True
                )
                hit += bool(found["distinguishable"].item())
            print(f"{n} articles each, {points:.0%} planted on 30 %: found in {hit / runs:.2f}", flush=True)


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else SHUFFLES
    for language in ("id", "en"):
        null(collection(language), count, sys.argv[2:])
        if not sys.argv[2:] or "corrected_difference" in sys.argv[2:]:
            corrected(collection(language), count)
    if not sys.argv[2:]:
        power()
