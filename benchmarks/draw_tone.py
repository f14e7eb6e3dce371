"""Draws the sentences and headlines of `sets/tone_id.tsv`: `python benchmarks/draw_tone.py CORPORA FOLDER`.

CORPORA holds the raw files that the set names. Writes into FOLDER sample.csv (with text) and, for two coders, items_a.tsv
and items_b.tsv (the second in another order). Seeded: 400 sentences over outlets, then months, one of an article where that
can be; 200 headlines likewise. A third, by the hash of its text, is put aside (`held`). `--check` only says whether the
drawn places are those of the set.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from pathlib import Path

import pandas as pd

SEED = 20240618
SENTENCES, HEADLINES = 400, 200
SET = Path(__file__).parent / "sets" / "tone_id.tsv"
SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\d)[^.!?\n]+|\.(?=[a-z])[^.!?\n]*)*[.!?]+[\"”']?(?=\s|$)")
HEADLINE_FILES = {"detik": "detik.csv", "cnn": "cnn.csv", "cnbc": "cnbc.csv"}
Item = tuple[str, int, int, int, str]
"""File, row, start and end (characters), text."""
Pool = dict[tuple[str, str], list[Item]]


def outlet(domain: str) -> str:
    """Name of an outlet in its domain: the part before `com`, or before `co.id`."""
    return domain.split(".")[-3 if domain.endswith("co.id") else -2]


def sentences_in(frame: pd.DataFrame, file: str, bodies: str, outlets: list[str]) -> Pool:
    """Sentences of 8 to 45 words that are not mostly figures, by outlet and month."""
    pool: Pool = {}
    for i, (row, text, date) in enumerate(zip(frame["row"], frame[bodies], frame["date"], strict=True)):
        for match in SENTENCE.finditer(text if isinstance(text, str) else ""):
            said = match.group().strip()
            if 8 <= len(said.split()) <= 45 and len(re.findall(r"\d", said)) < len(said) * 0.2:
                start = match.start() + len(match.group()) - len(match.group().lstrip())
                item = (file, int(row), start, start + len(said), said)
                pool.setdefault((outlets[i], str(date)[:7]), []).append(item)
    return pool


def headlines_in(corpora: Path, inflation: pd.DataFrame, outlets: list[str]) -> Pool:
    """Headlines by outlet and month."""
    pool: Pool = {}
    for name, file in HEADLINE_FILES.items():
        place = f"palestine_headlines_id/{file}"
        frame = pd.read_csv(corpora / place)
        for i, row in enumerate(frame.itertuples()):
            dated = re.search(r"/(20\d{6})", row.url)
            written = " ".join(str(getattr(row, "date_time", "")).split()[1:3])
            month = dated.group(1)[:6] if dated else written
            title = row.article_title
            pool.setdefault((name, month), []).append((place, i, 0, len(title), title))
    for i, row in enumerate(inflation.itertuples()):
        item = ("inflation_id.csv", int(row.row), 0, len(row.title), row.title)
        pool.setdefault((f"{outlets[i]}_eco", str(row.date)[:7]), []).append(item)
    return pool


def draw_sentences(pool: Pool, draw: random.Random) -> tuple[list[tuple], set]:
    """Sentences, and what of theirs must not be drawn again."""
    names = sorted({name for name, _ in pool})
    wanted = {name: SENTENCES // len(names) for name in names}
    for name in names[: SENTENCES - sum(wanted.values())]:
        wanted[name] += 1
    found: list[tuple] = []
    used: set = set()
    keys = sorted(pool)
    for name in names:
        months = [key for key in keys if key[0] == name]
        for key in months:
            draw.shuffle(pool[key])
        draw.shuffle(months)
        got = turn = 0
        while got < wanted[name]:
            key = months[turn % len(months)]
            turn += 1
            while pool[key]:
                item = pool[key].pop()
                if (item[:2] in used and turn < 3 * len(months)) or item[4].lower() in used:
                    continue
                used |= {item[:2], item[4].lower()}
                found.append(("sentence", name, *item))
                got += 1
                break
    return found, used


def draw_headlines(pool: Pool, draw: random.Random, used: set) -> list[tuple]:
    names = sorted({name for name, _ in pool})
    found: list[tuple] = []
    for place, name in enumerate(names):
        months = sorted(key for key in pool if key[0] == name)
        draw.shuffle(months)
        for key in months:
            draw.shuffle(pool[key])
        wanted = HEADLINES // len(names) + (place < HEADLINES % len(names))
        turn = 0
        while wanted:
            key = months[turn % len(months)]
            turn += 1
            item = pool[key].pop() if pool[key] else None
            if item is None or item[4].lower() in used:
                continue
            used.add(item[4].lower())
            found.append(("headline", name, *item))
            wanted -= 1
    return found


def sample(corpora: Path) -> pd.DataFrame:
    """The drawn items: item, kind, outlet, file, row, start, end, text, part."""
    inflation = pd.read_csv(corpora / "inflation_id.csv")
    inflation["row"] = range(len(inflation))
    bisnis = pd.read_csv(corpora / "bisnis_id.csv", encoding="utf-8-sig")
    bisnis["row"] = range(len(bisnis))
    bisnis = bisnis.drop_duplicates("url")
    names = [outlet(domain) for domain in inflation["domain"]]
    draw = random.Random(SEED)
    pool = sentences_in(inflation, "inflation_id.csv", "text", names)
    pool |= sentences_in(bisnis, "bisnis_id.csv", "content", ["bisnis"] * len(bisnis))
    found, used = draw_sentences(pool, draw)
    found += draw_headlines(headlines_in(corpora, inflation, names), draw, used)
    draw.shuffle(found)
    table = pd.DataFrame(found, columns=["kind", "outlet", "file", "row", "start", "end", "text"])
    table.insert(0, "item", range(1, len(table) + 1))
    hashed = [int(hashlib.sha256(text.encode()).hexdigest(), 16) for text in table["text"]]
    return table.assign(part=["dev" if number % 3 else "held" for number in hashed])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("corpora", type=Path)
    options.add_argument("folder", type=Path, nargs="?")
    options.add_argument("--check", action="store_true")
    given = options.parse_args()
    drawn = sample(given.corpora)
    if given.check or given.folder is None:
        columns = ["item", "kind", "outlet", "file", "row", "start", "end", "part"]
        print("same places:", drawn[columns].equals(pd.read_csv(SET, sep="\t")[columns]))
        return
    given.folder.mkdir(parents=True, exist_ok=True)
    drawn.to_csv(given.folder / "sample.csv", index=False)
    for coder, rows in {"a": drawn, "b": drawn.sample(frac=1, random_state=5)}.items():
        lines = [f"{row.item}\t{' '.join(row.text.split())}\n" for row in rows.itertuples()]
        (given.folder / f"items_{coder}.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
