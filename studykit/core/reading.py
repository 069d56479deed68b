"""Fields of a content file as what they stand for, with a diagnostic at the place of what they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studykit.core.diagnostic import Diagnostic, error, warning
from studykit.core.errors import UsageError, nearest
from studykit.core.quantity import Quantity, parse_quantity
from studykit.core.tree import Tree


class Reading:
    """Reads the trees of one file and collects its diagnostics."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Diagnostic] = []

    def wrong(self, message: str, at: Tree, offset: int = 0) -> None:
        """Notes an error at a place."""
        self.found.append(error(message, self.file, at.line, at.column + offset))

    def doubt(self, message: str, at: Tree) -> None:
        """Notes a warning at a place."""
        self.found.append(warning(message, self.file, at.line, at.column))

    def known(self, tree: Tree, allowed: Iterable[str]) -> None:
        """Notes keys that mean nothing."""
        names = tuple(allowed)
        for key, value in tree.fields.items():
            if key not in names:
                self.wrong(f"Unknown key '{key}'.{nearest(key, names)}", value)

    def text(self, tree: Tree, key: str) -> str:
        """A text that must be there."""
        text = " ".join(tree.get(key).text.split())
        if not text:
            self.wrong(f"'{key}' is missing.", tree.get(key) if key in tree else tree)
        return text

    def one_of(self, at: Tree, allowed: Iterable[str], what: str) -> str:
        """A text that must be one of ``allowed``; empty, with a diagnostic, otherwise."""
        names = tuple(allowed)
        if at.text in names:
            return at.text
        self.wrong(f"Unknown {what} '{at.text}'.{nearest(at.text, names)}", at)
        return ""

    def rows(self, tree: Tree, key: str) -> Iterator[Tree]:
        """The mappings of a list; an ``id`` that was there already is noted."""
        ids: set[str] = set()
        for member in tree.get(key).items:
            if member.fields:
                name = member.get("id").text
                if name and name in ids:
                    self.wrong(f"There are two {key} '{name}'.", member.get("id"))
                ids.add(name)
                yield member
            else:
                self.wrong(f"Each of '{key}' must hold keys and values.", member)

    def quantity(self, at: Tree) -> Quantity | None:
        """A literal quantity."""
        try:
            return parse_quantity(at.text)
        except UsageError as problem:
            self.wrong(str(problem), at)
            return None
