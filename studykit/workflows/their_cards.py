"""Flashcards that came from elsewhere → given questions of a pack of one's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest

from studykit.core.diagnostic import Diagnostic, error, warning
from studykit.core.flashcard import Basic, Body, Choice, Cloze, Flashcard, Form, Known, Part, Typing
from studykit.core.given import ANKI, Given, GivenResponse, Words, fault, lasts
from studykit.core.response import Choices
from studykit.core.text import count, shortened

GAP = "[…]"
FACTS = "Held against the facts:"
"""Stands before what the facts say of an option on a card that leaves. It is said anew by each pack."""
_BETWEEN = "; "
"""Between what fills several gaps."""
_SAID = re.compile(rf"(?:\A|(?<=\s)){FACTS}.*\Z", re.DOTALL)
"""That and what follows."""
_LONGEST = 20_000
"""Letters of a side; what is longer is no card to remember."""
_SHOWN = 60
_OPEN = re.compile(
    r"(?:\A|(?<=\s))(?:The key holds, but no fact speaks of every other answer\. )?"
    r"From (?:(?!; nobody proved it\.)[^\n]){1,300}:\d{1,9}(?:-\d{1,9})?; nobody proved it\.\s*\Z"
)
"""What a card of ours says of the file that it came from. It is said anew by each pack."""
_TITLE = 200


def given_of(
    cards: Iterable[Flashcard], file: str, *, lasting: bool = False
) -> tuple[tuple[Given, ...], tuple[Diagnostic, ...]]:
    """The questions that these cards ask, and why others cannot be asked.

    The title of each is the card's id, by which it is known again when it was edited there. A line is the number of
    the card in its file. Where it is said is left out: a text that had it below would grow from file to file.
    ``lasting``: cards stay who they are, and leave again as they were asked.
    """
    given: list[Given] = []
    found: list[Diagnostic] = []
    gone = 0
    for line, card in enumerate(cards, 1):
        if card.gone:
            gone += 1
            continue
        made = _given(card, file, line)
        made = _lasting(made, card) if lasting else made
        problem = _problem(made)
        if problem:
            said = [made.stem, *(made.response.accepted if isinstance(made.response, Words) else ()), made.title]
            found.append(error(f"{problem} ({shortened(next(filter(None, said), ''), _SHOWN)})", file, line))
        else:
            given.append(made)
    if gone:
        says = f"{count(gone, 'card is', 'cards are')} marked as removed, because the fact is gone. Left out."
        found.append(warning(says, file))
    return tuple(given), tuple(found)


def title_of(card: Flashcard) -> str:
    """The title of the question that a card becomes."""
    return _clean(card.id)[:_TITLE]


def gaps_of(given: Given) -> tuple[Part, ...]:
    """The parts of a text with gaps that became this question; none where its text and its answer do not fit."""
    response, pieces = given.response, given.stem.split(GAP)
    if not isinstance(response, Words) or not response.accepted:
        return ()
    answer, gaps = response.accepted[0], len(pieces) - 1
    fillings = [answer] if gaps == 1 else answer.split(_BETWEEN)
    if len(fillings) != gaps or not all(text.strip() for text in fillings):
        return ()
    pairs = zip_longest(pieces, fillings, fillvalue="")
    return tuple(part for piece, hidden in pairs for part in (Part(piece), Part(hidden, hidden=True)) if part.text)


def _lasting(made: Given, card: Flashcard) -> Given:
    """The question with the identity of its card, and with how that is asked."""
    name = card.id if card.known is Known.EVERYWHERE and lasts(card.id) else ""
    in_anki = _clean(card.in_anki)[:_TITLE] or (made.title if card.known is Known.ANKI else "")
    form = ""
    if isinstance(card.body, Cloze):
        form = str(card.form if gaps_of(made) else Form.BASIC)
    elif isinstance(card.body, Typing) or (isinstance(card.body, Basic) and GAP in made.stem):
        form = str(card.form)
    return replace(made, id=name, form=form, home=ANKI if in_anki else "", title=in_anki or made.title)


def _given(card: Flashcard, file: str, line: int) -> Given:
    stem, response, back = _asked(card.body)
    return Given(
        _clean(stem), response, file, line, line, _clean(_own(back)), title_of(card), _clean(card.deck)[:_TITLE]
    )


def _asked(body: Body) -> tuple[str, GivenResponse, str]:
    """What is asked, how it is answered, and what is added below the answer."""
    if isinstance(body, Basic):
        return body.front, _words([_own(body.back)]), ""
    if isinstance(body, Typing):
        return body.front, _words([body.answer]), body.back
    if isinstance(body, Cloze):
        stem = "".join(GAP if part.hidden else part.text for part in body.parts)
        return stem, _words([_BETWEEN.join(part.text.strip() for part in body.parts if part.hidden)]), body.back
    return body.stem, _choices(body), body.back


def _own(text: str, below: str = "") -> str:
    """What is said of an answer, without what a pack added: where the card came from, and what is said of all."""
    before = ""
    while text != before:
        before = text
        text = _OPEN.sub("", text).rstrip()
        if below and (text == below or text.endswith(f" {below}")):
            text = text[: -len(below)].rstrip()
    return text


def _words(texts: Iterable[str]) -> Words:
    return Words(tuple(filter(None, map(_clean, texts))))


def _choices(body: Choice) -> Choices:
    below = _clean(_own(body.back))
    options = (replace(one, text=_clean(one.text), sources=()) for one in body.response.options)
    return Choices(tuple(replace(one, reason=_own(_SAID.sub("", _clean(one.reason)), below)) for one in options))


def _problem(given: Given) -> str:
    response = given.response
    texts = [option.text for option in response.options] if isinstance(response, Choices) else []
    texts += response.accepted if isinstance(response, Words) else ()
    if not given.stem:
        return "The front of this card is empty."
    if isinstance(response, Words) and not response.accepted:
        return "The back of this card is empty."
    if any(len(text) > _LONGEST for text in (given.stem, given.feedback, *texts)):
        return f"This card has a text of more than {_LONGEST:,} letters."
    return fault(response)


def _clean(text: str) -> str:
    """The text as a file of questions holds it: without control characters, halves of letters and outer blanks."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if not plain.isprintable():
        plain = "".join(letter for letter in plain if letter in "\n\t" or unicodedata.category(letter) not in _NEVER)
    return plain.strip()


_NEVER = ("Cc", "Cs")
