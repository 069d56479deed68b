"""A question that somebody else wrote, as it was given, and what the facts say of its key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studykit.core.response import LETTERS, Choices, Matching, Typed


@dataclass(frozen=True, slots=True)
class Words:
    """An answer in somebody's own words; nobody but the learner can say whether it is right."""

    accepted: tuple[str, ...]
    """What counts as right, the best one first."""


GivenResponse = Choices | Matching | Typed | Words
_TWO = 2
_LONGEST_ID = 200
ANKI = "anki"
"""Home of questions that live in Anki."""
FORMS = ("basic", "cloze", "typed")
"""How an answer in words may have been asked where it came from (``core.flashcard.Form``)."""


def lasts(name: str) -> bool:
    """Whether the id of somebody's card can be its id here, too.

    A number alone says which row of one file it is, and no more.
    """
    return 0 < len(name) <= _LONGEST_ID and name.isprintable() and name == name.strip() and not name.isdecimal()


def fault(response: GivenResponse) -> str:
    """Why a response cannot be asked, in one sentence; empty when it can."""
    if isinstance(response, Typed):
        return ""
    if isinstance(response, Words):
        return "" if response.accepted and all(response.accepted) else "This question has no right answer."
    if isinstance(response, Matching):
        return _matching_fault(response)
    texts = [option.text for option in response.options]
    wrong = {
        "One of the answers has no text.": not all(texts),
        "Two of the answers are the same.": len(set(texts)) < len(texts),
        "There is only one answer to choose.": len(texts) < _TWO,
        f"There are more than {len(LETTERS)} answers.": len(texts) > len(LETTERS),
        "This question has no right answer.": not response.positions,
        "All answers are right, so there is nothing to choose.": len(response.positions) == len(texts),
    }
    return next((words for words, is_wrong in wrong.items() if is_wrong), "")


def _matching_fault(response: Matching) -> str:
    lines = [pair.text for pair in response.pairs]
    wrong = {
        "One side of a pair has no text.": not all((*lines, *response.choices)),
        "A matching needs two pairs or more.": len(lines) < _TWO or len(response.choices) < _TWO,
        "Two lines of the matching are the same.": len(set(lines)) < len(lines),
        f"There are more than {len(LETTERS)} lines to match.": max(len(lines), len(response.choices)) > len(LETTERS),
    }
    return next((words for words, is_wrong in wrong.items() if is_wrong), "")


@dataclass(frozen=True, slots=True)
class Given:
    """A question of a file, with the key that its author marked."""

    stem: str
    response: GivenResponse
    file: str
    line: int
    """First line of the question in ``file``, 1-based."""
    end: int
    """Its last line, inclusive."""
    feedback: str = ""
    """What its author says of the question as a whole."""
    title: str = ""
    """The name that its author gave it."""
    category: str = ""
    """Where it stood: a category, a heading."""
    id: str = ""
    """``given:…`` once it belongs to a pack; that of a card which has one wherever it goes."""
    held: str = ""
    """Why it is not asked, as it was found when it was read into the pack; empty when it is."""
    form: str = ""
    """How it was asked where it came from, one of ``FORMS``; empty where its response says that."""
    home: str = ""
    """``anki`` where it lives there and the name of its file does not say so."""

    @property
    def place(self) -> str:
        """``file:line``."""
        return f"{self.file}:{self.line}"


class Verdict(StrEnum):
    """What the facts say of a key that somebody else marked."""

    PROVED = "proved"
    """The key agrees with a fact, and every other answer disagrees with it."""
    CONTRADICTED = "contradicted"
    """A fact says that the key is wrong, or that it is not the only right answer."""
    NOT_DECIDED = "not decided"
    """No fact speaks of all of it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A given question after it was held against the facts."""

    given: Given
    verdict: Verdict
    reason: str
    """Which fact decides, its value and source; for an outdated key also until when it was right."""
    facts: tuple[str, ...] = ()
    """Ids of the facts that decide."""
    answers: tuple[str, ...] = ()
    """What the facts say of each option or pair; empty where they say nothing."""
