from __future__ import annotations

import re

import pytest

from studykit.core.quantity import parse_quantity
from studykit.rules.expression import nodes_of
from studykit.rules.syntax import MAX_DEPTH, MAX_LENGTH, MAX_NODES, Literal, Name, Node, Operation, parse
from studykit.rules.tokens import ExpressionError


def shape(node: Node) -> str:
    """The tree with every operation in brackets."""
    if isinstance(node, Literal):
        return str(node.value)
    if isinstance(node, Name):
        return node.name
    assert isinstance(node, Operation)
    return f"({node.sign} {' '.join(shape(operand) for operand in node.operands)})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * c", "(+ a (* b c))"),
        ("a - b - c", "(- (- a b) c)"),
        ("a || b && !c", "(|| a (&& b (unary ! c)))"),
        ("a < b + 1 && c", "(&& (< a (+ b 1)) c)"),
        ("a ? b : c ? d : e", "(?: a b (?: c d e))"),
        ("(a + b) * -c", "(* (+ a b) (unary - c))"),
        ("x in ['p', 'q'] == true", None),
        ("x in ['p', 'q'] && y", "(&& (in x ([] p q)) y)"),
        ("min(a, b, 3) / ceil(c)", "(/ (min a b 3) (ceil c))"),
        ("has(x) && x > lambda.timeout.max", "(&& (has x) (> x lambda.timeout.max))"),
    ],
)
def test_operators_bind_as_in_cel(text: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(ExpressionError, match="not chained"):
            parse(text)
    else:
        assert shape(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30 s", "30 s"),
        ("30s", "30 s"),
        ("6 MB", "6 MB"),
        ("10/s", "10/s"),
        ("6x", "6x"),
        ("50 %", "50 %"),
        ("0.5 GB", "0.5 GB"),
        ("15 minutes", "15 min"),
        ("400 GB-s", "400 GB-s"),
    ],
)
def test_a_literal_carries_its_unit(text: str, value: str) -> None:
    node = parse(text)
    assert isinstance(node, Literal)
    assert node.value == parse_quantity(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("30 s/2", "(/ 30 s 2)"), ("60/x", "(/ 60 x)"), ("30s/x", "(/ 30 s x)"), ("5 in [5]", "(in 5 ([] 5))")],
)
def test_a_sign_after_a_literal_is_no_part_of_its_unit(text: str, expected: str) -> None:
    assert shape(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "offset", "says"),
    [
        ("a <", 3, "Expected a value, not the end."),
        ("a b", 2, "Expected the end, not 'b'."),
        ("a < b < c", 6, "Comparisons are not chained: join them with &&."),
        ("a & b", 2, "'&' means nothing here."),
        ("3 Mb", 1, "Unknown unit 'Mb'. Did you mean 'MB'?"),
        ("cell(a)", 0, "Unknown function 'cell'. Did you mean 'ceil'?"),
        ("ceil(a, b)", 0, "ceil() takes 1 values."),
        ("min(a)", 0, "min() takes two or more values."),
        ("a ? b", 5, "Expected ':', not the end."),
        ("a.__class__.x()", 0, "Unknown function"),
        ("a ;", 2, "';' means nothing here."),
    ],
)
def test_a_mistake_is_named_at_its_place(text: str, offset: int, says: str) -> None:
    with pytest.raises(ExpressionError, match=re.escape(says)) as caught:
        parse(text)
    assert caught.value.offset == offset


@pytest.mark.parametrize(
    "text",
    [
        "(" * (MAX_DEPTH + 2) + "a" + ")" * (MAX_DEPTH + 2),
        "!" * (MAX_DEPTH + 2) + "a",
        " && ".join("a" * (MAX_DEPTH + 2)),
        " + ".join("(" + " + ".join("a" * 20) + ")" for _ in range(15)),
        f"min({', '.join('1' * (MAX_NODES + 1))})",
        "a" * (MAX_LENGTH + 1),
        "9" * 40,
    ],
)
def test_an_expression_from_a_stranger_stays_small(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


def test_a_chain_as_deep_as_allowed_is_read() -> None:
    assert len(list(nodes_of(parse(" && ".join("a" * (MAX_DEPTH + 1)))))) == 2 * MAX_DEPTH + 1
