"""What the app does for its screens: opens others, copies, tells, and offers everything in the palette."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from studykit.core.errors import StudykitError
from studykit.core.look import Look
from studykit.tui.awaited import Awaited
from studykit.tui.listening import Listening
from studykit.tui.places import BY_NAME, opened, screen_of
from studykit.tui.widgets.frame import Frame
from studykit.tui.widgets.rows import Rows
from studykit.workflows.keys import own_keys

if TYPE_CHECKING:
    from studykit.core.source import SourceSpan
    from studykit.core.verdict import Value
    from studykit.workflows.desk import Desk
    from studykit.workflows.reread import Reread
    from studykit.workflows.showing import Showing
    from studykit.workflows.study import Study

_BELOW = 2
"""Screens that always stay: Textual's own and Today."""


class Linked(Listening):
    """An app whose screens lead to each other: ``tui.links`` says what they may ask."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop_loading", "Stop", show=False, priority=True),
        Binding("ctrl+q,ctrl+c", "quit_saved", "Quit", show=False, priority=True),
    ]

    def __init__(self, look: Look, desk: Desk | None) -> None:
        super().__init__(look, ({}, ()) if desk is None else own_keys(desk.places.home))
        self.study: Study | None = None
        self._desk = desk
        self._over: list[Frame[Any]] = []
        """Screens that lie over Today or over a session; Esc takes the last away."""
        self._wanted = ""
        """The place that was asked for before there was content to show."""

    @property
    def desk(self) -> Desk | None:
        """Where content comes from."""
        return self._desk

    def leave_session(self) -> None:
        """Ends the session or exam that is shown; what was answered is saved."""

    def lay(self, screen: Frame[Any], back: Callable[[Any], None] | None = None) -> None:
        """Shows a screen over the one that is shown; ``back`` is told what it gives when it is left."""
        self._over = [one for one in self._over if one in self.screen_stack]
        self._over.append(screen)
        self.push_screen(screen, back)

    def clear_over(self) -> None:
        """Takes away every screen that lies over Today or over a session."""
        while self._over and self._over[-1] is self.screen:
            self._over.pop()
            self.pop_screen()

    def open_note(self, span: SourceSpan) -> None:
        """The reader at a line of a note."""
        self._lay_over("note:Note", span)

    def open_fact(self, fact: str) -> None:
        """The page of a fact."""
        self._lay_over("fact:FactPage", fact)

    def open_lab(self, domain: str, settings: Mapping[str, Value]) -> None:
        """The lab with a scenario."""
        self._lay_over("lab:Lab", domain, settings)

    def open_conflicts(self, fact: str = "") -> None:
        """The conflicts, at that of a fact."""
        self._lay_over("conflicts:Conflicts", fact)

    def _lay_over(self, screen: str, *about: object) -> None:
        if self.study is not None:
            self.lay(opened(screen)(self.study, *about))

    def go(self, place: str) -> None:
        """Goes to a place: over Today, or over the session that is shown."""
        found = BY_NAME[place]
        if place == "help":
            self.run_action_soon("keys")
        elif self.study is None:
            self._wanted = place
            self.tell(f"{found.label}: as soon as the notes are read.")
        elif found.screen:
            self.clear_over()
            self.lay(screen_of(found, self.study))
        else:
            self._home_first(place)

    @work(description="going to a place")
    async def _home_first(self, place: str) -> None:
        """Today, and from there what is wanted."""
        self.leave_session()
        while len(self.screen_stack) > _BELOW:
            await self.pop_screen()
        if place != "today":
            await self.run_action(place)

    def run_action_soon(self, action: str) -> None:
        """Runs an action of the app after what is done now."""
        self.call_later(self.run_action, action)

    @work(description="practice")
    async def practise(self, title: str, showings: Callable[[], Iterable[Showing]]) -> None:
        """A session over these, made in a thread; then the screen that asked for it again."""
        study = self.study
        if study is None:
            return
        made = await self.made(showings)
        if made:
            await self.session(study, title, iter(made))
        elif made is not None:
            self.tell("No question can be proved here.")

    async def made(self, showings: Callable[[], Iterable[Showing]]) -> tuple[Showing, ...] | None:
        """Questions that a thread makes; None when that fails, which is said, or the learner went elsewhere."""
        awaited, refused = Awaited(self), ""
        try:
            made = await asyncio.to_thread(lambda: tuple(showings()))
            return made if await awaited.may_show() else None
        except StudykitError as problem:
            refused = str(problem)
            return None
        finally:
            awaited.end(refused)

    async def session(self, study: Study, title: str, showings: Iterable[Showing]) -> None:
        """Shows one card after the other."""

    def open_content(self, pack: str, notes: tuple[Path, ...]) -> None:
        """Reads another pack or other notes, keeps them for the next start, and goes to Today."""
        from dataclasses import replace

        from studykit.workflows.desk import remember

        if self._desk is not None:
            remember(self._desk.places, pack, notes)
            self.go("today")
            self.reopen(replace(self._desk, pack=pack, notes=notes))

    def reread(self) -> None:
        """Reads content again."""
        if self._desk is not None:
            self.reopen(self._desk)

    def reopen(self, desk: Desk) -> None:
        """Reads what is on a desk in a thread; what is open stays open, and shows what was read when that is done."""
        from studykit.workflows.reread import read_again

        study, base = self.study, next((one for one in self.screen_stack if isinstance(one, Frame)), None)
        if study is not None and base is not None:
            base.load(lambda progress: read_again(study, desk, progress), self._read_again, "content")

    def _read_again(self, found: Reread) -> None:
        from studykit.workflows.reread import take_up

        if self.study is None:
            return
        take_up(self.study, found)
        self._desk = found.desk
        for sentence in (*found.said, "Content was read again."):
            self.tell(sentence)
        self.renewed()

    def renewed(self) -> None:
        """Lets every screen show content as it is now."""
        if self.study is not None:
            for one in self.screen_stack:
                if isinstance(one, Frame):
                    one.renewed(self.study)

    def set_look(self, name: str, text: str | None) -> None:
        """Keeps how it looks and shows it at once; None is the usual value. Raises UsageError."""
        from studykit.workflows.look import LOOKS, set_look

        if self._desk is not None:
            self.wear(set_look(self._desk.places.home, name, text))
        else:
            value = getattr(Look(), name) if text is None else LOOKS[name].read(text)
            self.wear(replace(self._look, **{name: value}))
        self.refresh_css()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc stops slow work while there is some that says how far it is; else it goes back."""
        if action == "stop_loading":
            return isinstance(self.screen, Frame) and self.screen.can_stop
        return super().check_action(action, parameters)

    def action_stop_loading(self) -> None:
        """Stops slow work of the screen."""
        if isinstance(self.screen, Frame):
            self.screen.stop_loading()

    def action_places(self) -> None:
        """Shows where one can go."""
        from studykit.tui.screens.go_to import GoTo

        if not self.sealed():
            self.push_screen(GoTo(), self._gone_to)

    def sealed(self) -> bool:
        """Whether an exam is shown, over which nothing opens; says so."""
        shown = self.screen
        if isinstance(shown, Frame) and shown.sealed:
            shown.say("Everything else opens after the exam. v shows all questions.", wrong=True)
            return True
        return False

    def _gone_to(self, place: str | None) -> None:
        if place == "top":
            focused = self.screen.focused
            if isinstance(focused, Rows):
                focused.move(0)
            else:
                self.screen.query("#body").first().scroll_home(animate=False)
        elif place is not None:
            self.go(place)

    def action_reread(self) -> None:
        """Reads content again, when nothing is being answered."""
        if why := self.why_no_reread():
            self.tell(f"Not now: {why}.")
        else:
            self.reread()

    def action_zoom(self) -> None:
        """One region over the whole screen, or back."""
        focused = self.screen.focused
        if self.screen.maximized is not None:
            self.screen.minimize()
        elif focused is not None:
            self.screen.maximize(focused, container=False)

    def why_no_reread(self) -> str:
        """Why content cannot be read again now; empty when it can."""
        return "this app shows content that was given to it" if self._desk is None else ""
