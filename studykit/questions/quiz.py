"""Cards → verified questions; the same seed gives the same ones on any machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from studykit.core.card import Card
from studykit.core.question import Question
from studykit.questions.ground import Ground
from studykit.questions.kinds import KINDS
from studykit.questions.verify import proved

_DRAWS = 12
"""Tries for one variant before it is given up."""
_SCENARIOS = 0.4
"""Share of scenario questions in a mixed quiz, as long as there are any."""
_VARIANTS = 1_000_000
_TRIES = 4
"""Variants of a card that are tried for a stem which is not in the quiz yet."""


@dataclass(frozen=True, slots=True)
class Quiz:
    """A set of questions, all proved."""

    questions: tuple[Question, ...]
    dropped: int
    """How many made questions could not be proved and were left out."""


def make_question(card: Card, ground: Ground, variant: int) -> Question | None:
    """The card's question of a variant; None when none of a few tries can be proved."""
    question, _ = _made(card, ground, variant)
    return question


def _made(card: Card, ground: Ground, variant: int) -> tuple[Question | None, int]:
    ask = KINDS.get(card.kind)
    dropped = 0
    for draw in range(_DRAWS if ask else 0):
        question = ask(card, ground, Random(f"{card.id}/{variant}/{draw}")) if ask else None  # noqa: S311
        if question is None:
            continue
        if proved(question, ground):
            return replace(question, variant=variant), dropped
        dropped += 1
    return None, dropped


def make_quiz(cards: Sequence[Card], ground: Ground, *, count: int, seed: int, topic: str = "", kind: str = "") -> Quiz:
    """``count`` questions, or as many as there are; no card twice before every card was asked."""
    chance = Random(f"quiz/{seed}")  # noqa: S311 - repeatable on purpose
    pools = {
        name: [one for one in cards if one.kind == name and _about(one, topic)] for name in KINDS if kind in ("", name)
    }
    waiting: dict[str, list[Card]] = {}
    questions: list[Question] = []
    stems: set[str] = set()
    dropped = 0
    while len(questions) < count and any(pools.values()):
        if not any(waiting.values()):
            waiting = {name: chance.sample(pool, len(pool)) for name, pool in pools.items()}
        name = _next_kind(waiting, chance)
        card = waiting[name].pop()
        for _ in range(_TRIES):
            question, left_out = _made(card, ground, chance.randrange(_VARIANTS))
            dropped += left_out
            if question is not None and question.stem not in stems:
                stems.add(question.stem)
                questions.append(question)
                break
        else:
            pools[name].remove(card)  # it has nothing new to ask in this quiz
    return Quiz(tuple(questions), dropped)


def _next_kind(waiting: dict[str, list[Card]], chance: Random) -> str:
    names = [name for name, cards in waiting.items() if cards]
    if len(names) == 1:
        return names[0]
    return "scenario" if chance.random() < _SCENARIOS else next(name for name in names if name != "scenario")


def _about(card: Card, topic: str) -> bool:
    return (
        not topic
        or f"{card.topic}.".startswith(f"{topic}.")
        or any(f"{fact}.".startswith(f"{topic}.") for fact in card.facts)
    )
