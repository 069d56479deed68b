"""Which keys a learner wants: without the letters that move, and with those of ``keys.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules

from studykit.core.errors import nearest
from studykit.core.look import Look
from studykit.tui.widgets.keys import NAMED
from studykit.workflows.keys import FILE

_LETTERS = frozenset("hjklG")

Own = Mapping[str, tuple[str, int]]
"""Name of a binding → its keys and the line that says so."""


def keymap(look: Look, own: Own) -> dict[str, str]:
    """Name of a binding → its keys, where they are not the usual ones."""
    found: dict[str, str] = {}
    for name, binding in NAMED.items():
        keys = binding.key.split(",")
        kept = [key for key in keys if key not in _LETTERS]
        if not look.vim and kept and len(kept) < len(keys):
            found[name] = ",".join(kept)
    known = {name: keys for name, (keys, _) in own.items() if name in NAMED}
    return {**found, **known}


def unknown_names(own: Own) -> Iterator[str]:
    """A sentence for each name of ``keys.yaml`` that nothing has. Loads every screen to know."""
    if own:
        load_all()
    for name, (_, line) in own.items():
        if name not in NAMED:
            yield f"{FILE}:{line}: nothing is called '{name}'.{nearest(name, NAMED)}"


def usual() -> str:
    """Every binding with its usual keys, as the file that changes them; all of it is commented out."""
    load_all()
    head = (
        "# Keys of studykit. Take the # away from a line to change it; several keys are a list: [n, down].\n"
        "# Names of keys: letters, digits, enter, space, tab, escape, up, down, left, right, pageup, pagedown, home,\n"
        "# end, slash, colon, plus, minus, f1, ctrl+x.\n"
    )
    rows = (
        f"# {name}: [{binding.key.replace(',', ', ')}]   # {binding.description}"
        for name, binding in sorted(NAMED.items())
    )
    return head + "\n".join(rows) + "\n"


def load_all() -> None:
    """Loads every screen and widget, so that all bindings are known."""
    for package in ("studykit.tui.screens", "studykit.tui.widgets", "studykit.tui.widgets.forms"):
        for module in iter_modules(import_module(package).__path__):
            import_module(f"{package}.{module.name}")
