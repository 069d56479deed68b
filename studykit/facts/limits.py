"""Claims → limits: the stages quantity, bound, subject and alignment, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studykit.core.attribute import Attribute, Bound
from studykit.core.claim import Claim, ClaimKind, Limit
from studykit.core.diagnostic import Diagnostic, warning
from studykit.core.quantity import Dimension, Quantity
from studykit.core.source import SourceSpan
from studykit.facts.alignment import Match, align
from studykit.facts.bounds import bound_around, bound_of
from studykit.facts.measure import Measure
from studykit.facts.quantities import find_measures
from studykit.facts.subject import Scope, field_of, head_words, nearest_service, scopes_of, services_of, topics_of
from studykit.facts.vocabulary import Vocabulary

_TIE = 0.5
_LONGEST = 3_000
_MOST = 40
"""Figures in one claim, beyond which it states no limits."""


def read_limits(claims: Iterable[Claim], vocabulary: Vocabulary) -> tuple[tuple[Limit, ...], tuple[Diagnostic, ...]]:
    """Every limit that the claims state, in order, and where the words leave open what is meant."""
    found: list[Diagnostic] = []
    read = tuple(claims)
    topics = topics_of(read, vocabulary)
    limits = tuple(
        limit for claim in read for limit in _limits(claim, topics.get(claim.span.note, ""), vocabulary, found)
    )
    return limits, tuple(found)


def measures_of(claim: Claim) -> tuple[Measure, ...]:
    """The figures of a claim, as far as it is read."""
    return find_measures(claim.text[:_LONGEST])


def _limits(claim: Claim, topic: str, vocabulary: Vocabulary, found: list[Diagnostic]) -> Iterator[Limit]:
    measures = measures_of(claim)
    if len(claim.text) > _LONGEST:
        words = f"Figures are read in the first {_LONGEST:,} characters of a sentence only."
        found.append(warning(words, claim.span.note, claim.span.line))
    if len(measures) > _MOST:
        return  # a row of numbers, a log or a matrix: no sentence about limits
    asked = [_Asked.of(claim, measures, at, topic, vocabulary) for at in range(len(measures))]
    taken: list[Limit] = []
    for one, matches in zip(asked, _in_series(asked, _one_value_each(asked), vocabulary), strict=True):
        limit = _limit(one, matches, vocabulary, found)
        if limit is not None and not any(_repeats(limit, before) for before in taken):
            taken.append(limit)
            yield limit


@dataclass(frozen=True, slots=True)
class _Asked:
    """A figure with all that is known before its attribute is chosen."""

    claim: Claim
    measure: Measure
    bound: Bound | None
    own: bool
    """True when the figure's own words give its bound, and not a table, label or heading."""
    scopes: tuple[Scope, ...]
    matches: tuple[Match, ...]

    @classmethod
    def of(cls, claim: Claim, measures: Sequence[Measure], at: int, topic: str, vocabulary: Vocabulary) -> _Asked:
        own = bound_of(claim.text, measures, at, claim.context, claim.about)
        bound = own or bound_around(claim.context)
        scopes = scopes_of(claim, measures, at, topic)
        matches = align(measures[at], scopes, services_of(scopes, vocabulary), vocabulary)
        return cls(claim, measures[at], bound, own is not None, scopes, matches)


def _one_value_each(asked: Sequence[_Asked]) -> list[tuple[Match, ...]]:
    """The matches of each figure, without attributes that a better figure of the claim gives another value.

    "1M requests and 400,000 GB-s": two figures side by side are seldom two values of one thing.
    """
    left = [one.matches for one in asked]
    given: dict[tuple[str, Bound | None], Quantity] = {}
    order = sorted(range(len(asked)), key=lambda at: -asked[at].matches[0].score if asked[at].matches else 0)
    for at in order:
        free = tuple(match for match in left[at] if _is_free(match, asked[at].bound, given))
        left[at] = free or tuple(match for match in left[at] if match.quantity in asked[at].measure.readings)
        for match in left[at][:1]:
            given[match.attribute.id, asked[at].bound] = match.quantity
    return left


_WAITS = re.compile(r"\b(?:wait\w*|after|delay\w*|then|later|apart|paus\w*|between)\b", re.IGNORECASE)
_CERTAIN = 100
"""Score of a figure that stands in a counted row."""


def _in_series(
    asked: Sequence[_Asked], matches: list[tuple[Match, ...]], vocabulary: Vocabulary
) -> list[tuple[Match, ...]]:
    """Gives the figures behind a number the attributes that it counts: "retries twice, waits 1 min, then 2 min"."""
    made = list(matches)
    for at, best in enumerate(made):
        row = [vocabulary.known[name] for name in best[0].attribute.counts if name in vocabulary.known] if best else []
        for one in range(at + 1, len(made)):
            if not row or row[0].dimension is not asked[one].measure.quantity.dimension:
                break
            text, measure = asked[one].claim.text, asked[one].measure
            around = text[asked[one - 1].measure.end : measure.start] + text[measure.end : measure.end + 12]
            if not _WAITS.search(around):
                break
            attribute = row.pop(0)
            made[one] = (Match(attribute, measure.quantity, _CERTAIN, ()),)
    for at in range(1, len(made)):  # "128 MB to 10 GB in steps of 1 MB"
        figure, before = asked[at], made[at - 1][:1]
        step = figure.bound is Bound.INCREMENT and figure.own and not made[at]
        quantity = figure.measure.quantity
        if step and before and before[0].quantity.dimension is quantity.dimension:
            made[at] = (Match(before[0].attribute, quantity, before[0].score, before[0].name),)
    return made


def _is_free(match: Match, bound: Bound | None, given: Mapping[tuple[str, Bound | None], Quantity]) -> bool:
    """False when a better figure gives the attribute another value; one without a bound clashes with any."""
    taken = [
        quantity
        for (attribute, other), quantity in given.items()
        if attribute == match.attribute.id and (bound is None or other is bound)
    ]
    return all(quantity.agrees(match.quantity) for quantity in taken)


def _limit(one: _Asked, matches: Sequence[Match], vocabulary: Vocabulary, found: list[Diagnostic]) -> Limit | None:
    claim, measure = one.claim, one.measure
    line = claim.line_at(measure.start)
    span = SourceSpan(claim.span.note, line, line)
    if matches and not _open(matches):
        best = matches[0]
        quantity, attribute = best.quantity, best.attribute
        declared = {cited.bound for cited in attribute.cited}
        # a heading "Limits" makes no maximum of a constant
        heading = one.bound is Bound.MAX and not one.own
        said = None if (heading or best.score >= _CERTAIN) and declared and one.bound not in declared else one.bound
        settled = said or _usual_bound(attribute, quantity)
        return Limit(attribute.service, attribute.key, settled, quantity, claim, span, known=True)
    if matches:
        names = " or ".join(match.attribute.id for match in matches[:2])
        found.append(warning(f"{measure.quantity} may be about {names}.", span.note, line))
    elif _is_term(one) or not _telling(measure, one.bound, claim, one.scopes):
        return None
    service = nearest_service(one.scopes, vocabulary) or field_of(claim)
    bound = one.bound or _plain_bound(measure, one.scopes)
    return Limit(service, head_words(one.scopes), bound, measure.quantity, claim, span, known=False)


def _open(matches: Sequence[Match]) -> bool:
    """True when two attributes fit equally well."""
    return len(matches) > 1 and matches[0].score - matches[1].score < _TIE and matches[0].name == matches[1].name


def _usual_bound(attribute: Attribute, quantity: Quantity) -> Bound:
    """What a bare figure of an attribute means: the bound that has this value, or the most telling one."""
    values = {cited.bound: cited.quantity for cited in attribute.cited if not cited.scope}
    agreeing = [bound for bound, value in values.items() if value.agrees(quantity)]
    for bound in (Bound.EXACT, Bound.MAX):
        if bound in agreeing:
            return bound
    for past in attribute.history:
        if past.quantity.agrees(quantity):
            return past.bound
    for bound in (
        *(bound for bound in Bound if bound in agreeing),
        Bound.EXACT,
        Bound.MAX,
        Bound.DEFAULT,
        Bound.INCREMENT,
        Bound.MIN,
    ):
        if bound in values:
            return bound
    return Bound.MAX


def _is_term(one: _Asked) -> bool:
    """Whether a figure belongs to what a sentence says the meaning of: ``1492: a year``, ``Room 12: the lab``."""
    claim, measure = one.claim, one.measure
    named = claim.kind is ClaimKind.DEFINITION and measure.bare and claim.text.startswith(claim.about)
    return named and measure.end == len(claim.about) and (one.bound is None or claim.about.isdigit())


def _telling(measure: Measure, bound: Bound | None, claim: Claim, scopes: Sequence[Scope]) -> bool:
    """True when a figure of an attribute that the pack does not know is a limit all the same."""
    if measure.quantity.dimension is Dimension.CODE or not scopes:
        return False
    if measure.word and measure.bare:
        return bound in (Bound.MIN, Bound.MAX)
    if bound is None and _STORY.search(claim.text):
        return False
    plain = len(claim.text.split()) <= _SHORT
    labelled = bool(claim.context.label or claim.context.column) or bool(_LABELLED.match(claim.text))
    if measure.bare:
        counted = bool(_EACH.match(claim.text, measure.end))
        return counted or (bound is not None and bound is not Bound.EXACT) or (labelled and plain)
    return bound is not None or labelled or plain


_STORY = re.compile(
    r"\b(?:results?|measured|took|failed|demo|I|my|our|we|us|yesterday|benchmarks?|tested|cheaper|better|faster|slower)\b"
    r"|(?i:\brule of thumb\b)"
)
"""Words of somebody's own story, whose figures limit nothing."""
_SHORT = 14
"""Words of a line that is a note of a figure and no story around it."""
_LABELLED = re.compile(r"[^:=]{2,60}(?:::?\s|\s?=\s?|\s[-–—]\s)")
_EACH = re.compile(r"\s+(?:[a-z0-9-]+\s+){1,5}(?:per|each|an?|every)\s+[a-z]", re.IGNORECASE)
_SPANS = re.compile(
    r"\b(?:interval|window|dedup\w*|every|once|wait\w*|delay\w*|lat[ea]nc\w*|poll\w*|kept|keeps?|stays?"
    r"|retention|free|costs?)\b"
)


def _plain_bound(measure: Measure, scopes: Sequence[Scope]) -> Bound:
    """What a figure without a word for its bound is: a constant where it is a wait or an exchange, else the most."""
    near = next((scope.text.lower() for scope in scopes if scope.name in ("near", "line")), "")
    constant = measure.quantity.dimension in (Dimension.RATIO, Dimension.PERCENT) or _SPANS.search(near)
    return Bound.EXACT if constant else Bound.MAX


def _repeats(one: Limit, other: Limit) -> bool:
    return one.id == other.id and one.span == other.span and one.quantity.agrees(other.quantity)
