"""Flashcards → the notes of an Anki package: what each holds, and when it came to hold that."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b, sha1
from itertools import pairwise
from typing import NamedTuple

from studykit.core.errors import StudykitError, UsageError
from studykit.core.flashcard import Basic, Carried, Cloze, Flashcard, Form
from studykit.core.text import printable
from studykit.exchange.anki.notes import fields_of, leads
from studykit.exchange.anki.types import NOTE_TYPES
from studykit.exchange.cards.json import read_card

REMOVED = "studykit::removed"
"""Tag of what is no longer there."""
_LETTERS = {Form.BASIC: "b", Form.CLOZE: "z", Form.CHOICE: "c", Form.TYPED: "t"}
"""How the content hash of each form begins."""
_FORMS = {letter: form for form, letter in _LETTERS.items()}
_KINDS = {form: NOTE_TYPES[form].id for form in Form}
_HASH_BYTES = 10
_GAP = "[…]"
_MARKUP = re.compile(r"<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>", re.DOTALL | re.IGNORECASE)
_MEDIA = re.compile(
    r"""<(?:img|audio|video|object|source)\b(?:[^>]|"[^"]+?"|'[^']+?')+?\b(?:src|data)="""
    r"""(?:"([^"]+?)"[^>]*>|'([^']+?)'[^>]*>|([^ >]+?)(?:\x20[^>]*>|>))""",
    re.IGNORECASE | re.DOTALL,
)


class Note(NamedTuple):
    """What is kept of a note when it is written."""

    card: Flashcard
    content: str
    """Hash of what it shows, but for where it is said; it begins with a letter for how it is asked."""
    mod: int


def each_once(cards: Iterable[Flashcard]) -> list[Flashcard]:
    """As they come. Raises StudykitError when two have one id."""
    found = list(cards)
    if len({card.id for card in found}) < len(found):
        for one, other in pairwise(sorted(card.id for card in found)):
            if one == other:
                raise StudykitError(f"Two flashcards have the id '{one}'.")
    return found


class Notes:
    """Makes notes, and counts what they are against what left before.

    A note's ``mod`` is ``now`` when its content is not that of ``previous``, and as it was otherwise. It grows with
    every change, also when the clock was set back: Anki passes over what is not newer.
    """

    def __init__(self, previous: Mapping[str, Carried], now: int) -> None:
        self._previous = previous
        self._now = now
        self.made: list[Note] = []
        self.new = self.unchanged = 0
        self.kept: list[str] = []
        """Ids of cards that are asked otherwise by now, and leave as they were."""

    def make(self, card: Flashcard) -> tuple[int, int, str, str]:
        """Note type, mod, tags and fields of a card's note."""
        known = self._previous.get(card.id)
        shown = card if known is None else _as_known(card, known)
        form = shown.form
        *texts, source, name = fields_of(shown)
        tags, text = _tags(shown.tags, shown.gone), "\x1f".join(texts)
        told = f"{tags}\x1f{text}\x1f{leads(source) if source else ''}"
        content = _LETTERS[form] + blake2b(told.encode(), digest_size=_HASH_BYTES).hexdigest()
        mod = self._now if known is None else self._again(known, content)
        self.new += known is None
        self.made.append(Note(shown, content, mod))
        if shown is not card:
            self.kept.append(card.id)
        return _KINDS[form], mod, tags, f"{text}\x1f{source}\x1f{name}"

    def _again(self, known: Carried, content: str) -> int:
        if content == known.content:
            self.unchanged += 1
            return known.mod
        return max(self._now, known.mod + 1)


def form_of(known: Carried) -> Form | None:
    """How a card was asked when it left; None for one that left before that was kept."""
    return _FORMS.get(known.content[:1])


def _as_known(card: Flashcard, known: Carried) -> Flashcard:
    """The card, or as it was when it is asked otherwise by now: Anki would refuse it, and the whole package with it."""
    if known.content.startswith(_LETTERS[card.form]):
        return card
    try:
        return read_card(known.record)
    except UsageError:  # it left before its text was kept, and was no text with gaps then
        return replace(card, body=_turned(card.body)) if isinstance(card.body, Cloze) else card


def _turned(body: Cloze) -> Basic:
    parts = body.parts
    front = "".join(_GAP if part.hidden else part.text for part in parts)
    return Basic(front, "\n".join(filter(None, ("".join(part.text for part in parts), body.back))))


@lru_cache(maxsize=4096)
def _tags(tags: tuple[str, ...], gone: bool) -> str:
    """As Anki keeps them: with a blank before, between and after."""
    named = dict.fromkeys(filter(None, map(_tag, (*tags, REMOVED) if gone else tags)))
    return f" {' '.join(named)} " if named else ""


def _tag(tag: str) -> str:
    return re.sub(r"\s+", "_", unicodedata.normalize("NFC", printable(tag)))


def sorted_by(fields: str) -> tuple[str, int]:
    """What Anki sorts a note by, and the checksum by which it finds one with the same first field."""
    plain = fields.partition("\x1f")[0]
    if "<" in plain:
        plain = _MARKUP.sub("", _MEDIA.sub(r" \1\2\3 ", plain))
    if "&" in plain:
        plain = html.unescape(plain).replace("\xa0", " ")
    checksum = sha1(plain.encode(), usedforsecurity=False).digest()
    return plain, int.from_bytes(checksum[:4])
