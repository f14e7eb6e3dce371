"""The folder of fetched pages: raw answers in WARC files, and a manifest of what became of every address."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.corpus.web_client import Fetched, FetchError
from analysis.tables import SourceError

MANIFEST = "manifest.jsonl"
LARGEST_FILE = 500_000_000


@dataclass
class FetchReport:
    """What a run did.

    Attributes
    ----------
    folder : where the pages are. `asked` : addresses of the run. `fetched`, `had` : pages new and from runs before.
    failed : reason -> addresses, what was not fetched.
    """

    folder: str
    asked: int = 0
    fetched: int = 0
    had: int = 0
    failed: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """The run for people; asked = fetched + had + failed."""
        failures = sum(map(len, self.failed.values()))
        lines = [
            f"Asked {self.asked:,} addresses: fetched {self.fetched:,} + had already {self.had:,} + not fetched {failures:,}"
        ]
        for reason, urls in sorted(self.failed.items(), key=lambda entry: -len(entry[1])):
            lines.append(f"  not fetched {len(urls):,}: {reason}; first: {urls[0][:120]}")
        lines += [f"  {note}" for note in self.notes]
        lines.append(f"Pages: {self.folder} (read them: media-coverage ingest {self.folder} --store STORE)")
        return "\n".join(lines)


class PageFolder:
    """Pages that were fetched. A page counts as fetched once it is written whole and the manifest says so.

    Attributes
    ----------
    folder : where it is, made if it does not exist.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._entries: dict[str, dict[str, Any]] = {}
        self._ends: dict[str, int] = {}
        self._read_manifest()
        self._drop_unfinished()

    def _read_manifest(self) -> None:
        """Read what was noted; a last line that was cut short is dropped from the file."""
        path = self.folder / MANIFEST
        if not path.is_file():
            return
        whole = 0
        with path.open("rb") as handle:
            for line in handle:
                try:
                    entry = json.loads(line)
                    url = entry["url"]
                except (ValueError, KeyError, TypeError):
                    if line.endswith(b"\n"):
                        raise SourceError(
                            f"{path.name} in {self.folder.name} has a line that is no entry"
                        ) from None
                    break
                whole += len(line)
                self._entries[url] = entry
                if entry.get("file"):
                    self._ends[entry["file"]] = int(entry["offset"]) + int(entry["length"])
        if whole < path.stat().st_size:
            os.truncate(path, whole)

    def _drop_unfinished(self) -> None:
        """Cut from the WARC files what no entry names: a page that was being written when the run ended."""
        for path in self.folder.glob("pages-*.warc.gz"):
            end = self._ends.get(path.name, 0)
            if path.stat().st_size > end:
                os.truncate(path, end)

    def is_done(self, url: str) -> bool:
        """Whether an address needs no fetching: it was fetched, or failed in a way that will not pass."""
        entry = self._entries.get(url)
        return entry is not None and bool(entry.get("final"))

    def entries(self) -> Iterator[dict[str, Any]]:
        """The last entry of each address."""
        return iter(self._entries.values())

    def keep(self, fetched: Fetched) -> None:
        """Write a page and note it."""
        path = self._current()
        offset = path.stat().st_size if path.exists() else 0
        record = _record(fetched)
        with path.open("ab") as handle:
            handle.write(record)
            handle.flush()
            os.fsync(handle.fileno())
        self._note(
            {
                "url": fetched.url,
                "final": True,
                "status": fetched.status,
                "final_url": fetched.final_url,
                "type": fetched.content_type,
                "bytes": len(fetched.body),
                "sha256": hashlib.sha256(fetched.body).hexdigest(),
                "file": path.name,
                "offset": offset,
                "length": len(record),
            }
        )

    def refuse(self, url: str, error: FetchError) -> None:
        """Note why an address was not fetched."""
        self._note({"url": url, "final": error.final, "status": error.status, "reason": str(error)})

    def _current(self) -> Path:
        number = 1
        while True:
            path = self.folder / f"pages-{number:04d}.warc.gz"
            if not path.exists() or path.stat().st_size < LARGEST_FILE:
                return path
            number += 1

    def _note(self, entry: dict[str, Any]) -> None:
        entry["when"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with (self.folder / MANIFEST).open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(entry, ensure_ascii=True) + "\n")
            handle.flush()
            os.fsync(handle.fileno())
        self._entries[entry["url"]] = entry

    def write_once(self, name: str, content: bytes) -> Path:
        """Write another raw file of the run (a feed, a list of articles) under a name of ours, whole or not at all."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.part")
        unfinished.write_bytes(content)
        unfinished.replace(path)
        return path

    def describe(self, found: str) -> None:
        """Say in `source.toml` how the pages were found, unless somebody has said so already."""
        path = self.folder / "source.toml"
        if not path.exists():
            self.write_once("source.toml", f"found = {json.dumps(found, ensure_ascii=False)}\n".encode())


def _record(fetched: Fetched) -> bytes:
    """A page as one WARC record in a gzip member of its own; the body is kept as unpacked."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import BufferWARCWriter

    writer = BufferWARCWriter(gzip=True)
    dropped = ("content-encoding", "transfer-encoding", "content-length", "connection")
    headers = [(name, value) for name, value in fetched.headers if name.lower() not in dropped]
    headers.append(("Content-Length", str(len(fetched.body))))
    answer = StatusAndHeaders(f"{fetched.status} OK", headers, protocol="HTTP/1.1")
    record = writer.create_warc_record(
        fetched.final_url,
        "response",
        payload=io.BytesIO(fetched.body),
        length=len(fetched.body),
        http_headers=answer,
    )
    writer.write_record(record)
    return writer.get_contents()
