"""Agency XML: NewsML-G2, NewsML 1.x and NITF 3.x, also with one inside another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.records import Head, Item, Problem, Record
from analysis.corpus.readers.xml_items import (
    block_text,
    child,
    every,
    local,
    looks_like_xml,
    root_tag,
    words,
    xml_items,
)

NAME = "agency XML"
G2 = "http://iptc.org/std/nar/2006-10-01/"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ITEMS = frozenset(("newsItem", "NewsItem", "nitf"))
TEXT_ROLES = ("body", "main", "text", "story", "article")


def recognise(head: Head) -> str:
    """By the outermost element and NewsML-G2's namespace."""
    if not looks_like_xml(head):
        return ""
    tag = root_tag(head)
    if G2.rstrip("/") in head.text[:4000] and tag in (
        "newsMessage",
        "newsItem",
        "packageItem",
        "conceptItem",
        "itemSet",
    ):
        return f"NewsML-G2: the element {tag} in IPTC's namespace"
    if tag == "NewsML":
        return "NewsML 1.x: the element NewsML"
    return "NITF: the element nitf" if tag == "nitf" else ""


def read(head: Head) -> Iterator[Item]:
    """News items in their order; pictures and other items without words are set aside by name."""
    number = 0
    for element in xml_items(head, ITEMS):
        number += 1
        tag = local(element.tag)
        columns = (
            _of_nitf(element)
            if tag == "nitf"
            else _of_g2(element)
            if tag == "newsItem"
            else _of_newsml(element)
        )
        kind = columns.pop("kind", "")
        if columns.get("title") or columns.get("text") or columns.get("lead"):
            yield Record(f"item {number}", columns)
        else:
            yield Problem(
                f"item {number}", f"{kind or tag}: neither a headline nor a text", columns.get("id", "")
            )
    if not number:
        yield Problem("", f"holds no news item (its outermost element is {root_tag(head)})")


def _of_g2(item: Any) -> dict[str, Any]:
    meta, content = child(item, "itemMeta"), child(item, "contentMeta")
    kind = child(meta, "itemClass")
    columns: dict[str, Any] = {
        "kind": kind.get("qcode", "") if kind is not None else "",
        "id": item.get("guid", ""),
        "title": words(child(content, "headline")) or words(child(meta, "title")),
        "published": _first_words(meta, content, ("firstCreated", "contentCreated", "versionCreated")),
        "authors": "; ".join(_names(content, ("by", "creator"))),
        "outlet": _provider(meta, content),
        "language": _language(item, content),
        "extra.version": item.get("version", ""),
        "extra.version_created": words(child(meta, "versionCreated")),
        "extra.status": _qcode(child(meta, "pubStatus")),
        "extra.dateline": words(child(content, "dateline")),
        "extra.located": words(child(content, "located", "name")),
        "extra.slugline": words(child(content, "slugline")),
        "extra.subjects": "; ".join(_subjects(content)),
        "extra.copyright": words(child(item, "rightsInfo", "copyrightNotice")),
    }
    description = child(content, "description")
    if description is not None:
        columns["lead"] = words(description)
    columns.update(_g2_body(child(item, "contentSet"), columns))
    return _told(columns)


def _g2_body(content: Any, columns: dict[str, Any]) -> dict[str, Any]:
    """The text of the first rendition that has words; an NITF inside says more."""
    if content is None:
        return {}
    for inline in (one for one in content if local(one.tag) in ("inlineXML", "inlineData")):
        inner = next(every(inline, "nitf"), None)
        if inner is not None:
            found = _of_nitf(inner)
            return {
                name: value for name, value in found.items()
                if name in ("text", "lead", "agency") or (value and not columns.get(name))
            }  # fmt: skip
        body = next(every(inline, "body"), inline)
        text = block_text(body)
        if text:
            return {"text": _paragraphed(text)} if local(inline.tag) == "inlineData" else {"text": text}
    return {}


def _paragraphed(text: str) -> str:
    return "\n\n".join(line.strip() for line in text.split("\n") if line.strip())


def _of_nitf(nitf: Any) -> dict[str, Any]:
    head, body = child(nitf, "head"), child(nitf, "body")
    top, content = child(body, "body.head"), child(body, "body.content")
    data = child(head, "docdata")
    published = ""
    for path, name in ((("date.release",), "norm"), (("date.issue",), "norm")):
        found = child(data, *path)
        published = published or (found.get(name, "") if found is not None else "")
    pub = child(head, "pubdata")
    if pub is not None:
        published = published or pub.get("date.publication", "")
    number = child(data, "doc-id")
    hedline = child(top, "hedline")
    title = (
        words(child(hedline, "hl1"))
        or words(child(hedline, "hl2"))
        or words(hedline)
        or words(child(head, "title"))
    )
    blocks = {
        one.get("class"): one for one in (content if content is not None else []) if local(one.tag) == "block"
    }
    full = blocks.get("full_text", content)
    columns: dict[str, Any] = {
        "id": number.get("id-string", "") if number is not None else "",
        "title": title,
        "lead": block_text(child(top, "abstract")),
        "text": block_text(full),
        "published": _nitf_date(published),
        "authors": _bylines(top),
        "outlet": (pub.get("name", "") if pub is not None else "") or words(child(top, "distributor")),
        "section": pub.get("position.section", "") if pub is not None else "",
        "url": pub.get("ex-ref", "") if pub is not None else "",
        "extra.dateline": words(child(top, "dateline")),
        "extra.subtitle": words(child(hedline, "hl2")) if words(child(hedline, "hl1")) else "",
        "language": nitf.get(LANG, ""),
    }
    for one in every(head, "meta") if head is not None else ():
        if one.get("name") and one.get("content"):
            columns.setdefault(f"extra.meta.{one.get('name')}", one.get("content"))
    return _told(columns)


def _nitf_date(text: str) -> str:
    """A day without a time is written as midnight: `20240619T000000`."""
    return text[:8] if len(text) >= 15 and text[8:15] == "T000000" else text


def _bylines(top: Any) -> str:
    found = [one for one in (top if top is not None else []) if local(one.tag) == "byline"]
    preferred = [one for one in found if one.get("class") == "normalized_byline"] or found[:1]
    return "; ".join(filter(None, (words(child(one, "person")) or words(one) for one in preferred)))


def _of_newsml(item: Any) -> dict[str, Any]:
    """NewsML 1.x: the first component with a headline, and the content whose role is the body."""
    lines = [one for one in every(item, "NewsLines") if child(one, "HeadLine") is not None]
    top = lines[0] if lines else None
    created = next(every(item, "FirstCreated"), None)
    language = next((one.get("FormalName", "") for one in every(item, "Language")), "")
    texts = {_role(one): one for one in reversed(list(every(item, "NewsComponent"))) if _role(one)}
    data = next((texts[role] for role in TEXT_ROLES if role in texts), None)
    if data is None:
        data = max(every(item, "DataContent"), key=lambda one: len(words(one)), default=None)
    nitf = next(every(data, "nitf"), None) if data is not None else None
    columns: dict[str, Any] = {
        "kind": _formal(next(every(item, "NewsItemType"), None)),
        "id": words(next(every(item, "PublicIdentifier"), None)),
        "title": words(child(top, "HeadLine")),
        "published": words(created) or words(next(every(item, "ThisRevisionCreated"), None)),
        "authors": words(child(top, "ByLine")),
        "outlet": words(next(every(item, "ProviderId"), None)),
        "language": language,
        "text": _newsml_text(data),
        "extra.dateline": words(child(top, "DateLine")),
        "extra.slugline": words(child(top, "SlugLine")),
        "extra.copyright": words(next(every(item, "CopyrightLine"), None)),
    }
    if nitf is not None:
        found = _of_nitf(nitf)
        columns["text"] = found.get("text", "")
        columns["title"] = columns["title"] or found.get("title", "")
    return _told(columns)


def _newsml_text(component: Any) -> str:
    if component is None:
        return ""
    content = next(every(component, "DataContent"), component)
    return block_text(next(every(content, "body"), content))


def _role(component: Any) -> str:
    role = child(component, "Role")
    return role.get("FormalName", "").lower() if role is not None else ""


def _formal(element: Any) -> str:
    return element.get("FormalName", "") if element is not None else ""


def _first_words(meta: Any, content: Any, names: tuple[str, ...]) -> str:
    return next(
        (said for name in names for place in (meta, content) if (said := words(child(place, name)))), ""
    )


def _names(content: Any, tags: tuple[str, ...]) -> list[str]:
    found = []
    for tag in tags:
        for one in content if content is not None else []:
            if local(one.tag) == tag:
                found.append(words(child(one, "name")) or words(one) or one.get("literal", ""))
        if any(found):
            break
    return [one for one in dict.fromkeys(found) if one]


def _provider(meta: Any, content: Any) -> str:
    for place, tag in ((content, "infoSource"), (meta, "provider")):
        found = child(place, tag)
        if found is not None:
            name = (
                words(child(found, "name"))
                or found.get("literal", "")
                or found.get("qcode", "").rpartition(":")[2]
            )
            if name:
                return name
    return ""


def _language(item: Any, content: Any) -> str:
    found = child(content, "language")
    return (found.get("tag", "") if found is not None else "") or item.get(LANG, "")


def _qcode(element: Any) -> str:
    return element.get("qcode", "").rpartition(":")[2] if element is not None else ""


def _subjects(content: Any) -> list[str]:
    found = [one for one in (content if content is not None else []) if local(one.tag) == "subject"]
    return [words(child(one, "name")) or one.get("qcode", "") for one in found]


def _told(columns: dict[str, Any]) -> dict[str, Any]:
    """Without the extra columns that are empty."""
    return {name: value for name, value in columns.items() if value or not name.startswith("extra.")}
