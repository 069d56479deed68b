"""The frame of every screen: status line, body, hint row, and a footer made from the bindings."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.text import printable
from studykit.tui.signs import signs

Result = TypeVar("Result")
_LAST = ("question_mark", "escape")
_MOST_KEYS = 8
_SHOWN = {
    "enter": "enter",
    "space": "space",
    "question_mark": "?",
    "escape": "esc",
    "left_square_bracket": "[",
}


def words(text: str, style: str = "") -> Content:
    """Text from anywhere as content that shows it verbatim: never markup, never a terminal code."""
    return Content.styled(printable(text), style) if style else Content(printable(text))


class Key(Static):
    """One key of the footer; a click runs it."""

    def __init__(self, key: str, label: str, action: str) -> None:
        super().__init__(Content.assemble((f" {key} ", "bold $primary"), (f"{label} ", "$foreground")), markup=False)
        self.action = action
        self.columns = len(key) + len(label) + 3
        self.name_of_key = ""

    async def on_click(self) -> None:
        """Runs the key's action."""
        await self.screen.run_action(self.action)


class Footer(Horizontal):
    """The keys of the screen; when they do not fit, the middle ones go, never the first or the last."""

    def __init__(self, keys: list[Key]) -> None:
        super().__init__(*keys, id="footer")
        self._keys = keys

    def on_resize(self, event: events.Resize) -> None:
        """Shows as many keys as there is room for."""
        shown = list(self._keys)
        while len(shown) > _MOST_KEYS or (
            sum(key.columns for key in shown) > event.size.width and len(shown) > 2  # noqa: PLR2004 - first and last stay
        ):
            shown.pop(-3 if len(shown) > 3 else -2)  # noqa: PLR2004 - the last two are help and leave
        for key in self._keys:
            key.display = key in shown


class Frame(Screen[Result]):
    """A screen with a status line, a body, one sentence of what to do now, and its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "app.keys", "Keys", priority=False),
        Binding("ctrl+q,ctrl+c", "app.quit_saved", "Quit", show=False, priority=True),
    ]
    place = "studykit"
    hint = ""

    def compose(self) -> ComposeResult:
        """Status line, body, hint row, footer."""
        yield Static(id="status", markup=False)
        yield Footer(self._footer_keys())
        yield Static(id="hint", markup=False)
        yield from self.below()
        with VerticalScroll(id="body", can_focus=False):
            yield from self.body()

    def body(self) -> list[Widget]:
        """The widgets between status line and hint row."""
        return []

    def below(self) -> list[Widget]:
        """Widgets that stay above the hint row while the body scrolls."""
        return []

    def on_mount(self) -> None:
        """Fills the rows that do not change."""
        self.say(self.hint)
        self.status()
        self.ready()

    def ready(self) -> None:
        """What a screen does once it is drawn; Textual calls each class's own on_mount, the base's last."""

    def on_resize(self) -> None:
        """Draws the status line for the new width."""
        self.status()

    def status(self, right: str = "") -> None:
        """Draws the status line: where we are on the left, what is worth knowing on the right."""
        if not self.query("#status"):
            return
        self._right = right or getattr(self, "_right", "")
        room = self.size.width - 2
        left = printable(self.place)
        gap = room - len(left) - len(self._right)
        text = f"{left}{' ' * gap}{self._right}" if gap > 1 else left[:room]
        self.query_one("#status", Static).update(Content.styled(text, "bold"))

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """Shows one sentence in the hint row; wrong input begins with an exclamation mark."""
        text = f"! {sentence}" if wrong else sentence
        self.query_one("#hint", Static).update(words(text, "bold $warning" if wrong else "$muted"))

    def _footer_keys(self) -> list[Key]:
        found: dict[str, Key] = {}
        enter = signs().enter
        for binding in [one for source in type(self).__mro__ for one in vars(source).get("BINDINGS", [])]:
            if isinstance(binding, Binding) and binding.show and binding.description not in found:
                name = binding.key.split(",")[0]
                shown = {**_SHOWN, "enter": enter, "space": signs().space}.get(name, binding.key_display or name)
                found[binding.description] = Key(binding.key_display or shown, binding.description, binding.action)
                found[binding.description].name_of_key = name
        return sorted(found.values(), key=lambda key: _rank(key.name_of_key))


def _rank(key: str) -> int:
    if key == "enter":
        return 0
    return 2 + _LAST.index(key) if key in _LAST else 1
