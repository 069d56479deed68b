"""Cards and questions as files for other programs: what is offered, what a file would hold, and writing it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.errors import UsageError
from studykit.core.progress import Progress
from studykit.core.text import count, shortened
from studykit.workflows.card_formats import CARD_FORMATS
from studykit.workflows.chosen_cards import ALL, LINKS, next_of, topic_after
from studykit.workflows.one_at_a_time import one_at_a_time
from studykit.workflows.own_files import refuse_place
from studykit.workflows.path_field import meant
from studykit.workflows.quiz_formats import FORMATS

if TYPE_CHECKING:
    from studykit.exchange.anki.check import Flaw
    from studykit.workflows.export import Leaving
    from studykit.workflows.study import Study

ANKI = "anki"
_TABLES: Mapping[str, str] = {f"cards-{form}": form for form in CARD_FORMATS}
"""Cards in other forms → what ``workflows.export`` calls these."""
COUNTS = (10, 20, 50, 100, 500, 1000)
ANSWERS: Mapping[str, str] = {
    "end": "all at the end",
    "inline": "below each question",
    "none": "none",
}
_TITLES: Mapping[str, str] = {
    ANKI: "Cards: Anki package",
    "cards-csv": "Cards: CSV, a table for spreadsheets and Anki",
    "cards-tsv": "Cards: TSV, a table with tabs",
    "cards-json": "Cards: JSON, one object a line",
    "cards-md": "Cards: Markdown",
    "csv": "Questions: CSV, a table for spreadsheets",
    "gift": "Questions: GIFT, for Moodle and others",
    "moodle": "Questions: Moodle XML",
    "qti": "Questions: QTI 2.1 package",
    "qti12": "Questions: QTI 1.2 package, for Canvas and others",
    "json": "Questions: JSON, one object a line",
    "md": "Questions: Markdown",
    "html": "Questions: HTML, one page to read or print",
}
_ENDINGS: Mapping[str, str] = {
    ANKI: ".apkg",
    **{kind: f"-cards{CARD_FORMATS[form].suffix}" for kind, form in _TABLES.items()},
    "gift": ".gift.txt",
    "moodle": ".moodle.xml",
    "qti": ".qti.zip",
    "qti12": ".qti12.zip",
    "json": ".jsonl",
}
KINDS = tuple(_TITLES)
"""What can be written, in the order in which it is offered."""
THERE = "A file of that name is there. It is replaced."
_SEED = 1
_FEW = 3
"""Flaws that are named; the others are counted."""
_SHORT = 160


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
    deck: str = ""
    """The name of the deck of cards; empty: the title of the pack."""
    link: str = "file"
    """Where sources of cards lead: one of ``chosen_cards.LINKS``."""
    history: bool = True
    """Whether answers and what is remembered go along, where the form has room for them."""

    @property
    def cards(self) -> bool:
        """Whether cards are written, and not questions."""
        return self.kind == ANKI or self.kind in _TABLES

    @property
    def remembers(self) -> bool:
        """Whether the form has room for what the learner did."""
        return self.kind == ANKI or (self.cards and CARD_FORMATS[_TABLES[self.kind]].history)

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


def title_of(kind: str) -> str:
    """What is written, in words."""
    return _TITLES[kind]


def first_wish(study: Study, what: str = "") -> Wish:
    """The usual wish; ``what`` is one of ``KINDS``. Raises UsageError for another."""
    kind = what or ANKI
    if kind not in KINDS:
        raise UsageError(f"'{what}' cannot be written. Known: {', '.join(KINDS)}.")
    return Wish(kind, ALL, COUNTS[1], "end", default_path(study, kind, ALL))


def default_path(study: Study, kind: str, topic: str) -> str:
    """The name that a file has unless the learner gives another."""
    words = study.library.pack.key if topic == ALL else f"{study.library.pack.key}-{topic}"
    slug = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-") or "studykit"
    return f"~{os.sep}{slug}{ending_of(kind)}"


def ending_of(kind: str) -> str:
    """How a file's name ends unless the learner gives another."""
    return _ENDINGS.get(kind, f".{kind}")


def turned(study: Study, wish: Wish, field: str, by: int, names: Sequence[str]) -> Wish:
    """The wish with the next or previous value of a field; the file's name follows where it was the usual one."""
    usual = wish.path == default_path(study, wish.kind, wish.topic)
    if field == "kind":
        wish = _as_kind(wish, next_of(KINDS, wish.kind, by))
    elif field == "topic":
        wish = replace(wish, topic=topic_after(wish.topic, by, names))
    elif field == "count":
        wish = replace(wish, count=next_of(COUNTS, wish.count, by))
    elif field == "answers":
        wish = replace(wish, answers=next_of(tuple(ANSWERS), wish.answers, by))
    elif field == "link":
        wish = replace(wish, link=next_of(tuple(LINKS), wish.link, by))
    elif field == "history":
        wish = replace(wish, history=not wish.history)
    return replace(wish, path=default_path(study, wish.kind, wish.topic)) if usual else wish


def _as_kind(wish: Wish, kind: str) -> Wish:
    """The wish for another form; a file that was named for the form before ends as this one does."""
    before, ending = (ending_of(one).removeprefix("-cards") for one in (wish.kind, kind))
    path = wish.path.removesuffix(before) + ending if wish.path.endswith(before) else wish.path
    return replace(wish, kind=kind, path=path)


def about(study: Study, wish: Wish, topic: str) -> Wish:
    """The wish with another topic; the file's name follows where it was the usual one."""
    usual = wish.path == default_path(study, wish.kind, wish.topic)
    path = default_path(study, wish.kind, topic) if usual else wish.path
    return replace(wish, topic=topic, path=path)


def named(wish: Wish, path: str) -> Wish:
    """The wish with a file that the learner named. Raises UsageError for what is no path."""
    there = replace(wish, path=meant(path))
    try:
        there.file.exists()
    except (OSError, RuntimeError) as problem:  # too long a name, or nobody whose folder ``~name`` is
        raise UsageError(f"'{path}' is no path.") from problem
    if not path.isprintable():
        raise UsageError("A path has only characters that can be seen.")
    return there


def deck_of(study: Study, wish: Wish) -> str:
    """The name that the deck has."""
    return wish.deck or study.library.pack.title


def check(study: Study, wish: Wish, progress: Progress) -> Check:
    """What the file would hold. Makes every card: not for the loop."""
    there = wish.file.is_file()
    held = study.library.built.unsettled
    minded = [f"! {count(held, 'question')} of facts in conflict are left out."] if held else []
    minded += [f"! {one}" for one in _place_lines(study, wish)]
    try:
        return Check((*_lines(study, wish, progress), *minded), there)
    except UsageError as problem:  # there is nothing to write
        return Check((f"! {problem}",), there)


def _lines(study: Study, wish: Wish, progress: Progress) -> Iterator[str]:
    from studykit.workflows.export import check_anki, prepared, said
    from studykit.workflows.moved import waits

    if not wish.cards:
        yield f"{count(wish.count, 'question')} are made and proved when you write them."
    elif wish.kind == ANKI:
        found = check_anki(study, _leaving(wish), progress)
        yield from (*said(found.written, found.from_anki), *_progress_lines(wish), *_flaw_lines(found.flaws))
    else:
        cards = prepared(study, _leaving(wish), progress).cards
        yield f"{count(sum(not card.gone for card in cards), 'card')}."
    if wish.cards:
        yield from waits(study)


def _place_lines(study: Study, wish: Wish) -> Iterator[str]:
    """What is to be said of the file, and why it cannot be written."""
    try:
        refuse(study, wish)
    except UsageError as problem:
        yield str(problem)
        return
    if wish.file.is_file():
        yield THERE
    if wish.kind == ANKI and not wish.path.endswith(ending_of(ANKI)):
        yield f"Anki opens only files that end in {ending_of(ANKI)}."


def _progress_lines(wish: Wish) -> Iterator[str]:
    if wish.history:
        yield "Tick “Import any learning progress” in Anki: your schedule moves once."


def _flaw_lines(flaws: Sequence[Flaw]) -> Iterator[str]:
    for flaw in flaws[:_FEW]:
        yield f"! {shortened(f'{flaw.card}: {flaw.says}', _SHORT)}"
    if len(flaws) > _FEW:
        yield f"! {count(len(flaws) - _FEW, 'more card')} to look at: studykit export anki --check lists them."


def refuse(study: Study, wish: Wish) -> None:
    """Raises UsageError where no file of that name can be written."""
    refuse_place(study.library, wish.file, wish.path)


def write(study: Study, wish: Wish, progress: Progress) -> str:
    """Writes the file and says what it holds.

    Raises UsageError when there is nothing to write, StudykitError when it cannot be written; a file that was there
    stays whole then.
    """
    refuse(study, wish)
    with one_at_a_time(lambda: progress(0, 1)):
        if wish.kind == ANKI:
            return _write_package(study, wish, progress)
        return _write_table(study, wish, progress) if wish.cards else _write_questions(study, wish, progress)


def _leaving(wish: Wish) -> Leaving:
    from studykit.workflows.export import Leaving

    topic = "" if wish.topic == ALL else wish.topic
    return Leaving(wish.deck, topic, wish.history and wish.remembers, link=wish.link)


def _write_package(study: Study, wish: Wish, progress: Progress) -> str:
    from studykit.workflows.export import export_anki

    written = export_anki(study, _leaving(wish), wish.file, progress).written
    told = f"{written.new:,} new, {written.updated:,} updated, {written.unchanged:,} unchanged"
    return f"Wrote {wish.path}: {told}."


def _write_table(study: Study, wish: Wish, progress: Progress) -> str:
    from studykit.workflows.export import export_cards

    written = export_cards(study, _leaving(wish), wish.file, _TABLES[wish.kind], progress)
    return f"Wrote {wish.path}: {count(written, 'card')}."


def _write_questions(study: Study, wish: Wish, progress: Progress) -> str:
    from studykit.exchange.whole_file import write_whole
    from studykit.workflows.quiz import Wish as Quiz
    from studykit.workflows.quiz import make, title

    topic = "" if wish.topic == ALL else wish.topic
    quiz = Quiz(wish.count, _SEED, topic)
    made = make(study.library, quiz, progress)
    content = FORMATS[wish.kind].write(made.questions, title(study.library, quiz), wish.answers)
    write_whole(wish.file, content.encode() if isinstance(content, str) else content)
    few = f" {count(made.missing, 'question')} fewer than wanted: there is no more to ask." if made.missing > 0 else ""
    return f"Wrote {wish.path}: {count(len(made.questions), 'question')}.{few}"
