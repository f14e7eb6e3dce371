"""Answer sentences: what a result table allows to be said, under the rules of what may be said at all.

A difference is named only where the table of differences marks it as distinguishable; a share only from 20 articles
on; never a cause, a motive or a bias. Every number said carries the link to its evidence.
"""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.pipeline import FEW, UNCHECKED, Corpus
from analysis.reports.differing import MOST, differing, held_differences, linked
from analysis.reports.words import Words


def corpus(table: pd.DataFrame, words: Words, chosen: Corpus, query: str = "") -> list[Markup]:
    """How many articles, from where and when, and what was left out."""
    articles, query = chosen.articles, str(chosen.choice.get("query") or query)
    if not len(articles):
        return [words("answer.corpus.nothing")]
    days = pd.to_datetime(articles["day"]).dropna()
    outlets = articles["outlet"].dropna().nunique()
    facts = {
        "articles": words.number(len(articles)),
        "outlets": words.number(outlets),
        "texts": words.number(chosen.clusters.nunique()),
    }
    if not outlets:
        said = [words("answer.corpus.no_outlet", **facts)]
    elif not len(days):
        said = [words("answer.corpus.undated", **facts)]
    else:
        said = [words("answer.corpus.all", first=words.day(days.min()), last=words.day(days.max()), **facts)]
    if query.strip():
        left = int(table["left_out"].iloc[-1])
        said.append(words("answer.corpus.query", query=query, left=words.number(left)))
    elif table["left_out"].sum():
        said.append(words("answer.corpus.left", left=words.number(table["left_out"].sum())))
    if len(days) and len(days) < len(articles):
        said.append(words("answer.corpus.some_undated", n=words.number(len(articles) - len(days))))
    codes = articles["language"].value_counts()
    if len(codes) > 1:
        names = [f"{words.language_name(str(code))} ({words.number(n)})" for code, n in codes.items()]
        said.append(words("answer.corpus.languages", languages=words.listed(names)))
    return said


def volume(table: pd.DataFrame, words: Words, every: str = "day", articles: int = 1) -> list[Markup]:
    """The busiest period, the outlet with most articles, and who falls silent before the end."""
    if not len(table) or not table["value"].sum():
        return [words("answer.volume.undated")] if articles else []
    by = str(table.columns[0])
    sums = table.groupby(every)["value"].sum()
    peak = sums.idxmax()
    key = {"day": "peak", "week": "week_peak", "month": "month_peak"}[every]
    when = words.month(peak) if every == "month" else words.day(peak)
    said = [words(f"answer.volume.{key}", day=when, count=words.number(sums.max()))]
    totals = table.groupby(by)["value"].sum().sort_values(ascending=False)
    if len(totals) > 1 and totals.iloc[0] > totals.iloc[1]:
        said.append(
            words(
                "answer.volume.most",
                outlet=totals.index[0],
                count=words.number(totals.iloc[0]),
                total=words.number(totals.sum()),
            )
        )
    active = table[table["value"] > 0].groupby(by)[every].max()
    early = active[active < table[every].max() - pd.Timedelta(days=2)] if every == "day" else active.iloc[:0]
    for outlet, day in early.items():
        if totals.to_dict()[outlet] >= FEW:
            said.append(words("answer.volume.silent", outlet=outlet, day=words.day(day)))
    return said[: 2 + MOST]


def origin(table: pd.DataFrame, words: Words, chosen: Corpus) -> list[Markup]:
    """How much is wire copy or repeated, in all and where it is most."""
    total, count = int(table["articles"].sum()), int(table["count"].sum())
    if not count:
        said = [words("answer.origin.none", total=words.number(total))]
        again = len(chosen.articles) - chosen.clusters.nunique()
        return [*said, words("answer.origin.within", n=words.number(again))] if again else said
    said = [words("answer.origin.share", count=words.number(count), total=words.number(total))]
    known = table[(table["articles"] >= FEW) & (table["count"] > 0)].sort_values("value", ascending=False)
    for row in known.head(2).to_dict("records"):
        said.append(
            words(
                "answer.origin.outlet",
                outlet=row["outlet"],
                count=linked(words.number(row["count"]), row.get("link")),
                articles=words.number(row["articles"]),
                value=words.percent(row["value"]),
                interval=_also(words.interval(row["low"], row["high"], words.percent)),
            )
        )
    return said


def distinctive(table: pd.DataFrame, words: Words, chosen: Corpus) -> list[Markup]:
    """The strongest word of each outlet."""
    if not len(table):
        outlets = chosen.outlet.dropna().nunique()
        return [words(f"answer.words.{('no_outlet', 'one_outlet')[outlets] if outlets < 2 else 'none'}")]
    said = []
    for _, part in table.groupby("outlet", sort=False):
        row = part.iloc[0]
        times = linked(words.times(row["value"]), row.get("link"))
        said.append(
            words(
                "answer.words.term",
                outlet=row["outlet"],
                term=row["term"],
                times=times,
                low=words.times(row["low"]),
                high=words.times(row["high"]),
                n=words.number(row["n"]),
            )
        )
    return said[:6]


def frequent(table: pd.DataFrame, words: Words) -> list[Markup]:
    """The five most frequent words."""
    shown = [
        Markup("{} ({})").format(row["term"], linked(words.number(row["count"]), row.get("link")))
        for row in table.head(5).to_dict("records")
    ]
    return [words("answer.frequent.top", terms=words.listed(shown))] if shown else []


def ranked(key: str, item: str, table: pd.DataFrame, differences: pd.DataFrame, words: Words) -> list[Markup]:
    """Who has the largest part (actors, speakers), and which differences between outlets hold."""
    if not len(table):
        return [words(f"answer.{key}.none")]
    row = table.iloc[0]
    facts = {
        item: row[item],
        "value": linked(words.percent(row["value"]), row.get("link")),
        "count": words.number(row["count"]),
        "total": words.number(row["total"]),
        "articles": words.number(row["articles"]),
        "interval": words.interval(row["low"], row["high"], words.percent) or "–",
    }
    said = [words(f"answer.{key}.{'top' if row['value'] == row['value'] else 'few'}", **facts)]
    return said + differing(key, item, table, differences, words)


def labels(table: pd.DataFrame, differences: pd.DataFrame, words: Words) -> list[Markup]:
    """Distinguishable choices first, else what is preferred where it is clear how often."""
    if not len(table):
        return [words("answer.labels.none")]
    found = differing("labels", "choice", table, differences, words)
    top = table.sort_values(["total", "count"], ascending=False).drop_duplicates(["outlet", "referent"])
    for row in top.head(0 if len(found) > 1 else MOST).to_dict("records"):
        found.append(
            words(
                "answer.labels.prefer",
                referent=row.get("referent_name", row["referent"]),
                outlet=row["outlet"],
                choice=row.get("choice_name", row["choice"]),
                count=linked(words.number(row["count"]), row.get("link")),
                total=words.number(row["total"]),
            )
        )
    return found


def frames(table: pd.DataFrame, differences: pd.DataFrame, words: Words, key: str = "frames") -> list[Markup]:
    """The aspect that is found most, and where outlets differ."""
    if not len(table):
        return [words(f"answer.{key}.none")]
    totals = (
        table.groupby("frame", sort=False)[["count", "articles"]].sum().sort_values("count", ascending=False)
    )
    name = table.loc[table["frame"] == totals.index[0], "frame_name"].iloc[0]
    said = [
        words(
            f"answer.{key}.most",
            frame=name,
            count=words.number(totals["count"].iloc[0]),
            articles=words.number(totals["articles"].iloc[0]),
        )
    ]
    if table["value"].isna().all():
        return [*said, words("answer.frames.few")]
    return said + differing(key, "frame", table, differences, words)


def tone(
    table: pd.DataFrame, differences: pd.DataFrame, hits: pd.DataFrame, words: Words, chosen: Corpus
) -> list[Markup]:
    """Which outlets can be told apart by the tone of their own words, and the words that make it."""
    if not table["value"].notna().any():
        return [words(f"answer.tone.{'none' if chosen.lexicon is None else 'nobody'}")]
    outlet = chosen.outlet
    terms = _terms(table, hits, words, outlet)
    said = differing("tone", "outlet", table, differences, words, terms)
    for row in table.sort_values("value", ascending=False).to_dict("records")[: 2 * MOST]:
        if row["outlet"] not in terms:
            continue
        interval = words.interval(row["low"], row["high"], lambda v: words.number(v, 2))
        facts = {
            "value": linked(words.number(row["value"], 2), row.get("link")),
            "terms": terms[row["outlet"]],
            "interval": f" ({interval})" if interval else "",
            "articles": words.number(row["articles"]),
        }
        if outlet.notna().any():
            said.append(words("answer.tone.because", outlet=row["outlet"], **facts))
        else:
            said.append(words("answer.tone.overall", **facts))
    return said


def tone_held(
    table: pd.DataFrame, differences: pd.DataFrame, hits: pd.DataFrame, words: Words, outlet: pd.Series
) -> list[Markup]:
    """The differences in tone that hold, each with the words that weigh most on both sides."""
    return held_differences("tone", "outlet", table, differences, words, _terms(table, hits, words, outlet))


def _terms(table: pd.DataFrame, hits: pd.DataFrame, words: Words, outlet: pd.Series) -> dict[str, Markup]:
    """The heaviest words of each outlet, with their weights."""
    names = outlet.reindex(hits["article_id"])
    found = {}
    for one in table["outlet"]:
        mine = names.eq(one) if outlet.notna().any() else names.isna()
        heavy = heavy_words(hits[mine.to_numpy()])
        if heavy:
            found[one] = words.listed([f"{term} ({words.number(weight, 1)})" for term, weight in heavy])
    return found


def heavy_words(hits: pd.DataFrame, most: int = 4) -> list[tuple[str, float]]:
    """The words with the largest sums of weights, positive or negative."""
    sums = hits.groupby("term")["weight"].sum()
    order = sums.abs().sort_values(ascending=False, kind="stable").index[:most]
    return [(str(term), float(sums[term])) for term in order]


def sure(passports: list[dict], differences: pd.DataFrame, words: Words) -> list[Markup]:
    """How many instruments were ever checked, and how many comparisons the report makes."""
    checked = sum(str(one["validity"]) != UNCHECKED for one in passports)
    facts = {"checked": words.number(checked), "all": words.number(len(passports))}
    said = [words("answer.sure.lists", **facts)] if passports else []
    if len(differences):
        known = differences["p"].notna()
        said.append(
            words(
                "answer.sure.comparisons",
                n=words.number(known.sum()),
                found=words.number(differences["distinguishable"].sum()),
            )
        )
    return said


def largest(item: str, table: pd.DataFrame, words: Words, chosen: Corpus) -> list[Markup]:
    """The largest part of each outlet that has 20 articles and a total of 20; no outlet is compared with another."""
    sizes = chosen.outlet.value_counts()
    large = (table["outlet"].map(sizes).fillna(0) >= FEW) & (table["total"] >= FEW)
    known = table[large & table["value"].notna()]
    if not len(known):
        return [words("answer.voices.none")] if not len(table) else []
    tops = known.loc[known.groupby("outlet", sort=True)["value"].idxmax()]
    return [
        words(
            "answer.voices.largest",
            outlet=row["outlet"],
            item=row[item],
            value=linked(words.percent(row["value"]), row.get("link")),
            count=words.number(row["count"]),
            total=words.number(row["total"]),
            interval=_also(words.interval(row["low"], row["high"], words.percent)),
        )
        for row in tops.head(6).to_dict("records")
    ]


def over_time(item: str, table: pd.DataFrame, words: Words, every: str) -> list[Markup]:
    """The most frequent part in the first and in the last period that has an interval; they are not compared."""
    known = table[table["low"].notna()]
    if not len(known):
        return [words("answer.voices.no_period" if len(table) else "answer.voices.none")]
    totals = known.groupby(item, sort=True)["count"].sum()
    most = known[known[item] == totals.idxmax()].sort_values(every, kind="stable")
    ends = most if len(most) < 2 else most.iloc[[0, -1]]
    return [
        words(
            "answer.voices.period",
            item=row[item],
            period=words.month(row[every]) if every == "month" else words.day(row[every]),
            value=linked(words.percent(row["value"]), row.get("link")),
            interval=words.interval(row["low"], row["high"], words.percent),
            count=words.number(row["count"]),
            total=words.number(row["total"]),
        )
        for row in ends.to_dict("records")
    ]


def first_rows(
    keys: tuple[str, ...], table: pd.DataFrame, words: Words, *, share: bool, digits: int, most: int = 3
) -> list[Markup]:
    """What the first rows with an interval say, one sentence each, no comparison."""
    if not len(table):
        return [words("answer.voices.none")]
    known = table[table["low"].notna() & (table["n"] >= FEW)]
    said = []
    for row in known.head(most).to_dict("records"):
        show = words.percent if share else (lambda v: words.number(v, digits))
        facts = {
            "item": " · ".join(str(row[key]) for key in keys),
            "value": linked(show(row["value"]), row.get("link")),
            "interval": words.interval(row["low"], row["high"], show),
            "n": words.number(row["n"]),
        }
        said.append(words("answer.voices.one", **facts))
    return said


def _also(interval: str) -> str:
    return f"; {interval}" if interval else ""
