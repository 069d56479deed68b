"""The four ratings with the date that each would give."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.core.review import Rating
from studykit.workflows.showing import Choice


def choices_row(choices: Sequence[Choice], marked: Rating) -> str:
    """One row; the marked rating has a sign before it."""
    return "   ".join(
        f"{'>' if one.rating is marked else ' '}{one.rating.value} {one.rating.name.capitalize()} {one.interval}"
        for one in choices
    )
