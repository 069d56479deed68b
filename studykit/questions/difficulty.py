"""How hard a question is: estimated from its structure first, then moved by how it is answered."""

from __future__ import annotations

from collections.abc import Mapping

from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering, Typed
from studykit.questions.lint import SCENARIO_KINDS
from studykit.questions.wording import amount, content_of, figures_in

EASY, MEDIUM, HARD = "easy", "medium", "hard"
LEVELS = (EASY, MEDIUM, HARD)

_KINDS: Mapping[str, float] = {
    "definition": 0.16,
    "term": 0.18,
    "limit": 0.20,
    "behaviour": 0.24,
    "comparison": 0.24,
    "conflict": 0.26,
    "cloze": 0.26,
    "boundary": 0.28,
    "matching": 0.30,
    "set": 0.32,
    "scenario": 0.32,
    "choose": 0.34,
    "sequence": 0.36,
    "typed": 0.38,
    "timeline": 0.42,
    "repair": 0.44,
    "select": 0.46,
}
"""Where a kind begins: to know a word is less than to find a figure, and that less than to follow several rules."""
_USUAL = 0.32
_CLOSE = 0.22
"""For a wrong figure as near as can be."""
_ALIKE = 0.20
"""For a wrong sentence with all the words of the key."""
_RIGHT = 0.07
"""For each right answer after the first."""
_OPTION = 0.02
"""For each answer to weigh after the fourth."""
_FACT = 0.03
"""For each fact after the first (a question about rules rests on all of its domain's, which says nothing)."""
_BELIEF = 0.03
"""For each wrong answer that a note states or a misconception makes right."""
_SETTING = 0.02
"""For each figure of a situation."""
_WORD = 0.003
"""For each word of a situation beyond the fewest."""
_MOST = 6
"""Further ones of a sort make it no harder."""
_FEWEST_WORDS = 35
_FOUR = 4
_CUTS = (0.35, 0.46)
"""Below the first a question is easy, from the second on hard: each is at least a fifth of the built-in pack."""
_PRIOR = 8.0
"""The estimate weighs as much as so many answers."""


def estimate(question: Question) -> float:
    """From 0 (nearly everybody knows) to 1, by the structure alone."""
    found = _KINDS.get(question.kind, _USUAL) + _answers(question)
    if question.kind in SCENARIO_KINDS:
        found += _SETTING * min(figures_in(question.stem), _MOST)
        found += _WORD * max(0, len(question.stem.split()) - _FEWEST_WORDS)
    else:
        found += _FACT * min(len(question.facts) - 1, _MOST) if question.facts else 0.0
    return round(min(max(found, 0.0), 1.0), 3)


def level(difficulty: float) -> str:
    """``easy``, ``medium`` or ``hard``."""
    return EASY if difficulty < _CUTS[0] else MEDIUM if difficulty < _CUTS[1] else HARD


def blend(estimated: float, right: int, answered: int) -> float:
    """The estimate moved towards what was observed: the share of wrong answers, with a Beta prior of 8 answers."""
    return (_PRIOR * estimated + answered - right) / (_PRIOR + answered)


def _answers(question: Question) -> float:
    """What the answers add: how many, how near to each other, and how tempting."""
    response = question.response
    if isinstance(response, Choices):
        shown = len(response.options)
        found = _RIGHT * (len(response.positions) - 1) + _OPTION * max(0, shown - _FOUR)
        return found + _nearness(response) + _BELIEF * min(_tempting(response), _MOST)
    if isinstance(response, Ordering):
        return _OPTION * 2 * max(0, len(response.lines) - 3)
    if isinstance(response, Matching):
        return _OPTION * (max(0, len(response.pairs) - 3) + max(0, len(response.choices) - 3))
    return _typed(response)


def _typed(response: Typed) -> float:
    return _BELIEF * min(len(response.slips), 3) - (_CLOSE / 2 if response.tolerance else 0.0)


def _tempting(response: Choices) -> int:
    """How many wrong options somebody believes: a note states them, or a misconception of the pack leads there."""
    return sum(
        not option.right and (bool(option.sources) or "believes" in option.reason) for option in response.options
    )


def _nearness(response: Choices) -> float:
    """How near the nearest wrong option is to a right one: by value, or by words."""
    right = [option.text for option in response.options if option.right]
    wrong = [option.text for option in response.options if not option.right]
    if all(map(amount, right)) and all(map(amount, wrong)):
        return _CLOSE * max(_near(one, other) for one in right for other in wrong)
    return _ALIKE * max(_alike(one, other) for one in right for other in wrong)


def _near(one: str, other: str) -> float:
    """1 for equal figures, 0.5 where one is twice the other."""
    low, high = sorted(abs(float(found[1])) for found in (amount(one), amount(other)) if found)
    return float(low / high) if high else 1.0


def _alike(one: str, other: str) -> float:
    """The share of words that two sentences have in common."""
    here, there = content_of(one), content_of(other)
    return len(here & there) / len(here | there) if here and there else 0.0
