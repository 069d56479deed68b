"""Spans: what lasts how long, one lane below the other over one scale of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from studykit.core.quantity import Figure
from studykit.core.verdict import How, Moment, Span
from studykit.drawing.bars import widest
from studykit.drawing.lines import Drawing, Line, Piece, Role, columns, fitted
from studykit.drawing.scale import Scale, scale
from studykit.drawing.signs import role_of, sign, strokes, worded
from studykit.drawing.time_line import placed, skips, spoken, time_line
from studykit.drawing.times import clock

_MOST_LANES = 6
_MOST_ROWS = 3
_LEAST_KEPT = 2
_LEAST_ROOM = 24
_CUT = 5


def spans(moments: Sequence[Moment], width: int, plain: bool = False) -> Drawing:
    """The moments' spans in at most ``width`` columns; a time line where nothing lasts or there is no room."""
    lasting = [one for one in moments if one.spans]
    if any(span.until > span.since for one in lasting for span in one.spans):
        for kept in range(len(lasting) - bool(skips(moments)), _LEAST_KEPT - 1 if len(lasting) > 1 else 0, -1):
            lines = _lines(moments, lasting, kept, width, plain)
            if lines is not None:
                return Drawing(tuple(lines), spoken(moments))
    return time_line(moments, width, plain)


def _lines(
    moments: Sequence[Moment], lasting: Sequence[Moment], kept: int, width: int, plain: bool
) -> list[Line] | None:
    """The lanes of the first and the last ``kept`` moments that have any; None without room."""
    head, tail = (kept + 1) // 2, kept // 2
    first, last = lasting[:head], lasting[len(lasting) - tail :]
    shown = [span for one in (*first, *last) for span in one.spans]
    lanes = list(dict.fromkeys(span.lane for span in shown))
    if len(lanes) > _MOST_LANES:
        return None
    left_out = len(lasting) - kept
    skip = max(span.until for one in first for span in one.spans) if left_out else None
    edge = min(widest(lanes), width // 3) + 1
    times = sorted({time for span in shown for time in (span.since, span.until)})
    found = _scaled(times, skip, width - edge - max(_behind(shown), columns(clock(times)[times[-1]])))
    if found is None or len(times) == 1:
        return None
    at = dict(zip(times, found.columns, strict=True))
    words = clock(times)
    lines: list[Line] = [_axis(edge, [(at[time], words[time]) for time in times])]
    for lane in lanes:
        own = [span for span in shown if span.lane == lane]
        name = Piece(fitted(worded(lane, plain), edge - 1, plain=plain) + " ")
        lines.append((name, *_lane(own, at, found, width - edge, plain)))
    happening = [one for one in moments if not one.spans and one.name and one.at in at]
    lines += _happening(happening, at, edge, width, plain)
    if left_out or any(found.cut):
        many = "more" if skips(moments) else f"{left_out} more"
        more = f", {many} are left out" if left_out else ""
        lines.append(
            (Piece(fitted(f"// the line is cut, not to scale{more}", width, plain=plain).rstrip(), Role.MUTED),)
        )
    return lines


def _scaled(times: Sequence[Figure], skip: Figure | None, width: int) -> Scale | None:
    """Where times lie; each has room for its words above."""
    if width < _LEAST_ROOM:
        return None
    words = clock(times)
    least = [columns(words[time]) + 1 for time in times[:-1]]
    hidden = frozenset(number for number, time in enumerate(times[:-1]) if time == skip)
    return scale(times, least, [max(one, _CUT) for one in least], width, hidden)


def _behind(shown: Sequence[Span]) -> int:
    """Columns for the words behind the last span of a lane."""
    return max((columns(span.name) + 3 for span in shown if span.how is not How.PLAIN), default=0)


def _axis(edge: int, times: Sequence[tuple[int, str]]) -> Line:
    said = " " * edge
    for at, words in times:
        said = said.ljust(edge + at) + words
    return (Piece(said, Role.MUTED),)


def _lane(own: Sequence[Span], at: dict[Figure, int], found: Scale, room: int, plain: bool) -> Iterator[Piece]:
    """The spans of one lane, their names in them or behind them."""
    taken = 0
    ends = [at[span.since] for span in own[1:]] + [room]
    for span, end in zip(own, ends, strict=True):
        first, last = at[span.since], at[span.until]
        first = max(first, taken)  # two at once in one lane: the later one goes on where the earlier one ends
        yield Piece(" " * (first - taken))
        taken = max(last, first)
        yield Piece(_drawn(span, first, taken, found, plain), role_of(span.how))
        if span.how is not How.PLAIN:
            said = f" {sign(span.how, plain).text} {worded(span.name, plain)}"
            if columns(said) <= end - taken:
                yield Piece(said, role_of(span.how))
                taken += columns(said)


def _drawn(span: Span, first: int, last: int, found: Scale, plain: bool) -> str:
    """A span of its columns: ``├─ hidden ─┤`` for a state, ``████`` for work; cut where the scale is."""
    drawn = strokes(plain)
    size = last - first
    if size < 1:
        return ""
    state = span.how is How.PLAIN
    cells = list((drawn.along if state else drawn.full) * size)
    inside = [(gap, after) for (gap, after), cut in zip(pairwise(found.columns), found.cut, strict=True) if cut]
    cuts = [gap - first + (after - gap) // 2 - 1 for gap, after in inside if gap >= first and after <= last]
    if state and size > 1:
        cells[0], cells[-1] = drawn.left, drawn.right
        name = f" {worded(span.name, plain)} "
        for start in range((size - columns(name)) // 2, 0, -1):
            beyond = start + columns(name)
            if beyond < size and all(beyond <= cut or start > cut + 1 for cut in cuts):
                cells[start:beyond] = [name, *[""] * (columns(name) - 1)]
                break
    for cut in cuts:
        cells[cut : cut + 2] = list(drawn.cut)
    return "".join(cells)


def _happening(moments: Sequence[Moment], at: dict[Figure, int], edge: int, width: int, plain: bool) -> list[Line]:
    """What happens without lasting, below its time, in few rows: the last things first, since they are the end."""
    drawn = strokes(plain)
    rows: list[list[tuple[int, Piece]]] = []
    for one in reversed(moments):
        name = worded(one.name, plain)
        column = edge + at[one.at or 0]
        said = f"{drawn.turn} {name}"
        if column + columns(said) > width:
            said = f"{name} {drawn.corner}"
            column = max(column + 1 - columns(said), 0)
        piece = Piece(said, Role.TEXT if one.how is How.PLAIN else role_of(one.how))
        row = next((row for row in rows if column + columns(said) < row[-1][0]), None)
        if row is not None:
            row.append((column, piece))
        elif len(rows) < _MOST_ROWS:
            rows.append([(column, piece)])
    return [placed((column, (piece,)) for column, piece in reversed(row)) for row in reversed(rows)]
