"""Cards and questions as files for other programs: what is offered, what a file would hold, and writing it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from studykit.core.errors import UsageError
from studykit.core.text import count
from studykit.workflows.quiz_formats import FORMATS

if TYPE_CHECKING:
    from studykit.core.card import Card
    from studykit.workflows.study import Study

ANKI = "anki"
COUNTS = (10, 20, 50, 100, 500, 1000)
ANSWERS: Mapping[str, str] = {
    "end": "all at the end",
    "inline": "below each question",
    "none": "none",
}
_TITLES: Mapping[str, str] = {
    ANKI: "Anki package, cards that keep their history",
    "csv": "CSV, a table for spreadsheets",
    "gift": "GIFT, for Moodle and others",
    "moodle": "Moodle XML",
    "qti": "QTI 2.1 package",
    "qti12": "QTI 1.2 package, for Canvas and others",
    "json": "JSON, one object a line",
    "md": "Markdown",
    "html": "HTML, one page to read or print",
}
_ENDINGS: Mapping[str, str] = {
    ANKI: ".apkg",
    "gift": ".gift.txt",
    "moodle": ".moodle.xml",
    "qti": ".qti.zip",
    "qti12": ".qti12.zip",
    "json": ".jsonl",
}
KINDS = tuple(_TITLES)
"""What can be written, in the order in which it is offered."""
_ALL = "all"
_SEED = 1
Progress = Callable[[int, int], None]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written, and where."""

    kind: str
    """One of ``KINDS``."""
    topic: str
    """``all``, or a service."""
    count: int
    """Questions; of cards all are written."""
    answers: str
    """Where they stand, for the forms that have a place for them."""
    path: str
    """As it is typed; ``~`` is the learner's own folder."""

    @property
    def cards(self) -> bool:
        """Whether cards are written, and not questions."""
        return self.kind == ANKI

    @property
    def places(self) -> bool:
        """Whether answers can stand at several places."""
        return not self.cards and FORMATS[self.kind].places

    @property
    def file(self) -> Path:
        """Where it goes."""
        return Path(self.path).expanduser()


@dataclass(frozen=True, slots=True)
class Check:
    """What a file would hold."""

    lines: tuple[str, ...]
    """Sentences; those that begin with ``!`` are to be minded."""
    there: bool
    """Whether a file of that name is there already."""
    writes: bool
    """Whether there is something to write."""


def title_of(kind: str) -> str:
    """What is written, in words."""
    return _TITLES[kind]


def first_wish(study: Study, what: str = "") -> Wish:
    """The usual wish; ``what`` is one of ``KINDS``. Raises UsageError for another."""
    kind = what or ANKI
    if kind not in KINDS:
        raise UsageError(f"'{what}' cannot be written. Known: {', '.join(KINDS)}.")
    return Wish(kind, _ALL, COUNTS[1], "end", default_path(study, kind, _ALL))


def default_path(study: Study, kind: str, topic: str) -> str:
    """The name that a file has unless the learner gives another."""
    words = study.library.pack.key if topic == _ALL else f"{study.library.pack.key}-{topic}"
    slug = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-") or "studykit"
    return f"~{os.sep}{slug}{_ENDINGS.get(kind, f'.{kind}')}"


def topics(study: Study) -> tuple[str, ...]:
    """All, then the services that cards are about. Reads every card: not for the loop."""
    found = {study.cards[card].topic.partition(".")[0] for card in study.cards}
    return (_ALL, *sorted(one for one in found if one))


def turned(study: Study, wish: Wish, field: str, by: int, names: Sequence[str]) -> Wish:
    """The wish with the next or previous value of a field; the file's name follows where it was the usual one."""
    usual = wish.path == default_path(study, wish.kind, wish.topic)
    if field == "kind":
        wish = replace(wish, kind=_next(KINDS, wish.kind, by))
    elif field == "topic":
        wish = replace(wish, topic=_next(names or (_ALL,), wish.topic, by))
    elif field == "count":
        wish = replace(wish, count=_next(COUNTS, wish.count, by))
    elif field == "answers":
        wish = replace(wish, answers=_next(tuple(ANSWERS), wish.answers, by))
    return replace(wish, path=default_path(study, wish.kind, wish.topic)) if usual else wish


def named(wish: Wish, path: str) -> Wish:
    """The wish with a file that the learner named. Raises UsageError for what is no path."""
    there = replace(wish, path=path)
    try:
        there.file.exists()
    except (OSError, RuntimeError) as problem:  # too long a name, or nobody whose folder ``~name`` is
        raise UsageError(f"'{path}' is no path.") from problem
    if not path.isprintable():
        raise UsageError("A path has only characters that can be seen.")
    return there


def check(study: Study, wish: Wish) -> Check:
    """What the file would hold. Reads every card: not for the loop."""
    held = study.library.built.unsettled
    waits = (f"! {count(held, 'question')} of facts in conflict are left out.",) if held else ()
    there = wish.file.exists()
    again = ("! A file of that name is there. It is replaced.",) if there else ()
    if not wish.cards:
        what = count(wish.count, "question")
        lines = (f"{what} are made and proved when you write them.", *waits, *again)
        return Check(lines, there, writes=True)
    from studykit.exchange.anki import compared

    cards = _cards(study, wish.topic)
    found = compared(cards, deck=study.library.pack.title, previous=study.store.exported(_package(study, wish)))
    news = f"{found.new:,} new · {found.changed:,} changed · {found.removed:,} removed"
    lines = (
        f"{count(len(cards), 'card')} · {news} since the last export",
        *waits,
        f"Anki will say: {found.new:,} added, {found.changed:,} updated, {found.unchanged:,} already there.",
        *again,
    )
    return Check(lines, there, writes=bool(cards))


def write(study: Study, wish: Wish, progress: Progress) -> str:
    """Writes the file and says what it holds.

    Raises UsageError when there is nothing to write, StudykitError when it cannot be written; a file that was there
    stays whole then.
    """
    if wish.file.name in ("", ".", "..") or wish.file.is_dir():
        raise UsageError(f"'{wish.path}' is no name for a file.")
    if not wish.file.parent.is_dir():
        raise UsageError(f"There is no folder '{wish.file.parent}'.")
    return _write_cards(study, wish) if wish.cards else _write_questions(study, wish, progress)


def _write_cards(study: Study, wish: Wish) -> str:
    from studykit.exchange.anki import write_package

    cards, package = _cards(study, wish.topic), _package(study, wish)
    if not cards:
        raise UsageError("There are no cards to export.")
    title, previous = study.library.pack.title, study.store.exported(package)
    written = write_package(cards, wish.file, deck=title, previous=previous, now=int(time.time()))
    study.store.mark_exported(package, written.contents)
    told = f"{written.new:,} new, {written.changed:,} changed, {written.unchanged:,} as before"
    return f"Wrote {wish.path}: {told}."


def _write_questions(study: Study, wish: Wish, progress: Progress) -> str:
    from studykit.exchange.whole_file import write_whole
    from studykit.workflows.quiz import Wish as Quiz
    from studykit.workflows.quiz import make, title

    topic = "" if wish.topic == _ALL else wish.topic
    quiz = Quiz(wish.count, _SEED, topic)
    made = make(study.library, quiz, progress)
    content = FORMATS[wish.kind].write(made.questions, title(study.library, quiz), wish.answers)
    write_whole(wish.file, content.encode() if isinstance(content, str) else content)
    few = f" {count(made.missing, 'question')} fewer than wanted: there is no more to ask." if made.missing > 0 else ""
    return f"Wrote {wish.path}: {count(len(made.questions), 'question')}.{few}"


def _cards(study: Study, topic: str) -> list[Card]:
    found = (study.cards[card] for card in study.cards)
    return [card for card in found if topic == _ALL or f"{card.topic}.".startswith(f"{topic}.")]


def _package(study: Study, wish: Wish) -> str:
    """The name under which the store knows what was exported last; as ``studykit export`` has it."""
    pack = study.library.pack
    return f"anki:{pack.key}:{pack.title}:{'' if wish.topic == _ALL else wish.topic}"


def _next(values: Sequence[Value], now: Value, by: int) -> Value:
    at = values.index(now) if now in values else -by
    return values[(at + by) % len(values)]
