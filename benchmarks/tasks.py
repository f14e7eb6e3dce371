"""One task of one tool, timed in a process of its own: `python benchmarks/tasks.py TOOL FOLDER ARTICLES`.

Prints a line of JSON: CPU seconds of the task (texts in memory, a small corpus done before to warm up), wall
seconds, memory added at the peak, and what the task found. The peers live in an environment of their own
(`benchmarks/requirements.lock`); each gets the rule for words that it is fastest with.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import pandas as pd
from generator import plant_copies, read

WORD = r"\w+(?:[-'’]\w+)*"
Task = Callable[[pd.DataFrame], object]


def ours_matrix(articles: pd.DataFrame, lower: bool = True) -> object:
    from analysis.text.dfm import count_terms
    from analysis.text.tokens import tokenize

    return count_terms(tokenize(articles, lower=lower, compiled=True), compiled=True).counts.shape


def ours_case(articles: pd.DataFrame) -> object:
    return ours_matrix(articles, lower=False)


def split(articles: pd.DataFrame) -> object:
    return sum(len(text.split()) for text in articles["text"].tolist())


def sklearn_matrix(articles: pd.DataFrame) -> object:
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(token_pattern=WORD).fit_transform(articles["text"].tolist()).shape


def polars_matrix(articles: pd.DataFrame) -> object:
    import polars as pl

    frame = pl.DataFrame({"text": articles["text"].tolist()}).with_row_index("article")
    words = frame.select("article", pl.col("text").str.to_lowercase().str.extract_all(WORD).alias("word"))
    return words.explode("word").group_by("article", "word").len().shape


def duckdb_matrix(articles: pd.DataFrame) -> object:
    import duckdb
    import pyarrow as pa

    link = duckdb.connect(config={"threads": len(os.sched_getaffinity(0))})
    link.register(
        "articles", pa.table({"article": np.arange(len(articles)), "text": articles["text"].tolist()})
    )
    query = (
        f"select article, word, count(*) n from (select article, unnest(regexp_extract_all(lower(text), '{WORD}')) word "
        "from articles) group by all"
    ).replace("'’", "''’")
    return link.execute(query).to_arrow_table().shape


def _prepared(articles: pd.DataFrame):
    from analysis.text.dfm import count_terms
    from analysis.text.tokens import tokenize

    return count_terms(tokenize(articles, compiled=True), compiled=True)


def ours_keyness(articles: pd.DataFrame) -> Callable[[], object]:
    from analysis.measures.keyness import keyness

    dfm, target = _prepared(articles), articles["outlet"] == articles["outlet"].iloc[0]
    own = pd.Series(articles.index, index=articles.index)
    return lambda: len(keyness(dfm, target, clusters=own, candidates=0))


def ours_keyness_intervals(articles: pd.DataFrame) -> Callable[[], object]:
    from analysis.measures.keyness import keyness

    dfm, target = _prepared(articles), articles["outlet"] == articles["outlet"].iloc[0]
    own = pd.Series(articles.index, index=articles.index)
    return lambda: len(keyness(dfm, target, clusters=own))


def ours_lexicon(articles: pd.DataFrame) -> Callable[[], object]:
    dfm = _prepared(articles)
    weights = np.random.default_rng(0).normal(size=len(dfm.terms)) * (np.arange(len(dfm.terms)) % 40 == 0)
    return lambda: float((dfm.counts @ weights / np.maximum(dfm.n_tokens, 1)).sum())


def _sklearn(articles: pd.DataFrame):
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(token_pattern=WORD).fit_transform(articles["text"].tolist())


def sklearn_keyness(articles: pd.DataFrame) -> Callable[[], object]:
    counts = _sklearn(articles)
    mask = (articles["outlet"] == articles["outlet"].iloc[0]).to_numpy()

    def task() -> object:
        a = np.asarray(counts[np.flatnonzero(mask)].sum(axis=0)).ravel().astype(float)
        b = np.asarray(counts[np.flatnonzero(~mask)].sum(axis=0)).ravel().astype(float)
        n1, n2 = a.sum(), b.sum()
        with np.errstate(divide="ignore", invalid="ignore"):
            score = sum(
                np.where(x > 0, x * np.log(x / (n * (a + b) / (n1 + n2))), 0) for x, n in ((a, n1), (b, n2))
            )
        return len(np.argsort(-score))

    return task


def sklearn_lexicon(articles: pd.DataFrame) -> Callable[[], object]:
    counts = _sklearn(articles)
    columns = np.arange(0, counts.shape[1], 40)
    weights = np.random.default_rng(0).normal(size=len(columns))
    return lambda: float((counts[:, columns] @ weights / np.maximum(counts.sum(axis=1).A1, 1)).sum())


def ours_bigrams(articles: pd.DataFrame) -> object:
    from analysis.measures.collocations import collocations
    from analysis.text.tokens import tokenize

    return len(collocations(tokenize(articles, compiled=True), min_count=5, min_range=1))


def gensim_bigrams(articles: pd.DataFrame) -> object:
    from gensim.models.phrases import Phrases

    sentences = [text.lower().split() for text in articles["text"].tolist()]
    return len(Phrases(sentences, min_count=5, threshold=0.0001).export_phrases())


def _pairs(cluster: np.ndarray, truth: pd.DataFrame, index: pd.Index) -> dict[str, float]:
    """Precision and recall over pairs, and how many planted copies of each kind are with their source."""
    root = dict(zip(truth["article_id"], truth["source"], strict=True))
    both = pd.DataFrame({"found": cluster, "true": [root.get(one, one) for one in index]}, index=index)

    def many(keys: list[str]) -> float:
        sizes = both.groupby(keys).size().to_numpy(dtype=float)
        return float((sizes * (sizes - 1) / 2).sum())

    hit = many(["found", "true"])
    right = (
        both["found"].reindex(truth["article_id"]).to_numpy()
        == both["found"].reindex(truth["source"]).to_numpy()
    )
    kinds = truth.assign(right=right).groupby("how")["right"].mean().round(4).to_dict()
    return {"precision": round(hit / many(["found"]), 4), "recall": round(hit / many(["true"]), 4), **kinds}


def ours_copies(articles: pd.DataFrame) -> Callable[[], object]:
    from analysis.text.syndication import find_syndication

    planted, truth = plant_copies(articles)
    find_syndication(planted.iloc[-400:], compiled=True)

    def task() -> object:
        found = find_syndication(planted, compiled=True)
        return lambda: _pairs(found.to_numpy(), truth, planted.index)

    return task


def gaoya_copies(articles: pd.DataFrame) -> Callable[[], object]:
    import gaoya
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    planted, truth = plant_copies(articles)
    texts = planted["text"].tolist()

    def task() -> object:
        index = gaoya.minhash.MinHashStringIndex(32, 0.3, 42, 3, None, "word", True, (3, 3))
        index.par_bulk_insert_docs(list(range(len(texts))), texts)
        near = index.par_bulk_query(texts)
        first = np.repeat(np.arange(len(texts)), [len(one) for one in near])
        second = np.concatenate([np.array(one, dtype=np.int64) for one in near])
        links = coo_array((np.ones(len(first)), (first, second)), shape=(len(texts), len(texts)))
        cluster = connected_components(links, directed=False)[1]
        return lambda: _pairs(cluster, truth, planted.index)

    return task


PREPARED = {
    "ours_keyness": ours_keyness,
    "ours_keyness_intervals": ours_keyness_intervals,
    "ours_lexicon": ours_lexicon,
    "sklearn_keyness": sklearn_keyness,
    "sklearn_lexicon": sklearn_lexicon,
    "ours_copies": ours_copies,
    "gaoya_copies": gaoya_copies,
}
DIRECT: dict[str, Task] = {
    "ours_matrix": ours_matrix,
    "ours_case": ours_case,
    "split": split,
    "sklearn_matrix": sklearn_matrix,
    "polars_matrix": polars_matrix,
    "duckdb_matrix": duckdb_matrix,
    "ours_bigrams": ours_bigrams,
    "gensim_bigrams": gensim_bigrams,
}


def main(tool: str, folder: Path, articles: int) -> None:
    corpus = read(folder, articles)
    if tool in PREPARED:
        PREPARED[tool](corpus.iloc[:600])()
        task = PREPARED[tool](corpus)
    else:
        DIRECT[tool](corpus.iloc[:600])
        task = lambda: DIRECT[tool](corpus)  # noqa: E731
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu, wall = process_time(), perf_counter()
    found = task()
    cpu, wall = process_time() - cpu, perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    found = found() if callable(found) else found
    print(json.dumps({"cpu": cpu, "wall": wall, "mb": peak // 1024, "found": found}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
