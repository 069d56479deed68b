"""A kind of question: which cards it can ask, how it asks, and how what is shown is proved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from studykit.core.card import Card
from studykit.core.question import Question
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground


@dataclass(frozen=True, slots=True)
class Kind:
    """One file in ``questions/kinds``, one row in its table."""

    name: str
    title: str
    """For people: ``which setting is right on a limit``."""
    fits: Callable[[Card, Ground], bool]
    """True for cards that it may be able to ask; quick, and the same for every variant."""
    ask: Callable[[Card, Ground, Chance], Question | None]
    """A question with ``variant=0``; None when this draw gives no fair one."""
    proved: Callable[[Question, Ground], bool]
    """True when exactly what is marked right holds, worked out anew from the texts that are shown."""
    weight: int = 10
    """How often it is drawn, compared with the other kinds that fit a card."""
    study: bool = True
    """False for a kind that is drawn only when it is asked for by name."""
    ours: bool = True
    """False for questions in somebody else's words, which the gate of good wording lets pass."""
    recall: bool = False
    """True where the answer is typed or put together and not chosen: too hard for a card that was never seen."""
