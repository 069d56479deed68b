"""Signs that go with words, so that meaning never rests on colour."""

from __future__ import annotations

from studykit.core.fact import ClaimStanding, Status

STATUS_SIGNS: dict[Status, tuple[str, str]] = {
    Status.AGREED: ("=", "="),
    Status.VERIFIED: ("✓", "v"),
    Status.OUTDATED_CLAIM: ("~", "~"),
    Status.MISTAKEN_CLAIM: ("✗", "x"),
    Status.CONFLICT: ("!", "!"),
}
"""Status → (sign, its plain ASCII form)."""

STANDING_SIGNS: dict[ClaimStanding, tuple[str, str]] = {
    ClaimStanding.HOLDS: ("✓", "v"),
    ClaimStanding.OUTDATED: ("~", "~"),
    ClaimStanding.MISTAKEN: ("✗", "x"),
    ClaimStanding.OPEN: ("?", "?"),
}
"""Standing of a claim → (sign, its plain ASCII form)."""
