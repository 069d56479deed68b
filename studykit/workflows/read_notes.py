"""Notes → what they say in the words of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studykit.core.claim import Claim, Limit
from studykit.core.diagnostic import Diagnostic
from studykit.core.pack import Pack
from studykit.core.relation import Relation, Statement

if TYPE_CHECKING:
    from studykit.notes.files import NoteFile
    from studykit.workflows.readings import ReadNote, Row


@dataclass(slots=True)
class Read:
    """What notes say, in every form in which it is read."""

    claims: tuple[Claim, ...] = ()
    limits: tuple[Limit, ...] = ()
    statements: tuple[Statement, ...] = ()
    relations: tuple[Relation, ...] = ()
    dates: dict[str, str] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


class Reading:
    """Reads notes in the words of a pack."""

    def __init__(self, pack: Pack) -> None:
        from studykit.facts.statements import Questions
        from studykit.facts.vocabulary import Vocabulary

        self._vocabulary = Vocabulary(pack.services, pack.attributes)
        self._questions = Questions(pack.behaviours)

    def read(self, notes: Iterable[NoteFile]) -> Read:
        """The claims of notes, and what each of them says."""
        from studykit.facts.limits import read_limits
        from studykit.facts.relations import read_relations
        from studykit.notes.dates import note_date
        from studykit.notes.reader import read_note

        read, claims = Read(), list[Claim]()
        for note in notes:
            said, problems = read_note(note.text, note.name)
            claims += said
            read.diagnostics += problems
            dated = note_date(note.text, note.name)
            if dated:
                read.dates[note.name] = dated
        read.claims = tuple(claims)
        read.limits, problems = read_limits(claims, self._vocabulary)
        read.diagnostics += problems
        read.statements = self._questions.read(claims)
        read.relations = read_relations(claims)
        return read

    def rows(self, note: NoteFile) -> Iterator[Row]:
        """What is kept of a note: everything that facts and cards are made from, but not each claim."""
        from studykit.facts.form_conflicts import is_telling
        from studykit.questions.cards import own_id
        from studykit.questions.note_sets import kept_relations

        read = self.read([note])
        yield "claims", "", len(read.claims)
        yield from (("date", date, 0) for date in read.dates.values())
        yield from (("diagnostic", "", one) for one in read.diagnostics)
        for limit in read.limits:
            if limit.known:
                yield "limit", f"{limit.service}.{limit.attribute}", limit
            else:
                yield "other", f"{limit.service} {limit.quantity.dimension}", limit
        yield from (("statement", one.behaviour, one) for one in read.statements)
        for one in kept_relations(read.relations, read.claims):
            yield "relation" if is_telling(one) else "form", str(one.kind), one
        limited = {limit.claim for limit in read.limits}
        for claim in read.claims:
            name = own_id(claim, has_limits=claim in limited)
            if name:
                yield "card", name, claim


def read_notes(pack: Pack, notes: Iterable[NoteFile]) -> Read:
    """The claims of notes, and what each of them says in the words of the pack."""
    return Reading(pack).read(notes)


def reader_of(pack: Pack) -> ReadNote:
    """What reads one note in the words of the pack; the words are made ready when they are first needed."""
    made: list[Reading] = []

    def rows(note: NoteFile) -> Iterable[Row]:
        if not made:
            made.append(Reading(pack))
        return made[0].rows(note)

    return rows
