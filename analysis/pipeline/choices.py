"""How a corpus is chosen: the folder of a store, the query, outlets, languages and days."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus.decisions import named_query, read_decisions
from analysis.corpus.store import ArticleStore, open_store
from analysis.pipeline.corpus import Corpus
from analysis.pipeline.mapping import content_hash, fingerprint, keep, method_fingerprint
from analysis.tables import ParameterError
from analysis.text.query import select
from analysis.text.syndication import find_syndication


def store_path(path: str | Path) -> Path:
    """A relative path as seen from the current folder, or from the folders around it (a notebook's)."""
    wanted = Path(path)
    around = (
        [wanted]
        if wanted.is_absolute()
        else [folder / wanted for folder in (Path(), *Path.cwd().parents[:3])]
    )
    return next((place for place in around if place.exists()), wanted)


def day_of(text: str, name: str) -> pd.Timestamp:
    """A local day that a parameter names."""
    try:
        return pd.Timestamp(pd.to_datetime(text, format="%Y-%m-%d"))
    except ValueError:
        raise ParameterError(f"{name}: {text!r} is not a day such as 2024-06-18.") from None


def open_corpus(
    path: str | Path,
    *,
    query: str = "",
    outlets: Sequence[str] = (),
    since: str = "",
    until: str = "",
    languages: Sequence[str] = (),
    as_of: str | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    seen: dict[str, Any] | None = None,
) -> Corpus:
    """Open an article store and choose articles.

    Parameters
    ----------
    path : folder of the store. `query` : as in `select`, or `@name` of the working folder's `query.txt`; "" takes all.
    outlets : canonical names; none takes all.
    since, until : local days (`2024-06-18`), both inclusive; articles without a day are left out where one is set.
    languages : codes; none takes all. `as_of` : read the store as it was known then.
    workers : processes that score what is not scored yet, by default one a core; `scheduler` : address of a Dask scheduler
        (`tcp://...`) that does it instead.
    seen : what an earlier run had before it (`ArticleStore.seen`), to read exactly that again.

    Raises
    ------
    ParameterError
        For an outlet the store does not have, or a day that cannot be read.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import pandas as pd
    >>> import analysis as mc
    >>> raw, store = f"{mkdtemp()}/raw.csv", f"{mkdtemp()}/mine"
    >>> pd.DataFrame({"title": ["Rudal"], "text": ["Uji rudal di laut."], "outlet": ["X"]}).to_csv(raw)
    >>> _ = mc.ingest([raw], store, language="id", progress=False)
    >>> open_corpus(store, query="rudal*")
    Corpus(1 articles, 1 distinct texts, 1 outlets, id)
    """
    store = open_store(store_path(path))
    if seen is not None:
        store.restrict(seen)
    decisions, query = read_decisions(store.path), named_query(query, store.path)
    articles = store.read(as_of=as_of)
    steps = [("in the store", len(articles))]
    unknown = sorted(set(outlets) - set(articles["outlet"].dropna()))
    if unknown:
        known = ", ".join(sorted(articles["outlet"].dropna().unique())[:12])
        raise ParameterError(f"outlets: the store has no {unknown[0]!r}; it has {known}.")
    clusters = _clusters(store, articles)
    days = pd.to_datetime(articles["day"])
    for name, wanted in (
        ("not excluded by hand", decisions.keep(articles) if len(decisions.excluded) else None),
        ("from these outlets", articles["outlet"].isin(outlets) if len(outlets) else None),
        ("in these languages", articles["language"].isin(languages) if len(languages) else None),
        ("since the first day", days >= day_of(since, "since") if since else None),
        ("until the last day", days <= day_of(until, "until") if until else None),
    ):
        if wanted is not None:
            articles = articles[wanted.reindex(articles.index)]
            steps.append((name, len(articles)))
    if query.strip():
        articles = select(articles, query)
        steps.append(("match the query", len(articles)))
    funnel = pd.DataFrame(steps, columns=["step", "articles"])
    funnel["left_out"] = -funnel["articles"].diff().fillna(0).astype("int64")
    choice = {
        "path": store.path,
        "query": query,
        "outlets": list(outlets),
        "languages": list(languages),
        "since": since,
        "until": until,
        "as_of": as_of,
        "workers": workers,
    }
    return Corpus(
        articles,
        clusters.reindex(articles.index),
        funnel,
        store,
        workers,
        scheduler,
        choice=choice,
        decisions=decisions,
    )


def _clusters(store: ArticleStore, articles: pd.DataFrame) -> pd.Series:
    """Syndication clusters of the whole store; they need all articles at once, and are kept by what these are."""
    times = pd.util.hash_array(articles["published"].astype("str").to_numpy(dtype=object))
    name = fingerprint(method_fingerprint(), content_hash(articles).to_numpy().tobytes(), times.tobytes())
    path = Path(store.path) / "scores" / f"clusters-{name}.parquet"
    if path.exists():
        return pd.read_parquet(path).set_index("article_id")["cluster_id"]
    found = find_syndication(articles)
    keep(found.rename_axis("article_id").reset_index(), path)
    return found
