"""`media-coverage train frames`: hand codes in, a frozen instrument and what it is worth out."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.corpus.store import open_store
from analysis.measures.train_frames import deciding_words, learning_curve, performance, train_frames
from analysis.tables import ParameterError
from analysis.text.frame_model import FrameModel
from analysis.text.syndication import find_syndication

FRAMES_EXAMPLE = """example:
  media-coverage train frames codes.csv --store data/processed/example --name mine
  then: frames = read_dictionary("data/processed/example/instruments/mine.npz")
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


def run_frames(options: argparse.Namespace) -> int:
    """Train, print what the model is worth, and save it."""
    path = Path(options.codes)
    if not path.is_file():
        raise ParameterError(
            f"no file {options.codes!r}; give a table with article_id, frame, code and coder."
        )
    read: Callable[..., pd.DataFrame] = pd.read_excel if path.suffix.lower() == ".xlsx" else pd.read_csv
    codes = read(path)
    for column in ("article_id", "unit_id", "frame", "variable"):
        if column in codes:
            codes[column] = codes[column].astype("str")
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
