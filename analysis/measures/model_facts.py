"""What a trained model of frames says about itself, from its passport."""

from __future__ import annotations

import pandas as pd

from analysis.text.frame_model import FrameModel


def performance(model: FrameModel) -> pd.DataFrame:
    """How well the model did on articles it had not seen: a row per frame and validation (cluster, outlet).

    Examples
    --------
    >>> model = FrameModel("mine", "id", "1", {"threat": ("rudal",)}, {"performance": [{"frame": "threat", "f1": 0.6}]})
    >>> performance(model).to_numpy().tolist()
    [['threat', 0.6]]
    """
    return pd.DataFrame(model.passport["performance"])


def learning_curve(model: FrameModel) -> pd.DataFrame:
    """Macro-F1 by number of coded articles used.

    Examples
    --------
    >>> model = FrameModel("mine", "id", "1", {"threat": ("rudal",)}, {"learning_curve": [{"articles": 50, "macro_f1": 0.6}]})
    >>> learning_curve(model).to_numpy().tolist()
    [[50.0, 0.6]]
    """
    return pd.DataFrame(model.passport["learning_curve"], columns=["articles", "macro_f1"])


def deciding_words(model: FrameModel) -> pd.DataFrame:
    """Features with the largest weights: frame, feature, weight.

    Examples
    --------
    >>> model = FrameModel("mine", "id", "1", {"threat": ("rudal",)}, {"deciding": {"threat": [("rudal", 1.5)]}})
    >>> deciding_words(model).to_numpy().tolist()
    [['threat', 'rudal', 1.5]]
    """
    rows = [(frame, *pair) for frame, pairs in model.passport["deciding"].items() for pair in pairs]
    return pd.DataFrame(rows, columns=["frame", "feature", "weight"])
