"""Limits and cited values → facts and conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from studykit.core.attribute import Attribute, Bound, Cited
from studykit.core.claim import Limit
from studykit.core.fact import ClaimStanding, Conflict, Fact, Status
from studykit.core.quantity import Quantity
from studykit.core.text import count
from studykit.facts.conflicts import find_conflicts

_ONE_FIGURE = (Bound.MAX, Bound.DEFAULT, Bound.EXACT)
"""Bounds that people do not tell apart when an attribute has one figure: a quota is its default and limit."""


@dataclass(frozen=True, slots=True)
class FactBase:
    """What is known, with everything that was said about it."""

    facts: Mapping[str, Fact]
    """By id, in the order of the pack's attributes."""
    conflicts: tuple[Conflict, ...]
    """Every disagreement, settled or not."""
    unknown: tuple[Limit, ...]
    """Limits of attributes that the pack does not declare."""


def build_facts(limits: Iterable[Limit], attributes: Iterable[Attribute]) -> FactBase:
    """Settles every attribute that is cited or claimed.

    The pack's citation comes before the notes, the majority of the notes before none; a tie is a conflict.
    """
    by_attribute: dict[str, list[Limit]] = {}
    unknown = []
    for limit in limits:
        if limit.known:
            by_attribute.setdefault(f"{limit.service}.{limit.attribute}", []).append(limit)
        else:
            unknown.append(limit)
    facts: dict[str, Fact] = {}
    conflicts: list[Conflict] = []
    for attribute in attributes:
        settled = _facts(attribute, by_attribute.get(attribute.id, []))
        facts.update((fact.id, fact) for fact in settled)
        conflicts += find_conflicts(settled)
    return FactBase(facts, tuple(conflicts), tuple(unknown))


def _facts(attribute: Attribute, limits: Sequence[Limit]) -> tuple[Fact, ...]:
    cited = {one.bound: one for one in reversed(attribute.cited) if not one.scope}
    claims: dict[Bound, list[Limit]] = {bound: [] for bound in cited}
    for limit in limits:
        claims.setdefault(_home(limit, cited), []).append(limit)
    return tuple(_fact(attribute, bound, claims[bound], cited.get(bound)) for bound in Bound if bound in claims)


def _home(limit: Limit, cited: Mapping[Bound, Cited]) -> Bound:
    """The bound whose fact a claim belongs to: its own, or that of the one figure the attribute has."""
    if limit.bound in cited or limit.bound not in _ONE_FIGURE:
        return limit.bound
    agreeing = [b for b in _ONE_FIGURE if b in cited and cited[b].quantity.agrees(limit.quantity)]
    others = [bound for bound in _ONE_FIGURE if bound in cited]
    return (agreeing or others or [limit.bound])[0]


def _fact(attribute: Attribute, bound: Bound, claims: Sequence[Limit], cited: Cited | None) -> Fact:
    quantity, settled_by = (cited.quantity, f"the pack's source: {cited.source}") if cited else _majority(claims)
    standings = tuple(_standing(attribute, limit, quantity, settled=bool(settled_by)) for limit in claims)
    history = tuple(past for past in attribute.history if past.bound is bound)
    return Fact(
        attribute=attribute,
        bound=bound,
        quantity=quantity,
        status=_status(standings, cited, settled=bool(settled_by)),
        claims=tuple(claims),
        standings=standings,
        cited=cited,
        history=history,
        settled_by=settled_by or "nothing: as many claims say one thing as another",
    )


def _majority(claims: Sequence[Limit]) -> tuple[Quantity, str]:
    """The value of the most claims and the reason in words; an empty reason for a tie."""
    groups: list[list[Limit]] = []
    for limit in claims:
        for group in groups:
            if group[0].quantity.agrees(limit.quantity):
                group.append(limit)
                break
        else:
            groups.append([limit])
    groups.sort(key=len, reverse=True)
    best = groups[0][0].quantity
    if len(groups) == 1:
        words = "the only claim" if len(claims) == 1 else f"all {count(len(claims), 'claim')} agree"
        return best, words
    if len(groups[0]) > len(groups[1]):
        return best, f"most claims ({len(groups[0])} of {len(claims)})"
    return best, ""


def _standing(attribute: Attribute, limit: Limit, quantity: Quantity, *, settled: bool) -> ClaimStanding:
    if not settled:
        return ClaimStanding.OPEN
    if quantity.agrees(limit.quantity):
        return ClaimStanding.HOLDS
    if any(past.quantity.agrees(limit.quantity) for past in attribute.history):
        return ClaimStanding.OUTDATED
    return ClaimStanding.MISTAKEN


def _status(standings: Sequence[ClaimStanding], cited: Cited | None, *, settled: bool) -> Status:
    if not settled:
        return Status.CONFLICT
    if ClaimStanding.MISTAKEN in standings:
        return Status.MISTAKEN_CLAIM
    if ClaimStanding.OUTDATED in standings:
        return Status.OUTDATED_CLAIM
    return Status.VERIFIED if cited else Status.AGREED
