"""Questions → GIFT, the text form of question banks (Moodle and others); ``gift_reader`` reads it.

GIFT has no units, so the stem of a typed question says in which unit the number is asked for. It has no ordering: lines
are matched with their places. A matching has no feedback for each pair, so all reasons are in the general feedback.
Where several answers are right each gives its share and a wrong one takes everything, as near to all or nothing as
Moodle allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Option, Ordering, Typed
from studykit.exchange.gift_reader import GAP, read_gift
from studykit.exchange.marks import WRONG, decimal, general, one_line, plain, share, topic

__all__ = ["read_gift", "write_gift"]

_ESCAPED = {**{letter: f"\\{letter}" for letter in "\\~=#{}:"}, "\n": "\\n"}
_ONE_GAP = re.compile(rf"(?<!_){GAP}(?!_)")
_MISREAD = re.compile(r"[\[%]")
"""What a text must not begin with, because it would be read as a format or a weight."""


def write_gift(questions: Sequence[Question]) -> str:
    """The questions as one GIFT file, in their order, each topic a category."""
    parts, current = ["// Questions that studykit proved: every answer has its reason.\n"], ""
    for question in questions:
        if topic(question) != current:
            current = topic(question)
            parts.append(f"$CATEGORY: {current}\n")
        parts.append(_question(question))
    return "\n".join(parts)


def _question(question: Question) -> str:
    response = question.response
    stem, after = plain(question.stem), ""
    if isinstance(response, Typed) and response.quantity.unit.name:
        stem += f" (Answer with a number of {response.quantity.unit.name}.)"
    if isinstance(response, Choices) and len(_ONE_GAP.findall(stem)) == 1:
        before, _, behind = stem.partition(GAP)
        if behind.strip():  # without words behind it the gap would not come back
            stem, after = before, behind
    if isinstance(response, Choices):
        lines = list(_choices(response.options))
    elif isinstance(response, Typed):
        lines = list(_typed(response))
    else:
        lines = list(_matching(response))
    told = general(question)
    lines += [f"####{_first(told)}"] if told else []
    head = f"::{_escaped(one_line(question.id)) or '-'}::[plain]{_kept(stem)}"
    answers = "\n".join(f"\t{line}" for line in lines)
    return f"{head}{{{'#' if isinstance(response, Typed) else ''}\n{answers}\n}}{_kept(after)}\n"


def _choices(options: Sequence[Option]) -> Iterator[str]:
    right = sum(option.right for option in options)
    for option in options:
        sign = "=" if option.right and right == 1 else "~"
        weight = "" if right == 1 else f"%{share(right) if option.right else WRONG}%"
        yield f"{sign}{weight}{_first(option.text)}{_feedback(option.reason)}"


def _typed(response: Typed) -> Iterator[str]:
    figure = Fraction(response.quantity.figure)
    near = decimal(abs(figure) * Fraction(response.tolerance))
    yield f"=%100%{decimal(figure)}:{near}{_feedback(response.reason)}"
    for slip in response.slips:
        if slip.quantity.dimension is response.quantity.dimension:
            wrong = Fraction(slip.quantity.base) / Fraction(response.quantity.unit.factor)
            yield f"=%0%{decimal(wrong)}:0{_feedback(slip.reason)}"


def _matching(response: Matching | Ordering) -> Iterator[str]:
    if isinstance(response, Ordering):
        pairs = [(line.text, str(line.place)) for line in response.lines]
        extra: Iterable[str] = ()
    else:
        pairs = [(pair.text, response.choices[pair.match]) for pair in response.pairs]
        used = {pair.match for pair in response.pairs}
        extra = (text for at, text in enumerate(response.choices) if at not in used)
    for text, choice in pairs:
        yield f"={_first(text.replace('->', '→'))} -> {_first(choice)}"
    for choice in extra:
        yield f"= -> {_first(choice)}"


def _feedback(text: str) -> str:
    return f"#{_first(text)}" if plain(text) else ""


def _first(text: str) -> str:
    """A text that is not taken for a format or a weight."""
    return f"[plain]{_escaped(text)}" if _MISREAD.match(plain(text)) else _escaped(text)


def _escaped(text: str) -> str:
    return _kept(plain(text))


def _kept(text: str) -> str:
    """The text with what would mean something escaped, and the space around it."""
    return "".join(_ESCAPED.get(letter, letter) for letter in text)
