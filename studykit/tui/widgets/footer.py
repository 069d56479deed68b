"""The keys of a screen in one row; when they do not fit, the middle ones go, never the first or the last."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.widget import Widget

from studykit.tui.widgets.keys import Key

_MOST = 8
_KEPT = 2
"""Help and the way out."""


class Footer(Widget):
    """One widget, because a screen is made at a key press; a click runs the key that it is on."""

    DEFAULT_CSS = "Footer { height: 1; width: 1fr; }"

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__(id="footer")
        self._keys = tuple(keys)
        self._label = ""
        """What the first key does now, when it is not what its binding says."""
        self._hovered = -1

    @property
    def keys(self) -> tuple[Key, ...]:
        """Those for which there is room at this width."""
        return tuple(key for key, _ in self._laid())

    def _laid(self) -> list[tuple[Key, str]]:
        """Those for which there is room, and how each is called: by its first word where that is all the room."""
        shown = [(key, self._labelled(key)) for key in self._keys]
        while len(shown) > _MOST or (len(shown) > _KEPT + 1 and not self._fits(shown)):
            shown.pop(-_KEPT - 1)
        if not self._fits(shown):
            shown = [(key, label.split(" ")[0]) for key, label in shown]
        if not self._fits(shown) and len(shown) > _KEPT:
            shown.pop(-_KEPT)
        return shown

    def _fits(self, keys: Sequence[tuple[Key, str]]) -> bool:
        return sum(_columns(*one) for one in keys) <= self.size.width

    def renew(self, keys: Sequence[Key]) -> None:
        """Shows other keys."""
        self._keys, self._label = tuple(keys), ""
        self.refresh()

    def name_first(self, label: str) -> None:
        """Names what the first key does now."""
        self._label = label
        self.refresh()

    def render(self) -> Content:
        """The row."""
        parts: list[Content] = []
        for at, (key, label) in enumerate(self._laid()):
            text = Content.assemble((f" {key.shown} ", "bold $primary"), (f"{label} ", "$foreground"))
            parts.append(text.stylize("underline") if at == self._hovered else text)
        return Content("").join(parts)

    async def on_click(self, event: events.Click) -> None:
        """Runs the key under the mouse."""
        at = self._at(event.x)
        if at >= 0:
            event.stop()
            key = self.keys[at]
            await key.owner.run_action(key.action)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Marks the key under the mouse."""
        self._hover(self._at(event.x))

    def on_leave(self) -> None:
        """Marks none."""
        self._hover(-1)

    def _hover(self, at: int) -> None:
        if at != self._hovered:
            self._hovered = at
            self.refresh()

    def _at(self, x: int) -> int:
        end = 0
        for at, one in enumerate(self._laid()):
            end += _columns(*one)
            if x < end:
                return at
        return -1

    def _labelled(self, key: Key) -> str:
        return self._label if self._label and self._keys and key is self._keys[0] else key.label


def _columns(key: Key, label: str) -> int:
    return len(f" {key.shown} {label} ")
