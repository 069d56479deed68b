"""Why an answer is right or not: the verdict, and one row for every option, line, pair or quantity."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from textual.content import Content

from studykit.core.errors import UsageError
from studykit.core.quantity import natural, whole
from studykit.core.question import Question
from studykit.core.response import LETTERS, Choices, Matching, Ordering, Typed
from studykit.core.source import SourceSpan
from studykit.core.text import listed
from studykit.tui.signs import signs
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.hanging import Row

_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one part of an answer is right or wrong."""

    row: Row
    letters: str
    """The letters that lead to it; empty for a part without one."""
    states: bool
    """True for a part of the right answer, false for something wrong."""
    sources: tuple[SourceSpan, ...]
    """Lines that say something wrong."""


def verdict(question: Question, chosen: str, nothing: str = "You did not know") -> Content:
    """Right or not, with what was answered and what the answer is."""
    response = question.response
    key = _said(question, response.shown)
    if response.right(chosen):
        return words(f"{signs().right} Right: {key}.", "bold $success")
    yours = f"You {_verb(question)} {_said(question, chosen)}" if chosen else nothing
    return words(f"{signs().wrong} Not right. {yours}; {_noun(question)} {key}.", "bold $error")


def reasons(question: Question, chosen: str) -> list[Reason]:
    """One for each part of the answer, what is right first."""
    match question.response:
        case Choices() as response:
            return _options(response, chosen)
        case Ordering() as response:
            return _places(response, chosen)
        case Matching() as response:
            return _pairs(response, chosen)
        case Typed() as response:
            return _quantities(response, chosen)


def _verb(question: Question) -> str:
    match question.response:
        case Choices():
            return "chose"
        case Ordering():
            return "ordered"
        case Matching():
            return "matched"
        case _:
            return "wrote"


def _noun(question: Question) -> str:
    response = question.response
    if isinstance(response, Choices) and len(response.key) > 1:
        return "the answers are"
    return "the right order is" if isinstance(response, Ordering) else "the answer is"


def _said(question: Question, answer: str) -> str:
    match question.response:
        case Choices():
            return listed(list(answer))
        case Ordering():
            return " ".join(answer.replace(" ", ""))
        case _:
            return answer


def _row(mark: str, text: str, reason: str, *, right: bool | None) -> Row:
    """``right`` is None for what was neither answered right nor wrong."""
    sign = signs()
    shown, style = (sign.right, "$success") if right else (sign.wrong, "$error")
    if right is None:
        shown, style = sign.action, "$primary"
    said = Content.assemble(words(text, "bold"), "\n" if reason else "", words(reason, "$muted"))
    return Row(words(f"{shown} {mark}", f"bold {style}"), said)


def _options(response: Choices, chosen: str) -> list[Reason]:
    """The key first, then what was chosen, then the rest."""
    order = sorted(
        enumerate(response.options), key=lambda pair: (not pair[1].right, LETTERS[pair[0]] not in chosen, pair[0])
    )
    return [
        Reason(
            _row(
                f"{LETTERS[at]}  ",
                f"{'(you) ' if LETTERS[at] in chosen else ''}{option.text}",
                option.reason,
                right=option.right,
            ),
            LETTERS[at],
            option.right,
            option.sources,
        )
        for at, option in order
    ]


def _places(response: Ordering, chosen: str) -> list[Reason]:
    """The lines in their right order, each with the place that the learner gave it."""
    found: list[Reason] = []
    given = [response.lines[LETTERS.index(letter)].place for letter in chosen]
    for place, letter in enumerate(response.key, 1):
        line = response.lines[LETTERS.index(letter)]
        yours = chosen.index(letter) if chosen else -1
        right = None if yours < 0 else given[yours] == sorted(given)[yours]
        text = f"{line.text}  (yours: {_ordinal(yours + 1)})" if right is False else line.text
        row = _row(f"{place} {letter}  ", text, line.reason, right=right)
        found.append(Reason(row, letter, states=True, sources=line.sources))
    return found


def _pairs(response: Matching, chosen: str) -> list[Reason]:
    """Each line with its choice; where another one was given, that one too."""
    numbers = {pair[0]: int(pair[1:]) - 1 for pair in chosen.split()}
    found: list[Reason] = []
    for at, pair in enumerate(response.pairs):
        yours = numbers.get(LETTERS[at])
        right = None if yours is None else yours == pair.match
        text = f"{pair.text} {signs().to} {response.choices[pair.match]}"
        if yours is not None and not right:
            text += f"  (yours: {response.choices[yours]})"
        row = _row(f"{LETTERS[at]}{pair.match + 1}  ", text, pair.reason, right=right)
        found.append(Reason(row, LETTERS[at], states=True, sources=pair.sources))
    return found


def _quantities(response: Typed, chosen: str) -> list[Reason]:
    """The value, what was typed with how far it is off, and the other slips."""
    found = [Reason(_row("", response.shown, response.reason, right=True), "", states=True, sources=())]
    mine = response.slip(chosen) if chosen else ""
    if chosen and not response.right(chosen):
        said = " ".join(part for part in (_off(response, chosen), mine) if part)
        found.append(Reason(_row("", f"(you) {chosen}", said, right=False), "", states=False, sources=()))
    slips = (one for one in response.slips if one.reason != mine)
    rows = (_row("", str(one.quantity), one.reason, right=False) for one in slips)
    return [*found, *(Reason(row, "", states=False, sources=()) for row in rows)]


def _off(response: Typed, chosen: str) -> str:
    try:
        given = response.measured(chosen)
    except UsageError:
        return ""
    off = whole(abs(Fraction(given.base) - Fraction(response.quantity.base)))
    return f"Off by {natural(off, given.dimension)}."


def _ordinal(number: int) -> str:
    return f"{number}{_ENDINGS.get(number, 'th')}"
