"""A pack and notes, opened for study: facts, rules, cards and the lines they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.card import Card
from studykit.core.decision import Decisions
from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import ContentError, UsageError, nearest
from studykit.core.fact import Fact, FactBase
from studykit.core.pack import Blueprint, Pack
from studykit.core.progress import Progress, silent
from studykit.core.quantity import Quantity
from studykit.core.question import Question
from studykit.core.source import SourceSpan
from studykit.core.uncollected import uncollected
from studykit.workflows.built import Built
from studykit.workflows.decisions import DecisionFile
from studykit.workflows.kept_parts import KeptRow
from studykit.workflows.places import Places

if TYPE_CHECKING:
    from studykit.facts.search import Index
    from studykit.questions.exam import Exam
    from studykit.questions.ground import Ground
    from studykit.questions.quiz import Quiz
    from studykit.rules.engine import Judge


_MANY = 500
"""Questions from which on they are made without pauses."""


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
        names, relations = self.pack.service_names, self.built.relations
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
                progress=progress or silent,
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
            progress=progress or silent,
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
        from studykit.notes.files import find_notes

        try:
            notes, _ = find_notes((path,))
        except ContentError:
            return ()
        lines = notes[0].text.split("\n") if notes else []
        first, last = max(span.line - around, 1), min(span.end + around, len(lines))
        return tuple((number, lines[number - 1]) for number in range(first, last + 1))


def _no_rank(_: Card) -> float:
    return 0.0
