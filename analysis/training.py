"""`media-coverage train frames` and `train sentiment`: labels in, a frozen instrument and what it is worth out."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from analysis.corpus.store import open_store
from analysis.measures.codes import read_codes
from analysis.measures.model_facts import deciding_words, learning_curve, performance
from analysis.measures.sentiment_models import train_sentiment
from analysis.measures.train_frames import train_frames
from analysis.text.frame_model import FrameModel
from analysis.text.syndication import find_syndication

FRAMES_EXAMPLE = """example:
  media-coverage train frames codes.csv --store data/processed/example --name mine
  then: media-coverage report --parameters, with frames = ["mine"]
"""

SENTIMENT_EXAMPLE = """example:
  media-coverage train sentiment labels.csv --language id --output tone_id.gz --source "two coders, May 2026"
  then: model = read_tone_model("tone_id.gz"); score_sentiment_with(articles, model)
labels.csv has the columns text and label (positive, neutral, negative); with start and end (characters of a mention in
the text) the model learns the tone toward that mention.
"""


def add_frames(commands: argparse._SubParsersAction) -> None:
    """Add `frames` to the kinds of training."""
    frames = commands.add_parser(
        "frames",
        help="frames from hand codes (CSV or XLSX with article_id, frame, code and coder)",
        description="Train frames on hand codes, check them on articles they have not seen, and freeze them.",
        epilog=FRAMES_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    frames.add_argument("codes", help="table of hand codes: article_id, frame, code (0 or 1), coder")
    frames.add_argument("--store", required=True, help="folder of the article store")
    frames.add_argument("--name", default="frames", help="name of the instrument")
    frames.add_argument("--language", help="take the articles of one language only")
    frames.add_argument("--output", help="file to write; STORE/instruments/NAME.npz if not given")
    frames.add_argument("--seed", type=int, default=0, help="seed of the folds")
    frames.set_defaults(run=run_frames)


def add_sentiment(commands: argparse._SubParsersAction) -> None:
    """Add `sentiment` to the kinds of training."""
    sentiment = commands.add_parser(
        "sentiment",
        help="tone from labelled texts (CSV with text and label)",
        description="Train a transparent model of tone, and say how well it does on texts it was not fitted on.",
        epilog=SENTIMENT_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sentiment.add_argument("labels", help="CSV file of labelled texts")
    sentiment.add_argument("--language", required=True, help="language code of the texts")
    sentiment.add_argument("--output", required=True, help="the model file to write (.gz)")
    sentiment.add_argument(
        "--source", default="not stated", help="where the labels come from, for the passport"
    )
    sentiment.set_defaults(run=run_sentiment)


def run_sentiment(options: argparse.Namespace) -> int:
    """Train, save, and print what the model is worth."""
    model = train_sentiment(pd.read_csv(options.labels), language=options.language, source=options.source)
    print(f"Model: {model.write(options.output)}\n{model.passport['validity']}")
    return 0


def run_frames(options: argparse.Namespace) -> int:
    """Train, print what the model is worth, and save it."""
    codes = read_codes(options.codes)
    articles = open_store(options.store).read()
    if options.language:
        articles = articles[articles["language"] == options.language]
    clusters = find_syndication(articles)
    model = train_frames(codes, articles, clusters=clusters, name=options.name, seed=options.seed)
    target = (
        Path(options.output)
        if options.output
        else Path(options.store) / "instruments" / f"{options.name}.npz"
    )
    print(summary(model))
    print(f"\nInstrument: {model.save(target)} (version {model.version})")
    return 0


def summary(model: FrameModel) -> str:
    """What a trained model is worth, in plain text."""
    checked = performance(model)
    wanted = ["frame", "validation", "f1", "low", "high", "precision", "recall", "alpha", "n", "coded_share"]
    lines = [
        f"{model.name} ({model.language}): {model.passport['validity']}",
        "",
        checked[wanted].round(2).to_string(index=False),
    ]
    curve = learning_curve(model)
    lines += [
        "",
        "Macro-F1 by number of coded articles:",
        curve.round(2).to_string(index=False),
        "",
        "Words that decide:",
    ]
    for frame, part in deciding_words(model).groupby("frame", sort=False):
        top = part.head(8)["feature"].tolist()
        lines.append(f"  {frame}: {', '.join(top)}")
    if model.passport["left_out"]:
        lines += ["", f"Too few codes, left out: {', '.join(model.passport['left_out'])}"]
    return "\n".join(lines)
