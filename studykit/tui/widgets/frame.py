"""The frame of every screen: status line, body, hint row, and a footer made from the bindings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from studykit.core.text import printable
from studykit.tui.signs import plain, signs

Result = TypeVar("Result")
_LAST = ("question_mark", "f1", "escape", "q")
_PART = " · "
_TYPING = ("space", "question_mark")
_MOST_KEYS = 8
_LEAST = (32, 12)
"""Columns and rows that a screen needs."""
_NAMES = {
    "question_mark": "?",
    "f1": "F1",
    "tab": "Tab",
    "left": "←",
    "right": "→",
    "backspace": "⌫",
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

    def __init__(self, key: str, label: str, action: str, owner: Widget, name: str) -> None:
        super().__init__(markup=False)
        self.key, self.action, self.name_of_key = key, action, name
        self.owner = owner
        self.label(label)

    def label(self, label: str) -> None:
        """Names what the key does now."""
        self.columns = len(self.key) + len(label) + 3
        self.update(Content.assemble((f" {self.key} ", "bold $primary"), (f"{label} ", "$foreground")))

    async def on_click(self) -> None:
        """Runs the key's action."""
        await self.owner.run_action(self.action)


class Keyed(Widget):
    """A widget inside a screen whose keys stand in the footer and in the help."""

    ranges: Mapping[str, str] = MappingProxyType({})
    """What a key is for → the keys as they are now: ``1-65``."""


class Footer(Horizontal):
    """The keys of the screen; when they do not fit, the middle ones go, never the first or the last."""

    def __init__(self, keys: list[Key]) -> None:
        super().__init__(*keys, id="footer")
        self._keys = keys

    async def renew(self, keys: list[Key]) -> None:
        """Shows other keys."""
        with self.app.batch_update():
            await self.remove_children()
            self._keys = keys
            await self.mount_all(keys)
            self._fit(self.size.width)

    def on_resize(self, event: events.Resize) -> None:
        """Shows as many keys as there is room for."""
        self._fit(event.size.width)

    def _fit(self, width: int) -> None:
        shown = list(self._keys)
        while len(shown) > _MOST_KEYS or (
            sum(key.columns for key in shown) > width and len(shown) > 2  # noqa: PLR2004 - first and last stay
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
    ranges: Mapping[str, str] = MappingProxyType({})
    """What a key is for → the keys as they are now: ``1-65``."""
    _right = ""
    _said: Content = Content("")
    _wrong = False

    def compose(self) -> ComposeResult:
        """Status line, body, hint row, footer."""
        yield Static(id="status", markup=False)
        yield Static(id="small", markup=False)
        yield Vertical(*self.below(), Static(id="hint", markup=False), Footer(self._footer_keys()), id="bottom")
        with Horizontal(id="middle"):
            with VerticalScroll(id="body", can_focus=False):
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
        return [self]

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
        self._right = printable(right) or self._right
        room, left = self.size.width - 2, plain(printable(self.place))
        parts = self._right.split(_PART)
        while parts and len(left) + len(plain(_PART.join(parts))) + 2 > room:
            parts.pop(0)  # the last part is the one that matters most
        right = plain(_PART.join(parts))
        text = f"{left}{right:>{room - len(left)}}" if right else left[:room]
        self.query_one("#status", Static).update(Content.styled(text, "bold"))

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """Shows one sentence in the hint row; wrong input begins with an exclamation mark."""
        text = plain(printable(f"! {sentence}" if wrong else sentence))
        content = words(text, "bold $warning" if wrong else "$muted")
        self._wrong = wrong
        if not wrong:
            self._said = content
        self.query_one("#hint", Static).update(content)

    def keys(self) -> list[tuple[str, str]]:
        """Every key of the screen with its meaning, Enter first."""
        found: dict[str, list[str]] = {}
        for _, binding in _bindings(self.key_owners()):
            found.setdefault(binding.description, []).extend(_name(key) for key in binding.key.split(","))
        rows = [(plain(" ".join(dict.fromkeys(names))), meaning) for meaning, names in found.items()]
        return sorted(rows, key=lambda row: row[0] != signs().enter)

    async def renew_keys(self) -> None:
        """Makes the footer anew, after the keys have changed."""
        if self.query(Footer):
            await self.query_one(Footer).renew(self._footer_keys())

    def _footer_keys(self) -> list[Key]:
        found: dict[str, Key] = {}
        writing = self.is_mounted and isinstance(self.focused, Input)
        for owner, binding in _bindings(self.key_owners(), writing=writing):
            if binding.show and binding.description not in found:
                name = binding.key.split(",")[0]
                ranges = owner.ranges if isinstance(owner, (Frame, Keyed)) else {}
                shown = plain(ranges.get(binding.description) or binding.key_display or _name(name)).strip()
                found[binding.description] = Key(shown, binding.description, binding.action, owner, name)
        return sorted(found.values(), key=lambda key: (_rank(key.name_of_key), key.owner is not self))


def _bindings(owners: Sequence[Widget], *, writing: bool = False) -> list[tuple[Widget, Binding]]:
    """The bindings in force, the innermost first; a key that is taken is not an outer one's any more.

    While somebody writes into a field, letters are letters: only keys that type nothing are left.
    """
    found: list[tuple[Widget, Binding]] = []
    taken: set[str] = set()
    for owner in owners:
        for source in type(owner).__mro__:
            own = [one for one in vars(source).get("BINDINGS", []) if isinstance(one, Binding) and _works(owner, one)]
            fresh = [kept for one in own if (kept := _left(one, taken, writing=writing))]
            taken.update(key for one in own for key in one.key.split(","))
            found += [(owner, one) for one in fresh] if issubclass(source, (Frame, Keyed)) else []
    return found


def _works(owner: Widget, binding: Binding) -> bool:
    return owner.check_action(binding.action.split("(")[0], ()) is not False


def _left(binding: Binding, taken: set[str], *, writing: bool) -> Binding | None:
    keys = [key for key in binding.key.split(",") if not writing or not (len(key) == 1 or key in _TYPING)]
    if not keys or taken.intersection(binding.key.split(",")):
        return None
    display = None if len(keys) < len(binding.key.split(",")) else binding.key_display
    return replace(binding, key=",".join(keys), key_display=display)


def _name(key: str) -> str:
    return {"enter": signs().enter, "space": signs().space}.get(key) or _NAMES.get(key, key)


def _rank(key: str) -> int:
    """Enter first; help, then the way out, last."""
    if key == "enter":
        return 0
    return 2 + _LAST.index(key) if key in _LAST else 1
