"""The page: everything a report gathered, as one HTML file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import shlex
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup
from pandas.api.types import is_numeric_dtype

from analysis.pipeline import method_fingerprint
from analysis.reports.evidence import examples
from analysis.reports.evidence_list import write_list
from analysis.reports.exports import write_workbook
from analysis.reports.figures import body, heads
from analysis.reports.words import glossary

if TYPE_CHECKING:
    from analysis.reports.panel import Panel
    from analysis.reports.report import Report

TEMPLATE = Path(__file__).parent / "template"
PACKAGES = ("pandas", "numpy", "scipy", "pyarrow", "matplotlib", "papermill", "trafilatura", "scikit-learn")
SILENT = ("words", "week_words", "frames", "trained_frames", "labels", "tone")
"""Sections that the summary leaves out where they have no number."""
SUMMARY = (
    *("corpus", "changes", "new", "copied", "week_words", "volume"),
    *("words", "trained_frames", "frames", "labels", "tone"),
    *("actors", "speakers", "source_kinds", "voice_share", "source_origins"),
)
"""Sections that give the summary its sentences, one each, five at most."""


@cache
def _file(name: str) -> str:
    return (TEMPLATE / name).read_text(encoding="utf-8")


class Page:
    """A finished page; shows itself in JupyterLab, or where it was written, and writes itself to a file."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.words = report.words
        self.differences = report.settle()
        self.written: Path | None = None

    def _repr_html_(self) -> str:
        if self.written is not None:
            return f"<p>{html.escape(str(self.written))}</p>"
        source = html.escape(self.html(), quote=True)
        return f'<iframe srcdoc="{source}" title="report" style="width:100%;height:85vh;border:1px solid #ccc"></iframe>'

    def write(self, output: Path) -> Path:
        """Write the HTML file, its evidence list and its tables, each in place only when it is whole."""
        output.parent.mkdir(parents=True, exist_ok=True)
        evidence = output.with_name(f"{output.stem}_evidence.csv")
        with ThreadPoolExecutor(1) as beside:
            listed = beside.submit(write_list, self.report.register, evidence)
            write_workbook(self._tables(), output.with_name(f"{output.stem}_tables.xlsx"))
            page = self.html(evidence.name)
            listed.result()
        unfinished = output.with_suffix(".unfinished")
        unfinished.write_text(page, encoding="utf-8")
        unfinished.replace(output)
        self.written = output
        return output

    def _tables(self) -> dict[str, pd.DataFrame]:
        found: dict[str, pd.DataFrame] = {}
        for panel in self.report.panels:
            table = panel.table.rename(columns={"link": "evidence"})
            found[panel.name] = pd.concat([found[panel.name], table]) if panel.name in found else table
        if len(self.differences):
            found["differences"] = self.differences
        return found

    def html(self, evidence_file: str = "") -> str:
        """The whole document."""
        from jinja2 import Environment, FileSystemLoader

        report, words = self.report, self.words
        register = [{**row, "safe_url": safe_url(row["url"])} for row in report.register.sentences()]
        sections = self._sections(register)
        script = _file("script.js")
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        page = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=True).get_template("page.html.j2")
        return page.render(
            words=words,
            title=self._title(),
            subtitle=self._subtitle(),
            illustrative=bool(self._source().get("illustrative")),
            summary=self._summary(sections),
            sections=sections,
            method=self._method(),
            glossary=glossary(words.code),
            fingerprint=report.memory.fingerprint if report.memory else "",
            made=words("page.made", when=self._now(), version=metadata.version("media-coverage")),
            numbers=report.register.numbers,
            sentences=register,
            evidence_file=evidence_file,
            style=Markup(_file("style.css")),
            script=Markup(script),
            script_hash=f"sha256-{digest}",
        )

    def _sections(self, register: list[dict]) -> list[dict[str, Any]]:
        words = self.words
        found: dict[str, dict[str, Any]] = {}
        for panel in self.report.panels:
            section = found.setdefault(
                panel.key,
                {
                    "id": panel.section,
                    "key": panel.key,
                    "question": words(f"question.{panel.key}"),
                    "how": words(f"how.{panel.key}"),
                    "limits": self._limits(panel),
                    "panels": [],
                },
            )
            section["panels"].append(self._panel(panel, register))
        return [one for one in found.values() if any(p["answers"] or p["rows"] for p in one["panels"])]

    def _panel(self, panel: Panel, register: list[dict]) -> dict[str, Any]:
        words, shape = self.words, panel.kind.shape
        svg, alt = panel.svg(words)
        shown = panel.table.head(panel.kind.most)
        links = [link for link in shown.get("link", []) if isinstance(link, str) and link]
        return {
            "head": panel.head,
            "answers": panel.answers(words),
            "notes": panel.notes,
            "svg": Markup(svg),
            "alt": alt,
            "heads": heads(shape, words, panel.key),
            "n_keys": len(shape.keys),
            "texts": [name in shown and not is_numeric_dtype(shown[name]) for name in shape.numbers],
            "rows": body(shown, shape, words, self.report.register.sizes),
            "more": len(panel.table) - len(shown),
            "open": panel.kind.open,
            "examples": examples(register, _strongest(shown)) if links else [],
        }

    def _limits(self, panel: Panel) -> Markup:
        validity = [self.words.validity(one) for one in panel.extra["instruments"]]
        return self.words(
            f"limits.{panel.key}",
            found=self._found().rstrip("."),
            validity="; ".join(dict.fromkeys(one.rstrip(".") for one in validity)) or "–",
        )

    def _summary(self, sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
        by_key = {section["key"]: section for section in sections}
        said = self._held() if self.report.differences_first else []
        for key in SUMMARY:
            section = by_key.get(key)
            if section is None:
                continue
            panels = section["panels"]
            telling = [panel for panel in panels if panel["rows"]] or ([] if key in SILENT else panels)
            sentences = [sentence for panel in telling for sentence in panel["answers"]]
            for sentence in sentences[: 3 if key == "new" else 1]:
                one = {"text": sentence, "section": section["id"], "question": section["question"]}
                said += [one] if one not in said else []
        return said[:5]

    def _held(self, most: int = 4) -> list[dict[str, Any]]:
        """The first difference of each panel that names one."""
        found = [(panel, panel.held(self.words)) for panel in self.report.panels]
        return [
            {
                "text": sentences[0],
                "section": panel.section,
                "question": self.words(f"question.{panel.key}"),
            }
            for panel, sentences in found
            if sentences
        ][:most]

    def _source(self) -> dict[str, Any]:
        store = self.report.corpus.store
        return dict(store.source) if store is not None else {}

    def _found(self) -> str:
        said = str(self._source().get("found", "") or "not stated")
        return str(self.words("page.not_stated")) if said == "not stated" else said

    def _title(self) -> str:
        return self.report.title or str(self._source().get("title", "")) or str(self.words("page.title"))

    def _subtitle(self) -> list[str]:
        days = pd.to_datetime(self.report.corpus.articles["day"]).dropna()
        outlets = sorted(self.report.corpus.articles["outlet"].dropna().unique())
        ends = (
            list(dict.fromkeys(self.words.day(day) for day in (days.min(), days.max()))) if len(days) else []
        )
        lines = [" – ".join(ends)] if ends else []
        if outlets:
            lines.append(", ".join(outlets[:12]) + (" …" if len(outlets) > 12 else ""))
        return lines

    def _now(self) -> str:
        """The one line of a page that may differ between two runs."""
        return pd.Timestamp.now(tz="UTC").strftime("%Y-%m-%d %H:%M UTC")

    def _method(self) -> list[tuple[str, Markup | str]]:
        words, report = self.words, self.report
        store = report.corpus.store
        source = self._source()
        rows: list[tuple[str, Markup | str]] = [
            (
                str(words("method.collection")),
                str(source.get("title", "")) or (store.path.name if store else "–"),
            ),
            (str(words("method.found")), self._found()),
            (str(words("method.interval")), words("interval.meaning")),
            (str(words("method.parameters")), Markup("<code>{}</code>").format(_listing(report.parameters))),
        ]
        if report.passports:
            each = [
                Markup("{} {} ({}), {} {}").format(
                    p["name"], p["version"], p["language"], words("method.licence"), p["licence"]
                )
                for p in report.passports
            ]
            rows.append((str(words("method.instruments")), Markup("<br>").join(each)))
        if store is not None:
            rows.append(
                (str(words("method.fingerprint")), Markup("<code>{}</code>").format(store.fingerprint))
            )
        rows.append(
            (str(words("method.method_fingerprint")), Markup("<code>{}</code>").format(method_fingerprint()))
        )
        if report.memory:
            rows.append(
                (str(words("method.run")), Markup("<code>{}</code>").format(report.memory.fingerprint))
            )
        decided = report.corpus.decisions.said() if report.corpus.decisions else []
        if decided:
            each = [
                words(
                    "method.decision",
                    file=name,
                    n=words.number(n),
                    first=words.day(first),
                    last=words.day(last),
                )
                for name, n, first, last, _ in decided
            ]
            rows.append((str(words("method.decisions")), Markup("<br>").join(each)))
        rows.append((str(words("method.packages")), packages()))
        rows.append(
            (
                str(words("method.command")),
                Markup("<pre>{}</pre>").format(command(report.notebook, report.parameters)),
            )
        )
        return rows


def _strongest(table: pd.DataFrame) -> str:
    """The evidence of the row with the largest count, whose sentences stand as examples."""
    linked = table[table["link"].astype(bool)]
    if "count" in linked and linked["count"].notna().any():
        linked = linked.sort_values("count", ascending=False, kind="stable")
    return str(linked["link"].iloc[0])


def _listing(parameters: dict[str, Any]) -> str:
    return ", ".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in parameters.items()
    )


def packages() -> str:
    """Versions of what the numbers rest on."""
    named = [f"{name} {metadata.version(name)}" for name in PACKAGES]
    return f"Python {sys.version_info.major}.{sys.version_info.minor}, " + ", ".join(named)


def command(notebook: str, parameters: dict[str, Any]) -> str:
    """The command line that makes the same page again; what has its default value is left out.

    >>> command("coverage_report", {"corpus": "data/processed/mine", "query": "", "seed": 3})
    'media-coverage report coverage_report --output report.html -p corpus=data/processed/mine -p seed=3'
    """
    given = [
        shlex.quote(f"{name}={value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
        for name, value in parameters.items()
        if value not in ("", [], None, False)
    ]
    return " -p ".join([f"media-coverage report {notebook} --output report.html", *given])


def safe_url(url: object) -> str:
    """An address that may be linked: http and https only, "" otherwise.

    >>> safe_url("javascript:alert(1)")
    ''
    """
    if not isinstance(url, str):
        return ""
    try:
        return url if urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""
