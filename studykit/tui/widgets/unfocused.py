"""Keys of widgets that never take the focus: to move it would style and paint the whole screen."""

from __future__ import annotations

from typing import Any

from textual.binding import BindingsMap
from textual.dom import DOMNode

from studykit.tui.widgets.frame import Frame

Chain = list[tuple[DOMNode, BindingsMap]]


def chained(screen: Frame[Any], chain: Chain) -> Chain:
    """The bindings that Textual found by the focus, with those of a screen's key owners before the screen's own."""
    known = [node for node, _ in chain]
    at = known.index(screen)
    owners = [one for one in screen.key_owners() if one not in known]
    own = [(one, one._bindings.copy()) for one in owners]  # noqa: SLF001 - Textual has no other way to ask for them
    for _, bindings in own:
        bindings.apply_keymap(screen.app._keymap)  # noqa: SLF001 - as Textual does for those that it found
        for key in list(bindings.key_to_bindings):
            letter = key if len(key) == 1 else None
            if any(node.check_consume_key(key, letter) for node in known[:at]):
                del bindings.key_to_bindings[key]  # it is text in the field that has the focus
    return [*chain[:at], *own, *chain[at:]]
