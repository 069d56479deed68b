"""Questions about a configuration: what happens, or which reason decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from studykit.core.card import Card
from studykit.core.quantity import Quantity, natural, whole
from studykit.core.question import Option, Question
from studykit.core.verdict import Decision, Value, Verdict
from studykit.questions.ground import Ground
from studykit.questions.reasons import lines_of, refuted, row_figures, row_reason
from studykit.rules.boundaries import candidates_for
from studykit.rules.domain import Domain, Input, Template
from studykit.rules.engine import Judge

KIND = "scenario"
OPTIONS = 4
_ROUND = (1, 2, 3, 5, 10, 15, 20, 30, 60, 100, 120, 200, 300, 500, 600, 1000)
"""Multiples of a step that people would set."""
_BOUNDARY = 0.65
"""Share of settings that are drawn at a boundary."""
_REDRAWS = 15
"""Further draws from which one is taken."""


def ask(card: Card, ground: Ground, chance: Random) -> Question | None:
    """A filled template whose outcome is decided; None when these settings give no fair question."""
    name, _, wanted = card.id.removeprefix("scenario:").partition("/")
    judge = ground.judges.get(name)
    template = next((one for one in judge.domain.templates if one.id == wanted), None) if judge else None
    if judge is None or template is None:
        return None
    settings = _settings(judge, template, chance)
    verdict = judge.verdict(settings)
    if verdict.decision is not Decision.DECIDED:
        return None
    options = _options(judge, template, settings, verdict, chance)
    answers = judge.domain.outcomes if template.kind == "outcome" else judge.domain.rules
    if len(options) < min(OPTIONS, len(answers)):
        return None
    facts = tuple(dict.fromkeys(verdict.facts))
    sources = dict.fromkeys(span for fact in facts for span in lines_of(ground.facts[fact]))
    inputs = judge.domain.inputs
    stem = template.stem.format_map({place: inputs[place].worded(value) for place, value in settings.items()})
    return Question(
        id=card.id,
        kind=KIND,
        topic=card.topic,
        area=card.area,
        variant=0,
        stem=stem,
        options=options,
        facts=facts,
        sources=tuple(sources),
    )


def _settings(judge: Judge, template: Template, chance: Random) -> dict[str, Value]:
    """Settings near a boundary or round ones; every key that the draws reach is as likely."""
    drawn: dict[str, Value] = dict(template.given)
    pools: dict[str, tuple[Value, ...]] = {}
    for name, own in template.vary.items():
        one = judge.domain.inputs[name]
        near = one.step is None or chance.random() < _BOUNDARY
        pool = own or (candidates_for(judge, name, drawn) if near else ()) or tuple(_round_values(one))
        if pool:
            pools[name] = pool
            drawn[name] = chance.choice(pool)
    # what may stand later was worked out for the first value, so that one stays
    again = tuple(pools.items())[1:]
    draws = [drawn, *({**drawn, **{name: chance.choice(pool) for name, pool in again}} for _ in range(_REDRAWS))]
    by_key: dict[str, list[dict[str, Value]]] = {}
    for settings in draws:
        at = judge.decider(settings)
        if at is not None:
            rule = judge.domain.rules[at]
            by_key.setdefault(rule.outcome if template.kind == "outcome" else rule.id, []).append(settings)
    return chance.choice(chance.choice(list(by_key.values()))) if by_key else drawn


def _round_values(one: Input) -> Iterator[Value]:
    if one.step is None or one.unit is None:
        return
    low = one.low.quantity.base if one.low else one.step.base
    high = one.high.quantity.base if one.high else one.step.base * _ROUND[-1]
    for many in _ROUND:
        base = whole(one.unit.factor * many)
        if low <= base <= high:
            yield natural(base, one.step.dimension) if one.unit.factor == 1 else Quantity(many, one.unit)


def _options(
    judge: Judge, template: Template, settings: Mapping[str, Value], verdict: Verdict, chance: Random
) -> tuple[Option, ...]:
    believed = _believed(judge, template, settings)
    if template.kind == "outcome":
        key, wrong = verdict.says, _other_outcomes(judge, settings, verdict)
    else:
        if len(verdict.rows) != 1:
            return ()
        key, wrong = verdict.rows[0].because, _other_reasons(judge, settings, verdict)
    first = [text for text in believed if text in wrong]
    rest = [text for text in wrong if text not in first]
    rest = chance.sample(rest, len(rest))
    if template.kind == "because":  # reasons that speak of what the stem shows tempt more
        rest.sort(key=lambda text: not _speaks(judge, text, settings))
    chosen = [*first, *rest][: OPTIONS - 1]
    why = row_reason if template.kind == "outcome" else row_figures
    options = [Option(key, right=True, reason=why(verdict.rows[0]))]
    for text in chosen:
        belief = f" Right only if one believes: {believed[text]}" if text in believed else ""
        options.append(Option(text, right=False, reason=wrong[text] + belief))
    chance.shuffle(options)
    return tuple(options)


def _speaks(judge: Judge, because: str, settings: Mapping[str, Value]) -> bool:
    """True when the rule with this sentence asks only for inputs that are set."""
    rule = next(one for one in judge.domain.rules if one.because == because)
    names = rule.when.names if rule.when else ()
    return all(name in settings for name in names if name in judge.domain.inputs)


def _believed(judge: Judge, template: Template, settings: Mapping[str, Value]) -> dict[str, str]:
    """Wrong answer → the belief that makes it right for these settings."""
    found: dict[str, str] = {}
    for misconception in judge.domain.misconceptions:
        believer = judge.believing(misconception)
        at = believer.decider(settings)
        if at is not None:
            rule = believer.domain.rules[at]
            text = judge.domain.outcomes[rule.outcome] if template.kind == "outcome" else rule.because
            found.setdefault(text, misconception.says)
    return found


def _other_outcomes(judge: Judge, settings: Mapping[str, Value], verdict: Verdict) -> dict[str, str]:
    """Sentence of each other outcome → why it does not come about."""
    decider = verdict.rows[0]
    return {
        says: _why_not(judge.domain, judge, settings, name) or f"The rule {decider.id} decides first: {decider.because}"
        for name, says in judge.domain.outcomes.items()
        if name != verdict.outcome
    }


def _other_reasons(judge: Judge, settings: Mapping[str, Value], verdict: Verdict) -> dict[str, str]:
    """Sentence of each rule that does not hold → why it does not."""
    found = {}
    for rule in judge.domain.rules:
        if rule.id == verdict.rows[0].id:
            continue
        if rule.when is None:
            decider = verdict.rows[0]
            found[rule.because] = f"It is not so: {row_reason(decider)}"
            continue
        holds, why = _tried(judge, rule.id, settings)
        if holds is False:
            found[rule.because] = f"That rule does not hold here{f': {why}' if why else ''}."
    return found


def _why_not(domain: Domain, judge: Judge, settings: Mapping[str, Value], outcome: str) -> str:
    for rule in domain.rules:
        if rule.outcome == outcome and rule.when is not None:
            holds, why = _tried(judge, rule.id, settings)
            if holds is False:
                return f"It would need this: {rule.because} But {why or 'that is not so here'}."
    return ""


def _tried(judge: Judge, rule: str, settings: Mapping[str, Value]) -> tuple[object, str]:
    when = next(one.when for one in judge.domain.rules if one.id == rule)
    if when is None:
        return True, ""
    holds, step = judge.traced(when, settings, judge.environment(settings))
    return holds, refuted(step)
