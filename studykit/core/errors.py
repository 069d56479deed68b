"""What makes a command unable to go on; each message is written for the learner."""

from __future__ import annotations


class StudykitError(Exception):
    """The command cannot go on. The message is one sentence (or a few) that the learner reads."""

    exit_code = 2


class ContentError(StudykitError):
    """Notes or a pack cannot be used at all."""


class UsageError(StudykitError):
    """What was asked for does not exist or cannot be read; the message suggests what does."""


class StoreError(StudykitError):
    """The learner's file cannot be opened or written."""


def nearest(word: str, known: object, cutoff: float = 0.55) -> str:
    """`` Did you mean 'x'?`` for the known word nearest to ``word``, or an empty string."""
    import difflib

    names = [str(name) for name in known] if hasattr(known, "__iter__") else []
    folded = {name.casefold(): name for name in reversed(names)}
    found = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=cutoff)
    return f" Did you mean '{folded[found[0]]}'?" if found else ""
