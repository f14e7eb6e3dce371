"""DOCX and RTF: Nexis Uni and Lexis+ exports document by document, any other as one article a file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.nexis_documents import BODY, END, ERROR, nexis_columns
from analysis.corpus.readers.nexis_text import COUNT, documents
from analysis.corpus.readers.plain_text import pasted_page
from analysis.corpus.readers.records import Head, Item, Note, Problem, Promise, Record, Table
from analysis.tables import SourceError

NAME = "Word document"
LARGEST_PART = 200_000_000
HIGHEST_RATIO = 300
LARGEST_RTF = 50_000_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COVER = re.compile(r"^(?:Documents?|Dokumente?|Documentos?|Documenti|Dokumen)\s*\((\d{1,6})\)$", re.I)
SEARCH = re.compile(
    r"^(?:Search Terms|Suchbegriffe|Termes de recherche|Términos de búsqueda|Istilah Pencarian):\s*(.+)$",
    re.I,
)
NARROWED = re.compile(r"^Narrowed by:\s*(.+)$", re.I)


def recognise(head: Head) -> str:
    """By a ZIP archive that holds a Word document, or by the sign of RTF."""
    if head.data.startswith(b"{\\rtf"):
        return "the sign {\\rtf"
    if not head.data.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(head.path) as archive:
            return "a ZIP archive with word/document.xml" if "word/document.xml" in archive.namelist() else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "a damaged Word document" if b"word/" in head.data else ""


def read(head: Head) -> Iterator[Item]:
    """Documents of a Nexis export, or the one article of the file."""
    lines = _rtf_lines(head) if head.data.startswith(b"{\\rtf") else _docx_lines(head)
    if sum(bool(END.match(line)) for line in lines) or any(COVER.match(line) for line in lines[:12]):
        yield Note("laid out as Nexis Uni or Lexis+: documents up to 'End of Document'")
        yield from _nexis(lines)
        return
    text = "\n".join(lines)
    if any(re.search(r"DO[CK]UMENT", match[0], re.I) for match in COUNT.finditer(text)):
        yield Note("laid out as an old Nexis export: documents after '1 of n DOCUMENTS'")
        yield from documents("\n\n".join(lines), wrapped=False)
        return
    columns = pasted_page(text)
    if not columns.get("title") and not columns.get("text"):
        yield Problem("document", "no title and no text")
        return
    yield Table("", ours=True)
    yield Record("document", columns)


def _docx_lines(head: Head) -> list[str]:
    """Paragraphs of a document, also those in tables, in order."""
    import docx

    _refuse_bombs(head)
    try:
        document = docx.Document(str(head.path))
    except Exception as error:  # python-docx lets whatever its XML library throws pass
        raise SourceError(f"the Word document is damaged ({type(error).__name__}); save it again") from None
    lines: list[str] = []
    for paragraph in document.element.body.iter(f"{W}p"):
        text = "".join(_piece(node) for node in paragraph.iter())
        lines += text.split("\n")
    return [line.strip() for line in lines]


def _piece(node: Any) -> str:
    if node.tag == f"{W}t":
        return node.text or ""
    if node.tag in (f"{W}br", f"{W}cr"):
        return "\n"
    return "\t" if node.tag == f"{W}tab" else ""


def _refuse_bombs(head: Head) -> None:
    """Refuse a document that would unpack into more than any document holds, or that defines entities."""
    try:
        with zipfile.ZipFile(head.path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            if unpacked > LARGEST_PART or (unpacked > 20_000_000 and unpacked > HIGHEST_RATIO * head.size):
                raise SourceError(
                    f"the document would unpack from {head.size:,} to {unpacked:,} bytes; refused"
                )
            with archive.open("word/document.xml") as part:
                if b"<!ENTITY" in part.read(65_536):
                    raise SourceError("the document defines XML entities, which no Word does; refused")
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError("the Word document is truncated or damaged; save it again") from None


def _rtf_lines(head: Head) -> list[str]:
    from striprtf.striprtf import rtf_to_text

    if head.size > LARGEST_RTF:
        raise SourceError(f"the RTF document has {head.size:,} bytes, more than any article")
    source = head.path.read_bytes().decode("latin-1")
    try:
        text = rtf_to_text(source, errors="replace")
    except (ValueError, LookupError, RecursionError, UnicodeError) as error:
        raise SourceError(
            f"the RTF document cannot be read ({type(error).__name__}); save it as .txt"
        ) from None
    return [line.strip() for line in text.replace("|", " ").split("\n")]


def _nexis(lines: list[str]) -> Iterator[Item]:
    """Documents of a Nexis Uni export: the cover promises, each ends with its own line."""
    cover, rest = _without_cover(lines)
    promised = next((int(match[1]) for line in cover if (match := COVER.match(line))), None)
    if promised is not None:
        yield Promise(promised)
    for pattern, name in ((SEARCH, "the search was"), (NARROWED, "narrowed by")):
        said = list(dict.fromkeys(match[1].strip() for line in cover if (match := pattern.match(line))))
        if said:
            yield Note(f"{name}: {'; '.join(said)[:300]}")
    number = 0
    document: list[str] = []
    for line in [*rest, None]:
        if line is not None and not END.match(line):
            document.append(line)
            continue
        kept, document = document, []
        if not any(one.strip() for one in kept):
            continue
        if line is None and not any(BODY.match(one) for one in kept):
            continue
        number += 1
        yield _document(kept, number, cut=line is None)


def _document(lines: list[str], number: int, *, cut: bool) -> Item:
    place = f"document {number}"
    columns = nexis_columns(lines, headline_first=True)
    if any(ERROR in line for line in lines):
        return Problem(
            place, "Nexis could not show this document when it was exported", columns.get("title", "")
        )
    if cut:
        columns["text_status"] = "truncated"
    if not columns.get("title") and not columns["text"]:
        return Problem(place, "neither a headline nor a text was found")
    return Record(place, columns)


def _without_cover(lines: list[str]) -> tuple[list[str], list[str]]:
    """The cover page: from the first line to the last line of its list, of which each title has lines of labels."""
    if not any(COVER.match(line) for line in lines[:12]):
        return [], lines
    last = 0
    wanted = next(int(match[1]) for line in lines[:12] if (match := COVER.match(line)))
    numbered = 0
    end = next((place for place, line in enumerate(lines) if END.match(line)), len(lines))
    first_body = next((place for place, line in enumerate(lines[:end]) if BODY.match(line)), end)
    for place, line in enumerate(lines[:first_body]):
        if re.match(rf"^{numbered + 1}\.\s", line) and numbered < wanted:
            numbered += 1
            last = place
        elif re.match(
            r"^(?:Client/Matter|Search Terms|Search Type|Narrowed by|Content Type|Suchbegriffe):?", line
        ) or COVER.match(line):
            last = place
    # What filters are listed under "Narrowed by" ends at the next empty line.
    while last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    return lines[: last + 1], lines[last + 1 :]
