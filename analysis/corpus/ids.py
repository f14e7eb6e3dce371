"""Stable names of articles and versions: from the outlet and the address, whatever the cleaning rules become."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode

DROPPED = re.compile(
    r"^(utm_\w+|fbclid|gclid|igshid|mc_cid|mc_eid|_ga|_gl|ref|ref_src|referrer|source|src|from|share|shared|spm|cmpid|"
    r"page|single|tag_from|amp|outputType|output|view|medium|campaign|ito|smid|cid|at_\w+)$",
    re.IGNORECASE,
)
MOBILE = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
TAIL = re.compile(r"(?:/amp|/all|\.amp|/index\.html?)?/*$")


def canonical_url(url: str) -> str:
    """An address without scheme, mobile host, tracking, fragment and page number.

    Examples
    --------
    >>> canonical_url("https://m.example.co.id/news/putin-tiba/?utm_source=x&id=7#top")
    'example.co.id/news/putin-tiba?id=7'
    """
    rest = url.strip().partition("//")[2] or url.strip()
    rest = rest.split("#", 1)[0]
    path, _, query = rest.partition("?")
    host, slash, tail = path.partition("/")
    path = MOBILE.sub("", host.lower()) + slash + tail
    path = TAIL.sub("", path)
    if query:
        kept = sorted((key, value) for key, value in parse_qsl(query) if not DROPPED.match(key))
        query = urlencode(kept)
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """A name in lower-case letters and digits, at most 24 long."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return plain[:24].strip("-") or "unknown"


def article_id(outlet: str, number: str, canonical: str, content: str) -> str:
    """Name of an article.

    Parameters
    ----------
    outlet : canonical name, "" if unknown. `number` : the outlet's own number of the article, "" if none.
    canonical : canonical address, "" if none. `content` : raw title and text, which name an article without address.

    Returns
    -------
    `detik-6120331` where the outlet numbers its articles, else `kontan-3fa9c1d2e0` from a hash.
    """
    stem = slug(outlet) if outlet else "article"
    if number:
        return f"{stem}-{number}"
    named = canonical or content
    return f"{stem}-{blake2b(named.encode('utf-8', 'surrogatepass'), digest_size=5).hexdigest()}"


def version_hash(title: str, text: str) -> str:
    """Name of a version: a hash of the raw title and text."""
    raw = f"{title}\0{text}".encode("utf-8", "surrogatepass")
    return blake2b(raw, digest_size=8).hexdigest()
