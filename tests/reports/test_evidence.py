"""The evidence register: how it samples and how it spells."""

from __future__ import annotations

import pandas as pd

from analysis.reports.evidence import Register


def test_a_term_is_spelt_as_it_mostly_stands_in_the_texts():
    texts = ["Kapal AS tiba. Di kapal itu as roda patah.", "Menurut AS, kapal berlayar."]
    articles = pd.DataFrame(
        {"title": ["", ""], "text": texts, "outlet": "Kabar", "day": pd.NaT, "url": ""}, index=["a", "b"]
    )
    hits = [
        (label, article, 2 + start, 2 + start + len(label))
        for label in ("as", "kapal")
        for article, text in zip(articles.index, texts, strict=True)
        for start in range(len(text))
        if text[start : start + len(label)].lower() == label
    ]
    table = pd.DataFrame(hits, columns=["label", "article_id", "start", "end"])
    register = Register(articles, pd.Series([0, 1], index=articles.index))
    assert register.spellings(table) == {"as": "AS", "kapal": "kapal"}
