"""A verdict → the drawing of its scenario: what happens when, where a call ends, what is left of a limit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from studykit.core.sight import Bucket, Checks, Loads, Parts, Pools, Sight
from studykit.core.verdict import Moment, Value, Verdict
from studykit.drawing.bars import Bar, bars
from studykit.drawing.bucket import bucket
from studykit.drawing.checks import checks
from studykit.drawing.lines import Drawing
from studykit.drawing.loads import loads
from studykit.drawing.path import path
from studykit.drawing.pools import pools
from studykit.drawing.signs import role_of, worded
from studykit.drawing.spans import spans
from studykit.drawing.time_line import spoken, time_line
from studykit.rules.domain import Call
from studykit.rules.engine import Judge

Draw = Callable[[int, bool], Drawing]
"""Width in columns, whether signs are plain → the drawing."""


def drawing_of(judge: Judge, settings: Mapping[str, Value], verdict: Verdict) -> Draw | None:
    """How a scenario is drawn; None for one in which nothing happens that kernels could tell.

    The spoken form has a sentence for each moment of the verdict, then what the drawing alone shows.
    """
    moments = verdict.timeline
    if not moments:
        return None
    sight = next(iter(judge.sights(settings)), None)
    lasting = isinstance(sight, Pools) or any(one.spans for one in moments)
    if not _happens(judge, verdict, lasting=lasting):
        return None
    return _of_moments(moments) if sight is None else _with_moments(sight, moments)


def tells_steps(drawing: Drawing, verdict: Verdict, *, plain: bool) -> bool:
    """True when a drawing says each step of a verdict in full, so that a list of them would say it twice."""
    drawn = " ".join(" ".join(row.strip(_STROKES).split()) for row in drawing.rows)
    return all(worded(one.says, plain) in drawn for one in verdict.timeline)


_STROKES = " │┊|:"
"""What may stand before the words of a row that goes on."""


def _happens(judge: Judge, verdict: Verdict, *, lasting: bool) -> bool:
    """True where what kernels tell does happen: what is refused before anybody asks them has no course of events.

    A rule that comes before all that ask a kernel may still look at nothing but what the kernel was given. Then the
    drawing shows why where it has what lasts, as how long a message is hidden.
    """
    rules = judge.domain.rules
    if not verdict.rows:
        return True
    at = next((number for number, one in enumerate(rules) if one.id == verdict.rows[0].id), 0)
    asking = next((number for number, one in enumerate(rules) if judge.behind.asks_kernel(one)), 0)
    if at >= asking:
        return True
    when = rules[at].when
    if not lasting or when is None or verdict.outcome == judge.domain.outside:
        return False
    given = [name for one in judge.domain.derived if isinstance(one, Call) for name in one.names]
    return judge.behind.inputs(_worked(judge, when.names)) <= judge.behind.inputs(_worked(judge, given))


def _worked(judge: Judge, names: Iterable[str]) -> list[str]:
    """Names that are no facts."""
    return [name for name in names if name not in judge.values]


def _of_moments(moments: tuple[Moment, ...]) -> Draw:
    if any(one.spans for one in moments):
        return lambda width, plain: spans(moments, width, plain)
    if any(one.at is not None for one in moments):
        return lambda width, plain: time_line(moments, width, plain)
    return lambda width, plain: path(moments, width, plain)


def _with_moments(sight: Sight, moments: tuple[Moment, ...]) -> Draw:
    told = spoken(moments)

    def draw(width: int, plain: bool) -> Drawing:
        drawing = _drawn(sight, width, plain)
        more = () if isinstance(sight, Loads) else drawing.spoken  # loads are what the moments tell
        return replace(drawing, spoken=tuple(dict.fromkeys((*told, *more))))

    return draw


def _drawn(sight: Sight, width: int, plain: bool) -> Drawing:
    match sight:
        case Pools():
            return pools(sight, width, plain)
        case Bucket():
            return bucket(sight, width, plain)
        case Loads():
            return loads(sight, width, plain)
        case Checks():
            return checks(sight, width, plain)
        case Parts():
            rows = [Bar(one.name, float(one.figure), one.says, role_of(one.how)) for one in sight.rows]
            return bars(rows, width, plain, float(sight.most))
