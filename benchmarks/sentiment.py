"""Measures tone against people: `python benchmarks/sentiment.py [--data FOLDER] [--held] [--tests]`.

Without a switch only development parts are scored. `--held` scores the part of our own Indonesian set that was put aside by
hash, `--tests` the test parts of SmSA, NusaX, the New York Times snippets and NewsMTSC. No text is printed. The sets belong to
others and are not shipped; FOLDER holds `corpora`, `sentiment` and `lexicons`.
"""

from __future__ import annotations

import argparse
import re
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from analysis.measures.sentiment import score_sentiment
from analysis.measures.sentiment_models import train_sentiment
from analysis.text.tone_model import toward_model

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "shared" / "data"
NO_QUOTES = pd.DataFrame(
    {"article_id": pd.Series(dtype="str"), "start": 0, "end": 0, "is_direct": pd.Series(dtype=bool)}
)


def as_table(texts: pd.Series, language: str, titles: np.ndarray | None = None) -> pd.DataFrame:
    """Texts as an article table, a text in the title where the mask says so."""
    titles = np.zeros(len(texts), dtype=bool) if titles is None else titles
    index = pd.Index([f"item-{i}" for i in range(len(texts))], name="article_id")
    plain = texts.to_numpy(dtype=object)
    table = pd.DataFrame(
        {"title": np.where(titles, plain, ""), "text": np.where(titles, "", plain)}, index=index
    )
    return table.assign(language=language, genre="news", agency=None)


def by_rules(texts: pd.Series, language: str, titles: np.ndarray | None = None) -> np.ndarray:
    """Labels of lexicon and rules."""
    table = as_table(texts, language, titles)
    return score_sentiment(table, quotes=NO_QUOTES)["label"].fillna("neutral").to_numpy()


def macro(gold: pd.Series, found: np.ndarray) -> float:
    return float(f1_score(gold, found, average="macro", zero_division=0))


def simple(texts: pd.Series, weights: dict[str, float]) -> np.ndarray:
    """Baseline: sign of the sum of the weights of the words, the longest entry first, nothing else."""
    entries = sorted(weights, key=len, reverse=True)
    found = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, entries)) + r")(?!\w)")
    sums = texts.str.lower().map(lambda text: sum(weights[match] for match in found.findall(text)))
    return np.select([sums > 0, sums < 0], ["positive", "negative"], "neutral")


def baselines_id(data: Path) -> dict[str, dict[str, float]]:
    """SentiStrengthID and InSet as weights of words."""
    folder = data / "lexicons"
    strength: dict[str, float] = {}
    for name in ("sentiwords_id.txt", "idioms_id.txt"):
        for line in (folder / "sentistrength_id" / name).read_text(encoding="utf-8").splitlines():
            word, _, value = line.rpartition(":")
            if word.strip() and value.strip().lstrip("-").isdigit():
                strength[word.strip().lower()] = float(value)
    inset: dict[str, float] = {}
    for sign in ("positive", "negative"):
        for word, value in pd.read_csv(folder / f"inset_{sign}.tsv", sep="\t").itertuples(index=False):
            inset[str(word).lower()] = inset.get(str(word).lower(), 0.0) + float(value)
    return {"SentiStrengthID": strength, "InSet": inset}


def tone_id(data: Path, part: str) -> tuple[pd.Series, pd.Series, np.ndarray]:
    """Texts, labels and kinds of our own Indonesian set, the texts looked up in the raw files by their offsets."""
    rows = pd.read_csv(HERE / "sets" / "tone_id.tsv", sep="\t").query("part == @part").reset_index(drop=True)
    frames = {
        name: pd.read_csv(data / "corpora" / name, encoding="utf-8-sig") for name in rows["file"].unique()
    }
    texts = []
    for row in rows.itertuples():
        frame = frames[row.file]
        headline = "article_title" if "article_title" in frame else "title"
        body = "text" if "text" in frame else "content"
        cell = frame[headline if row.kind == "headline" else body].iloc[row.row] if headline in frame else ""
        texts.append(str(cell)[row.start : row.end])
    return pd.Series(texts), rows["gold"], (rows["kind"] == "headline").to_numpy()


def report(name: str, gold: pd.Series, labels: dict[str, np.ndarray]) -> None:
    """One line: macro-F1 of each."""
    labels = {**labels, "majority": np.full(len(gold), gold.mode()[0])}
    scores = "  ".join(f"{who} {macro(gold, found):.3f}" for who, found in labels.items())
    print(f"{name} (n {len(gold)}): {scores}")


def indonesian(
    name: str, data: Path, texts: pd.Series, gold: pd.Series, titles: np.ndarray | None = None
) -> None:
    others = {who: simple(texts, weights) for who, weights in baselines_id(data).items()}
    report(name, gold, {"lexicon and rules": by_rules(texts, "id", titles), **others})


def model_of_mentions(texts: pd.Series, places: list[tuple[int, int]]) -> np.ndarray:
    """Labels of the shipped English model, which was trained on the other two thirds of NewsMTSC."""
    model = toward_model("en")
    return model.classify(texts.tolist(), places)["label"].to_numpy() if model else np.array([])


def graded(scores: pd.DataFrame) -> np.ndarray:
    """A rating of each text between -1 and 1; its two numbers were chosen on films, products and tweets."""
    net = (scores["positive"] - scores["negative"]).fillna(0.0).to_numpy()
    mean = net / np.sqrt(scores["n_tokens"].to_numpy() + 10)
    return mean / np.sqrt(mean**2 + 0.05)


def vader(texts: pd.Series) -> np.ndarray:
    """VADER's compound of each text."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()
    return texts.map(lambda text: analyser.polarity_scores(text)["compound"]).to_numpy()


def vader_labels(texts: pd.Series) -> np.ndarray:
    compound = vader(texts)
    return np.select([compound >= 0.05, compound <= -0.05], ["positive", "negative"], "neutral")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--held", action="store_true")
    options.add_argument("--tests", action="store_true")
    given = options.parse_args()
    if not (given.data / "sentiment").is_dir():
        print("skipped: the labelled sets are not here")
        return
    sets = given.data / "sentiment"
    for part in ["dev", "held"] if given.held else ["dev"]:
        texts, gold, titles = tone_id(given.data, part)
        indonesian(f"own Indonesian set, {part}", given.data, texts, gold, titles)
        for kind, rows in {"sentences": ~titles, "headlines": titles}.items():
            mine = texts[rows].reset_index(drop=True), gold[rows].reset_index(drop=True)
            indonesian(f"  {kind}", given.data, *mine, titles[rows])
    part = "test" if given.tests else "valid"
    smsa = pd.read_csv(sets / "smsa_id.csv").query("split == @part").reset_index(drop=True)
    indonesian(f"SmSA {part}", given.data, smsa["text"], smsa["label"])
    if given.tests:
        train = pd.read_csv(sets / "smsa_id.csv").query("split == 'train'")
        found = train_sentiment(train, language="id").classify(smsa["text"].tolist())["label"]
        report("SmSA test", smsa["label"], {"trained on its train part": found.to_numpy()})
    part = "test" if given.tests else "train"
    nusax = pd.read_csv(sets / "nusax.csv").query("split == @part")
    mine = nusax.query("lang == 'indonesian'").reset_index(drop=True)
    indonesian(f"NusaX Indonesian {part}", given.data, mine["text"], mine["label"])
    mine = nusax.query("lang == 'english'").reset_index(drop=True)
    found = {"lexicon and rules": by_rules(mine["text"], "en"), "VADER": vader_labels(mine["text"])}
    report(f"NusaX English {part}", mine["label"], found)
    news = pd.read_csv(sets / "newsmtsc_train_en.csv")
    held = np.array([zlib.crc32(text.encode()) % 3 == 0 for text in news["sentence"]])
    mine = news[held == given.tests].reset_index(drop=True)
    found = {
        "sentence, lexicon and rules": by_rules(mine["sentence"], "en"),
        "VADER": vader_labels(mine["sentence"]),
    }
    if given.tests:
        places = list(zip(mine["start"], mine["end"], strict=True))
        found["shipped model toward the mention"] = model_of_mentions(mine["sentence"], places)
    report(f"NewsMTSC {'held out' if given.tests else 'the rest'}", mine["label"], found)
    if given.tests:
        mine = pd.read_csv(sets / "vader_ground_truth_en.csv").query("genre == 'nytEditorialSnippets'")
        table = as_table(mine["text"].reset_index(drop=True), "en")
        scores = score_sentiment(table, quotes=NO_QUOTES)
        rating = mine["mean_rating"].to_numpy()
        ours, theirs = (np.corrcoef(x, rating)[0, 1] for x in (graded(scores), vader(mine["text"])))
        print(f"New York Times snippets (n {len(mine)}): r lexicon and rules {ours:.3f}  VADER {theirs:.3f}")


if __name__ == "__main__":
    main()
