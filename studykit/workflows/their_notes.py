"""Notes of somebody's Anki package → flashcards, one for each card that they have there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.errors import UsageError
from studykit.core.flashcard import Basic, Body, Choice, Cloze, Flashcard, Part, Typing
from studykit.core.text import count, shortened

if TYPE_CHECKING:
    from studykit.exchange.anki.html import Named, Piece
    from studykit.exchange.anki.reader import AnkiNote, AnkiPackage, TheirTemplate, TheirType
    from studykit.workflows.their_choices import Asked

_ANSWER = re.compile(r"<hr\b[^>]{0,100}\bid\s{0,9}=\s{0,9}[\"']?answer\b[^>]{0,100}>", re.IGNORECASE)
_TYPED = re.compile(r"\[\[type:([^\]]{1,300})\]\]")
_SUMMARY = re.compile(r'(<details class="hint">)<summary>[^<]{0,300}</summary>')
_OCCLUDED = '<div class="cloze"'
_MASKS = frozenset(("Question Mask", "Answer Mask"))
"""Fields of the add-on that hid parts of pictures before Anki did."""
_LONGEST = 60_000
"""Letters of HTML; what is longer is no card to remember."""
_SHOWN = 60
_FEW = 3
"""Cards that are named for each reason; the others are counted."""
_PLAYED = "[sound:"
_OWN_FILE = re.compile(r'(<img src="|\[sound:)([^"\]]{1,900})')
_FAR = re.compile(r"(?:https?:)?//|data:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Theirs:
    """A card of somebody's package: its number there, and what it asks or why it cannot be asked."""

    card: int
    flashcard: Flashcard | None
    why: str = ""
    about: str = ""
    """How its note begins, where it cannot be asked."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A note type with the one template that makes a card."""

    cloze: bool
    fields: tuple[str, ...]
    front: str
    back: str


def flashcards(package: AnkiPackage, notes: Mapping[int, AnkiNote], named: Named) -> Iterator[Theirs]:
    """The cards of some notes (by their number), in the order of the notes.

    ``named`` gives pictures and sounds the names under which they are kept.
    """
    from studykit.exchange.anki.rows import REMOVED

    reading = _Reading(package, notes, named)
    cards: dict[int, list[tuple[int, int, int]]] = {}
    for card in package.cards():
        if card.note_id in notes:
            cards.setdefault(card.note_id, []).append((card.ord, card.id, card.deck_id))
    for note in notes.values():
        for number, card_id, deck in sorted(cards.get(note.id, ())):
            try:
                body = reading.body(note, number)
            except UsageError as problem:
                yield Theirs(card_id, None, str(problem), shortened(_told(note), _SHOWN))
                continue
            name = f"{note.guid}/{number}"
            gone = REMOVED in note.tags
            yield Theirs(card_id, Flashcard(name, body, package.decks.get(deck, ""), note.tags, gone=gone))


def problems_of(cards: Iterable[Theirs], file: str) -> Iterator[Diagnostic]:
    """Why cards cannot be asked: for each reason the first few, and how many there are besides."""
    found: dict[str, list[str]] = {}
    for one in cards:
        if one.flashcard is None:
            found.setdefault(one.why, []).append(one.about)
    for why, about in found.items():
        named = about if len(about) <= _FEW + 1 else about[:_FEW]  # one more is named as shortly as it is counted
        yield from (error(f"{why} ({text})", file) for text in named)
        if len(about) > len(named):
            yield error(f"{why} (and {count(len(about) - len(named), 'more card')} like these)", file)


def _told(note: AnkiNote) -> str:
    from studykit.exchange.anki.html import text_of

    return text_of(note.fields[0][:_LONGEST]) if note.fields else ""


class _Reading:
    """Makes cards of the notes of a package."""

    def __init__(self, package: AnkiPackage, notes: Mapping[int, AnkiNote], named: Named) -> None:
        self._types = package.note_types
        self._named = named
        self._of_type: dict[int, list[AnkiNote]] = {}
        for note in notes.values():
            self._of_type.setdefault(note.type_id, []).append(note)
        self._asked: dict[int, Asked | None] = {}

    def body(self, note: AnkiNote, number: int) -> Body:
        """What a card asks. Raises UsageError when that cannot be made out."""
        kind = self._types.get(note.type_id)
        if kind is None:
            raise UsageError("The note type of this note is not in the package.")
        if sum(map(len, note.fields)) > _LONGEST:
            raise UsageError("This note is too long to be a card.")
        own = _of_studykit(kind, note, self._named) if number == 0 else None
        if own is not None:
            return own
        at = 0 if kind.cloze else number
        if not 0 <= at < len(kind.templates):
            raise UsageError(f"The note type '{shortened(kind.name, _SHOWN)}' has no template for this card.")
        choice = self._choice(kind, note)
        return choice if choice is not None else _Sides(kind, kind.templates[at], note, number, self._named).body()

    def _choice(self, kind: TheirType, note: AnkiNote) -> Body | None:
        """What a note asks to choose, if it does."""
        from studykit.exchange.anki.html import text_of
        from studykit.workflows.their_choices import asking, chosen, speaks_of_places, without_labels

        if note.type_id not in self._asked:
            self._asked[note.type_id] = asking(kind, self._of_type[note.type_id])
        asked = self._asked[note.type_id]
        if asked is None:
            return None
        texts = {at: text_of(note.fields[at], self._named) for at in (*asked.options, asked.key)}
        found = chosen(asked, texts)
        if found is None:
            return None
        fields = tuple("" if at in found.blank else text for at, text in enumerate(note.fields))
        sides = _Sides(kind, kind.templates[0], replace(note, fields=fields), 0, self._named)
        stem, below = (without_labels(text) for text in sides.texts(chosen=True))
        return Choice(stem, found.response, below) if stem and not speaks_of_places(found.response, below) else None


class _Sides:
    """The two sides of a card as a page shows them."""

    def __init__(self, kind: TheirType, template: TheirTemplate, note: AnkiNote, number: int, named: Named) -> None:
        """Raises UsageError for a card that only Anki can show."""
        from studykit.exchange.anki.hidden import hidden_by
        from studykit.exchange.anki.render import render

        self._kind, self._note, self._named = kind, note, named
        sides = render(
            _Kind(kind.cloze, kind.fields, template.front, template.back),
            note.fields,
            number=number + 1,
            also={"Type": kind.name, "Card": template.name, "Tags": " ".join(note.tags)},
            repeats=False,
        )
        if max(len(sides.front), len(sides.back)) > _LONGEST:
            raise UsageError("This card is too long.")
        if _OCCLUDED in sides.front or set(kind.fields) >= _MASKS:
            raise UsageError("This card hides a part of a picture, which only Anki can show.")
        self._front = _SUMMARY.sub(r"\1", sides.front)
        answer = _ANSWER.search(sides.back)
        self._before = sides.back[: answer.start()] if answer is not None else ""
        self._back = sides.back[answer.end() :] if answer is not None else sides.back
        self._hidden = hidden_by(kind.css, template.front)

    def body(self) -> Body:
        """What the card asks."""
        from studykit.exchange.anki.html import pieces_of, text_of

        if self._kind.cloze:
            front, aside = self._shown()
            return _with(_cloze(front, pieces_of(self._back, self._named)), aside)
        asked, answer = self.texts()
        typed = _TYPED.search(self._front)
        field = typed[1].rpartition(":")[2] if typed is not None else ""
        if field in self._kind.fields:
            expected = text_of(self._note.fields[self._kind.fields.index(field)], self._named)
            return Typing(asked, expected, _without(answer, expected)) if expected else Basic(asked, answer)
        return Basic(asked, _without(answer, asked) or answer)

    def texts(self, *, chosen: bool = False) -> tuple[str, str]:
        """Front and back; what the front does not show at once stands on the back, and what the back says before.

        Hidden numbers are for scripts; nobody needs them where it is known what is ``chosen``.
        """
        from studykit.exchange.anki.html import text_of
        from studykit.exchange.text_flow import tidy

        front, aside = self._shown()
        aside = tuple(text for text in aside if not (chosen and text.isdecimal()))
        asked = tidy("".join(piece.text for piece in front))
        answer = text_of(self._back, self._named)
        lines = [line for line in text_of(self._before, self._named).split("\n") if line not in asked]
        return asked, _joined(answer, ("\n".join(lines).strip(), *aside))

    def _shown(self) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
        """The front, and what of it waits; all of it where nothing would be left, since a script shows it then."""
        from studykit.exchange.anki.hidden import Hidden
        from studykit.exchange.anki.html import shown_of

        shown, aside = shown_of(self._front, self._named, self._hidden)
        if any(piece.text.strip() for piece in shown):
            return shown, aside
        return shown_of(self._front, self._named, Hidden())


def _joined(answer: str, more: Iterable[str]) -> str:
    """An answer and what it does not say yet."""
    for text in more:
        if text not in answer:
            answer = f"{answer}\n\n{text}".strip()
    return answer


def _with(body: Basic | Cloze, aside: Iterable[str]) -> Body:
    """A card with gaps that also says what its front does not show at once."""
    return replace(body, back=_joined(body.back, aside))


def _of_studykit(kind: TheirType, note: AnkiNote, named: Named) -> Body | None:
    """What a note of one of our types asks; None for another, or where its fields were renamed."""
    from studykit.exchange.anki.types import NOTE_TYPES
    from studykit.exchange.cards.others import ours_of
    from studykit.exchange.cards.table import Row

    for form, ours in NOTE_TYPES.items():
        if kind.name.startswith(ours.name) and set(ours.fields) <= set(kind.fields):
            texts = dict(zip(kind.fields, note.fields, strict=False))
            fields = tuple(_renamed(texts.get(field, ""), named) for field in ours.fields)
            return ours_of(form, Row(0, fields, html=True, roles={}))[1]
    return None


def _renamed(field: str, named: Named) -> str:
    """A field of ours with its pictures and sounds under the names that they have here."""
    from studykit.core.text import unescaped

    def renamed(found: re.Match[str]) -> str:
        name = unescaped(found[2])
        return found[0] if _FAR.match(name) else f"{found[1]}{named(unquote(name) if found[1] != _PLAYED else name)}"

    return _OWN_FILE.sub(renamed, field)


def _cloze(front: tuple[Piece, ...], back: tuple[Piece, ...]) -> Basic | Cloze:
    """Gaps with what fills them; a card that is turned where it has hints or the two sides do not fit together."""
    from studykit.exchange.text_flow import tidy

    holes, fillings = _gaps(front), _gaps(back)
    if set(holes) != {"[...]"} or len(holes) != len(fillings) or not all(filling.strip() for filling in fillings):
        return _turned(front, back, fillings)
    waiting = iter(fillings)
    parts: list[Part] = []
    before = 0
    for piece in front:
        if not piece.gap:
            if parts and not parts[-1].hidden:
                parts[-1] = Part(parts[-1].text + piece.text)
            else:
                parts.append(Part(piece.text))
        elif piece.gap != before:
            parts.append(Part(next(waiting).strip(), hidden=True))
        before = piece.gap
    whole = tidy("".join(part.text for part in parts))
    return Cloze(tuple(parts), _without(tidy("".join(piece.text for piece in back)), whole))


def _turned(front: tuple[Piece, ...], back: tuple[Piece, ...], fillings: list[str]) -> Basic:
    from studykit.exchange.text_flow import tidy

    shown = tidy("".join(piece.text for piece in back))
    answer = "; ".join(filling.strip() for filling in fillings if filling.strip())
    asked = tidy("".join(piece.text for piece in front))
    return Basic(asked, "\n\n".join(part for part in (answer, shown) if part))


def _gaps(pieces: tuple[Piece, ...]) -> list[str]:
    texts: dict[int, str] = {}
    for piece in pieces:
        if piece.gap:
            texts[piece.gap] = texts.get(piece.gap, "") + piece.text
    return list(texts.values())


def _without(text: str, said: str) -> str:
    """A text without the lines that were said before it."""
    return text.removeprefix(said).lstrip() if f"{text}\n".startswith(f"{said}\n") else text
