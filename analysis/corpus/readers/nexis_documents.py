"""Nexis documents as lines, whatever file they came in: what each label means, in every language of the interface."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from analysis.corpus.readers.foreign_dates import english_date

FIELDS: dict[str, tuple[str, ...]] = {
    "authors": ("byline", "autor", "auteur", "author", "von", "autoren", "penulis"),
    "section": ("section", "rubrik", "rubrique", "sección", "seccion", "seção", "sezione", "bagian", "rubriek"),
    "extra.word_count": ("length", "länge", "longueur", "longitud", "extensión", "lunghezza", "panjang", "lengte", "tamanho"),
    "extra.load_date": ("load-date", "update", "date-chargement", "fecha de carga"),
    "language": ("language", "sprache", "langue", "idioma", "lingua", "bahasa", "taal"),
    "extra.publication_type": ("publication-type", "zeitungstyp", "type-publication", "type de publication", "jenis publikasi"),
    "extra.graphic": ("graphic", "grafik", "graphique", "illustration"),
    "extra.dateline": ("dateline", "datelin", "ort"),
    "extra.highlight": ("highlight", "highlights"),
    "extra.journal_code": ("journal-code", "journal code"),
    "extra.subjects": ("subject", "thema", "sujet"),
    "extra.persons": ("person", "personne"),
    "extra.organizations": ("organization", "organisation", "company"),
    "extra.places": ("geographic", "country", "state", "city"),
    "extra.industries": ("industry",),
    "extra.series": ("series", "series title"),
    "extra.correction": ("correction", "correction-date"),
    "url": ("url",),
}  # fmt: skip
_FIELD_OF = {label: field for field, labels in FIELDS.items() for label in labels}
LABEL = re.compile(r"^([^\W\d_][\w -]{1,24}?):\s*(.*)$", re.S)
BODY = re.compile(
    r"^(Body|Text|Volltext|Inhalt|Corps|Corps de l'article|Cuerpo|Texto|Corpo|Isi|Teks|Tekst)$", re.I
)
END = re.compile(
    r"^(?:End of Document|Ende des Dokuments|Fin du document|Fin del documento|Fim do documento|Fine del documento|"
    r"Einde van het document|Akhir Dokumen|Akhir dari dokumen)\W*$",
    re.I,
)
CLASSIFICATION = re.compile(
    r"^(Classification|Klassifikation|Classification des documents|Clasificación|Klasifikasi)$", re.I
)
COPYRIGHT = re.compile(r"^(?:Copyright|©|\(c\)|Alle Rechte|Tous droits|All Rights Reserved|Hak Cipta)", re.I)
DOWN = re.compile(r"^(?:Load-Date|Graphic|Notes?|Classification)\b", re.I)
DATED = re.compile(
    r"^(.*?\b(?:1[6-9]|20)\d\d\b(?:[, ]+[^\W\d_]+(?:day|tag|woch|di|manche))?(?:[, ]+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?(?:\s+[A-Z]{2,5})?)?)(.*)$",
    re.S,
)
YEAR = re.compile(r"\b(1[6-9]|20)\d\d\b")
ERROR = "We are sorry but there is an error in this document"


def field_of(line: str) -> tuple[str, str]:
    """Our field and the value of a labelled line; ("", "") where the label is none of Nexis's."""
    match = LABEL.match(line.strip())
    if match is None:
        return "", ""
    return _FIELD_OF.get(match[1].strip().lower(), ""), " ".join(match[2].split())


def nexis_columns(lines: Sequence[str], *, headline_first: bool) -> dict[str, Any]:
    """Columns of one document.

    Parameters
    ----------
    lines : its paragraphs, without what encloses it. `headline_first` : the newer layout (headline, source, date), not
        the older one (source, date, headline).
    """
    lines = [" ".join(line.replace("\xa0", " ").split()) for line in lines]
    lines = [line for line in lines if line and not END.match(line)]
    top, rest = _top(lines)
    columns: dict[str, Any] = {}
    body: list[str] = []
    classified = False
    has_body_line = any(BODY.match(line) for line in rest)
    in_body = not has_body_line
    for line in rest:
        if has_body_line and not in_body:
            in_body = bool(BODY.match(line))
            if in_body:
                continue
        name, value = field_of(line)
        if CLASSIFICATION.match(line):
            classified = True
        elif name and (
            not body or not in_body or name.startswith("extra.") or name == "language" or classified
        ):
            columns[name] = value if name not in columns else f"{columns[name]}; {value}"
        elif COPYRIGHT.match(line) and (
            not body or not in_body or line == lines[-1] or _near_end(line, lines)
        ):
            columns.setdefault("extra.copyright", line)
        elif in_body and not classified:
            body.append(line)
    columns.update(_named(top, headline_first))
    _part_date(columns)
    if columns.get("outlet"):
        columns["outlet"] = re.sub(r"(?<=\w)\(", " (", columns["outlet"])
    if columns.get("authors"):
        columns["authors"] = re.sub(r"^(?:BY|By|VON|Von|PAR|Par)\s+", "", columns["authors"])
    columns["text"] = "\n\n".join(body)
    if columns.get("language"):
        columns["language"] = columns["language"].split(";")[0].strip().lower()
    return columns


def _part_date(columns: dict[str, Any]) -> None:
    """A date line may name the edition behind the date."""
    match = DATED.match(columns.get("published", ""))
    if match and match[2].strip(" ;,"):
        columns["published"] = match[1].strip()
        told = columns.get("extra.edition")
        columns["extra.edition"] = match[2].strip(" ;,") if not told else f"{match[2].strip(' ;,')}; {told}"


def _near_end(line: str, lines: Sequence[str]) -> bool:
    return line in lines[-3:]


def _top(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines above the first label, copyright or body: source, date and headline stand there."""
    for place, line in enumerate(lines):
        if field_of(line)[0] or BODY.match(line) or (COPYRIGHT.match(line) and place > 1):
            return lines[:place], lines[place:]
    return lines[:4], lines[4:]


def _named(top: list[str], headline_first: bool) -> dict[str, str]:
    """Headline, source and date of the lines above; what else stands there is the edition."""
    found: dict[str, str] = {}
    places = [place for place, line in enumerate(top) if YEAR.search(line) and len(line) < 80]
    if not headline_first:
        dated = next((place for place in places if place > 0), places[0] if places else None)
        if dated is None:
            return {"title": top[-1] if top else "", **({"outlet": top[0]} if len(top) > 1 else {})}
        found["published"] = english_date(top[dated])
        if dated:
            found["outlet"] = top[0]
            if dated > 1:
                found["extra.edition"] = "; ".join(top[1:dated])
        after = top[dated + 1 :]
        if after and re.search(r"\b(edition|ausgabe|édition|edisi)\b", after[0], re.I) and len(after) > 1:
            found["extra.edition"] = after.pop(0)
        found["title"] = " ".join(after)
        return found
    dated = places[-1] if places else None
    if dated is None:
        return {"title": top[0] if top else "", **({"outlet": top[1]} if len(top) > 1 else {})}
    found["published"] = english_date(top[dated])
    found["title"] = " ".join(top[: max(dated - 1, 1)]) if dated else ""
    if dated > 1:
        found["outlet"] = top[dated - 1]
    if dated + 1 < len(top):
        found["extra.edition"] = "; ".join(top[dated + 1 :])
    return found
