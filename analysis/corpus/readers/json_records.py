"""JSON in the shapes of scrapers and news services: one object a line, an array, or a list inside an object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from analysis.corpus.readers.gdelt_doc import point
from analysis.corpus.readers.layouts import Translator, layout_of
from analysis.corpus.readers.records import Head, Item, Note, Problem, Promise, Record
from analysis.tables import SourceError

NAME = "JSON"
LARGEST_OBJECT = 300_000_000
LISTS = (
    "articles",
    "data",
    "results",
    "items",
    "docs",
    "stories",
    "news",
    "response",
    "hits",
    "counts",
    "Articles",
)
COUNTS = ("totalresults", "total", "count", "total_results", "numfound")
LONGEST_LINE = 20_000_000
CHUNK = 1 << 20


def recognise(head: Head) -> str:
    """By its first character, and a first line that is a whole object or a beginning of one."""
    start = head.text.lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        found = "JSON Lines: the first line is an object" if _is_lines(start) else "JSON: an object"
    elif start.startswith("[") and start[1:].lstrip()[:1] in ("{", "]"):
        found = "JSON: an array of objects"
    else:
        return ""
    rule = _layout_in(start)
    return f"{found}; {rule}" if rule else found


def _layout_in(start: str) -> str:
    """The rule of the layout of the first object, if it lies within the beginning of the file."""
    try:
        value, _ = json.JSONDecoder().raw_decode(start.removeprefix("[").lstrip())
    except (ValueError, RecursionError):
        return ""
    if not isinstance(value, dict):
        return ""
    rule = layout_of(value)[1]
    if not rule:
        inner, _ = _list_in(value)
        rule = layout_of(inner[0])[1] if inner else ""
    return rule


def _is_lines(start: str) -> bool:
    """Whether the first line is an object of its own and another begins after it."""
    first, newline, rest = start.partition("\n")
    if not newline:
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        # A broken first line does not make the rest a single object.
        return first.rstrip().endswith("}") and rest.lstrip().startswith("{")
    return rest.lstrip()[:1] in ("{", "")


def _goes_on(handle: TextIO) -> bool:
    """Whether more follows after a first line that is longer than the head of the file."""
    while (line := handle.readline(CHUNK)) and not line.endswith("\n"):
        pass
    more = bool(handle.read(CHUNK).strip())
    handle.seek(0)
    return more


def read(head: Head) -> Iterator[Item]:
    """Objects as records; what stands under a key of an inner object is named `outer.inner`."""
    if head.encoding.note:
        yield Note(head.encoding.note)
    start = head.text.lstrip("\ufeff \t\r\n")
    name = "utf-8-sig" if head.encoding.name == "utf-8" else head.encoding.name
    with head.path.open(encoding=name, errors=head.encoding.errors, newline="\n") as handle:
        if start.startswith("["):
            values = _array(handle)
        elif _is_lines(start) or ("\n" not in start and _goes_on(handle)):
            values = _lines(handle)
        else:
            values = _object(handle, head.size)
        translator = Translator(named=bool(_layout_in(start)))
        for value in values:
            if not isinstance(value, _Raw):
                yield value
            elif layout_of(value.columns)[0] is None:
                yield _flat(value.position, value.columns)
            else:
                yield from translator.items(value.position, value.columns)


@dataclass(slots=True)
class _Raw:
    """An object as it stands in the file."""

    position: str
    columns: dict[str, Any]


def _lines(handle: TextIO) -> Iterator[Item | _Raw]:
    number = 0
    while line := handle.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            while (rest := handle.readline(LONGEST_LINE)) and not rest.endswith("\n"):
                pass
            yield Problem(f"line {number}", f"the line is longer than {LONGEST_LINE:,} characters")
            continue
        if line.isspace():
            continue
        yield _record(f"line {number}", line)


def _record(position: str, line: str) -> Item | _Raw:
    try:
        value = json.loads(line)
    except ValueError as error:
        return Problem(position, f"not JSON ({_short(error)})")
    except RecursionError:
        return Problem(position, "nested too deeply")
    return _raw(position, value)


def _raw(position: str, value: Any) -> Item | _Raw:
    if not isinstance(value, dict):
        return Problem(position, f"a {type(value).__name__} where an object should be")
    return _Raw(position, value)


def _flat(position: str, value: dict[str, Any]) -> Record:
    """An object as a record: inner objects one level down by dotted names, lists of words joined."""
    nested = [key for key, item in value.items() if isinstance(item, (dict, list))]
    for key in nested:
        item = value.pop(key)
        if isinstance(item, dict):
            for inner, leaf in item.items():
                value[f"{key}.{inner}"] = _leaf(leaf)
        else:
            value[key] = _leaf(item)
    return Record(position, value)


def _leaf(item: Any) -> Any:
    if isinstance(item, list):
        if all(isinstance(one, str) for one in item):
            return "; ".join(item)
        if all(isinstance(one, dict) and isinstance(one.get("name"), str) for one in item):
            return "; ".join(one["name"] for one in item)
    if isinstance(item, (dict, list)):
        try:
            return json.dumps(item, ensure_ascii=False)
        except RecursionError:
            return ""
    return item


def _array(handle: TextIO) -> Iterator[Item | _Raw]:
    """Elements one by one, so that a large array never stands in memory whole."""
    decoder = json.JSONDecoder()
    buffer = handle.read(CHUNK).lstrip("\ufeff \t\r\n")[1:]
    number, wanted = 0, CHUNK
    while True:
        buffer = buffer.lstrip(" \t\r\n,")
        if buffer.startswith("]"):
            return
        try:
            value, end = decoder.raw_decode(buffer)
        except RecursionError:
            raise SourceError(f"item {number + 1} is nested too deeply; the rest was not read") from None
        except ValueError as error:
            more = handle.read(wanted) if len(buffer) < LONGEST_LINE else ""
            if not more:
                number += 1
                what = "the file ends inside an item" if len(buffer) < LONGEST_LINE else _short(error)
                yield Problem(f"item {number}", f"not JSON ({what}); the rest was not read")
                return
            buffer += more
            wanted *= 2
            continue
        if end == len(buffer):
            more = handle.read(CHUNK)
            if more and not isinstance(value, dict):
                buffer += more
                continue
            buffer += more
        number += 1
        wanted = CHUNK
        yield _raw(f"item {number}", value)
        buffer = buffer[end:]
        if not buffer:
            buffer = handle.read(CHUNK)
            if not buffer:
                yield Problem(f"item {number + 1}", "the array is not closed: the file is cut short")
                return


def _object(handle: TextIO, size: int) -> Iterator[Item | _Raw]:
    """A list under one of the usual keys, or the object itself as one article."""
    if size > LARGEST_OBJECT:
        raise SourceError(f"one JSON object of {size:,} bytes; write one article a line (JSON Lines)")
    try:
        value = json.load(handle)
    except ValueError as error:
        raise SourceError(f"not JSON ({_short(error)})") from None
    except RecursionError:
        raise SourceError("the JSON is nested too deeply") from None
    if isinstance(value, dict) and isinstance(value.get("timeline"), list):
        yield from _timeline(value["timeline"])
        return
    inner, name = _list_in(value) if layout_of(value)[0] is None else (None, "")
    if inner is None:
        yield _raw("item 1", value)
        return
    for key, count in value.items():
        if key.lower() in COUNTS and isinstance(count, int):
            yield Promise(count)
            break
    for number, item in enumerate(inner, start=1):
        yield _raw(f"{name} {number}", item)


def _timeline(series: list[Any]) -> Iterator[Item]:
    """GDELT's timelines: counts of a service, no articles."""
    for one in series:
        name = str(one.get("series") or "") if isinstance(one, dict) else ""
        data = one.get("data") if isinstance(one, dict) else None
        for number, entry in enumerate(data if isinstance(data, list) else [], start=1):
            if isinstance(entry, dict):
                place = f"timeline {name} {number}"
                yield point(place, name, str(entry.get("date") or ""), entry.get("value"))
                if entry.get("norm") is not None:
                    yield point(
                        f"{place} norm",
                        "Total Monitored Articles",
                        str(entry.get("date") or ""),
                        entry["norm"],
                    )


def _list_in(value: Any, depth: int = 0) -> tuple[list[Any] | None, str]:
    for key in LISTS:
        inner = value.get(key) if isinstance(value, dict) else None
        if isinstance(inner, list) and (not inner or isinstance(inner[0], dict)):
            return inner, key
        if isinstance(inner, dict) and depth < 2:
            found, name = _list_in(inner, depth + 1)
            if found is not None:
                return found, f"{key}.{name}"
    return None, ""


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
