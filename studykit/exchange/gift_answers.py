"""What stands in the braces of a GIFT question → a response with its key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from studykit.core.given import GivenResponse, Words, fault
from studykit.core.quantity import UNITS, Figure, Quantity, format_figure, whole
from studykit.core.response import Choices, Matching, Option, Pair, Slip, Typed

_WEIGHT = re.compile(r"^\s*%\s*(-?\d{1,3}(?:\.\d+)?)\s*%")
_TRUTH = re.compile(r"^(TRUE|T|FALSE|F)\s*(?:#|$)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(?:\.\d+)?(?:[eE][-+]?\d{1,2})?")
_FULL = 100
_DIGITS = 30
Asked = TypeVar("Asked", Choices, Matching)
Shown = Callable[[str], str]
"""A part of the file → what people read."""


class Refused(Exception):  # noqa: N818 - a question that is left out; it never leaves the reader
    """Why a question is left out, in one sentence."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer as it was written."""

    sign: str
    weight: Fraction | None
    text: str
    feedback: str

    @property
    def value(self) -> Fraction:
        """Its share of the marks, per cent."""
        return Fraction(_FULL if self.sign == "=" else 0) if self.weight is None else self.weight


def read_answers(inside: str, shown: Shown) -> tuple[GivenResponse, str]:
    """The response and the general feedback. Raises Refused when there is no key to read."""
    answers, _, general = inside.partition("####")
    answers, feedback = answers.strip(), shown(general)
    if not answers:
        raise Refused("An essay has no key, so it cannot be asked here.")
    if _TRUTH.match(answers):
        return _truth(answers, shown), feedback
    if answers.startswith("#"):
        return _numerical(answers[1:].strip(), shown), feedback
    if answers[0] not in "=~":
        raise Refused("The answers must begin with '=' (right) or '~' (wrong).")
    if "~" in answers:
        return _choices(tuple(_split(answers, "~=", shown))), feedback
    if "->" in answers:
        return _matching(answers, shown), feedback
    accepted = [one for one in _split(answers, "=", shown) if one.text]
    best = sorted(accepted, key=lambda one: -one.value)
    if not best or best[0].value <= 0:
        raise Refused("This question has no right answer.")
    return Words(tuple(dict.fromkeys(one.text for one in best if one.value == best[0].value))), feedback


def _split(answers: str, signs: str, shown: Shown) -> Iterator[_Answer]:
    parts = re.split(f"([{signs}])", answers)
    for sign, part in zip(parts[1::2], parts[2::2], strict=True):
        text, _, feedback = part.partition("#")
        found = _WEIGHT.match(text)
        weight = Fraction(found[1]) if found else None
        yield _Answer(sign, weight, shown(text[found.end() :] if found else text), shown(feedback))


def _truth(answers: str, shown: Shown) -> Choices:
    """A statement that is true or false; the first feedback is for the wrong answer."""
    parts = [part.strip() for part in answers.split("#")]
    holds = parts[0].upper() in ("T", "TRUE")
    wrong, right = (shown(part) for part in (*parts[1:3], "", "")[:2])
    return Choices(
        (
            Option("True", right=holds, reason=right if holds else wrong),
            Option("False", right=not holds, reason=wrong if holds else right),
        )
    )


def _choices(answers: tuple[_Answer, ...]) -> Choices:
    best = max(one.value for one in answers)
    if best <= 0:
        raise Refused("This question has no right answer.")
    # a whole answer stands for itself; shares of one add up, so each of them is right
    options = tuple(
        Option(one.text, right=one.value == _FULL if best == _FULL else one.value > 0, reason=one.feedback)
        for one in answers
    )
    return checked(Choices(options))


def checked(response: Asked) -> Asked:
    """The same response. Raises Refused when it cannot be asked."""
    problem = fault(response)
    if problem:
        raise Refused(problem)
    return response


def _matching(answers: str, shown: Shown) -> Matching:
    pairs: list[tuple[str, str]] = []
    for part in filter(str.strip, answers.split("=")):
        text, arrow, choice = part.partition("->")
        if not arrow or not shown(choice):
            raise Refused("Each answer of a matching is written as '=this -> that'.")
        pairs.append((shown(text), shown(choice)))
    choices = tuple(dict.fromkeys(choice for _, choice in pairs))
    lines = tuple(Pair(text, choices.index(choice), "") for text, choice in pairs if text)
    return checked(Matching(lines, choices))


def _numerical(answers: str, shown: Shown) -> Typed:
    listed = [part for part in re.split(r"[=~]", answers) if part.strip()]
    made: list[tuple[Fraction, Figure, Figure, str]] = []
    for part in listed:
        text, _, feedback = part.partition("#")
        found = _WEIGHT.match(text)
        weight, spec = Fraction(found[1] if found else _FULL), (text[found.end() :] if found else text).strip()
        if spec not in ("", "*"):  # what any other number earns is no key
            made.append((weight, *_figure(spec), shown(feedback)))
    made.sort(key=lambda one: -one[0])
    if not made or made[0][0] <= 0:
        raise Refused("This question has no right number.")
    weight, figure, near, reason = made[0]
    if near and not figure:
        raise Refused("A number of 0 with a tolerance cannot be asked here.")
    if sum(1 for one in made if one[0] == weight) > 1:
        raise Refused("Several numbers are right; only one can be asked for here.")
    slips = tuple(Slip(_number(one[1]), one[3]) for one in made[1:] if one[3])
    return Typed(_number(figure), whole(Fraction(near) / abs(Fraction(figure))) if near else 0, reason, slips)


def _number(figure: Figure) -> Quantity:
    return Quantity(figure, UNITS[""])


def _figure(spec: str) -> tuple[Figure, Figure]:
    """The number and how far off may be, from ``3``, ``3:1`` or ``2..4``."""
    low, dots, high = spec.partition("..")
    number, colon, near = spec.partition(":")
    if dots:
        ends = sorted((_exact(low), _exact(high)))
        return whole((ends[0] + ends[1]) / 2), whole((ends[1] - ends[0]) / 2)
    return whole(_exact(number)), whole(abs(_exact(near))) if colon else 0


def _exact(text: str) -> Fraction:
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        raise Refused(f"'{text[:40]}' is not a number.")
    figure = Fraction(text.replace(",", ""))
    if len(format_figure(whole(figure))) > _DIGITS:
        raise Refused(f"'{text[:40]}' is a longer number than anybody types.")
    return figure
