"""Flashcards as JSON Lines: one object a card; ``docs/cards.schema.json`` describes it, ``docs/cards.md`` explains it.

Every text comes back exactly as it was. Letters that steer a terminal or turn text around are escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.errors import UsageError
from studykit.core.flashcard import Basic, Body, Choice, Cloze, Flashcard, Form, History, Link, Part, Typing
from studykit.core.response import LETTERS, Choices, Option
from studykit.core.source import SourceSpan
from studykit.core.text import shortened
from studykit.exchange.cards.history import history_fields, read_history

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_STEERS = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]"
)
_UNSAFE_NAME = re.compile(r"[\x00-\x1f/\\:]|^\.{0,2}$")
_LONGEST_LINE = 16_000_000
_SHOWN = 60


def card_line(card: Flashcard) -> str:
    """One object without a line break; equal cards give equal lines."""
    return _line(_fields(card))


def read_card(line: str) -> Flashcard:
    """The card of one line. Raises UsageError that says what is wrong with it."""
    return _card(_object(line))


def write_cards(cards: Iterable[Flashcard], history: Mapping[str, History] | None = None) -> str:
    """A line a card; with ``history``, each says what a learner did with it, too."""
    known = history or {}
    return "".join(f"{_line(_fields(card) | _history(known.get(card.id)))}\n" for card in cards)


def read_cards(text: str, file: str) -> tuple[tuple[Flashcard, ...], tuple[Diagnostic, ...]]:
    """The cards of a file in order; lines that hold none are left out and said."""
    found: dict[str, Flashcard] = {}
    problems: list[Diagnostic] = []
    for number, line in _lines(text):
        try:
            card = read_card(line)
        except UsageError as problem:
            problems.append(error(str(problem), file, number))
            continue
        if card.id in found:
            problems.append(error(f"A card '{shortened(card.id, _SHOWN)}' is further up already.", file, number))
        found.setdefault(card.id, card)
    return tuple(found.values()), tuple(problems)


def read_histories(text: str, file: str) -> tuple[Mapping[str, History], tuple[Diagnostic, ...]]:
    """What a learner did with the cards of a file, by their ids; lines that ``read_cards`` refuses are passed over."""
    found: dict[str, History] = {}
    problems: list[Diagnostic] = []
    for number, line in _lines(text):
        try:
            said = _object(line)
            card = _card(said).id
        except UsageError:
            continue
        try:
            if "history" in said:
                found.setdefault(card, read_history(card, said["history"]))
        except UsageError as problem:
            problems.append(error(str(problem), file, number))
    return found, tuple(problems)


def _line(fields: Mapping[str, Any]) -> str:
    return _STEERS.sub(lambda found: f"\\u{ord(found[0]):04x}", _ENCODER.encode(fields))


def _history(history: History | None) -> dict[str, Any]:
    return {} if history is None else {"history": history_fields(history)}


def _fields(card: Flashcard) -> dict[str, Any]:
    fields = {"id": card.id, "form": str(card.form), "deck": card.deck, **_asked(card.body)}
    further: dict[str, Any] = {
        "tags": list(card.tags),
        "sources": [{"text": link.text, "url": link.url} if link.url else {"text": link.text} for link in card.sources],
        "media": list(card.media),
        "gone": card.gone,
    }
    return fields | {name: value for name, value in further.items() if value}


def _asked(body: Body) -> dict[str, Any]:
    if isinstance(body, Basic):
        return {"front": body.front, "back": body.back}
    back = {"back": body.back} if body.back else {}
    if isinstance(body, Cloze):
        parts = [{"text": part.text, "hidden": True} if part.hidden else {"text": part.text} for part in body.parts]
        return {"parts": parts, **back}
    if isinstance(body, Choice):
        return {"stem": body.stem, "options": [_option(option) for option in body.response.options], **back}
    return {"front": body.front, "answer": body.answer, **back}


def _option(option: Option) -> dict[str, Any]:
    fields: dict[str, Any] = {"text": option.text, "right": option.right}
    if option.reason:
        fields["reason"] = option.reason
    if option.sources:
        fields["sources"] = [{"note": span.note, "line": span.line, "end": span.end} for span in option.sources]
    return fields


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that are not empty, with their numbers; they end as JSON Lines says and nowhere else."""
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            yield number, line


def _object(line: str) -> dict[str, Any]:
    if len(line) > _LONGEST_LINE:
        raise UsageError(f"This line is longer than {_LONGEST_LINE:,} characters.")
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        raise UsageError("This line is no JSON object, or not a whole one.") from None
    if type(said) is not dict:
        raise UsageError("This line is no JSON object.")
    return said


def _card(said: Mapping[str, Any]) -> Flashcard:
    form = _text(said, "form")
    read = _BODIES.get(form)
    if read is None:
        raise UsageError(f"This card has the form '{shortened(form, _SHOWN)}'; there are {', '.join(Form)}.")
    name = _text(said, "id")
    tags, media = _texts(said, "tags"), _texts(said, "media")
    if not name.strip():
        raise _wrong("id")
    if any(tag.split() != [tag] for tag in tags):
        raise _wrong("tags", "A tag has no blanks and is not empty.")
    if any(_UNSAFE_NAME.search(one) for one in media):
        raise _wrong("media", "They are names of files, without folders.")
    sources = tuple(Link(_text(one, "text"), _text(one, "url", "")) for one in _objects(said, "sources"))
    return Flashcard(name, read(said), _text(said, "deck"), tags, sources, media, _flag(said, "gone"))


def _basic(said: Mapping[str, Any]) -> Basic:
    return Basic(_text(said, "front"), _text(said, "back"))


def _cloze(said: Mapping[str, Any]) -> Cloze:
    parts = tuple(Part(_text(one, "text"), _flag(one, "hidden")) for one in _objects(said, "parts"))
    hidden = [part for part in parts if part.hidden]
    if not hidden or not all(part.text.strip() for part in hidden):
        raise _wrong("parts", "One at least is hidden, and no hidden one is blank.")
    return Cloze(parts, _text(said, "back", ""))


def _choice(said: Mapping[str, Any]) -> Choice:
    options = tuple(
        Option(_text(one, "text"), _flag(one, "right"), _text(one, "reason", ""), tuple(_spans(one)))
        for one in _objects(said, "options")
    )
    if not 1 <= len(options) <= len(LETTERS) or not any(option.right for option in options):
        raise _wrong("options", f"There are up to {len(LETTERS)}, and one at least is right.")
    return Choice(_text(said, "stem"), Choices(options), _text(said, "back", ""))


def _typed(said: Mapping[str, Any]) -> Typing:
    return Typing(_text(said, "front"), _text(said, "answer"), _text(said, "back", ""))


def _spans(said: Mapping[str, Any]) -> Iterator[SourceSpan]:
    for one in _objects(said, "sources"):
        line, end = one.get("line"), one.get("end")
        if type(line) is not int or type(end) is not int or not 0 <= line <= end:
            raise _wrong("sources")
        yield SourceSpan(_text(one, "note"), line, end)


_BODIES: dict[str, Callable[[Mapping[str, Any]], Body]] = {
    Form.BASIC: _basic,
    Form.CLOZE: _cloze,
    Form.CHOICE: _choice,
    Form.TYPED: _typed,
}


def _wrong(name: str, how: str = "") -> UsageError:
    return UsageError(f"This card has no '{name}' that can be used.{how and ' '}{how}")


def _text(said: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = said.get(name, default)
    if type(value) is not str:
        raise _wrong(name)
    return value


def _flag(said: Mapping[str, Any], name: str) -> bool:
    value = said.get(name, False)
    if type(value) is not bool:
        raise _wrong(name)
    return value


def _texts(said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = said.get(name, [])
    if type(values) is not list or any(type(value) is not str for value in values):
        raise _wrong(name)
    return tuple(values)


def _objects(said: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    values = said.get(name, [])
    if type(values) is not list or any(type(value) is not dict for value in values):
        raise _wrong(name)
    return values
