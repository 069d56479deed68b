"""What is wrong with flashcards before they leave for Anki: each is rendered as Anki will render it, and looked at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from studykit.core.flashcard import Choice, Cloze, Flashcard, Form, Typing
from studykit.core.text import count, printable, shortened
from studykit.exchange.anki.filters import stripped
from studykit.exchange.anki.gaps import numbers
from studykit.exchange.anki.notes import fields_of, plain
from studykit.exchange.anki.render import Rendered, render
from studykit.exchange.anki.types import NOTE_TYPES, NoteType

_LARGE = 1_000_000
"""Bytes of one field from which on phones are slow to show it."""
_TAG = re.compile(r"""</?([a-z]+)((?: [a-z-]+="[^"<>]*")*)>""")
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "li": {"class", "dir"},
    "ol": {"class", "dir", "data-choose", "data-order"},
    **{name: {"class", "dir"} for name in ("b", "br", "div", "i", "p", "span", "ul")},
}
"""All markup that our fields may hold. Every other ``<`` came out of a text."""
_SCRIPTS = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_SOUND = re.compile(r"\[sound:([^\[\]]*)\]")
_PICTURE = re.compile(r'<img src="([^"]*)"[^>]*>')
_GAP = re.compile(r"\{\{c1::([^{}]*)\}\}")
_ANSWERED = r'<span class="cloze" data-ordinal="1">\1</span>'
_LIVE = re.compile(r"[<>\[{}\\]")
"""What Anki reads as markup, media, gaps, templates or formulas."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something about a card that its reader will not want."""

    card: str
    says: str
    """One sentence."""
    refused: bool = False
    """Whether the card cannot leave like this: in Anki it would be lost, empty or dangerous."""


def flaws(cards: Iterable[Flashcard], media: Collection[str]) -> Iterator[Flaw]:
    """The flaws of each card, in the order of the cards; ``media`` are the names of the files that are there."""
    ids: set[str] = set()
    asked: dict[tuple[Form, str], str] = {}
    for card in cards:
        fields = tuple(unicodedata.normalize("NFC", field) for field in fields_of(card))  # as Anki does on import
        if card.id in ids or not card.id:
            yield Flaw(card.id, "Another card has this id." if card.id else "It has no id.", refused=True)
        ids.add(card.id)
        yield from _alone(card, fields, media)
        if not card.gone:
            first = asked.setdefault((card.form, _compared(fields[0])), card.id)
            if first != card.id:
                yield Flaw(card.id, f"It asks the same as {printable(first)}: Anki marks both as duplicates.")


def _alone(card: Flashcard, fields: tuple[str, ...], media: Collection[str]) -> Iterator[Flaw]:
    """What is wrong with a card, whatever others there are."""
    kind = NOTE_TYPES[card.form]
    for says in _refused(card, kind, fields):
        yield Flaw(card.id, says, refused=True)
    for name in card.media:
        if "/" in name:
            yield Flaw(
                card.id, f"Its file '{printable(name)}' is named with a folder: Anki refuses that.", refused=True
            )
        elif name not in media:
            yield Flaw(card.id, f"Its file '{printable(name)}' is not there.")
        elif "\n" in name:
            yield Flaw(card.id, f"Its file '{shortened(name, 60)}' has a name of several lines: Anki loses it.")
    for name, field in zip(kind.fields, fields, strict=True):
        if len(field) * 4 > _LARGE and (size := len(field.encode(errors="replace"))) > _LARGE:
            yield Flaw(card.id, f"Its field {name} holds {size / 1e6:.1f} MB: phones will be slow to show it.")
    for says in _odd(card):
        yield Flaw(card.id, says)


def _refused(card: Flashcard, kind: NoteType, fields: tuple[str, ...]) -> Iterator[str]:
    if kind.cloze and numbers(fields[0]) != [1]:
        yield "It has no gap, so that Anki would make no card of it."
        return
    if not _visible(fields[0]):
        yield "Its front is empty: Anki would show nothing and offer to delete it."
    names = {plain(name).replace("\n", " ") for name in card.media}
    for name, field in zip(kind.fields, fields, strict=True):
        if found := live(field, names, gaps=kind.cloze and name == kind.fields[0]):
            yield f"Anki would read '{shortened(printable(found), 40)}' in its field {name} as more than text."
    yield from _lost(kind, fields, render(kind, fields))


def _lost(kind: NoteType, fields: tuple[str, ...], sides: Rendered) -> Iterator[str]:
    """Fields that neither side of the rendered card shows."""
    for name, field in zip(kind.fields[:-1], fields, strict=False):
        shown = _GAP.sub(_ANSWERED, field) if kind.cloze and name == kind.fields[0] else field
        if shown not in sides.back and shown not in sides.front and _visible(field):
            yield f"Anki would not show all of its field {name}."


def _odd(card: Flashcard) -> Iterator[str]:
    """What can leave, and makes a poor card."""
    body = card.body
    if isinstance(body, Cloze):
        if any(part.hidden and not _visible(part.text) for part in body.parts):
            yield "One of its gaps hides nothing."
        if not any(_visible(part.text) for part in body.parts if not part.hidden):
            yield "Its front shows nothing but the gap."
    elif isinstance(body, Choice):
        if not body.response.positions:
            yield "None of its options is right."
    elif isinstance(body, Typing):
        if not _visible(body.answer):
            yield "There is nothing to type: its answer is empty."
        elif "\n" in body.answer:
            yield f"Its answer has {count(body.answer.count(chr(10)) + 1, 'line')}: Anki lets you type one."


def live(field: str, media: Collection[str], *, gaps: bool = False) -> str:
    """The first of a field's HTML that Anki would take for more than text and the markup that we write; or nothing."""
    at = 0
    text = []
    for tag in _TAG.finditer(field):
        if not _harmless(tag, media):
            return tag[0]
        text.append(field[at : tag.start()])
        at = tag.end()
    plain = "\x00".join((*text, field[at:]))
    if "[" in plain:
        plain = _SOUND.sub(lambda sound: "" if unescape(sound[1]) in media else sound[0], plain)
    if gaps:
        plain = _GAP.sub(r"\1", plain)
    found = _LIVE.search(plain)
    return plain[found.start() : found.start() + 40].replace("\x00", "") if found else ""


def _harmless(tag: re.Match[str], media: Collection[str]) -> bool:
    known = _ATTRIBUTES.get(tag[1])
    if known is None or not tag[2]:
        return known is not None
    values = dict(_ATTRIBUTE.findall(tag[2]))
    source = values.get("src")
    return (
        values.keys() <= known
        and (source is None or unescape(source) in media)
        and not _SCRIPTS.match(unescape(values.get("href", "")))
    )


def _compared(field: str) -> str:
    """A first field as Anki compares it with others: without markup, with the names of pictures."""
    return unescape(stripped(_PICTURE.sub(r" \1 ", field))) if "<" in field or "&" in field else field


def _visible(html: str) -> bool:
    """Whether there is anything to see or hear."""
    if html[:1].isalnum():
        return True
    text = unescape(stripped(_PICTURE.sub("x", html)))
    return any(unicodedata.category(letter) not in _UNSEEN for letter in text)


_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
