"""What a terminal shows, as text."""

from __future__ import annotations

from typing import Any

from textual.app import App


def rows(shown: App[Any]) -> list[str]:
    """Row by row."""
    strips = shown.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def text(shown: App[Any]) -> str:
    """All rows."""
    return "\n".join(rows(shown))
