"""Two themes in hues that people with any colour vision tell apart; right is bluish green, wrong vermilion."""

from __future__ import annotations

from textual.theme import Theme

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
    variables={"muted": "#a9b1ba", "footer-background": "#1d242c"},
)
LIGHT = Theme(
    name="studykit-light",
    dark=False,
    primary="#00547f",
    secondary="#5f3a80",
    accent="#00547f",
    success="#00614a",
    warning="#6e4a00",
    error="#953600",
    foreground="#1a1e22",
    background="#fbfbf8",
    surface="#f3f3ee",
    panel="#e9e9e2",
    variables={"muted": "#4d555d", "footer-background": "#e9e9e2"},
)
THEMES = (DARK, LIGHT)
