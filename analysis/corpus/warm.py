"""Imported once by the process that worker processes are forked from: they start with all that they need in memory."""

from __future__ import annotations

import pandas as pd

from analysis.corpus.articles import as_articles
from analysis.corpus.cleaning import clean
from analysis.corpus.prepare import prepare

__all__ = ["prepare"]

SAMPLE = {
    "title": ["Warm"],
    "text": ["Jakarta - Two plain sentences. Nothing more stands here."],
    "date": ["1/2/2024"],
}
clean(as_articles(pd.DataFrame(SAMPLE)))
