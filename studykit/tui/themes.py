"""Themes in hues that people with any colour vision tell apart; right is bluish green, wrong vermilion."""

from __future__ import annotations

from textual.theme import Theme


def _bars(thumb: str, ground: str) -> dict[str, str]:
    """Scroll bars that can be seen, and whose ground is the screen's."""
    return {"scrollbar": thumb, "scrollbar-hover": thumb, "scrollbar-background": ground}


DARK = Theme(
    name="studykit-dark",
    dark=True,
    primary="#7cc4f0",
    secondary="#c9a6e0",
    accent="#7cc4f0",
    success="#3fd0a8",
    warning="#f2b84b",
    error="#f59a62",
    foreground="#e8e8e6",
    background="#11151a",
    surface="#171c22",
    panel="#1d242c",
    variables={"muted": "#a9b1ba", "footer-background": "#1d242c", **_bars("#66798a", "#11151a")},
)
LIGHT = Theme(
    name="studykit-light",
    dark=False,
    primary="#00547f",
    secondary="#5f3a80",
    accent="#00547f",
    success="#00614a",
    warning="#543900",
    error="#b03500",
    foreground="#1a1e22",
    background="#fbfbf8",
    surface="#f3f3ee",
    panel="#e9e9e2",
    variables={"muted": "#4d555d", "footer-background": "#e9e9e2", **_bars("#76828c", "#fbfbf8")},
)
CONTRAST_DARK = Theme(
    name="studykit-contrast-dark",
    dark=True,
    primary="#9fdcff",
    secondary="#e2c8ff",
    accent="#9fdcff",
    success="#66ffd1",
    warning="#ffd166",
    error="#ffb38a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    variables={"muted": "#e0e0e0", "footer-background": "#1a1a1a", **_bars("#9fdcff", "#000000")},
)
CONTRAST_LIGHT = Theme(
    name="studykit-contrast-light",
    dark=False,
    primary="#003553",
    secondary="#3d1f5c",
    accent="#003553",
    success="#003d2e",
    warning="#402b00",
    error="#802f00",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#e6e6e6",
    variables={"muted": "#262626", "footer-background": "#e6e6e6", **_bars("#003553", "#ffffff")},
)
THEMES = (DARK, LIGHT, CONTRAST_DARK, CONTRAST_LIGHT)
