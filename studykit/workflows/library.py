"""A pack and notes, opened for study: facts, rules, cards and the lines they come from."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.card import Card
from studykit.core.decision import Decisions
from studykit.core.diagnostic import Diagnostic, Severity
from studykit.core.errors import ContentError, UsageError, nearest
from studykit.core.fact import Fact, FactBase
from studykit.core.pack import Blueprint, Pack
from studykit.core.quantity import Quantity
from studykit.core.question import Question
from studykit.core.source import SourceSpan
from studykit.core.uncollected import uncollected
from studykit.workflows import cache
from studykit.workflows.authority import authority_files, open_extracts
from studykit.workflows.build import Built, build, reader_of, service_names
from studykit.workflows.codec import CodecError
from studykit.workflows.decisions import DecisionFile, read_file
from studykit.workflows.kept import KeptRow, Reader, Writer, temporary
from studykit.workflows.places import Places, pack_folder

if TYPE_CHECKING:
    from studykit.facts.search import Index
    from studykit.notes.files import Listed
    from studykit.questions.exam import Exam
    from studykit.questions.ground import Ground
    from studykit.questions.quiz import Quiz
    from studykit.rules.engine import Judge
    from studykit.workflows.readings import Readings


_MANY = 500
"""Questions from which on they are made without pauses."""
Progress = Callable[[int, int], None]
"""Is told how many of how many notes were read."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a library was made from, so that it can be made again."""

    places: Places
    pack: str
    notes: tuple[Path, ...]


@dataclass(slots=True, repr=False)  # whoever shows one would read all content
class Library:
    """Everything that content says. Rules are compiled when they are first asked for."""

    key: str
    """Of the content that it was made from."""
    built: Built
    diagnostics: Sequence[Diagnostic]
    """Problems of reading notes and the pack."""
    paths: Mapping[str, Path]
    """Where each note is."""
    states: Mapping[str, tuple[int, int]]
    """Size of each note's file and when it was changed last, in nanoseconds, as it was read."""
    folder: Path
    """That of the pack."""
    origin: Origin
    decided: DecisionFile
    """What the learner said about notes that disagree."""
    _judges: Mapping[str, Judge] | None = None
    _grounds: dict[bool, Ground] = field(default_factory=dict)
    _index: Index | None = None

    @property
    def pack(self) -> Pack:
        """The pack without its notes."""
        return self.built.pack

    @property
    def notes(self) -> tuple[str, ...]:
        """Names of the notes that are there."""
        return tuple(self.paths)

    @property
    def decisions(self) -> Decisions:
        """What the learner decided about notes that disagree."""
        return self.decided.decisions()

    @property
    def base(self) -> FactBase:
        """Facts and conflicts."""
        return self.built.base

    @property
    def cards(self) -> KeptRow[Card]:
        """What can be scheduled."""
        return self.built.cards

    def search(self, query: str) -> tuple[Fact, ...]:
        """The figures in which every word of a query is found, best first."""
        found = self.fact_index().find(query).rows if query.strip() else ()
        return tuple(self.base.facts[row.id] for row in found if not row.behaviour)

    def fact_index(self) -> Index:
        """Every fact filed under what it is found by; made once."""
        if self._index is None:
            from studykit.facts.rows import read_row
            from studykit.facts.search import Index

            kept = (self.built.facts.heads(), self.built.behaviours.heads())
            self._index = Index(read_row(name, head) for part in kept for name, head in part.items())
        return self._index

    def judges(self) -> Mapping[str, Judge]:
        """The rules of every domain, by domain id."""
        if self._judges is None:
            self._judges = self._judges_of(self.built.values)
        return self._judges

    def _judges_of(self, values: Mapping[str, Quantity]) -> Mapping[str, Judge]:
        from studykit.workflows.judges import Judges

        return Judges(self.built.rules, values)

    def judge(self, domain: str) -> Judge:
        """The rules of one domain. Raises UsageError that suggests the nearest one."""
        judges = self.judges()
        if domain not in judges:
            raise UsageError(f"There is no domain '{domain}'.{nearest(domain, judges)} See: studykit domains")
        return judges[domain]

    def ground(self, *, as_exam: bool = False) -> Ground:
        """What questions are made from; ``as_exam``: with the values that exams of the day still ask."""
        if as_exam not in self._grounds:
            self._grounds[as_exam] = self._exam_ground() if as_exam else self._ground()
        return self._grounds[as_exam]

    def _exam_ground(self) -> Ground:
        """The ground with the exam's value of each fact that moved since; the same one where none did."""
        ground = self.ground()
        moved = {name: fact.as_exam() for name, fact in self.built.declared.items() if fact.exam_differs}
        if not moved:
            return ground
        facts = {name: moved.get(name, fact) for name, fact in self.built.declared.items()}
        values = {**self.built.values, **{name: fact.quantity for name, fact in moved.items()}}
        return replace(ground, facts=facts, judges=self._judges_of(values), kept={})

    def _ground(self) -> Ground:
        from studykit.questions.ground import Ground

        base = self.base
        names, relations = service_names(self.pack), self.built.relations
        given = self.built.given
        return Ground(self.built.declared, self.judges(), names, base.behaviours, base.conflicts, relations, given)

    def question(self, card: Card, variant: int, *, as_exam: bool = False) -> Question | None:
        """A verified question of a card; None when none can be proved."""
        from studykit.questions.quiz import make_question

        return make_question(card, self.ground(as_exam=as_exam), variant)

    def quiz(
        self,
        *,
        count: int,
        seed: int,
        topic: str = "",
        kind: str = "",
        difficulty: str = "",
        as_exam: bool = False,
        rank: Callable[[Card], float] | None = None,
        hardness: Callable[[Question], float] | None = None,
        progress: Progress | None = None,
    ) -> Quiz:
        """A set of verified questions; the same seed gives the same set."""
        from studykit.questions.difficulty import estimate
        from studykit.questions.quiz import make_quiz

        with uncollected() if count >= _MANY else nullcontext():
            return make_quiz(
                self.cards,
                self.ground(as_exam=as_exam),
                count=count,
                seed=seed,
                topic=topic,
                kind=kind,
                difficulty=difficulty,
                rank=rank or _no_rank,
                hardness=hardness or estimate,
                progress=progress or _silent,
            )

    def exam_quiz(
        self,
        exam: str,
        *,
        count: int | None = None,
        seed: int,
        as_exam: bool = False,
        rank: Callable[[Card], float] | None = None,
        progress: Progress | None = None,
    ) -> Exam:
        """The questions of a mock exam by its blueprint. Raises UsageError for an exam that the pack has not."""
        from studykit.questions.exam import make_exam

        blueprint = self.blueprint(exam)
        return make_exam(
            self.cards,
            self.ground(as_exam=as_exam),
            blueprint,
            seed=seed,
            count=count,
            rank=rank or _no_rank,
            progress=progress or _silent,
        )

    def blueprint(self, exam: str) -> Blueprint:
        """The blueprint of an exam; "" is the pack's own. Raises UsageError that suggests the nearest one."""
        known = {one.exam.casefold(): one for one in self.pack.blueprints}
        if not known:
            raise UsageError(f"The pack '{self.pack.key}' describes no exam (blueprint.yaml).")
        if exam and exam.casefold() not in known:
            names = [one.exam for one in known.values()]
            raise UsageError(f"There is no exam '{exam}'.{nearest(exam, names)} See: studykit exam list")
        return known[exam.casefold()] if exam else next(iter(known.values()))

    def excerpt(self, span: SourceSpan, around: int) -> tuple[tuple[int, str], ...]:
        """The lines of a note around a span, with their numbers; empty when the note is gone."""
        path = self.paths.get(span.note)
        if path is None:
            return ()
        from studykit.core.errors import ContentError
        from studykit.notes.files import find_notes

        try:
            notes, _ = find_notes((path,))
        except ContentError:
            return ()
        lines = notes[0].text.split("\n") if notes else []
        first, last = max(span.line - around, 1), min(span.end + around, len(lines))
        return tuple((number, lines[number - 1]) for number in range(first, last + 1))


def open_library(
    places: Places, pack: str, notes: Sequence[Path], progress: Progress | None = None, *, decided: bool = True
) -> Library:
    """The pack with its own notes, and the learner's notes beside them; from the cache when nothing changed.

    ``progress`` is told how many of how many notes were read; ``decided`` lets the learner's decisions count. Raises
    ContentError when there is no such pack, nothing to read in ``notes``, or no room anywhere for what is read.
    """
    origin = Origin(places, pack, tuple(notes))
    decisions = read_file(places.home) if decided else DecisionFile(places.home)
    try:
        return _opened(origin, decisions, places.cache, progress)
    except sqlite3.Error:  # a full disk, or another studykit that reads for very long: it is only slower
        try:
            return _opened(origin, decisions, temporary(), progress)
        except sqlite3.Error as problem:
            raise ContentError(f"There is no room for what is read of the notes ({problem}). Make room.") from problem


def _opened(origin: Origin, decided: DecisionFile, kept: Path, progress: Progress | None) -> Library:
    from studykit.packs.files import pack_content, pack_files
    from studykit.workflows.readings import Readings

    places, notes = origin.places, origin.notes
    folder = pack_folder(places, origin.pack)
    listed = _listed(folder, notes)
    sheets = [(str(path.relative_to(folder)), pack_content(path)) for path in pack_files(folder)]
    said = Readings(kept, cache.codec())
    try:
        hashes = said.hashes(listed)
        contents = [*sheets, *((path.name, path.read_bytes()) for path in authority_files(places))]
        contents += [(one.name, text.encode()) for one, text in zip(listed, hashes, strict=True)]
        key = cache.content_key((*contents, *decided.contents))
        reader = cache.find(kept, key)
        built = None if reader is None else _built(reader)
        if built is None:
            own = [
                sheet for sheet in sheets if not sheet[0].startswith(("domains/", "quizzes/"))
            ]  # notes are read without rules
            words = cache.content_key(own, reading=True)
            keys = [_key(words, one.name, text) for one, text in zip(listed, hashes, strict=True)]
            read = partial(_read, said, listed, keys, progress or _silent)
            built = _build((places, folder, kept), said, (key, cache.content_key(sheets)), read, decided)
    finally:
        said.close()
    if listed and not built.claims and notes:
        _refuse_unreadable(built.diagnostics, len(listed))
    paths = {one.name: one.path for one in listed}
    states = {one.name: (one.size, one.changed) for one in listed}
    return Library(key, built, built.diagnostics, paths, states, folder, origin, decided)


def _read(said: Readings, listed: Sequence[Listed], keys: Sequence[str], progress: Progress, pack: Pack) -> None:
    said.read(listed, keys, reader_of(pack), progress)


def _no_rank(_: Card) -> float:
    return 0.0


def _silent(done: int, total: int) -> None:
    """Tells nobody."""


def _key(words: str, name: str, text: str) -> str:
    """The key of a note's reading: who read it in which words, and what."""
    return hashlib.sha256(f"{words} {name} {text}".encode()).hexdigest()


def _build(
    where: tuple[Places, Path, Path],
    said: Readings,
    keys: tuple[str, str],
    read: Callable[[Pack], None],
    decided: DecisionFile,
) -> Built:
    """Builds everything anew; ``read`` reads the notes in the words of the pack.

    ``where``: the places, the pack's folder, and where to keep it. Keys: of all, of the pack's files.
    """
    from studykit.packs.reader import read_sheets

    places, folder, kept = where
    opened = read_sheets(folder)
    pinned, problems = open_extracts(places)
    read(opened[0])
    path = cache.place(kept, keys[0])
    writer = Writer(path, cache.codec())
    try:
        said_wrong = (*problems, *opened[1])
        build(folder, (opened[0], said_wrong), said, pinned, writer, sheets=keys[1], kept=kept, decided=decided)
    except BaseException:
        writer.give_up()
        raise
    writer.close()
    return Built.of(Reader(path.resolve(), cache.codec()))


def _built(reader: Reader) -> Built | None:
    try:
        return Built.of(reader)
    except CodecError:
        return None


def _refuse_unreadable(diagnostics: Sequence[Diagnostic], notes: int) -> None:
    """Raises ContentError when no note could be read at all."""
    errors = [one for one in diagnostics if one.severity is Severity.ERROR]
    if len(errors) >= notes:
        raise ContentError(str(errors[0]))


def _listed(folder: Path, notes: Sequence[Path]) -> tuple[Listed, ...]:
    from studykit.notes.files import list_notes

    own = folder / "notes"
    has_notes = own.is_dir() and any(own.iterdir())
    return list_notes((*((own,) if has_notes else ()), *notes)) if has_notes or notes else ()
