"""A model of frames learned from hand codes: weights of words, word pieces, dictionary hits and their positions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.tables import DictionaryError, LanguageError
from analysis.text.dictionary import Dictionary
from analysis.text.patterns import find_patterns
from analysis.text.tokens import Tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ENOUGH = 2
"""Hits in the text with which a list counts as fired; one in the title does too."""
LIST_PARTS = ("any", "amount", "density", "title", "lead", "fired")
LIST_SCALE, WORD_SCALE, TITLE_SCALE = 0.5, 1.0, 0.5
"""How much a feature of lists, of words and of title words may weigh before it is punished."""
MOST_WORDS = 20_000
LEAD_WORDS = 60
"""The words after the title in which a hit counts as one in the lead."""


@dataclass(frozen=True, eq=False, repr=False)
class FrameModel(Dictionary):
    """Frames learned from codes; used wherever a `Dictionary` of frames is.

    Attributes
    ----------
    name, language, version : version is the fingerprint of everything in the model.
    categories : frame -> the words that speak most for it (evidence is found through them).
    lists : category -> patterns of the dictionaries whose hits are features.
    terms, idf : words of the vocabulary and their weights.
    weights, bias : frames by features, frames; slope, offset : from score to probability (Platt 1999), by frame.
    threshold : probability from which a frame counts as present, by frame.

    Examples
    --------
    >>> FrameModel("mine", "id", "1", {"threat": ("rudal",)}).categories
    {'threat': ('rudal',)}
    """

    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    idf: np.ndarray = field(default_factory=lambda: np.zeros(0))
    weights: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
    bias: np.ndarray = field(default_factory=lambda: np.zeros(0))
    slope: np.ndarray = field(default_factory=lambda: np.zeros(0))
    offset: np.ndarray = field(default_factory=lambda: np.zeros(0))
    threshold: np.ndarray = field(default_factory=lambda: np.zeros(0))

    @property
    def trained(self) -> bool:
        """True: learned from hand codes."""
        return True

    @property
    def frames(self) -> list[str]:
        """The frames, in the order of the weights."""
        return list(self.categories)

    def __repr__(self) -> str:
        return f"FrameModel({self.name!r}, {self.language}, {len(self.categories)} frames, {len(self.terms):,} words)"

    def probabilities(self, tokens: Tokens) -> np.ndarray:
        """Probability of each frame in each article (articles by frames); NaN for an article without words.

        Raises
        ------
        LanguageError
            For tokens of another language.
        """
        if tokens.language not in (None, "und", self.language) and self.language != "und":
            raise LanguageError(
                f"model {self.name} was trained on {self.language}; these articles are {tokens.language}."
            )
        score = features(tokens, self.lists, self.terms, self.idf) @ self.weights.T + self.bias
        found = 1 / (1 + np.exp(-np.clip(score * self.slope + self.offset, -30, 30)))
        found[tokens.n_tokens == 0] = np.nan
        return found

    def save(self, path: str | Path) -> Path:
        """Write the model to one `.npz` file, which `read_dictionary` reads."""
        target = Path(path).with_suffix(".npz")
        target.parent.mkdir(parents=True, exist_ok=True)
        said = {"name": self.name, "language": self.language, "version": self.version, "lists": self.lists,
                "categories": self.categories, "terms": self.terms, "passport": self.passport}  # fmt: skip
        text = np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), dtype=np.uint8)
        with target.open("wb") as out:
            np.savez_compressed(
                out, said=text, idf=self.idf, weights=self.weights, bias=self.bias, slope=self.slope, offset=self.offset,
                threshold=self.threshold,
            )  # fmt: skip
        return target


def read_frame_model(path: str | Path) -> FrameModel:
    """Read a model that `save` wrote.

    Raises
    ------
    DictionaryError
        For a file that is no such model.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            said = json.loads(bytes(file["said"]).decode())
            arrays = {name: file[name] for name in ("idf", "weights", "bias", "slope", "offset", "threshold")}
    except (KeyError, ValueError, OSError) as reason:
        raise DictionaryError(f"{Path(path).name}: not a model of frames ({reason}).") from None
    said["categories"] = {name: tuple(words) for name, words in said["categories"].items()}
    said["lists"] = {name: tuple(words) for name, words in said["lists"].items()}
    return FrameModel(**{**said, "terms": tuple(said["terms"])}, **arrays)


def fingerprint(*arrays: np.ndarray, said: object = None) -> str:
    """Short hash of arrays and of what is said beside them; arrays to nine digits.

    >>> fingerprint(np.array([1.0])) == fingerprint(np.array([1.0 + 1e-13]))
    True
    """
    total = hashlib.sha256(json.dumps(said, sort_keys=True, default=list).encode())
    for array in arrays:
        total.update((np.round(np.asarray(array, dtype=float), 9) + 0.0).tobytes())
    return total.hexdigest()[:12]


def features(
    tokens: Tokens, lists: Mapping[str, Sequence[str]], terms: Sequence[str], idf: np.ndarray
) -> csr_array:
    """What a model sees of each article.

    Returns
    -------
    Sparse articles by features: the words (1 + ln count, times idf, length 1), the words of the title likewise, and for each
    list whether it hit, ln(1 + hits), hits per root of the words, hit in the title, hit in the lead, fired (once in the title
    or twice in all).

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis.text.tokens import tokenize
    >>> articles = pd.DataFrame({"title": ["Rudal"], "text": ["uji coba"]}, index=["a"])
    >>> found = features(tokenize(articles), {"threat": ("rudal*",)}, ("rudal", "uji"), np.ones(2)).toarray()
    >>> found.round(3).tolist()
    [[0.707, 0.707, 0.5, 0.0, 0.5, 0.347, 0.289, 0.5, 0.0, 0.5]]
    """
    from scipy.sparse import csr_array, hstack

    title = tokens.in_title
    blocks = [
        WORD_SCALE * word_block(tokens, terms, idf, np.ones(len(tokens.ids), dtype=bool)),
        TITLE_SCALE * word_block(tokens, terms, idf, title),
        csr_array(LIST_SCALE * list_block(tokens, lists)),
    ]
    joint = csr_array(hstack(blocks))
    joint.indices, joint.indptr = joint.indices.astype(np.int32), joint.indptr.astype(np.int32)
    return joint


def vocabulary(tokens: Tokens, least: int = 2) -> tuple[list[str], np.ndarray]:
    """Words in at least `least` articles (the most frequent 20,000), and ln((1 + D) / (1 + d)) + 1 of each."""
    pairs = np.unique(np.column_stack([tokens.article, tokens.ids]), axis=0)
    spread = np.bincount(pairs[:, 1], minlength=len(tokens.types))
    spread[0] = 0
    kept = np.flatnonzero(spread >= least)
    kept = np.sort(kept[np.argsort(-spread[kept], kind="stable")][:MOST_WORDS])
    return [str(word) for word in tokens.types[kept]], np.log((1 + len(tokens)) / (1 + spread[kept])) + 1


def word_block(tokens: Tokens, terms: Sequence[str], idf: np.ndarray, where: np.ndarray) -> csr_array:
    """Weighed words of the tokens at `where`, each article's row of length 1."""
    from scipy.sparse import csr_array

    place = {term: i for i, term in enumerate(terms)}
    column = np.array([place.get(str(word), -1) for word in tokens.types], dtype=np.int64)
    here = where & (column[tokens.ids] >= 0)
    rows, columns = tokens.article[here], column[tokens.ids[here]]
    counts = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(tokens), len(terms)))
    counts.sum_duplicates()
    row = np.repeat(np.arange(len(tokens)), np.diff(counts.indptr))
    counts.data = (1 + np.log(counts.data)) * np.asarray(idf)[counts.indices]
    norm = np.sqrt(np.bincount(row, counts.data**2, minlength=len(tokens)))
    counts.data = counts.data / norm[row]
    return counts


def list_block(tokens: Tokens, lists: Mapping[str, Sequence[str]]) -> np.ndarray:
    """Hits of each list in each article, in six forms (`LIST_PARTS`), lists one after another."""
    names = list(lists)
    made = np.zeros((len(tokens), len(names), len(LIST_PARTS)))
    if not names or not len(tokens.ids):
        return made.reshape(len(tokens), -1)
    hits = find_patterns(tokens, lists)
    number = {name: i for i, name in enumerate(names)}
    token = hits["token"].to_numpy()
    article = np.searchsorted(tokens.offsets, token, side="right") - 1
    position = token - tokens.offsets[article]
    in_title = position < tokens.title_length[article]
    in_lead = ~in_title & (position < tokens.title_length[article] + LEAD_WORDS)
    cell = (article, hits["label"].map(number).to_numpy(dtype=np.int64))
    shape = (len(tokens), len(names))
    count, title, lead = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    np.add.at(count, cell, 1)
    np.add.at(title, cell, in_title)
    np.add.at(lead, cell, in_lead)
    made[:, :, 0] = count > 0
    made[:, :, 1] = np.log1p(count)
    made[:, :, 2] = count / np.sqrt(np.maximum(tokens.n_tokens, 1))[:, None]
    made[:, :, 3] = title > 0
    made[:, :, 4] = lead > 0
    made[:, :, 5] = (title > 0) | (count >= ENOUGH)
    return made.reshape(len(tokens), -1)


def feature_names(terms: Sequence[str], lists: Mapping[str, Sequence[str]]) -> list[str]:
    """Names of the columns of `features`.

    >>> feature_names(["rudal"], {"threat": ("rudal*",)})[:4]
    ['rudal', 'title: rudal', 'list threat: any', 'list threat: amount']
    """
    parts = [f"list {name}: {part}" for name in lists for part in LIST_PARTS]
    return [*terms, *(f"title: {term}" for term in terms), *parts]
