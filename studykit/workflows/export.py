"""Cards → a file for another program, and what that file changes since the last one."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.card import Card, CardKind
from studykit.core.errors import UsageError, nearest
from studykit.core.flashcard import PACKAGES, Carried, Flashcard, Form, History, Preset
from studykit.core.mark import MarkKind
from studykit.core.progress import Progress, silent
from studykit.core.text import count
from studykit.core.uncollected import uncollected
from studykit.workflows.gone_cards import gone_cards
from studykit.workflows.own_files import refuse_own
from studykit.workflows.study import Study

if TYPE_CHECKING:
    from studykit.exchange.anki.check import Flaw
    from studykit.exchange.anki.package import Written

_DIGEST_BYTES = 8
_PATIENCE = 60.0
"""Seconds that one export waits for another one, or for a sync with Anki."""
_PAUSE = 0.1


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is to leave, and how."""

    deck: str = ""
    """Name of the outermost deck; empty: that of the pack."""
    topic: str = ""
    """Only cards of a service or domain; empty: all."""
    with_history: bool = False
    """Whether the schedule and the answers go along."""
    forms: Mapping[CardKind, Form] = field(default_factory=dict)
    """Kinds of cards that are asked otherwise than usual."""
    link: str = ""
    """Where sources lead: a name of ``flashcards.LINKS`` or a form of one's own; empty: to the file of the note."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that a package is written from."""

    package: str
    """The name under which the store knows what left last."""
    cards: tuple[Flashcard, ...]
    """Those that are there, then those that are gone."""
    history: Mapping[str, History] | None
    preset: Preset | None
    media: Mapping[str, Path]
    """Name → file."""
    previous: Mapping[str, Carried]
    from_anki: int
    """Cards that came from Anki and are left out, because they live there."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    written: Written
    from_anki: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What a package would be, without writing it."""

    written: Written
    flaws: tuple[Flaw, ...]
    from_anki: int


def prepared(study: Study, wish: Leaving, progress: Progress = silent, *, to_anki: bool = True) -> Prepared:
    """Makes the flashcards and gathers what goes with them; cards that live in Anki do not leave ``to_anki``.

    Raises UsageError when no card is about the topic, or for a link that leads nowhere.
    """
    from studykit.exchange.anki.package import forms_of
    from studykit.workflows.flashcards import Maker, link_form

    pack = study.library.pack
    deck = wish.deck if wish.deck.strip(": \t\n") else pack.title
    previous = study.store.carried()
    maker = Maker(study, deck, wish.forms, link_form(wish.link), forms_of(previous))
    with uncollected():
        found = _about(study, wish.topic)
        cards = [card for card in found if not (to_anki and maker.from_anki(card))]
        made = tuple(_made(maker.make, cards, progress))
    packages = (_package(study), _package(study, _only_here))
    gone = gone_cards(study, packages, previous, wish.topic) if to_anki else ()
    if not made and not gone:
        said = "All of its cards came from Anki, where they still are." if found else "There are no cards to export."
        raise UsageError(said)
    return Prepared(
        _package(study),
        (*made, *gone),
        _histories(study, [*made, *gone]) if wish.with_history else None,
        Preset(study.rater.settings, study.model.parameters) if wish.with_history else None,
        maker.pictures.files,
        previous,
        len(found) - len(cards),
    )


def export_anki(study: Study, wish: Leaving, path: Path, progress: Progress = silent) -> Exported:
    """Writes an Anki package and keeps what left; unchanged cards give the same bytes as last time.

    Raises UsageError when there is nothing to write or a card would not be one in Anki, StudykitError when the file
    cannot be written: a file that was there stays whole then.
    """
    from studykit.exchange.anki.check import flaws

    refuse_own(study.library, path)
    with in_turn(study, progress):
        ready = prepared(study, wish, progress)
        refused = [flaw for flaw in flaws(ready.cards, ready.media) if flaw.refused]
        if refused:
            raise UsageError(
                f"{count(len(refused), 'card')} cannot leave. {refused[0].card}: {refused[0].says} "
                "'studykit export anki FILE --check' lists them."
            )
        return Exported(_write(study, ready, path), ready.from_anki)


@contextmanager
def in_turn(study: Study, progress: Progress) -> Iterator[None]:
    """One export or sync with Anki at a time: what one compares with must not change before it keeps what left.

    Raises StoreError when another one takes very long; while it waits, ``progress`` is told that nothing is done.
    """
    from studykit.store.hold import TakenError

    until = time.monotonic() + _PATIENCE
    while True:
        try:
            hold = study.store.hold_leaving()
            break
        except TakenError:
            if time.monotonic() >= until:
                raise
            progress(0, 1)
            time.sleep(_PAUSE)
    try:
        yield
    finally:
        hold.let_go()


def _write(study: Study, ready: Prepared, path: Path) -> Written:
    """Writes what was prepared and keeps what left. Raises StudykitError when the file cannot be written."""
    from studykit.exchange.anki.package import write_package

    written = write_package(
        ready.cards,
        path,
        previous=ready.previous,
        now=int(time.time()),
        history=ready.history,
        preset=ready.preset,
        media=ready.media,
    )
    study.store.carry(ready.package, written.contents)
    return written


def check_anki(study: Study, wish: Leaving, progress: Progress = silent) -> Checked:
    """Makes and renders every card and says what Anki would do with them; writes nothing. Raises UsageError."""
    from studykit.exchange.anki.check import flaws
    from studykit.exchange.anki.package import compared

    ready = prepared(study, wish, progress)
    written = compared(ready.cards, previous=ready.previous)
    return Checked(written, tuple(flaws(ready.cards, ready.media)), ready.from_anki)


def export_cards(study: Study, wish: Leaving, path: Path, form: str, progress: Progress = silent) -> int:
    """Writes the cards as a table or a text (``card_formats.CARD_FORMATS``) and says how many.

    Raises UsageError when there is nothing to write, StudykitError when the file cannot be written.
    """
    from studykit.exchange.whole_file import write_whole
    from studykit.workflows.card_formats import CARD_FORMATS

    refuse_own(study.library, path)
    ready = prepared(study, wish, progress, to_anki=False)
    write_whole(path, CARD_FORMATS[form].write(ready.cards, ready.history or {}).encode())
    return len(ready.cards)


def _package(study: Study, named: Callable[[Path], str] | None = None) -> str:
    """What left together: the cards of a pack and of the notes beside it. Other notes are not gone, but not read."""
    library = study.library
    beside = "\n".join(sorted(map(named or _everywhere, library.origin.notes)))
    digest = blake2b(beside.encode("utf-8", "surrogateescape"), digest_size=_DIGEST_BYTES)
    return f"{PACKAGES}{library.pack.key}:{digest.hexdigest()}"


def _everywhere(path: Path) -> str:
    """The place of notes as all devices of a learner name it: within the learner's own folder, where it is there."""
    try:
        within = path.resolve().relative_to(Path.home().resolve())
    except (ValueError, RuntimeError):  # elsewhere; nobody knows whose folder
        return _only_here(path)
    return unicodedata.normalize("NFC", f"~/{within.as_posix()}")


def _only_here(path: Path) -> str:
    """As packages were named before devices shared what left."""
    return str(path.resolve())


def _about(study: Study, topic: str) -> list[Card]:
    """The cards of a service or domain. Raises UsageError when there are cards, and none is about it."""
    cards = [study.cards[name] for name in study.cards]
    found = [card for card in cards if not topic or f"{card.topic}.".startswith(f"{topic}.")]
    if topic and not found:
        known = sorted({card.topic.partition(".")[0] for card in cards} | {card.topic for card in cards})
        raise UsageError(f"No card is about '{topic}'.{nearest(topic, known)}")
    return found


def _made(make: Callable[[Card], Flashcard], cards: list[Card], progress: Progress) -> Iterator[Flashcard]:
    for at, card in enumerate(cards, 1):
        yield make(card)
        progress(at, len(cards))


def _histories(study: Study, cards: list[Flashcard]) -> dict[str, History]:
    """What is remembered of cards, with the answers that it was folded from."""
    wanted = {card.id for card in cards}
    memories, marks = study.store.memories(wanted), study.store.marks()
    suspended = {card for card, mark in marks.items() if mark.kind is MarkKind.SUSPEND}
    reviews = {
        card: tuple(answers)
        for card, answers in groupby(study.store.log(), key=lambda review: review.card)
        if card in wanted
    }
    return {
        card: History(memories.get(card), reviews.get(card, ()), card in suspended)
        for card in sorted(wanted)
        if card in memories or card in suspended
    }


def said(written: Written, from_anki: int = 0) -> tuple[str, ...]:
    """What Anki does with a package, in the words of its importer."""
    total = written.new + written.updated + written.unchanged
    lines = [
        f"{count(total, 'note')}: {written.new:,} new, {written.updated:,} updated, {written.unchanged:,} unchanged."
    ]
    if written.removed:
        lines.append(
            f"{count(written.removed, 'card')} of them {'is' if written.removed == 1 else 'are'} gone here: tagged "
            "studykit::removed, kept in Anki."
        )
    if written.kept:
        lines.append(
            f"{count(len(written.kept), 'card')} would be asked in another form now and stay as they are: Anki cannot "
            "change that. To have the new form, delete them there first."
        )
    if written.missing:
        lines.append(f"{count(len(written.missing), 'file')} of pictures or sounds could not be read: left out.")
    if from_anki:
        lines.append(f"{count(from_anki, 'card')} that came from Anki {'is' if from_anki == 1 else 'are'} left out.")
    return tuple(lines)
