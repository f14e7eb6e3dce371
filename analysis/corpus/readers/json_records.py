"""JSON in the shapes of scrapers and news services: one object a line, an array, or a list inside an object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from analysis.corpus.readers.records import Head, Item, Note, Problem, Promise, Record
from analysis.tables import SourceError

NAME = "JSON"
LISTS = ("articles", "data", "results", "items", "docs", "stories", "news", "response", "hits")
COUNTS = ("totalresults", "total", "count", "total_results", "numfound")
LONGEST_LINE = 20_000_000
CHUNK = 1 << 20


def recognise(head: Head) -> str:
    """By its first character, and a first line that is a whole object or a beginning of one."""
    start = head.text.lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        return "JSON Lines: the first line is an object" if _is_lines(start) else "JSON: an object"
    if start.startswith("[") and start[1:].lstrip()[:1] in ("{", "]"):
        return "JSON: an array of objects"
    return ""


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
            yield from _array(handle)
        elif _is_lines(start) or ("\n" not in start and _goes_on(handle)):
            yield from _lines(handle)
        else:
            yield from _object(handle)


def _lines(handle: TextIO) -> Iterator[Item]:
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


def _record(position: str, line: str) -> Item:
    try:
        value = json.loads(line)
    except ValueError as error:
        return Problem(position, f"not JSON ({_short(error)})")
    except RecursionError:
        return Problem(position, "nested too deeply")
    return _flat(position, value)


def _flat(position: str, value: Any) -> Item:
    """An object as a record: inner objects one level down by dotted names, lists of words joined."""
    if not isinstance(value, dict):
        return Problem(position, f"a {type(value).__name__} where an object should be")
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


def _array(handle: TextIO) -> Iterator[Item]:
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
        yield _flat(f"item {number}", value)
        buffer = buffer[end:]
        if not buffer:
            buffer = handle.read(CHUNK)
            if not buffer:
                yield Problem(f"item {number + 1}", "the array is not closed: the file is cut short")
                return


def _object(handle: TextIO) -> Iterator[Item]:
    """A list under one of the usual keys, or the object itself as one article."""
    try:
        value = json.load(handle)
    except ValueError as error:
        raise SourceError(f"not JSON ({_short(error)})") from None
    except RecursionError:
        raise SourceError("the JSON is nested too deeply") from None
    inner, name = _list_in(value)
    if inner is None:
        yield _flat("item 1", value)
        return
    for key, count in value.items():
        if key.lower() in COUNTS and isinstance(count, int):
            yield Promise(count)
            break
    for number, item in enumerate(inner, start=1):
        yield _flat(f"{name} {number}", item)


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
