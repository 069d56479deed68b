"""Statements → the answers in force, and where statements contradict them or each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from studykit.core.behaviour import Behaviour, Turn
from studykit.core.decision import Decisions
from studykit.core.fact import BehaviourFact, Cause, ClaimStanding, Conflict, Side, Status
from studykit.core.relation import Statement
from studykit.facts.decided import decided_answer, with_turns
from studykit.facts.settle import NOTHING, settle


def settle_behaviours(
    statements: Iterable[Statement],
    behaviours: Iterable[Behaviour],
    dates: Mapping[str, str],
    decisions: Decisions | None = None,
) -> tuple[BehaviourFact, ...]:
    """The fact of every behaviour that the pack answers or a note states, in the pack's order."""
    decided = Decisions() if decisions is None else decisions
    said: dict[str, list[Statement]] = {}
    for statement in statements:
        said.setdefault(statement.behaviour, []).append(statement)
    return tuple(
        _fact(behaviour, said.get(behaviour.id, []), dates, decided)
        for behaviour in behaviours
        if behaviour.right or behaviour.id in said
    )


def _fact(
    behaviour: Behaviour, statements: Sequence[Statement], dates: Mapping[str, str], decisions: Decisions
) -> BehaviourFact:
    decided = None if behaviour.right else decided_answer(behaviour, statements, decisions)
    if decided is None:
        choices, settled_by = _settled(behaviour, statements, dates)
    else:
        choices, settled_by = (decided[0],), decided[1].settled_by
        behaviour = with_turns(behaviour, statements, *decided)
    standings = tuple(_standing(behaviour, statement, choices) for statement in statements)
    return BehaviourFact(
        behaviour,
        choices,
        _status(behaviour, standings, settled=bool(choices)),
        tuple(statements),
        standings,
        settled_by or NOTHING,
    )


def _settled(
    behaviour: Behaviour, statements: Sequence[Statement], dates: Mapping[str, str]
) -> tuple[tuple[str, ...], str]:
    if behaviour.right:
        return behaviour.right, f"the pack's source: {behaviour.source}" if behaviour.source else "the pack's author"
    sides: dict[str, list[str]] = {}
    for statement in statements:
        sides.setdefault(statement.choice, []).append(statement.span.note)
    at, words = settle(tuple(sides.values()), dates)
    return (() if at is None else (tuple(sides)[at],)), words


def _standing(behaviour: Behaviour, statement: Statement, choices: tuple[str, ...]) -> ClaimStanding:
    if not choices:
        return ClaimStanding.OPEN
    if statement.choice in choices:
        return ClaimStanding.HOLDS
    turn = _turn(behaviour, statement.choice)
    if turn is None:
        return ClaimStanding.MISTAKEN
    return ClaimStanding.OUTDATED if turn.until else ClaimStanding.SCOPED


def _turn(behaviour: Behaviour, choice: str) -> Turn | None:
    return next((turn for turn in behaviour.turns if turn.choice == choice), None)


def _status(behaviour: Behaviour, standings: Sequence[ClaimStanding], *, settled: bool) -> Status:
    if not settled:
        return Status.CONFLICT
    if ClaimStanding.MISTAKEN in standings:
        return Status.MISTAKEN_CLAIM
    if ClaimStanding.OUTDATED in standings:
        return Status.OUTDATED_CLAIM
    return Status.VERIFIED if behaviour.right else Status.AGREED


_CAUSES = {
    ClaimStanding.MISTAKEN: Cause.MISTAKE,
    ClaimStanding.OUTDATED: Cause.CHANGED,
    ClaimStanding.SCOPED: Cause.SCOPE,
    ClaimStanding.OPEN: Cause.OPEN,
}
_ORDER = list(ClaimStanding)


def behaviour_conflicts(facts: Iterable[BehaviourFact]) -> Iterator[Conflict]:
    """A conflict for each behaviour of which some statement does not hold."""
    for fact in facts:
        if all(standing is ClaimStanding.HOLDS for standing in fact.standings):
            continue
        sides = tuple(_sides(fact))
        worst = next(cause for standing, cause in _CAUSES.items() if standing in fact.standings)
        yield Conflict(fact.id, sides, worst, _reason(fact, sides), fact.behaviour.asks)


def _sides(fact: BehaviourFact) -> Iterator[Side]:
    said: dict[str, list[Statement]] = {}
    for statement in fact.statements:
        said.setdefault(statement.choice, []).append(statement)
    standing = dict(zip((one.choice for one in fact.statements), fact.standings, strict=True))
    for choice in fact.choices:
        if choice not in said and not any(right in said for right in fact.choices):
            yield Side(fact.behaviour.says(choice), (), ClaimStanding.HOLDS)
    for choice in sorted(said, key=lambda one: _ORDER.index(standing[one])):
        yield Side(fact.behaviour.says(choice), tuple(said[choice]), standing[choice])


def _reason(fact: BehaviourFact, sides: Sequence[Side]) -> str:
    if not fact.settled:
        return "Nothing settles it: as many claims say one thing as another, and the pack cites no source."
    words = [f"{fact.says} ({_capital(fact.settled_by)}.)"]
    for turn in fact.behaviour.turns:
        says = fact.behaviour.says(turn.choice)
        if any(side.says == says for side in sides):
            words.append(f'"{says}" held until {turn.until}.' if turn.until else f'"{says}" holds of {turn.scope}.')
    words += [f'"{side.says}" is a mistake.' for side in sides if side.standing is ClaimStanding.MISTAKEN]
    return " ".join(words)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
