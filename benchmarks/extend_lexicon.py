"""Proposes words that a lexicon lacks, from any folder of articles: `python benchmarks/extend_lexicon.py FOLDER LANGUAGE`.

Latent semantic scaling (Watanabe 2021) with the strongest words of the news lexicon as seeds places every word of the
collection between them; words that are far out, frequent, in no lexicon and no name are proposed, each marked `lss`, with
its weight and count. They are proposals to read: what a word goes with in one collection is often its subject. Writes
`FOLDER_lss.tsv` beside the folder's name in the current folder; `--check DATA` says what they are worth on the development part of our own
set (Indonesian) or on NusaX' train part (English).
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd

import analysis as mc
from analysis.languages import language

SEEDS = 40
"""Seeds of each sign: the most frequent among the stronger half of the lexicon's words."""
FEWEST = 20
"""Occurrences of a word in the collection."""
FAR = 2.5
"""Standard deviations from the middle of the axis from which a word is proposed."""
WEIGHT = 0.3


def sentence_counts(articles: pd.DataFrame) -> mc.Dfm:
    """Content words of each sentence."""
    cut = mc.sentences(articles)
    texts = (articles["title"].fillna("") + "\n\n" + articles["text"].fillna("")).to_dict()
    said = [texts[row.article_id][row.start : row.end] for row in cut.itertuples() if row.field != "title"]
    index = pd.Index([f"s{i}" for i in range(len(said))], name="article_id")
    code = str(articles["language"].iloc[0])
    tokens = mc.tokenize(pd.DataFrame({"title": "", "text": said, "language": code}, index=index))
    return mc.count_terms(tokens)


def proposals(folder: Path, code: str) -> pd.DataFrame:
    """term, weight, count, source of the words that are proposed."""
    with tempfile.TemporaryDirectory() as place:
        mc.ingest([folder], Path(place) / "store", progress=False)
        articles = mc.open_corpus(Path(place) / "store", languages=[code]).articles
    lexicon = mc.read_lexicon(f"{code}/news")
    counts = sentence_counts(articles)
    many = pd.Series(counts.counts.sum(axis=0).ravel(), index=[str(term) for term in counts.terms])
    listed = lexicon.terms[~lexicon.terms["topic"].astype(bool) & lexicon.terms["term"].isin(many.index)]
    listed = listed.assign(count=listed["term"].map(many))
    signs = [part for _, part in listed.groupby(listed["weight"] > 0)]
    strong = [part[part["weight"].abs() >= part["weight"].abs().median()] for part in signs]
    seeds = pd.concat([part.nlargest(SEEDS, "count") for part in strong])
    axis = mc.fit_axis(counts, dict(zip(seeds["term"], seeds["weight"], strict=True)), min_count=FEWEST)
    capitals = mc.fit_capitals(articles)
    known = set(lexicon.terms["term"]) | set(language(code).negators)
    stops = language(code).stopwords
    far = (axis.weights - axis.weights.mean()) / axis.weights.std()
    table = pd.DataFrame(
        {"term": far.index, "far": far.to_numpy(), "count": many.reindex(far.index).to_numpy()}
    )
    word = table["term"].str.fullmatch(r"[^\W\d_]{3,}") & ~table["term"].isin(known | set(stops))
    table = table[word & table["far"].abs().ge(FAR) & table["term"].map(capitals).lt(0.5)]
    table = table.assign(weight=WEIGHT * table["far"].map(lambda z: 1 if z > 0 else -1), source="lss")
    return table.sort_values("far", ascending=False)[["term", "weight", "count", "source"]].reset_index(
        drop=True
    )


def check(code: str, added: pd.DataFrame, data: Path) -> None:
    """Macro-F1 with and without the proposals."""
    import sentiment as bench

    if code == "id":
        texts, gold, titles = bench.tone_id(data, "dev")
    else:
        nusax = pd.read_csv(data / "sentiment" / "nusax.csv").query("split == 'train' and lang == 'english'")
        texts, gold, titles = (
            nusax["text"].reset_index(drop=True),
            nusax["label"].reset_index(drop=True),
            None,
        )
    lexicon = mc.read_lexicon(f"{code}/news")
    more = pd.concat(
        [lexicon.terms, added.assign(topic=False)[["term", "weight", "topic"]]], ignore_index=True
    )
    table = bench.as_table(texts, code, titles)
    for name, one in (("as shipped", lexicon), ("extended", replace(lexicon, terms=more))):
        found = mc.score_sentiment(table, lexicon=one, quotes=bench.NO_QUOTES)["label"].fillna("neutral")
        print(f"{code}, {name}: macro-F1 {bench.macro(gold, found.to_numpy()):.3f} of {len(gold)}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("language")
    options.add_argument("--check", type=Path)
    given = options.parse_args()
    found = proposals(given.folder, given.language)
    target = Path(f"{given.folder.stem}_lss.tsv")
    found.to_csv(target, sep="\t", index=False)
    print(f"{len(found)} proposals: {target}")
    for sign, part in found.groupby(found["weight"] > 0):
        print("positive" if sign else "negative", ", ".join(part["term"].head(40)))
    if given.check:
        check(given.language, found, given.check)


if __name__ == "__main__":
    main()
