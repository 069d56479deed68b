"""Words can be read in every theme, and right, wrong and warning are told apart by eyes of every kind."""

from __future__ import annotations

from itertools import combinations

import pytest
from textual.theme import Theme

from studykit.tui.themes import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, THEMES
from tests.tui.colours import EYES, apart, contrast

LEAST = {DARK.name: 7.0, LIGHT.name: 5.0, CONTRAST_DARK.name: 7.0, CONTRAST_LIGHT.name: 7.0}
SEEN = 3.0
"""Of what is seen and not read, such as a scroll bar (WCAG 1.4.11)."""
ROLES = ("primary", "secondary", "accent", "success", "warning", "error", "foreground", "muted")
STATUSES = ("success", "warning", "error")
TOLD_APART = 10.0
"""Five times what can just be told apart side by side."""


def colour(theme: Theme, role: str) -> str:
    """The colour of a role as it is written."""
    return theme.variables[role] if role in theme.variables else str(getattr(theme, role))


def test_black_on_white_is_the_most_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21, abs=0.01)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_some_eyes_see_red_and_green_alike_and_others_do_not() -> None:
    assert apart("#808000", "#a06000", "deuteranopia") < apart("#808000", "#a06000", "all cones") / 2
    assert apart("#ffffff", "#000000", "tritanopia") == pytest.approx(100, abs=0.5)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "surface", "panel", "footer-background"])
@pytest.mark.parametrize("role", ROLES)
def test_every_role_can_be_read_on_every_ground(theme: Theme, ground: str, role: str) -> None:
    assert contrast(colour(theme, role), colour(theme, ground)) >= LEAST[theme.name]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_scroll_bar_can_be_seen(theme: Theme) -> None:
    assert contrast(colour(theme, "scrollbar"), colour(theme, "scrollbar-background")) >= SEEN
    assert contrast(colour(theme, "scrollbar"), colour(theme, "panel")) >= SEEN


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_right_wrong_and_warning_are_told_apart_by_every_eye(theme: Theme, eye: str) -> None:
    for one, other in combinations(STATUSES, 2):
        assert apart(colour(theme, one), colour(theme, other), eye) >= TOLD_APART
