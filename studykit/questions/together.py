"""Questions that stand in one set: none may ask again what another asked, or give its answer away.

A mixed quiz keeps the law that a changed fact changes only questions that cite it. There a question never gives way to
what another one happens to ask: ``tells_another`` looks at the question alone, and where values may be asked for
together is decided by the order of the cards (``quiz``). A ``Set`` decides where that law is not promised, in exams and
in quizzes of one kind, and measures all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from studykit.core.fact import Fact
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering, Typed
from studykit.questions.lint import SCENARIO_KINDS, holds, texts
from studykit.questions.wording import without_figures

ASKED_BEFORE = "asked before"
CARD_AGAIN = "card again"
NEAR_DUPLICATE = "near-duplicate"
SAME_IDEA = "same idea"
GIVES_AWAY = "gives another away"

VALUE_KINDS = frozenset(("limit", "boundary", "typed", "cloze"))
"""Kinds that ask for the value of their first fact."""
SEVERAL_VALUES = frozenset(("matching", "sequence"))
"""Kinds that ask for the values of several facts."""


class Set:
    """Knows what was asked, and says what is wrong with one more question; the work does not grow with the set.

    A value may be asked for again after ``apart`` questions; 0: only in the next round.

    A set that goes over the same cards again is held in rounds: the same stem and answers never come twice, the other
    rules hold among the questions of one round.
    """

    __slots__ = ("_alike", "_apart", "_cards", "_count", "_ideas", "_keys", "_last", "_spelled", "_stems")

    def __init__(self, apart: int = 0) -> None:
        self._apart, self._count = apart, 0
        self._spelled: set[tuple[str, ...]] = set()
        self._last: tuple[Question, tuple[str, ...], tuple[str, ...]] | None = None
        self.begin()

    def begin(self) -> None:
        """Begins a round: cards may be asked again."""
        self._cards: set[str] = set()
        self._alike: set[tuple[str, ...]] = set()
        self._ideas: dict[str, int] = {}
        self._keys: defaultdict[str, list[str]] = defaultdict(list)
        self._stems: defaultdict[str, list[str]] = defaultdict(list)

    def clash(self, question: Question) -> str:
        """What is wrong with adding a question; empty for nothing."""
        again = self.repeats(question)
        if again:
            return again
        last = [self._ideas[fact] for fact in asked(question) if fact in self._ideas]
        if last and (not self._apart or self._count - max(last) < self._apart):
            return SAME_IDEA
        return GIVES_AWAY if self._gives_away(question) else ""

    def repeats(self, question: Question) -> str:
        """Whether a question is an earlier one over again, with other figures at most; empty when it is not."""
        text, alike = self._read(question)
        if text in self._spelled:
            return ASKED_BEFORE
        if question.id in self._cards:
            return CARD_AGAIN
        return NEAR_DUPLICATE if alike in self._alike else ""

    def add(self, question: Question) -> None:
        """Takes a question into the set."""
        text, alike = self._read(question)
        self._spelled.add(text)
        self._cards.add(question.id)
        self._alike.add(alike)
        facts = asked(question)
        self._ideas.update(dict.fromkeys(facts, self._count))
        self._count += 1
        if question.kind in SCENARIO_KINDS:
            return
        for fact in facts[:1]:
            self._keys[fact].extend(right_texts(question))
        for fact in question.facts:
            self._stems[fact].append(question.stem)

    def _read(self, question: Question) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What a question shows, and the same but for figures; who is asked about is mostly taken next."""
        if self._last is None or self._last[0] is not question:
            self._last = (question, spelled(question), _but_for_figures(question))
        return self._last[1:]

    def _gives_away(self, question: Question) -> bool:
        """True when a stem shows what another question about the same fact asks for.

        The stem of a scenario shows a figure as a setting, which says of no limit that it is one.
        """
        if question.kind in SCENARIO_KINDS:
            return False
        mine = right_texts(question)
        for fact in asked(question)[:1]:
            if any(holds(stem, text) for stem in self._stems.get(fact, ()) for text in mine):
                return True
        return any(holds(question.stem, text) for fact in question.facts for text in self._keys.get(fact, ()))


def spelled(question: Question) -> tuple[str, ...]:
    """Stem and answers as shown, whatever their order: two questions that share it are one."""
    return (question.stem, *sorted(texts(question)))


def tells_another(question: Question, facts: Mapping[str, Fact]) -> bool:
    """True when a stem shows the value of a fact that it rests on and does not ask for: who is asked for it sees it."""
    if question.kind in SCENARIO_KINDS:
        return False
    others = (facts[fact] for fact in question.facts[1:] if fact in facts)
    return any(holds(question.stem, str(fact.quantity)) for fact in others)


def right_texts(question: Question) -> tuple[str, ...]:
    """What is to be known: the right options, or the value."""
    response = question.response
    if isinstance(response, Choices):
        return tuple(option.text for option in response.options if option.right)
    return (response.key,) if isinstance(response, Typed) else ()


def asked(question: Question) -> tuple[str, ...]:
    """The facts whose values a question asks for; none for one about rules or words."""
    response = question.response
    if isinstance(response, Matching):
        return question.facts[: len(response.pairs)]
    if isinstance(response, Ordering):
        return question.facts[: len(response.lines)]
    return question.facts[:1] if question.kind in VALUE_KINDS else ()


def _but_for_figures(question: Question) -> tuple[str, ...]:
    return (without_figures(question.stem), *(right_texts(question) or sorted(texts(question))))
