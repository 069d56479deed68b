"""Somebody's Anki deck → cards of a pack of one's own, held against the facts, and what was answered to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.errors import UsageError
from studykit.core.given import ANKI, Given, Judged
from studykit.core.progress import Progress, silent
from studykit.workflows.flashcards import FROM_ANKI
from studykit.workflows.import_anki import Returned, bring_back
from studykit.workflows.our_cards import usual_cards
from studykit.workflows.our_notes import known_with, named_card
from studykit.workflows.quizzes import Bank, Written, judge, write_bank
from studykit.workflows.their_cards import given_of, title_of
from studykit.workflows.their_marks import suspend, suspended
from studykit.workflows.their_media import Media, inside_texts, safe_name
from studykit.workflows.their_notes import Theirs, flashcards, problems_of

if TYPE_CHECKING:
    from studykit.exchange.anki.reader import AnkiNote, AnkiPackage, AnkiReview
    from studykit.workflows.library import Library
    from studykit.workflows.study import Study

_READ, _JUDGED, _WRITTEN, _ALL = 30, 65, 90, 100
"""Of 100, how far the progress is after each part."""
_TELL = 200
"""Cards after which it is told."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of somebody's deck."""

    written: Written
    judged: tuple[Judged, ...]
    ours: int
    """Notes of studykit whose cards are here: they are no cards of somebody else's."""
    media: int
    """Files that were copied."""
    problems: tuple[Diagnostic, ...]
    """Cards that cannot be asked, and what they miss."""
    returned: Returned | None = None
    """What was answered to them in Anki, where that was wanted."""
    suspended: int = 0
    """Cards that Anki does not ask; where the history was wanted, those that were suspended here for it."""


def take_deck(
    folder: Path,
    package: AnkiPackage,
    library: Library,
    *,
    file: str,
    with_history: bool = False,
    study: Study | None = None,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Taken:
    """Puts the notes of a package that are not ours into the pack in ``folder``, whose library decides about them.

    ``file`` is the name of the package; a second import of the same name updates. ``study`` keeps what was answered;
    without one, a session over the library is opened for it. Raises UsageError and StudykitError as ``write_bank``.
    """
    notes, ours = _theirs(package, library, study)
    media = _Readable(Media(package, folder, dry_run=dry_run), file)
    read = flashcards(package, notes, media.name)
    made = tuple(_told(read, len(notes), progress, 0, _READ))
    given, left_out = given_of((one.flashcard for one in made if one.flashcard is not None), file)
    if not file.lower().endswith(FROM_ANKI):
        given = tuple(replace(one, home=ANKI) for one in given)
    judged = judge(library, _told(given, len(given), progress, _READ, _JUDGED))
    bank = Bank(Path(file), given, left_out, titled=True)
    written = write_bank(folder, bank, judged, dry_run=dry_run or not given)
    if not given:  # nothing was in it: what came from a file of that name before stays
        written = replace(written, removed=0)
    progress(_WRITTEN, _ALL)
    cards = _cards(made, written.given)
    aside = suspended(package, cards)
    returned, still = None, len(aside)
    if with_history:
        rows = [(cards[row.card_id], row) for row in package.reviews() if row.card_id in cards]
        with _session(study, library) as session:
            returned = _brought(session, rows, made, file, dry_run=dry_run)
            still = suspend(session, aside.items(), dry_run=dry_run) if aside else 0
    progress(_ALL, _ALL)
    problems = [*problems_of(made, file), *left_out, *written.problems, *media.told()]
    problems += (*inside_texts(given, file), *(returned.problems if returned is not None else ()))
    return Taken(written, judged, ours, media.media.copied, tuple(problems), returned, still)


class _Readable:
    """Media of which those that cannot be read are told."""

    def __init__(self, media: Media, file: str) -> None:
        self.media = media
        self._file = file
        self._damaged: dict[str, Diagnostic] = {}

    def name(self, theirs: str) -> str:
        """The name of a file here. Raises StudykitError when it cannot be written."""
        if theirs not in self._damaged:
            try:
                return self.media.name(theirs)
            except UsageError as problem:
                self._damaged[theirs] = error(str(problem), self._file)
        return safe_name(theirs)

    def told(self) -> tuple[Diagnostic, ...]:
        """What was not taken, and why."""
        return (*self._damaged.values(), *self.media.told(self._file))


def _theirs(package: AnkiPackage, library: Library, study: Study | None) -> tuple[dict[int, AnkiNote], int]:
    """The notes that are not ours, by number, and how many are.

    A note of studykit is ours when its card is known here: what somebody else made with it is theirs.
    """
    guids = _known(library, study)
    cards = set(guids.values())
    usual: frozenset[str] | None = None
    theirs: dict[int, AnkiNote] = {}
    ours = 0
    for note in package.notes():
        card = named_card(package, note)
        if card and card not in cards and usual is None:
            usual = usual_cards(library).all
        if note.guid in guids or card in cards or (usual is not None and card in usual):
            ours += 1
        else:
            theirs[note.id] = note
    return theirs, ours


def _known(library: Library, study: Study | None) -> dict[str, str]:
    """Guid → card, of the cards of the library and of those that the learner ever answered or sent to Anki."""
    from studykit.workflows.open_store import open_store

    if study is not None:
        return known_with(study.store, (*study.cards, *library.cards.names()))
    with open_store(library.origin.places) as store:
        return known_with(store, library.cards.names())


T = TypeVar("T")


def _told(values: Iterable[T], total: int, progress: Progress, first: int, last: int) -> Iterator[T]:
    """The values, while the progress goes from one share to another."""
    for at, value in enumerate(values):
        if at % _TELL == 0:
            progress(first + (last - first) * min(at, total) // max(total, 1), _ALL)
        yield value


_Row = tuple[str, "AnkiReview"]


def _cards(made: tuple[Theirs, ...], given: tuple[Given, ...]) -> dict[int, str]:
    """Anki's card → ours, of those that were made."""
    ids = {one.title: one.id for one in given}
    return {one.card: ids[title_of(one.flashcard)] for one in made if one.flashcard and title_of(one.flashcard) in ids}


def _brought(study: Study, rows: list[_Row], made: tuple[Theirs, ...], file: str, *, dry_run: bool) -> Returned:
    names: Mapping[int, str] = {one.card: one.flashcard.id for one in made if one.flashcard is not None}
    known: dict[str, tuple[str, int]] = {}
    for card, row in rows:
        guid, _, number = names[row.card_id].rpartition("/")
        known[card] = guid, int(number)
    return bring_back(study, rows, dry_run=dry_run, file=file, identity=known.__getitem__)


@contextmanager
def _session(study: Study | None, library: Library) -> Iterator[Study]:
    """The session given, or one that is opened for this."""
    if study is not None:
        yield study
        return
    from studykit.workflows.open_study import open_study
    from studykit.workflows.zone import local_clock

    with open_study(library.origin.places, library, local_clock) as opened:
        yield opened
