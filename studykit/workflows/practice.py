"""A few more questions about one thing."""

from __future__ import annotations

from studykit.core.errors import UsageError
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study


def practise_topic(study: Study, topic: str, *, count: int, seed: int) -> tuple[Showing, ...]:
    """Questions about a service or a domain, unseen cards first; answers count for their cards.

    Raises UsageError when none can be proved.
    """
    draw = study.draw(seed)
    quiz = study.library.quiz(count=count, seed=seed, topic=topic, rank=draw.rank, hardness=draw.hardness)
    showings = study.showings(quiz.questions)
    if not showings:
        raise UsageError(f"No question about {topic} can be proved now.")
    return showings
