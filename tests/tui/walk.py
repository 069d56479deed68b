"""A walk to every screen by the keys that a learner presses, and what must hold wherever one is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from studykit.tui.screens.help import Help
from studykit.tui.screens.home import Home
from studykit.tui.widgets.footer import Footer
from studykit.tui.widgets.frame import Frame
from studykit.tui.widgets.keys import in_force
from tests.tui.looking import rows
from tests.tui.stage import on, rested, worked_out

MOST_WORDS = 20
WIDEST = 84
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SIDE_BY_SIDE = frozenset(("status", "footer", "strip", "drawing", "picture"))
"""Not to be read line by line: parts at both ends of a row, and what is drawn to scale."""
_INNER_FIRST = frozenset(
    ("escape", "enter", "space", "ctrl+c", "ctrl+q", "ctrl+p", "question_mark", "f1", "g", "colon", "q")
)
"""Keys that mean what the innermost says: Esc closes, Enter is the main action; a screen's go before the frame's."""

WAYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "today": (),
        "tour": ("down", "down", "down", "enter"),
        "go to": ("g",),
        "palette": ("colon",),
        "palette rows": ("colon", "down"),
        "keys": ("question_mark",),
        "domains": ("g", "l"),
        "lab": ("g", "l", "down", "enter"),
        "lab verdict": ("g", "l", "down", "enter", "tab"),
        "fixes": ("g", "l", "down", "enter", "f"),
        "lab why": ("g", "l", "down", "enter", "w"),
        "export": ("g", "x"),
        "from anki": ("g", "a"),
        "sync with anki": ("g", "y"),
        "facts": ("g", "f"),
        "facts search": ("g", "f", "slash"),
        "fact": ("g", "f", "down", "enter"),
        "conflicts": ("g", "c"),
        "diagnostics": ("g", "i"),
        "notes": ("g", "n"),
        "note": ("g", "n", "enter"),
        "add notes": ("g", "n", "plus"),
        "calendar": ("g", "s"),
        "plan": ("g", "p"),
        "settings": ("g", "o"),
        "settings search": ("g", "o", "slash"),
        "packs": ("g", "k"),
        "question": ("g", "r"),
        "answer": ("g", "r", "a", "enter"),
        "why": ("g", "r", "a", "enter", "w"),
        "report": ("g", "r", "a", "enter", "r"),
        "note of an answer": ("g", "r", "a", "enter", "o"),
        "exam start": ("g", "e"),
    }
)
"""Screen → the keys from Today."""


async def go(pilot: Pilot[Any], *keys: str) -> None:
    """Presses keys, each when the one before is done."""
    for key in keys:
        await pilot.press(key)
        await worked_out(pilot)
    await rested(pilot)


async def back(pilot: Pilot[Any], most: int = 6) -> int:
    """Esc until Today is shown; how many it took. Fails when it never is."""
    for count in range(most):
        if on(pilot.app, Home) and pilot.app.screen.is_current:
            return count
        await pilot.press("escape")
        await worked_out(pilot)
    assert on(pilot.app, Home), f"{most} times Esc, and it shows {pilot.app.screen}"
    return most


def complaints(shown: App[Any]) -> Iterator[str]:
    """What is wrong with the screen that is shown."""
    screen = shown.screen
    if not isinstance(screen, Frame) or screen.has_class("-tiny"):
        return
    yield from footer_complaints(shown)
    yield from binding_complaints(screen)
    if not rows(shown)[-2].strip():
        yield "the hint row is empty"
    for sentence in sentences(screen):
        if len(sentence.split()) > MOST_WORDS:
            yield f"long sentence: {sentence}"
    for widget in screen.walk_children(Widget):
        yield from width_complaints(widget)
    yield from cursor_complaints(shown)


def footer_complaints(shown: App[Any]) -> Iterator[str]:
    """Enter first, help and the way out last, and all of it to be seen."""
    screen, row = shown.screen, rows(shown)[-1]
    footer = screen.query_one(Footer)
    names = [key.name for key in footer.keys]
    if footer.size.width < footer.render().cell_length:
        yield f"the footer is cut off: {row}"
    if "enter" in {key for _, keys in bindings_of(screen) for key in keys} and names[:1] != ["enter"]:
        yield f"Enter is not first: {row}"
    if names[-1:] not in (["escape"], ["q"]):
        yield f"the way out is not last: {row}"
    if names[-2:-1] not in (["question_mark"], ["f1"]) and not isinstance(screen, Help):
        yield f"help is not before the way out: {row}"


def bindings_of(screen: Frame[Any] | Any) -> list[tuple[str, list[str]]]:
    """What each binding in force does, and its keys."""
    return [(one.action, one.key.split(",")) for _, one in in_force(screen.key_owners(), screen)]


def binding_complaints(screen: Frame[Any]) -> Iterator[str]:
    """Bindings without words, and keys that mean two things along the way from the focus to the screen."""
    chain = [one for one in (screen.focused or screen).ancestors_with_self if one.__module__.startswith("studykit.")]
    meant: dict[str, tuple[str, str]] = {}
    for owner in chain:
        for key, found in owner._bindings.key_to_bindings.items():
            for one in found:
                if not one.description:
                    yield f"{type(owner).__name__}: {key} has no words"
                works = owner.check_action(one.action.split("(")[0], ()) is not False
                if not works or key in _INNER_FIRST or isinstance(screen.focused, Input | TextArea):
                    continue
                said = (type(owner).__name__, one.description)
                before = meant.setdefault(key, said)
                if before[1] != said[1]:
                    yield f"{key}: {before[0]} says {before[1]}, {said[0]} says {said[1]}"


def sentences(screen: Frame[Any]) -> Iterator[str]:
    """What the screen says in words of its own."""
    yield from _SENTENCE.split(screen.hint)
    for static in screen.query(Static):
        if static.display and static.id in ("hint", "none", "safe", "title", "notice", "text", "lead", "empty"):
            for line in str(static.content).splitlines():
                yield from _SENTENCE.split(line)


def width_complaints(widget: Widget) -> Iterator[str]:
    """Text that runs wider than the eye follows."""
    if widget.children or widget.id in _SIDE_BY_SIDE or not widget.display or widget.region.width <= WIDEST:
        return
    for y in range(widget.size.height):
        line = widget.render_line(y).text.rstrip()
        longest = max((len(part) for part in re.split(r"\s{2,}", line)), default=0)
        if longest > WIDEST:
            yield f"{type(widget).__name__}#{widget.id} is {longest} wide: {line.strip()[:40]}"


def cursor_complaints(shown: App[Any]) -> Iterator[str]:
    """A magnifier or a screen reader follows the cursor of the terminal: it is where the focus is."""
    screen = shown.screen
    page = screen.query("#body, Page")  # where nothing has the focus, this is what is read
    focused = screen.focused or (page.first() if page else screen)
    if not focused.region.contains_point(shown.cursor_position):
        yield f"the cursor is at {shown.cursor_position}, not in {type(focused).__name__} {focused.region}"
