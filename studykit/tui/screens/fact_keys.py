"""What keys do with the fact that is shown, on its page and beside the list of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from studykit.core.errors import UsageError
from studykit.core.progress import Progress
from studykit.core.text import count
from studykit.facts.rows import FactRow
from studykit.tui.loading import Stopped
from studykit.tui.widgets.fact_sheet import FactSheet, ToCard, ToConflict, ToDomain, ToMore, ToNote
from studykit.tui.widgets.frame import Frame
from studykit.tui.widgets.section import Section
from studykit.workflows.fact_page import FactView, fact_view, listing
from studykit.workflows.fact_used import Used, practise_card, practise_fact, used_by
from studykit.workflows.study import Study

if TYPE_CHECKING:
    from textual.timer import Timer

Result = TypeVar("Result")


class FactKeys(Frame[Result]):
    """Reads a fact into the sheet of the screen, and acts on it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "note", "Open note", show=False),
        Binding("w", "why", "Why"),
        Binding("t", "lab", "Try it"),
        Binding("p", "practise", "Practise"),
        Binding("y", "copy", "Copy"),
        Binding("c", "settle", "Settle", show=False),
    ]

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study, self._read_from = study, study.library
        self._used: Used | None = None
        self._wanted = ""
        self._later: Timer | None = None

    def renewed(self, study: Study) -> None:
        """Content was read again, or something was settled: shows what holds now."""
        self._study, self._read_from = study, study.library
        self.read_again()

    def read_again(self) -> None:
        """Shows the same in what was read last."""

    def on_screen_resume(self) -> None:
        """A conflict may have been settled meanwhile, or a note edited."""
        study = self.links.study or self._study
        if study is not self._study or study.library is not self._read_from:
            self.renewed(study)

    @property
    def sheet(self) -> FactSheet:
        """Where the fact is shown."""
        return self.query_one(FactSheet)

    @property
    def view(self) -> FactView | None:
        """The fact that is shown; None while the first one is read."""
        return self.sheet.view if self.query(FactSheet) else None

    @property
    def disputed(self) -> bool:
        """True where some claim does not agree."""
        view = self.view
        return view is not None and (not view.settled or any(line.remark for line in view.claims))

    def rows(self) -> tuple[FactRow, ...]:
        """Every fact."""
        return listing(self._study.library).rows

    def shown(self, view: FactView) -> None:
        """What a screen says of a fact that is shown."""

    def show_fact(self, fact: str, rest: float = 0.0) -> None:
        """Reads a fact and, so many seconds later, what depends on it: that looks through every card."""
        self._wanted = fact
        if self._later is not None:
            self._later.stop()
        library = self._study.library

        def read(_: Progress) -> FactView | UsageError:
            try:
                return fact_view(library, fact)
            except UsageError as problem:
                return problem

        self.load(read, lambda view: self._show(view, rest), "fact")

    def _show(self, view: FactView | UsageError, rest: float) -> None:
        self._used = None
        if isinstance(view, UsageError):
            self.sheet.show_missing(f"{view} Esc goes back.")
            return
        self.sheet.show(view)
        self.shown(view)
        if rest:
            self._later = self.set_timer(rest, lambda: self._look(view.id))
        else:
            self._look(view.id)

    def _look(self, fact: str) -> None:
        """Looks for what depends on a fact."""
        library = self._study.library

        def still_wanted(_done: int, _total: int) -> None:
            if self._wanted != fact:  # told to nobody, so that Esc goes back and does not stop it
                raise Stopped

        self.load(lambda _: used_by(library, fact, still_wanted), self._show_used, "used")

    def _show_used(self, used: Used) -> None:
        self._used = used
        self.sheet.show_used(used)

    def on_section_taken(self) -> None:
        """A double click is Enter."""
        self.action_act()

    def action_act(self) -> None:
        """Does what the row with the cursor stands for."""
        focused, view = self.focused, self.view
        to = focused.to if isinstance(focused, Section) else None
        match to:
            case ToNote(span):
                self.links.open_note(span)
            case ToDomain(domain):
                self.links.open_lab(domain, {})
            case ToCard(card, front):
                self.links.practise(front, lambda: practise_card(self._study, card))
            case ToConflict():
                self.action_settle()
            case ToMore():
                self.sheet.show_all()
            case _:
                if view is not None and not view.settled:
                    self.action_settle()
                else:
                    self.say("There is nothing to open on this row.", wrong=True)

    def action_note(self) -> None:
        """Opens the note at the line of the claim with the cursor, or at the first one."""
        view, to = self.view, self.sheet.claims.to
        span = to.span if isinstance(to, ToNote) else view.source if view else None
        if span is None:
            self.say("No note says it; its source stands under Settled by.", wrong=True)
        else:
            self.links.open_note(span)

    def action_why(self) -> None:
        """Shows every rule that rests on it."""
        if self._used is None:
            self.say("Still looking through rules and cards.", wrong=True)
        elif not self._used.rules:
            self.say("No rule rests on it.", wrong=True)
        else:
            self.sheet.show_all()
            self._to_domains()
            rules = len(self._used.rules)
            self.say(f"{count(rules, 'rule')} {'rests' if rules == 1 else 'rest'} on it. Enter opens the lab of one.")

    def action_lab(self) -> None:
        """Opens the lab of the domain with the cursor, or of the only one."""
        to, used = self.sheet.used.to, self._used
        if isinstance(to, ToDomain) and self.sheet.used.has_focus:
            self.links.open_lab(to.domain, {})
        elif used is None or not used.domains:
            self.say("No domain uses it, so there is nothing to try.", wrong=True)
        elif len(used.domains) == 1:
            self.links.open_lab(used.domains[0].id, {})
        else:
            self._to_domains()
            self.say(f"{count(len(used.domains), 'domain')} use it. Choose one; Enter opens its lab.")

    def action_practise(self) -> None:
        """Asks questions of the cards that ask for it."""
        view = self.view
        if view is None:
            return
        if not view.settled:
            self.say("Nothing is asked of it until it is settled: c settles it.", wrong=True)
        elif self._used is not None and not self._used.cards:
            self.say("No card asks for it.", wrong=True)
        else:
            self.links.practise(view.id, lambda: practise_fact(self._study, view.id))

    def action_copy(self) -> None:
        """Puts the value with its source on the clipboard."""
        if self.view is not None:
            self.links.copy(self.view.copied)

    def action_settle(self) -> None:
        """Goes to the conflict of the fact."""
        view = self.view
        if view is not None and self.disputed:
            self.links.open_conflicts(view.id)
        elif view is not None:
            self.say("Its claims agree; there is nothing to settle.", wrong=True)

    def _to_domains(self) -> None:
        self.sheet.used.put(0)
        self.sheet.used.focus(scroll_visible=False)
