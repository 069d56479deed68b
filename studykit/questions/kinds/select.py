"""Questions with several right answers about a configuration: which changes, each by itself, give what is wanted."""

from __future__ import annotations

from dataclasses import replace

from studykit.core.card import Card, CardKind
from studykit.core.question import Question
from studykit.core.response import number_word
from studykit.questions.chance import Chance
from studykit.questions.edits import Edited
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.kinds.repair import amiss, mending, mends, option_list, tempting_edits, wanted_words
from studykit.questions.kinds.scenario import question_of
from studykit.questions.scenarios import situation
from studykit.rules.domain import Domain, Template

NAME = "select"
_RIGHT = 2
_WRONG = 3


def fits(card: Card, _: Ground) -> bool:
    """Every card of a template."""
    return card.kind is CardKind.SCENARIO


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """A scenario that does not go as wanted, and five changes of different settings of which two mend it."""
    scenario = amiss(card, ground, chance, select_stem, settings=_RIGHT)
    if scenario is None:
        return None
    nearest: dict[str, Edited] = {}
    for one in mending(scenario):
        nearest.setdefault(one.setting, one)
    keys = chance.order("mends", nearest.values(), lambda one: one.text)[:_RIGHT]
    wrong = tempting_edits(scenario, keys, _WRONG, chance)
    if len(wrong) < _WRONG:
        return None
    stem = scenario.filled(select_stem(scenario.template, scenario.judge.domain))
    made = question_of(card, ground, scenario, NAME, stem=stem, options=option_list(keys, wrong, scenario, chance))
    cited = (fact for key in keys for fact in key.then.cited())
    return replace(made, facts=tuple(dict.fromkeys((*cited, *made.facts))))


def select_stem(template: Template, domain: Domain) -> str:
    """What is asked: the situation with places to be filled in, then the outcome that is wanted."""
    asks = f"Which changes lead to this, each by itself: {wanted_words(domain)}?"
    return f"{situation(template.stem)} {asks} Choose {number_word(_RIGHT)}."


def proved(question: Question, ground: Ground) -> bool:
    """Reads the situation and each change back and decides all of them anew."""
    return mends(question, ground, select_stem)


KIND = Kind(NAME, "which two changes make it work, each by itself", fits, ask, proved, weight=3)
