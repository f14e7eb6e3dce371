"""Charts draw what the table says: as many marks as rows, links kept, nothing computed, the same picture twice."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from analysis.charts import as_svg, dots, heat_map, ranked_terms, timeline, word_cloud
from analysis.charts.style import number, percent

SHARES = pd.DataFrame(
    {
        "outlet": ["A", "B", "C"],
        "value": [0.3, 0.5, 0.1],
        "low": [0.2, 0.4, np.nan],
        "high": [0.4, 0.6, np.nan],
        "link": ["#e1", "#e2", ""],
    }
)
TERMS = pd.DataFrame(
    {
        "outlet": list("AABB"),
        "term": list("wxyz"),
        "value": [2.0, 1, 3, 1],
        "low": [1.0, 0.5, 2, 0.2],
        "high": [3.0, 2, 4, 2],
    }
)
DAYS = pd.DataFrame(
    {
        "outlet": ["A", "A", "B", "B"],
        "day": pd.to_datetime(["2024-06-18", "2024-06-19"] * 2),
        "value": [3.0, 0, 1, 0],
        "n": [2, 0, 1, 0],
        "gap": [False, True, False, True],
        "link": ["#e1", "", "#e2", ""],
    }
)
CELLS = pd.DataFrame(
    {
        "o": list("AABB"),
        "f": list("xyxy"),
        "value": [0.1, 0.5, np.nan, 0.2],
        "link": ["#e1", "#e2", "", "#e3"],
    }
)


def pictures() -> dict:
    return {
        "dots": dots(SHARES, "outlet", share=True),
        "terms": ranked_terms(TERMS, panel="outlet"),
        "timeline": timeline(DAYS),
        "heat": heat_map(CELLS, rows="f", columns="o"),
        "cloud": word_cloud(pd.DataFrame({"term": ["sanksi", "pakta"], "value": [10.0, 4.0]})),
    }


@pytest.mark.parametrize("name", ["dots", "terms", "timeline", "heat", "cloud"])
def test_the_same_table_gives_the_same_picture(name: str):
    assert as_svg(pictures()[name], "c1", "alt") == as_svg(pictures()[name], "c1", "alt")


@pytest.mark.parametrize("name", ["dots", "terms", "timeline", "heat", "cloud"])
def test_a_picture_fits_into_a_page(name: str):
    svg = as_svg(pictures()[name], "c7", 'what <it> "shows"')
    assert svg.startswith("<svg")
    assert svg.rstrip().endswith("</svg>")
    assert 'aria-label="what &lt;it&gt; &quot;shows&quot;"' in svg
    assert all(found.startswith("c7-") for found in re.findall(r'\bid="([^"]+)"', svg))
    assert "<style" not in svg
    assert "<script" not in svg
    assert "xlink" not in svg
    assert not re.search(r"https?://(?!www\.w3\.org)", svg)


@pytest.mark.parametrize(
    ("name", "links"),
    [("dots", {"#e1", "#e2"}), ("timeline", {"#e1", "#e2"}), ("heat", {"#e1", "#e2", "#e3"})],
)
def test_marks_link_to_their_evidence(name: str, links: set[str]):
    found = re.findall(r'<a href="(#e\d+)" aria-label="([^"]+)"', as_svg(pictures()[name], "c1", "alt"))
    assert {link for link, _ in found} == links
    assert all(label for _, label in found)


def test_numbers_stand_beside_their_dots():
    svg = as_svg(dots(SHARES, "outlet", share=True, language="id"), "c1", "alt")
    assert "30% (20% – 40%)" in svg
    assert "10%" in svg


def test_a_cell_without_a_value_is_a_dash():
    assert "–" in as_svg(pictures()["heat"], "c1", "alt")


@pytest.mark.parametrize("table", [SHARES.iloc[:0], SHARES.assign(value=np.nan, low=np.nan, high=np.nan)])
def test_nothing_to_draw_is_drawn_as_nothing(table: pd.DataFrame):
    assert as_svg(dots(table, "outlet", share=True), "c1", "alt").startswith("<svg")


def test_the_area_of_a_word_follows_its_frequency():
    """Four times as frequent: twice as high."""
    svg = as_svg(word_cloud(pd.DataFrame({"term": ["noon", "onno"], "value": [4.0, 1.0]})), "c1", "alt")
    heights = []
    for path in re.findall(r'<path d="([^"]+)"', svg):
        ys = [float(y) for y in re.findall(r"[ML] [\d.-]+ ([\d.-]+)", path)]
        if len(ys) > 20:
            heights.append(max(ys) - min(ys))
    assert len(heights) == 2
    tall, small = max(heights), min(heights)
    assert tall / small == pytest.approx(2.0, rel=0.1)


def test_numbers_in_two_languages():
    assert (number(1234.5, 1), number(1234.5, 1, "id")) == ("1,234.5", "1.234,5")
    assert (percent(0.5), percent(float("nan"))) == ("50%", "–")


@pytest.mark.parametrize("many", [1, 2, 3, 9, 20, 45, 94, 400])
def test_names_of_periods_stand_beside_each_other_inside_the_picture(many: int):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    days = pd.date_range("2018-01-01", periods=many, freq="MS")
    table = pd.DataFrame({"outlet": "A", "month": days, "value": 1.0, "n": 1, "gap": False})
    figure = timeline(table, period="month", dates=lambda day: f"Desember {day.year}")
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    boxes = [one.get_window_extent(canvas.get_renderer()) for one in figure.axes[-1].get_xticklabels()]
    assert boxes
    assert all(one.x1 < two.x0 for one, two in pairwise(boxes))
    assert boxes[0].x0 >= -1
    assert boxes[-1].x1 <= figure.bbox.x1 + 1
