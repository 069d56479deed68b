"""The proof before display: the key holds and every other answer fails, worked out anew from what is shown."""

from __future__ import annotations

from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering
from studykit.questions.ground import Ground
from studykit.questions.kinds import KINDS

_LEAST = 2
"""Answers that there must be to choose from."""


def proved(question: Question, ground: Ground) -> bool:
    """True when exactly the answer marked right holds, by evaluation of the texts that the learner sees."""
    return _sound(question) and KINDS[question.kind].proved(question, ground)


def _sound(question: Question) -> bool:
    """True when the answers are different, and some are right and some wrong."""
    response = question.response
    if isinstance(response, Choices):
        texts = [option.text for option in response.options]
        return len(set(texts)) == len(texts) >= _LEAST and 0 < len(response.positions) < len(texts)
    if isinstance(response, Ordering):
        texts = [line.text for line in response.lines]
        return len(set(texts)) == len(texts) >= _LEAST and len({line.place for line in response.lines}) == len(texts)
    if isinstance(response, Matching):
        texts = [pair.text for pair in response.pairs]
        alike = len(set(texts)) < len(texts) or len(set(response.choices)) < len(response.choices)
        return (
            not alike
            and len(texts) >= _LEAST
            and all(0 <= pair.match < len(response.choices) for pair in response.pairs)
        )
    return response.right(response.key)
