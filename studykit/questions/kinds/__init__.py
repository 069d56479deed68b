"""One file a kind of question; the table says which there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from studykit.core.card import Card
from studykit.core.question import Question
from studykit.questions.ground import Ground
from studykit.questions.kinds import limit, scenario

Ask = Callable[[Card, Ground, Random], Question | None]

KINDS: Mapping[str, Ask] = {
    limit.KIND: limit.ask,
    scenario.KIND: scenario.ask,
}
"""Kind → what asks a card of that kind. A new kind is one file and one row."""
