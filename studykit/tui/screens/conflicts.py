"""What waits for the learner's word: notes that disagree, cards that moved, questions that were reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.progress import Progress
from studykit.core.question import Question
from studykit.core.text import count
from studykit.tui.signs import signs
from studykit.tui.widgets import conflict_pane, moved_pane, reports_pane
from studykit.tui.widgets.choices import Choices
from studykit.tui.widgets.conflict_pane import ConflictPane
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.keys import Keyed
from studykit.tui.widgets.moved_pane import MovedPane
from studykit.tui.widgets.reports_pane import ReportsPane
from studykit.workflows.conflict_page import ConflictList, conflict_list
from studykit.workflows.decide import (
    Change,
    Outcome,
    change_words,
    put_back_decision,
    settle_conflict,
    take_up,
    undo_decision,
)
from studykit.workflows.moved import MovedClaims, different, moved, same, take_up_moved
from studykit.workflows.report import Report, reported_question, reports, withdraw
from studykit.workflows.study import Study

_TABS = ("Conflicts", "Moved", "Reports")
_NOTHING_MOVED = "Every card of your notes is known. Edited lines that may be another card wait here."
_SETTLED = "All are settled. Enter reads the claims; o opens a note."
_NO_REPORTS = "No reports. On a question or its answer, r reports what is wrong with it."
_READY = "Start a review"
_SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class _Waiting:
    """All that waits."""

    conflicts: ConflictList
    moved: MovedClaims
    reports: tuple[Report, ...]


class Conflicts(Frame[None]):
    """``[`` and ``]`` change the tab; ``fact`` is the conflict to begin with."""

    CSS_PATH = "conflicts.tcss"
    scrolls = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", "Review"),
        Binding("right_square_bracket", "tab(1)", "Tab", key_display="[ ]"),
        Binding("left_square_bracket", "tab(-1)", "Tab", show=False),
        Binding("escape,q", "back", "Back"),
    ]
    place = "studykit › Conflicts"

    def __init__(self, study: Study, fact: str = "") -> None:
        super().__init__()
        self._study, self._first = study, fact
        self._at = 0
        self._waiting: _Waiting | None = None
        self._last: Change | None = None
        """The last decision of this visit, for ``u``."""
        self._panes: tuple[ConflictPane, MovedPane, ReportsPane] = (ConflictPane(), MovedPane(), ReportsPane())
        self._ways = Choices([(words(f"{signs().action} ", "bold"), words(_READY, "bold"))], name="ways")

    def body(self) -> list[Widget]:
        """The tabs, and what each shows."""
        return [
            Static(id="tabs", markup=False),
            *self._panes,
            Static(id="none", markup=False),
            self._ways,
        ]

    def key_owners(self) -> list[Widget]:
        """The keys of what has the focus, of the tab, and of the screen."""
        focused = self.focused if self.is_mounted else None
        inner = [focused] if isinstance(focused, Keyed) else []
        shown = self._waiting is not None and bool(self._counts[self._at])
        return [*inner, *([self._panes[self._at]] if shown else []), self]

    def ready(self) -> None:
        """Reads what waits."""
        self._draw()
        self._read()

    def renewed(self, study: Study) -> None:
        """Content was read again."""
        self._study = study
        self._read()

    def on_choices_taken(self) -> None:
        """A double click is Enter."""
        self.action_begin()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter begins a review only where nothing waits."""
        if action == "begin":
            return self._waiting is not None and not self._counts[self._at]
        return super().check_action(action, parameters)

    def action_begin(self) -> None:
        """What to do where nothing waits."""
        self.links.go("review")

    def action_tab(self, by: int) -> None:
        """Shows the next tab."""
        self._at = (self._at + by) % len(_TABS)
        self._draw(focus=True)

    def action_back(self) -> None:
        """Goes back."""
        self.dismiss(None)

    # conflicts

    def on_conflict_pane_chosen(self, event: ConflictPane.Chosen) -> None:
        """Settles in a thread; the session goes on over the facts as they are then."""
        event.stop()
        study = self._study

        def settle(_: Progress) -> Outcome:
            return settle_conflict(study, event.conflict, event.claim, both=event.both, reason=event.reason)

        self._settle(settle)

    def on_conflict_pane_undo(self, event: ConflictPane.Undo) -> None:
        """Takes back the decision under the cursor, or the last one."""
        event.stop()
        study, last = self._study, self._last
        if not event.fact and last is None:
            self.say("There is no decision of yours to take back.", wrong=True)
        elif event.fact and (last is None or last.decision.fact != event.fact):
            self._settle(lambda _: undo_decision(study, event.fact))
        elif last is not None:
            self._settle(lambda _: put_back_decision(study, last))

    def _settle(self, work: conflict_pane.Settling) -> None:
        if _SETTLE in self._loading:
            self.say("A moment: the last one is still being settled.", wrong=True)
        else:
            self.load(work, self._settled, _SETTLE)

    def _settled(self, outcome: Outcome) -> None:
        change, waiting = outcome.change, self._waiting
        take_up(self._study, outcome)
        self._last = None if change.taken_back else change
        if waiting is not None:
            self._waiting = _Waiting(outcome.conflicts, waiting.moved, waiting.reports)
        pane = self._panes[0]
        again = change.decision.fact if change.taken_back else ""
        pane.show(self._study.library, outcome.conflicts, again, pane.cursor)
        self._draw()
        said = change_words(change)
        self.say(said if change.taken_back else f"{said} u undoes it.")
        self.links.tell(said if change.taken_back else f"{said[:-1]} (u undoes).")

    # moved

    def on_moved_pane_chosen(self, event: MovedPane.Chosen) -> None:
        """Keeps which card it is."""
        event.stop()
        study, waiting = self._study, self._waiting
        if waiting is None:
            return
        claims, draft, card = waiting.moved, event.draft, event.card

        def keep(_: Progress) -> MovedClaims:
            return same(study, claims, draft, card) if card else different(study, claims, draft)

        self.load(keep, lambda found: self._kept(found, known=bool(card)), "moved")

    def _kept(self, found: MovedClaims, *, known: bool) -> None:
        take_up_moved(self._study, found)
        if self._waiting is not None:
            self._show(_Waiting(self._waiting.conflicts, found, self._waiting.reports))
        self.say("Its history goes on." if known else "It is a new card.")

    # reports

    def on_reports_pane_opened(self, event: ReportsPane.Opened) -> None:
        """Shows the question with its reasons."""
        event.stop()
        study, report = self._study, event.report
        self.load(lambda _: reported_question(study, report), lambda found: self._open(report, found), "question")

    def on_reports_pane_withdrawn(self, event: ReportsPane.Withdrawn) -> None:
        """The question may be asked again."""
        event.stop()
        withdraw(self._study, event.report.digest)
        if self._waiting is not None:
            self._show(_Waiting(self._waiting.conflicts, self._waiting.moved, reports(self._study)))
        self.say("Withdrawn: the question may be asked again.")

    def _open(self, report: Report, question: Question | None) -> None:
        if question is None:
            self.say("This question is made no more. u withdraws the report.", wrong=True)
            return
        from studykit.tui.screens.reported import Reported
        from studykit.workflows.explanation import explain

        library = self._study.library
        self.app.push_screen(Reported(question, report.note, lambda one: explain(library, one)))

    # what is shown

    def _read(self) -> None:
        study = self._study

        def read(_: Progress) -> _Waiting:
            return _Waiting(conflict_list(study.library), moved(study), reports(study))

        self.load(read, self._arrived, "waiting")

    def _arrived(self, waiting: _Waiting) -> None:
        pane, first = self._panes[0], self._first
        pane.show(self._study.library, waiting.conflicts, first)
        self._show(waiting)
        if first and not any(row.id == first for row in waiting.conflicts.rows):
            self.say(f"Notes do not disagree about {first}.", wrong=True)
        self._first = ""

    def _show(self, waiting: _Waiting) -> None:
        self._waiting = waiting
        self._panes[1].show(waiting.moved.claims)
        self._panes[2].show(waiting.reports)
        self._draw(focus=True)

    @property
    def _counts(self) -> tuple[int, int, int]:
        waiting = self._waiting
        if waiting is None:
            return 0, 0, 0
        return len(waiting.conflicts.rows), len(waiting.moved.claims), len(waiting.reports)

    def _draw(self, *, focus: bool = False) -> None:
        counts = self._counts
        there = self._waiting is not None and bool(counts[self._at])
        for at, pane in enumerate(self._panes):
            pane.display = there and at == self._at
        empty = self._waiting is not None and not there
        self.query_one("#none", Static).update(words(self._none() if empty else ""))
        self.query_one("#none").display = self._ways.display = empty
        self.query_one("#tabs", Static).update(self._tabs())
        self._tell()
        if focus:
            (self._panes[self._at].focus_on if there else self._ways).focus()
        self.hint = self._next(there=there)
        self.say(self.hint)
        self.call_later(self.renew_keys)

    def _next(self, *, there: bool) -> str:
        """What to do now."""
        if self._waiting is None:
            return ""
        if there and self._at == 0 and not self._waiting.conflicts.open:
            return _SETTLED
        hints = (conflict_pane.HINT, moved_pane.HINT, reports_pane.HINT)
        return hints[self._at] if there else "Enter starts a review."

    def _none(self) -> str:
        if self._at == 0 and self._waiting is not None:
            return f"No conflicts. 0 of {count(self._waiting.conflicts.facts, 'fact')} disagree."
        return _NOTHING_MOVED if self._at == 1 else _NO_REPORTS

    def _tabs(self) -> Content:
        parts = []
        for at, name in enumerate(_TABS):
            here = at == self._at
            parts.append(
                words(f"{signs().action} {name}" if here else f"  {name}", "bold $primary" if here else "$muted")
            )
            parts.append(words("   "))
        return Content.assemble(*parts)

    def _tell(self) -> None:
        waiting = self._waiting
        if waiting is None:
            return
        parts = [count(waiting.conflicts.open, "open conflict")]
        if waiting.moved.claims:
            parts.insert(0, f"{len(waiting.moved.claims)} moved")
        if waiting.reports:
            parts.insert(0, count(len(waiting.reports), "report"))
        self.status(" · ".join(parts))
