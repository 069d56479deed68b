"""How good a set of questions is, measured, and what is out of its bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from studykit.core.question import Question
from studykit.core.text import count

if TYPE_CHECKING:
    from studykit.questions.figures import Figures


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures of a set, and in words what is poor about it."""

    figures: Figures
    poor: tuple[str, ...]


def quality(questions: Sequence[Question], *, exam: bool = False) -> Quality:
    """Measures a set; the share of questions with several answers only counts in an exam."""
    from studykit.questions.figures import bad, figures

    found = figures(questions, exam=exam)
    return Quality(found, bad(found, exam=exam))


def quality_rows(one: Quality) -> Iterator[tuple[str, str]]:
    """What is measured, and the figure, for people."""
    found = one.figures
    yield "questions", f"{found.count:,} from {count(found.cards, 'card')} and {count(found.facts, 'fact')}"
    yield "kinds", ", ".join(f"{name} {number:,}" for name, number in found.kinds)
    yield "key longest", f"{found.key_longest:.1%} of {count(found.choices, 'question')} with one answer"
    for options, positions in found.positions:
        yield f"key among {options}", ", ".join(f"{number:,}" for number in positions)
    yield "by chance", f"positions as uneven as these: p = {found.positions_chance:.3f}"
    yield "several answers", f"{found.multiple:.1%}"
    yield "absolute words", f"in {found.absolutes[0]:.1%} of keys, {found.absolutes[1]:.1%} of other options"
    least, middle, most = found.words
    yield "scenario stems", f"{least} to {most} words, median {middle:g}" if most else "none"
    yield "flaws", ", ".join(f"{name} {number:,}" for name, number in found.flaws) or "none"
    yield "clashes", ", ".join(f"{name} {number:,}" for name, number in found.clashes) or "none"


def quality_record(one: Quality) -> dict[str, Any]:
    """The figures by name, and ``poor``, for programs."""
    found = asdict(one.figures)
    for name in ("kinds", "flaws", "clashes"):
        found[name] = dict(found[name])
    found["positions"] = {str(options): list(counts) for options, counts in one.figures.positions}
    return {**found, "poor": list(one.poor)}
