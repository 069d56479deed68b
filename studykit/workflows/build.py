"""Content → everything that can be worked out from it: claims, facts, cards, diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.authority import Reference
from studykit.core.card import Card
from studykit.core.claim import Claim, Limit
from studykit.core.diagnostic import Diagnostic, Severity
from studykit.core.fact import Fact
from studykit.core.pack import DomainSource, Pack
from studykit.core.relation import Relation, Statement
from studykit.facts.base import FactBase

if TYPE_CHECKING:
    from studykit.notes.files import NoteFile
    from studykit.rules.engine import Judge


@dataclass(frozen=True, slots=True)
class Built:
    """What a pack and notes come to; the same content always comes to the same value."""

    pack: Pack
    """Without the domains that did not load."""
    notes: tuple[str, ...]
    claims: tuple[Claim, ...]
    limits: tuple[Limit, ...]
    base: FactBase
    cards: tuple[Card, ...]
    diagnostics: tuple[Diagnostic, ...]


def build(folder: Path, notes: Sequence[NoteFile], authorities: Mapping[str, Reference]) -> Built:
    """Reads the pack in ``folder`` and the given notes. Raises ContentError when it is no pack."""
    from studykit.facts.authority import check_pack
    from studykit.facts.base import Said, build_facts
    from studykit.packs.reader import read_pack
    from studykit.questions.cards import make_cards
    from studykit.questions.ground import Ground
    from studykit.rules.check import check_domain

    pack, problems = read_pack(folder)
    diagnostics = [*problems]
    read = read_notes(pack, notes)
    diagnostics += read.diagnostics
    said = Said(read.limits, read.statements, read.relations, read.dates)
    base = build_facts(said, pack.attributes, pack.behaviours, authorities)
    against = check_pack(pack.attributes, authorities, f"{folder.name}/attributes.yaml")
    diagnostics += [one for one in against if one.severity is Severity.ERROR]
    judges, sources = {}, []
    for source in pack.domains:
        judge, problems = load_judge(pack, source, base.facts)
        diagnostics += problems
        doubts = () if judge is None else tuple(check_domain(judge, source.file))
        diagnostics += doubts
        if judge is not None and not any(one.severity is Severity.ERROR for one in doubts):
            judges[judge.domain.id] = judge
            sources.append(source)
    cards = make_cards(Ground(base.facts, judges, service_names(pack)), read.claims, pack.title)
    return Built(
        replace(pack, domains=tuple(sources)),
        tuple(note.name for note in notes),
        read.claims,
        read.limits,
        base,
        cards,
        tuple(diagnostics),
    )


def service_names(pack: Pack) -> dict[str, str]:
    """Service key → its name."""
    return {service.key: service.name for service in pack.services}


@dataclass(slots=True)
class Read:
    """What notes say, in every form in which it is read."""

    claims: tuple[Claim, ...] = ()
    limits: tuple[Limit, ...] = ()
    statements: tuple[Statement, ...] = ()
    relations: tuple[Relation, ...] = ()
    dates: dict[str, str] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def read_notes(pack: Pack, notes: Iterable[NoteFile]) -> Read:
    """The claims of notes, and what each of them says in the words of the pack."""
    from studykit.facts.limits import read_limits
    from studykit.facts.relations import read_relations
    from studykit.facts.statements import Questions
    from studykit.facts.vocabulary import Vocabulary
    from studykit.notes.dates import note_date
    from studykit.notes.reader import read_note

    read = Read()
    claims: list[Claim] = []
    for note in notes:
        said, problems = read_note(note.text, note.name)
        claims += said
        read.diagnostics += problems
        dated = note_date(note.text, note.name)
        if dated:
            read.dates[note.name] = dated
    read.claims = tuple(claims)
    read.limits, problems = read_limits(claims, Vocabulary(pack.services, pack.attributes))
    read.diagnostics += problems
    read.statements = Questions(pack.behaviours).read(claims)
    read.relations = read_relations(claims)
    return read


def load_judge(
    pack: Pack, source: DomainSource, facts: Mapping[str, Fact]
) -> tuple[Judge | None, tuple[Diagnostic, ...]]:
    """The rules of one domain over the facts that are settled."""
    from studykit.rules.engine import Judge
    from studykit.rules.load import load_domain

    values = {name: fact.quantity for name, fact in facts.items() if fact.settled}
    domain, problems = load_domain(source, pack.attributes, values)
    return (None if domain is None else Judge(domain, values)), problems
