"""What comes back from Anki out of a package: looked at first, then brought in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.errors import StudykitError, UsageError
from studykit.core.progress import Progress
from studykit.core.text import count, shortened
from studykit.workflows.one_at_a_time import one_at_a_time
from studykit.workflows.path_field import meant

if TYPE_CHECKING:
    from studykit.core.diagnostic import Diagnostic
    from studykit.workflows.import_anki import Returned
    from studykit.workflows.study import Study

NO_FILE = (
    "Enter names a file that Anki exported.",
    "In Anki: File, Export, and tick “Include scheduling information”.",
    "Does Anki run on this computer? Then s syncs with it, without a file.",
)
ENDINGS = (".apkg", ".colpkg")
"""Of what Anki exports."""
_FEW = 3
"""Problems that are named; the others are counted."""
_SHORT = 160


@dataclass(frozen=True, slots=True)
class Wish:
    """Where answers are to come from."""

    path: str = ""
    """Of the package, as it is typed."""

    @property
    def file(self) -> Path:
        """The package."""
        return Path(self.path).expanduser()


@dataclass(frozen=True, slots=True)
class Brought:
    """What was done."""

    said: str
    minded: tuple[str, ...] = ()
    """What did not work as it should; each begins with ``!``."""


@dataclass(frozen=True, slots=True)
class Found:
    """What would come back."""

    lines: tuple[str, ...]
    """Sentences; those that begin with ``!`` are to be minded."""
    brings: bool
    """Whether there is anything to do."""


def named(wish: Wish, path: str) -> Wish:
    """The wish with a package that the learner named. Raises UsageError for what is no file."""
    if not path:
        raise UsageError("Write the name of a file.")
    there = replace(wish, path=meant(path))
    try:
        found, folder = there.file.is_file(), there.file.is_dir()
    except (OSError, RuntimeError, ValueError) as problem:  # too long, nobody whose folder ``~name`` is, a NUL
        raise UsageError(f"'{path}' is no path.") from problem
    if folder:
        raise UsageError(f"'{path}' is a folder. Name a file in it.")
    if not found:
        raise UsageError(f"There is no file '{path}'.")
    return there


def check(study: Study, wish: Wish, progress: Progress) -> Found:
    """What would come back; nothing is changed. What keeps it from being found out is said, too."""
    if not wish.path:
        return Found(NO_FILE, brings=False)
    try:
        found = _from_package(study, wish, progress, dry_run=True)
    except StudykitError as problem:
        return Found((f"! {problem}",), brings=False)
    return Found((*_came(found), *_minded(found.problems)), brings=bool(found.answers))


def bring(study: Study, wish: Wish, progress: Progress) -> Brought:
    """Brings the answers in. Raises StudykitError when that cannot be done."""
    found = _from_package(study, wish, progress, dry_run=False)
    answers, cards = count(found.answers, "answer"), count(found.cards, "card")
    return Brought(f"{answers} to {cards} came back.", tuple(_minded(found.problems)))


def _from_package(study: Study, wish: Wish, progress: Progress, *, dry_run: bool) -> Returned:
    from studykit.exchange.anki.reader import open_package
    from studykit.workflows.import_anki import import_reviews

    with one_at_a_time(lambda: progress(0, 1)), open_package(wish.file) as package:
        return import_reviews(study, package, dry_run=dry_run, file=wish.file.name, progress=progress)


def _came(back: Returned) -> Iterator[str]:
    if back.answers:
        yield f"{count(back.answers, 'answer')} to {count(back.cards, 'card')} would come back."
    else:
        yield "No answers that are not here already."
    if back.known:
        yield f"{count(back.known, 'answer')} {'is' if back.known == 1 else 'are'} here already."
    if back.manual:
        yield f"{count(back.manual, 'change')} of dates by hand in Anki: not taken over."
    if back.strange:
        yield f"! {count(back.strange, 'note')} of studykit: no card here has that name now."
    if back.lost:
        yield f"! {count(back.lost, 'answer')} to them left out: add the notes that they are about."
    if back.theirs:
        yield f"{count(back.theirs, 'note')} of others stay there. As cards: studykit import anki FILE --pack FOLDER"


def _minded(problems: Sequence[Diagnostic]) -> Iterator[str]:
    for one in problems[:_FEW]:
        yield f"! {shortened(one.message, _SHORT)}"
    if len(problems) > _FEW:
        yield f"! {count(len(problems) - _FEW, 'more problem')}."
