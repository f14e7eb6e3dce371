"""Any Hugging Face text classifier, by name or folder: batched over distinct texts, each text read once."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import pandas as pd

from analysis.tables import ParameterError

CLASSES = ("negative", "neutral", "positive")
SAYS = {"neg": "negative", "neu": "neutral", "pos": "positive"}
MISSING = "transformers and torch are not installed; they come with the extra models: pip install 'media-coverage[models]'."


class Transformer:
    """A sequence classifier of the `transformers` library.

    Parameters
    ----------
    name : folder, or name on the hub (fetched only where `offline` is False). `labels` : the model's label -> positive,
        neutral or negative; worked out from labels that begin with neg, neu, pos if not given. `batch` : texts at once;
        `longest` : tokens after which a text is cut. `language` : code the model was made for, "" for any.

    Raises
    ------
    ParameterError
        Without torch and transformers (the line says how to get them), and for labels that do not say which is which.
    """

    def __init__(
        self,
        name: str,
        *,
        labels: dict[str, str] | None = None,
        batch: int = 32,
        longest: int = 256,
        language: str = "",
        offline: bool = True,
    ) -> None:
        if find_spec("torch") is None or find_spec("transformers") is None:
            raise ParameterError(MISSING)
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        self.name, self.batch, self.longest, self.language = name, batch, longest, language
        self._tokenizer = AutoTokenizer.from_pretrained(name, local_files_only=offline)
        self._model = AutoModelForSequenceClassification.from_pretrained(
            name, local_files_only=offline
        ).eval()
        own = [str(self._model.config.id2label[i]) for i in range(self._model.config.num_labels)]
        self._classes = classes_of(own, labels)
        self._known: dict[str, tuple[float, ...]] = {}

    def classify(self, texts: Sequence[str]) -> pd.DataFrame:
        """Label and probabilities; a text that was read before is not read again."""
        new = sorted(set(texts) - set(self._known), key=lambda text: (len(text), text))
        for low in range(0, len(new), self.batch):
            self._read(new[low : low + self.batch])
        rows = [self._known[text] for text in texts]
        table = pd.DataFrame(rows, columns=list(CLASSES)).astype(float)
        best = table.to_numpy().argmax(axis=1) if len(table) else []
        table.insert(0, "label", pd.Series([CLASSES[i] for i in best], dtype="str"))
        return table

    def _read(self, texts: list[str]) -> None:
        import torch

        given: Any = self._tokenizer(
            texts, padding=True, truncation=True, max_length=self.longest, return_tensors="pt"
        )
        with torch.inference_mode():
            chances = torch.softmax(self._model(**given).logits.double(), dim=-1).tolist()
        for text, row in zip(texts, chances, strict=True):
            sums = dict.fromkeys(CLASSES, 0.0)
            for name, chance in zip(self._classes, row, strict=True):
                sums[name] += chance
            self._known[text] = tuple(sums[name] for name in CLASSES)


def classes_of(own: Sequence[str], labels: dict[str, str] | None) -> list[str]:
    """What each label of a model means.

    >>> classes_of(["NEG", "Neutral", "positive"], None)
    ['negative', 'neutral', 'positive']
    """
    found = [(labels or {}).get(label) or SAYS.get(label.lower()[:3], "") for label in own]
    unknown = [label for label, meaning in zip(own, found, strict=True) if meaning not in CLASSES]
    if unknown:
        raise ParameterError(
            f"the model's label {unknown[0]!r} does not say what it means; "
            f"give labels={{{unknown[0]!r}: 'positive', ...}} with positive, neutral or negative."
        )
    return found
