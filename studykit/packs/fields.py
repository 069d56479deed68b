"""Fields of a Tree as what they stand for, with a diagnostic for what they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.errors import UsageError, nearest
from studykit.core.quantity import Quantity, parse_quantity
from studykit.core.tree import Tree


class Fields:
    """Reads the fields of one file's trees and collects what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Diagnostic] = []

    def wrong(self, message: str, at: Tree) -> None:
        """Notes a problem at a place."""
        self.found.append(error(message, self.file, at.line, at.column))

    def known(self, tree: Tree, allowed: Iterable[str]) -> None:
        """Notes every field that is not one of ``allowed``."""
        names = tuple(allowed)
        for key, value in tree.fields.items():
            if key not in names:
                self.wrong(f"Unknown key '{key}'.{nearest(key, names)}", value)

    def required(self, tree: Tree, key: str) -> str:
        """The text of a field that must be there; empty, with a diagnostic, when it is not."""
        text = tree.get(key).text.strip()
        if not text:
            self.wrong(f"'{key}' is missing.", tree.get(key) if key in tree else tree)
        return text

    def choice(self, tree: Tree, key: str, allowed: Iterable[str]) -> str:
        """The text of a field that must be one of ``allowed``; empty, with a diagnostic, otherwise."""
        names, text = tuple(allowed), self.required(tree, key)
        if text and text not in names:
            self.wrong(f"'{text}' is not a {key}.{nearest(text, names)}", tree.get(key))
            return ""
        return text

    def texts(self, tree: Tree, key: str) -> tuple[str, ...]:
        """A list of short texts; empty when the field is missing."""
        return tuple(member.text for member in tree.get(key).items if member.text)

    def figure(self, tree: Tree, key: str) -> int:
        """A whole number; 0, with a diagnostic, when it is none."""
        text = self.required(tree, key)
        if text.isascii() and text.isdigit() and len(text) < 10:  # noqa: PLR2004 - bounded input
            return int(text)
        if text:
            self.wrong(f"'{key}' must be a whole number, not '{text[:40]}'.", tree.get(key))
        return 0

    def quantity(self, at: Tree) -> Quantity | None:
        """The quantity that a scalar spells; None, with a diagnostic, when it spells none."""
        try:
            return parse_quantity(at.text)
        except UsageError as problem:
            self.wrong(str(problem), at)
            return None

    def members(self, tree: Tree, key: str) -> Iterator[Tree]:
        """The mappings in a list field; others are noted."""
        for member in tree.get(key).items:
            if member.fields:
                yield member
            else:
                self.wrong(f"Each of '{key}' must hold keys and values.", member)
