"""The style sheets of all screens, each understood once: Textual alone reads all of them anew for each new screen."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet

_SHEETS = 1000
"""Sheets that are kept as understood; every kind of widget has one."""


class Sheets(Stylesheet):
    """Keeps what it understood as long as colours stay as they are."""

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache.grow(_SHEETS)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Forgets what it understood when colours change."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Reads what was not read in these colours yet."""
        self.parse()
