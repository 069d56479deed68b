"""Fields of a pack's sheets: choices, lists of texts and whole numbers."""

from __future__ import annotations

from collections.abc import Iterable

from studykit.core.errors import nearest
from studykit.core.reading import Reading
from studykit.core.tree import Tree

_DIGITS = 9
"""No figure of a blueprint is longer."""


class Fields(Reading):
    """Reads one sheet of a pack."""

    def choice(self, tree: Tree, key: str, allowed: Iterable[str]) -> str:
        """The text of a field that must be one of ``allowed``; empty, with a diagnostic, otherwise."""
        names, text = tuple(allowed), self.text(tree, key)
        if text and text not in names:
            self.wrong(f"'{text}' is not a {key}.{nearest(text, names)}", tree.get(key))
            return ""
        return text

    def texts(self, tree: Tree, key: str) -> tuple[str, ...]:
        """A list of short texts; empty when the field is missing."""
        return tuple(member.text for member in tree.get(key).items if member.text)

    def figure(self, tree: Tree, key: str) -> int:
        """A whole number; 0, with a diagnostic, when it is none."""
        text = self.text(tree, key)
        if text.isascii() and text.isdigit() and len(text) <= _DIGITS:
            return int(text)
        if text:
            self.wrong(f"'{key}' must be a whole number, not '{text[:40]}'.", tree.get(key))
        return 0
