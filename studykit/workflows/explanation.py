"""What stands behind an answer: the facts that decide, the lines that say them, and the scenario it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.explained import explained
from studykit.core.fact import BehaviourFact, Fact
from studykit.core.question import Question
from studykit.core.source import SourceSpan
from studykit.core.verdict import Value
from studykit.workflows.library import Library

if TYPE_CHECKING:
    from studykit.drawing.lines import Drawing

_MOST_LINES = 12
"""Of notes; a fact that everybody writes down would fill the screen."""
_KEY_LINES = 2
"""Of those that state the answer: the others say the same."""
_KEY_FACTS = 3
_AROUND = 12
"""Lines of a note before and after a cited one, of which a screen shows what it has room for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a note, and the note around it."""

    span: SourceSpan
    said: str
    """Its words, without the marks of a list or a table; empty when the note is gone."""
    around: tuple[tuple[int, str], ...]
    """Numbered lines of the note."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A fact that an answer rests on."""

    id: str
    value: str
    status: str
    was: str
    """``Was 1,792 MB until 2020; older notes say so.``; empty for a fact that never changed."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """The configuration that a question is about."""

    domain: str
    settings: Mapping[str, Value]
    draw: Callable[[int, bool], Drawing] | None
    """Its time line or path, at a width and in plain letters or not; None where there is nothing to draw."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that an answer can be followed back to."""

    question: Question
    grounds: tuple[Ground, ...]
    """The facts of the key, the most important first."""
    more: int
    """How many further facts the wrong answers rest on."""
    lines: tuple[Line, ...]
    """Those that state the answer, then those that say something wrong; the first ``stated`` are the former."""
    stated: int
    scenario: Scenario | None


def explain(library: Library, question: Question) -> Explanation:
    """Reads notes and runs rules, so it takes some milliseconds; may be called from any thread."""
    scenario, facts = _scenario(library, question)
    key = tuple(dict.fromkeys(facts or question.facts[:1]))
    grounds = tuple(found for name in key[:_KEY_FACTS] if (found := _ground(library, name)) is not None)
    stated = question.sources[:_KEY_LINES]
    others = (span for one in explained(question.response) for span in one.sources)
    spans = tuple(dict.fromkeys((*stated, *others)))[:_MOST_LINES]
    more = len(set(question.facts) - {one.id for one in grounds})
    lines = tuple(_line(library, span) for span in spans)
    return Explanation(question, grounds, more, lines, len(stated), scenario)


def was(fact: Fact) -> str:
    """What a value was before, in a sentence; empty for one that never changed."""
    past = [one for one in fact.history if not one.quantity.agrees(fact.quantity)]
    if not past:
        return ""
    last = max(past, key=lambda one: one.until)
    return f"Was {last.quantity} until {last.until}; older notes say so."


def _scenario(library: Library, question: Question) -> tuple[Scenario | None, tuple[str, ...]]:
    """The configuration, and the facts by which its rules decide."""
    from studykit.questions.situated import situated
    from studykit.workflows.drawn_scenario import drawing_of

    found = situated(question, library.ground())
    if found is None:
        return None, ()
    verdict = found.judge.verdict(found.settings)
    draw = drawing_of(found.judge, found.settings, verdict)
    return Scenario(found.judge.domain.id, found.settings, draw), verdict.facts


def _ground(library: Library, name: str) -> Ground | None:
    fact = library.base.facts.get(name)
    if fact is not None:
        return Ground(name, str(fact.quantity), str(fact.status), was(fact))
    behaviour = library.base.behaviours.get(name)
    return None if behaviour is None else _behaviour(behaviour)


def _behaviour(fact: BehaviourFact) -> Ground:
    turns = [one for one in fact.behaviour.turns if one.until]
    before = f"Until {turns[-1].until}: {fact.behaviour.says(turns[-1].choice)}" if turns else ""
    return Ground(fact.id, fact.says, str(fact.status), before)


def _line(library: Library, span: SourceSpan) -> Line:
    around = library.excerpt(span, _AROUND)
    said = " ".join(text.strip() for number, text in around if span.line <= number <= span.end)
    return Line(span, said.strip(" -*|"), around)
