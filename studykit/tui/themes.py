"""Themes in hues that people with any colour vision tell apart; right is bluish green, wrong vermilion."""

from __future__ import annotations

from dataclasses import replace

from textual.theme import Theme


def _finished(theme: Theme, *, muted: str, thumb: str) -> Theme:
    """A theme with what follows from its colours; ``thumb`` is what moves in a scroll bar."""
    return replace(
        theme,
        accent=theme.primary,
        variables={
            "muted": muted,
            "footer-background": str(theme.panel),
            "scrollbar": thumb,
            "scrollbar-hover": thumb,
            "scrollbar-background": str(theme.background),
        },
    )


DARK = _finished(
    Theme(
        name="studykit-dark",
        dark=True,
        primary="#7cc4f0",
        secondary="#c9a6e0",
        success="#3fd0a8",
        warning="#f2b84b",
        error="#f59a62",
        foreground="#e8e8e6",
        background="#11151a",
        surface="#171c22",
        panel="#1d242c",
    ),
    muted="#a9b1ba",
    thumb="#66798a",
)
LIGHT = _finished(
    Theme(
        name="studykit-light",
        dark=False,
        primary="#00547f",
        secondary="#5f3a80",
        success="#00614a",
        warning="#543900",
        error="#b03500",
        foreground="#1a1e22",
        background="#fbfbf8",
        surface="#f3f3ee",
        panel="#e9e9e2",
    ),
    muted="#4d555d",
    thumb="#76828c",
)
CONTRAST_DARK = _finished(
    Theme(
        name="studykit-contrast-dark",
        dark=True,
        primary="#9fdcff",
        secondary="#e2c8ff",
        success="#66ffd1",
        warning="#ffd166",
        error="#ffb38a",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#1a1a1a",
    ),
    muted="#e0e0e0",
    thumb="#9fdcff",
)
CONTRAST_LIGHT = _finished(
    Theme(
        name="studykit-contrast-light",
        dark=False,
        primary="#003553",
        secondary="#3d1f5c",
        success="#003d2e",
        warning="#402b00",
        error="#802f00",
        foreground="#000000",
        background="#ffffff",
        surface="#ffffff",
        panel="#e6e6e6",
    ),
    muted="#262626",
    thumb="#003553",
)
THEMES = (DARK, LIGHT, CONTRAST_DARK, CONTRAST_LIGHT)
