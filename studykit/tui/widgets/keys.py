"""Which keys are in force on a screen, what each is called, and in which order they stand in the footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from studykit.tui.signs import plain, signs

_LAST = ("question_mark", "f1", "escape", "q")
_BRACKETS = ("left_square_bracket", "right_square_bracket")
_TYPING = ("space", "question_mark", "colon", "slash", "plus", "full_stop", "minus", *_BRACKETS)
_NAMES = {
    "question_mark": "?",
    "colon": ":",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "full_stop": ".",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "f1": "F1",
    "tab": "Tab",
    "shift+tab": "shift+Tab",
    "left": "←",
    "right": "→",
    "backspace": "⌫",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "home": "Home",
    "end": "End",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}


NAMED: dict[str, Binding] = {}
"""Every binding of our screens and widgets by its name, such as ``rows.move.1``."""

KEYMAP: dict[str, str] = {}
"""Name of a binding → the keys that the learner wants for it, comma-separated."""

_SIGNS = str.maketrans({"(": ".", ")": "", "'": "", ",": ".", " ": None})


def name_bindings(cls: type[Widget]) -> None:
    """Gives each binding of a class its name, by which a learner may give it other keys."""
    own: list[BindingType] = []
    for one in vars(cls).get("BINDINGS", []):
        if isinstance(one, Binding) and one.id is None:
            name = f"{cls.__name__.casefold().strip('_')}.{one.action.removeprefix('app.').translate(_SIGNS)}"
            NAMED[name] = named = replace(one, id=name)
            own.append(named)
        else:
            own.append(one)
            if isinstance(one, Binding) and one.id is not None:
                NAMED[one.id] = one
    if own:
        cls.BINDINGS = own


class Keyed(Widget):
    """A widget inside a screen whose keys stand in the footer and in the help."""

    def __init_subclass__(cls, **given: Any) -> None:
        name_bindings(cls)  # before Textual reads them
        super().__init_subclass__(**given)

    ranges: Mapping[str, str] = MappingProxyType({})
    """What a key is for → the keys as they are now: ``1-65``."""
    inherits_keys: ClassVar[bool] = True
    """Whether keys of the widget that it is made from work, too."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the footer: how it is shown, what it does, and whose it is."""

    shown: str
    label: str
    action: str
    owner: Widget
    name: str
    """As Textual calls it."""


def footer_keys(owners: Sequence[Widget], screen: Widget, *, writing: bool) -> list[Key]:
    """The keys that the footer shows, Enter first, help and the way out last."""
    found: dict[str, Key] = {}
    for owner, binding in in_force(owners, screen, writing=writing):
        if binding.show and binding.description not in found:
            name = binding.key.split(",")[0]
            ranges: Mapping[str, str] = getattr(owner, "ranges", {})
            shown = plain(ranges.get(binding.description) or binding.key_display or name_of(name)).strip()
            found[binding.description] = Key(shown, binding.description, binding.action, owner, name)
    return sorted(found.values(), key=lambda key: (_rank(key.name), key.owner is not screen))


def help_rows(owners: Sequence[Widget], screen: Widget) -> list[tuple[str, str]]:
    """Every key of a screen with its meaning, Enter first."""
    found: dict[str, list[str]] = {}
    for _, binding in in_force(owners, screen):
        found.setdefault(binding.description, []).extend(name_of(key) for key in binding.key.split(","))
    rows = [(plain(" ".join(dict.fromkeys(names))), meaning) for meaning, names in found.items()]
    return sorted(rows, key=lambda row: row[0] != signs().enter)


def in_force(owners: Sequence[Widget], screen: Widget, *, writing: bool = False) -> list[tuple[Widget, Binding]]:
    """The bindings in force, the innermost first; a key that is taken is not an outer one's any more.

    While somebody writes into a field, letters are letters: only keys that type nothing are left.
    """
    found: list[tuple[Widget, Binding]] = []
    taken: set[str] = set()
    for owner in owners:
        for source in type(owner).__mro__:
            own = [
                _as_wanted(one)
                for one in vars(source).get("BINDINGS", [])
                if isinstance(one, Binding) and _works(owner, one)
            ]
            fresh = [kept for one in own if (kept := _left(one, taken, writing=writing))]
            ours = source.__module__.startswith("studykit.")
            if ours or not isinstance(owner, Keyed) or owner.inherits_keys:
                taken.update(key for one in own for key in one.key.split(","))
            found += [(owner, one) for one in fresh] if ours and (owner is screen or isinstance(owner, Keyed)) else []
    return found


def name_of(key: str) -> str:
    """A key as people write it."""
    return {"enter": signs().enter, "space": signs().space}.get(key) or _NAMES.get(key, key)


def _as_wanted(binding: Binding) -> Binding:
    keys = KEYMAP.get(binding.id or "")
    return binding if keys is None else replace(binding, key=keys, key_display=None)


def _works(owner: Widget, binding: Binding) -> bool:
    return owner.check_action(binding.action.split("(")[0], ()) is not False


def _left(binding: Binding, taken: set[str], *, writing: bool) -> Binding | None:
    keys = [key for key in binding.key.split(",") if not writing or not (len(key) == 1 or key in _TYPING)]
    if not keys or taken.intersection(binding.key.split(",")):
        return None
    display = None if len(keys) < len(binding.key.split(",")) else binding.key_display
    return replace(binding, key=",".join(keys), key_display=display)


def _rank(key: str) -> int:
    """Enter first; help, then the way out, last."""
    if key == "enter":
        return 0
    return 2 + _LAST.index(key) if key in _LAST else 1
