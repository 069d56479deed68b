"""A sync with the Anki that runs here: what can be chosen, what would come and go, and doing it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.errors import StudykitError, UsageError
from studykit.core.progress import Progress
from studykit.core.text import count, shortened
from studykit.exchange.anki.wire import USUAL, NoKeyError
from studykit.workflows.anki_key import KEY, key_of
from studykit.workflows.chosen_cards import ALL, LINKS, next_of, topic_after
from studykit.workflows.one_at_a_time import one_at_a_time
from studykit.workflows.path_field import meant

if TYPE_CHECKING:
    from studykit.core.diagnostic import Diagnostic
    from studykit.exchange.anki.connect import AnkiConnect
    from studykit.workflows.study import Study
    from studykit.workflows.sync_anki import Met

DELETED: Mapping[bool, str] = {False: "stay deleted in Anki", True: "go to Anki again"}
"""Whether cards that were deleted in Anki go there again, in words."""
ANSWERS: Mapping[bool, str] = {True: "go to Anki, too", False: "stay here"}
"""Whether answers from here go to cards that Anki has, in words."""
_BY_THEN = "What came and went by then stays; the next sync does the rest."
STOPPED = f"Stopped. {_BY_THEN}"
LEFT = f"The sync with Anki was stopped. {_BY_THEN}"
_WANTS_KEY = "AnkiConnect wants a key: name a file that holds it in the row “Key file”."
_FEW = 3
"""Problems that are named; the others are counted."""
_SHORT = 160
_WHOLE = 100
_ANKI = "Anki"
"""What problems are about that are about no card."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a sync is to do."""

    topic: str = ALL
    """``all``, a service or a domain."""
    deck: str = ""
    """The name of the deck; empty: the title of the pack."""
    link: str = "file"
    """Where sources lead: one of ``chosen_cards.LINKS``."""
    again: bool = False
    """Whether cards that were deleted in Anki go there once more."""
    answers: bool = True
    """Whether answers from here go to cards that Anki has."""
    address: str = USUAL
    key_file: str = ""
    """As it is typed; empty: the key of the environment."""

    @property
    def key_path(self) -> Path | None:
        """The file that holds the key."""
        return Path(self.key_file).expanduser() if self.key_file else None


@dataclass(frozen=True, slots=True)
class Line:
    """How many of what."""

    figure: int
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """One direction, or what is left alone."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What would come and go, or what came and went."""

    said: str = ""
    """One sentence before the parts."""
    parts: tuple[Part, ...] = ()
    minded: tuple[str, ...] = ()
    """What does not work as it should; each begins with ``!``."""
    changes: bool = False
    """Whether there is anything to do."""
    done: bool = False
    """Whether it was done, to the end."""
    wants_key: bool = False


def turned(wish: Wish, field: str, by: int, topics: Sequence[str]) -> Wish:
    """The wish with the next or previous value of a field."""
    if field == "topic":
        return replace(wish, topic=topic_after(wish.topic, by, topics))
    if field == "link":
        return replace(wish, link=next_of(tuple(LINKS), wish.link, by))
    if field == "again":
        return replace(wish, again=not wish.again)
    return replace(wish, answers=not wish.answers)


def at(wish: Wish, address: str) -> Wish:
    """The wish with another address; none is the usual one. Raises UsageError for one that is not of this computer."""
    from studykit.exchange.anki.connect import AnkiConnect

    AnkiConnect(address or USUAL)
    return replace(wish, address=address or USUAL)


def with_key_of(wish: Wish, path: str) -> Wish:
    """The wish with a file that holds the key; none: the key of the environment. Raises UsageError for no key."""
    there = replace(wish, key_file=meant(path))
    try:
        key_of(there.key_path)
    except RuntimeError as problem:  # nobody whose folder ``~name`` is
        raise UsageError(f"'{path}' is no path.") from problem
    return there


def key_words() -> str:
    """Where the key comes from without a file."""
    return f"none: {KEY} of the environment holds it" if os.environ.get(KEY) else "none yet"


def check(study: Study, wish: Wish, progress: Progress) -> Found:
    """What would come and go; nothing is changed. What keeps it from being found out is said, too."""
    return _found(study, wish, progress, dry_run=True)


def sync(study: Study, wish: Wish, progress: Progress) -> Found:
    """Brings answers back and sends what is new or changed; what keeps it from coming to its end is said, too."""
    return _found(study, wish, progress, dry_run=False)


def _found(study: Study, wish: Wish, progress: Progress, *, dry_run: bool) -> Found:
    told = _Told(progress)
    try:
        met = _met(study, wish, told, dry_run=dry_run)
    except NoKeyError as problem:
        there = wish.key_file or os.environ.get(KEY)
        return Found(minded=(f"! {problem if there else _WANTS_KEY}",), wants_key=True)
    except StudykitError as problem:
        further = (f"! {_BY_THEN}",) if told.began and not dry_run else ()
        return Found(minded=(f"! {problem}", *further))
    return Found(_said(met), parts_of(met, wish), tuple(_minded(met.problems)), met.changes, not dry_run)


def _met(study: Study, wish: Wish, told: _Told, *, dry_run: bool) -> Met:
    from studykit.workflows.export import Leaving
    from studykit.workflows.sync_anki import Wanted, sync_anki

    leaving = Leaving(wish.deck, "" if wish.topic == ALL else wish.topic, link=wish.link)
    wanted = Wanted(leaving, again=wish.again, answers=wish.answers, dry_run=dry_run)
    with one_at_a_time(told.again):
        return sync_anki(study, connection(wish, told.again), wanted, told)


def connection(wish: Wish, waiting: Callable[[], None]) -> AnkiConnect:
    """The Anki that is to be asked."""
    from studykit.exchange.anki.connect import AnkiConnect

    return AnkiConnect(wish.address, key_of(wish.key_path), waiting)


class _Told:
    """Says how far it is, and says it once more while Anki is waited for, so that it can be stopped then."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._done = progress, 0

    def __call__(self, done: int, total: int) -> None:
        """How far it is."""
        self._done = _WHOLE * done // max(total, 1)
        self._progress(self._done, _WHOLE)

    @property
    def began(self) -> bool:
        """Whether Anki was there, and read."""
        return self._done > 0

    def again(self) -> None:
        """The same once more."""
        self._progress(self._done, _WHOLE)


def _said(met: Met) -> str:
    anki = f"Anki, profile “{met.profile}”" if met.profile else "Anki"
    if not met.dry_run:
        return f"Synced with {anki}."
    return f"With {anki}. Nothing was changed yet." if met.changes else f"With {anki}: there is nothing to do."


def parts_of(met: Met, wish: Wish) -> tuple[Part, ...]:
    """What comes, what goes, and what stays as it is and why."""
    return (
        Part("From Anki", tuple(_came(met))),
        Part("To Anki", tuple(_went(met, wish))),
        Part("Left alone", tuple(line for line in _left(met) if line.figure)),
    )


def _came(met: Met) -> Iterator[Line]:
    back = met.returned
    come = "come" if met.dry_run else "came"
    to = f", to {count(back.cards, 'card')}" if back.answers else ""
    yield Line(back.answers, f"{_one(back.answers, 'answer')} {come} back{to}")
    if back.known:
        yield Line(back.known, f"{_one(back.known, 'answer')} here already")


def _went(met: Met, wish: Wish) -> Iterator[Line]:
    yield Line(met.new, f"new {_one(met.new, 'card')}")
    yield Line(met.updated, f"changed {_one(met.updated, 'card')}")
    to = f", to {count(met.cards, 'card')}" if met.answers else "" if wish.answers else ": they stay here"
    yield Line(met.answers, f"{_one(met.answers, 'answer')} from here{to}")
    if met.looks:
        yield Line(met.looks, f"{_one(met.looks, 'note type')} with a new look, each with one of its cards")


def _left(met: Met) -> Iterator[Line]:
    back = met.returned
    yield Line(met.unchanged, f"{_one(met.unchanged, 'card')} alike on both sides")
    yield Line(met.edited, f"{_one(met.edited, 'card')} changed in Anki: it keeps its own text")
    yield Line(met.deleted, f"{_one(met.deleted, 'card')} deleted in Anki; the row “Deleted” sends them again")
    yield Line(met.removed, f"{_one(met.removed, 'card')} gone here: kept in Anki, tagged studykit::removed")
    yield Line(met.from_anki, f"{_one(met.from_anki, 'card')} that came from Anki: they live there")
    yield Line(back.strange, f"{_one(back.strange, 'note')} of studykit in Anki that no card here has")
    yield Line(back.manual, f"{_one(back.manual, 'change')} of dates by hand in Anki: not taken over")


def _one(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"


def _minded(problems: Sequence[Diagnostic]) -> Iterator[str]:
    for one in problems[:_FEW]:
        about = "" if one.file == _ANKI else f"{one.file}: "
        yield f"! {shortened(f'{about}{one.message}', _SHORT)}"
    if len(problems) > _FEW:
        yield f"! {count(len(problems) - _FEW, 'more problem')}: studykit sync anki --dry-run lists them."
