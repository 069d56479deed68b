"""A running Anki, through its add-on AnkiConnect: what is in it, and what it is to take."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from studykit.core.errors import StudykitError
from studykit.core.text import printable, shortened
from studykit.exchange.anki import there
from studykit.exchange.anki.reader import AnkiReview
from studykit.exchange.anki.there import CardThere, NoteThere, StrangeAnswerError
from studykit.exchange.anki.wire import USUAL, VERSION, UnknownActionError, Wire, result

_WAIT, _LONG = 30.0, 600.0
"""Seconds until an answer, and until much was done."""
_MANY = 500
"""Notes or cards that are asked for at once."""
_FILE = "_studykit-sync.apkg"
Value = TypeVar("Value")


class AnkiConnect:
    """One Anki that runs on this computer. Methods raise StudykitError when it does not do what is asked.

    Raises UsageError for an address that is not of this computer.
    """

    def __init__(self, url: str = USUAL, key: str = "") -> None:
        self._wire = Wire(url, key)

    def begin(self) -> str:
        """Asks for permission and version; gives the name of the profile that is open, where the add-on says it."""
        allowed: Any = self._asked("requestPermission", wait=_LONG)  # Anki may ask the learner
        if not isinstance(allowed, dict) or allowed.get("permission") != "granted":
            raise StudykitError("Anki does not permit it. Allow it in Anki, then try again.")
        version = self._asked("version", _whole)
        if version < VERSION:
            raise StudykitError(
                f"AnkiConnect speaks version {version} of its protocol; {VERSION} is needed. Update it."
            )
        try:
            return self._asked("getActiveProfile", _name)
        except UnknownActionError:
            return ""

    def find_notes(self, query: str) -> list[int]:
        """Numbers of the Anki notes that a search of Anki's finds."""
        return self._asked("findNotes", there.numbers, query=query)

    def find_cards(self, query: str) -> list[int]:
        """Numbers of the cards that a search of Anki's finds."""
        return self._asked("findCards", there.numbers, query=query)

    def notes(self, wanted: Sequence[int]) -> Iterator[NoteThere]:
        """The Anki notes of these numbers that are there."""
        for some in _batches(wanted):
            yield from self._asked("notesInfo", there.notes, notes=some)

    def cards(self, wanted: Sequence[int]) -> Iterator[CardThere]:
        """How these cards stand, those that are there."""
        for some in _batches(wanted):
            yield from self._asked("cardsInfo", there.cards, cards=some)

    def reviews(self, wanted: Sequence[int]) -> Iterator[AnkiReview]:
        """All answers to these cards, those of one card together."""
        for some in _batches(wanted):
            yield from self._asked("getReviewsOfCards", there.reviews, cards=some)

    def take(self, package: bytes) -> None:
        """Has Anki import a package, as if it were opened there."""
        encoded = base64.b64encode(package).decode("ascii")
        name = self._asked("storeMediaFile", _name, _LONG, filename=_FILE, data=encoded)
        try:
            done = self._asked("importPackage", bool, _LONG, path=self._path(name))
        finally:
            with suppress(StudykitError):  # what went wrong before is what is to be said
                self._asked("deleteMediaFile", filename=name)
        if not done:
            raise StudykitError("Anki did not import the package. Is a profile open in Anki?")

    def set_cards(self, values: Mapping[int, Mapping[str, object]]) -> list[int]:
        """Sets what cards hold, by Anki's names; gives the cards that could not be set."""
        refused = []
        for some in _batches([*values]):
            actions = [
                self._wire.action(
                    "setSpecificValueOfCard",
                    card=card,
                    keys=[*values[card]],
                    newValues=[*values[card].values()],
                    warning_check=True,
                )
                for card in some
            ]
            answers = self._asked("multi", there.listed, _LONG, actions=actions)
            refused += [card for card, answer in zip(some, answers, strict=False) if not _is_set(answer)]
            refused += some[len(answers) :]
        return refused

    def add_reviews(self, rows: Sequence[AnkiReview]) -> None:
        """Adds answers; none may have the number of one that is there."""
        for some in _batches(rows):
            self._asked("insertReviews", wait=_LONG, reviews=[there.review_row(one) for one in some])

    def is_reviewing(self) -> bool:
        """Whether somebody is in the middle of a review there."""
        try:
            return self._asked("guiReviewActive") is True
        except StudykitError:  # it says so when there is no window for it
            return False

    def refresh(self) -> None:
        """Has Anki show what is there now."""
        self._asked("reloadCollection")

    def _path(self, name: str) -> str:
        """Where Anki finds a file of its media: in full, since newer ones do not work in that folder."""
        try:
            folder = self._asked("getMediaDirPath", _name)
        except UnknownActionError:
            return name
        return f"{folder}{'/' if '/' in folder else chr(92)}{name}"

    def _asked(
        self, name: str, read: Callable[[Any], Value] = lambda said: said, wait: float = 0, **params: object
    ) -> Value:
        answer = self._wire.ask(self._wire.action(name, **params), wait or _WAIT)
        try:
            return read(answer)
        except StrangeAnswerError:
            said = printable(shortened(str(answer), 60))
            raise StudykitError(f"AnkiConnect gave a strange answer to '{name}': {said}. Update the add-on.") from None


def _batches(wanted: Sequence[Value]) -> Iterator[Sequence[Value]]:
    return (wanted[at : at + _MANY] for at in range(0, len(wanted), _MANY))


def _whole(said: Any) -> int:
    return there.numbers([said])[0]


def _name(said: Any) -> str:
    if not isinstance(said, str) or not said:
        raise StrangeAnswerError
    return said


def _is_set(answer: Any) -> bool:
    try:
        said = result("setSpecificValueOfCard", answer) if isinstance(answer, dict) else None
    except StudykitError:
        return False
    return isinstance(said, list) and bool(said) and all(one is True for one in said)
