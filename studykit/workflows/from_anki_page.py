"""What comes back from Anki: out of a package, or from Anki while it runs; looked at first, then brought in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.errors import StudykitError, UsageError
from studykit.core.text import count, shortened

if TYPE_CHECKING:
    from studykit.core.diagnostic import Diagnostic
    from studykit.exchange.anki.connect import AnkiConnect
    from studykit.workflows.import_anki import Returned
    from studykit.workflows.study import Study
    from studykit.workflows.sync_anki import Met

PACKAGE, RUNNING = "package", "running"
_TITLES: Mapping[str, str] = {
    PACKAGE: "a file: .apkg or .colpkg",
    RUNNING: "Anki, running here",
}
WAYS = tuple(_TITLES)
"""Where answers come from, in the order in which it is offered."""
NO_FILE = (
    "Enter names a file that Anki exported.",
    "In Anki: File, Export, and tick “Include scheduling information”.",
)
KEY = "STUDYKIT_ANKI_KEY"
"""Of the environment: the API key of AnkiConnect, where it wants one."""
_FEW = 3
"""Problems that are named; the others are counted."""
_SHORT = 160
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """Where answers are to come from."""

    way: str
    """One of ``WAYS``."""
    path: str = ""
    """Of the package, as it is typed."""

    @property
    def file(self) -> Path:
        """The package."""
        return Path(self.path).expanduser()

    @property
    def packed(self) -> bool:
        """Whether they come out of a file."""
        return self.way == PACKAGE


@dataclass(frozen=True, slots=True)
class Brought:
    """What was done."""

    said: str
    minded: tuple[str, ...] = ()
    """What did not work as it should; each begins with ``!``."""


@dataclass(frozen=True, slots=True)
class Found:
    """What would come and go."""

    lines: tuple[str, ...]
    """Sentences; those that begin with ``!`` are to be minded."""
    brings: bool
    """Whether there is anything to do."""


def first_wish(way: str = "") -> Wish:
    """The usual wish. Raises UsageError for a way that is not known."""
    if way and way not in WAYS:
        raise UsageError(f"'{way}' is no way to bring answers back. Known: {', '.join(WAYS)}.")
    return Wish(way or PACKAGE)


def title_of(way: str) -> str:
    """Where answers come from, in words."""
    return _TITLES[way]


def turned(wish: Wish, by: int) -> Wish:
    """The wish with the next or previous way."""
    return replace(wish, way=WAYS[(WAYS.index(wish.way) + by) % len(WAYS)])


def named(wish: Wish, path: str) -> Wish:
    """The wish with a package that the learner named. Raises UsageError for what is no file."""
    there = replace(wish, path=path)
    try:
        found = bool(path) and there.file.is_file()
    except (OSError, RuntimeError, ValueError) as problem:  # too long, nobody whose folder ``~name`` is, a NUL
        raise UsageError(f"'{path}' is no path.") from problem
    if not found:
        raise UsageError(f"There is no file '{path}'." if path else "Write the name of a file.")
    return there


def check(study: Study, wish: Wish, progress: Progress) -> Found:
    """What would come and go; nothing is changed. What keeps it from being found out is said, too."""
    if wish.packed and not wish.path:
        return Found(NO_FILE, brings=False)
    try:
        if wish.packed:
            found = _from_package(study, wish, progress, dry_run=True)
            return Found((*_came(found), *_minded(found.problems)), brings=bool(found.answers))
        met = _met(study, progress, dry_run=True)
    except StudykitError as problem:
        return Found((f"! {problem}",), brings=False)
    return Found((*_came(met.returned), *went(met), *_minded(met.problems)), met.changes)


def bring(study: Study, wish: Wish, progress: Progress) -> Brought:
    """Brings it in, or syncs. Raises StudykitError when that cannot be done."""
    if wish.packed:
        found = _from_package(study, wish, progress, dry_run=False)
        answers, cards = count(found.answers, "answer"), count(found.cards, "card")
        return Brought(f"{answers} to {cards} came back.", tuple(_minded(found.problems)))
    met = _met(study, progress, dry_run=False)
    came = f"{count(met.returned.answers, 'answer')} came back"
    sent = f"{met.new:,} new and {met.updated:,} updated cards went to Anki"
    return Brought(f"{came}; {sent}.", tuple(_minded(met.problems)))


def _from_package(study: Study, wish: Wish, progress: Progress, *, dry_run: bool) -> Returned:
    from studykit.exchange.anki.reader import open_package
    from studykit.workflows.import_anki import import_reviews

    with open_package(wish.file) as package:
        return import_reviews(study, package, dry_run=dry_run, file=wish.file.name, progress=progress)


def _met(study: Study, progress: Progress, *, dry_run: bool) -> Met:
    from studykit.workflows.sync_anki import Wanted, sync_anki

    return sync_anki(study, connection(), Wanted(dry_run=dry_run), progress)


def connection() -> AnkiConnect:
    """The Anki that runs on this computer, where AnkiConnect usually listens."""
    from studykit.exchange.anki.connect import AnkiConnect

    return AnkiConnect(key=os.environ.get(KEY, ""))


def _came(back: Returned) -> Iterator[str]:
    if back.answers:
        yield f"{count(back.answers, 'answer')} to {count(back.cards, 'card')} would come back."
    else:
        yield "No answers that are not here already."
    if back.known:
        yield f"{count(back.known, 'answer')} {'is' if back.known == 1 else 'are'} here already."
    if back.manual:
        yield f"{count(back.manual, 'change')} of dates by hand in Anki are not taken over."
    if back.strange:
        yield f"! {count(back.strange, 'note')} of studykit: no card here has that name now."
    if back.lost:
        yield f"! {count(back.lost, 'answer')} to them left out: add the notes that they are about."
    if back.theirs:
        yield f"{count(back.theirs, 'note')} of others stay there. As cards: studykit import anki FILE --pack FOLDER"


def went(met: Met) -> Iterator[str]:
    """What a sync brings to Anki, sentence by sentence."""
    yield f"To Anki: {met.new:,} new, {met.updated:,} updated, {met.unchanged:,} unchanged."
    if met.answers:
        yield f"Answers from here: {met.answers:,}, to {count(met.cards, 'card')} that Anki has."
    if met.removed:
        yield f"{count(met.removed, 'card')} gone here: kept in Anki with the tag studykit::removed."
    if met.edited:
        yield f"{count(met.edited, 'card')} changed in Anki since: Anki keeps its own text."
    if met.deleted:
        yield f"{count(met.deleted, 'card')} deleted in Anki: left out. Again: studykit sync anki --again"
    if met.from_anki:
        yield f"{count(met.from_anki, 'card')} that came from Anki: left out."


def _minded(problems: Sequence[Diagnostic]) -> Iterator[str]:
    for one in problems[:_FEW]:
        yield f"! {shortened(one.message, _SHORT)}"
    if len(problems) > _FEW:
        yield f"! {count(len(problems) - _FEW, 'more problem')}."
