"""Rows of a table that somebody else wrote, or Anki → flashcards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from studykit.core.errors import UsageError
from studykit.core.flashcard import Basic, Body, Choice, Cloze, Flashcard, Form, Known, Link, Part, Typing
from studykit.core.response import Option
from studykit.core.source import SourceSpan
from studykit.core.text import unescaped
from studykit.exchange.anki.gaps import Gap, numbers, parts
from studykit.exchange.anki.html import text_of
from studykit.exchange.cards.cells import FIELDS, cited, gaps_of, some_right, with_gap
from studykit.exchange.cards.table import Row

_BEGIN, _END = "\ue000", "\ue001"
_OPTION = re.compile(
    r'<li class="(right|wrong)"><b>((?:(?!<li |</b>).)*)</b>(?:<p>((?:(?!<li |</p>).)*)</p>)?</li>', re.DOTALL
)
_CITED = re.compile(r" <i>\(((?:(?!<i>).)*)\)</i>\Z", re.DOTALL)
_ANCHOR = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_FILE = re.compile(r'<img src="([^"]*)"(?: alt="[^"]*")?>')
_SOUND = re.compile(r"\[sound:([^\[\]\n]+)\]")
_MOST_CARDS = 200
_BREAK = re.compile(r"<br ?/?>")


def cards_of(row: Row) -> Iterator[Flashcard]:
    """The card of a row, or one for each number of its gaps. Raises UsageError that says why there is none."""
    front = row.fields[0] if row.fields else ""
    asked = _plain(front, row)
    if not asked.strip():
        raise UsageError("The front of this card is empty.")
    rest = (_plain(field, row) for field in row.fields[1:])
    back = "\n\n".join(text for text in rest if text.strip())
    name, known = _named(row, asked)
    asks = numbers(front)
    if len(asks) > _MOST_CARDS:
        raise UsageError(f"This note asks for {len(asks):,} gaps one by one; up to {_MOST_CARDS} are read.")
    bodies: dict[int, Body] = {number: Cloze(_gaps(front, row, number), back) for number in asks}
    for number, body in (bodies or {1: Basic(asked, back)}).items():
        # notes of Anki are named as those of its packages are, so that both are known again
        several = known is Known.ANKI or row["notetype"] or len(bodies) > 1
        tags = tuple(row["tags"].split())
        yield Flashcard(f"{name}/{number - 1}" if several else name, body, row["deck"], tags, known=known)


def _named(row: Row, asked: str) -> tuple[str, Known]:
    """By what a row is known: its guid in Anki, an id that no other row has anywhere, its id in the file, its front."""
    for role, known in (("guid", Known.ANKI), ("uuid", Known.EVERYWHERE), ("id", Known.FILE)):
        name = row[role].strip()
        if name:
            return name, known
    return f"table:{blake2b(asked.encode(errors='replace'), digest_size=9).hexdigest()}", Known.FILE


def ours_of(form: Form, row: Row) -> tuple[str, Body, tuple[Link, ...]]:
    """Id, body and sources of a note of ours as Anki writes it. Raises UsageError."""
    size = FIELDS[form]
    fields = (*row.fields, *[""] * (size + 2))
    links = tuple(_link(line) for line in _BREAK.split(fields[size]) if line)
    return shown_text(fields[size + 1]), _body(form, fields, row), links


def shown_text(field: str) -> str:
    """The plain text of a field that ``anki_notes.shown`` wrote; of one that was changed in Anki's editor, too."""
    known = _BREAK.sub("\n", _SOUND.sub(r"[sound: \1]", _FILE.sub(r"[picture: \1]", field)))
    return text_of(field) if "<" in known else unescaped(known)


def _body(form: Form, fields: Sequence[str], row: Row) -> Body:
    if form is Form.CLOZE:
        return Cloze(_gaps(fields[0], row), shown_text(fields[1]))
    if form is Form.CHOICE:
        options = tuple(_option(*found) for found in _OPTION.findall(fields[2]))
        return Choice(shown_text(fields[0]), some_right(options), shown_text(fields[3]))
    texts = [shown_text(field) for field in fields[:3]]
    return Basic(*texts[:2]) if form is Form.BASIC else Typing(*texts)


def _option(word: str, text: str, reason: str) -> Option:
    where = _CITED.search(reason)
    why = shown_text(reason[: where.start()] if where else reason)
    return Option(shown_text(text), word == "right", why, _spans(where[1]) if where else ())


def _spans(text: str) -> tuple[SourceSpan, ...]:
    return cited(" ".join(f"[{one}]" for one in shown_text(text).split(", ")))[1]


def _link(line: str) -> Link:
    found = _ANCHOR.fullmatch(line)
    return Link(shown_text(found[2]), unescaped(found[1])) if found else Link(shown_text(line))


def _plain(text: str, row: Row) -> str:
    return text_of(text) if row.html else text


def _gaps(text: str, row: Row, number: int = 0) -> tuple[Part, ...]:
    """The gaps of a text of HTML: its blanks stay as they are only when all of it is read at once."""
    if not row.html:
        return gaps_of(text, number)
    marked = "".join(_marked(piece, number) for piece in parts(text.replace(_BEGIN, "").replace(_END, "")))
    pieces = re.split(f"[{_BEGIN}{_END}]", shown_text(marked))
    return with_gap(Part(piece, hidden=at % 2 == 1) for at, piece in enumerate(pieces) if piece)


def _marked(piece: str | Gap, number: int) -> str:
    if isinstance(piece, str):
        return piece
    inside = "".join(_marked(one, -1) for one in piece.inside)
    return f"{_BEGIN}{inside}{_END}" if not number or number in piece.numbers else inside
