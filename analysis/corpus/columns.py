"""Which raw column holds what: guessed from names in Indonesian and English, overridable, never silently wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from analysis.tables import SourceError

NAMES: dict[str, tuple[str, ...]] = {
    "url": (
        "url", "link", "tautan", "canonical url", "canonical link", "article url", "url artikel", "url berita",
        "link berita", "link artikel", "alamat", "alamat url", "permalink", "href", "original url", "source url",
    ),
    "title": (
        "judul", "title", "headline", "judul berita", "judul artikel", "article title", "news title", "kepala berita",
        "head", "judul news", "headline main", "post title", "subject",
    ),
    "text": (
        "isi", "text", "content", "isi berita", "isi artikel", "isi konten", "konten", "article text", "full text",
        "fulltext", "maintext", "plaintext", "article content", "article body", "body text", "body", "teks", "artikel",
        "article", "berita", "naskah", "raw text", "story", "uraian",
    ),
    "text_html": ("content html", "body html", "isi html", "text html", "html", "body xhtml"),
    "lead": (
        "lead", "lede", "teras", "teras berita", "ringkasan", "summary", "description", "deskripsi", "excerpt",
        "abstract", "snippet", "cuplikan", "opening text", "hit sentence", "lead paragraph",
    ),
    "published": (
        "published", "published at", "publishedat", "published time", "publish date", "date publish", "publication date",
        "date published", "publishing date", "pubdate", "pub date", "publish time", "waktu terbit", "tanggal terbit",
        "tgl terbit", "tanggal publikasi", "tanggal tayang", "tanggal", "tgl", "date time", "datetime", "date", "waktu",
        "hari tanggal", "date parsed", "timestamp", "versioncreated", "seendate", "created at", "day",
    ),
    "time": ("jam", "pukul", "waktu", "time", "jam terbit"),
    "outlet": (
        "outlet", "media", "nama media", "media name", "publisher", "newspaper", "surat kabar", "koran", "penerbit",
        "source name", "nama sumber", "sumber", "source", "portal", "site name", "sitename", "media asal",
    ),
    "domain": ("domain", "source domain", "media url", "hostname", "host", "situs", "website", "site"),
    "authors": (
        "authors", "author", "penulis", "wartawan", "reporter", "jurnalis", "byline", "nama penulis", "by", "creator",
        "dc creator", "pewarta",
    ),
    "section": ("section", "kanal", "rubrik", "channel", "category", "kategori", "section name", "desk", "categories"),
    "language": ("language", "bahasa", "lang"),
    "agency": ("agency", "kantor berita", "news agency", "wire", "credit"),
    "genre": ("genre", "jenis", "jenis berita", "article type"),
    "retrieved": (
        "retrieved", "retrieved at", "scraped at", "crawled at", "crawl date", "crawl time", "date download",
        "collected at", "collect date", "indexed date", "fetched at", "downloaded at", "waktu ambil", "tanggal ambil",
        "diambil", "first seen",
    ),
    "text_status": ("text status",),
    "id": ("article id", "id", "guid", "uuid", "stories id", "document id", "id berita", "id artikel", "uri"),
}  # fmt: skip
"""Our field -> names seen in the wild, the likeliest first; written in lower case with spaces."""

ENOUGH = ("title", "text", "text_html", "lead", "url")
"""A file with none of these holds no articles."""


def plain_name(name: object) -> str:
    """A column's name without case, underscores and punctuation: `Tanggal_Terbit` -> `tanggal terbit`."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(name))
    return re.sub(r"[\W_]+", " ", split).strip().lower()


def is_known(name: object) -> bool:
    """Whether a name is one of those that columns of articles have."""
    return plain_name(name) in _KNOWN


_KNOWN = {name for names in NAMES.values() for name in names}


def guess_columns(names: Iterable[object], wanted: Mapping[str, str] | None = None) -> dict[str, str]:
    """Map our fields to raw columns.

    Parameters
    ----------
    names : raw column names of one file. `wanted` : field -> raw column, as the user says; wins over guesses.

    Returns
    -------
    dict of field -> raw column; a raw column serves one field.

    Raises
    ------
    SourceError
        Where a wanted column is missing, or nothing looks like a title, a text or a URL.
    """
    raw = [str(name) for name in names]
    wanted = dict(wanted or {})
    unknown = sorted(set(wanted) - set(NAMES))
    if unknown:
        raise SourceError(f"{unknown[0]!r} is not a field; fields are {', '.join(NAMES)}")
    found = {field: _wanted(raw, field, column) for field, column in wanted.items()}
    plain: dict[str, str] = {}
    for name in raw:
        plain.setdefault(plain_name(name), name)
        plain.setdefault(plain_name(name).replace(" ", ""), name)
    for field, likely in NAMES.items():
        if field in found:
            continue
        for name in likely:
            column = plain.get(name) or plain.get(name.replace(" ", ""))
            if column is not None and column not in found.values():
                found[field] = column
                break
    if not any(field in found for field in ENOUGH):
        raise SourceError(
            f"no column looks like a title, a text or a URL (it has {_listed(raw)}); "
            "say which is: --column text=NAME"
        )
    return found


def _wanted(raw: list[str], field: str, column: str) -> str:
    """The raw column that the user means, by its exact name or without case and punctuation."""
    if column in raw:
        return column
    for name in raw:
        if plain_name(name) == plain_name(column):
            return name
    raise SourceError(f"has no column {column!r} for {field}; it has {_listed(raw)}")


def _listed(names: list[str]) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:12])
    return shown + (f" and {len(names) - 12} more" if len(names) > 12 else "")
