"""Questions about a configuration: what happens, or which reason decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from studykit.core.card import Card, CardKind
from studykit.core.question import Question
from studykit.core.response import Choices, Option
from studykit.core.source import SourceSpan
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.lint import absolute
from studykit.questions.reasons import lines_of, refuted, row_figures, row_reason
from studykit.questions.scenarios import Scenario, decided, drawn, reached, template_named, template_of
from studykit.questions.shown import settings_in

T = TypeVar("T")
NAME = "scenario"
OPTIONS = 4
_LEAST = 3
_FREE = 0.8
"""Share of questions in which the key may be the longest option if it happens to be."""


def fits(card: Card, _: Ground) -> bool:
    """Every card of a template."""
    return card.kind is CardKind.SCENARIO


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """A filled template whose outcome is decided; None when these settings give no fair question."""
    found = template_of(card, ground)
    if found is None:
        return None
    judge, template = found
    if template.kind not in ("outcome", "because"):
        return None
    because = template.kind == "because"
    scenario = drawn(ground, judge, template, chance, rule=because)
    if scenario is None:
        return None
    near = reached(ground, judge, template)
    options = _reasons(scenario, chance, near) if because else outcomes(scenario, chance, near)
    if len(options) < _LEAST:
        return None
    return question_of(card, ground, scenario, NAME, stem=scenario.filled(template.stem), options=options)


def question_of(
    card: Card, ground: Ground, scenario: Scenario, kind: str, *, stem: str, options: tuple[Option, ...]
) -> Question:
    """The question with what it rests on; for every kind that asks about a scenario."""
    return Question.of(
        card,
        kind,
        stem=stem,
        response=Choices(options),
        facts=scenario.facts(),
        sources=lines_behind(scenario, ground),
    )


def lines_behind(scenario: Scenario, ground: Ground) -> tuple[SourceSpan, ...]:
    """The lines that say the facts of the deciding row."""
    facts = (ground.facts[name] for name in scenario.cited() if name in ground.facts)
    return tuple(dict.fromkeys(span for fact in facts for span in lines_of(fact)))


def outcomes(scenario: Scenario, chance: Chance, near: frozenset[str]) -> tuple[Option, ...]:
    """The outcome among others: those that somebody believes first, then those that ``near`` settings lead to."""
    says = scenario.judge.domain.outcomes
    rules = scenario.judge.domain.rules
    beliefs = {rules[at].outcome: belief for at, belief in reversed(tuple(scenario.believed.items()))}
    key = scenario.rule.outcome
    wrong = chance.order("wrong", (name for name in says if name != key))
    wrong.sort(key=lambda name: (name not in beliefs, name not in near))
    chosen = tempting(wrong, says[key], lambda name: says[name], chance)
    options = [Option(says[key], right=True, reason=row_reason(scenario.row(scenario.at), scenario.inputs))]
    for name in chosen:
        belief = f" Right only if one believes: {beliefs[name]}" if name in beliefs else ""
        options.append(Option(says[name], right=False, reason=_why_not(scenario, name) + belief))
    return placed(options, chance)


def _reasons(scenario: Scenario, chance: Chance, near: frozenset[str]) -> tuple[Option, ...]:
    """The reason that decides among rules that do not hold: believed ones first, then those that speak of this case."""
    domain = scenario.judge.domain
    key = scenario.rule
    texts = {key.because}
    wrong: dict[int, str] = {}
    for at, rule in enumerate(domain.rules):
        if scenario.truths[at] is False and rule.because not in texts:
            texts.add(rule.because)
            wrong[at] = rule.because
    rest = domain.rules[-1]
    if rest.when is None and rest.because not in texts:
        wrong[len(domain.rules) - 1] = rest.because
    beliefs = {at: belief for at, belief in scenario.believed.items() if at in wrong}
    order = chance.order("wrong", wrong, lambda at: domain.rules[at].id)
    order.sort(key=lambda at: (at not in beliefs, domain.rules[at].id not in near, not _speaks(scenario, at)))
    chosen = tempting(order, key.because, lambda at: wrong[at], chance)
    options = [Option(key.because, right=True, reason=row_figures(scenario.row(scenario.at), scenario.inputs))]
    for at in chosen:
        belief = f" Right only if one believes: {beliefs[at]}" if at in beliefs else ""
        options.append(Option(wrong[at], right=False, reason=_does_not_hold(scenario, at) + belief))
    return placed(options, chance)


def tempting(
    wrong: Sequence[T], key: str, text: Callable[[T], str], chance: Chance, count: int = OPTIONS - 1
) -> list[T]:
    """The first few; the last gives way to a longer one where the key would stand out as the longest."""
    chosen = list(wrong[:count])
    if not absolute(key):  # words such as always would rule most of them out
        plain = [one for one in wrong if not absolute(text(one))]
        kept = [one for one in chosen if absolute(text(one))][: count // 2]
        room = count - len(kept)
        chosen = [one for one in wrong if one in kept or one in plain[:room]][:count]
    if chosen and max(len(text(one)) for one in chosen) < len(key) and chance.share("longest") >= _FREE:
        rest = (one for one in wrong[count:] if one not in chosen and absolute(text(one)) <= absolute(key))
        longer = next((one for one in rest if len(text(one)) >= len(key)), None)
        if longer is None:
            return []
        chosen[-1] = longer
    return chosen


def placed(options: list[Option], chance: Chance) -> tuple[Option, ...]:
    """Options in an order by chance, every place of the key as likely."""
    return tuple(chance.order("place", options, lambda option: option.text))


def _speaks(scenario: Scenario, at: int) -> bool:
    """True when a rule asks only for inputs that are set."""
    when = scenario.judge.domain.rules[at].when
    inputs = scenario.judge.domain.inputs
    return all(name in scenario.settings for name in (when.names if when else ()) if name in inputs)


def _does_not_hold(scenario: Scenario, at: int) -> str:
    rule = scenario.judge.domain.rules[at]
    if rule.when is None:
        return f"It is not so: {row_reason(scenario.row(scenario.at), scenario.inputs)}"
    why = _refuted(scenario, at)
    return f"It does not hold here: {why}." if why else f"It does not hold here. This does: {scenario.rule.because}"


def _why_not(scenario: Scenario, outcome: str) -> str:
    """Why an outcome does not come about."""
    for at, rule in enumerate(scenario.judge.domain.rules):
        if rule.outcome == outcome and rule.when is not None and scenario.truths[at] is False:
            return f"It would need this: {rule.because} But {_refuted(scenario, at) or 'that is not so here'}."
    decider = scenario.rule
    return f"The rule {decider.id} decides first: {decider.because}"


def _refuted(scenario: Scenario, at: int) -> str:
    trace = scenario.row(at).trace
    return refuted(trace, scenario.inputs) if trace else ""


def proved(question: Question, ground: Ground) -> bool:
    """Reads the settings back from the stem, decides anew, and tries each wrong reason as if it stood first."""
    found = template_named(question.id, ground)
    settings = settings_in(question.stem, *found) if found else None
    scenario = decided(*found, settings) if found and settings is not None else None
    if found is None or scenario is None:
        return False
    judge, _ = found
    holds = {judge.domain.outcomes[scenario.rule.outcome], scenario.rule.because}
    if [option.text in holds for option in question.options] != [option.right for option in question.options]:
        return False
    wrong = {option.text for option in question.options if not option.right}
    return not any(
        holds is not False and rule.when is not None and rule.because in wrong
        for rule, holds in zip(judge.domain.rules, scenario.truths, strict=True)
    )


KIND = Kind(NAME, "what happens, or which reason decides", fits, ask, proved, weight=12)
