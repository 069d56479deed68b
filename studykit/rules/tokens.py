"""Text of an expression → tokens with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studykit.core.errors import nearest
from studykit.core.quantity import ALIASES, UNITS, Quantity, parse_figure, unit_named

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,15}(?:\.\d{1,9})?)(?P<unit>\s?(?:%|/[a-z]+|[A-Za-z][A-Za-z/-]*))?"
    r"|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)"
    r"|(?P<text>'[^'\n]*')"
    r"|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/<>!?:(),\[\]]))"
)
_WORDS = ("in", "true", "false")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of an expression."""

    kind: str
    """``number``, ``name``, ``text``, ``sign`` or ``end``."""
    text: str
    start: int
    end: int
    quantity: Quantity | None = None
    """Of a number."""


class ExpressionError(Exception):
    """What is wrong with an expression, and at which offset."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message, self.offset = message, offset


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of an expression, with an ``end`` token last. Raises ExpressionError."""
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            offset = at + len(text[at:]) - len(text[at:].lstrip())
            raise ExpressionError(f"'{text[offset]}' means nothing here.", offset)
        token = _token(text, match)
        found.append(token)
        at = token.end
    return (*found, Token("end", "", len(text), len(text)))


def _token(text: str, match: re.Match[str]) -> Token:
    kind = str(match.lastgroup) if match["number"] is None else "number"
    start = match.start(kind)
    if kind != "number":
        return Token(kind, match[kind], start, match.end())
    figure = parse_figure(match["number"])
    unit = (match["unit"] or "").strip()
    if not unit or unit in _WORDS:
        return Token(kind, match["number"], start, match.end("number"), Quantity(figure, UNITS[""]))
    if unit in UNITS or unit in ALIASES:
        return Token(kind, text[start : match.end()], start, match.end(), Quantity(figure, unit_named(unit)))
    if unit.startswith("/"):
        return Token(kind, match["number"], start, match.end("number"), Quantity(figure, UNITS[""]))
    shorter = re.match(r"[A-Za-z]+", unit)
    if shorter and (shorter[0] in UNITS or shorter[0] in ALIASES):  # ``30 s/2`` is no unit ``s/``
        end = match.start("unit") + (match["unit"] or "").index(shorter[0]) + len(shorter[0])
        return Token(kind, text[start:end], start, end, Quantity(figure, unit_named(shorter[0])))
    known = [name for name in (*UNITS, *ALIASES) if name]
    raise ExpressionError(f"Unknown unit '{unit}'.{nearest(unit, known, 0.4)}", match.start("unit"))
