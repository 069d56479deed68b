"""A quiz as it was wished for: checked, made, titled, and what its answers come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.errors import UsageError, nearest
from studykit.core.question import Question
from studykit.core.text import listed

if TYPE_CHECKING:
    from studykit.core.progress import Progress
    from studykit.workflows.draw import Draw
    from studykit.workflows.library import Library

LEVELS = ("easy", "medium", "hard")
MOST = 10_000
_USUAL = 10
_WEAKEST = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What a quiz should hold."""

    count: int | None = None
    """None: as many as usual, or as the exam has."""
    seed: int = 1
    topic: str = ""
    kind: str = ""
    difficulty: str = ""
    exam: str = ""
    as_exam: bool = False
    """Answers as the exam has them where that lags behind what holds today."""


@dataclass(frozen=True, slots=True)
class Made:
    """The questions, and what was left out on the way."""

    questions: tuple[Question, ...]
    missing: int
    """How many fewer there are than were asked for."""
    dropped: Mapping[str, int]
    """Why drafts were left out, and how many."""
    short: Mapping[str, int]
    """Part of an exam → questions that it should have had besides; others stand in their place."""


def make(
    library: Library,
    wish: Wish,
    progress: Progress | None = None,
    draw: Draw | None = None,
) -> Made:
    """The questions, or as many as there are; ``draw`` says in which order for a learner.

    ``progress`` is told how many of how many are made. Raises UsageError for what cannot be had.
    """
    _check(wish)
    made = _exam(library, wish, progress, draw) if wish.exam else _quiz(library, wish, progress, draw)
    if not made.questions:
        raise UsageError(f"No question can be made and proved{_about(wish)}. See: studykit facts")
    return made


def _quiz(library: Library, wish: Wish, progress: Progress | None, draw: Draw | None) -> Made:
    wanted = wish.count or _USUAL
    quiz = library.quiz(
        count=wanted,
        seed=wish.seed,
        topic=wish.topic,
        kind=wish.kind,
        difficulty=wish.difficulty,
        as_exam=wish.as_exam,
        rank=draw.rank if draw else None,
        hardness=draw.hardness if draw else None,
        progress=progress,
    )
    return Made(quiz.questions, wanted - len(quiz.questions), quiz.dropped, {})


def _exam(library: Library, wish: Wish, progress: Progress | None, draw: Draw | None) -> Made:
    blueprint = library.blueprint(wish.exam)
    rank = draw.rank if draw else None
    exam = library.exam_quiz(
        wish.exam, count=wish.count, seed=wish.seed, as_exam=wish.as_exam, rank=rank, progress=progress
    )
    titles = {area.key: area.title for area in blueprint.areas}
    short = {titles.get(name, name): number for name, number in exam.short.items()}
    return Made(exam.questions, (wish.count or blueprint.questions) - len(exam.questions), exam.dropped, short)


def title(library: Library, wish: Wish) -> str:
    """What stands above the questions."""
    told = [word for word in (wish.topic, wish.kind, wish.difficulty) if word]
    about = f" ({', '.join(told)})" if told else ""
    return f"{wish.exam.upper() or library.pack.title}: practice questions{about}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers about a topic were right."""

    topic: str
    right: int
    total: int


def weakest(answered: Sequence[tuple[Question, bool]]) -> tuple[Tally, ...]:
    """The topics with the smallest share of right answers, worst first; none where all is right."""
    topics = dict.fromkeys(question.topic for question, _ in answered)
    tallies = [_tally(topic, [right for question, right in answered if question.topic == topic]) for topic in topics]
    wrong = [one for one in tallies if one.right < one.total]
    return tuple(sorted(wrong, key=lambda one: (one.right / one.total, -one.total, one.topic))[:_WEAKEST])


def _tally(topic: str, right: Sequence[bool]) -> Tally:
    return Tally(topic, sum(right), len(right))


def _check(wish: Wish) -> None:
    from studykit.questions.kinds import KINDS

    if wish.count is not None and not 1 <= wish.count <= MOST:
        raise UsageError(f"--count must be 1 to {MOST:,}, not {wish.count:,}.")
    if wish.kind and wish.kind not in KINDS:
        raise UsageError(
            f"There is no kind of question '{wish.kind}'.{nearest(wish.kind, KINDS)} "
            f"Kinds: {listed(sorted(KINDS), 'or')}."
        )
    also = [f"--{name}" for name in ("topic", "kind", "difficulty") if getattr(wish, name)]
    if wish.exam and also:
        raise UsageError(f"--exam draws by the exam's own plan, so leave out {listed(also)}.")


def _about(wish: Wish) -> str:
    """Of which wishes nothing came."""
    kind = f" of kind '{wish.kind}'" if wish.kind else ""
    topic = f" about '{wish.topic}'" if wish.topic else ""
    level = f" that is {wish.difficulty}" if wish.difficulty else ""
    return f"{kind}{topic}{level}"
