"""A time line: what happens at its time, on a line that is cut with ``//`` where its scale would lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from studykit.core.quantity import Dimension, Figure, natural
from studykit.core.verdict import How, Moment
from studykit.drawing.lines import Drawing, Line, Piece, Role, columns, fitted, wrapped
from studykit.drawing.scale import Scale, scale
from studykit.drawing.signs import role_of, sign, strokes, worded
from studykit.drawing.times import clock, lasting

_LONGEST_NAME = 24
_FEW = 12
"""Moments that a list may have where they do not all fit on a line."""
_LEAST_KEPT = 4
_MORE = "more"
_NARROW = 30
_WORST = (How.BAD, How.MISSED, How.OPEN, How.GOOD, How.PLAIN)


@dataclass(frozen=True, slots=True)
class _Stop:
    """All that happens at one time."""

    at: Figure
    moments: tuple[tuple[int, Moment], ...]
    """With the number under which the moment is told below, 0 where its name says enough."""

    @property
    def how(self) -> How:
        """The gravest of what happens then."""
        return min((one.how for _, one in self.moments), key=_WORST.index)


def time_line(moments: Sequence[Moment], width: int, plain: bool = False) -> Drawing:
    """The moments in at most ``width`` columns: along a line, or one below the other where that has no room.

    Those without a time stand below. Each has a sentence in the spoken form.
    """
    timed = sorted((one for one in moments if one.at is not None), key=_time)
    stops = _stops(timed)
    rest = [one for one in moments if one.at is None]
    left_out = skips(moments)
    lines = _line(stops, width, plain, left_out) if len(stops) > 1 else None
    if lines is None:
        lines = (
            _list(timed, width, plain, left_out)
            if len(timed) <= _FEW
            else _shortened_line(stops, width, plain, left_out)
        )
    if lines is None:
        lines = _list(timed, width, plain, left_out)
    lines += [line for one in rest for line in _told(one, width, plain)]
    return Drawing(tuple(lines), spoken(moments))


def spoken(moments: Iterable[Moment]) -> tuple[str, ...]:
    """One sentence a moment, its time first."""
    return tuple(
        _said(one) if one.at is None else f"{natural(one.at, Dimension.TIME)}: {_said(one)}" for one in moments
    )


def skips(moments: Sequence[Moment]) -> dict[Figure, str]:
    """Times after which moments are left out, since one without a time stands between."""
    found: dict[Figure, str] = {}
    for one, following in pairwise(moments):
        if one.at is not None and following.at is None:
            found[one.at] = _MORE
    found.pop(max((one.at for one in moments if one.at is not None), default=0), None)
    return found


def placed(parts: Iterable[tuple[int, Line]]) -> Line:
    """A line of pieces that begin at columns, in rising order."""
    pieces: list[Piece] = []
    taken = 0
    for at, line in parts:
        pieces += [Piece(" " * (at - taken)), *line]
        taken = at + _size(line)
    return tuple(pieces)


def _said(moment: Moment, plain: bool = False) -> str:
    return worded(moment.says, plain)


def _time(moment: Moment) -> Figure:
    return moment.at or 0


def _stops(timed: Sequence[Moment]) -> list[_Stop]:
    """What happens by time; numbers for moments that have no short name."""
    found: dict[Figure, list[tuple[int, Moment]]] = {}
    number = 0
    for one in timed:
        named = 0 < columns(one.name) <= _LONGEST_NAME
        number += not named
        found.setdefault(_time(one), []).append((0 if named else number, one))
    return [_Stop(at, tuple(several)) for at, several in found.items()]


def _shortened_line(
    stops: Sequence[_Stop], width: int, plain: bool, left_out: Mapping[Figure, str]
) -> list[Line] | None:
    """The first and the last stops that have room; how many are between is said."""
    least = [max(_size(_label(number, one, plain)) for number, one in stop.moments) + 1 for stop in stops]
    for kept in range(len(stops) - 1, _LEAST_KEPT - 1, -1):
        head, tail = (kept + 1) // 2, kept // 2
        if sum(least[:head]) + sum(least[-tail:]) > width + 1:
            continue
        untold = any(stops[head - 1].at <= at < stops[-tail].at for at in left_out)
        more = {stops[head - 1].at: _MORE if untold else f"{len(stops) - kept} {_MORE}"}
        lines = _line([*stops[:head], *stops[-tail:]], width, plain, {**left_out, **more})
        if lines is not None:
            return lines
    return None


def _line(stops: Sequence[_Stop], width: int, plain: bool, left_out: Mapping[Figure, str]) -> list[Line] | None:
    """Times above the line, names below; None without room. ``left_out``: after which times something is left out."""
    times = clock(stop.at for stop in stops)
    labels = [[_label(number, one, plain) for number, one in stop.moments] for stop in stops]
    sizes = [max(columns(times[stop.at]), *map(_size, several)) for stop, several in zip(stops, labels, strict=True)]
    hidden = frozenset(at for at, stop in enumerate(stops[:-1]) if stop.at in left_out)
    between = [left_out.get(earlier.at, lasting(later.at - earlier.at)) for earlier, later in pairwise(stops)]
    least = [max(size + 1, columns(said) + 4) for size, said in zip(sizes, between, strict=False)]
    cut = [max(size + 1, columns(f"{said} // //") + 3) for size, said in zip(sizes, between, strict=False)]
    found = scale([stop.at for stop in stops], least, cut, width - sizes[-1], hidden)
    if found is None:
        return None
    lines = [
        placed([(at, (Piece(times[stop.at], Role.MUTED),)) for at, stop in zip(found.columns, stops, strict=True)]),
        _drawn(stops, found, between, plain),
        *_below(found, labels),
    ]
    for number, one in (pair for stop in stops for pair in stop.moments):
        if number:
            lines += _hanging((Piece(f"{number} ", Role.MUTED),), _said(one, plain), width, plain)
    if any(found.cut):
        lines.append((Piece(fitted("// the line is cut, not to scale", width, plain=plain).rstrip(), Role.MUTED),))
    return lines


def _label(number: int, moment: Moment, plain: bool) -> Line:
    """What stands below the line: sign and name, or the number of the sentence."""
    if number:
        return (Piece(f"{number}", Role.MUTED),)
    name = Piece(worded(moment.name, plain), role_of(moment.how) if moment.how is not How.PLAIN else Role.TEXT)
    return (name,) if moment.how is How.PLAIN else (sign(moment.how, plain), Piece(" "), name)


def _drawn(stops: Sequence[_Stop], found: Scale, between: Sequence[str], plain: bool) -> Line:
    """The line itself: marks, with how long each gap lasts."""
    drawn = strokes(plain)
    pieces: list[Piece] = []
    for at, stop in enumerate(stops):
        pieces.append(Piece(sign(How.PLAIN, plain).text, role_of(stop.how)))
        if at < len(between):
            room = found.columns[at + 1] - found.columns[at] - 1
            said = f"{drawn.cut} {between[at]} {drawn.cut}" if found.cut[at] else between[at]
            pieces.append(Piece(said.center(room, drawn.along) if columns(said) <= room else drawn.along * room))
    return tuple(pieces)


def _size(line: Line) -> int:
    return sum(columns(piece.text) for piece in line)


def _below(found: Scale, labels: Sequence[Sequence[Line]]) -> Iterator[Line]:
    for row in range(max(map(len, labels))):
        yield placed(
            [(at, several[row]) for at, several in zip(found.columns, labels, strict=True) if row < len(several)]
        )


def _list(timed: Sequence[Moment], width: int, plain: bool, left_out: Mapping[Figure, str]) -> list[Line]:
    """One moment below the other: its time, its sign, its sentence; the middle of many is left out."""
    times = clock(_time(one) for one in timed)
    cut = len(timed) > _FEW
    half = _FEW // 2
    edge = max((columns(said) for said in times.values()), default=0)
    lines: list[Line] = []
    for number, one in enumerate((*timed[:half], *timed[-half:]) if cut else timed):
        said = times[_time(one)]
        if cut and number == half:
            more = _MORE if left_out else f"{len(timed) - _FEW} {_MORE}"
            lines.append((Piece(f"{strokes(plain).cut} {more}", Role.MUTED),))
        if width < _NARROW:
            lines += [(Piece(fitted(said, width, plain=plain).rstrip(), Role.MUTED),), *_told(one, width, plain)]
        else:
            start = (Piece(fitted(said, edge, right=True) + " ", Role.MUTED), sign(one.how, plain), Piece(" "))
            lines += _hanging(start, _said(one, plain), width, plain)
    return lines


def _told(moment: Moment, width: int, plain: bool) -> list[Line]:
    return _hanging((sign(moment.how, plain), Piece(" ")), _said(moment, plain), width, plain)


def _hanging(start: Line, text: str, width: int, plain: bool) -> list[Line]:
    """The text behind its beginning; further lines begin where it does."""
    edge = _size(start)
    rows = wrapped(text, max(width - edge, 1), plain=plain)
    return [((*start, *row) if number == 0 else (Piece(" " * edge), *row)) for number, row in enumerate(rows)]
