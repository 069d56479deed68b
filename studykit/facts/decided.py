"""What a learner's decision does to a fact: which claim holds, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from studykit.core.attribute import Bound, Cited, Past
from studykit.core.behaviour import Behaviour, Turn
from studykit.core.claim import Limit
from studykit.core.decision import SOURCE, Decision, Decisions
from studykit.core.fact import BehaviourFact, Cause, ClaimStanding, Conflict, Fact
from studykit.core.quantity import Quantity
from studykit.core.relation import Statement
from studykit.core.text import shortened


def decided_limit(fact: str, claims: Sequence[Limit], decisions: Decisions) -> tuple[Quantity, Decision] | None:
    """The value that holds by the learner's decision; None without one, and where the claims agree anyway."""
    if not decisions.made or all(one.quantity.agrees(claims[0].quantity) for one in claims):
        return None
    said = [(str(one.quantity), one.claim.text) for one in claims]
    found = decisions.find(fact, said, renamed=not claims[0].known)
    return None if found is None else (claims[found[1]].quantity, found[0])


def elsewhere(bound: Bound, claims: Iterable[Limit], quantity: Quantity, decision: Decision) -> tuple[Cited, ...]:
    """The values that hold of something else: each other value, where the learner said that both hold."""
    if not decision.both:
        return ()
    others: list[Quantity] = []
    for one in claims:
        if not any(known.agrees(one.quantity) for known in (quantity, *others)):
            others.append(one.quantity)
    day = decision.at.date().isoformat()
    return tuple(Cited(bound, one, SOURCE, day, decision.scope) for one in others)


def decided_answer(
    behaviour: Behaviour, statements: Sequence[Statement], decisions: Decisions
) -> tuple[str, Decision] | None:
    """The choice that holds by the learner's decision; None without one, and where the statements agree anyway."""
    if not decisions.made or len({one.choice for one in statements}) == 1:
        return None
    found = decisions.find(behaviour.id, [(behaviour.says(one.choice), one.claim.text) for one in statements])
    return None if found is None else (statements[found[1]].choice, found[0])


def with_turns(behaviour: Behaviour, statements: Iterable[Statement], choice: str, decision: Decision) -> Behaviour:
    """The behaviour with the other choices as right of something else, where the learner said that both hold."""
    if not decision.both:
        return behaviour
    known = {choice, *(turn.choice for turn in behaviour.turns)}
    others = dict.fromkeys(one.choice for one in statements if one.choice not in known)
    turns = tuple(Turn(one, scope=decision.scope, source=SOURCE) for one in others)
    return replace(behaviour, turns=(*behaviour.turns, *turns))


def decided_conflict(conflict: Conflict, decisions: Decisions, also: str = "") -> Conflict:
    """A conflict about no fact (an order, a comparison, a count), settled if the learner did.

    ``also`` is another id of it.
    """
    if not decisions.made:
        return conflict
    claims = [(side.says, claim.claim.text) for side in conflict.sides for claim in side.claims]
    sides = [at for at, side in enumerate(conflict.sides) for _ in side.claims]
    found = decisions.find(stable_id(conflict.id), claims) or (decisions.find(also, claims) if also else None)
    if found is None:
        return conflict
    decision, at = found
    right = conflict.sides[sides[at]]
    other = ClaimStanding.SCOPED if decision.both else ClaimStanding.MISTAKEN
    rest = (replace(side, standing=other) for side in conflict.sides if side is not right)
    settled = (replace(right, standing=ClaimStanding.HOLDS), *rest)
    reason = f"{right.says} ({decision.settled_by[:1].upper()}{decision.settled_by[1:]}.)"
    if decision.both:
        reason += f" The other holds of {decision.scope}."
    return replace(conflict, sides=settled, cause=Cause.SCOPE if decision.both else Cause.MISTAKE, reason=reason)


def stable_id(conflict: str) -> str:
    """The id of a conflict without the line that some have in it: what is decided does not move with its line."""
    head, _, line = conflict.rpartition(":")
    return head if head and line.isdigit() else conflict


def standing_among(limit: Limit, quantity: Quantity, history: Iterable[Past], scoped: Iterable[Cited]) -> ClaimStanding:
    """How a claim stands to the value that holds among claims."""
    if quantity.agrees(limit.quantity):
        return ClaimStanding.HOLDS
    if any(one.quantity.agrees(limit.quantity) for one in scoped):
        return ClaimStanding.SCOPED
    past = any(one.quantity.agrees(limit.quantity) for one in history)
    return ClaimStanding.OUTDATED if past else ClaimStanding.MISTAKEN


def idle(
    decisions: Decisions, facts: Mapping[str, Fact | BehaviourFact], open_conflicts: Iterable[Conflict]
) -> Iterator[tuple[Decision, str]]:
    """Each decision that counts for nothing though its fact is there, and a sentence that says why.

    A decision about a fact that these notes do not have is none of these: other notes may have it.
    """
    about = {stable_id(one.id) for one in open_conflicts}
    for one in decisions.made:
        if one.fact in decisions.counted:
            continue
        fact = facts.get(one.fact)
        if (fact is not None and not fact.settled) or one.fact in about:
            gone = f'no claim says "{shortened(one.words, 80)}" any more'
            yield one, f"Your decision about {one.fact} no longer counts: {gone}. The notes disagree again."
        elif fact is not None and is_cited(fact):
            yield one, f"Your decision about {one.fact} is not needed: {fact.settled_by} settles it."


def is_cited(fact: Fact | BehaviourFact) -> bool:
    """True where an authority or the pack's source settles it: there is nothing to decide."""
    return fact.cited is not None if isinstance(fact, Fact) else bool(fact.behaviour.right)
