"""The frame of every screen: status line, body, hint row, and a footer made from the bindings."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.text import printable
from studykit.tui.signs import plain, signs

Result = TypeVar("Result")
_LAST = ("question_mark", "escape", "q")
_MOST_KEYS = 8
_LEAST = (32, 12)
"""Columns and rows that a screen needs."""
_NAMES = {
    "question_mark": "?",
    "f1": "F1",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}


def words(text: str, style: str = "") -> Content:
    """Text from anywhere as content that shows it verbatim: never markup, never a terminal code."""
    return Content.styled(printable(text), style) if style else Content(printable(text))


class Key(Static):
    """One key of the footer; a click runs it."""

    def __init__(self, key: str, label: str, action: str) -> None:
        super().__init__(markup=False)
        self.key, self.action = key, action
        self.label(label)
        self.name_of_key = ""

    def label(self, label: str) -> None:
        """Names what the key does now."""
        self.columns = len(self.key) + len(label) + 3
        self.update(Content.assemble((f" {self.key} ", "bold $primary"), (f"{label} ", "$foreground")))

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
    _right = ""
    _said: Content = Content("")
    _wrong = False

    def compose(self) -> ComposeResult:
        """Status line, body, hint row, footer."""
        yield Static(id="status", markup=False)
        yield Static(id="small", markup=False)
        yield Vertical(*self.below(), Static(id="hint", markup=False), Footer(self._footer_keys()), id="bottom")
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

    def on_resize(self, event: events.Resize) -> None:
        """Draws the status line for the new width; says so when there is too little room."""
        self.status()
        width, height = event.size
        tiny = width < _LEAST[0] or height < _LEAST[1]
        self.set_class(tiny, "-tiny")
        if tiny:
            text = f"The window is {width}×{height}. studykit needs {_LEAST[0]}×{_LEAST[1]}."
            text += " Make it larger, or use: studykit quiz. Your answers are saved."
            self.query_one("#small", Static).update(words(plain(text)))

    def on_key(self, event: events.Key) -> None:
        """Takes back what was said of the key before, and says when this one has no meaning."""
        if self._wrong:
            self._wrong = False
            self.query_one("#hint", Static).update(self._said)
        letter = event.character or ""
        if letter.isprintable() and letter and event.key not in self.active_bindings and not self.typed(letter):
            self.say(f"{letter} does nothing here. ? shows the keys.", wrong=True)

    def main_key(self, label: str) -> None:
        """Names what Enter does now."""
        self.query(Key).first().label(label)

    def typed(self, letter: str) -> bool:
        """Takes a letter that is no key of its own; False when it means nothing here."""
        del letter
        return False

    def status(self, right: str = "") -> None:
        """Draws the status line: where we are on the left, what is worth knowing on the right."""
        if not self.query("#status"):
            return
        self._right = plain(printable(right)) or self._right
        room = self.size.width - 2
        left = plain(printable(self.place))
        gap = room - len(left) - len(self._right)
        text = f"{left}{' ' * gap}{self._right}" if gap > 1 else left[:room]
        self.query_one("#status", Static).update(Content.styled(text, "bold"))

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """Shows one sentence in the hint row; wrong input begins with an exclamation mark."""
        text = plain(printable(f"! {sentence}" if wrong else sentence))
        content = words(text, "bold $warning" if wrong else "$muted")
        self._wrong = wrong
        if not wrong:
            self._said = content
        self.query_one("#hint", Static).update(content)

    @classmethod
    def keys(cls) -> list[tuple[str, str]]:
        """Every key of the screen with its meaning, Enter first."""
        found: dict[str, list[str]] = {}
        for binding in _bindings(cls):
            found.setdefault(binding.description, []).extend(_name(key) for key in binding.key.split(","))
        rows = [(plain(" ".join(dict.fromkeys(names))), meaning) for meaning, names in found.items()]
        return sorted(rows, key=lambda row: row[0] != signs().enter)

    def _footer_keys(self) -> list[Key]:
        found: dict[str, Key] = {}
        for binding in _bindings(type(self)):
            if binding.show and binding.description not in found:
                name = binding.key.split(",")[0]
                shown = plain(binding.key_display or _name(name))
                key = found[binding.description] = Key(shown, binding.description, binding.action)
                key.name_of_key = name
        return sorted(found.values(), key=lambda key: _rank(key.name_of_key))


def _bindings(screen: type) -> list[Binding]:
    """The bindings of a screen, its own first; a key that it takes for itself is not the frame's any more."""
    found: list[Binding] = []
    taken: set[str] = set()
    for source in screen.__mro__:
        own = [one for one in vars(source).get("BINDINGS", []) if isinstance(one, Binding)]
        fresh = [one for one in own if not taken.intersection(one.key.split(","))]
        taken.update(key for one in own for key in one.key.split(","))
        found += fresh if issubclass(source, Frame) else []
    return found


def _name(key: str) -> str:
    return {"enter": signs().enter, "space": signs().space}.get(key) or _NAMES.get(key, key)


def _rank(key: str) -> int:
    """Enter first; help, then the way out, last."""
    if key == "enter":
        return 0
    return 2 + _LAST.index(key) if key in _LAST else 1
