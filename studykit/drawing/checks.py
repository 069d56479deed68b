"""Checks: what was looked at side by side, each with its sign, and what comes of them."""

from __future__ import annotations

from studykit.core.sight import Check, Checks
from studykit.drawing.bars import label_width
from studykit.drawing.lines import Drawing, Line, Piece, columns, text_of, wrapped
from studykit.drawing.signs import role_of, sign, worded

_LEAST = 20


def checks(drawn: Checks, width: int, plain: bool = False) -> Drawing:
    """A row a check in at most ``width`` columns; below each other where names leave no room."""
    edge = label_width([one.name for one in drawn.rows], width)
    beside = width - edge - 4 >= _LEAST and all(columns(one.name) <= edge for one in drawn.rows)
    lines: list[Line] = []
    for one in drawn.rows:
        start = (sign(one.how, plain), Piece(" "))
        if beside:
            name = one.name.ljust(edge)
            lines += _hanging((*start, Piece(f"{name}  ")), one, width, plain)
        else:
            lines += [(*start, *row) if not at else (Piece("  "), *row) for at, row in
                      enumerate(wrapped(one.name, width - 2, plain=plain))]  # fmt: skip
            lines += _hanging((Piece("    "),), one, width, plain)
    if drawn.ends:
        rows = wrapped(worded(drawn.ends, plain), max(width - 2, 1), plain=plain)
        lines += [
            (Piece("= " if not at else "  "), *(Piece(piece.text, role_of(drawn.how)) for piece in row))
            for at, row in enumerate(rows)
        ]
    said = tuple(f"{one.name}: {_words(one)}." for one in drawn.rows)
    return Drawing(tuple(lines), (*said, drawn.ends) if drawn.ends else said)


def _words(one: Check, plain: bool = False) -> str:
    said = worded(one.says, plain).removesuffix(".")
    return f"{said} ({one.note})" if one.note else said


def _hanging(start: Line, one: Check, width: int, plain: bool) -> list[Line]:
    """What was seen, behind its name; further lines begin below it."""
    edge = columns(text_of((*start, Piece("|")))) - 1
    rows = wrapped(_words(one, plain), max(width - edge, 1), plain=plain)
    return [(*start, *row) if not at else (Piece(" " * edge), *row) for at, row in enumerate(rows)]
