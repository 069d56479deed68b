"""The proof before display: the key holds and every other option fails, worked out anew from what is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from studykit.core.attribute import Bound
from studykit.core.errors import UsageError
from studykit.core.quantity import Quantity, parse_quantity
from studykit.core.question import Question
from studykit.core.verdict import Value
from studykit.questions.ground import Ground
from studykit.rules.domain import Input, Rule
from studykit.rules.engine import Judge
from studykit.rules.reading import read_worded

_LEAST = 2
_LONGEST = 4000
"""Characters that a text or list may take in a stem."""
_MEASURE = 40


def proved(question: Question, ground: Ground) -> bool:
    """True when exactly the options marked right hold, by evaluation of the texts that the learner sees."""
    texts = [option.text for option in question.options]
    if len(question.key) != 1 or len(set(texts)) != len(texts) or len(texts) < _LEAST:
        return False
    return _limit(question, ground) if question.kind == "limit" else _scenario(question, ground)


def _limit(question: Question, ground: Ground) -> bool:
    fact = ground.facts[question.facts[0]]
    try:
        shown = [_measured(option.text, fact.quantity) for option in question.options]
    except UsageError:
        return False
    if question.stem.endswith("still allowed?"):
        limit = fact.quantity.base
        if fact.bound is Bound.MAX:
            best = max((one.base for one in shown if one.base <= limit), default=None)
        else:
            best = min((one.base for one in shown if one.base >= limit), default=None)
        return [one.base == best for one in shown] == [option.right for option in question.options]
    return [one.agrees(fact.quantity) for one in shown] == [option.right for option in question.options]


def _measured(text: str, like: Quantity) -> Quantity:
    """An option's text as a quantity; a bare figure is one of what the fact measures."""
    shown = parse_quantity(text)
    return shown if shown.dimension is like.dimension else Quantity(shown.figure, like.unit)


def _scenario(question: Question, ground: Ground) -> bool:
    """Reads the settings back from the stem and decides with the fast compiler."""
    name, _, template = question.id.removeprefix("scenario:").partition("/")
    judge = ground.judges[name]
    settings = settings_in(question.stem, judge, template)
    if settings is None:
        return False
    at = judge.decider(settings)
    if at is None:
        return False
    rule = judge.domain.rules[at]
    holds = {judge.domain.outcomes[rule.outcome], rule.because}
    if [option.text in holds for option in question.options] != [option.right for option in question.options]:
        return False
    wrong = {option.text for option in question.options if not option.right}
    return not any(_alone(judge, other, settings) for other in judge.domain.rules if other.because in wrong)


def _alone(judge: Judge, rule: Rule, settings: Mapping[str, Value]) -> bool:
    """True when a rule would decide if it stood first: then it is no wrong reason."""
    if rule.when is None:
        return False
    table = replace(judge.domain, rules=(rule, judge.domain.rules[-1]))
    return Judge(table, judge.values).decider(settings) == 0


def _spellings(one: Input) -> str:
    """A pattern of how a stem spells an input's value."""
    kind = one.type
    if kind.text or kind.many or kind.dimension is not None:
        return f"(.{{1,{_LONGEST if kind.text or kind.many else _MEASURE}}}?)"
    values: tuple[Value, ...] = kind.choices or (False, True)
    words = sorted({one.worded(value) for value in values}, key=len, reverse=True)
    return f"({'|'.join(re.escape(word) for word in words)})"


def settings_in(stem: str, judge: Judge, template: str) -> dict[str, Value] | None:
    """The settings of a filled stem, read from its text; None when the text does not say them."""
    wanted = next((one for one in judge.domain.templates if one.id == template), None)
    if wanted is None:
        return None
    pattern = re.escape(wanted.stem)
    names = re.findall(r"\\\{(\w+)\\\}", pattern)
    pattern = re.sub(r"\\\{(\w+)\\\}", lambda place: _spellings(judge.domain.inputs[place[1]]), pattern)
    found = re.fullmatch(pattern, stem, re.DOTALL)
    if found is None:
        return None
    settings = dict(wanted.given)
    for name, text in zip(names, found.groups(), strict=True):
        try:
            settings[name] = read_worded(text, judge.domain.inputs[name])
        except UsageError:
            return None
    return settings
