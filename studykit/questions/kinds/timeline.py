"""Questions about a course of events: what happens at a moment, and when something happens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from studykit.core.card import Card
from studykit.core.errors import UsageError
from studykit.core.quantity import UNITS, Dimension, Figure, natural, parse_quantity
from studykit.core.question import Question
from studykit.core.response import Option
from studykit.core.verdict import Moment
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.kinds.scenario import placed, question_of, tempting
from studykit.questions.scenarios import BLOCKS, Scenario, decided, enumerated, situation, template_named, template_of
from studykit.questions.shown import filled_in
from studykit.rules.domain import Call, Derived, Domain
from studykit.rules.expression import Expression

NAME = "timeline"
OPTIONS = 4
_TRIED = 6
_ABOUT_MOMENTS = 0.6
"""Share of questions that ask what happens at a moment; the others ask when something happens."""
_SHOWN = 6
"""Moments that a reason tells."""
_LEAST = 2
"""Moments at different times that a course of events must have."""
_SLIPS = tuple(
    Fraction(*pair) for pair in ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (3, 2), (2, 1), (3, 1), (4, 1), (5, 1))
)
"""By what the time of an event is mistaken."""
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
_TIME = re.compile(r"(?<![\d.,:])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)? (?:ms|s|min|h|days?)\b")
_WHAT = re.compile(r"(.*) What happens (at once|.{1,40} after the beginning)\?", re.DOTALL)
_WHEN = re.compile(r"(.*) How long after the beginning does this happen: “(.*)”\?", re.DOTALL)


def fits(card: Card, ground: Ground) -> bool:
    """Cards of templates whose rules look at what a kernel sees happen."""
    found = template_of(card, ground)
    return found is not None and any(isinstance(one, Call) for one in found[0].domain.derived)


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """A scenario with a course of events, and what happens when in it."""
    found = template_of(card, ground)
    if found is None or found[1].best is not None or not situation(found[1].stem):
        return None
    judge, template = found
    block = enumerated(ground, judge, template, chance.below("block", BLOCKS))
    telling = [one for one in block if _tells(one)]
    others = [moment for one in telling for moment in one.moments]
    for scenario in chance.order("scenario", telling, lambda one: one.filled(template.stem))[:_TRIED]:
        made = (_what if chance.share("what") < _ABOUT_MOMENTS else _when)(scenario, others, chance)
        if made is not None:
            ending, options = made
            stem = f"{scenario.filled(situation(template.stem))} {ending}"
            return question_of(card, ground, scenario, NAME, stem=stem, options=options)
    return None


def _tells(scenario: Scenario) -> bool:
    """True for a course of events whose beginning is one of them, and whose outcome depends on it."""
    times = _times(scenario.moments)
    return len(times) >= _LEAST and 0 in times and _looked_at(scenario)


def _times(moments: Sequence[Moment]) -> dict[Figure, list[str]]:
    """What happens at each time that is known."""
    found: dict[Figure, list[str]] = {}
    for moment in moments:
        if moment.at is not None:
            found.setdefault(moment.at, []).append(moment.says)
    return found


def _looked_at(scenario: Scenario) -> bool:
    """True when the deciding row depends on what the kernel saw: what is refused before has no course of events."""
    when = scenario.rule.when
    return when is None or _depends(when, scenario.judge.domain)


def _depends(expression: Expression, domain: Domain) -> bool:
    runs = {one.name for one in domain.derived if isinstance(one, Call)}
    behind = {one.name: one.expression for one in domain.derived if isinstance(one, Derived)}
    return any(
        name.partition(".")[0] in runs or (name in behind and _depends(behind[name], domain))
        for name in expression.names
    )


def _what(scenario: Scenario, others: Sequence[Moment], chance: Chance) -> tuple[str, tuple[Option, ...]] | None:
    """What happens at a time: the other answers happen at other times, or in other courses."""
    times = _times(scenario.moments)
    single = sorted(at for at, says in times.items() if len(says) == 1)
    if not single:
        return None
    at = chance.pick("at", single)
    (key,) = times[at]
    own = [moment for moment in scenario.moments if moment.says != key and moment.says not in times[at]]
    texts = list(dict.fromkeys(moment.says for moment in chance.order("own", own, lambda one: one.says)))
    more = dict.fromkeys(one.says for one in others if one.says not in times[at] and one.says not in texts)
    figures = set(_FIGURE.findall(f"{scenario.filled(scenario.template.stem)} {_told(scenario)}"))
    # figures that are nowhere in this case would give a wrong answer away
    texts += chance.order("others", (one for one in more if figures.issuperset(_FIGURE.findall(one))))
    chosen = tempting(texts, key, lambda text: text, chance)
    if len(chosen) < OPTIONS - 1:
        return None
    options = [Option(key, right=True, reason=_told(scenario))]
    for text in chosen:
        when = [one.at for one in scenario.moments if one.says == text]
        options.append(Option(text, right=False, reason=_not_then(when, scenario)))
    lead = "at once" if at == 0 else f"{natural(at, Dimension.TIME)} after the beginning"
    return f"What happens {lead}?", placed(options, chance)


def _not_then(when: Sequence[Figure | None], scenario: Scenario) -> str:
    if not when:
        return f"That does not happen in this case. {_told(scenario)}"
    times = " and ".join("at no certain time" if at is None else f"after {natural(at, Dimension.TIME)}" for at in when)
    return f"That happens {times}. {_told(scenario)}"


def _told(scenario: Scenario) -> str:
    """The course of events in one line."""
    parts = [f"{natural(one.at, Dimension.TIME)}: {one.says}" for one in scenario.moments if one.at is not None]
    return " ".join(parts[:_SHOWN]) + (" …" if len(parts) > _SHOWN else "")


def _when(scenario: Scenario, others: Sequence[Moment], chance: Chance) -> tuple[str, tuple[Option, ...]] | None:
    """When something happens that happens once: among other times of this course and slips."""
    times = _times(scenario.moments)
    said = [says for several in times.values() for says in several]
    told = _times_in(scenario.filled(scenario.template.stem))
    once = {
        says: at
        for at, several in times.items()
        for says in several
        if said.count(says) == 1 and at > 0 and at not in told
    }
    if not once:
        return None
    says = chance.pick("says", sorted(once))
    key = once[says]
    tempting_times = {at: "" for at in times if at > 0}
    tempting_times.update((at, "") for at in sorted({one.at for one in others if one.at}) if at not in tempting_times)
    pool = [at for at in tempting_times if at != key]
    near = sorted(pool, key=lambda at: (at not in times, max(at, key) / min(at, key)))[: OPTIONS + 1]
    slips = [(key * factor).__floor__() for factor in chance.order("slips", _SLIPS)]
    wrong = list(dict.fromkeys(at for at in (*near, *slips) if at not in (0, key) and Fraction(at).denominator == 1))
    place = chance.below("place", OPTIONS)
    lower, higher = [at for at in wrong if at < key], [at for at in wrong if at > key]
    below = max(min(place, len(lower)), OPTIONS - 1 - len(higher))
    if below > len(lower):
        return None
    chosen = sorted((*lower[:below], key, *higher[: OPTIONS - 1 - below]))
    options = tuple(Option(_shown(at), right=at == key, reason=_then(at, key, times, scenario)) for at in chosen)
    return f"How long after the beginning does this happen: “{says.removesuffix('.')}”?", options


def _times_in(text: str) -> frozenset[Figure]:
    """The times that a text names, in seconds: one of them would be no question."""
    return frozenset(parse_quantity(found).base for found in _TIME.findall(text))


def _shown(at: Figure) -> str:
    return str(natural(at, Dimension.TIME))


def _then(at: Figure, key: Figure, times: dict[Figure, list[str]], scenario: Scenario) -> str:
    if at == key:
        return _told(scenario)
    if at in times:
        return f"What happens then is this: {' '.join(times[at])}"
    return f"Nothing happens then. {_told(scenario)}"


def told_in(stem: str) -> str | None:
    """The situation that a stem tells, without what it asks; None for another kind of stem."""
    told = _WHEN.fullmatch(stem) or _WHAT.fullmatch(stem)
    return told[1] if told else None


def proved(question: Question, ground: Ground) -> bool:
    """Reads the settings back, runs the course of events anew, and looks each answer up in it."""
    found = template_named(question.id, ground)
    what, when = _WHAT.fullmatch(question.stem), _WHEN.fullmatch(question.stem)
    told = when or what
    if found is None or told is None:
        return False
    judge, template = found
    read = filled_in(situation(template.stem), told[1], judge)
    scenario = None if read is None else decided(judge, template, {**template.given, **read})
    if scenario is None or not _looked_at(scenario):
        return False
    try:
        if when:
            holds = [_happens(scenario, _seconds(option.text), when[2]) for option in question.options]
        else:
            at = 0 if told[2] == "at once" else _seconds(told[2].removesuffix(" after the beginning"))
            holds = [_happens(scenario, at, option.text) for option in question.options]
    except UsageError:
        return False
    return holds == [option.right for option in question.options]


def _happens(scenario: Scenario, at: Figure, says: str) -> bool:
    return any(one.at == at and says in (one.says, one.says.removesuffix(".")) for one in scenario.moments)


def _seconds(text: str) -> Figure:
    found = parse_quantity(text)
    if found.dimension is not UNITS["s"].dimension:
        raise UsageError(text)
    return found.base


KIND = Kind(NAME, "what happens when", fits, ask, proved, weight=6)
