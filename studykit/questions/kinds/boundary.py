"""Questions on a limit: which value is still allowed, or whether one value is, and because of which limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from studykit.core.attribute import Bound
from studykit.core.card import Card, CardKind
from studykit.core.errors import UsageError
from studykit.core.fact import Fact
from studykit.core.quantity import Dimension, Figure, Quantity, Unit, from_base, natural, parse_quantity
from studykit.core.question import Option, Question
from studykit.core.response import Choices
from studykit.questions.chance import Chance
from studykit.questions.distractors import Wrong, alike, drawn, spread, unit_for, wrong_values
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.known import Index, Known, known, rank_of, remembered, shuffled, with_service
from studykit.questions.ranges import Range, range_of
from studykit.questions.shown import measured
from studykit.questions.words import bound_name

NAME = "boundary"
OPTIONS = 4
_SETTING = 0.5
"""Share of questions that ask whether one value is accepted."""
_AT_LIMIT = 0.75
"""Share of the others whose right answer is the limit itself; else it is the nearest value within it."""
_AT_RIGHT = 0.4
"""Share of settings that are drawn at the right limit rather than at any of the four."""
_ADVICE = ("advise", "recommend", "should", "usual", "measured", "expect", "approximate", "typical")
"""Words of figures that nothing is refused by."""
_WHICH = {Bound.MAX: "largest", Bound.MIN: "smallest"}
_TAKES = ": a design takes "
_AS = " as the "
_ASKED = ". Does that work?"
_VERDICTS = {True: "It is accepted, because the ", False: "It is refused, because the "}


def fits(card: Card, ground: Ground) -> bool:
    """Cards of a maximum or minimum that something is refused by."""
    if card.kind is not CardKind.LIMIT or not card.facts:
        return False
    one = known(ground).facts.get(card.facts[0])
    return one is not None and remembered(ground, (NAME, "fits", one.id), lambda: _refuses(one, ground))


def _refuses(one: Known, ground: Ground) -> bool:
    if one.bound not in _WHICH or one.dimension in (Dimension.CODE, Dimension.MONEY):
        return False
    if any(word in one.noun for word in _ADVICE):
        return False
    cited = ground.facts[one.id].cited
    pinned = cited is not None and (cited.authority or bool(cited.members))
    # a lone minimum that no model has is what a service promises, not what it asks for
    return one.bound is Bound.MAX or pinned or len(known(ground).of_attribute[one.attribute.id]) > 1


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """One of the two forms, by chance; None when there are too few values on either side."""
    if not fits(card, ground):
        return None
    one = known(ground).facts[card.facts[0]]
    fact = ground.facts[one.id]
    if chance.share("form") < _SETTING:
        return _setting(card, fact, one, ground, chance)
    return _which(card, fact, one, ground, chance)


def _question(card: Card, one: Known, stem: str, options: Sequence[Option], facts: Sequence[str]) -> Question:
    return Question.of(
        card,
        NAME,
        stem=stem,
        response=Choices(tuple(options)),
        facts=tuple(dict.fromkeys((one.id, *facts))),
        sources=one.lines,
    )


def _which_stem(one: Known) -> str:
    return f"{one.service}: which of these values is the {_WHICH[one.bound]} that is still allowed for the {one.noun}?"


def _which(card: Card, fact: Fact, one: Known, ground: Ground, chance: Chance) -> Question | None:
    """Values on both sides of the limit, ascending; the outermost one within it is right."""
    around = range_of(one.attribute.id, known(ground))
    unit = unit_for(fact, ground)
    within, beyond = _sides(fact, around, ground, unit, chance)
    if len(within) < 2 or not beyond:  # noqa: PLR2004 - else the key always stands at the same end
        return None
    wanted = chance.below("place", OPTIONS)
    outside = wanted if one.bound is Bound.MIN else OPTIONS - 1 - wanted
    outside = max(min(outside, len(beyond)), OPTIONS - len(within))
    chosen = [*within[: OPTIONS - outside], *beyond[:outside]]
    if len(chosen) < OPTIONS:
        return None
    chosen.sort(key=lambda wrong: wrong.base)
    inside = [wrong.base for wrong in chosen if around.holds(wrong.base)]
    key = max(inside) if one.bound is Bound.MAX else min(inside)
    best = from_base(key, unit)
    options = [
        Option(wrong.text, wrong.base == key, _which_reason(wrong, best, one, around), wrong.sources)
        for wrong in chosen
    ]
    facts = (*around.ids, *(name for wrong in chosen for name in wrong.facts))
    return _question(card, one, _which_stem(one), options, facts)


def _which_reason(wrong: Wrong, best: Quantity, one: Known, around: Range) -> str:
    if wrong.base == best.base:
        if best.agrees(one.quantity):
            return f"Exactly the {bound_name(one.bound)} is allowed. {one.source}"
        side = "most" if one.bound is Bound.MAX else "least"
        return f"Of these it is the {side} that keeps to the {bound_name(one.bound)}, {one.quantity}. {one.source}"
    if around.holds(wrong.base):
        return f"That is allowed, but so is {best}, which is {'more' if one.bound is Bound.MAX else 'less'}."
    side = "More" if one.bound is Bound.MAX else "Less"
    return f"{side} than the {bound_name(one.bound)}, {one.quantity}. {wrong.reason}"


def _sides(fact: Fact, around: Range, ground: Ground, unit: Unit, chance: Chance) -> tuple[list[Wrong], list[Wrong]]:
    """Values within the limit and beyond it, those to be shown first; one step away is likely on either side."""
    right = Wrong(fact.quantity, str(from_base(fact.quantity.base, unit)), "", 0)
    near = _steps(fact, around, unit)
    within: list[Wrong] = [right] if chance.share("at limit") < _AT_LIMIT else []
    beyond: list[Wrong] = []
    pool = [*shuffled(chance, "near", near, lambda wrong: wrong.rank), *wrong_values(fact, ground, unit, chance)]
    for wrong in pool:
        outside = wrong.base > right.base if fact.bound is Bound.MAX else wrong.base < right.base
        side = beyond if outside else within
        fair = around.stepped(wrong.base) and (outside or around.holds(wrong.base))
        if len(side) < OPTIONS and fair and not alike(wrong, side):
            side.append(wrong)
        if len(within) == OPTIONS == len(beyond):
            break
    return within, beyond


def _steps(fact: Fact, around: Range, unit: Unit) -> tuple[Wrong, ...]:
    """The values one step within the limit and one beyond it."""
    step = around.step.quantity.base if around.step is not None else unit.factor
    names = ((fact.quantity.base - step, "below"), (fact.quantity.base + step, "above"))
    made = [(from_base(base, unit), name) for base, name in names if base >= 0]
    return tuple(
        Wrong(quantity, str(quantity), "Off by one step.", rank_of(name))
        for quantity, name in made
        if quantity.unit == unit
    )


def _setting(card: Card, fact: Fact, one: Known, ground: Ground, chance: Chance) -> Question | None:
    """One value, accepted or refused, with the limit that is the reason."""
    around = range_of(one.attribute.id, known(ground))
    unit = unit_for(fact, ground)
    chosen = spread(chance, drawn(fact, ground, unit, chance, count=OPTIONS - 1, fair=partial(_sensible, one, around)))
    if chosen is None:
        return None
    wrong = chosen[1]
    right = Wrong(fact.quantity, str(from_base(fact.quantity.base, unit)), one.source, 0)
    bounds = sorted((*wrong, right), key=lambda other: other.base)
    shown = _shown(bounds, fact, around, unit, chance)
    if shown is None:
        return None
    options = [
        Option(
            f"{_VERDICTS[_accepts(other.base, shown.base, one.bound)]}{bound_name(one.bound)} is {other.text}.",
            right=other is right,
            reason=_setting_reason(shown, other, one, right=other is right),
            sources=other.sources,
        )
        for other in bounds
    ]
    stem = f"{one.service}{_TAKES}{shown}{_AS}{one.noun}{_ASKED}"
    return _question(card, one, stem, options, (*around.ids, *(name for other in wrong for name in other.facts)))


def _sensible(one: Known, around: Range, wrong: Wrong) -> bool:
    """True for a limit that leaves something between it and the other one."""
    opposite = around.low if one.bound is Bound.MAX else around.high
    if opposite is None:
        return True
    above = wrong.base > opposite.quantity.base
    return above if one.bound is Bound.MAX else not above and wrong.base != opposite.quantity.base


def _setting_reason(shown: Quantity, other: Wrong, one: Known, *, right: bool) -> str:
    if right:
        return f"{shown} is {_side(shown.base, one)}. {other.reason}"
    return f"The {bound_name(one.bound)} is {one.quantity}. {other.reason}"


def _side(base: Figure, one: Known) -> str:
    """How a value stands to its bound, in words."""
    name, limit = bound_name(one.bound), one.quantity
    if base == limit.base:
        return f"exactly the {name}, which is allowed"
    return f"{'above' if base > limit.base else 'below'} the {name}, {limit}"


def _accepts(limit: Figure, base: Figure, bound: Bound) -> bool:
    return base <= limit if bound is Bound.MAX else base >= limit


def _shown(bounds: Sequence[Wrong], fact: Fact, around: Range, unit: Unit, chance: Chance) -> Quantity | None:
    """A value on which some of the limits are accepted and some refused; near the right one more often than not."""
    texts = {one.text for one in bounds}
    for base in _candidates(bounds, fact, around, unit, chance):
        opposite = around.low if fact.bound is Bound.MAX else around.high
        beyond = opposite is not None and (
            base < opposite.quantity.base if fact.bound is Bound.MAX else base > opposite.quantity.base
        )
        verdicts = {_accepts(one.base, base, fact.bound) for one in bounds}
        shown = from_base(base, unit)
        if str(shown) in texts:  # an option would repeat the stem: the same in another unit, if people say it so
            shown = natural(base, shown.dimension) if unit.dimension is Dimension.TIME else shown
        fair = base > 0 and not beyond and around.stepped(base) and str(shown) not in texts
        if fair and len(verdicts) > 1 and (shown.unit == unit or unit.dimension is Dimension.TIME):
            return shown
    return None


def _candidates(bounds: Sequence[Wrong], fact: Fact, around: Range, unit: Unit, chance: Chance) -> Iterator[Figure]:
    """Values at the right limit and at the wrong ones; else the nearest limit would always be the right one."""
    step = around.step.quantity.base if around.step is not None else unit.factor
    near = [fact.quantity.base + away for away in (-step, 0, step)]
    others = [one.base + away for one in bounds for away in (-step, 0, step)]
    first, second = (near, others) if chance.share("near") < _AT_RIGHT else (others, near)
    yield from chance.order("first", first)
    yield from chance.order("second", second)


def proved(question: Question, ground: Ground) -> bool:
    """Finds what the stem is about, and works out from the settled bounds what each shown option claims."""
    index = known(ground)
    if question.stem.endswith(_ASKED):
        return _setting_proved(question, index)
    stems = remembered(ground, (NAME, "stems"), lambda: _stems(index))
    one = index.facts.get(stems.get(question.stem, ""))
    if one is None or question.facts[:1] != (one.id,):
        return False
    around = range_of(one.attribute.id, index)
    try:
        shown = [measured(option.text, one.quantity).base for option in question.options]
    except UsageError:
        return False
    inside = [base for base in shown if around.holds(base)]
    if not inside or not all(around.stepped(base) for base in shown):
        return False
    best = max(inside) if one.bound is Bound.MAX else min(inside)
    cited = set(around.ids) <= set(question.facts)
    return cited and [base == best for base in shown] == [option.right for option in question.options]


def _stems(index: Index) -> dict[str, str]:
    """Stem → fact; stems that could mean two facts are left out."""
    stems: dict[str, str] = {}
    for one in index.facts.values():
        if one.bound in _WHICH:
            stem = _which_stem(one)
            stems[stem] = one.id if stem not in stems else ""
    return stems


def _setting_proved(question: Question, index: Index) -> bool:
    service, _, rest = question.stem.removesuffix(_ASKED).partition(_TAKES)
    text, _, noun = rest.partition(_AS)
    attribute = index.nouns.get(with_service(noun, service), "")
    bounds = index.of_attribute.get(attribute, {})
    if not bounds:
        return False
    around = range_of(attribute, index)
    try:
        base = measured(text, next(iter(bounds.values())).quantity).base
        claims = [_claimed(option.text, bounds) for option in question.options]
    except (UsageError, KeyError):
        return False
    accepted = around.holds(base)
    holds = [says is accepted and limit.agrees(bounds[bound].quantity) for says, bound, limit in claims]
    cited = set(around.ids) <= set(question.facts) and around.stepped(base)
    return cited and holds == [option.right for option in question.options]


def _claimed(text: str, bounds: Mapping[Bound, Known]) -> tuple[bool, Bound, Quantity]:
    """What an option says: accepted or not, because of which bound and value. Raises UsageError or KeyError."""
    for says, words in _VERDICTS.items():
        if text.startswith(words):
            name, _, value = text[len(words) :].removesuffix(".").partition(" is ")
            bound = next((one for one in _WHICH if bound_name(one) == name), Bound.EXACT)
            return says, bound, measured(value, bounds[bound].quantity)
    return False, Bound.EXACT, parse_quantity(text)


KIND = Kind(NAME, "what a limit still lets through", fits, ask, proved, weight=6)
