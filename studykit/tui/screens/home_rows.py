"""The rows of Today: what can be done, how each area stands, what is to be settled, and what stands beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from studykit.core.text import count, printable, shortened
from studykit.drawing.bars import bar
from studykit.drawing.lines import Drawing, Line, Piece, Role, columns, fitted
from studykit.tui.signs import PLAIN, plain, signs
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.menu import Row
from studykit.workflows.home_view import QUIZ, Area, Beside, Due, Ready, chance_words

if TYPE_CHECKING:
    from studykit.core.attempt import Left
    from studykit.core.diagnostic import Diagnostic
    from studykit.core.pack import Blueprint
    from studykit.workflows.today import Today

_BESIDE = 50
"""Columns from which on the detail of an action stands beside its name."""
_BAR, _LONGEST_BAR = 6, 32
_BESIDE_NAME = 39
"""Columns of weight, figures, "weakest" and a short bar."""
_LOAD = 12
_PROBLEM, _NAME = 160, 22
_FIGURES = 14
"""Columns of ``100 % (98–100)``."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done from here."""

    name: str
    label: str
    detail: str


def acts(today: Today, left: Left | None, own: Blueprint | None, beside: Beside | None, *, wide: bool) -> list[Act]:
    """What can be done on a day of study; an exam that was left comes first."""
    work = today.due + today.new
    first = f"{_work(today)} · about {today.minutes} min" if work else nothing_due(today)
    found = [Act("review", "Today's review", first), _quiz(beside)]
    if left is None:
        found.append(Act("exam", "Mock exam", _format(own)))
    else:
        found.insert(0, _go_on(left))
    return [*found, Act("lab", "Scenario lab", "try settings, see the verdict")] if wide else found


def first_acts(title: str, today: Today, left: Left | None) -> list[Act]:
    """What can be done before the first answer."""
    stock = f"{count(today.facts, 'fact')} · {count(today.domains, 'domain')} · {count(today.notes, 'note')}"
    found = [
        Act("review", f"Start now with the pack {title}", f"{stock}\nThe first question comes in a moment."),
        Act("notes", "Read my own notes", "a folder of Markdown files"),
        Act("packs", "Open a pack that someone gave me", ""),
        Act("tour", "Show me around", "4 screens, 1 min"),
    ]
    return found if left is None else [_go_on(left), *found]


def act_row(act: Act, widest: int, width: int) -> Row:
    """Name and detail side by side, or one below the other where it is narrow."""
    if width < _BESIDE or "\n" in act.detail:
        below = [words(plain(f"  {line}"), "$muted") for line in act.detail.split("\n") if line]
        return Row(Content(""), Content("\n").join([words(act.label), *below]))
    return Row(words(f"{act.label:<{widest}}  "), words(plain(act.detail), "$muted"))


def ready_line(ready: Ready) -> str:
    """Readiness with its interval, the pass mark and the chance."""
    share, low, high = (round(one * 100) for one in (ready.share, ready.low, ready.high))
    mark = round(ready.passing * 100)
    return f"Readiness {share} % ({low}–{high})   pass mark {mark} %   chance to pass {chance_words(ready.chance)}"


def name_room(ready: Ready, width: int) -> int:
    """Columns for the names of areas: a name is read to its end before its bar grows."""
    return min(max(columns(one.title) for one in ready.areas), max(width // 3, width - _BESIDE_NAME))


def area_row(ready: Ready, area: Area, widest: int, width: int) -> Row:
    """Name, weight, a bar with the pass mark, figures; the weakest is named in words."""
    share, low, high = (round(one * 100) for one in (area.share, area.low, area.high))
    weakest = " weakest" if area is ready.weakest else ""
    figures = plain(f"{share} % ({low}–{high})")
    weight = f"{round(area.weight * 100):>3} %"
    room = min(width - widest - len(weight) - _FIGURES - len(" weakest") - 4, _LONGEST_BAR)
    plainly = signs() is PLAIN
    head = f"{fitted(printable(area.title), widest, plain=plainly)} {weight}"
    role = "$warning" if area.share < ready.passing else "$success"
    if room < _BAR:
        return Row(Content(""), Content.assemble(words(f"{area.title} {figures}"), words(weakest, "bold $warning")))
    drawn = bar(area.share, room, plainly, ready.passing)
    return Row(
        words(f"{head} "), Content.assemble((drawn, role), f" {figures:>{_FIGURES}}", (weakest, "bold $warning"))
    )


def settle_rows(today: Today, problems: Sequence[Diagnostic]) -> list[tuple[str, Row]]:
    """Where Enter leads, and what is to be settled."""
    found: list[tuple[str, Row]] = []
    sign = words(f"{signs().conflict} ", "bold $warning")
    if today.conflicts:
        held = f" {'holds' if today.conflicts == 1 else 'hold'} back {count(today.held_back, 'question')}"
        text = count(today.conflicts, "conflict") + (held if today.held_back else " among the notes")
        found.append(("conflicts", Row(sign, words(text, "$warning"))))
    if problems:
        first = words(f"  {shortened(str(problems[0]), _PROBLEM)}", "$muted")
        text = f"{count(len(problems), 'problem')} in content"
        found.append(("diagnostics", Row(sign, Content.assemble(words(text, "$warning"), first))))
    return found


def week_drawing(week: Sequence[Due], width: int, plain_signs: bool) -> Drawing:
    """The cards and minutes of the next days; a day that takes longer than there is time for says so."""
    most = max([one.cards for one in week] or [1]) or 1
    over = max([len(_over(one)) for one in week] or [0])
    room = max(min(width - 18 - over, _LOAD), 1)
    head = f"{'The next 7 days':<{room + 4}}  cards  min"
    lines: list[Line] = [(Piece(head, Role.TITLE),)]
    for one in week:
        drawn = bar(one.cards / most, room, plain_signs)
        told = f" {one.cards:>6,} {one.minutes:>4,}"
        lines.append(
            (Piece(f"{_DAYS[(one.day - 1) % 7]} ", Role.MUTED), Piece(drawn, Role.PRIMARY), Piece(told))
            + ((Piece(f" {_over(one)}", Role.WARNING),) if _over(one) else ())
        )
    spoken = tuple(f"{_DAYS[(one.day - 1) % 7]}: {count(one.cards, 'card')}, {one.minutes} min." for one in week)
    return Drawing(tuple(lines), spoken)


def day_text(day: int) -> str:
    """``Sat 21 Nov``."""
    return f"{_DAYS[(day - 1) % 7]} {date.fromordinal(day):%d %b}".replace(" 0", " ")


def nothing_due(today: Today) -> str:
    """That nothing is due, and when something is."""
    return f"nothing is due. Next: {today.next_due}" if today.next_due else "nothing is due"


def _over(one: Due) -> str:
    if not one.over:
        return ""
    return f"over {one.limit}" if one.limit else "day off"


def _quiz(beside: Beside | None) -> Act:
    weakest = beside.ready.weakest if beside and isinstance(beside.ready, Ready) else None
    if weakest is None or beside is None:
        return Act("quiz", "Quiz", f"{QUIZ} questions over everything")
    detail = f"{shortened(weakest.title, _NAME)} · {QUIZ} questions · {beside.quiz_minutes} min"
    return Act("weakest", "Quiz on the weakest area", detail)


def _go_on(left: Left) -> Act:
    from studykit.tui.sittings import time_text

    rest = "" if left.left_if_kept is None else f" · {time_text(left.left_if_kept)} left"
    return Act("exam", "Go on with exam", f"{left.exam} · question {left.position + 1} of {left.total}{rest}")


def _format(own: Blueprint | None) -> str:
    return f"{own.exam} · {own.questions} questions · {own.minutes} min" if own else "this pack names no exam"


def _work(today: Today) -> str:
    parts = (f"{today.due} due" * bool(today.due), f"{today.new} new" * bool(today.new))
    return " + ".join(text for text in parts if text)
