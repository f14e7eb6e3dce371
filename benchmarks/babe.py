"""Loaded language on BABE sentences: `python benchmarks/babe.py`.

A sample of 1,000 sentences of BABE (Media-Bias-Group, Spinde et al. 2021), each judged biased or not by experts who marked the
words that made it so. The repository of the set states no licence and its authors publish models trained on it for
non-commercial use only, so neither sentences nor weights are shipped: whoever has the set trains here.

A linear model (support vector machine) on words, word pieces, the `loaded` list, signs, and how loaded the words of the
sentence are: the share of a word's occurrences that experts marked in the training sentences, smoothed towards what its pieces
and the list let expect. Ten folds, three times; everything is fitted within the training folds. The settings were chosen on
these same sentences, so a little less is to be expected elsewhere.
"""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from analysis.text.dictionary import read_dictionary
from analysis.text.frame_model import list_block
from analysis.text.lexicon import read_lexicon
from analysis.text.tokens import fold, tokenize

FILE = Path(__file__).parents[1].parent / "shared" / "data" / "framing" / "babe_sample_en.csv"
WORD, PIECE, LIST, SIGN, MARK = 1.0, 1.0, 0.3, 0.2, 0.3
STRENGTH, RIDGE, FAITH = 0.3, 3.0, 4.0


def as_table(texts: pd.Series) -> pd.DataFrame:
    """Sentences as an article table."""
    index = pd.Index([f"s{i}" for i in range(len(texts))], name="article_id")
    return pd.DataFrame({"title": "", "text": texts.to_numpy(), "language": "en"}, index=index)


class Words:
    """The words of the sentences, which of them experts marked, and what each word looks like."""

    def __init__(self, table: pd.DataFrame) -> None:
        tokens = tokenize(as_table(table["text"]))
        self.types = [str(word) for word in tokens.types]
        place = {word: i for i, word in enumerate(self.types)}
        shape = (len(table), len(self.types))
        pairs = np.unique(np.column_stack([tokens.article, tokens.ids]), axis=0)
        self.uses = csr_matrix((np.ones(len(pairs)), pairs.T), shape=shape)
        marks = {
            (row, place[fold(word)])
            for row, said in enumerate(table["biased_words"].fillna("[]"))
            for phrase in ast.literal_eval(said)
            for word in phrase.split()
            if fold(word) in place
        }
        rows, columns = zip(*sorted(marks), strict=True)
        self.marked = csr_matrix((np.ones(len(marks)), (rows, columns)), shape=shape).minimum(self.uses)
        self.looks = self._looks()

    def _looks(self) -> csr_matrix:
        pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True)
        loaded = read_dictionary("en/loaded").categories
        weights = (
            read_lexicon("en/news").terms.set_index("term")["weight"].reindex(self.types).fillna(0).to_numpy()
        )
        lists = list_block(tokenize(as_table(pd.Series(self.types))), loaded)[:, :: list_block_width(loaded)]
        plain = np.column_stack([np.abs(weights), np.minimum(weights, 0), [len(word) / 10 for word in self.types],
                                 np.log1p(np.asarray(self.uses.sum(axis=0)).ravel()) / 3, lists])  # fmt: skip
        return hstack([pieces.fit_transform(self.types), csr_matrix(plain)]).tocsr()

    def loadedness(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How loaded each word is by the marks in some sentences, and by its looks alone."""
        n = np.asarray(self.uses[rows].sum(axis=0)).ravel()
        m = np.asarray(self.marked[rows].sum(axis=0)).ravel()
        known = n > 0
        model = Ridge(alpha=RIDGE).fit(
            self.looks[known], m[known] / n[known], sample_weight=np.sqrt(n[known])
        )
        looks = np.clip(model.predict(self.looks), 0.01, 0.9)
        return (m + FAITH * looks) / (n + FAITH), looks

    def summed(self, rows: np.ndarray, loaded: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        """Of each sentence: sum, three most loaded words, chance of at least one; sum and most by looks."""
        found = np.zeros((len(rows), 7))
        for i, row in enumerate(rows):
            here = self.uses[row].indices
            if len(here):
                by_mark, by_look = np.sort(loaded[0][here])[::-1], np.sort(loaded[1][here])[::-1]
                top = np.pad(by_mark, (0, 3))
                root = np.sqrt(len(here))
                found[i] = [by_mark.sum() / root, *top[:3], -np.log1p(-np.minimum(by_mark, 0.95)).sum(),
                            by_look[0], by_look.sum() / root]  # fmt: skip
        return found

    def mark_features(self, train: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Loadedness of training sentences by marks in the other training sentences, of test sentences by all of them."""
        part = np.random.default_rng(0).permutation(len(train)) % 8
        inside = np.zeros((len(train), 7))
        for one in range(8):
            inside[part == one] = self.summed(train[part == one], self.loadedness(train[part != one]))
        outside = self.summed(test, self.loadedness(train))
        centre, spread = inside.mean(axis=0), inside.std(axis=0)
        return (inside - centre) / spread, (outside - centre) / spread


def list_block_width(lists: dict) -> int:
    """Features that `list_block` has for each list."""
    return list_block(tokenize(as_table(pd.Series([""]))), lists).shape[1] // len(lists)


def fixed_features(texts: pd.Series) -> csr_matrix:
    """Features that need no labels: hits of the list, and signs."""
    tokens = tokenize(as_table(texts))
    hits = list_block(tokens, read_dictionary("en/loaded").categories)
    counts = hits[:, 1 :: list_block_width(read_dictionary("en/loaded").categories)]
    every = np.expm1(counts).sum(axis=1)
    lists = np.column_stack([counts, np.log1p(every), every / np.sqrt(np.maximum(tokens.n_tokens, 1))])
    signs = np.column_stack(
        [tokens.n_tokens, *(texts.str.count(rule) for rule in (r'["“”]', "[!?]", r"\d", "[—-]"))]
    )
    signs = np.log1p(signs)
    return csr_matrix(np.hstack([LIST * lists, SIGN * (signs - signs.mean(axis=0)) / signs.std(axis=0)]))


def predicted(
    table: pd.DataFrame, gold: np.ndarray, words: Words, fixed: csr_matrix, seed: int
) -> np.ndarray:
    """Held-out labels of all sentences."""
    found = np.zeros(len(gold), dtype=bool)
    for train, test in StratifiedKFold(10, shuffle=True, random_state=seed).split(gold, gold):
        word = TfidfVectorizer(sublinear_tf=True, token_pattern=r"\w[\w'-]*")
        piece = TfidfVectorizer(sublinear_tf=True, min_df=2, analyzer="char_wb", ngram_range=(2, 5))
        inside, outside = words.mark_features(train, test)
        text = table["text"].to_numpy()
        a = hstack([WORD * word.fit_transform(text[train]), PIECE * piece.fit_transform(text[train]), fixed[train],
                    csr_matrix(MARK * inside)]).tocsr()  # fmt: skip
        b = hstack([WORD * word.transform(text[test]), PIECE * piece.transform(text[test]), fixed[test],
                    csr_matrix(MARK * outside)]).tocsr()  # fmt: skip
        model = LinearSVC(C=STRENGTH, loss="hinge", random_state=0, max_iter=50_000).fit(a, gold[train])
        found[test] = model.predict(b)
    return found


def main() -> None:
    if not FILE.is_file():
        print("skipped: the BABE sentences are not here")
        return
    table = pd.read_csv(FILE)
    gold = (table["label_bias"] == "Biased").to_numpy()
    words, fixed = Words(table), fixed_features(table["text"])
    scores = [
        f1_score(gold, predicted(table, gold, words, fixed, seed), average="macro") for seed in range(3)
    ]
    print(
        f"macro-F1 {np.mean(scores):.3f} over three times ten folds ({', '.join(f'{one:.3f}' for one in scores)})"
    )


if __name__ == "__main__":
    main()
