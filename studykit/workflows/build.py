"""Content → everything that can be worked out from it: facts, conflicts, cards, diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.authority import Reference
from studykit.core.card import Card
from studykit.core.claim import Claim, Limit
from studykit.core.decision import Decisions
from studykit.core.diagnostic import Diagnostic, Severity
from studykit.core.fact import BehaviourFact, Cause, Conflict, Fact, FactBase
from studykit.core.given import Judged
from studykit.core.mention import Mention
from studykit.core.pack import DomainSource, Pack
from studykit.core.quantity import Quantity
from studykit.core.relation import Relation, Statement
from studykit.workflows.cache import codec
from studykit.workflows.codec import CodecError
from studykit.workflows.decisions import DecisionFile
from studykit.workflows.given import keep_given
from studykit.workflows.judges import Judges
from studykit.workflows.kept import Joined, KeptMap, KeptRow, Reader, Writer
from studykit.workflows.kept_rules import keep_rules
from studykit.workflows.note_index import keep_answer, keep_card, keep_claims, keep_fact, keep_form_conflicts
from studykit.workflows.tally import Tally

if TYPE_CHECKING:
    from studykit.notes.files import NoteFile
    from studykit.questions.form_cards import Areas
    from studykit.rules.engine import Judge
    from studykit.workflows.readings import Readings, ReadNote, Row


@dataclass(frozen=True, slots=True)
class Built:
    """What a pack and notes come to; the same content always comes to the same value."""

    pack: Pack
    """Without its domains, which are kept for themselves."""
    declared: Mapping[str, Fact]
    """The facts of the pack's attributes, by id."""
    facts: Joined[Fact]
    """The same and those that only the notes have."""
    base: FactBase
    behaviours: KeptMap[BehaviourFact]
    """Those of ``base``, with what a list shows of them."""
    relations: KeptRow[Relation]
    """What the form of the notes gives to ask about, note by note."""
    cards: KeptRow[Card]
    given: KeptMap[Judged]
    """Questions that somebody else wrote, by the id of their card."""
    diagnostics: KeptRow[Diagnostic]
    values: Mapping[str, Quantity]
    """The settled values of declared facts, which rules may cite."""
    noted: KeptRow[int]
    """How many claims each note makes; by its name."""
    mentions: KeptRow[Mention]
    """The lines that claim something about a fact; by the name of their note."""
    contested: KeptRow[str]
    """What nothing settles of those, once for each such line; by the name of its note."""
    held: KeptRow[str]
    """Ids of the cards that come from a note; by its name."""
    unsettled: int
    """Facts that nothing settles."""
    claims: int
    """How many claims the notes make."""
    rules: Path
    """Where the rules are kept."""
    conflicts: KeptRow[Conflict]
    """Those of ``base``; the head of each is its cause."""

    @property
    def open(self) -> int:
        """Conflicts that nothing settles."""
        return self.conflicts.headed(str(Cause.OPEN))

    @classmethod
    def of(cls, reader: Reader) -> Built:
        """What a file holds. Raises CodecError for one that holds something else."""
        declared: KeptMap[Fact] = KeptMap(reader, "declared")
        others: KeptMap[Fact] = KeptMap(reader, "other")
        facts = Joined(declared, others)
        behaviours: KeptMap[BehaviourFact] = KeptMap(reader, "behaviour")
        conflicts: KeptRow[Conflict] = KeptRow(reader, "conflict")
        base = FactBase(facts, behaviours, conflicts)
        unsettled, claims = reader.one("counts")
        cards: KeptRow[Card] = KeptRow(reader, "card")
        return cls(
            reader.one("pack"),
            declared,
            facts,
            base,
            behaviours,
            KeptRow(reader, "relation"),
            cards,
            KeptMap(reader, "given"),
            KeptRow(reader, "diagnostic"),
            reader.one("values"),
            KeptRow(reader, "noted"),
            KeptRow(reader, "mention"),
            KeptRow(reader, "contested"),
            KeptRow(reader, "held"),
            unsettled,
            claims,
            _beside(reader),
            conflicts,
        )


def _beside(reader: Reader) -> Path:
    """The file of the rules. Raises CodecError when it was cleared away or cannot be read."""
    path = reader.path.parent / str(reader.one("rules"))
    if not path.is_file():
        raise CodecError(f"{path.name} is gone")
    Reader(path.resolve(), codec()).one("end")
    return path


def build(
    folder: Path,
    opened: tuple[Pack, tuple[Diagnostic, ...]],
    said: Readings,
    authorities: Mapping[str, Reference],
    to: Writer,
    *,
    sheets: str,
    kept: Path,
    decided: DecisionFile,
) -> None:
    """Works out everything from a pack and from what its notes say, one subject after the other.

    ``sheets`` is the key of the pack's files; the rules are kept for themselves in ``kept``. ``decided`` is what the
    learner said about notes that disagree.
    """
    from studykit.facts.authority import check_pack

    pack, problems = opened
    against = check_pack(pack.attributes, authorities, f"{folder.name}/attributes.yaml")
    diagnostics = [*problems, *said.diagnostics(), *(one for one in against if one.severity is Severity.ERROR)]
    decisions = decided.decisions()
    tally = _settle(pack, said, authorities, to, decisions)
    diagnostics += (*decided.problems, *decided.idle(decisions, tally.decided, tally.open))
    rules = keep_rules(folder, pack, sheets, tally.values, kept)
    diagnostics += rules.diagnostics
    _cards(pack, said, Judges(rules.path, tally.values), tally.area_of(), to)
    keep_given(pack, to)
    for one in diagnostics:
        to.add("diagnostic", one)
    to.add("pack", replace(pack, given=()))
    to.add("rules", rules.path.name if rules.path.parent == kept else str(rules.path))
    to.add("values", tally.values)
    to.add("counts", (tally.unsettled, said.claims()))
    to.add("end", 1)


def _settle(
    pack: Pack, said: Readings, authorities: Mapping[str, Reference], to: Writer, decisions: Decisions
) -> Tally:
    """Facts, behaviours and conflicts; the cards of declared facts."""
    from studykit.facts.base import settle_attributes
    from studykit.facts.behaviours import behaviour_conflicts, settle_behaviours
    from studykit.facts.form_conflicts import form_conflicts
    from studykit.facts.rows import kept_row, row_of, row_of_behaviour
    from studykit.questions.cards import fact_cards

    tally, names = Tally({one.fact for one in decisions.made}), service_names(pack)
    for facts, conflicts in settle_attributes(said, pack.attributes, authorities, decisions):
        for fact in facts:
            tally.settles(fact)
            to.add("declared" if fact.declared else "other", fact, fact.id, kept_row(row_of(fact)))
            keep_fact(fact, to)
            tally.unsettled += not fact.settled
            if fact.declared and fact.settled:
                tally.values[fact.id] = fact.quantity
                for limit in fact.claims:
                    tally.stands(limit.claim, fact.attribute.area)
                for card in fact_cards(fact, names, pack.title):
                    _add_card(card, to)
        _add_conflicts(conflicts, to, tally)
    answered = settle_behaviours(said.statements(), pack.behaviours, said.dates, decisions)
    for answer in answered:
        tally.settles(answer)
        to.add("behaviour", answer, answer.id, kept_row(row_of_behaviour(answer)))
        keep_answer(answer, to)
        for statement in answer.statements:
            tally.stands(statement.claim, answer.behaviour.area)
        tally.unsettled += not answer.settled
    _add_conflicts(behaviour_conflicts(answered), to, tally)
    in_form = tuple(form_conflicts(said.relations(), decisions))
    _add_conflicts(in_form, to, tally)
    keep_form_conflicts(in_form, to)
    keep_claims(said.claims_of_notes(), to)
    return tally


def _add_conflicts(conflicts: Iterable[Conflict], to: Writer, tally: Tally) -> None:
    for one in conflicts:
        to.add("conflict", one, one.id, str(one.cause))
        tally.disagree(one)


def _add_card(card: Card, to: Writer) -> None:
    to.add("card", card, card.id, [str(card.kind), card.free])
    keep_card(card, to)


def _cards(pack: Pack, said: Readings, judges: Mapping[str, Judge], areas: Areas, to: Writer) -> None:
    """The cards that are no declared facts: templates, behaviours, the notes' own words, their figures."""
    from studykit.questions.cards import fact_cards, own_card, scenario_cards, unrepeated
    from studykit.questions.form_cards import area_of, behaviour_cards
    from studykit.questions.ground import Ground

    for card in scenario_cards(Ground({}, judges, service_names(pack)), pack.title):
        _add_card(card, to)
    for card in behaviour_cards({fact.id: fact for fact in to.again("behaviour")}, pack.title):
        _add_card(card, to)
    for name, claims in said.groups("card"):
        first = claims[0]
        heading = first.context.headings[-1] if first.context.headings else ""
        _add_card(own_card(name, claims, pack.title, area_of(first.span.note, heading, areas)), to)
    for card in unrepeated(_form_cards(said, pack.title, areas, to)):
        _add_card(card, to)
    names = service_names(pack)
    for card in unrepeated(card for fact in to.again("other") for card in fact_cards(fact, names, pack.title)):
        _add_card(card, to)


def _form_cards(said: Readings, deck: str, areas: Areas, to: Writer) -> Iterator[Card]:
    """The cards of sets and steps, one note after the other; keeps on the way what the notes' form says."""
    from studykit.questions.form_cards import note_form_cards

    for row in said.forms():
        for text in row:
            to.copy("relation", text)
        yield from note_form_cards([to.value(text) for text in row], deck, areas)


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


def load_judge(
    pack: Pack, source: DomainSource, values: Mapping[str, Quantity]
) -> tuple[Judge | None, Sequence[Diagnostic]]:
    """The rules of one domain over the values of the facts that are settled."""
    from studykit.rules.engine import Judge
    from studykit.rules.load import load_domain

    domain, problems = load_domain(source, pack.attributes, values)
    return (None if domain is None else Judge(domain, values)), problems
