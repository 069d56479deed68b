"""Questions about the remedy: which change alone gives what is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, zip_longest

from studykit.core.card import Card, CardKind
from studykit.core.question import Question
from studykit.core.response import Option
from studykit.questions.chance import Chance
from studykit.questions.edits import Edited, beliefs_for, edits, read_edit
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.kinds.scenario import placed, question_of
from studykit.questions.reasons import row_figures
from studykit.questions.scenarios import Scenario, decided, enumerated, situation, template_named, template_of
from studykit.questions.shown import filled_in
from studykit.rules.domain import Domain, Template

NAME = "repair"
OPTIONS = 4
_BLOCKS = 2
"""Enumerations of a template that are looked at: each scenario has many changes."""
_LOOKED_AT = 4
"""Scenarios of a block that are looked at for changes that mend them."""
_TEMPTING = 4
"""Wrong changes that are looked at for a belief that would make them right."""
_LEADING = ("A", "An", "The", "No", "Every", "Each", "All", "Nothing", "It", "Both", "Nobody", "Requests", "Clients")
"""First words that are written small inside a sentence."""
_OF_ONE_SETTING = 2
"""Options that may change one setting."""
_ASKED = ("outcome", "because", "repair")


def fits(card: Card, _: Ground) -> bool:
    """Every card of a template."""
    return card.kind is CardKind.SCENARIO


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """A scenario that does not go as wanted, and four changes of which one mends it."""
    scenario = amiss(card, ground, chance, repair_stem)
    if scenario is None:
        return None
    key = chance.pick("mends", _one_each(mending(scenario)))
    wrong = tempting_edits(scenario, [key], OPTIONS - 1, chance)
    if len(wrong) < OPTIONS - 1:
        return None
    stem = repair_stem(scenario.template, scenario.judge.domain)
    options = option_list([key], wrong, scenario, chance)
    made = question_of(card, ground, scenario, NAME, stem=scenario.filled(stem), options=options)
    return replace(made, facts=tuple(dict.fromkeys((*key.then.cited(), *made.facts))))


def amiss(
    card: Card, ground: Ground, chance: Chance, stem_of: Callable[[Template, Domain], str], settings: int = 1
) -> Scenario | None:
    """A scenario of the card's template that does not go as wanted, and that a change of one setting mends.

    ``settings`` is of how many settings a change of each must do so.
    """
    found = template_of(card, ground)
    if found is None or found[1].kind not in _ASKED or not situation(found[1].stem):
        return None
    judge, template = found
    stem, block = stem_of(template, judge.domain), chance.below("block", _BLOCKS)
    key = (NAME, judge.domain.id, template.id, block, stem, settings)
    if key not in ground.kept:
        told = [one for one in enumerated(ground, judge, template, block) if one.told(stem)]
        ground.kept[key] = tuple(one for one in _unwanted(told) if _mendable(one, settings))
    enough: Sequence[Scenario] = ground.kept[key]
    return chance.pick("scenario", enough) if enough else None


def _mendable(scenario: Scenario, settings: int) -> bool:
    """True when changes of so many settings mend a scenario; none is worked out beyond those."""
    found: set[str] = set()
    for one in _mends(scenario):
        found.add(one.setting)
        if len(found) == settings:
            return True
    return False


def _unwanted(block: Sequence[Scenario]) -> Iterator[Scenario]:
    """A few scenarios that do not go as wanted, each outcome in its turn."""
    by_outcome: dict[str, list[Scenario]] = {}
    for one in block:
        if one.rule.outcome != one.judge.domain.wanted:
            by_outcome.setdefault(one.rule.outcome, []).append(one)
    turns = (one for row in zip_longest(*by_outcome.values()) for one in row if one is not None)
    return islice(turns, _LOOKED_AT)


def mending(scenario: Scenario) -> list[Edited]:
    """The changes that give the wanted outcome."""
    return list(_mends(scenario))


def _mends(scenario: Scenario) -> Iterator[Edited]:
    wanted = scenario.judge.domain.wanted
    return (one for one in edits(scenario) if one.outcome == wanted)


def _one_each(made: Sequence[Edited]) -> list[Edited]:
    """The nearest change of each setting, and the next one."""
    by_setting: dict[str, list[Edited]] = {}
    for one in made:
        by_setting.setdefault(one.setting, []).append(one)
    return [one for several in by_setting.values() for one in several[:2]]


def tempting_edits(scenario: Scenario, keys: Sequence[Edited], count: int, chance: Chance) -> list[Edited]:
    """Changes that do not help: a step short of the right one, then what beliefs say, then others."""
    wanted = scenario.judge.domain.wanted
    failing = chance.order("wrong", (one for one in edits(scenario) if one.outcome != wanted), lambda one: one.text)
    short = [one for one in failing if any(one.setting == key.setting for key in keys)][:1]
    others = [one for one in failing if one not in short]
    believed = [one for one in others[:_TEMPTING] if beliefs_for(one, wanted)]
    shown = [one for one in others if one.setting in scenario.settings]
    chosen: list[Edited] = []
    for one in (*short, *believed, *shown, *others):
        alike = sum(other.setting == one.setting for other in (*chosen, *keys))
        if one not in chosen and alike < _OF_ONE_SETTING and len(chosen) < count:
            chosen.append(one)
    return chosen


def option_list(
    keys: Sequence[Edited], wrong: Sequence[Edited], scenario: Scenario, chance: Chance
) -> tuple[Option, ...]:
    """The changes, each with what comes of it."""
    options = [Option(one.text, right=True, reason=_then(one)) for one in keys]
    for one in wrong:
        says = beliefs_for(one, scenario.judge.domain.wanted)
        belief = f" Right only if one believes: {says}" if says else ""
        options.append(Option(one.text, right=False, reason=_then(one) + belief))
    return placed(options, chance)


def _then(edited: Edited) -> str:
    rule = edited.then.rule
    says = edited.then.judge.domain.outcomes[rule.outcome]
    return (
        f"Then: {says} {rule.because} {row_figures(edited.then.row(edited.then.at), edited.then.judge.domain.inputs)}"
    )


def repair_stem(template: Template, domain: Domain) -> str:
    """The situation and the closing question, which says what is wanted; an author's own question stays."""
    if template.kind == NAME:
        return template.stem
    return f"{situation(template.stem)} Which change alone leads to this: {wanted_words(domain)}?"


def wanted_words(domain: Domain) -> str:
    """The wanted outcome as the end of a question."""
    says = domain.outcomes[domain.wanted].rstrip(".")
    first, _, rest = says.partition(" ")
    return f"{first.lower()} {rest}" if first in _LEADING else says


def proved(question: Question, ground: Ground) -> bool:
    """Reads the situation and each change back and decides all of them anew."""
    return mends(question, ground, repair_stem)


def mends(question: Question, ground: Ground, stem_of: Callable[[Template, Domain], str]) -> bool:
    """True when just the changes marked right lead to the wanted outcome."""
    found = template_named(question.id, ground)
    if found is None:
        return False
    judge, template = found
    read = filled_in(stem_of(template, judge.domain), question.stem, judge)
    scenario = None if read is None else decided(judge, template, {**template.given, **read})
    if scenario is None or scenario.rule.outcome == judge.domain.wanted:
        return False
    for option in question.options:
        then = read_edit(option.text, scenario)
        if then is None or (then.rule.outcome == judge.domain.wanted) is not option.right:
            return False
    return True


KIND = Kind(NAME, "which single change makes it work", fits, ask, proved, weight=6)
