"""Questions about the best choice by a criterion that the stem names: the lowest cost, the shortest time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter

from studykit.core.card import Card, CardKind
from studykit.core.errors import UsageError
from studykit.core.quantity import Figure, Quantity
from studykit.core.question import Question
from studykit.core.response import Option
from studykit.core.verdict import Value
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.kinds import scenario as outcome
from studykit.questions.kinds.scenario import placed, question_of
from studykit.questions.reasons import said
from studykit.questions.scenarios import (
    BLOCKS,
    Scenario,
    decided,
    drawn,
    enumerated,
    reached,
    template_named,
    template_of,
)
from studykit.questions.shown import filled_in
from studykit.rules.boundaries import candidates_for
from studykit.rules.domain import Best, Derived, Template
from studykit.rules.engine import Judge
from studykit.rules.reading import read_worded

NAME = "choose"
OPTIONS = 4
_TRIED = 4


def fits(card: Card, ground: Ground) -> bool:
    """Cards of templates that name a criterion."""
    found = template_of(card, ground)
    return found is not None and found[1].kind == NAME


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """The outcome by the criterion, or the value of an input with which a figure is lowest or highest."""
    found = template_of(card, ground)
    if found is None or card.kind is not CardKind.SCENARIO:
        return None
    judge, template = found
    if template.best is None:
        scenario = drawn(ground, judge, template, chance, rule=False)
        options = outcome.outcomes(scenario, chance, reached(ground, judge, template)) if scenario else ()
        if scenario is None or len(options) < OPTIONS - 1:
            return None
        return question_of(card, ground, scenario, NAME, stem=scenario.filled(template.stem), options=options)
    block = enumerated(ground, judge, template, chance.below("block", BLOCKS))
    for scenario in chance.order("scenario", block, lambda one: one.filled(template.stem))[:_TRIED]:
        options = _measured(scenario, template.best, chance)
        if len(options) == OPTIONS:
            return question_of(card, ground, scenario, NAME, stem=scenario.filled(template.stem), options=options)
    return None


def _measured(scenario: Scenario, best: Best, chance: Chance) -> tuple[Option, ...]:
    """Four values of the input with the figure that each gives; one is strictly best."""
    judge = scenario.judge
    found = dict(_figures(judge, scenario.template, scenario.settings, best))
    # each figure once: two that are equally good could both be right
    by_figure: dict[Figure, list[Value]] = {}
    for value, (figure, _) in found.items():
        by_figure.setdefault(figure, []).append(value)
    single = [values[0] for values in by_figure.values() if len(values) == 1]
    one = judge.domain.inputs[best.among]
    chosen = chance.order("values", single, one.worded)[:OPTIONS]
    if len(chosen) < OPTIONS:
        return ()
    key = (min if best.lowest else max)(chosen, key=lambda value: found[value][0])
    options = [
        Option(one.worded(value), right=value == key, reason=_reason(found[value][1], best, judge)) for value in chosen
    ]
    if one.step is not None:
        sizes = [value.base for value in chosen if isinstance(value, Quantity)]
        return tuple(option for _, option in sorted(zip(sizes, options, strict=True), key=itemgetter(0)))
    return placed(options, chance)


def _figures(
    judge: Judge, template: Template, settings: Mapping[str, Value], best: Best
) -> Iterator[tuple[Value, tuple[Figure, Scenario]]]:
    """Each value of the input that may be chosen, the figure that it gives, and its scenario."""
    for value in candidates_for(judge, best.among, settings):
        then = decided(judge, template, {**settings, best.among: value})
        if then is None or (best.outcomes and then.rule.outcome not in best.outcomes):
            continue
        figure = then.known[best.of]
        if isinstance(figure, (int, Fraction)) and not isinstance(figure, bool):
            yield value, (figure, then)


def _reason(then: Scenario, best: Best, judge: Judge) -> str:
    shown = next(one for one in judge.domain.derived if isinstance(one, Derived) and one.name == best.of)
    title = shown.title or best.of.replace("_", " ")
    return f"{title[:1].upper()}{title[1:]}: {said(judge.shown(shown, then.known))}."


def proved(question: Question, ground: Ground) -> bool:
    """Reads the settings back and works the figure of every option out anew."""
    found = template_named(question.id, ground)
    if found is None:
        return False
    judge, template = found
    if template.best is None:
        return outcome.proved(question, ground)
    read = filled_in(template.stem, question.stem, judge)
    figures = None if read is None else _shown_figures(question, judge, template, {**template.given, **read})
    if figures is None:
        return False
    right = (min if template.best.lowest else max)(figures)
    return [figure == right for figure in figures] == [option.right for option in question.options]


def _shown_figures(
    question: Question, judge: Judge, template: Template, settings: Mapping[str, Value]
) -> Sequence[Figure] | None:
    best = template.best
    figures: list[Figure] = []
    for option in question.options if best else ():
        try:
            value = read_worded(option.text, judge.domain.inputs[best.among]) if best else ""
        except UsageError:
            return None
        then = decided(judge, template, {**settings, best.among: value}) if best else None
        figure = then.known[best.of] if then and best else None
        works = then is not None and best is not None and (not best.outcomes or then.rule.outcome in best.outcomes)
        if not works or isinstance(figure, bool) or not isinstance(figure, (int, Fraction)):
            return None
        figures.append(figure)
    return figures


KIND = Kind(NAME, "the best choice by a stated criterion", fits, ask, proved, weight=14)
