"""What is kept for each note while content is built: its claims, what they stand to, the cards that it holds."""

from __future__ import annotations

from collections.abc import Iterable

from studykit.core.card import Card
from studykit.core.fact import BehaviourFact, ClaimStanding, Conflict, Fact, Status
from studykit.core.mention import Mention
from studykit.core.source import SourceSpan
from studykit.workflows.kept import Writer


def keep_fact(fact: Fact, to: Writer) -> None:
    """Each line that is a claim of a figure."""
    verified = fact.finding is not None and fact.finding.agrees is True
    for limit, standing in zip(fact.claims, fact.standings, strict=True):
        _keep(limit.span, fact.id, standing, to, verified=verified)


def keep_answer(answer: BehaviourFact, to: Writer) -> None:
    """Each line that answers the question of a behaviour."""
    for statement, standing in zip(answer.statements, answer.standings, strict=True):
        _keep(statement.span, answer.id, standing, to, verified=answer.status is Status.VERIFIED)


def keep_form_conflicts(conflicts: Iterable[Conflict], to: Writer) -> None:
    """Each line whose form contradicts that of another; no fact comes of these."""
    for conflict in conflicts:
        for side in conflict.sides:
            for claim in side.claims:
                _keep(claim.span, conflict.id, side.standing, to, verified=False)


def keep_card(card: Card, to: Writer) -> None:
    """The card in every note that it comes from."""
    for note in dict.fromkeys(span.note for span in card.sources):
        to.add("held", card.id, note)


def keep_claims(claims: Iterable[tuple[str, int]], to: Writer) -> None:
    """How many claims each note makes."""
    for note, number in claims:
        to.add("noted", number, note, number)


def _keep(span: SourceSpan, about: str, standing: ClaimStanding, to: Writer, *, verified: bool) -> None:
    to.add("mention", Mention(span.line, span.end, about, standing, verified), span.note)
    if standing is ClaimStanding.OPEN:
        to.add("contested", about, span.note)
