"""VADER, as what it is: a sentence tool for English social media (Hutto & Gilbert 2014), for comparison.

On New York Times snippets it reaches r .50 with twenty raters, on tweets .87; headlines and reports are not what it was made for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.tables import LanguageError

BOUND = 0.05
"""Its authors call a text positive from a compound of .05 on, negative from -.05."""


class Vader:
    """VADER's compound as a classifier.

    Examples
    --------
    >>> Vader().classify(["The deal is good."])[["label", "score"]].to_numpy().tolist()
    [['positive', 0.4404]]
    """

    language = "en"
    name = "VADER"

    def __init__(self) -> None:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        self._analyser = SentimentIntensityAnalyzer()

    def classify(self, texts: Sequence[str]) -> pd.DataFrame:
        """Label, negative, neutral and positive (VADER's shares of the text, not probabilities) and score (compound)."""
        found = [self._analyser.polarity_scores(text) for text in texts]
        table = pd.DataFrame(found, columns=["neg", "neu", "pos", "compound"]).astype(float)
        table = table.rename(
            columns={"neg": "negative", "neu": "neutral", "pos": "positive", "compound": "score"}
        )
        label = np.select(
            [table["score"] >= BOUND, table["score"] <= -BOUND], ["positive", "negative"], "neutral"
        )
        table.insert(0, "label", pd.Series(label, dtype="str"))
        return table

    def check(self, code: str) -> None:
        """Refuse another language."""
        if code != self.language:
            raise LanguageError(f"VADER reads English only; these articles are {code}.")
