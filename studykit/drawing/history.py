"""What a value was until when, as one line that runs to today; below each other where a line has no room."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.drawing.lines import Drawing, Line, Piece, Role, columns, fitted

_RICH, _PLAIN = ("──┤ ", "──▶"), ("--| ", "-->")


def history(earlier: Sequence[tuple[str, str]], now: str, width: int, plain: bool = False) -> Drawing:
    """Earlier values with the date until which each held, oldest first, and the value of today; nothing without any.

    ``now`` is empty where nobody settled what holds today.
    """
    if not earlier:
        return Drawing((), ())
    parts = [(f"{value} until {until} ", Role.MUTED) for value, until in earlier]
    parts.append((f"{now or '?'} since {earlier[-1][1]} ", Role.TEXT))
    spoken = tuple(f"It was {value} until {until}." for value, until in earlier)
    if now:
        spoken += (f"It is {now} since {earlier[-1][1]}.",)
    turn, end = _PLAIN if plain else _RICH
    ends = [turn] * len(earlier) + [end]
    room = width - sum(columns(text) for text, _ in parts) - sum(columns(one) for one in ends)
    if room >= 0:
        line = tuple(piece for part, one in zip(parts, ends, strict=True) for piece in _pieces(part, one))
        return Drawing((line,), spoken)
    rows = zip(parts, ends, strict=True)
    return Drawing(tuple(_row(text, role, one.rstrip(), width, plain=plain) for (text, role), one in rows), spoken)


def _pieces(part: tuple[str, Role], end: str) -> tuple[Piece, Piece]:
    text, role = part
    return Piece(text, role), Piece(end, Role.PRIMARY)


def _row(text: str, role: Role, end: str, width: int, *, plain: bool) -> Line:
    room = width - columns(end)
    shown = text if columns(text) <= room else fitted(text, room, plain=plain)
    return Piece(shown, role), Piece(end, Role.PRIMARY)
