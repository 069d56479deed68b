"""A running Anki, through its add-on AnkiConnect: what is in it, and what it is to take."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any, TypeVar

from studykit.core.errors import StudykitError
from studykit.core.text import printable, shortened
from studykit.exchange.anki import there
from studykit.exchange.anki.reader import AnkiReview
from studykit.exchange.anki.there import CardThere, NoteThere, StrangeAnswerError
from studykit.exchange.anki.wire import (
    NO_PROFILE,
    USUAL,
    VERSION,
    NoKeyError,
    RefusedError,
    UnknownActionError,
    Wire,
    result,
)

_WAIT, _LONG = 30.0, 600.0
"""Seconds until an answer, and until much was done."""
_MANY = 500
"""Notes or cards that are asked for at once."""
_FILE = "_studykit-sync.apkg"
_TAG = "studykit"
Value = TypeVar("Value")


class AnkiConnect:
    """One Anki that runs on this computer. Methods raise StudykitError when it does not do what is asked.

    Raises UsageError for an address that is not of this computer. ``waiting`` is called again and again while Anki is
    asked; what it raises ends that. It is not called while Anki changes something.
    """

    def __init__(self, url: str = USUAL, key: str = "", waiting: Callable[[], None] | None = None) -> None:
        self._wire = Wire(url, key, waiting)
        self._profile = ""
        self._opens: bool | None = None
        """Whether Anki opens files where they lie, as one in a sandbox does not; None: that is not known yet."""

    def begin(self) -> str:
        """Asks for permission and version; gives the name of the profile that is open, where the add-on says it."""
        allowed: Any = self._asked("requestPermission")
        if not isinstance(allowed, dict) or "permission" not in allowed:
            raise self._wire.not_it()
        if allowed["permission"] != "granted":
            raise StudykitError("Anki does not permit it. Allow it in Anki, then try again.")
        version = self._version(key=allowed.get("requireApikey") is not False)
        if version < VERSION:
            raise StudykitError(
                f"AnkiConnect speaks version {version} of its protocol; {VERSION} is needed. Update it."
            )
        self._profile = self._opened()
        return self._profile

    def same_profile(self) -> None:
        """Raises StudykitError when another profile was opened since ``begin``: its cards may have the same numbers."""
        if self._profile and self._opened() != self._profile:
            raise StudykitError("Another profile was opened in Anki meanwhile. Sync again.")

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

    def decks(self) -> list[str]:
        """Names of the decks, ``a::b`` for b within a."""
        return self._asked("deckNames", there.texts)

    def media(self, name: str) -> bytes | None:
        """A file of Anki's media; None where there is none of that name."""
        return self._asked("retrieveMediaFile", there.content, filename=name)

    def keep_media(self, name: str, content: bytes) -> None:
        """Puts a file among Anki's media; one of that name goes to their trash."""
        self.same_profile()
        self._store(name, content)

    def unstopped(self) -> AbstractContextManager[None]:
        """What is done within comes to its end, whoever waits."""
        return self._wire.unstopped()

    def take(self, package: Path) -> None:
        """Has Anki import a package, as if it were opened there; ``package`` is the whole path of the file."""
        self.same_profile()
        if self._opens is not False:
            try:
                self._import(str(package))
            except RefusedError:
                if self._opens:  # it finds our files: it is this one that it does not take
                    raise
            else:
                self._opens = True
                return
        self._take_as_media(package.read_bytes())
        self._opens = False

    def set_cards(self, values: Mapping[int, Mapping[str, object]]) -> list[int]:
        """Sets what cards hold, by Anki's names; gives the cards that could not be set."""
        refused: list[int] = []
        for some in _batches([*values]):
            self.same_profile()
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
            refused += self._refused(some, actions, _is_set)
        return refused

    def set_fields(self, texts: Mapping[int, Mapping[str, str]]) -> list[int]:
        """Sets fields of Anki notes, by their names; gives the notes that could not be set."""
        refused: list[int] = []
        for some in _batches([*texts]):
            self.same_profile()
            actions = [
                self._wire.action("updateNoteFields", note={"id": note, "fields": dict(texts[note])}) for note in some
            ]
            refused += self._refused(some, actions, _is_done)
        return refused

    def add_reviews(self, rows: Sequence[AnkiReview]) -> None:
        """Adds answers; none may have the number of one that is there."""
        for some in _batches(rows):
            self.same_profile()
            self._asked("insertReviews", wait=_LONG, reviews=[there.review_row(one) for one in some])

    def is_reviewing(self) -> bool:
        """Whether somebody is in the middle of a review there."""
        try:
            return self._asked("guiReviewActive") is True
        except StudykitError:  # it says so when there is no window for it
            return False

    def refresh(self) -> None:
        """Has Anki's window show what is there now.

        Newer ones do nothing at *reloadCollection*; but they draw their window anew before each edit, though it be one
        of no notes.
        """
        with suppress(StudykitError):  # what was done is done, whether it shows or not
            self._asked("reloadCollection")
        with suppress(StudykitError):
            self._asked("removeTags", notes=[], tags=_TAG)

    def _refused(self, some: Sequence[int], actions: Sequence[object], went: Callable[[Any], bool]) -> Iterator[int]:
        """Those whose action did not go well, or was not answered."""
        answers = self._asked("multi", there.listed, _LONG, actions=actions)
        yield from (one for one, answer in zip(some, answers, strict=False) if not went(answer))
        yield from some[len(answers) :]

    def _version(self, *, key: bool) -> int:
        """``key``: whether one is wanted. Where none is, AnkiConnect refuses whoever gives one."""
        if not key:
            self._wire.key = None
        try:
            return self._asked("version", _whole)
        except NoKeyError:
            if key:
                raise
        self._wire.key = ""  # an empty one stands in its settings
        return self._asked("version", _whole)

    def _opened(self) -> str:
        """Name of the profile that is open; empty where the add-on does not say it."""
        try:
            name = self._asked("getActiveProfile", lambda said: said if said is None else _name(said))
        except UnknownActionError:
            return ""
        if name is None:
            raise StudykitError(NO_PROFILE)
        return name

    def _take_as_media(self, package: bytes) -> None:
        name = self._store(_FILE, package)
        try:
            self._import(self._path(name))
        finally:
            with suppress(StudykitError):  # what went wrong before is what is to be said
                self._asked("deleteMediaFile", filename=name)

    def _store(self, name: str, content: bytes) -> str:
        """The name under which it is there."""
        encoded = base64.b64encode(content).decode("ascii")
        return self._asked("storeMediaFile", _name, _LONG, filename=name, data=encoded)

    def _import(self, path: str) -> None:
        if not self._asked("importPackage", bool, _LONG, path=path):
            raise StudykitError("Anki did not import the package. Is a profile open in Anki?")

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


def _is_done(answer: Any) -> bool:
    return isinstance(answer, dict) and "error" in answer and answer["error"] is None


def _is_set(answer: Any) -> bool:
    try:
        said = result("setSpecificValueOfCard", answer) if isinstance(answer, dict) else None
    except StudykitError:
        return False
    return isinstance(said, list) and bool(said) and all(one is True for one in said)
