"""A bucket of tokens: for each stretch of time its tokens, what arrives, passes and is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from studykit.core.quantity import Figure, format_figure, whole
from studykit.core.sight import Bucket, Turn
from studykit.core.verdict import How
from studykit.drawing.bars import bar, widest
from studykit.drawing.lines import Drawing, Line, Piece, Role, columns, fitted, text_of, wrapped
from studykit.drawing.signs import role_of, sign, strokes
from studykit.drawing.times import lasting

_LEAST_CELL, _MOST_CELL = 7, 12
_CUT = 3
_EDGE = len("refused") + 2


@dataclass(frozen=True, slots=True)
class _Table:
    """Which columns are shown, and how wide they are."""

    turns: tuple[Turn, ...]
    cell: int
    before_cut: int
    """Columns before the cut; all of them where nothing is left out."""
    left_out: int


def bucket(drawn: Bucket, width: int, plain: bool = False) -> Drawing:
    """A column a stretch in at most ``width`` columns; those between are left out where they have no room."""
    told = tuple(_said(turn, drawn.lasts) for turn in drawn.turns)
    times = {turn.at: _n(turn.at) if drawn.lasts == 1 else lasting(turn.at) for turn in drawn.turns}
    table = _table(drawn, times, width)
    if table is None:
        return Drawing(tuple(line for one in told for line in wrapped(one, width, plain=plain)), told)
    shown = table.turns
    begins = "second" if drawn.lasts == 1 else "from"
    passed = role_of(How.GOOD)
    lines = [
        _row(begins, [(Piece(times[turn.at], Role.MUTED),) for turn in shown], table, plain),
        _row("tokens", [(Piece(_n(turn.tokens)),) for turn in shown], table, plain),
        _row(
            "", [(Piece(_bar(turn, drawn.holds, table.cell - 1, plain), Role.PRIMARY),) for turn in shown], table, plain
        ),
        _row("arrive", [(Piece(_n(turn.arrive)),) for turn in shown], table, plain),
        _row("passed", [(Piece(_n(turn.passed), passed),) for turn in shown], table, plain),
        _row("refused", [_refused(turn, plain) for turn in shown], table, plain),
    ]
    left_out = f" {strokes(plain).cut} {table.left_out} left out" if table.left_out else ""
    holds = f"{drawn.name}, holds {format_figure(drawn.holds)}{left_out}"
    lines += [(Piece(text_of(one), Role.MUTED),) for one in wrapped(holds, width, plain=plain)]
    return Drawing(tuple(lines), told)


def _table(drawn: Bucket, times: Mapping[Figure, str], width: int) -> _Table | None:
    """The first columns and the last that have room; None where not even one has."""
    many, room = len(drawn.turns), width - _EDGE
    said = [text for turn in drawn.turns for text in (times[turn.at], *map(_n, _figures(turn)))]
    cell = max(widest(said) + 3, _LEAST_CELL)
    if room < cell + _CUT:
        return None
    if many * cell <= room:
        return _Table(drawn.turns, min(room // many, max(cell, _MOST_CELL)), many, 0)
    fitting = (room - _CUT) // cell
    tail = 1 if fitting > 1 else 0
    head = fitting - tail
    return _Table((*drawn.turns[:head], *drawn.turns[many - tail :]), cell, head, many - fitting)


def _row(name: str, cells: Sequence[Line], table: _Table, plain: bool) -> Line:
    """A row of the table: its name, then its cells, and where some are left out the cut."""
    pieces = [Piece(fitted(name, _EDGE), Role.MUTED)]
    for at in range(len(cells) + 1):
        if table.left_out and at == table.before_cut:
            pieces.append(Piece(fitted(strokes(plain).cut, _CUT), Role.MUTED))
        if at < len(cells):
            taken = sum(columns(piece.text) for piece in cells[at])
            pieces += [*cells[at], Piece(" " * (table.cell - taken))]
    return tuple(pieces)


def _figures(turn: Turn) -> tuple[Figure, ...]:
    return (turn.tokens, turn.arrive, turn.passed, turn.refused)


def _bar(turn: Turn, holds: Figure, room: int, plain: bool) -> str:
    """The tokens as a bar, empty behind it: columns of dots side by side would read as one bar."""
    share = float(Fraction(turn.tokens) / holds) if holds else 0.0
    return bar(min(share, 1.0), room, plain).replace("." if plain else "·", " ")


def _refused(turn: Turn, plain: bool) -> Line:
    if not turn.refused:
        return (Piece("-", Role.MUTED),)
    return (sign(How.BAD, plain), Piece(f" {_n(turn.refused)}", role_of(How.BAD)))


def _n(figure: Figure) -> str:
    """A figure to one decimal: a flow of requests fills a stretch with parts of one."""
    rounded = whole(round(Fraction(figure), 1))
    if figure and not rounded:
        return "<0.1"
    return format_figure(rounded)


def _said(turn: Turn, lasts: Figure) -> str:
    begin = f"second {_n(turn.at)}" if lasts == 1 else f"{lasting(turn.at)} to {lasting(turn.at + lasts)}"
    tokens, arrive, passed, refused = map(_n, _figures(turn))
    return f"{begin}: {tokens} tokens, {arrive} arrive, {passed} pass, {refused} refused."
