"""What a learner did with the cards of a JSON Lines file → the learner's log; each answer once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.clock import utc
from studykit.core.diagnostic import Diagnostic, warning
from studykit.core.errors import UsageError
from studykit.core.flashcard import History
from studykit.core.log_row import LogRow, RowKind
from studykit.core.text import count
from studykit.workflows.card_formats import CARD_FORMATS, FORMS, text_of
from studykit.workflows.into_log import add, suspension
from studykit.workflows.quizzes import form_of

if TYPE_CHECKING:
    from studykit.workflows.study import Study

DEVICE = "history"
"""Device of the marks that a file of cards brought."""
_AHEAD = timedelta(days=1)
"""A clock may be ahead by so much; an answer from later is none."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """What a learner did, by the ids that the cards have in the file."""

    file: str
    history: Mapping[str, History]
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Remembered:
    """What came of a file, or would."""

    answers: int
    """New here."""
    known: int
    """Here already."""
    cards: int
    """That have new answers."""
    suspended: int
    """Cards that are suspended now, since they were there."""
    lost: int
    """Answers to cards that are not here, which were left out."""
    problems: tuple[Diagnostic, ...] = ()


def read_history_file(path: Path, form: str = "") -> HistoryFile:
    """What the cards of a file say of their history. Raises UsageError for a file that cannot say any."""
    from studykit.exchange.cards.json import read_histories

    if not path.is_file():
        raise UsageError(f"There is no file '{path}'.")
    text, refused = text_of(path, form)
    if refused is not None:
        return HistoryFile(path.name, {}, (refused,))
    known = FORMS.get(form or form_of(path, text), "")
    if not known or not CARD_FORMATS[known].history:
        raise UsageError(f"'{path}' is no JSON Lines of cards, and only those say what was answered.")
    found, problems = read_histories(text, path.name)
    return HistoryFile(path.name, found, problems)


def bring_history(study: Study, told: HistoryFile, cards: Mapping[str, str], *, dry_run: bool = False) -> Remembered:
    """Adds the answers to the learner's log, all or none, and suspends what was suspended there and never marked here.

    ``cards``: id in the file → id here, of the cards that are here. What is remembered is worked out anew from all
    answers. May raise StoreError.
    """
    from studykit.store.merge import Merge

    mine = {card: history for card, history in told.history.items() if card in cards}
    latest = utc(study.clock()) + _AHEAD
    rows, odd = _answers(mine, cards, latest)
    merge = Merge(study.store.engine, study.store.learner, study.store.device)
    marked = {str(row.values["card"]) for row in merge.rows(RowKind.MARK)}
    marks = [_suspended(cards[card], one) for card, one in mine.items() if one.suspended and cards[card] not in marked]
    merged = add(study, (*rows, *marks), dry_run=dry_run)
    fresh = merged.rows[RowKind.REVIEW]
    says = f"{count(odd, 'answer')} from a day that has not come yet; left out."
    return Remembered(
        answers=fresh,
        known=len(rows) - fresh,
        cards=merged.cards,
        suspended=merged.rows[RowKind.MARK],
        lost=sum(len(history.reviews) for card, history in told.history.items() if card not in cards),
        problems=(warning(says, told.file),) if odd else (),
    )


def cards_here(study: Study, told: HistoryFile) -> dict[str, str]:
    """The cards of a file that are here under the same id: in the content, answered before, or sent to Anki before."""
    here = {*study.cards, *study.store.known(), *study.store.carried()}
    return {card: card for card in told.history if card in here}


def _answers(
    history: Mapping[str, History], cards: Mapping[str, str], latest: datetime
) -> tuple[tuple[LogRow, ...], int]:
    """Rows of the log, and how many answers were given later than now."""
    from studykit.exchange.cards.history import log_row

    reviews = [(cards[card], review) for card, one in history.items() for review in one.reviews]
    rows = tuple(log_row(review, card) for card, review in reviews if review.at <= latest)
    return rows, len(reviews) - len(rows)


def _suspended(card: str, history: History) -> LogRow:
    """A mark of the moment of the last answer; of one that was never answered, of a moment before all others."""
    last = max(history.reviews, key=lambda review: review.at, default=None)
    at, day = (last.at, last.day) if last is not None else (_EPOCH, _EPOCH.toordinal())
    return suspension(DEVICE, card, at, day, (at - _EPOCH) // _MICROSECOND)
