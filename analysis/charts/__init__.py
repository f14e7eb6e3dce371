"""Result tables drawn as matplotlib figures: charts draw what a table says and compute nothing."""

from analysis.charts.cloud import word_cloud
from analysis.charts.course import course
from analysis.charts.dots import dots, ranked_terms
from analysis.charts.heat import heat_map
from analysis.charts.svg import as_svg
from analysis.charts.timeline import timeline
from analysis.charts.word_shift import word_shift_bars

__all__ = [
    "as_svg",
    "course",
    "dots",
    "heat_map",
    "ranked_terms",
    "timeline",
    "word_cloud",
    "word_shift_bars",
]
