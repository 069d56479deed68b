"""Tokens → tree: a small language with bounded depth and size, no loops and no attribute access."""

from __future__ import annotations

from dataclasses import dataclass

from studykit.core.errors import nearest
from studykit.core.verdict import Value
from studykit.rules.tokens import ExpressionError, Token, tokens_of

MAX_DEPTH = 32
MAX_NODES = 500
MAX_LENGTH = 2000
FUNCTIONS = {"has": 1, "count": 1, "min": 0, "max": 0, "ceil": 1, "floor": 1}
"""Name → number of arguments; 0: two or more."""


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression; ``start`` and ``end`` are offsets in its text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value that stands in the text."""

    value: Value


@dataclass(frozen=True, slots=True)
class Name(Node):
    """An input, a derived value or a fact."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation(Node):
    """An operator or function with its operands; ``?:`` has three."""

    sign: str
    operands: tuple[Node, ...]


_BINDING = {
    "?": 1, "||": 2, "&&": 3, "==": 4, "!=": 4, "in": 4,
    "<": 5, "<=": 5, ">": 5, ">=": 5, "+": 6, "-": 6, "*": 7, "/": 7,
}  # fmt: skip
_COMPARISONS = ("==", "!=", "in", "<", "<=", ">", ">=")
_UNARY = 8


def parse(text: str) -> Node:
    """The tree of an expression. Raises ExpressionError with the offset of what is wrong."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"The expression is longer than {MAX_LENGTH:,} characters.", MAX_LENGTH)
    parser = _Parser(tokens_of(text))
    node = parser.expression(0, 0)
    parser.expect("end", "")
    _check_height(node)
    return node


def _check_height(root: Node) -> None:
    """Chains like ``a && b && …`` grow to the left without nesting, and are as deep for the compilers."""
    level: tuple[Node, ...] = (root,)
    for _ in range(MAX_DEPTH + 1):
        level = tuple(operand for node in level if isinstance(node, Operation) for operand in node.operands)
        if not level:
            return
    raise ExpressionError(f"Nested or chained deeper than {MAX_DEPTH} levels.", root.start)


class _Parser:
    """A Pratt parser over the tokens of one expression."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._at = 0
        self._nodes = 0

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def expect(self, kind: str, text: str) -> Token:
        token = self._token
        if token.kind != kind or (text and token.text != text):
            wanted = f"'{text}'" if text else "the end"
            seen = f"'{token.text}'" if token.text else "the end"
            raise ExpressionError(f"Expected {wanted}, not {seen}.", token.start)
        self._at += 1
        return token

    def expression(self, power: int, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ExpressionError(f"Nested deeper than {MAX_DEPTH} levels.", self._token.start)
        left = self._operand(depth)
        while (sign := self._sign()) and _BINDING[sign] > power:
            token = self._token
            self._at += 1
            if sign == "?":
                left = self._choice(left, depth)
                continue
            right = self.expression(_BINDING[sign], depth + 1)
            if sign in _COMPARISONS and isinstance(left, Operation) and left.sign in _COMPARISONS:
                raise ExpressionError("Comparisons are not chained: join them with &&.", token.start)
            left = self._made(Operation(left.start, right.end, sign, (left, right)))
        return left

    def _sign(self) -> str:
        token = self._token
        known = token.kind == "sign" or (token.kind == "name" and token.text == "in")
        return token.text if known and token.text in _BINDING else ""

    def _choice(self, condition: Node, depth: int) -> Node:
        first = self.expression(0, depth + 1)
        self.expect("sign", ":")
        second = self.expression(0, depth + 1)
        return self._made(Operation(condition.start, second.end, "?:", (condition, first, second)))

    def _list(self, depth: int) -> Node:
        start = self.expect("sign", "[").start
        members = self._members("]", depth)
        return self._made(Operation(start, self._tokens[self._at - 1].end, "[]", members))

    def _members(self, closing: str, depth: int) -> tuple[Node, ...]:
        members = [self.expression(0, depth + 1)]
        while self._token.text == ",":
            self._at += 1
            members.append(self.expression(0, depth + 1))
        self.expect("sign", closing)
        return tuple(members)

    def _operand(self, depth: int) -> Node:
        token = self._token
        if token.text == "[" and token.kind == "sign":
            return self._list(depth)
        self._at += 1
        if token.kind == "number" and token.quantity is not None:
            return self._made(Literal(token.start, token.end, token.quantity))
        if token.kind == "text":
            return self._made(Literal(token.start, token.end, token.text[1:-1]))
        if token.kind == "name":
            return self._named(token, depth)
        if token.text in ("!", "-"):
            operand = self.expression(_UNARY, depth + 1)
            return self._made(Operation(token.start, operand.end, f"unary {token.text}", (operand,)))
        if token.text == "(":
            inner = self.expression(0, depth + 1)
            self.expect("sign", ")")
            return inner
        seen = f"'{token.text}'" if token.text else "the end"
        raise ExpressionError(f"Expected a value, not {seen}.", token.start)

    def _named(self, token: Token, depth: int) -> Node:
        if token.text in ("true", "false"):
            return self._made(Literal(token.start, token.end, token.text == "true"))
        if self._token.text != "(":
            return self._made(Name(token.start, token.end, token.text))
        if token.text not in FUNCTIONS:
            raise ExpressionError(f"Unknown function '{token.text}'.{nearest(token.text, FUNCTIONS)}", token.start)
        self._at += 1
        operands = self._members(")", depth)
        wanted = FUNCTIONS[token.text]
        if (wanted and len(operands) != wanted) or (not wanted and len(operands) < 2):  # noqa: PLR2004
            raise ExpressionError(f"{token.text}() takes {wanted or 'two or more'} values.", token.start)
        return self._made(Operation(token.start, self._tokens[self._at - 1].end, token.text, operands))

    def _made(self, node: Node) -> Node:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise ExpressionError(f"The expression has more than {MAX_NODES} parts.", node.start)
        return node
