"""Old Nexis exports, text and HTML: documents after lines such as `3 of 10 DOCUMENTS`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.corpus.readers.html_tree import blocks_of, html_tree
from analysis.corpus.readers.nexis_documents import field_of, nexis_columns
from analysis.corpus.readers.records import Head, Item, Note, Problem, Promise, Record
from analysis.tables import SourceError

NAME = "old Nexis export"
LARGEST = 200_000_000
COUNT = re.compile(
    r"^[ \t\xa0]*(?:(?:Dokument|Document|Documento|Dokumen)\s+)?(\d{1,6})\s+(?:of|von|de|di|dari|van)\s+(\d{1,6})"
    r"(?:\s+(?:DOCUMENTS?|DOKUMENTE?N?|DOKUMEN|DOCUMENTOS?|DOCUMENTI))?[ \t\xa0\r]*$",
    re.I | re.M,
)
SIGNS = re.compile(
    r"^(?:LENGTH|LÄNGE|LONGUEUR|LOAD-DATE|BYLINE|AUTOR|PUBLICATION-TYPE|SECTION|RUBRIK):", re.M
)


def recognise(head: Head) -> str:
    """By a line `1 of 10 DOCUMENTS` and one of Nexis's labels, or by the comments of its HTML."""
    text = head.text
    if "<DOC NUMBER=" in text and "DOCFULL" in text:
        return "the comments <DOC NUMBER=1><DOCFULL> of Nexis HTML"
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        return ""
    count = COUNT.search(text)
    is_count = count is not None and re.search(r"DO[CK]UMENT", count[0], re.I)
    if count and is_count and (SIGNS.search(text) or "Download Request:" in text[:3000]):
        return f"the line {' '.join(count[0].split())!r} and labels in capitals"
    return ""


def read(head: Head) -> Iterator[Item]:
    """A document after each counting line; the count itself is the promise."""
    if head.size > LARGEST:
        raise SourceError(f"the export has {head.size:,} bytes; export fewer documents a file")
    if head.encoding.note:
        yield Note(head.encoding.note)
    if head.text.lstrip("\ufeff \t\r\n").startswith("<"):
        text = blocks_of(html_tree(head)[1])
        yield from documents(text, wrapped=False)
    else:
        text = (
            head.path.read_bytes()
            .decode(head.encoding.name, "replace")
            .lstrip("\ufeff")
            .replace("\r\n", "\n")
        )
        yield from documents(text, wrapped=True)


def documents(text: str, *, wrapped: bool) -> Iterator[Item]:
    """Documents of an export's text; `wrapped`: its lines are broken at a width, blank lines part its paragraphs."""
    found = [match for match in COUNT.finditer(text) if re.search(r"DO[CK]UMENT", match[0], re.I)]
    if not found:
        yield Problem("", "no line such as '1 of 10 DOCUMENTS' was found")
        return
    query = re.search(r"^Terms:\s*(.+?)(?:\n\s*\n|\Z)", text[: found[0].start()], re.S | re.M)
    if query:
        yield Note(f"the search was: {' '.join(query[1].split())[:300]}")
    # An export may be made of several downloads, each with a count of its own.
    yield Promise(sum(int(match[2]) for place, match in enumerate(found) if _starts_a_run(found, place)))
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        body = text[match.end() : end]
        columns = nexis_columns(_paragraphs(body) if wrapped else body.split("\n\n"), headline_first=False)
        if not columns["text"] and not columns.get("title"):
            yield Problem(f"document {match[1]}", "neither a headline nor a text was found")
            continue
        yield Record(f"document {match[1]}", columns)


def _starts_a_run(found: list[re.Match[str]], place: int) -> bool:
    return place == 0 or int(found[place][1]) <= int(found[place - 1][1])


def _paragraphs(body: str) -> list[str]:
    """Blocks between blank lines; of a block with a label in each line, every line."""
    paragraphs: list[str] = []
    for block in re.split(r"\n[ \t]*\n", body):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if len(lines) > 1 and all(field_of(line)[0] for line in lines):
            paragraphs += lines
        elif lines:
            paragraphs.append(" ".join(lines))
    return paragraphs
