"""Tables in a page of documentation: each has its place between two marks, and what is there is replaced."""

from __future__ import annotations

from collections.abc import Mapping

PLACES = ("learners", "short", "hours", "scarce", "readiness")
_PLAIN = ("learners",)
"""Those that are sentences, not tables."""


def absent(page: str) -> list[str]:
    """The places that a page does not have."""
    return [name for name in PLACES if not 0 <= page.find(_first(name)) < page.find(_last(name))]


def filled(page: str, texts: Mapping[str, str]) -> str:
    """The page with new texts in their places; all else stays as it was. Every place must be there."""
    for name, text in texts.items():
        first, last = _first(name), _last(name)
        before, rest = page.split(first, 1)
        after = rest.split(last, 1)[1]
        inner = text if name in _PLAIN else f"```text\n{text}\n```"
        page = f"{before}{first}\n{inner}\n{last}{after}"
    return page


def _first(name: str) -> str:
    return f"<!-- bench: {name} -->"


def _last(name: str) -> str:
    return f"<!-- bench: {name}, end -->"
