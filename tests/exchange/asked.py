"""Questions of every form for tests of files that carry them, with every answer that somebody could give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, permutations, product

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from studykit.core.quantity import format_figure, of
from studykit.core.question import Question
from studykit.core.response import (
    LETTERS,
    Choices,
    Matching,
    Option,
    Ordering,
    Pair,
    Placed,
    Response,
    Slip,
    Typed,
)
from studykit.core.source import SourceSpan

SOURCES = (SourceSpan("ovens & more.md", 3, 4),)
HOSTILE = (
    "]]>",
    "</mattext></script><b>",
    "&amp; &#0; &lt;",
    "{~=#:}",
    "\"'\\",
    "\x00\x1b[31m\x7f\x85\ufffe\ud800",
    "\u202eabc\u202c \u200f\u2067אב",
    "a\r\nb\rc\n\n  d\te",
    "  ",
    "😀\u200d" + "é" * 300,
)
_NOT_CARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def carried(text: str) -> str:
    """What of a text a file of XML can carry."""
    return _NOT_CARRIED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def question(response: Response, stem: str = "How long? Choose ONE.", name: str = "oven.heat") -> Question:
    return Question(name, "limit", "oven", "kitchen", 7, stem, response, ("oven.heat.max",), SOURCES)


def choices(*texts: str, right: str = "B") -> Choices:
    options = zip(LETTERS, texts, strict=False)
    return Choices(tuple(Option(text, letter in right, f"{letter} says {text}", SOURCES) for letter, text in options))


def ordering(*places: int) -> Ordering:
    return Ordering(tuple(Placed(f"step {at}", place, f"step {at} is {place}") for at, place in enumerate(places)))


def matching(*matches: int, of_choices: int = 3) -> Matching:
    pairs = tuple(Pair(f"line {at}", match, f"line {at} is {match}", SOURCES) for at, match in enumerate(matches))
    return Matching(pairs, tuple(f"choice {at}" for at in range(of_choices)))


def typed(figure: int | Fraction, unit: str, tolerance: int | Fraction = 0, *slips: int) -> Typed:
    wrong = tuple(Slip(of(slip, unit), f"{slip} was before") for slip in slips)
    return Typed(of(figure, unit), tolerance, "so it is cited", wrong)


RESPONSES: tuple[Response, ...] = (
    choices("1 s", "2 s", "3 s"),
    choices("1 s", "2 s", "3 s", "4 s", "5 s", right="AD"),
    choices("1 s", "2 s", "3 s", "4 s", "5 s", "6 s", right="ACF"),
    ordering(3, 1, 2),
    ordering(2, 1, 2, 4),
    matching(1, 0, 1),
    matching(2, 1, 0, of_choices=4),
    typed(900, "s", 0, 60, 300),
    typed(900, "s", Fraction(1, 100), 905, 1000),
    typed(10, "MB", Fraction(1, 20), 512),
    typed(Fraction(1, 3), "h"),
    typed(429, "code", 0, 503),
    typed(0, ""),
)


def answers(response: Response) -> Iterator[str]:
    """Every answer in its one spelling; of quantities, those near the value and far from it."""
    if isinstance(response, Typed):
        yield from _quantities(response)
    elif isinstance(response, Ordering):
        yield from ("".join(order) for order in permutations(LETTERS[: len(response.lines)]))
    elif isinstance(response, Matching):
        letters = LETTERS[: len(response.pairs)]
        for numbers in product(range(1, len(response.choices) + 1), repeat=len(letters)):
            yield " ".join(f"{letter}{number}" for letter, number in zip(letters, numbers, strict=True))
    else:
        letters = LETTERS[: len(response.options)]
        most = len(letters) if len(response.positions) > 1 else 1
        for size in range(1, most + 1):
            yield from ("".join(chosen) for chosen in combinations(letters, size))


def _quantities(response: Typed) -> Iterator[str]:
    figure, unit = Fraction(response.quantity.figure), response.quantity.unit
    off = figure * Fraction(response.tolerance)
    near = [figure, figure - off, figure + off, figure * 2, figure + 1, -figure, Fraction(0), Fraction(1, 2)]
    near += [figure - off - Fraction(1, 1000), figure + off + Fraction(1, 1000), figure * Fraction(1024, 1000)]
    near += [Fraction(slip.quantity.figure) for slip in response.slips]
    exact = [one for one in near if 10**12 % one.denominator == 0]  # what can be typed as a decimal
    yield from (f"{format_figure(one.numerator if one.denominator == 1 else one)} {unit.name}" for one in exact)


anything = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
hostile_texts = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), min_size=1, max_size=4).map("".join)


@st.composite
def hostile_questions(draw: st.DrawFn) -> Question:
    """A question of any form whose every text may be anything."""

    def some(least: int, most: int) -> list[str]:
        return draw(st.lists(hostile_texts, min_size=least, max_size=most))

    def reason() -> str:
        return draw(hostile_texts)

    form = draw(st.integers(0, 3))
    response: Response
    if form == 0:
        right = draw(st.sampled_from(("A", "C", "BC", "ABC")))
        texts = zip(LETTERS, some(3, 5), strict=False)
        response = Choices(tuple(Option(text, letter in right, reason(), SOURCES) for letter, text in texts))
    elif form == 1:
        lines = some(2, 4)
        places = draw(st.lists(st.integers(1, len(lines)), min_size=len(lines), max_size=len(lines)))
        response = Ordering(tuple(Placed(*both, reason()) for both in zip(lines, places, strict=True)))
    elif form == 2:
        shown = some(2, 3)
        matches = draw(st.lists(st.integers(0, len(shown) - 1), min_size=2, max_size=3))
        response = Matching(tuple(Pair(reason(), match, reason()) for match in matches), tuple(shown))
    else:
        response = Typed(of(draw(st.integers(1, 9999)), "MB"), 0, reason(), (Slip(of(20000, "MB"), reason()),))
    return Question(reason(), "kind", reason(), reason(), draw(st.integers(0, 9)), reason(), response, (), SOURCES)
