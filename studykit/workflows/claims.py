"""Notes → claims, with the vocabulary of a pack but without its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from studykit.core.claim import Limit
from studykit.core.diagnostic import Diagnostic
from studykit.core.pack import Pack
from studykit.core.relation import Relation, Statement
from studykit.workflows.places import Places, pack_folder
from studykit.workflows.read_notes import Read, read_notes

Made = TypeVar("Made", Limit, Statement, Relation)


@dataclass(frozen=True, slots=True)
class Notes:
    """What notes say, and the pack in whose words it was read."""

    names: tuple[str, ...]
    read: Read
    pack: Pack
    diagnostics: tuple[Diagnostic, ...]


def read_paths(places: Places, pack: str, paths: Sequence[Path]) -> Notes:
    """The claims of the notes in ``paths`` (of the pack's own notes when empty).

    Raises ContentError when there is nothing to read.
    """
    from studykit.notes.files import find_notes
    from studykit.packs.reader import read_pack

    folder = pack_folder(places, pack)
    opened, problems = read_pack(folder)
    notes, found = find_notes(paths or (folder / "notes",))
    read = read_notes(opened, notes)
    return Notes(tuple(note.name for note in notes), read, opened, (*found, *problems, *read.diagnostics))


def claim_records(notes: Notes) -> Iterator[dict[str, Any]]:
    """The claims in order of note and line, in the published claims format.

    A claim is followed by what was read in it: limits, the statements that it makes, and what its form says.
    A behaviour that is nothing but its limits is not said twice.
    """
    from studykit.facts.record import claim_record, limit_record, relation_record, statement_record
    from studykit.facts.subject import service_of
    from studykit.facts.vocabulary import Vocabulary

    vocabulary = Vocabulary(notes.pack.services, notes.pack.attributes)
    behaviours = {behaviour.id: behaviour for behaviour in notes.pack.behaviours}
    limits = _by_claim(notes.read.limits)
    statements = _by_claim(notes.read.statements)
    relations = _by_claim(notes.read.relations)
    for claim in notes.read.claims:
        figures = limits.get(id(claim), [])
        yield from (limit_record(limit) for limit in figures)
        if not figures or claim.kind != "behaviour":
            yield claim_record(claim, service_of(claim, vocabulary))
        yield from (statement_record(one, behaviours[one.behaviour]) for one in statements.get(id(claim), []))
        yield from (relation_record(one) for one in relations.get(id(claim), []) if str(one.kind) != str(claim.kind))


def _by_claim(made: Iterable[Made]) -> dict[int, list[Made]]:
    found: dict[int, list[Made]] = {}
    for one in made:
        found.setdefault(id(one.claim), []).append(one)
    return found
