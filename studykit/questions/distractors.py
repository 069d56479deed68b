"""Wrong values of a fact, those that somebody believes first; found once for each fact, drawn by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from studykit.core.attribute import Bound
from studykit.core.fact import ClaimStanding, Fact
from studykit.core.quantity import Dimension, Figure, Quantity, Unit, format_figure, from_base, whole
from studykit.core.source import SourceSpan
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.known import Known, known, rank_of, remembered, shuffled
from studykit.questions.reasons import claim_reason

FACTORS = tuple(
    Fraction(*pair) for pair in ((1, 10), (1, 5), (1, 4), (1, 2), (3, 2), (2, 1), (3, 1), (4, 1), (5, 1), (10, 1))
)
"""By what slips of the pen change a figure."""
_UNEVEN = tuple(Fraction(*pair) for pair in ((1, 3), (2, 3), (3, 4), (1, 10), (1, 5), (1, 4), (1, 2), (3, 2), (5, 4)))
"""The same, rounded, where too few others are whole."""
_OFFSETS = (-2, -1, 1, 2, 3)
_SMALL = 10
"""Figures up to this one are also mistaken by a few units."""
_FAR = 40
"""Neighbours that are so many times larger or smaller tempt nobody."""
_CENT = 100
"""Shares end here."""


PLACES = (3, 5, 6, 7)
"""How often the key stands where, if it can: small figures have little below them and can only stand first, so the
others make up for them."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong value and why somebody might believe it."""

    quantity: Quantity
    text: str
    reason: str
    rank: int
    """For orders by chance; only what supplied the value decides it."""
    sources: tuple[SourceSpan, ...] = ()
    facts: tuple[str, ...] = ()
    """Other facts that supplied it."""
    tempting: bool = True
    """False for a figure that nobody believes in particular."""
    base: Figure = field(init=False)
    """The value in base units."""
    readings: frozenset[Figure] = field(init=False)
    """All that it can be read as, in base units."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "base", self.quantity.base)  # each is compared again and again
        object.__setattr__(self, "readings", self.quantity.readings)


def unit_of(fact: Fact) -> Unit:
    """The unit of all options: the value's own, or the attribute's when beliefs are whole in that one only."""
    own, usual = fact.quantity.unit, fact.attribute.unit
    bases = [fact.quantity.base, *(one.base for one in _believed(fact, own))]
    return usual if _whole_in(usual, bases) and not _whole_in(own, bases) else own


def _whole_in(unit: Unit, bases: Sequence[Figure]) -> bool:
    return all(isinstance(whole(Fraction(base) / unit.factor), int) for base in bases)


def unit_for(fact: Fact, ground: Ground) -> Unit:
    """``unit_of``, found once."""
    return remembered(ground, ("distractors", "unit", fact.id), lambda: unit_of(fact))


def wrong_values(fact: Fact, ground: Ground, unit: Unit, chance: Chance) -> Iterator[Wrong]:
    """Values in one unit that cannot be read as the right one, the most tempting first; some may be alike.

    What notes say and what was right once comes before the fact's other bounds, these before neighbours of the same
    service; slips of the pen come last. Within these groups chance decides.
    """
    for at, group in enumerate(_groups(fact, ground, unit)):
        yield from shuffled(chance, f"wrong/{at}", group, _rank)


def drawn(
    fact: Fact,
    ground: Ground,
    unit: Unit,
    chance: Chance,
    *,
    count: int,
    fair: Callable[[Wrong], bool] = lambda _: True,
) -> tuple[list[Wrong], list[Wrong]]:
    """The first few smaller and the first few larger values, no two of which can be read as the same."""
    lower: list[Wrong] = []
    higher: list[Wrong] = []
    right = fact.quantity.base
    for one in wrong_values(fact, ground, unit, chance):
        side = lower if one.base < right else higher
        if len(side) < count and fair(one) and not alike(one, side):
            side.append(one)
            if len(lower) == count == len(higher):
                break
    return lower, higher


def spread(chance: Chance, sides: tuple[list[Wrong], list[Wrong]]) -> tuple[int, list[Wrong]] | None:
    """How many wrong values stand below the key, and three of them, ascending; None when there are too few.

    The place of the key is drawn first, so that it says nothing.
    """
    lower, higher = sides
    count = len(PLACES) - 1
    if len(lower) + len(higher) < count:
        return None
    wanted = chance.weighted("place", PLACES)
    below = max(min(wanted, len(lower)), count - len(higher))
    small, large = lower[:below], higher[: count - below]
    if any(alike(one, large) for one in small):
        return None
    return below, sorted((*small, *large), key=lambda one: one.base)


def alike(one: Wrong, others: Iterable[Wrong]) -> bool:
    """True when a value can be read as one of the others, which measure the same."""
    return any(one.text == other.text or not one.readings.isdisjoint(other.readings) for other in others)


def _rank(one: Wrong) -> int:
    return one.rank


def _groups(fact: Fact, ground: Ground, unit: Unit) -> tuple[tuple[Wrong, ...], ...]:
    """Beliefs, other bounds, neighbours, slips and rounded slips of a fact."""

    def make() -> tuple[tuple[Wrong, ...], ...]:
        groups = (
            _merged(_believed(fact, unit)),
            _other_bounds(fact, ground, unit),
            _neighbours(fact, ground, unit),
            _slips(fact, unit, FACTORS),
            _slips(fact, unit, _UNEVEN, rounded=True),
        )
        return tuple(tuple(one for one in group if _plausible(one.quantity, fact, unit)) for group in groups)

    return remembered(ground, ("distractors", "groups", fact.id, unit.name), make)


def _plausible(quantity: Quantity, fact: Fact, unit: Unit) -> bool:
    """True for what could be written where the value is and is not true of anything that the fact is about."""
    return (
        quantity.unit == unit
        and (quantity.base > 0 or (quantity.base == 0 and _may_be_nothing(fact)))
        and (isinstance(quantity.figure, int) or not _whole_in(unit, [fact.quantity.base]))
        and "/" not in format_figure(quantity.figure)
        and (quantity.dimension is not Dimension.PERCENT or quantity.figure <= _CENT)
        and not may_be_right(quantity, fact)
    )


def may_be_right(quantity: Quantity, fact: Fact) -> bool:
    """True for the value itself, and for one that holds in another mode or variant."""
    return quantity.agrees(fact.quantity) or any(one.quantity.agrees(quantity) for one in fact.scoped)


def _may_be_nothing(fact: Fact) -> bool:
    """True where 0 is a sensible setting: no wait, no retries."""
    return fact.bound in (Bound.MIN, Bound.DEFAULT) and fact.attribute.dimension in (Dimension.TIME, Dimension.COUNT)


def _wrong(base: Figure, unit: Unit, reason: str, name: str) -> Wrong:
    quantity = from_base(base, unit)
    return Wrong(quantity, str(quantity), reason, rank_of(name))


def _believed(fact: Fact, unit: Unit) -> Iterator[Wrong]:
    """What notes say wrongly, and what was right once."""
    for limit, standing in zip(fact.claims, fact.standings, strict=True):
        if standing in (ClaimStanding.MISTAKEN, ClaimStanding.OUTDATED):
            made = _wrong(limit.quantity.base, unit, claim_reason(limit, standing, fact), "")
            yield replace(made, sources=(limit.span,))
    if fact.cited is not None and not fact.cited.quantity.agrees(fact.quantity):
        reason = f"That is the value today, which exams of the day do not ask yet: they ask {fact.quantity}."
        yield _wrong(fact.cited.quantity.base, unit, reason, "")
    if not fact.exam_value.agrees(fact.quantity):
        reason = f"That was the value until lately, and exams may still ask it: {fact.id} is {fact.quantity}."
        yield _wrong(fact.exam_value.base, unit, reason, "")
    for past in reversed(fact.history):
        yield _wrong(
            past.quantity.base, unit, f"That was the value until {past.until}: {fact.id} is {fact.quantity}.", ""
        )


def _merged(beliefs: Iterable[Wrong]) -> list[Wrong]:
    """One of each value, with the lines of all who believe it."""
    by_text: dict[str, list[Wrong]] = {}
    for one in beliefs:
        by_text.setdefault(one.text, []).append(one)
    return [
        replace(same[0], rank=rank_of(text), sources=tuple(dict.fromkeys(span for one in same for span in one.sources)))
        for text, same in by_text.items()
    ]


def _other_bounds(fact: Fact, ground: Ground, unit: Unit) -> list[Wrong]:
    """The minimum where the maximum is asked, and so on; the most frequent mix-up."""
    if fact.bound is Bound.INCREMENT:
        return []  # a step is no limit, nor the other way round
    same = known(ground).of_attribute.get(fact.attribute.id, {})
    return [_taken_for(other, unit) for other in same.values() if other.bound not in (fact.bound, Bound.INCREMENT)]


def _neighbours(fact: Fact, ground: Ground, unit: Unit) -> list[Wrong]:
    """Values of like size of other attributes of the same service."""
    about = fact.attribute
    return [
        _taken_for(other, unit)
        for other in known(ground).of_service.get((about.service, about.dimension), ())
        if other.attribute.id != about.id
        and other.bound is not Bound.INCREMENT
        and _comparable(other.quantity.base, fact.quantity.base)
    ]


def _taken_for(other: Known, unit: Unit) -> Wrong:
    made = _wrong(other.quantity.base, unit, f"That is another value: the {other.phrase} ({other.id}).", other.id)
    return replace(made, facts=(other.id,))


def _comparable(one: Figure, other: Figure) -> bool:
    """True when nobody would rule a value out by its size alone."""
    return bool(one and other) and Fraction(1, _FAR) <= Fraction(one) / Fraction(other) <= _FAR


def _slips(fact: Fact, unit: Unit, factors: Sequence[Fraction], *, rounded: bool = False) -> list[Wrong]:
    """Figures of about the right size; none for codes, which have no size."""
    if fact.attribute.dimension is Dimension.CODE:
        return []
    figure = from_base(fact.quantity.base, unit).figure
    figures = [whole(Fraction(figure * factor)) for factor in factors]
    if rounded:
        figures = [(one + Fraction(1, 2)).__floor__() for one in figures]
    elif figure <= _SMALL and isinstance(figure, int):
        figures += [figure + offset for offset in _OFFSETS]
    return [
        _slip(Quantity(one, unit), fact, tenfold=one in (figure * 10, figure / Fraction(10)))
        for one in dict.fromkeys(figures)
        if one > 0 or (one == 0 and fact.bound is Bound.MIN)
    ]


def _slip(quantity: Quantity, fact: Fact, *, tenfold: bool) -> Wrong:
    why = "Off by a factor of ten" if tenfold else "No source says so"
    rank = rank_of(f"slip/{quantity.figure}")
    return Wrong(quantity, str(quantity), f"{why}: {fact.id} is {fact.quantity}.", rank, tempting=tenfold)
