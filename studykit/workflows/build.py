"""Content → everything that can be worked out from it: facts, conflicts, cards, diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.authority import Reference
from studykit.core.card import Card
from studykit.core.decision import Decisions
from studykit.core.diagnostic import Diagnostic, Severity
from studykit.core.fact import Conflict
from studykit.core.pack import Pack
from studykit.workflows.decisions import DecisionFile
from studykit.workflows.given import keep_given
from studykit.workflows.judges import Judges
from studykit.workflows.kept import Writer
from studykit.workflows.kept_rules import keep_rules
from studykit.workflows.note_index import keep_answer, keep_card, keep_claims, keep_fact, keep_form_conflicts
from studykit.workflows.tally import Tally

if TYPE_CHECKING:
    from studykit.questions.form_cards import Areas
    from studykit.rules.engine import Judge
    from studykit.workflows.readings import Readings


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

    tally, names = Tally({one.fact for one in decisions.made}), pack.service_names
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

    for card in scenario_cards(Ground({}, judges, pack.service_names), pack.title):
        _add_card(card, to)
    for card in behaviour_cards({fact.id: fact for fact in to.again("behaviour")}, pack.title):
        _add_card(card, to)
    for name, claims in said.groups("card"):
        first = claims[0]
        heading = first.context.headings[-1] if first.context.headings else ""
        _add_card(own_card(name, claims, pack.title, area_of(first.span.note, heading, areas)), to)
    for card in unrepeated(_form_cards(said, pack.title, areas, to)):
        _add_card(card, to)
    names = pack.service_names
    for card in unrepeated(card for fact in to.again("other") for card in fact_cards(fact, names, pack.title)):
        _add_card(card, to)


def _form_cards(said: Readings, deck: str, areas: Areas, to: Writer) -> Iterator[Card]:
    """The cards of sets and steps, one note after the other; keeps on the way what the notes' form says."""
    from studykit.questions.form_cards import note_form_cards

    for row in said.forms():
        for text in row:
            to.copy("relation", text)
        yield from note_form_cards([to.value(text) for text in row], deck, areas)
