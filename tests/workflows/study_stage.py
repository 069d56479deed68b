"""Sessions over the built-in pack on a clock that tests move, and what is done in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from studykit.core.review import MemoryState, Rating
from studykit.scheduling.memory import replay
from studykit.workflows.library import Library
from studykit.workflows.open_study import open_study
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study
from tests.kept import places_of
from tests.workflows.answered_study import Clock


@contextmanager
def sessions(home: Path, library: Library, clock: Clock) -> Iterator[Callable[[], Study]]:
    """What opens one more session over the same file, as another process would."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(open_study(places_of(home), library, clock))


def show(study: Study) -> Showing:
    showing = study.next()
    assert showing is not None
    return showing


def answer(study: Study, rating: Rating = Rating.GOOD) -> Showing:
    showing = show(study)
    chosen = showing.question.letters if showing.question else ""
    study.answer(showing, chosen=chosen, rating=rating, duration=5000)
    return showing


def folded(study: Study) -> dict[str, MemoryState | None]:
    """What the log gives for each card."""
    cards = {review.card for review in study.store.reviews()}
    return {card: replay(study.store.reviews(card)) for card in cards}
