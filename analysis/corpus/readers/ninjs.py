"""ninjs, the agencies' JSON: 1.x (headline, body_text), 2.x (headlines, bodies), 3.x (the same in camelCase)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.corpus.readers.records import Item, Note, Problem, Record
from analysis.corpus.readers.renamed import as_words

NAME = "ninjs"
NOTE = ""
SIGNS = frozenset((
    "type", "profile", "version", "versioncreated", "headline", "headlines", "bodies", "body_text", "body_xhtml",
    "body_html", "copyrightnotice", "pubstatus", "urgency", "representationtype", "mimetype", "altids", "renditions",
    "associations", "usageterms", "descriptions", "description_text", "byline", "located", "language", "person",
    "organisation", "place", "subject", "event", "people", "organisations", "places", "subjects", "genre", "genres",
    "infosource", "infosources", "firstcreated", "contentcreated", "embargoed", "expires", "ednote", "title", "object",
    "objects", "standard", "$standard", "trustindicator", "trustindicators", "rightsinfo", "eventdetails", "events",
    "plannedcoverage", "digitalsourcetype", "copyrightholder", "slugline", "charcount", "wordcount", "by", "advice",
    "advices", "linkedrights", "encodedrights", "date", "newscoveragestatus", "contactinfo",
))  # fmt: skip
OTHERS = frozenset(("url", "link", "text", "content", "maintext", "body", "publish_date", "source"))
TYPES = ("text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning")
NO_ARTICLE = ("event", "planning")
SHOWN = ("audio", "video", "picture", "graphic")
STATUS = ("usable", "withheld", "canceled", "commissioned", "replaced")
TEXTS = frozenset(("uri", "type", "representationtype", "profile", "version", "pubstatus", "headline", "byline", "by",
                   "located", "language", "usageterms", "copyrightholder", "copyrightnotice", "title", "slugline",
                   "ednote", "versioncreated", "firstcreated", "contentcreated", "embargoed", "expires", "mimetype",))  # fmt: skip
LISTS = frozenset(("person", "organisation", "place", "subject", "event", "object", "infosource", "genre", "headlines",
                   "bodies", "descriptions", "people", "organisations", "places", "subjects", "genres", "infosources",
                   "trustindicator", "advice", "advices"))  # fmt: skip
ELEMENT_TEXTS = ("name", "scheme", "code", "value", "role")


def fits(names: frozenset[str]) -> str:
    """By `uri` with nothing but names of ninjs, or with enough of them."""
    if "uri" not in names or names & OTHERS:
        return ""
    known = sum(name in SIGNS or name.startswith(("body_", "headline_", "description_")) for name in names)
    rest = len(names) - 1
    if (
        "standard" in names
        or "$standard" in names
        or known >= 4
        or (known and known >= rest - 1)
        or rest <= 1
    ):
        return f"uri and {known} names of ninjs"
    return ""


def translate(position: str, columns: Mapping[str, Any]) -> Iterator[Item]:
    """An item as a record; what breaks the standard is said, and set aside only where nothing can be read from it."""
    item = {str(name).lower(): value for name, value in columns.items()}
    faults = _faults(item, columns)
    told = _columns(item)
    title = told.get("title") or ""
    kind = item.get("type")
    if kind in NO_ARTICLE or "eventdetails" in item or "plannedcoverage" in item or _is_event(item):
        what = "planning" if kind == "planning" or "plannedcoverage" in item else "event"
        reason = f"a ninjs {what}, no article" + (f" ({'; '.join(faults)})" if faults else "")
        yield Problem(position, reason, title)
    elif title or told.get("text") or told.get("lead"):
        if faults:
            yield Note(f"{position} breaks ninjs: {'; '.join(faults)}")
        yield Record(position, told)
    elif faults:
        yield Problem(position, f"invalid ninjs ({'; '.join(faults)})", str(item.get("uri"))[:80])
    else:
        yield Problem(
            position,
            "no title and no text (a ninjs item without headline and body)",
            str(item.get("uri"))[:80],
        )


def _is_event(item: Mapping[str, Any]) -> bool:
    return "events" in item and not item.get("bodies") and not item.get("headlines")


def _columns(item: Mapping[str, Any]) -> dict[str, Any]:
    kind = item.get("type")
    told: dict[str, Any] = {
        "id": _text(item.get("uri")),
        "title": _main(item, "headline") or _text(item.get("title")),
        "text": _body(item),
        "lead": _main(item, "description"),
        "published": next((_text(item[name]) for name in ("firstcreated", "contentcreated", "versioncreated")
                           if _text(item.get(name))), ""),
        "authors": re.sub(r"^(?:By|Von|Oleh|Av)\s+", "", _text(item.get("byline")) or _text(item.get("by"))),
        "language": _text(item.get("language")),
        "outlet": _text(item.get("copyrightholder")) or as_words(item.get("infosource") or item.get("infosources")),
        "genre": "photo_video" if kind in SHOWN else "",
    }  # fmt: skip
    if _text(item.get("uri")).startswith(("http://", "https://")):
        told["url"] = told["id"]
    used = {"uri", "headline", "title", "byline", "by", "language", "headlines", "bodies", "descriptions"}
    for name, value in item.items():
        if (
            name in used
            or name.startswith(("body_", "headline_", "description_"))
            or value in (None, "", [], {})
        ):
            continue
        if isinstance(value, list) and all(isinstance(one, dict) for one in value) and as_words(value):
            told[f"extra.{name}"] = as_words(value)
        elif isinstance(value, (dict, list)):
            told[f"extra.{name}"] = json.dumps(value, ensure_ascii=False)[:20_000]
        else:
            told[f"extra.{name}"] = value
    return told


def _main(item: Mapping[str, Any], name: str) -> str:
    """The chief text of a field: as such, under `_main`, `_text` or any ending, or in the list of the later versions."""
    many = item.get(f"{name}s")
    if isinstance(many, list):
        entries = [one for one in many if isinstance(one, dict) and _text(one.get("value"))]
        entries.sort(key=lambda one: one.get("role") not in ("main", "text", "html"))
        if entries:
            return _plain(_text(entries[0]["value"]))
    for key in (name, f"{name}_main", f"{name}_text", f"{name}_html", f"{name}_xhtml"):
        if _text(item.get(key)):
            return _plain(_text(item[key]))
    others = [key for key in item if key.startswith(f"{name}_") and _text(item[key])]
    return _plain(_text(item[others[0]])) if others else ""


def _body(item: Mapping[str, Any]) -> str:
    bodies = item.get("bodies")
    if isinstance(bodies, list):
        told = [one for one in bodies if isinstance(one, dict) and _text(one.get("value"))]
        kinds = [str(one.get("contenttype") or one.get("contentType") or "") for one in told]
        html = next((one for one, kind in zip(told, kinds) if "html" in kind), None)
        chosen = html or next(
            (one for one in told if one.get("role") in ("main", "text")), told[0] if told else None
        )
        return _plain(_text(chosen["value"])) if chosen else ""
    for key in ("body_xhtml", "body_html", "body_main", "body_text"):
        if _text(item.get(key)):
            return _plain(_text(item[key]))
    others = [key for key in item if key.startswith("body_") and _text(item[key])]
    return _plain(_text(item[others[0]])) if others else ""


def _plain(text: str) -> str:
    """Words of a text that may be HTML."""
    from analysis.corpus.plain import markup_text

    return markup_text(text) if re.search(r"<[a-zA-Z][^<>]*>", text) else text


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _faults(item: Mapping[str, Any], columns: Mapping[str, Any]) -> list[str]:
    """What breaks the standard in the fields that matter here, at most three."""
    faults = []
    if not _text(item.get("uri")):
        faults.append("uri is empty" if isinstance(item.get("uri"), str) else "uri is no text")
    for name, value in item.items():
        if name in TEXTS and not isinstance(value, str):
            faults.append(f"{name} is no text")
        elif name in LISTS and name != "genre" and not isinstance(value, list):
            faults.append(f"{name} is no list")
        elif name == "genre" and not isinstance(value, list):
            faults.append("genre is no list")
        elif re.match(r"(?:body|headline|description)_", name):
            faults += _extension_faults(name, value)
        elif name in LISTS and isinstance(value, list):
            faults += [f"an entry of {name} is no object" for one in value if not isinstance(one, dict)][:1]
            faults += [
                f"{key} in {name} is no text" for one in value if isinstance(one, dict) for key in ELEMENT_TEXTS
                if key in one and not isinstance(one[key], str)
            ][:1]  # fmt: skip
        elif name not in SIGNS and name != "uri":
            faults.append(f"{name} is no property of ninjs")
        elif name == "urgency" and (
            isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 9
        ):
            faults.append("urgency is no whole number from 1 to 9")
        elif name == "altids" and not isinstance(value, (dict, list)):
            faults.append("altids is no object")
        elif name == "associations":
            faults += _association_faults(value)
        elif name == "rightsinfo":
            faults += _rights_faults(value)
        elif name in ("linkedrights", "encodedrights") and "rightsinfo" not in item:
            faults.append(f"{name} stands outside rightsinfo")
    for name, allowed in (
        ("type", TYPES),
        ("pubstatus", STATUS),
        ("representationtype", ("complete", "incomplete", "associated", "full")),
    ):
        if isinstance(item.get(name), str) and item[name] not in allowed:
            faults.append(f"{name} is {item[name][:30]!r}")
    if not isinstance(item.get("digitalsourcetype", {}), dict):
        faults.append("digitalsourcetype is no object")
    if isinstance(item.get("mimetype"), str) and "/" not in item["mimetype"]:
        faults.append("mimetype is none")
    if "mime_type" in item:
        faults.append("mime_type is spelt mimetype")
    return list(dict.fromkeys(faults))[:3]


def _extension_faults(name: str, value: Any) -> list[str]:
    if not re.fullmatch(r"(?:body|headline|description)_[a-zA-Z0-9_]+", name):
        return [f"{name[:40]} is no name of a property"]
    return [] if isinstance(value, str) else [f"{name} is no text"]


def _association_faults(value: Any) -> list[str]:
    if isinstance(value, dict):
        entries = list(value.values())
    elif isinstance(value, list):
        if any(isinstance(one, dict) and not _text(one.get("name")) for one in value):
            return ["an association has no name"]
        entries = value
    else:
        return ["associations is neither list nor object"]
    if not all(isinstance(one, dict) for one in entries):
        return ["an association is no object"]
    if not all(_text(one.get("uri")) for one in entries):
        return ["an association has no uri"]
    return [fault for one in entries for fault in _type_fault(one)][:1]


def _type_fault(item: Mapping[str, Any]) -> list[str]:
    kind = item.get("type")
    return [f"an association has type {kind!r}"] if kind is not None and kind not in TYPES else []


def _rights_faults(value: Any) -> list[str]:
    if not isinstance(value, dict):
        return ["rightsinfo is no object"]
    both = "linkedrights" in {key.lower() for key in value} and "encodedrights" in {
        key.lower() for key in value
    }
    return ["rightsinfo holds linked and encoded rights"] if both else []
