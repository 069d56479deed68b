"""Notes of somebody's Anki package → flashcards, one for each card that they have there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.errors import UsageError
from studykit.core.flashcard import Basic, Body, Cloze, Flashcard, Part, Typing
from studykit.core.text import shortened

if TYPE_CHECKING:
    from studykit.exchange.anki.html import Named, Piece
    from studykit.exchange.anki.reader import AnkiNote, AnkiPackage, TheirType

_ANSWER = re.compile(r"<hr\b[^>]{0,100}\bid\s{0,9}=\s{0,9}[\"']?answer\b[^>]{0,100}>", re.IGNORECASE)
_TYPED = re.compile(r"\[\[type:([^\]]{1,300})\]\]")
_HINT, _HIDDEN = '<details class="hint">', '<details style="display: none">'
_OCCLUDED = '<div class="cloze"'
_LONGEST = 60_000
"""Letters of HTML; what is longer is no card to remember."""
_SHOWN = 60
_PLAYED = "[sound:"
_OWN_FILE = re.compile(r'(<img src="|\[sound:)([^"\]]{1,900})')
_FAR = re.compile(r"(?:https?:)?//|data:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Theirs:
    """A card of somebody's package: its number there, and what it asks or why it cannot be asked."""

    card: int
    flashcard: Flashcard | None
    problem: Diagnostic | None = None


@dataclass(frozen=True, slots=True)
class _Kind:
    """A note type with the one template that makes a card."""

    cloze: bool
    fields: tuple[str, ...]
    front: str
    back: str


def flashcards(package: AnkiPackage, notes: Mapping[int, AnkiNote], file: str, named: Named) -> Iterator[Theirs]:
    """The cards of some notes (by their number), in the order of the notes.

    ``named`` gives pictures and sounds the names under which they are kept.
    """
    from studykit.exchange.anki.rows import REMOVED

    cards: dict[int, list[tuple[int, int, int]]] = {}
    for card in package.cards():
        if card.note_id in notes:
            cards.setdefault(card.note_id, []).append((card.ord, card.id, card.deck_id))
    for note in notes.values():
        for number, card_id, deck in sorted(cards.get(note.id, ())):
            try:
                body = _body(package.note_types.get(note.type_id), note, number, named)
            except UsageError as problem:
                says = f"{problem} ({shortened(_told(note), _SHOWN)})"
                yield Theirs(card_id, None, error(says, file))
                continue
            name = f"{note.guid}/{number}"
            gone = REMOVED in note.tags
            yield Theirs(card_id, Flashcard(name, body, package.decks.get(deck, ""), note.tags, gone=gone))


def _told(note: AnkiNote) -> str:
    from studykit.exchange.anki.html import text_of

    return text_of(note.fields[0][:_LONGEST]) if note.fields else ""


def _body(kind: TheirType | None, note: AnkiNote, number: int, named: Named) -> Body:
    """What a card asks. Raises UsageError when that cannot be made out."""
    from studykit.exchange.anki.html import pieces_of, text_of
    from studykit.exchange.anki.render import render

    if kind is None:
        raise UsageError("The note type of this note is not in the package.")
    if sum(map(len, note.fields)) > _LONGEST:
        raise UsageError("This note is too long to be a card.")
    own = _of_studykit(kind, note, named) if number == 0 else None
    if own is not None:
        return own
    at = 0 if kind.cloze else number
    if not 0 <= at < len(kind.templates):
        raise UsageError(f"The note type '{shortened(kind.name, _SHOWN)}' has no template for this card.")
    template = kind.templates[at]
    sides = render(
        _Kind(kind.cloze, kind.fields, template.front, template.back),
        note.fields,
        number=number + 1,
        also={"Type": kind.name, "Card": template.name, "Tags": " ".join(note.tags)},
        repeats=False,
    )
    if max(len(sides.front), len(sides.back)) > _LONGEST:
        raise UsageError("This card is too long.")
    if _OCCLUDED in sides.front:
        raise UsageError("This card hides a part of a picture, which only Anki can show.")
    front = sides.front.replace(_HINT, _HIDDEN)
    back = _ANSWER.split(sides.back, maxsplit=1)[-1]
    if kind.cloze:
        return _cloze(pieces_of(front, named), pieces_of(back, named))
    asked, answer = text_of(front, named), text_of(back, named)
    typed = _TYPED.search(front)
    field = typed[1].rpartition(":")[2] if typed is not None else ""
    if field in kind.fields:
        expected = text_of(note.fields[kind.fields.index(field)], named)
        return Typing(asked, expected, _without(answer, expected)) if expected else Basic(asked, answer)
    return Basic(asked, _without(answer, asked) or answer)


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


def _cloze(front: tuple[Piece, ...], back: tuple[Piece, ...]) -> Body:
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
