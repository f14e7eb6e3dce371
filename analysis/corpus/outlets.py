"""Which outlet an article is of: a named outlet first, then the domain of its address, sub-domains folded in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from analysis.languages import DATA, known_languages, language, word_list
from analysis.tables import SourceError

SHIPPED = Path(__file__).parent / "outlets.toml"
CREDIT_PART = re.compile(r"\s*[/,|;&]\s*")
HOST = re.compile(r"^[\w-]+(\.[\w-]+)+$")
BRAND_LIKE = re.compile(r"\.|(?:id|com|news|tv|post|times|pos|online)$|[a-z][A-Z]")
DATELINE = re.compile(r"^([\w.’' ]{2,30}?)\s?(?:[–—-]{1,2}|,)\s")


@dataclass(frozen=True)
class Outlet:
    """One outlet: its canonical name, time zone and how it numbers its articles."""

    name: str
    timezone: str = ""
    article_number: str = ""


@dataclass
class Outlets:
    """The table of outlets, looked up by domain and by name.

    Attributes
    ----------
    by_domain : domain -> outlet. `by_name` : lower-cased name or alias -> outlet. `agencies` : the same for wire services.
    heads : heads of datelines and outlet -> what was read in them, so that it is read once.
    """

    by_domain: dict[str, Outlet] = field(default_factory=dict)
    by_name: dict[str, Outlet] = field(default_factory=dict)
    agencies: dict[str, str] = field(default_factory=dict)
    heads: dict[tuple[str, str], str | None] = field(default_factory=dict, repr=False, compare=False)
    _of_host: dict[str, str] = field(default_factory=dict, repr=False)

    def add(self, entries: Iterable[Mapping[str, Any]], where: str) -> None:
        """Add outlets from a table's `[[outlet]]` entries; a later entry for the same domain or name wins."""
        for entry in entries:
            name = str(entry.get("name", "")).strip()
            zone = str(entry.get("timezone", ""))
            if not name:
                raise SourceError(f"{where}: an [[outlet]] has no name")
            if zone and zone not in _zones():
                raise SourceError(f"{where}: {name}: {zone!r} is no IANA time zone such as 'Asia/Jakarta'")
            try:
                re.compile(str(entry.get("article_number", "")))
            except re.error as error:
                raise SourceError(
                    f"{where}: {name}: article_number is no regular expression ({error})"
                ) from None
            outlet = Outlet(name, zone, str(entry.get("article_number", "")))
            for domain in entry.get("domains", ()):
                self.by_domain[str(domain).lower().removeprefix("www.")] = outlet
            for alias in (name, *entry.get("aliases", ())):
                self.by_name[_key(alias)] = outlet
        self._of_host.clear()
        self.heads.clear()

    def add_agencies(self, entries: Iterable[Mapping[str, Any]], where: str) -> None:
        """Add wire services from a table's `[[agency]]` entries."""
        for entry in entries:
            name = str(entry.get("name", "")).strip()
            if not name:
                raise SourceError(f"{where}: an [[agency]] has no name")
            self.agencies.update((_key(alias), name) for alias in (name, *entry.get("aliases", ())))

    def agency_in(self, credit: str, outlet: str = "") -> str:
        """The wire service that a credit names (`Reuters/abc`), "" if none does or it is the outlet itself."""
        for part in CREDIT_PART.split(credit):
            name = self.agencies.get(_key(part))
            if name:
                return "" if _key(name) == _key(outlet) else name
        return ""

    def of_host(self, host: str) -> str:
        """Canonical name of the outlet behind a host, else its registrable domain."""
        if host not in self._of_host:
            self._of_host[host] = self._find_host(host)
        return self._of_host[host]

    def _find_host(self, host: str) -> str:
        labels = host.lower().strip(".").split(".")
        for start in range(len(labels) - 1):
            outlet = self.by_domain.get(".".join(labels[start:]))
            if outlet:
                return outlet.name
        return registrable_domain(host)

    def of_name(self, name: str) -> str:
        """Canonical spelling of an outlet that the data names; a name that is a host is looked up as one."""
        name = " ".join(name.split())
        known = self.by_name.get(_key(name))
        if known:
            return known.name
        host = host_of(name) if "//" in name else name.lower()
        if HOST.match(host) and not host.replace(".", "").isdigit():
            return self.of_host(host)
        return name

    def about(self, name: str) -> Outlet:
        """What is known about an outlet by its canonical name."""
        return self.by_name.get(_key(name)) or Outlet(name)

    def zone_of(self, name: str, code: str) -> str:
        """IANA zone of an outlet, else that of its language."""
        return self.about(name).timezone or language(code).timezone

    def number_pattern(self, name: str) -> re.Pattern[str] | None:
        """How an outlet numbers its articles in their addresses, if it does."""
        pattern = self.about(name).article_number
        return _compiled(pattern) if pattern else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _key(name: object) -> str:
    return " ".join(str(name).lower().split())


def known_outlets(*folders: Path) -> Outlets:
    """The shipped table with every `outlets.toml` of the given folders on top."""
    table = Outlets()
    for path in (SHIPPED, *(folder / "outlets.toml" for folder in folders)):
        if path.is_file():
            try:
                stated = tomllib.loads(path.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise SourceError(f"{path.name} in {path.parent.name}: {error}") from None
            table.add(stated.get("outlet", []), f"{path.name} in {path.parent.name}")
            table.add_agencies(stated.get("agency", []), f"{path.name} in {path.parent.name}")
    return table


def host_of(url: str) -> str:
    """Host of an address in lower case, without `www.` and port; empty if there is none."""
    rest = url.partition("//")[2] or url
    host = re.split(r"[/?#:]", rest.rpartition("@")[2] if "@" in rest.split("/", 1)[0] else rest, maxsplit=1)[
        0
    ]
    return host.lower().removeprefix("www.").strip(".")


@cache
def registrable_domain(host: str) -> str:
    """The domain that somebody registered: `bbc.co.uk` of `news.bbc.co.uk`; the host itself where none is known."""
    from tld import get_fld

    domain = get_fld(f"https://{host}", fail_silently=True)
    if domain:
        return domain
    labels = host.split(".")
    if len(labels) > 2 and not host.replace(".", "").isdigit():
        return ".".join(labels[-2:])
    return host


@cache
def _places() -> frozenset[str]:
    lists = (DATA / code / "place_names.txt" for code in known_languages())
    return frozenset(name.lower() for path in lists if path.is_file() for name in word_list(path))


@cache
def shipped_outlets() -> Outlets:
    """The table of outlets that comes with the package."""
    return known_outlets()


def brand_in_dateline(line: str, table: Outlets) -> str:
    """The outlet that a dateline names (`Jfid - Pada Rabu ...`), empty if it names a place, an agency or nobody.

    A word counts as a brand if the table of outlets knows it, or if it is no place and looks like a site's name.
    """
    match = DATELINE.match(line)
    if not match:
        return ""
    name = match[1].strip()
    if _key(name) in table.by_name:
        return table.by_name[_key(name)].name
    if len(name.split()) > 2 or name.isupper() or name.lower() in _places() or not name[:1].isupper():
        return ""
    return name if BRAND_LIKE.search(name) and _key(name) not in table.agencies else ""
