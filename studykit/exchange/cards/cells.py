"""Flashcards ↔ plain texts in the order of the fields of their Anki notes, for tables.

Options stand one a line (``A) 30 s``), and so does what is said of them (``A) right: …  [note.md:3]``); sources are one
a line (``text <address>``); gaps are Anki's ``{{c1::…}}``. Braces and colons of a text that Anki would take for a gap
are kept apart by a joiner, which nobody sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from studykit.core.errors import UsageError
from studykit.core.flashcard import Basic, Body, Choice, Cloze, Flashcard, Form, Link, Part, Typing
from studykit.core.response import LETTERS, Choices, Option
from studykit.core.source import SourceSpan
from studykit.exchange.anki.gaps import Gap, parts
from studykit.exchange.anki.types import NOTE_TYPES

FIELDS = {form: len(kind.fields) - 2 for form, kind in NOTE_TYPES.items()}
"""Form → fields of its body; the sources and the id of the card come after them."""
_JOINER = "\u200d"
_TOUCH = re.compile(r"(?<=\{)(?=\{|\Z)|(?<=\})(?=\}|\Z)|\A(?=\})")
_COLONS = re.compile(r"(?<=:)(?=:|\Z)|\A(?=:)")
_APART = re.compile(f"(?<=[{{}}:]){_JOINER}|{_JOINER}(?=[{{}}:])")
_SAID = re.compile(r"(right|wrong)(?::[ ]?(.*))?", re.DOTALL | re.IGNORECASE)
_CITED = re.compile(r"\[([^\[\]\n]+):(\d{1,9})(?:-(\d{1,9}))?\]")


def fields_of(card: Flashcard) -> tuple[str, ...]:
    """Texts of the fields, those of the sources and the id included."""
    fields = (*_asked(card.body), "\n".join(map(link_text, card.sources)), card.id)
    if isinstance(card.body, Cloze):  # Anki looks for gaps in every field
        return (fields[0], *(_TOUCH.sub(_JOINER, field) for field in fields[1:]))
    return fields


def body_of(form: Form, fields: Sequence[str]) -> Body:
    """What the fields of a body ask. Raises UsageError that says what is wrong with them."""
    if form is Form.BASIC:
        return Basic(fields[0], fields[1])
    if form is Form.TYPED:
        return Typing(fields[0], fields[1], fields[2])
    if form is Form.CLOZE:
        return Cloze(gaps_of(fields[0]), _together(fields[1]))
    return Choice(fields[0], _choices(fields[1], fields[2]), fields[3])


def links_of(text: str) -> tuple[Link, ...]:
    """Sources that stand one a line."""
    return tuple(_link(line) for line in text.split("\n") if line)


def link_text(link: Link) -> str:
    """``text <address>``."""
    return f"{link.text} <{link.url}>" if link.url else link.text


def gaps_of(text: str, number: int = 0) -> tuple[Part, ...]:
    """The parts of a text with gaps; only those of one number are hidden if there is one. Raises UsageError."""
    return with_gap(_merged(_parts(text, number)))


def with_gap(pieces: Iterable[Part]) -> tuple[Part, ...]:
    """The parts. Raises UsageError when there is nothing to fill in."""
    found = tuple(pieces)
    hidden = [part for part in found if part.hidden]
    if not hidden or not all(part.text.strip() for part in hidden):
        raise UsageError("This text has no gap that could be filled: write {{c1::hidden}}.")
    return found


def lettered(texts: Iterable[str]) -> str:
    """One text a line, or several lines, with its letter before it."""
    return "\n".join(f"{letter}) {text}" for letter, text in zip(LETTERS, texts, strict=False))


def unlettered(text: str) -> Iterator[str]:
    """The texts that stand behind their letters. Raises UsageError."""
    found: list[list[str]] = []
    for line in text.split("\n"):
        letter = LETTERS[len(found) : len(found) + 1]
        if letter and line.startswith(f"{letter})"):
            found.append([line[2:].removeprefix(" ")])
        elif found:
            found[-1].append(line)
        else:
            raise UsageError("The options do not begin with 'A) '.")
    return map("\n".join, found)


def span_text(span: SourceSpan) -> str:
    """``[note:3-4]``."""
    return f"[{span.note}:{span.line}]" if span.end == span.line else f"[{span.note}:{span.line}-{span.end}]"


def cited(text: str) -> tuple[str, tuple[SourceSpan, ...]]:
    """A text and the lines of notes that stand at its end."""
    spans: list[SourceSpan] = []
    end = len(text)
    while found := _CITED.fullmatch(text, start := max(text.rfind("[", 0, end), 0), end):
        if start and text[start - 1] != " ":
            break
        line = int(found[2])
        spans.append(SourceSpan(found[1], line, max(line, int(found[3] or line))))
        end = max(start - 1, 0)
    return text[:end], tuple(reversed(spans))


def _asked(body: Body) -> tuple[str, ...]:
    if isinstance(body, Basic):
        return body.front, body.back
    if isinstance(body, Typing):
        return body.front, body.answer, body.back
    if isinstance(body, Cloze):
        return "".join(map(_gap, body.parts)), body.back
    options = body.response.options
    return body.stem, lettered(option.text for option in options), lettered(map(_said, options)), body.back


def _gap(part: Part) -> str:
    text = _TOUCH.sub(_JOINER, part.text)
    return f"{{{{c1::{_COLONS.sub(_JOINER, text)}}}}}" if part.hidden else text


def _said(option: Option) -> str:
    word = "right" if option.right else "wrong"
    said = f"{word}: {option.reason}" if option.reason else word
    return " ".join([said, *map(span_text, option.sources)])


def _parts(text: str, number: int) -> Iterator[Part]:
    for piece in parts(text):
        if isinstance(piece, str):
            yield Part(_together(piece))
        else:
            yield Part(_inside(piece), hidden=not number or number in piece.numbers)


def _inside(gap: Gap) -> str:
    return "".join(_together(piece) if isinstance(piece, str) else _inside(piece) for piece in gap.inside)


def _together(text: str) -> str:
    return _APART.sub("", text)


def _merged(pieces: Iterable[Part]) -> Iterator[Part]:
    """No empty part, and no two beside each other of which none is hidden."""
    shown = ""
    for piece in pieces:
        if piece.hidden:
            if shown:
                yield Part(shown)
            shown = ""
            yield piece
        else:
            shown += piece.text
    if shown:
        yield Part(shown)


def _choices(asked: str, told: str) -> Choices:
    texts, said = list(unlettered(asked)), list(unlettered(told))
    if len(texts) != len(said):
        raise UsageError("There are not as many answers as options.")
    return some_right(tuple(_option(*both) for both in zip(texts, said, strict=True)))


def some_right(options: tuple[Option, ...]) -> Choices:
    """The options. Raises UsageError when none of them is right."""
    known = Choices(options)
    if not known.positions:
        raise UsageError("None of the options is right.")
    return known


def _option(text: str, said: str) -> Option:
    rest, spans = cited(said)
    found = _SAID.fullmatch(rest)
    if found is None:
        raise UsageError("What is said of an option begins with 'right' or 'wrong'.")
    return Option(text, found[1].lower() == "right", found[2] or "", spans)


def _link(line: str) -> Link:
    text, begun, url = line.rpartition("<")
    if not begun or not url.endswith(">") or len(url.split()) != 1:
        return Link(line)
    return Link(text.removesuffix(" "), url[:-1])
