"""Words can be read in both themes."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from studykit.tui.themes import THEMES

LEAST = 4.5
ROLES = ("primary", "secondary", "accent", "success", "warning", "error", "foreground")


def luminance(colour: Color) -> float:
    """Relative luminance by the WCAG definition."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_most_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
@pytest.mark.parametrize("role", [*ROLES, "muted"])
def test_every_role_can_be_read_on_every_ground(theme: Theme, ground: str, role: str) -> None:
    colour = theme.variables[role] if role == "muted" else getattr(theme, role)
    assert contrast(colour, getattr(theme, ground)) >= LEAST
