"""Formulas, and what only looks like one."""

from __future__ import annotations

import pytest

from studykit.core.formula import spans


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        (r"The limit $\lim_{h \to 0} f(h)$ is 3", [r"$\lim_{h \to 0} f(h)$"]),
        (r"so $$E = mc^2 + 12$$ holds", ["$$E = mc^2 + 12$$"]),
        (r"so $$ \int_0^{10} x $$ holds", [r"$$ \int_0^{10} x $$"]),
        (r"so \( x^2 \le 5 \) holds, and \[ y = 3 \]", [r"\( x^2 \le 5 \)", r"\[ y = 3 \]"]),
        ("with $n$ and $k$ values", ["$n$", "$k$"]),
        ("in the interval $[0, 1)$", ["$[0, 1)$"]),
        (r"$\text{speed of a long sound} = 3$", [r"$\text{speed of a long sound} = 3$"]),
        ("It costs $0.20 per million and $0.09 per GB.", []),
        ("Storage of 100 GB for $5 and 200 GB for $10.", []),
        ("It is $5, $10 or $20 for 3 seats.", []),
        ("Pay $5 for 20 GB, or 10$.", []),
        ("The price ($/GB) is low; 10 items ($/month).", []),
        ("Set $PATH=$HOME/bin:$PATH in 2 files.", []),
        ("$HOME and $PATH are set", []),
        ("costs 5$ or 10$ a month", []),
        (r"API Gateway \(REST\): 29 s \(default 29 s\)", []),
        (r"message\(s\): at most 10; an array \[1, 2, 3\]", []),
        (r"see \(timeout = 15 min\)", []),
    ],
)
def test_formulas_are_told_from_prices_variables_and_escaped_brackets(text: str, formulas: list[str]) -> None:
    assert [text[first:last] for first, last in spans(text)] == formulas
