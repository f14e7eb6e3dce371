"""From raw rows to cleaned articles: what a batch needs and nothing else, so that it can run in any process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.corpus.articles import Given, build_articles
from analysis.corpus.cleaning import clean_counting
from analysis.corpus.dating import Dated, Judgement


@dataclass
class Prepared:
    """Cleaned articles of a batch in the order of its rows, and what was found on the way.

    Attributes
    ----------
    articles : columns of an article table with `article_id`, indexed by row number. `removed` : row, rule, line.
    repairs : row, kind, count. `dated`, `judgement` : the batch's dates. `host` : host of each row's address.
    was_empty : rows that had no title and no text to begin with.
    """

    articles: pd.DataFrame
    removed: pd.DataFrame
    repairs: pd.DataFrame
    dated: Dated
    judgement: Judgement
    host: list[str]
    was_empty: np.ndarray


def prepare(frame: pd.DataFrame, mapping: Mapping[str, str], given: Given) -> Prepared:
    """Build and clean the articles of a batch."""
    built = build_articles(frame, mapping, given)
    articles = built.articles
    empty = ((articles["title"] == "") & (articles["text"] == "")).to_numpy()
    cleaned, removed, repairs = clean_counting(articles, given.outlets)
    dated = built.dated
    # The columns are in the table by now; what remains of the dates are their counts.
    dated.precision, dated.source, dated.crawled = [], [], []
    return Prepared(
        cleaned,
        removed.rename(columns={"article_id": "row"}),
        repairs,
        dated,
        built.judgement,
        built.host,
        empty,
    )
