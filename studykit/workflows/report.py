"""Questions that a learner reported: not asked again until the report is withdrawn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from studykit.core.clock import utc
from studykit.core.decision import one_line
from studykit.core.errors import UsageError
from studykit.core.explained import explained

if TYPE_CHECKING:
    from studykit.core.card import Card
    from studykit.core.question import Question
    from studykit.store.study_store import StudyStore
    from studykit.workflows.library import Library
    from studykit.workflows.study import Study

_PREFIX = "report."
_LONGEST = 2_000
"""Letters that are kept of a stem, and of a note."""
APART = 1_000_000
"""Variants that stand in for a reported one are so far from it that no later showing draws them."""
_TRIES = 8


@dataclass(frozen=True, slots=True)
class Report:
    """A question that a learner found wrong."""

    digest: str
    """Of its stem and answers, whatever their order."""
    card: str
    variant: int
    stem: str
    note: str
    """What is wrong with it, in the learner's words; empty where he said nothing."""
    at: datetime
    """In UTC."""


def report(study: Study, question: Question, note: str = "") -> None:
    """Keeps a learner's report of a question; when this returns, it is on disk, and the question is not asked again.

    Raises StoreError.
    """
    name, at = digest(question), utc(study.clock())
    kept = {
        "card": question.id,
        "variant": question.variant,
        "stem": one_line(question.stem)[:_LONGEST],
        "note": one_line(note)[:_LONGEST],
        "at": at.isoformat(),
    }
    study.store.set_settings({f"{_PREFIX}{name}": json.dumps(kept, ensure_ascii=False)}, at)
    study.reported = study.reported | {name}


def withdraw(study: Study, name: str) -> Report:
    """Takes a report back by its digest: the question may be asked again. Raises UsageError and StoreError."""
    found = next((one for one in reports(study) if one.digest == name), None)
    if found is None:
        raise UsageError("This report was withdrawn already.")
    study.store.set_settings({f"{_PREFIX}{name}": "null"}, utc(study.clock()))
    study.reported = study.reported - {name}
    return found


def reports(study: Study) -> tuple[Report, ...]:
    """The reports that stand, newest first."""
    return tuple(sorted(_kept(study.store.settings()), key=lambda one: one.at, reverse=True))


def reported_in(store: StudyStore) -> frozenset[str]:
    """The digests of the questions that are not to be asked."""
    return frozenset(one.digest for one in _kept(store.settings()))


def reported_question(study: Study, report: Report) -> Question | None:
    """The question of a report as it would be asked now; None when its card or the question is gone or changed."""
    if report.card not in study.cards:
        return None
    card = study.cards[report.card]
    for as_exam in (False, True):
        made = study.library.question(card, report.variant, as_exam=as_exam)
        if made is not None and digest(made) == report.digest:
            return made
    return None


def digest(question: Question) -> str:
    """32 letters that only the card, the stem and the set of answers decide."""
    said = sorted(f"{one.text or one.label} {one.right}" for one in explained(question.response))
    text = "\n".join((question.id, question.stem, *said))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def stands(question: Question, variant: int, reported: frozenset[str]) -> bool:
    """Whether a question that was made is the one to ask as a card's variant."""
    return question.variant % APART == variant and (not reported or digest(question) not in reported)


def unreported(library: Library, card: Card, variant: int, reported: frozenset[str]) -> Question | None:
    """A card's variant; in place of a reported one another, where the card has one that was not reported."""
    for number in range(variant, variant + _TRIES * APART, APART):
        made = library.question(card, number)
        if made is None or not reported or digest(made) not in reported:
            return made
    return None


def _kept(settings: Mapping[str, str]) -> list[Report]:
    found = (_report(name, text) for name, text in settings.items() if name.startswith(_PREFIX) and text != "null")
    return [one for one in found if one is not None]


def _report(name: str, text: str) -> Report | None:
    """The report of a setting; None for what another program wrote otherwise."""
    try:
        kept: dict[str, Any] = json.loads(text)
        at = datetime.fromisoformat(kept["at"]).astimezone(UTC)
        card, stem, note = (str(kept[key]) for key in ("card", "stem", "note"))
        return Report(name.removeprefix(_PREFIX), card, int(kept["variant"]), stem, note, at)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
