"""One part of an exam, to be practised: questions of its cards only."""

from __future__ import annotations

from studykit.core.errors import UsageError
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study


def practise(study: Study, exam: str, area: str, *, count: int, seed: int, as_exam: bool) -> tuple[Showing, ...]:
    """Questions about one area of an exam, unseen cards first. Raises UsageError when there are none."""
    from studykit.questions.exam import cards_of
    from studykit.questions.quiz import make_quiz

    cards = cards_of(study.library.cards, study.library.blueprint(exam)).get(area, [])
    ground = study.library.ground(as_exam=as_exam)
    quiz = make_quiz(cards, ground, count=count, seed=seed, rank=study.draw(seed).rank)
    showings = study.showings(quiz.questions)
    if not showings:
        raise UsageError(f"This pack has no question about that part of {exam} now.")
    return showings
