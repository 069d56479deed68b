"""Which cards of a file are made of notes and facts here: they are no questions of somebody's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from studykit.core.diagnostic import Diagnostic, warning
from studykit.core.errors import StudykitError
from studykit.core.given import ANKI, Given
from studykit.core.progress import Progress
from studykit.core.text import count, shortened
from studykit.workflows.library import Library
from studykit.workflows.quizzes import Bank

_SHOWN = 60
_BY_FRONT = "table:"
"""How the title of a row begins that is known by its front."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The cards of the content from which the learner usually studies."""

    made: frozenset[str] = frozenset()
    """Of notes and facts, by every id that they have: the learner's own ids of cards that were renamed, too."""
    asked: frozenset[str] = frozenset()
    """Questions that are in its pack."""

    @property
    def all(self) -> frozenset[str]:
        """Both."""
        return self.made | self.asked


def without_ours(bank: Bank, library: Library, progress: Progress | None = None) -> Bank:
    """The bank without the cards of studykit that are here, and a sentence that says so.

    They are those that the library or the learner's usual content makes; never a question that is in the pack.
    ``progress`` is told how many of how many notes of that content were read.
    """
    asked = library.built.given
    doubtful = [one for one in bank.given if bank.titled and (one.id or one.title) not in asked and _may_be_ours(one)]
    ours = _ours(doubtful, library, progress) if doubtful else {}
    if not ours:
        return bank
    left = tuple(one for one in bank.given if one.title not in ours)
    told = _told(tuple(ours.values()), bank.path.name)
    return replace(bank, given=left, diagnostics=(*bank.diagnostics, told), ours=tuple(ours.values()))


def made_here(library: Library) -> frozenset[str]:
    """Ids of the cards that a library makes of notes and facts."""
    return frozenset(library.cards.names()) - frozenset(library.built.given)


def usual_cards(library: Library, progress: Progress | None = None) -> Usual:
    """Those of the learner whose library this is; none when they cannot be read."""
    from studykit.workflows.desk import Desk, open_content, remembered
    from studykit.workflows.open_store import open_store

    places = library.origin.places
    try:
        usual = open_content(Desk(places, *remembered(places)), progress)[0]
        with open_store(places) as store:
            own = frozenset((store.remembered(usual.key) or {}).values())
    except StudykitError:
        return Usual()
    return Usual(made_here(usual) | own, frozenset(usual.built.given))


def _told(cards: tuple[str, ...], file: str) -> Diagnostic:
    one = len(cards) == 1
    says = (
        f"{count(len(cards), 'card')} {'is' if one else 'are'} here already{',' if one else ', such as'} "
        f"'{shortened(cards[0], _SHOWN)}': left out. Edit the notes or the pack that {'it is' if one else 'they are'} "
        "made of."
    )
    return warning(says, file)


def _may_be_ours(one: Given) -> bool:
    """Whether it has an id that may be one of ours, which say what kind of card it is."""
    return bool(one.id) or one.home == ANKI or (":" in one.title and not one.title.startswith(_BY_FRONT))


def _ours(given: Iterable[Given], library: Library, progress: Progress | None) -> dict[str, str]:
    """Title of a question → the card here that it is."""
    found = _those(given, made_here(library), library)
    unknown = [one for one in given if one.title not in found]
    return found | _those(unknown, usual_cards(library, progress).made, library) if unknown else found


def _those(given: Iterable[Given], here: frozenset[str], library: Library) -> dict[str, str]:
    from studykit.exchange.anki.guid import guid

    listed = tuple(given)
    in_anki: dict[str, str] = {}
    if any(one.home == ANKI for one in listed):
        in_anki = {f"{guid(card)}/0": card for card in (*here, *library.built.given)}
    named = {one.title: one.id or one.title for one in listed if (one.id or one.title) in here}
    return named | {one.title: in_anki[one.title] for one in listed if one.home == ANKI and one.title in in_anki}
