"""Areas and topics of a group → drawings in a given width."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.drawing.dot_whisker import Interval, dot_whiskers
from studykit.drawing.lines import Drawing
from studykit.workflows.cohort_figures import Part
from studykit.workflows.stats_drawn import per_cent


def parts_drawing(parts: Sequence[Part], width: int, plain: bool = False) -> Drawing:
    """Share right of each part with its interval, on a scale from 0 to 100 %."""
    rows = [
        Interval(
            one.title,
            one.low,
            one.share,
            one.high,
            f"{per_cent(one.share)} % ({per_cent(one.low)}–{per_cent(one.high)}), {one.learners} learners, "
            f"today {per_cent(one.recall)} %",
        )
        for one in parts
    ]
    return dot_whiskers(rows, width, plain=plain)
