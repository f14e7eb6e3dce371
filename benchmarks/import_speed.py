"""Articles and pages a second into a store: `python benchmarks/import_speed.py [--articles 40000] [--pages 1500]`.

Sentences of the example collection are drawn anew into articles of 400 words, with datelines, read-also lines and
editors' codes between them. They are written as Parquet, as JSON Lines, and as saved pages: with a large template
(about 100 KB of menus, scripts, cards and footers around the story) and with a small one. Each is read into a store of
its own with one and with two worker processes; language, dates, cleaning and all checks are part of it. Prints wall
seconds, articles a second and, with one process, its processor time. `--real FOLDER` reads a folder of real pages too.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

import pandas as pd

from analysis import ingest, open_store

WORDS = 400
OUTLETS = ("Kabar Pagi", "Harian Timur", "Suara Kota", "Pasar Harian")
EXAMPLE = Path(__file__).parents[1] / "data" / "raw" / "example"
SCRIPT = "window.dataLayer=window.dataLayer||[];(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'slot':'%d'});})(window,document,'script','dataLayer','box-%d');\n"
RULE = ".card-%d .card__title{font:600 16px/1.4 'Inter',sans-serif;margin:0 0 8px;color:#1a1a1a}\n"


def sentences() -> list[str]:
    """The sentences of the example collection in Indonesian."""
    with tempfile.TemporaryDirectory() as folder:
        ingest(EXAMPLE, f"{folder}/example", progress=False, workers=1)
        articles = open_store(f"{folder}/example").read()
    texts = articles.loc[articles["language"] == "id", "text"]
    found = (one.strip() for text in texts for one in re.split(r"(?<=[.?!”])\s+(?=[A-Z“])", text))
    return [one for one in found if 40 < len(one) < 400]


def made_up(count: int) -> Iterator[dict[str, str]]:
    """Articles, the same each time: url, title, published, outlet, author, text in paragraphs with furniture."""
    pool = sentences()
    draw = random.Random(7)
    for number in range(count):
        paragraphs, words = [], 0
        while words < WORDS:
            chosen = draw.choices(pool, k=3)
            words += sum(one.count(" ") + 1 for one in chosen)
            paragraphs.append(" ".join(chosen))
        title = " ".join(draw.choice(pool).split()[:9]).strip(".,”“") + f" {number}"
        outlet = OUTLETS[number % len(OUTLETS)]
        paragraphs[0] = f"Jakarta, {outlet} - {paragraphs[0]}"
        if number % 2:
            paragraphs.insert(2, f"Baca juga: {' '.join(draw.choice(pool).split()[:8])}")
        if number % 3 == 0:
            paragraphs.append("(abc/def)")
        yield {
            "url": f"https://{outlet.lower().replace(' ', '-')}.example/berita/{number}/judul-berita",
            "title": title,
            "published": f"2024-06-{1 + number % 28:02d} {number % 24:02d}:{number % 60:02d}:00",
            "outlet": outlet,
            "author": f"Rina Wulandari {chr(65 + number % 26)}",
            "text": "\n\n".join(paragraphs),
        }


def links(many: int, name: str, draw: random.Random) -> str:
    items = "".join(
        f'<li class="{name}__item"><a class="{name}__link" href="/kanal/{draw.randrange(9999)}" data-track="{name}">Kanal {place}</a></li>'
        for place in range(many)
    )
    return f'<ul class="{name}__list">{items}</ul>'


def cards(many: int, name: str, draw: random.Random) -> str:
    return "".join(
        f'<div class="{name} card-{place}"><a href="/berita/{draw.randrange(99999)}" class="card__link">'
        f'<img class="lazy" data-src="https://img.example/{place}.jpg" alt=""><h3 class="card__title">Judul berita lain nomor {place} yang agak panjang</h3></a>'
        f'<span class="card__date">{1 + place % 28} Juni 2024</span></div>'
        for place in range(many)
    )


def large_page(article: dict[str, str]) -> str:
    """A page as large outlets make them: about 100 KB around the story."""
    draw = random.Random(article["url"])
    told = {name: html.escape(value) for name, value in article.items()}
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article["title"],
        "datePublished": article["published"].replace(" ", "T") + "+07:00",
        "author": {"@type": "Person", "name": article["author"]},
        "publisher": {"@type": "Organization", "name": article["outlet"]},
    }
    body = []
    for place, paragraph in enumerate(article["text"].split("\n\n")):
        if paragraph.startswith("Baca juga"):
            paragraph = (
                f'<strong>Baca juga: <a href="/berita/{place}">{html.escape(paragraph[11:])}</a></strong>'
            )
        else:
            paragraph = html.escape(paragraph)
        body.append(f"<p>{paragraph}</p>")
        if place % 3 == 1:
            body.append(
                f'<div class="ads-box ads-{place}" id="div-gpt-ad-{place}"><p class="ads__label">ADVERTISEMENT</p><script>{SCRIPT % (place, place)}</script></div>'
            )
    scripts = "".join(SCRIPT % (place, draw.randrange(9999)) for place in range(180))
    return f"""<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{told["title"]} - {told["outlet"]}</title>
<meta property="og:title" content="{told["title"]}"><meta property="og:site_name" content="{told["outlet"]}">
<meta property="og:url" content="{told["url"]}"><link rel="canonical" href="{told["url"]}"><meta name="viewport" content="width=device-width">
<script type="application/ld+json">{json.dumps(data)}</script><style>{"".join(RULE % place for place in range(200))}</style>
<script>{scripts}</script></head><body class="page page--detail"><header class="header"><div class="header__logo"><a href="/">{told["outlet"]}</a></div>
<nav class="navbar"><div class="navbar__main">{links(160, "nav", draw)}</div></nav></header><div class="container"><div class="row">
<div class="col-8"><div class="breadcrumb">{links(4, "breadcrumb", draw)}</div><article class="detail"><h1 class="detail__title">{told["title"]}</h1>
<div class="detail__author">{told["author"]} - {told["outlet"]}</div><div class="detail__date">{told["published"][:16]} WIB</div>
<div class="share">{links(6, "share", draw)}</div><figure class="detail__media"><img src="/a.jpg" alt=""><figcaption>Foto: ilustrasi</figcaption></figure>
<div class="detail__body"><div class="detail__body-text itp_bodycontent">{"".join(body)}</div></div>
<div class="detail__tags">{links(8, "tag", draw)}</div></article><section class="related"><h2>Berita Terkait</h2>{cards(24, "related", draw)}</section>
<div class="comments"><h3>Komentar</h3><textarea></textarea><button>Kirim</button></div></div>
<aside class="col-4"><div class="popular"><h2>Terpopuler</h2>{cards(20, "popular", draw)}</div><div class="latest"><h2>Terbaru</h2>{cards(20, "latest", draw)}</div></aside>
</div></div><footer class="footer">{links(80, "footer", draw)}<p>Hak cipta {told["outlet"]} 2024</p></footer><script>{scripts}</script></body></html>"""


def small_page(article: dict[str, str]) -> str:
    """A page of a small outlet: a menu, the story, a foot."""
    draw = random.Random(article["url"])
    told = {name: html.escape(value) for name, value in article.items()}
    body = "".join(f"<p>{html.escape(one)}</p>" for one in article["text"].split("\n\n"))
    return f"""<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{told["title"]} | {told["outlet"]}</title>
<link rel="canonical" href="{told["url"]}"></head><body><div id="menu">{links(12, "menu", draw)}</div><h1>{told["title"]}</h1>
<p class="meta">Oleh {told["author"]}, {told["published"][:16]}</p><div class="entry-content">{body}</div>
<div id="footer">{links(8, "foot", draw)}<p>{told["outlet"]}</p></div></body></html>"""


def timed(raw: Path, store: Path, workers: int) -> None:
    """Read raw files into a new store and print how long it took; what worker processes used is not known here."""
    shutil.rmtree(store, ignore_errors=True)
    clock, spent = perf_counter(), process_time()
    report = ingest(raw, store, progress=False, workers=workers)
    clock, spent = perf_counter() - clock, process_time() - spent
    read = report.total("read")
    used = f", {1000 * spent / read:6.2f} ms of processor time each" if workers == 1 else ""
    print(
        f"{raw.name:<16} {workers} workers: {read:>6,} articles, {clock:6.1f} s, {read / clock:7,.0f} a second{used}",
        flush=True,
    )


def main() -> None:
    """Make the files and read them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=40_000)
    parser.add_argument("--pages", type=int, default=1_500)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--real", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="import-speed-") as name:
        folder = Path(name)
        raw = [folder / "large pages", folder / "small pages"]
        for place, page in zip(raw, (large_page, small_page)):
            place.mkdir()
            for number, article in enumerate(made_up(asked.pages)):
                (place / f"{number:05d}.html").write_text(page(article), encoding="utf-8")
        if asked.articles:
            table = pd.DataFrame(made_up(asked.articles))
            table.to_parquet(folder / "parquet.parquet", row_group_size=10_000)
            table.to_json(folder / "lines.jsonl", orient="records", lines=True, force_ascii=False)
            raw += [folder / "parquet.parquet", folder / "lines.jsonl"]
            del table
        for one in [*raw, *([asked.real] if asked.real else [])]:
            for workers in asked.workers:
                timed(one, folder / "store", workers)


if __name__ == "__main__":
    main()
