"""Given questions → what leaves of them: asked as they came, with what the facts say of each option."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from studykit.core.card import Card
from studykit.core.flashcard import Basic, Body, Choice, Cloze, Form, Typing
from studykit.core.given import Given, Judged, Words
from studykit.core.response import Choices, Option
from studykit.workflows.their_cards import FACTS, gaps_of


def given_form(given: Given, usual: Form) -> Form:
    """How a question is asked unless somebody wishes otherwise: as it was where it came from, if that is known."""
    return Form(given.form) if given.form else usual


def given_body(one: Judged, wanted: Form) -> Body | None:
    """The question in one form as it came; None where it did not come so."""
    given = one.given
    if isinstance(given.response, Choices):
        return Choice(given.stem, _told(given.response, one), given.feedback) if wanted is Form.CHOICE else None
    if wanted != given.form or not isinstance(given.response, Words):
        return None
    if wanted is Form.TYPED:
        return Typing(given.stem, _accepted(given.response), given.feedback)
    parts = gaps_of(given) if wanted is Form.CLOZE else ()
    return Cloze(parts, given.feedback) if parts else None


def turned(given: Given, back: str) -> Basic:
    """The question as a front that is turned; ``back`` is that of its card.

    The line that it came from is left out, which the source says.
    """
    if isinstance(given.response, Words):
        return Basic(given.stem, "\n".join(filter(None, (_accepted(given.response), given.feedback))))
    return Basic(given.stem, back.replace(given.place, given.file))


def texts_of(given: Given, card: Card) -> Iterator[str]:
    """Every text that may name a picture or a sound."""
    yield from (card.front, card.back)
    if isinstance(given.response, Choices):
        for option in given.response.options:
            yield from (option.text, option.reason)


def _accepted(response: Words) -> str:
    return " or ".join(response.accepted)


def _told(response: Choices, one: Judged) -> Choices:
    """The options, each with what the facts say of it behind the reason of its author."""
    if not any(one.answers):
        return response
    return Choices(tuple(map(_reasoned, response.options, one.answers)))


def _reasoned(option: Option, says: str) -> Option:
    if not says or says in option.reason:
        return option
    return replace(option, reason="\n".join(filter(None, (option.reason, f"{FACTS} {says}"))))
