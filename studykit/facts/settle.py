"""Which of several disagreeing sides holds when no authority says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studykit.core.text import count


def settle(sides: Sequence[Sequence[str]], dates: Mapping[str, str]) -> tuple[int | None, str]:
    """The side that holds and why, from the notes that say each side; None and an empty reason for a tie.

    The newest dated note comes first, where every side has a dated one; then the majority.
    """
    total = sum(len(side) for side in sides)
    if len(sides) == 1:
        return 0, "the only claim" if total == 1 else f"all {count(total, 'claim')} agree"
    newest = [max((dates[note] for note in side if dates.get(note)), default="") for side in sides]
    if all(newest):
        best = max(newest)
        if newest.count(best) == 1:
            at = newest.index(best)
            note = next(note for note in sides[at] if dates.get(note) == best)
            return at, f"the newest dated note: {note}, {best}"
    ranked = sorted(range(len(sides)), key=lambda at: -len(sides[at]))
    first, second = (len(sides[at]) for at in ranked[:2])
    if first > second:
        return ranked[0], f"most claims ({first} of {total})"
    return None, ""


NOTHING = "nothing: as many claims say one thing as another"
"""The reason of a fact that is not settled."""
