"""A card as it leaves for other programs, or comes from them: on paper, in Anki, in a table.

All texts are plain and are shown as they are. Where one says ``[picture: NAME]`` or ``[sound: NAME]`` and NAME is
among the flashcard's ``media``, that file is shown or played in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from studykit.core.response import Choices
from studykit.core.review import MemoryState, Review
from studykit.core.settings import Settings


class Form(StrEnum):
    """How a flashcard is asked; each is a note type in Anki."""

    BASIC = "basic"
    CLOZE = "cloze"
    CHOICE = "choice"
    TYPED = "typed"


class Known(StrEnum):
    """How far the id of a flashcard says which card it is."""

    EVERYWHERE = "everywhere"
    """In every file: it is the id of a card of studykit."""
    ANKI = "anki"
    """In Anki, where the card lives: the guid of its note, and its number among the cards of that."""
    FILE = "file"
    """In files of one name: what one table calls 1 is not what another calls 1."""


IN_ANKI = "studykit::anki::"
"""How the tag of a card begins that lives in Anki; then comes who it is there."""


@dataclass(frozen=True, slots=True)
class Basic:
    """A front that is turned."""

    front: str
    back: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text with gaps."""

    text: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cloze:
    """A text with gaps that are filled all at once, so that it is one card."""

    parts: tuple[Part, ...]
    """In order; put together they are the whole text. One at least is hidden, and no hidden one is blank."""
    back: str = ""
    """What is added below the answer."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Options of which one or several are right, each with its reason."""

    stem: str
    response: Choices
    back: str = ""


@dataclass(frozen=True, slots=True)
class Typing:
    """A short answer that is typed."""

    front: str
    answer: str
    back: str = ""


PACKAGES = "anki:"
"""How the name of what left together begins, where all devices of a learner are to know what did."""
Body = Basic | Cloze | Choice | Typing
FORMS: dict[type[Body], Form] = {Basic: Form.BASIC, Cloze: Form.CLOZE, Choice: Form.CHOICE, Typing: Form.TYPED}


@dataclass(frozen=True, slots=True)
class Link:
    """Where something is said: as it is shown, and where a click leads."""

    text: str
    url: str = ""
    """Empty: there is nothing to open."""


@dataclass(frozen=True, slots=True)
class Flashcard:
    """One card for other programs; two with one id are the same card, whatever they say."""

    id: str
    """Id of the card; of somebody else's, the identity that it had there."""
    body: Body
    deck: str
    """``AWS serverless::sqs``: names from the outside in, parted by ``::``."""
    tags: tuple[str, ...] = ()
    """Without blanks; ``a::b`` is b within a."""
    sources: tuple[Link, ...] = ()
    media: tuple[str, ...] = ()
    """Names of files. Pictures that no text mentions are shown below the answer."""
    gone: bool = False
    """Whether what it was made from is no longer there; it is tagged and stays as it was."""
    known: Known = field(default=Known.EVERYWHERE, compare=False)
    """How far its id is known: the kind of file that it came in says that, and no file of ours."""

    @property
    def form(self) -> Form:
        """How it is asked."""
        return FORMS[type(self.body)]

    @property
    def in_anki(self) -> str:
        """Guid and number of the card in Anki, where it lives there; empty for others."""
        return next((tag.removeprefix(IN_ANKI) for tag in self.tags if tag.startswith(IN_ANKI)), "")


@dataclass(frozen=True, slots=True)
class History:
    """What a learner did with a card, and what is remembered of it."""

    memory: MemoryState | None
    """None: never answered."""
    reviews: Sequence[Review] = ()
    """The answers that stand, oldest first."""
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Preset:
    """How the learner studies, for a program that has settings for that."""

    settings: Settings
    parameters: tuple[float, ...]
    """The 21 of FSRS-6 in use."""
    but: frozenset[str] = frozenset()
    """Decks that have settings there already and keep them: their names, folded."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A flashcard as it left last."""

    content: str
    """Hash of what it showed."""
    mod: int
    """Seconds since 1970 at which it came to show that."""
    record: str
    """The flashcard itself, one line of JSON (``exchange.cards.json``): what is gone leaves as it was."""
