"""The paper of an exam: its questions, chosen for the learner or by a seed, and what the pack could not give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.attempt import Attempt, Paper
from studykit.core.card import Card
from studykit.core.clock import utc
from studykit.core.errors import UsageError
from studykit.core.pack import Blueprint
from studykit.core.progress import Progress, silent
from studykit.core.review import MemoryState
from studykit.core.text import count as counted
from studykit.workflows.cache import paper_codec
from studykit.workflows.codec import CodecError
from studykit.workflows.study import Study

if TYPE_CHECKING:
    from studykit.questions.exam import Exam

_SEEDS = 1_000_000
_MOST = 200
"""Questions of one exam."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The questions of an exam that has not begun yet."""

    paper: Paper
    seed: int
    """Gives them again."""

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """Sentences about what the exam should hold and the pack has not."""
        return self.paper.shortfalls


def draw(
    study: Study,
    exam: str = "",
    seed: int | None = None,
    *,
    count: int | None = None,
    as_exam: bool = True,
    progress: Progress | None = None,
) -> Drawn:
    """Makes the questions of an exam ("" is the pack's own); keeps nothing, so that it can be stopped at any time.

    A named seed gives the same exam to everybody. Without one, cards that were never seen come first, then those that
    were forgotten. ``as_exam`` asks values as exams of the day have them. ``progress`` is told how many of how many
    are made; what it raises stops the making. Raises UsageError for an exam that cannot be had.
    """
    from studykit.questions.exam import make_exam

    blueprint = study.library.blueprint(exam)
    if count is not None and not 1 <= count <= _MOST:
        raise UsageError(f"An exam has 1 to {_MOST} questions, not {count}.")
    wanted = blueprint.questions if count is None else count
    told = progress or silent
    told(0, wanted)
    known = study.store.memories() if seed is None else {}
    chosen = int(utc(study.clock()).timestamp() * 1000) % _SEEDS if seed is None else seed
    made = make_exam(
        _cards(study),
        study.library.ground(as_exam=as_exam),
        blueprint,
        seed=chosen,
        count=count,
        rank=lambda card: _rank(known.get(study.names.get(card.id, card.id))),
        progress=told,
    )
    questions = study.named(made.questions)
    if not questions:
        raise UsageError(f"This pack has no question for {blueprint.exam}.")
    minutes = max(round(blueprint.minutes * len(questions) / blueprint.questions), 1)
    said = tuple(_shortfalls(made, blueprint, wanted))
    areas, passing = blueprint.areas, blueprint.passing
    return Drawn(Paper(blueprint.exam, blueprint.title, areas, questions, minutes, passing, said, as_exam), chosen)


def _cards(study: Study) -> Iterator[Card]:
    """Those of the library that the learner knows; one whose note was edited may still have to be settled."""
    return (card for card in study.library.cards if study.names.get(card.id, card.id) in study.cards)


def _rank(memory: MemoryState | None) -> int:
    """Unseen cards first, then those that were forgotten."""
    if memory is None:
        return 0
    return 1 if memory.lapses or memory.step is not None else 2


def _shortfalls(exam: Exam, blueprint: Blueprint, wanted: int) -> Iterator[str]:
    from studykit.questions.exam import MULTIPLE

    for area in blueprint.areas:
        if exam.short.get(area.key):
            had = sum(question.area == area.key for question in exam.questions)
            lacking = exam.short[area.key]
            yield f"This pack has {counted(had, 'question')} for {area.title}, {lacking} fewer than this exam asks."
    if exam.short.get(MULTIPLE):
        yield f"{counted(exam.short[MULTIPLE], 'question')} with several right answers fewer than in the exam."
    if len(exam.questions) < wanted:
        yield f"This pack gives {counted(len(exam.questions), 'question')} of {wanted}."


def write_paper(paper: Paper) -> str:
    """The paper as text, as it is kept."""
    return paper_codec().encode(paper)


def read_paper(attempt: Attempt) -> Paper | None:
    """The paper of an attempt; None when another version of this program wrote it otherwise."""
    try:
        paper = paper_codec().decode(attempt.paper)
    except CodecError:
        return None
    return paper if isinstance(paper, Paper) else None
