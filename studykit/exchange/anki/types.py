"""The four note types of our cards in Anki: fields, templates and looks.

Templates, style and script stand in ``anki/look/``. All that a card needs is in its note type: nothing is loaded
from elsewhere, and each card is complete without its script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from studykit.core.flashcard import Form

SOURCE, CARD = "Source", "Id"
"""Fields that every type has: where it is said, and the id of the card (``card`` is a word of Anki's search)."""
DESIGNED = 1795305600
"""Seconds since 1970 at which a note type was last changed. Raise it with every change of a field, a template or the
CSS: Anki takes over a note type that is newer than its own and no other."""
_FIELDS: Mapping[Form, tuple[str, ...]] = {
    Form.BASIC: ("Front", "Back"),
    Form.CLOZE: ("Text", "Back"),
    Form.CHOICE: ("Question", "Options", "Answers", "Back"),
    Form.TYPED: ("Front", "Answer", "Back"),
}
_IDS: Mapping[Form, int] = {
    Form.BASIC: 1795305600001,
    Form.CLOZE: 1795305600002,
    Form.CHOICE: 1795305600003,
    Form.TYPED: 1795305600004,
}
"""They never change: another id would make Anki keep a second note type of the same name."""


@dataclass(frozen=True, slots=True)
class NoteType:
    """What Anki calls a note type; each of ours makes one card of a note."""

    id: int
    name: str
    cloze: bool
    fields: tuple[str, ...]
    """Names; the first is the one that Anki sorts by, the last is ``Id``, which no side of a card shows."""
    front: str
    back: str
    css: str


@cache
def _resource(name: str) -> str:
    return files("studykit.exchange.anki").joinpath("look", name).read_text("utf-8")


def _note_type(form: Form) -> NoteType:
    choice = form is Form.CHOICE
    script = f"<script>\n{_resource('choice.js')}</script>\n" if choice else ""
    return NoteType(
        _IDS[form],
        f"studykit {form.capitalize()}",
        form is Form.CLOZE,
        (*_FIELDS[form], SOURCE, CARD),
        _resource(f"{form}_front.html") + script,
        _resource(f"{form}_back.html") + _resource("below.html") + script,
        _resource("style.css") + (_resource("choice.css") if choice else ""),
    )


NOTE_TYPES: Mapping[Form, NoteType] = MappingProxyType({form: _note_type(form) for form in Form})
