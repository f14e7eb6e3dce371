"""WARC and ARC, also CC-NEWS: records one after the other, never unpacked whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.bounded import Bounded, opened
from analysis.corpus.readers.plain_text import pasted_page
from analysis.corpus.readers.records import Head, Item, Note, Page, Problem, Record
from analysis.corpus.readers.web_page import HTTP, NOTHING
from analysis.tables import SourceError

NAME = "web archive"
OURS = True
LARGEST_PAGE = 10_000_000
CHUNK = 1 << 20
RESUMED_AT_MOST = 200
NEXT = re.compile(rb"\x1f\x8b\x08|(?<=\n)WARC/\d\.\d\r?\n|(?<=\n)https?://\S+ \d[\d.]+ \d{14} ")
PAGES = ("text/html", "application/xhtml+xml")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.I)


def recognise(head: Head) -> str:
    """By the first line of a record, also within gzip."""
    data = head.data
    if data.startswith(b"\x1f\x8b"):
        data = _unpacked_start(data)
    if data.startswith(b"WARC/"):
        return "a first line WARC/1"
    return "a first line filedesc:// (ARC)" if data.startswith(b"filedesc://") else ""


def _unpacked_start(data: bytes) -> bytes:
    import zlib

    try:
        return zlib.decompressobj(wbits=31).decompress(data[:4096], 512)
    except zlib.error:
        return b""


def read(head: Head) -> Iterator[Item]:
    """Pages of the archive; everything else is counted by its kind."""
    kinds: Counter[str] = Counter()
    seen = 0
    start = 0
    whole = False
    for _ in range(RESUMED_AT_MOST):
        failure = None
        with head.path.open("rb") as handle:
            handle.seek(start)
            stream: Any = handle
            if whole:
                stream = Bounded(opened(head.path, "gzip"), head.size)
            for item in _records(stream, start, 0 if not whole else seen):
                if isinstance(item, _Failure):
                    failure = item
                    break
                if isinstance(item, _Kind):
                    seen += 1
                    kinds[item.text] += 1
                else:
                    yield item
        if failure is None:
            break
        if failure.is_one_stream and not whole:
            yield Note("one gzip stream instead of one a record: read without places to return to")
            whole, start = True, 0
            continue
        yield Problem(f"byte {failure.offset}", failure.reason)
        after = None if whole else _next_record(head, failure.offset + 1)
        if after is None:
            break
        start = after
    told = ", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common(12))
    if told:
        yield Note(f"records: {told}")


class _Kind:
    """A record was passed: of which kind."""

    def __init__(self, text: str):
        self.text = text


class _Failure:
    """The archive cannot be read from here on."""

    def __init__(self, offset: int, reason: str, is_one_stream: bool = False):
        self.offset, self.reason, self.is_one_stream = offset, reason, is_one_stream


def _records(stream: Any, start: int, passed: int) -> Iterator[Item | _Kind | _Failure]:
    """Records from a place on; those that were passed already are not handed on again."""
    import contextlib
    import io
    import zlib

    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    offset, number = start, 0
    with contextlib.redirect_stderr(io.StringIO()):  # warcio writes its warnings there
        try:
            archive = ArchiveIterator(stream, arc2warc=True)
            for record in archive:
                number += 1
                offset = start + archive.offset  # get_record_offset() would read the record to its end
                if number <= passed:
                    continue
                if record.rec_type is not None:
                    yield _Kind(_kind(record))
                yield from _items(record, f"record {number} at byte {offset}")
        except ArchiveLoadFailed as error:
            said = " ".join(str(error).split())
            one = "non-chunked gzip" in said
            yield _Failure(_place(stream, offset, start, number), _reason(said), one)
        except SourceError as error:
            yield _Failure(offset, str(error))
        except (
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            UnicodeError,
            AttributeError,
            IndexError,
            KeyError,
        ) as error:
            said = " ".join(str(error).split())[:120]
            yield _Failure(
                _place(stream, offset, start, number),
                f"the archive is damaged here ({type(error).__name__}: {said})",
            )


def _place(stream: Any, offset: int, start: int, number: int) -> int:
    """Where reading stopped: never before the last record."""
    return offset if number else start


def _reason(said: str) -> str:
    if "non-chunked gzip" in said:
        return "one gzip stream instead of one a record"
    return f"the archive is damaged here ({said[:120]})"


def _next_record(head: Head, start: int) -> int | None:
    """The next place at which a record seems to begin."""
    with head.path.open("rb") as handle:
        handle.seek(max(start - 1, 0))
        base = handle.tell()
        tail = b""
        while chunk := handle.read(CHUNK):
            data = tail + chunk
            for match in NEXT.finditer(data):
                place = base - len(tail) + match.start()
                if place >= start:
                    return place
            tail = data[-200:]
            base += len(chunk)
    return None


def _kind(record: Any) -> str:
    kind = str(record.rec_type)
    if kind == "response" and record.http_headers is not None:
        status = record.http_headers.get_statuscode()
        return f"response {status} {_type(record)}".strip()
    return f"{kind} {_type(record)}".strip() if kind in ("resource", "conversion") else kind


def _type(record: Any) -> str:
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    value = headers.get_header("Content-Type") if headers is not None else None
    return (value or "").split(";")[0].strip().lower()[:60]


def _items(record: Any, position: str) -> Iterator[Item]:
    """A page as a record; what is no page gives nothing."""
    kind = record.rec_type
    if kind == "response":
        if record.http_headers is None:
            yield Problem(position, "a response without HTTP headers", _address(record)[:80])
            return
        if record.http_headers.get_statuscode() != "200" or _type(record) not in PAGES:
            return
    elif not (
        (kind == "resource" and _type(record) in PAGES)
        or (kind == "conversion" and _type(record) == "text/plain")
    ):
        return
    body = _body(record.content_stream())
    if len(body) > LARGEST_PAGE:
        yield Problem(position, f"the page has more than {LARGEST_PAGE:,} bytes", _address(record)[:80])
        return
    if not body.strip():
        yield Problem(position, "the page is empty", _address(record)[:80])
        return
    text = decoded(body, _charset(record))
    address = _address(record)
    beside = {
        "retrieved": record.rec_headers.get_header("WARC-Date") or "",
        "extra.warc_address": address,
    }
    if record.format == "warc":  # An ARC record has no name; the library would draw one.
        beside["extra.warc_record"] = record.rec_headers.get_header("WARC-Record-ID") or ""
    if kind != "conversion":
        yield Page(position, text, address, beside)
        return
    columns = pasted_page(text)
    if not columns.get("title") and not columns.get("text"):
        yield Problem(position, NOTHING, address[:80])
        return
    if address.startswith(HTTP):
        columns["url"] = address
    yield Record(position, columns | beside)


def _body(stream: Any) -> bytes:
    """The whole of a page up to one byte more than the bound; a stream of chunks gives what it has at a time."""
    parts: list[bytes] = []
    size = 0
    while size <= LARGEST_PAGE and (part := stream.read(min(65_536, LARGEST_PAGE + 1 - size))):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _address(record: Any) -> str:
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def _charset(record: Any) -> str:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    match = CHARSET.search(headers.get_header("Content-Type") or "")
    return match[1] if match else ""


def decoded(body: bytes, stated: str) -> str:
    """A page's bytes as text: by its mark, as UTF-8 if they are that, else as stated, in the page or as Windows-1252."""
    import codecs

    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    inside = CHARSET.search(body[:4096].decode("latin-1"))
    for name in (stated, inside[1] if inside else "", "cp1252"):
        try:
            if (
                name
                and codecs.lookup(name).name not in ("utf-8", "ascii")
                and codecs.lookup(name)._is_text_encoding
            ):
                return body.decode(name, "replace")
        except LookupError:
            continue
    return body.decode("utf-8", "replace")
