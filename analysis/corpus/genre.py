"""What kind of piece an article is, by rule: its section, the words of its address, the label before its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from analysis.corpus.furniture import word_lists
from analysis.tables import GENRES

LABEL = re.compile(r"^\W*([^\W\d_]+(?:[ -][^\W\d_]+)?)\s*[:|\]]")
SEGMENT = re.compile(r"[/.?]+")


@cache
def genre_words() -> dict[str, str]:
    """Words of sections and addresses -> genre, in all languages."""
    return {word: genre for genre, words in word_lists().get("genre", {}).items() for word in words}


def genres(
    titles: Sequence[str],
    sections: Sequence[str],
    urls: Sequence[str],
    texts: Sequence[str],
    stated: Sequence[str],
) -> list[str]:
    """Genre of each article.

    What the data state comes first, then a label before the headline (`Opini: ...`, `FOTO: ...`), the section, and a
    word of the address (`kolom.`, `/opini/`). Otherwise it is news if there is a text, unknown if there is none.
    """
    found = []
    for title, section, url, text, said in zip(titles, sections, urls, texts, stated):
        said = said.strip().lower().replace(" ", "_")
        genre = said if said in GENRES else genre_words().get(said.replace("_", " "), "")
        genre = (
            genre or _of_title(title) or genre_words().get(section.lower(), "") or _of_address(_address(url))
        )
        found.append(genre or ("news" if text else "unknown"))
    return found


def _of_title(title: str) -> str:
    match = LABEL.match(title[:40])
    return genre_words().get(match[1].lower(), "") if match else ""


def _address(url: str) -> str:
    """Host and folders of an address, without its last part: the words of a headline are no label."""
    return url.partition("//")[2].rpartition("/")[0].lower()


@lru_cache(maxsize=20_000)
def _of_address(address: str) -> str:
    words = genre_words()
    for segment in SEGMENT.split(address)[:6]:
        genre = words.get(segment.replace("-", " "))
        if genre:
            return genre
    return ""
