"""Questions → Moodle XML, which Moodle imports with every answer's feedback.

Choices, matchings and typed quantities are Moodle's own multichoice, matching and numerical; an ordering is the
``ordering`` type that is part of Moodle since 4.4 (before, a plugin of the same name). Where several options are right
each gives its share and a wrong one takes everything, as near to all or nothing as Moodle allows. Matching and ordering
have no feedback for each line in Moodle, so their reasons are in the general feedback.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from hashlib import blake2b
from xml.sax.saxutils import escape

from studykit.core.quantity import UNITS, Dimension, Unit
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering, Typed
from studykit.exchange.marks import WRONG, decimal, general, one_line, plain, share, topic

_NOT_XML = re.compile("[^\n\t\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN = "plain_text"
_WORDS = {"s": ("second", "seconds"), "min": ("minute", "minutes"), "h": ("hour", "hours"), "day": ("days",)}
_WORDS |= {"week": ("weeks",), "month": ("months",), "year": ("years",)}
_SMALLEST, _LARGEST = Fraction(1, 10**6), 10**9
"""Units in which nobody would type the value are left out."""
_TITLE = 60
_LONGEST = 100
"""Characters of an id number."""


def write_moodle(questions: Sequence[Question], title: str) -> str:
    """The questions as one Moodle XML file, each topic a category below ``title``."""
    often, taken = Counter(question.id for question in questions), set[str]()
    head = one_line(title).replace("/", "-") or "studykit"
    parts, current = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"], ""
    for question in questions:
        if topic(question) != current:
            current = topic(question)
            parts.append(_category(f"top/{head}/{current}"))
        number = _number(question.id if often[question.id] == 1 else f"{question.id}/{question.variant}", taken)
        parts.append("\n".join(_question(question, number)))
    return "\n".join((*parts, "</quiz>", ""))


def _number(name: str, taken: set[str]) -> str:
    """An id number that no question of the file has: Moodle keeps those of a category apart, and short."""
    name = _clean(name)
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 13]}-{blake2b(name.encode(), digest_size=6).hexdigest()}"
    number, again = name, 1
    while number in taken:
        again += 1
        number = f"{name[: _LONGEST - 7]}-{again}"
    taken.add(number)
    return number


def _category(path: str) -> str:
    return f'<question type="category"><category>{_text(path)}</category></question>'


def _question(question: Question, number: str) -> Iterator[str]:
    response = question.response
    kinds = {Choices: "multichoice", Matching: "matching", Ordering: "ordering", Typed: "numerical"}
    yield f'<question type="{kinds[type(response)]}">'
    yield f"  <name>{_text(_title(question))}</name>"
    yield f'  <questiontext format="{_PLAIN}">{_text(question.stem)}</questiontext>'
    yield f'  <generalfeedback format="{_PLAIN}">{_text(general(question))}</generalfeedback>'
    yield "  <defaultgrade>1</defaultgrade>"
    yield "  <penalty>0</penalty>"
    yield "  <hidden>0</hidden>"
    yield f"  <idnumber>{escape(number)}</idnumber>"
    if isinstance(response, Choices):
        yield from _choices(response)
    elif isinstance(response, Matching):
        yield from _matching(response)
    elif isinstance(response, Ordering):
        yield from _ordering(response)
    else:
        yield from _typed(response)
    tags = dict.fromkeys(one_line(tag) for tag in (question.topic, question.area, question.kind))
    yield f"  <tags>{''.join(f'<tag>{_text(tag)}</tag>' for tag in tags if tag)}</tags>"
    yield "</question>"


def _title(question: Question) -> str:
    """The name in the question bank: the beginning of the stem, and which question it is."""
    stem = one_line(question.stem)
    return stem if len(stem) <= _TITLE else f"{stem[: _TITLE - 1].rstrip()}…"


def _choices(response: Choices) -> Iterator[str]:
    right = len(response.positions)
    yield f"  <single>{'true' if right == 1 else 'false'}</single>"
    yield "  <shuffleanswers>true</shuffleanswers>"
    yield "  <answernumbering>ABCD</answernumbering>"
    for option in response.options:
        wrong = "0" if right == 1 else WRONG
        yield from _answer(share(right) if option.right else wrong, option.text, option.reason)


def _answer(weight: str, text: str, feedback: str, *more: str, form: str = _PLAIN) -> Iterator[str]:
    yield f'  <answer fraction="{weight}" format="{form}">{_text(text)}'
    yield from (f"    {line}" for line in more)
    yield f'    <feedback format="{_PLAIN}">{_text(feedback)}</feedback>'
    yield "  </answer>"


def _matching(response: Matching) -> Iterator[str]:
    yield "  <shuffleanswers>true</shuffleanswers>"
    used = {pair.match for pair in response.pairs}
    pairs = [(pair.text, response.choices[pair.match]) for pair in response.pairs]
    pairs += [("", text) for at, text in enumerate(response.choices) if at not in used]
    for text, choice in pairs:
        yield f'  <subquestion format="{_PLAIN}">{_text(text)}<answer>{_text(choice)}</answer></subquestion>'


def _ordering(response: Ordering) -> Iterator[str]:
    yield "  <layouttype>VERTICAL</layouttype>"
    yield "  <selecttype>ALL</selecttype>"
    yield "  <selectcount>0</selectcount>"
    yield "  <gradingtype>ALL_OR_NOTHING</gradingtype>"
    yield "  <showgrading>SHOW</showgrading>"
    yield "  <numberingstyle>ABCD</numberingstyle>"
    yield "  <shownumcorrect>1</shownumcorrect>"
    for place, line in enumerate(sorted(response.lines, key=lambda line: line.place), 1):
        yield f'  <answer fraction="{place}" format="{_PLAIN}">{_text(line.text)}</answer>'


def _typed(response: Typed) -> Iterator[str]:
    figure, unit = Fraction(response.quantity.figure), response.quantity.unit
    near = decimal(abs(figure) * Fraction(response.tolerance))
    right = f"<tolerance>{near}</tolerance>"
    yield from _answer("100", decimal(figure), response.reason, right, form="moodle_auto_format")
    for slip in response.slips:
        if slip.quantity.dimension is unit.dimension:
            wrong = decimal(Fraction(slip.quantity.base) / Fraction(unit.factor))
            yield from _answer("0", wrong, slip.reason, "<tolerance>0</tolerance>", form="moodle_auto_format")
    named = bool(unit.name) and unit.dimension is not Dimension.CODE
    yield f"  <unitgradingtype>{1 if named else 0}</unitgradingtype>"
    yield f"  <unitpenalty>{1 if named else 0}</unitpenalty>"  # without a unit, or with a wrong one: no marks
    yield f"  <showunits>{0 if named else 3}</showunits>"  # 0: typed behind the number; 3: there are none
    yield "  <unitsleft>0</unitsleft>"
    if named:
        yield "  <units>"
        for name, factor in _units(unit, figure):
            words = f"<multiplier>{factor}</multiplier><unit_name>{escape(name)}</unit_name>"
            yield f"    <unit>{words}</unit>"
        yield "  </units>"


def _units(unit: Unit, figure: Fraction) -> Iterator[tuple[str, str]]:
    """Names of units with how many of each one ``unit`` is; those that give no short decimal are left out."""
    others = [one for one in UNITS.values() if one.dimension is unit.dimension and one.name not in ("", unit.name)]
    for one in (unit, *others):
        factor = Fraction(unit.factor) / Fraction(one.factor)
        short = Fraction(decimal(factor)) == factor
        if one is unit or (short and _SMALLEST <= abs(figure * factor) <= _LARGEST):
            yield from ((name, decimal(factor)) for name in (one.name, *_WORDS.get(one.name, ())))


def _clean(text: str) -> str:
    return _NOT_XML.sub("", plain(text))


def _text(text: str) -> str:
    """A ``text`` element that holds any text; "]]>" is written in two parts, because it would end the first."""
    safe = _clean(text)
    if not safe:
        return "<text></text>"
    return f"<text><![CDATA[{safe.replace(']]>', ']]]]><![CDATA[>')}]]></text>"
