"""The look that the app wears and the keys that it answers, as the learner wants them; no key is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual import events

from studykit.core.look import Look
from studykit.tui.telling import Telling
from studykit.tui.widgets.keys import KEYMAP, NAMED

OwnKeys = tuple[Mapping[str, tuple[str, int]], tuple[str, ...]]
"""Name of a binding → its keys and the line of the file, and a sentence for each problem."""
_SOON = 0.005


class Listening(Telling):
    """An app that answers to keys of the learner's own."""

    def __init__(self, look: Look, own_keys: OwnKeys) -> None:
        super().__init__()
        self._look = look
        self._own_keys, self._key_problems = own_keys
        self._keyed = (0, True)
        self._early: list[events.Key] = []
        """Keys that came before the screen which they are for."""

    @property
    def look(self) -> Look:
        """How it looks and behaves on this device."""
        return self._look

    def wear(self, look: Look) -> None:
        """Shows the app in a look."""
        self._look = look

    async def on_event(self, event: events.Event) -> None:
        """Keys that come while a screen is being made wait until it is there."""
        if isinstance(event, events.Key) and not event.is_forwarded and (self._early or not self._is_there):
            self._early.append(event)
            if len(self._early) == 1:
                self.set_timer(_SOON, self._catch_up)
        else:
            await super().on_event(event)

    @property
    def _is_there(self) -> bool:
        return self.screen.is_mounted

    async def _catch_up(self) -> None:
        while self._early and self._is_there:
            await super().on_event(self._early.pop(0))
        if self._early:
            self.set_timer(_SOON, self._catch_up)

    def rekey(self) -> None:
        """Puts the keys that the learner wants in force, also for screens that are new since."""
        from studykit.tui.keymap import keymap

        if self._keyed != (len(NAMED), self._look.vim):
            self._keyed = len(NAMED), self._look.vim
            KEYMAP.clear()
            KEYMAP.update(keymap(self._look, self._own_keys))
            self.set_keymap(dict(KEYMAP))

    def tell_keys(self) -> None:
        """Says what of the learner's keys is not understood."""
        if self._own_keys or self._key_problems:
            from studykit.tui.keymap import unknown_names

            for sentence in (*self._key_problems, *unknown_names(self._own_keys)):
                self.tell(sentence)

    def push_screen(self, *about: Any, **named: Any) -> Any:
        """Shows a screen, under the keys that the learner wants."""
        self.rekey()
        return super().push_screen(*about, **named)
