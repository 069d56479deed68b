"""The table of the lab: the scenario that lies on it, those that lay there before, and what would come of others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import RLock

from studykit.core.verdict import Value, Verdict
from studykit.rules.engine import Judge
from studykit.workflows import lab, lab_fixes, lab_moves, lab_turns
from studykit.workflows.drawn_scenario import Draw, drawing_of
from studykit.workflows.lab_first import first
from studykit.workflows.lab_words import command
from studykit.workflows.library import Library
from studykit.workflows.why import Why, why_of


class Unwanted(Exception):  # noqa: N818 - nothing went wrong
    """Nobody waits for the answer any more."""


class _Apart(Judge):
    """A judge for threads: it stops when nobody waits any more, and lets others work between two scenarios."""

    wanted: Callable[[], bool] = staticmethod(lambda: True)

    def outcome(self, settings: Mapping[str, Value]) -> str | None:
        """The same, while it is wanted."""
        self._look_up()
        return super().outcome(settings)

    def verdict(self, settings: Mapping[str, Value]) -> Verdict:
        """The same, while it is wanted."""
        self._look_up()
        return super().verdict(settings)

    def _look_up(self) -> None:
        if not self.wanted():
            raise Unwanted
        time.sleep(0)  # whoever draws the screen goes first


class Bench:
    """Changes are made on the loop and take a moment.

    ``turns``, ``next_turn`` and ``fixes`` may take half a second: they are asked for in threads, where a judge of
    their own answers them one after the other.

    Every change raises UsageError when it cannot be made, and then changes nothing.
    """

    def __init__(self, library: Library, domain: str, settings: Mapping[str, Value]) -> None:
        """Begins with ``settings``, or with a scenario worth looking at when there are none. Raises UsageError."""
        self.judge, self._library = library.judge(domain), library
        self._apart, self._lock = _Apart(self.judge.domain, self.judge.values), RLock()
        self._facts = library.base.facts
        self._first = first(self.judge)
        self._usual = {**self.judge.defaults, **self._first}
        self._before: list[Mapping[str, Value]] = []
        self._scene = self.seen(dict(settings) or self._first)

    @property
    def scene(self) -> lab.Scene:
        """What lies there now."""
        return self._scene

    @property
    def settings(self) -> Mapping[str, Value]:
        """What is set now."""
        return self._scene.settings

    @property
    def changes(self) -> int:
        """How many changes can be taken back."""
        return len(self._before)

    @property
    def command(self) -> str:
        """The scenario as a line for a shell."""
        return command(self._scene.domain, self.settings)

    def drawing(self) -> Draw | None:
        """How the scenario is drawn; None where nothing happens that could be."""
        return drawing_of(self.judge, self.settings, self._scene.verdict)

    def put(self, settings: Mapping[str, Value]) -> bool:
        """Lays another scenario there; False when it is the same one."""
        if dict(settings) == dict(self.settings):
            return False
        scene = self.seen(settings)
        self._before.append(self.settings)
        self._scene = scene
        return True

    def change(self, name: str, by: int, *, exact: bool = False) -> bool:
        """Moves a setting by stops, or by its smallest steps."""
        return self.put(lab_moves.changed(self.judge, self.settings, name, by, exact=exact))

    def type(self, name: str, text: str) -> bool:
        """Sets what somebody typed."""
        return self.put(lab_moves.typed(self.judge, self.settings, name, text))

    def would(self, name: str, text: str) -> None:
        """Raises UsageError when what somebody typed cannot be set."""
        lab_moves.typed(self.judge, self.settings, name, text)

    def set(self, name: str, value: Value | None) -> bool:
        """Sets a value; None takes it away."""
        return self.put(lab_moves.put(self.judge, self.settings, name, value))

    def reset(self, name: str = "") -> bool:
        """One setting, or all, as they usually are."""
        if not name:
            return self.put(self._first)
        return self.put(lab_moves.put(self.judge, self.settings, name, self._usual.get(name)))

    def apply(self, way: lab_fixes.Way) -> bool:
        """Makes the changes of a fix."""
        return self.put(lab_fixes.applied(self.judge, self.settings, way))

    def undo(self) -> bool:
        """Takes the last change back; False when there is none."""
        if not self._before:
            return False
        self._scene = self.seen(self._before.pop())
        return True

    def seen(self, settings: Mapping[str, Value]) -> lab.Scene:
        """What the rules say of settings. Raises UsageError when they are no scenario."""
        return lab.scene(self.judge, settings, self._facts, self._usual)

    def outcomes(self) -> tuple[str, ...]:
        """The domain's outcomes, the wanted one first."""
        return lab_fixes.outcomes(self.judge)

    @contextmanager
    def aside(self, wanted: Callable[[], bool]) -> Iterator[None]:
        """Slow questions that are asked here raise Unwanted as soon as they are not wanted any more."""
        with self._lock:
            self._apart.wanted = wanted
            try:
                yield
            finally:
                del self._apart.wanted

    def turns(self, settings: Mapping[str, Value], name: str) -> lab_turns.Turns:
        """Where the outcome turns while one setting moves."""
        with self._lock:
            return lab_turns.turns(self._apart, settings, name)

    def next_turn(self, settings: Mapping[str, Value], name: str, *, forward: bool) -> dict[str, Value]:
        """The next settings with another outcome."""
        with self._lock:
            return lab_turns.next_turn(self._apart, settings, name, forward=forward)

    def why(self, settings: Mapping[str, Value]) -> Why:
        """The whole trace, with the smallest changes that give what is wanted."""
        with self._lock:
            return why_of(self._library, self._apart, settings)

    def fixes(self, settings: Mapping[str, Value], want: str = "") -> lab_fixes.Fixes:
        """The ways to an outcome."""
        with self._lock:
            return lab_fixes.fixes(self._apart, settings, want)
