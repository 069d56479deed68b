"""Which questions of a pack the cards of a file are, wherever they came in before, and what they change of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from studykit.core.explained import explained
from studykit.core.given import Given, Judged, Verdict, Words
from studykit.core.response import Choices, Matching
from studykit.core.text import shortened

_ANKI = re.compile(r".+/\d{1,9}", re.DOTALL)
"""Title of a card of Anki's: the guid of its note, and its number among the cards of that."""
_MINTED = "given:"
"""How ids begin that are made of the first words of a question: two packs may make one for two questions."""
_WORDS, _LETTERS = 9, 64
"""Of a stem, as many as an id is made of."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Edited:
    """A question of the pack after a file said what it asks now."""

    given: Given
    refused: str = ""
    """Why its answer stays as it was, in a sentence."""


def elsewhere(given: Sequence[Given], before: Iterable[Given], there: Iterable[Given]) -> dict[int, Given]:
    """Which of the cards came into the pack from another file: place → the question as it stands there.

    ``before`` came from the same file and is left alone.
    """
    here = list(before)
    names, titles = {one.id for one in here}, {one.title for one in here}
    known = _Known(one for one in there if one.id not in names and one.title not in titles)
    found = ((at, known.take(one)) for at, one in enumerate(given) if one.title not in titles and one.id not in names)
    return {at: one for at, one in found if one is not None}


class _Known:
    """Questions of a pack; each is taken once."""

    def __init__(self, there: Iterable[Given]) -> None:
        self._by_id: dict[str, Given] = {}
        self._by_title: dict[str, list[Given]] = {}
        for one in there:
            self._by_id[one.id] = one
            self._by_title.setdefault(one.title, []).append(one)
        self._in_anki = any(_ANKI.fullmatch(title) for title in self._by_title)
        self._taken: set[str] = set()

    def take(self, card: Given) -> Given | None:
        """The question that a card is: by its id, by the guid of its note, or since it says all the same."""
        found = self._named(card) if card.id else self._titled(card)
        one = next((one for one in found if one.id not in self._taken), None)
        if one is not None:
            self._taken.add(one.id)
        return one

    def _named(self, card: Given) -> Iterator[Given]:
        """Those that a card with an id of its own is, the surest first."""
        one = self._by_id.get(card.id)
        if one is not None and (not card.id.startswith(_MINTED) or _alike(card, one)):
            yield one
        if self._in_anki:
            from studykit.exchange.anki.guid import guid

            yield from self._by_title.get(f"{guid(card.id)}/0", ())
        yield from (one for one in self._by_title.get(card.id, ()) if _alike(card, one))

    def _titled(self, card: Given) -> Iterator[Given]:
        """Those that a card is whose title is its number in Anki or its id in one table."""
        titled = self._by_title.get(card.title, ())
        if _ANKI.fullmatch(card.title):
            yield from titled
        one = self._by_id.get(card.title)
        if one is not None and _alike(card, one):
            yield one
        yield from (one for one in titled if card.stem == one.stem and _answer(card) == _answer(one))


def edit(judged: Judged, there: Given) -> Edited:
    """A question where it stands, as a card from another file asks it. What was not edited stays as it was."""
    card = judged.given
    response, feedback = card.response, card.feedback
    refused = ""
    if _same_kind(card, there):
        if _answer(card) == _answer(there):
            response, feedback = there.response, there.feedback
    elif isinstance(response, Words):  # it was turned when it left
        refused = "" if _is_turned(_answer(card), _answer(there)) else _refused(there)
        response, feedback = there.response, there.feedback
    category = there.category if card.id else card.category or there.category
    made = replace(there, stem=card.stem, response=response, feedback=feedback, category=category)
    if made == there:
        return Edited(there, refused)
    form = made.form if isinstance(response, Words) else ""
    return Edited(replace(_held(judged, made), form=form), refused)


def placed(one: Given, where: Given) -> Given:
    """A question at the place of another."""
    return replace(one, file=where.file, line=where.line, end=where.end)


def named(judged: Sequence[Judged], before: Sequence[Given], taken: set[str], *, titled: bool) -> Iterator[Given]:
    """The questions with their ids: the one that the same stem (or else the same title) had, or a new one.

    With ``titled``, a card's own id and then the title come first. No id is one of ``taken``, and none is given twice.
    """
    ids = [""] * len(judged)
    left = list(before)
    for told in (_identity, _title, _stem) if titled else (_stem, _title):
        known: dict[str, list[str]] = {}
        for there in left:
            known.setdefault(told(there), []).append(there.id)
        for at, one in enumerate(judged):
            name = told(one.given)
            if not ids[at] and name and known.get(name):
                ids[at] = known[name].pop(0)
        found = set(ids)
        left = [there for there in left if there.id not in found]
    taken.update(ids)
    ids = [name or (one.given.id if one.given.id not in taken else "") for one, name in zip(judged, ids, strict=True)]
    taken.update(ids)
    for one, name in zip(judged, ids, strict=True):
        made = name or _minted(one.given.stem, taken)
        taken.add(made)
        yield _held(one, replace(one.given, id=made))


def slug(text: str) -> str:
    """The first words of a text as a part of a name."""
    words = re.findall(r"[a-z0-9]+", text.lower())[:_WORDS]
    return "-".join(words)[:_LETTERS].strip("-")


def _held(one: Judged, given: Given) -> Given:
    """The question, held back where a fact contradicts it."""
    return replace(given, held=one.reason if one.verdict is Verdict.CONTRADICTED else "")


def _alike(one: Given, other: Given) -> bool:
    """Whether they ask or answer the same, so that the rest was edited."""
    return one.stem == other.stem or _answer(one) == _answer(other)


def _same_kind(one: Given, other: Given) -> bool:
    return any(isinstance(one.response, kind) and isinstance(other.response, kind) for kind in (Words, Choices))


_Answer = str | tuple[Choices, str]


def _answer(given: Given) -> _Answer:
    """What is answered and added below, however it is laid out: on a front that is turned, both stand in one text."""
    response = given.response
    if isinstance(response, Choices):
        return response, given.feedback
    if isinstance(response, Words):
        right = " or ".join(response.accepted)
    else:
        right = "; ".join(one.text or one.label for one in explained(response) if one.right)
    return "\n".join(filter(None, (right, given.feedback)))


def _is_turned(said: _Answer, there: _Answer) -> bool:
    """Whether the back of a card is what was given it when it left; below it, a fact may say why."""
    if isinstance(there, tuple):
        response, feedback = there
        right = "; ".join(option.text for option in response.options if option.right)
        there = "\n".join(filter(None, (right, feedback)))
    return isinstance(said, str) and f"{said}\n".startswith(f"{there}\n")


def _refused(there: Given) -> str:
    if isinstance(there.response, Choices):
        how = "with options"
    else:
        how = "as pairs" if isinstance(there.response, Matching) else "as a number"
    return (
        f"The card '{shortened(there.id, _SHOWN)}' is asked {how} here, so its answer stays as it was: "
        f"edit '{there.file}'."
    )


def _identity(given: Given) -> str:
    return given.id


def _title(given: Given) -> str:
    return given.title


def _stem(given: Given) -> str:
    return given.stem


def _minted(stem: str, taken: set[str]) -> str:
    """An id from the first words of a stem that no other question has."""
    base = slug(stem) or blake2b(stem.encode(), digest_size=6).hexdigest()
    number = 1
    while (name := f"{_MINTED}{base}" if number == 1 else f"{_MINTED}{base}-{number}") in taken:
        number += 1
    return name
