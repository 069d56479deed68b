"""Answers that were given in Anki → the learner's log; each once, however often they come."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, cast

from studykit.core.clock import offset_minutes, utc
from studykit.core.diagnostic import Diagnostic, warning
from studykit.core.log_row import LogRow, Plain, RowKind
from studykit.core.progress import Progress, silent
from studykit.core.review import DAY_SECONDS
from studykit.core.text import count
from studykit.workflows.into_log import add
from studykit.workflows.our_notes import FAMILY, FIELD, first_cards, known_cards, sort_notes

if TYPE_CHECKING:
    from studykit.exchange.anki.reader import AnkiPackage, AnkiReview
    from studykit.scheduling.days import StudyDays
    from studykit.workflows.study import Study

__all__ = ["ANKI", "FAMILY", "FIELD", "Returned", "bring_back", "import_reviews"]

ANKI = "anki"
"""Device and scheduler of what was answered there."""
_FILTERED, _MANUAL, _RESCHEDULED = 3, 4, 5
"""Kinds of rows of Anki's log that may be no answers."""
_EASES = range(1, 5)
_SAME = 1_000_000
"""Microseconds within which two equal ratings of a card are one answer."""
_AHEAD = timedelta(days=1)
"""A clock may be ahead by so much; an answer from later is none."""
_EARLIEST = datetime(2006, 1, 1, tzinfo=UTC)
"""There was no Anki before."""
_LONGEST_DAYS = 36_500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND, _MICROSECOND = timedelta(milliseconds=1), timedelta(microseconds=1)
_STEPS = 3

Identity = Callable[[str], tuple[str, int]]
"""Card → guid of its note in Anki, and its number among the note's cards."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back, or would."""

    answers: int
    """New here."""
    known: int
    """Here already."""
    cards: int
    """That have new answers."""
    manual: int = 0
    """Changes by hand in Anki (Forget, Set Due Date): told, not applied."""
    strange: int = 0
    """Notes of ours that no card here has."""
    lost: int = 0
    """Answers to them, which were left out."""
    theirs: int = 0
    """Notes that are not ours."""
    problems: tuple[Diagnostic, ...] = ()


def import_reviews(
    study: Study,
    package: AnkiPackage,
    *,
    dry_run: bool = False,
    file: str = "Anki",
    progress: Progress = silent,
) -> Returned:
    """Brings back the answers to our cards that a package holds. Raises StudykitError for a package that is broken.

    ``file`` is how problems name the package.
    """
    found = sort_notes(package, known_cards(study))
    progress(1, _STEPS)
    cards = first_cards(package, found.ours)
    strange = {card.id for card in package.cards() if card.note_id in found.strange} if found.strange else set()
    rows: list[tuple[str, AnkiReview]] = []
    lost = 0
    for row in package.reviews():
        if row.card_id in cards:
            rows.append((cards[row.card_id], row))
        else:
            lost += row.card_id in strange and _is_answer(row)
    progress(2, _STEPS)
    returned = bring_back(study, rows, dry_run=dry_run, file=file)
    progress(_STEPS, _STEPS)
    return replace(returned, strange=len(found.strange), lost=lost, theirs=found.theirs)


def bring_back(
    study: Study,
    rows: Iterable[tuple[str, AnkiReview]],
    *,
    dry_run: bool = False,
    file: str = "Anki",
    identity: Identity | None = None,
) -> Returned:
    """Adds rows of Anki's log, each with the id of our card, to the learner's log, all or none.

    ``file`` is how problems name where they came from; ``identity`` says who the cards are in Anki, where they are not
    ours. May raise StoreError.
    """
    answers, manual, odd = _answers(study, rows, identity or _ours)
    there = _there(study, {str(one["card"]) for one in answers})
    fresh = [one for one in answers if not there.has(one)]
    added, cards = _merged(study, fresh, dry_run=dry_run) if fresh else (0, 0)
    says = f"{count(odd, 'answer')} with a time or an interval that cannot be; left out."
    return Returned(
        answers=added,
        known=len(answers) - added,
        cards=cards,
        manual=manual,
        problems=(warning(says, file),) if odd else (),
    )


def _merged(study: Study, fresh: list[_Values], *, dry_run: bool) -> tuple[int, int]:
    """Adds answers to the log; how many were not there under any card, and to how many cards they are."""
    merged = add(study, [LogRow(RowKind.REVIEW, one) for one in fresh], dry_run=dry_run)
    return merged.rows[RowKind.REVIEW], merged.cards


def _ours(card: str) -> tuple[str, int]:
    from studykit.exchange.anki.guid import guid

    return guid(card), 0


_Values = dict[str, Plain]


def _answers(
    study: Study, rows: Iterable[tuple[str, AnkiReview]], identity: Identity
) -> tuple[list[_Values], int, int]:
    """The rows that are answers, how many were changes by hand, and how many say what cannot be."""
    from studykit.exchange.log_fields import flaw

    latest = utc(study.clock()) + _AHEAD
    found: list[_Values] = []
    manual = odd = 0
    for card, row in rows:
        if not _is_answer(row):
            manual += row.type == _MANUAL
            continue
        values = _values(study.days, card, row, latest, identity)
        if values is None or flaw(RowKind.REVIEW, values):
            odd += 1
        else:
            found.append(values)
    return found, manual, odd


def _is_answer(row: AnkiReview) -> bool:
    """Whether a row says how well a card was known. One that was looked at before it was due says nothing."""
    if row.ease not in _EASES or row.type in (_MANUAL, _RESCHEDULED):
        return False
    return row.type != _FILTERED or row.factor != 0


def _values(days: StudyDays, card: str, row: AnkiReview, latest: datetime, identity: Identity) -> _Values | None:
    """The row of our log; None for a time that cannot be."""
    if not (_EARLIEST - _EPOCH) // _MILLISECOND <= row.id <= (latest - _EPOCH) // _MILLISECOND:
        return None
    at = (_EPOCH + row.id * _MILLISECOND).astimezone(days.zone)
    guid, number = identity(card)
    offset = offset_minutes(at)
    named = "\n".join((ANKI, guid, str(number), str(row.id), str(offset)))
    return {
        "id": blake2b(named.encode(errors="replace"), digest_size=16).hexdigest(),
        "card": card,
        "at": row.id * 1000,
        "offset": offset,
        "day": days.number(at),
        "rating": row.ease,
        "duration": max(row.time, 0),
        "variant": 0,
        "chosen": "",
        "interval": _interval(row.interval),
        "scheduler": ANKI,
        "device": ANKI,
    }


def _interval(theirs: int) -> int:
    """Seconds: Anki counts days upwards and seconds downwards. From a day on it is whole days."""
    if theirs > 0:
        return min(theirs, _LONGEST_DAYS) * DAY_SECONDS
    if -theirs < DAY_SECONDS:
        return -theirs
    return min(round(-theirs / DAY_SECONDS), _LONGEST_DAYS) * DAY_SECONDS


class _There:
    """The answers to some cards that the log holds, those that were taken back too."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.given: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        """Card and rating → moments, the earliest first."""

    def has(self, answer: _Values) -> bool:
        """Whether an answer is here: by its id, or as one that went to Anki from here."""
        if answer["id"] in self.ids:
            return True
        moments = self.given.get((str(answer["card"]), cast("int", answer["rating"])), ())
        at = cast("int", answer["at"])
        near = bisect_left(moments, at - _SAME + 1)
        return near < len(moments) and moments[near] < at + _SAME


def _there(study: Study, cards: AbstractSet[str]) -> _There:
    found = _There()
    for review, _ in study.store.everything(cards):
        found.ids.add(review.id)
        found.given[review.card, int(review.rating)].append((review.at - _EPOCH) // _MICROSECOND)
    return found
