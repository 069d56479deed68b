"""What GIFT and Moodle XML share: weights, plain numbers, safe texts and where a question is filed."""

from __future__ import annotations

from fractions import Fraction

from studykit.core.quantity import Figure
from studykit.core.question import Question
from studykit.core.response import Matching, Ordering
from studykit.core.text import printable

WRONG = "-100"
"""Weight of a wrong answer where several are right: it takes away whatever right ones gave."""
_PLACES = 12


def share(right: int) -> str:
    """The weight of one of several right answers, per cent, with the places that Moodle knows: ``33.33333``."""
    return f"{round(100 / right, 5):g}" if 100 % right == 0 else f"{100 / right:.5f}"


def decimal(figure: Figure) -> str:
    """A figure without commas and fractions: ``10240``, ``0.5``, ``0.333333333333``."""
    exact = Fraction(figure)
    scaled = round(abs(exact) * 10**_PLACES)
    whole, rest = divmod(scaled, 10**_PLACES)
    places = f"{rest:0{_PLACES}d}".rstrip("0")
    sign = "-" if exact < 0 and scaled else ""
    return f"{sign}{whole}.{places}" if places else f"{sign}{whole}"


def plain(text: str) -> str:
    """A text that cannot steer anything: without control characters and space around it."""
    return printable(text).strip()


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(plain(text).split())


def topic(question: Question) -> str:
    """The category of a question; a slash would begin another one below it."""
    return one_line(question.topic).replace("/", "-") or "studykit"


def see(question: Question) -> str:
    """Where the question's facts are stated; empty when no note states them."""
    return f"See {', '.join(str(span) for span in question.sources)}." if question.sources else ""


def general(question: Question) -> str:
    """What is told of the question as a whole: the reasons of pairs and lines, and where its facts stand."""
    response = question.response
    told: list[str] = []
    if isinstance(response, Matching):
        told = [f"{one.text} -> {response.choices[one.match]}: {one.reason}" for one in response.pairs if one.reason]
    elif isinstance(response, Ordering):
        lines = sorted(response.lines, key=lambda line: line.place)
        told = [f"{line.place}. {line.text}: {line.reason}" for line in lines if line.reason]
    return "\n".join(part for part in (*told, see(question)) if part)
