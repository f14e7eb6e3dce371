"""ZIP, gzip, bzip2, xz and tar with files of any other format in them: each is read as if it lay in a folder."""

from __future__ import annotations

import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from analysis.corpus.readers.bounded import FREE, HIGHEST_RATIO, LARGEST, Bounded, opened
from analysis.corpus.readers.records import Head, Item, Member, Problem
from analysis.tables import SourceError

NAME = "archive"
DEEPEST = 3
MOST_MEMBERS = 200_000
SIGNS = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\0": "xz"}
SUFFIXES = (".gz", ".bz2", ".xz", ".tgz")


def recognise(head: Head) -> str:
    """By magic bytes; whatever is a ZIP archive and no workbook or document."""
    for sign, kind in SIGNS.items():
        if head.data.startswith(sign):
            return f"magic bytes of {kind}"
    if head.data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "magic bytes of ZIP"
    return "the sign ustar of tar" if head.data[257:262] == b"ustar" else ""


def read(head: Head) -> Iterator[Item]:
    """Members one after the other, each with books of its own."""
    yield from read_deep(head, 1)


def read_deep(head: Head, depth: int) -> Iterator[Item]:
    """As `read`; `depth`: in how many archives this one lies, with itself."""
    if depth > DEEPEST:
        raise SourceError(f"archives inside archives more than {DEEPEST} levels deep; refused")
    with tempfile.TemporaryDirectory(prefix="media-coverage-") as folder:
        place = Path(folder)
        if head.data.startswith(b"PK"):
            yield from _zip(head, place, depth)
        elif head.data[257:262] == b"ustar":
            yield from _tar(head, place, depth)
        else:
            yield from _single(head, place, depth)


def _single(head: Head, folder: Path, depth: int) -> Iterator[Item]:
    """The one file that gzip, bzip2 or xz holds."""
    import lzma
    import zlib

    kind = next(kind for sign, kind in SIGNS.items() if head.data.startswith(sign))
    name = head.path.stem if head.suffix in SUFFIXES else head.path.name
    target = folder / f"0{_suffix(name)}"
    stream = Bounded(opened(head.path, kind), head.size, f"the {kind} file")
    damaged = ""
    try:
        stream.save(target)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
        if isinstance(error, SourceError):
            raise
        damaged = f"the {kind} file is cut short or damaged ({' '.join(str(error).split())[:80]})"
    finally:
        stream.close()
    if not damaged or target.stat().st_size:
        yield from _member(target, name, depth)
    if damaged:
        yield Member("", "")
        raise SourceError(f"{damaged}; what came before it was read")


def _zip(head: Head, folder: Path, depth: int) -> Iterator[Item]:
    try:
        archive = zipfile.ZipFile(head.path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(f"the ZIP archive is truncated or damaged ({type(error).__name__})") from None
    with archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        if len(members) > MOST_MEMBERS:
            raise SourceError(
                f"the ZIP archive lists {len(members):,} files, more than {MOST_MEMBERS:,}; refused"
            )
        # Members may share their bytes: what all of them say together is the bomb's measure.
        most = min(LARGEST, max(FREE, HIGHEST_RATIO * head.size))
        if sum(one.file_size for one in members) > most:
            raise SourceError(f"the ZIP archive would unpack into more than {most:,} bytes; refused")
        for number, member in enumerate(members):
            opener = partial(archive.open, member)
            is_secret = bool(member.flag_bits & 1)
            yield from _unpacked(
                opener, member.filename, member.compress_size, folder, number, depth, is_secret
            )


def _tar(head: Head, folder: Path, depth: int) -> Iterator[Item]:
    try:
        with tarfile.open(head.path, "r:") as archive:
            for number, member in enumerate(archive):
                if number > MOST_MEMBERS:
                    raise SourceError(f"the tar archive lists more than {MOST_MEMBERS:,} files; refused")
                if member.isfile():
                    opener = partial(archive.extractfile, member)
                    yield from _unpacked(opener, member.name, member.size, folder, number, depth, False)
                elif not member.isdir():
                    yield Problem(_shown(member.name), "a link or device in a tar archive; not followed")
    except tarfile.TarError as error:
        yield Member("", "")
        raise SourceError(f"the tar archive is cut short or damaged ({type(error).__name__})") from None


def _unpacked(
    opener: Callable[[], Any], name: str, packed: int, folder: Path, number: int, depth: int, encrypted: bool
) -> Iterator[Item]:
    """One member: unpacked under a name of ours, so that its own name leads nowhere."""
    import lzma
    import zlib

    from analysis.corpus.source import is_article_file

    shown = _shown(name)
    path = PurePosixPath(shown)
    if any(part.startswith((".", "__MACOSX")) for part in path.parts) or not is_article_file(Path(path.name)):
        return
    if encrypted:
        yield Member("", "")
        yield Problem(shown, "is encrypted; unpack it yourself")
        return
    target = folder / f"{number}{_suffix(name)}"
    try:
        with opener() as stream:
            Bounded(stream, max(packed, 1), shown).save(target)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, NotImplementedError, RuntimeError,
            ValueError) as error:  # fmt: skip
        yield Member("", "")
        yield Problem(shown, f"cannot be unpacked ({' '.join(str(error).split())[:120]})")
        target.unlink(missing_ok=True)
        return
    yield from _member(target, shown, depth)


def _member(target: Path, name: str, depth: int) -> Iterator[Item]:
    """What a reader makes of an unpacked file; an archive inside names its members after itself."""
    try:
        for item in _items(target, depth):
            if isinstance(item, Member):
                inner = name if not item.name else f"{name}/{item.name}"
                yield Member(inner, item.rule, item.ours)
            else:
                yield item
    except SourceError as error:
        yield Member(name, "")
        yield Problem("", str(error))
    finally:
        target.unlink(missing_ok=True)


def _items(path: Path, depth: int) -> Iterator[Item]:
    """A file that lay in an archive: which reader took it, then what it handed on."""
    # The list of readers names this module, so it cannot be imported above.
    from analysis.corpus.readers import items_of, recognise

    reader, head, rule = recognise(path)
    if reader.NAME == NAME:
        yield from read_deep(head, depth + 1)
        return
    yield Member("", rule, getattr(reader, "OURS", False))
    yield from items_of(reader, head)


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix[1:].isalnum() and len(suffix) < 12 else ""


def _shown(name: str) -> str:
    """A member's name for the books: no way up, no root, no control characters."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    text = "/".join(parts).encode("utf-8", "replace").decode("utf-8")
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:200] or "unnamed"
