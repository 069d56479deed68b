"""A group of learners who consented, as its teacher may see it: never one of them alone, never a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from studykit.core.card import Card
from studykit.core.errors import UsageError
from studykit.questions.item_analysis import Answered
from studykit.scheduling.curve import DEFAULT, recall
from studykit.scheduling.days import StudyDays
from studykit.workflows.cohort_figures import LEAST, Group, Recalled, group_figures, shared
from studykit.workflows.library import Library
from studykit.workflows.settings import change, read_settings, settings_of

if TYPE_CHECKING:
    from studykit.store.cohort import Cohort
    from studykit.store.study_store import StudyStore

_LONGEST_NAME = 60


def join(store: StudyStore, name: str, at: datetime) -> str:
    """Consents that a group's teacher sees this learner's results among those of others. Raises UsageError."""
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > _LONGEST_NAME or not wanted.isprintable():
        raise UsageError(f"Name the group in 1 to {_LONGEST_NAME} letters, as your teacher told you.")
    change(store, "cohort", wanted, at)
    return wanted


def leave(store: StudyStore, at: datetime) -> str:
    """Takes the consent back; from now on nothing of this learner is read. The group that was left; empty for none."""
    before = read_settings(store).cohort
    if before:
        change(store, "cohort", "", at)
    return before


def group_of(store: StudyStore, library: Library, name: str, *, now: datetime, least: int = LEAST) -> Group:
    """The figures of a group; ``now`` is aware. Raises UsageError when too few learners consented and answered.

    Only questions that at least ``least`` of them answered are counted anywhere: what a sum of areas lacks would
    otherwise tell the answers of a few.
    """
    from studykit.store.cohort import Cohort

    if least < LEAST:
        raise UsageError(f"Figures of fewer than {LEAST} learners would be theirs, not a group's: --least {LEAST}.")
    cards = {card.id: card for card in library.cards}
    today = StudyDays(now.tzinfo or UTC, read_settings(store).rollover).number(now)
    with Cohort.open(store.engine, " ".join(name.split())) as cohort:
        answers = shared([Answered(*one) for one in cohort.first_answers() if one.card in cards], least)
        if len({one.learner for one in answers}) < least:
            raise UsageError(
                f"Too few learners of the group '{name}' consented and answered the same questions: figures need at "
                f"least {least}. Each joins with: studykit cohort join NAME"
            )
        kept = {one.card: cards[one.card] for one in answers}
        recalls = _recalls(cohort, kept, today)
    blueprint = library.blueprint("") if library.pack.blueprints else None
    return group_figures(name, answers, recalls, kept, blueprint, least=least)


def _recalls(cohort: Cohort, cards: Mapping[str, Card], today: int) -> list[Recalled]:
    """What the group remembers today, each learner's memory by the parameters fitted to it."""
    fits = {learner: settings_of({"fit": text}).fit for learner, text in cohort.settings("fit").items()}
    parameters = {learner: fit.parameters for learner, fit in fits.items() if fit is not None}
    return [
        Recalled(
            one.learner,
            one.card,
            recall(max(today - one.day, 0), one.stability, parameters.get(one.learner, DEFAULT)),
        )
        for one in cohort.remembered()
        if one.card in cards
    ]
