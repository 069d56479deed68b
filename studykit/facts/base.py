"""Limits and cited values → facts and conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from studykit.core.attribute import Attribute, Bound, Cited
from studykit.core.authority import Finding, Reference
from studykit.core.behaviour import Behaviour
from studykit.core.claim import Limit
from studykit.core.decision import Decisions
from studykit.core.fact import Cause, ClaimStanding, Conflict, Fact, FactBase, Status
from studykit.core.quantity import Quantity
from studykit.core.relation import Relation, Statement
from studykit.facts.authority import check
from studykit.facts.behaviours import behaviour_conflicts, settle_behaviours
from studykit.facts.conflicts import count_conflicts, find_conflicts
from studykit.facts.decided import decided_conflict, decided_limit, elsewhere, standing_among
from studykit.facts.fallback import Names, undeclared
from studykit.facts.form_conflicts import form_conflicts
from studykit.facts.settle import NOTHING, settle

_ONE_FIGURE = (Bound.MAX, Bound.DEFAULT, Bound.EXACT)
"""Bounds that people do not tell apart when an attribute has one figure: a quota is its default and limit."""


class Source(Protocol):
    """What notes say, one subject at a time, so that not all of it has to be in memory."""

    @property
    def dates(self) -> Mapping[str, str]:
        """Note → when it was written, for those that tell."""

    def limits_of(self, attribute: str) -> Sequence[Limit]:
        """The limits of an attribute that the pack declares, in order."""

    def other_limits(self) -> Iterable[Sequence[Limit]]:
        """The other limits, those of one service and dimension together."""

    def statements(self) -> Iterable[Statement]:
        """The answers to the questions of behaviours, in order."""

    def relations(self) -> Iterable[Relation]:
        """What the form of the notes says."""


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that notes say, in memory."""

    limits: Sequence[Limit] = ()
    answers: Sequence[Statement] = ()
    forms: Sequence[Relation] = ()
    dates: Mapping[str, str] = field(default_factory=dict)

    def limits_of(self, attribute: str) -> Sequence[Limit]:
        """The limits of an attribute that the pack declares, in order."""
        return [one for one in self.limits if one.known and f"{one.service}.{one.attribute}" == attribute]

    def other_limits(self) -> Iterable[Sequence[Limit]]:
        """The other limits, those of one service and dimension together."""
        groups: dict[tuple[str, str], list[Limit]] = {}
        for one in self.limits:
            if not one.known:
                groups.setdefault((one.service, one.quantity.dimension), []).append(one)
        return groups.values()

    def statements(self) -> Iterable[Statement]:
        """The answers to the questions of behaviours, in order."""
        return self.answers

    def relations(self) -> Iterable[Relation]:
        """What the form of the notes says."""
        return self.forms


def build_facts(
    said: Source,
    attributes: Iterable[Attribute],
    behaviours: Iterable[Behaviour] = (),
    authorities: Mapping[str, Reference] | None = None,
    decisions: Decisions | None = None,
) -> FactBase:
    """Settles everything that is cited or claimed.

    An authority in the right scope comes first, then the pack's citation, then the learner's decision, then the newest
    dated note, then the majority; a tie is a conflict.
    """
    decided = Decisions() if decisions is None else decisions
    facts: dict[str, Fact] = {}
    conflicts: list[Conflict] = []
    for settled, disagreeing in settle_attributes(said, attributes, authorities or {}, decided):
        facts.update((fact.id, fact) for fact in settled)
        conflicts += disagreeing
    answered = settle_behaviours(said.statements(), behaviours, said.dates, decided)
    conflicts += behaviour_conflicts(answered)
    conflicts += form_conflicts(said.relations(), decided)
    return FactBase(facts, {fact.id: fact for fact in answered}, tuple(conflicts))


def settle_attributes(
    said: Source,
    attributes: Iterable[Attribute],
    authorities: Mapping[str, Reference],
    decisions: Decisions | None = None,
) -> Iterator[tuple[tuple[Fact, ...], tuple[Conflict, ...]]]:
    """The facts and conflicts of one attribute after the other: the pack's, then those that only notes have."""
    declared, names = set(), Names()
    decided = Decisions() if decisions is None else decisions
    for attribute in attributes:
        declared.add(attribute.id)
        limits = said.limits_of(attribute.id)
        settled = _facts(attribute, limits, said.dates, authorities, decided)
        conflicts = tuple(find_conflicts(settled))
        if attribute.counts:
            row = [limit for name in attribute.counts for limit in said.limits_of(name)]
            conflicts += tuple(
                decided_conflict(one, decided) if one.cause is Cause.OPEN else one
                for one in count_conflicts(attribute, limits, row, settled)
            )
        yield settled, conflicts
    for group in said.other_limits():
        for attribute, limits in undeclared(group, declared, names):
            settled = _facts(attribute, limits, said.dates, authorities, decided)
            yield settled, tuple(find_conflicts(settled))


def _facts(
    attribute: Attribute,
    limits: Sequence[Limit],
    dates: Mapping[str, str],
    authorities: Mapping[str, Reference],
    decisions: Decisions,
) -> tuple[Fact, ...]:
    cited = {one.bound: one for one in reversed(attribute.cited) if not one.scope}
    claims: dict[Bound, list[Limit]] = {bound: [] for bound in cited}
    for limit in limits:
        claims.setdefault(_home(limit, cited), []).append(limit)
    return tuple(
        _cited_fact(attribute, claims[bound], cited[bound], authorities)
        if bound in cited
        else _claimed_fact(attribute, bound, claims[bound], dates, decisions)
        for bound in Bound
        if bound in claims
    )


def _home(limit: Limit, cited: Mapping[Bound, Cited]) -> Bound:
    """The bound whose fact a claim belongs to: its own, or that of the one figure the attribute has."""
    if limit.bound in cited or limit.bound not in _ONE_FIGURE:
        return limit.bound
    agreeing = [b for b in _ONE_FIGURE if b in cited and cited[b].quantity.agrees(limit.quantity)]
    others = [bound for bound in _ONE_FIGURE if bound in cited]
    return (agreeing or others or [limit.bound])[0]


def _cited_fact(
    attribute: Attribute, claims: Sequence[Limit], cited: Cited, authorities: Mapping[str, Reference]
) -> Fact:
    """The fact that the pack's author states; an authority verifies it where he names one."""
    scoped = tuple(one for one in attribute.cited if one.scope and one.bound is cited.bound)
    standings = tuple(_standing(attribute, limit, cited, scoped) for limit in claims)
    finding = check(cited, attribute, authorities) if cited.members else None
    agrees = finding is not None and finding.agrees is True
    return Fact(
        attribute=attribute,
        bound=cited.bound,
        quantity=cited.quantity,
        status=_status(standings, otherwise=Status.VERIFIED if agrees else Status.AGREED),
        claims=tuple(claims),
        standings=standings,
        cited=cited,
        history=tuple(past for past in attribute.history if past.bound is cited.bound),
        finding=finding,
        scoped=scoped,
        settled_by=_authority_words(finding) if agrees and finding else f"the pack's source: {cited.source}",
    )


def _authority_words(finding: Finding) -> str:
    source, _, place = finding.member.partition(" ")
    return f"an authority: {source} {finding.version} {place}"


def _claimed_fact(
    attribute: Attribute, bound: Bound, claims: Sequence[Limit], dates: Mapping[str, str], decisions: Decisions
) -> Fact:
    """The fact that only notes state: as the learner decided, else as the notes say."""
    decided = decided_limit(f"{attribute.id}.{bound}", claims, decisions)
    scoped: tuple[Cited, ...] = ()
    if decided is None:
        quantity, settled_by = _settled(claims, dates)
    else:
        quantity, settled_by = decided[0], decided[1].settled_by
        scoped = elsewhere(bound, claims, quantity, decided[1])
    history = attribute.history
    standings = tuple(
        standing_among(limit, quantity, history, scoped) if settled_by else ClaimStanding.OPEN for limit in claims
    )
    return Fact(
        attribute=attribute,
        bound=bound,
        quantity=quantity,
        status=_status(standings, otherwise=Status.AGREED) if settled_by else Status.CONFLICT,
        claims=tuple(claims),
        standings=standings,
        history=tuple(past for past in history if past.bound is bound),
        scoped=scoped,
        settled_by=settled_by or NOTHING,
    )


def _settled(claims: Sequence[Limit], dates: Mapping[str, str]) -> tuple[Quantity, str]:
    """The value that holds and the reason in words; an empty reason for a tie."""
    groups: list[list[Limit]] = []
    for limit in claims:
        for group in groups:
            if group[0].quantity.agrees(limit.quantity):
                group.append(limit)
                break
        else:
            groups.append([limit])
    at, words = settle([[limit.span.note for limit in group] for group in groups], dates)
    best = max(groups, key=len) if at is None else groups[at]
    return best[0].quantity, words


def _standing(attribute: Attribute, limit: Limit, cited: Cited, scoped: Sequence[Cited]) -> ClaimStanding:
    standing = standing_among(limit, cited.quantity, attribute.history, scoped)
    exam = standing is ClaimStanding.MISTAKEN and cited.exam is not None and cited.exam.agrees(limit.quantity)
    return ClaimStanding.OUTDATED if exam else standing


def _status(standings: Sequence[ClaimStanding], *, otherwise: Status) -> Status:
    if ClaimStanding.MISTAKEN in standings:
        return Status.MISTAKEN_CLAIM
    return Status.OUTDATED_CLAIM if ClaimStanding.OUTDATED in standings else otherwise
