"""Questions of every form, with texts that mean something to the formats they are written in."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from studykit.core.quantity import of
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Option, Ordering, Pair, Placed, Response, Slip, Typed
from studykit.core.source import SourceSpan

HOSTILE = (
    "~=#{}:\\",
    "]]>",
    "</script><script>",
    "%50%",
    "[html]",
    "->",
    "####",
    "::",
    "//",
    "$CATEGORY: x",
    "\\n",
    "&&058;",
)


def question(response: Response, stem: str = "What holds?", name: str = "limit:oven.heat.max") -> Question:
    return Question(name, "limit", "oven", "baking", 7, stem, response, (), (SourceSpan("oven.md", 3, 4),))


ONE = question(
    Choices(
        (
            Option("90 min", right=True, reason="The handbook says 90 min."),
            Option("60 min", right=False, reason="That was so until 2019."),
            Option("2 h", right=False, reason="Nobody says so."),
        )
    ),
    "How long may a bread bake?",
)
TWO = question(
    Choices(
        (
            Option("flour", right=True, reason="Part of it."),
            Option("water", right=True, reason="Part of it, too."),
            Option("glue", right=False, reason="No part of it."),
            Option("sand", right=False, reason="No part of it."),
            Option("paint", right=False, reason="No part of it."),
        )
    ),
    "What is in bread? Choose TWO.",
)
GAP = question(ONE.response, "A bread may bake for _____ at the most.")
TYPED = question(
    Typed(of(90, "min"), Fraction(1, 100), "The handbook says so.", (Slip(of(1, "h"), "That is the cake."),)),
    "How long may a bread bake?",
)
PAIRS = question(
    Matching((Pair("bread", 1, "It is baked."), Pair("soup", 0, "It is boiled.")), ("boiled", "baked", "fried")),
    "How is each made?",
)
STEPS = question(
    Ordering((Placed("bake", 3, "Then it is done."), Placed("knead", 1, "First."), Placed("rest", 2, "Next."))),
    "Put the steps in order.",
)
EVERY = (ONE, TWO, GAP, TYPED, PAIRS, STEPS)

TEXTS = st.one_of(
    st.text(min_size=1, max_size=20),
    st.lists(st.sampled_from((*HOSTILE, "a", " ", "\n", "1")), min_size=1, max_size=5).map("".join),
)
"""Anything, and what means something in GIFT, XML or Markdown."""
