"""A plan as text: today, the days ahead, readiness with its interval, what skipping costs, whether it is enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from studykit.cli import drawn, write
from studykit.core.text import count, listed
from studykit.drawing.bars import Bar, bars
from studykit.scheduling.projection import PlanDay
from studykit.scheduling.readiness import Readiness
from studykit.workflows.exam_result import practice_score
from studykit.workflows.outlook import Outlook

_WEEK = 7
_NOTHING = 0.002
"""Of the exam; what changes less is called next to nothing."""
_LITTLE = 0.75
"""Share of the minutes below which the plan says that it needs no more."""
_HUNDRED = 100
_FEW = 50
"""Answers below which readiness rests on little."""


def show(found: Outlook, days: int, *, spoken: bool = False) -> None:
    """Prints the outlook; ``days`` of them one by one, the others by the week."""
    _head(found)
    _today(found)
    _ahead(found, days, spoken=spoken)
    _readiness(found)
    _feasible(found)


def _head(found: Outlook) -> None:
    left = found.exam_day - found.day
    when = f"in {count(left, 'day')}" if left else "today"
    name = f"{found.scope.exam} " if found.scope.exam else ""
    drawn.say(f"{name}on {_date(found.exam_day)}, {when}; {found.settings.minutes} minutes a day")
    off = sum(day.off for day in found.plan.days)
    if off:
        drawn.say(f"{count(off, 'day')} off until then.", "  ")


def _today(found: Outlook) -> None:
    reviews, minutes = len(found.cards) - found.new, found.plan.days[0].minutes
    print()
    if found.plan.days[0].off:
        drawn.say("Today is a day off.")
    elif not found.cards:
        drawn.say("Today: nothing that would bring more than next to nothing.")
    else:
        parts = [count(reviews, "review")] if reviews else []
        parts += [count(found.new, "new card")] if found.new else []
        drawn.say(f"Today: {listed(parts)}, about {max(round(minutes), 1)} min. Begin: studykit review")
    if found.skipping >= _NOTHING:
        drawn.say(f"Skipping today costs {_points(found.skipping)} of the exam.", "  ")
    elif found.cards:
        drawn.say("Skipping today costs next to nothing.", "  ")


def _ahead(found: Outlook, days: int, *, spoken: bool) -> None:
    rows = [_row(name, part) for name, part in _parts(found.plan.days, days)]
    print()
    drawn.show(bars(rows, write.width() - 2, drawn.plain_signs(), float(found.settings.minutes)), spoken=spoken)


def _parts(days: Sequence[PlanDay], single: int) -> Iterator[tuple[str, Sequence[PlanDay]]]:
    for day in days[:single]:
        yield _short(day.day), (day,)
    at = single
    while at < len(days):
        week = days[at : at + _WEEK]
        yield f"{_short(week[0].day)} +{len(week)}", week
        at += _WEEK


def _row(name: str, part: Sequence[PlanDay]) -> Bar:
    """A day, or a week with its minutes a day."""
    worked = [day for day in part if not day.off]
    if not worked:
        return Bar(name, 0.0, "off" if len(part) == 1 else f"{len(part)} days off")
    minutes = sum(day.minutes for day in worked) / len(worked)
    reviews, new = sum(day.reviews for day in worked), sum(day.new for day in worked)
    each = "" if len(part) == 1 else " a day"
    work = [f"{reviews} again"] if reviews else []
    work += [f"{new} new"] if new else []
    return Bar(name, minutes, f"{', '.join([*work, f'{minutes:.0f} min{each}'])}" if work else "nothing")


def _readiness(found: Outlook) -> None:
    print()
    passing = found.passing
    write.table(
        [
            ("Readiness", "share right", "practice score", "to pass"),
            ("now", *_figures(found.now)),
            ("on the day", *_figures(found.then)),
            ("if you stop", *_figures(found.idle)),
        ]
    )
    rests = f"The pass mark is {percent(passing)}. In brackets: where 19 of 20 exams would end."
    if found.now.asked < _FEW:
        rests += f" It rests on {count(found.now.asked, 'repeated answer')} only, so it is wide."
    else:
        rests += f" It rests on {count(found.now.asked, 'repeated answer')}."
    drawn.say(rests, "  ")
    print()
    then = {area.key: area for area in found.then.areas}
    rows = [("Area", "seen", "now", "on the day")]
    for area in found.now.areas:
        later = then[area.key]
        seen = f"{percent(area.coverage)} → {percent(later.coverage)}"
        rows.append(
            (
                f"{area.title} ({percent(area.weight)})",
                seen,
                _known(area.low, area.share, area.high),
                _known(later.low, later.share, later.high),
            )
        )
    write.table(_narrowed(rows))


def _narrowed(rows: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Rows whose first cell leaves room for the others."""
    room = write.width() - 2 - sum(max(len(row[at]) for row in rows) + 2 for at in (1, 2, 3))
    return [(row[0] if len(row[0]) <= room else f"{row[0][: room - 1]}…", *row[1:]) for row in rows]


def _feasible(found: Outlook) -> None:
    print()
    plan, minutes = found.plan, found.settings.minutes
    if found.enough:
        used = plan.minutes / max(plan.study_days, 1)
        said = f"{minutes} minutes a day make passing likely ({percent(found.then.pass_chance)})."
        if used < minutes * _LITTLE:
            said += f" About {max(round(used), 1)} are used; more would bring next to nothing."
    elif found.more is None:
        said = f"{minutes} minutes a day do not make passing likely ({percent(found.then.pass_chance)})."
    elif found.more.then.pass_chance > found.then.pass_chance:
        chance = found.more.then.pass_chance
        said = (
            f"{minutes} minutes a day do not make passing likely ({percent(found.then.pass_chance)}). "
            f"About {found.more.minutes} minutes a day would give {percent(chance)}."
        )
    else:
        said = f"Passing is not likely ({percent(found.then.pass_chance)}), and more minutes do not change that yet."
    if plan.not_begun:
        said += f" {count(plan.not_begun, 'card')} will not be begun before the exam."
    drawn.say(said)


def _figures(one: Readiness) -> tuple[str, str, str]:
    share = f"{percent(one.share)} ({one.low * 100:.0f}–{one.high * 100:.0f})"
    score = f"{practice_score(one.share)} ({practice_score(one.low)}–{practice_score(one.high)})"
    return share, score, percent(one.pass_chance)


def _known(low: float, share: float, high: float) -> str:
    return f"{percent(share)} ({low * 100:.0f}–{high * 100:.0f})"


def percent(share: float) -> str:
    """``71 %``; never all or nothing where it is not."""
    whole = round(share * _HUNDRED)
    if whole == 0 and share > 0:
        return "< 1 %"
    return "> 99 %" if whole == _HUNDRED and share < 1 else f"{whole} %"


def _points(share: float) -> str:
    return f"{share * 100:.1f} %"


def _date(day: int) -> str:
    found = date.fromordinal(day)
    return f"{found:%a} {found.day} {found:%b %Y}"


def _short(day: int) -> str:
    found = date.fromordinal(day)
    return f"{found:%a} {found.day:>2} {found:%b}"
