"""The frame of every screen: status line, body, hint row, and a footer made from the bindings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from studykit.core.text import printable
from studykit.tui.loading import Loading, Work
from studykit.tui.signs import plain
from studykit.tui.widgets.footer import Footer
from studykit.tui.widgets.keys import Key, Keyed, footer_keys, help_rows, name_bindings
from studykit.tui.widgets.pointing import point_soon

if TYPE_CHECKING:
    from studykit.tui.links import Links
    from studykit.workflows.study import Study

Result = TypeVar("Result")
Value = TypeVar("Value")
_PART = " · "
_LEAST = (32, 12)
"""Columns and rows that a screen needs."""


def words(text: str, style: str = "") -> Content:
    """Text from anywhere as content that shows it verbatim: never markup, never a terminal code."""
    return Content.styled(printable(text), style) if style else Content(printable(text))


class Frame(Screen[Result]):
    """A screen with a status line, a body, one sentence of what to do now, and its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "app.places", "Go to", show=False, id="frame.places"),
        Binding("colon,ctrl+p", "app.palette", "Do", show=False, id="frame.palette"),
        Binding("z", "app.zoom", "Whole screen", show=False, id="frame.zoom"),
        Binding("ctrl+r", "app.reread", "Read again", show=False, id="frame.reread"),
        Binding("question_mark,f1", "app.keys", "Keys", id="frame.keys"),
        Binding("ctrl+q,ctrl+c", "app.quit_saved", "Quit", show=False, priority=True, id="frame.quit_saved"),
    ]
    scrolls: ClassVar[bool] = True
    """False: the body does not scroll as a whole; something in it does."""
    sealed: ClassVar[bool] = False
    """Whether no other place may be opened over it: notes would answer an exam."""
    place = "studykit"
    hint = ""
    ranges: Mapping[str, str] = MappingProxyType({})
    """What a key is for → the keys as they are now: ``1-65``."""
    _right = ""
    _said: Content = Content("")
    _wrong = False
    _focused_before: Widget | None = None
    _loading: Mapping[str, Loading] = MappingProxyType({})

    def __init_subclass__(cls, **given: Any) -> None:
        name_bindings(cls)  # before Textual reads them
        super().__init_subclass__(**given)

    def compose(self) -> ComposeResult:
        """Status line, body, hint row, footer."""
        yield Static(id="status", markup=False)
        yield Static(id="small", markup=False)
        yield Vertical(*self.below(), Static(id="hint", markup=False), Footer(self._footer_keys()), id="bottom")
        with Horizontal(id="middle"):
            with VerticalScroll(id="body", can_focus=False) if self.scrolls else Vertical(id="body", classes="still"):
                yield from self.body()
            yield from self.beside()

    def body(self) -> list[Widget]:
        """The widgets between status line and hint row."""
        return []

    def below(self) -> list[Widget]:
        """Widgets that stay above the hint row while the body scrolls."""
        return []

    def beside(self) -> list[Widget]:
        """Widgets at the right, where there is room for them."""
        return []

    def key_owners(self) -> list[Widget]:
        """Whose keys work here, the innermost first."""
        focused = self.focused if self.is_mounted else None
        return [focused, self] if isinstance(focused, Keyed) else [self]

    @property
    def links(self) -> Links:
        """What the app does for a screen: opening others, copying, telling."""
        return cast("Links", self.app)

    def renewed(self, study: Study) -> None:
        """Content was read again, or a conflict was settled: what is shown may be otherwise now."""

    def load(self, work: Work[Value], show: Callable[[Value], None], what: str = "", *, quiet: bool = False) -> None:
        """Does slow work in a thread, then shows what came of it, if this screen is still there.

        ``work`` gets a function to be told how many of how many are done; Esc stops it there. A second load of the same
        ``what`` takes the place of the first. Errors are told in the hint row. ``quiet``: the learner did not ask for
        it, so the hint row stays as it is.
        """
        if before := self._loading.get(what):
            before.stop()
        loading = Loading(self, lambda value: show(cast("Value", value)), lambda: self._loaded(what), quiet=quiet)
        self._loading = MappingProxyType({**self._loading, what: loading})
        loading.start(work)

    def _loaded(self, what: str) -> None:
        left = {name: one for name, one in self._loading.items() if name != what and not one.ended}
        self._loading = MappingProxyType(left)

    @property
    def is_loading(self) -> bool:
        """Whether something is worked out in a thread."""
        return any(not one.ended for one in self._loading.values())

    @property
    def can_stop(self) -> bool:
        """Whether something slow says how far it is; Esc stops that first."""
        return any(one.can_stop for one in self._loading.values())

    def broken(self, bug: Exception) -> None:
        """Tells of a mistake of the program; it is in the log, and the learner goes on."""
        from studykit.tui.screens.message import Notice
        from studykit.workflows.bug import keep_report

        log = keep_report(bug)
        kept = f"The report is in {log}." if log else "The report could not be written."
        text = f"Something went wrong in {self.place.rpartition('› ')[2]}. Your answers are safe.\n\n{kept}"
        self.app.push_screen(Notice("Something went wrong", text, "Enter goes back."))

    def stop_loading(self) -> None:
        """Stops slow work; what it kept so far stays."""
        for one in self._loading.values():
            one.stop()
        self.say("Stopped.")

    def on_descendant_focus(self) -> None:
        """Other keys are in force; nothing blinks."""
        if isinstance(self.focused, Input | TextArea):
            self.focused.cursor_blink = False
        self.call_later(self.renew_keys)
        point_soon(self)

    def on_screen_resume(self) -> None:
        """What lay over it had the terminal's cursor."""
        point_soon(self)

    def on_mount(self) -> None:
        """Fills the rows that do not change."""
        self.say(self.hint)
        self.status()
        self.ready()
        point_soon(self)

    def ready(self) -> None:
        """What a screen does once it is drawn; Textual calls each class's own on_mount, the base's last."""

    def on_resize(self, event: events.Resize) -> None:
        """Draws the status line for the new width; says so when there is too little room."""
        self.status()
        point_soon(self)
        width, height = event.size
        tiny = width < _LEAST[0] or height < _LEAST[1]
        if tiny and not self.has_class("-tiny"):
            self._focused_before = self.focused
        elif not tiny and self.has_class("-tiny"):
            self.call_after_refresh(self._focus_again)
        self.set_class(tiny, "-tiny")
        if tiny:
            text = f"The window is {width}×{height}. studykit needs {_LEAST[0]}×{_LEAST[1]}."
            text += " Make it larger, or use: studykit quiz. Your answers are saved."
            self.query_one("#small", Static).update(words(plain(text)))

    def _focus_again(self) -> None:
        """What has no room loses the focus; it has it again with the room."""
        before = self._focused_before
        if before is not None and before.is_attached and self.focused is None:
            before.focus(scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        """Takes back what was said of the key before, and says when this one has no meaning."""
        if self._wrong:
            self.say_again()
        letter = event.character or ""
        if letter.isprintable() and letter and event.key not in self.active_bindings and not self.typed(letter):
            self.say(f"{letter} does nothing here. ? shows the keys.", wrong=True)

    def main_key(self, label: str) -> None:
        """Names what Enter does now."""
        self.query_one(Footer).name_first(label)

    def typed(self, letter: str) -> bool:
        """Takes a letter that is no key of its own; False when it means nothing here."""
        del letter
        return False

    def status(self, right: str = "") -> None:
        """Draws the status line: where we are on the left, what is worth knowing on the right."""
        if not self.query("#status"):
            return
        self._right = printable(right) or self._right
        room, left = self.size.width - 2, plain(printable(self.place))
        parts = self._right.split(_PART)
        while parts and len(left) + len(plain(_PART.join(parts))) + 2 > room:
            parts.pop(0)  # the last part is the one that matters most
        right = plain(_PART.join(parts))
        text = f"{left}{right:>{room - len(left)}}" if right else left[:room]
        self.query_one("#status", Static).update(Content.styled(text, "bold"), layout=False)

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """Shows one sentence in the hint row; wrong input begins with an exclamation mark."""
        text = plain(printable(f"! {sentence}" if wrong else sentence))
        content = words(text, "bold $warning" if wrong else "$muted")
        self._wrong = wrong
        if not wrong:
            self._said = content
        self._show_hint(content)

    def say_meanwhile(self, sentence: str) -> None:
        """Shows one sentence until the next key, or until what was said before is said again."""
        self._wrong = True
        self._show_hint(words(plain(printable(sentence)), "$muted"))

    def say_again(self) -> None:
        """Shows the sentence that stood before."""
        self._wrong = False
        self._show_hint(self._said)

    def _show_hint(self, content: Content) -> None:
        """One row; a sentence that does not fit takes two, as all do where it is narrow."""
        hint, room = self.query_one("#hint", Static), self.size.width - 2
        long = 0 < room < content.cell_length
        other = hint.has_class("-long") is not long
        hint.set_class(long, "-long")
        hint.update(content, layout=long or other or self.has_class("-narrow"))

    def keys(self) -> list[tuple[str, str]]:
        """Every key of the screen with its meaning, Enter first."""
        return help_rows(self.key_owners(), self)

    async def renew_keys(self) -> None:
        """Makes the footer anew, after the keys have changed."""
        if self.query(Footer):
            self.query_one(Footer).renew(self._footer_keys())

    def _footer_keys(self) -> list[Key]:
        writing = self.is_mounted and isinstance(self.focused, Input | TextArea)
        return footer_keys(self.key_owners(), self, writing=writing)


name_bindings(Frame)
