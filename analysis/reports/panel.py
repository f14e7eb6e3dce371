"""A panel: one table of a report with its chart, its answer sentences and its links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from analysis.charts import as_svg
from analysis.reports.figures import body
from analysis.reports.sections import Kind
from analysis.reports.words import Words


@dataclass
class Panel:
    """One panel of a section: a table with its links, its differences and what the answer needs besides."""

    key: str
    kind: Kind
    table: pd.DataFrame
    differences: pd.DataFrame
    head: str
    notes: list[Markup]
    extra: dict[str, Any]
    number: int
    wording: Words | None = None
    drawn: str = ""

    def _repr_html_(self) -> str:
        """Answer, chart and first rows, as JupyterLab shows them."""
        words = self.wording or Words("en")
        said = "".join(f"<p>{sentence}</p>" for sentence in self.answers(words))
        rows = (
            self.table.drop(columns="link", errors="ignore")
            .head(10)
            .to_html(index=False, border=0, na_rep="–")
        )
        return f"<h4>{words(f'question.{self.key}')} {escape(self.head)}</h4>{said}{self.svg(words)[0]}{rows}"

    @property
    def section(self) -> str:
        """Id of the section in the page."""
        return f"s-{self.key}"

    def answers(self, words: Words) -> list[Markup]:
        """The answer sentences."""
        return self.kind.answer(self.table, self.differences, words, self.extra)

    @property
    def name(self) -> str:
        """Name of its sheet in the workbook."""
        language = self.extra["corpus"].language
        return f"{self.key}_{language}" if language and self.head else self.key

    def svg(self, words: Words) -> tuple[str, str]:
        """Chart and what it shows; two empty strings where there is nothing to draw."""
        if self.kind.draw is None or not len(self.table) or self.table["value"].isna().all():
            return "", ""
        alt = str(words(f"chart.{self.key}", **self._alt(words)))
        if not self.drawn:
            self.drawn = as_svg(self.kind.draw(self.table, words), f"c{self.number}", alt, self._marks(words))
        return self.drawn, alt

    def held(self, words: Words) -> list[Markup]:
        """The sentences that name a difference, all of which hold over the whole report."""
        if self.kind.held is None:
            return []
        return self.kind.held(self.table, self.differences, words, self.extra)

    def _marks(self, words: Words) -> dict[str, str]:
        """What each linked mark of the chart stands for, for those who cannot see where it is."""
        shape = self.kind.shape
        names = {}
        for row, (keys, cells) in zip(
            self.table.to_dict("records"), body(self.table, shape, words, {}), strict=True
        ):
            if isinstance(row.get("link"), str) and row["link"] and cells:
                names[row["link"]] = f"{' · '.join(key.text for key in keys)}: {cells[0].text}"
        return names

    def _alt(self, words: Words) -> dict[str, str]:
        shape, points = self.kind.shape, []
        order = self.table.sort_values("value", ascending=False, kind="stable") if shape.share else self.table
        for keys, cells in body(order.head(6), shape, words, {}):
            shown = dict(zip(shape.numbers, (cell.text for cell in cells), strict=True))
            value = next((shown[name] for name in ("value", "times", "points") if name in shown), "")
            interval = next((shown[name] for name in shown if name.endswith("interval")), "–")
            said = f"{' · '.join(key.text for key in keys)} {value}"
            points.append(said + (f" ({interval})" if interval != "–" else ""))
        period = next((p for p in ("day", "week", "month") if p in self.table), "day")
        return {
            "points": "; ".join(points),
            "period": str(words(f"period.{period}")),
            "top": words.number(self.table["value"].max()),
        }
