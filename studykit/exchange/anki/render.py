"""The sides of a card as Anki makes them: its template language over the fields of a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from studykit.core.errors import UsageError
from studykit.exchange.anki.filters import FILTERS, hinted
from studykit.exchange.anki.gaps import gaps_shown, hidden_only

_OTHER_BRACES = "{{=<% %>=}}"
_TOKEN = re.compile(r"<!--|\{\{")
_ENDS = {"<!--": "-->", "{{": "}}"}
_EMPTY = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*", re.IGNORECASE)
_PLACES = ("Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID", "FrontSide")
"""Names that Anki fills in itself, in each template."""
_NUMBER = re.compile(r"c[0-9]+", re.ASCII)
"""Names of the gaps that a cloze card asks for, in conditions."""
_DEPTH = 100
_LARGEST = 50_000_000
"""Letters of a side from which a template only multiplies its fields."""


class Kind(Protocol):
    """A note type as far as it says how cards look."""

    @property
    def cloze(self) -> bool:
        """Whether its cards are numbers of gaps."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of its fields."""

    @property
    def front(self) -> str:
        """Template of the question."""

    @property
    def back(self) -> str:
        """Template of the answer."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML of both sides. ``[sound:…]`` and ``[[type:Field]]`` stand in it as Anki leaves them for its screens."""

    front: str
    back: str


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    filters: tuple[str, ...]
    """In the order in which they work."""


@dataclass(frozen=True, slots=True)
class _When:
    name: str
    filled: bool
    inside: list[_Node]


_Node = str | _Field | _When


@dataclass(frozen=True, slots=True)
class _Note:
    """What a template is filled with."""

    fields: Mapping[str, str]
    filled: frozenset[str]
    """Names of what is not empty."""
    number: int
    answered: bool = False


def render(
    kind: Kind,
    fields: Sequence[str],
    *,
    number: int = 1,
    also: Mapping[str, str] | None = None,
    repeats: bool = True,
) -> Rendered:
    """Both sides of a card of a note.

    ``number`` says which gaps a cloze card asks for; ``also`` fills what Anki knows itself (``Tags``, ``Deck`` …);
    without ``repeats``, the back does not say the front again. Raises UsageError when a template cannot be read.
    """
    told = dict.fromkeys(_PLACES, "") | dict(also or {}) | dict(zip(kind.fields, fields, strict=False))
    told |= dict.fromkeys(kind.fields[len(fields) :], "")
    filled = {name for name, text in told.items() if not _EMPTY.fullmatch(text)}
    note = _Note(told, frozenset(filled | {f"c{number}"}), number)
    front = _written(_parsed(kind.front), note)
    told = told | {"FrontSide": front if repeats else ""}
    return Rendered(front, _written(_parsed(kind.back), _Note(told, note.filled, number, answered=True)))


@lru_cache(64)
def _parsed(template: str) -> tuple[_Node, ...]:
    if template.lstrip().startswith(_OTHER_BRACES):
        template = template.lstrip().removeprefix(_OTHER_BRACES).replace("<%", "{{").replace("%>", "}}")
    root: list[_Node] = []
    opened: list[_When] = []
    for text, asked in _tokens(template):
        inside = opened[-1].inside if opened else root
        inside.append(text)
        if asked is not None:
            _take(asked.lstrip("{").strip(), inside, opened)
    if opened:
        raise UsageError(f"The template opens '{{{{#{opened[-1].name}}}}}' and does not close it.")
    return tuple(root)


def _tokens(template: str) -> Iterator[tuple[str, str | None]]:
    """Texts, each with what the braces behind it ask for."""
    at = looked = 0
    absent = set[str]()
    while token := _TOKEN.search(template, looked):
        end = _ENDS[token[0]]
        closes = -1 if end in absent else template.find(end, token.end())
        if closes < 0:
            absent.add(end)
            looked = token.end()
        elif token[0] == "{{":
            yield template[at : token.start()], template[token.end() : closes]
            at = looked = closes + 2
        else:
            looked = closes + 3
    yield template[at:], None


def _take(asked: str, inside: list[_Node], opened: list[_When]) -> None:
    """Puts what stands between braces where it belongs."""
    sign, name = asked[:1], asked[1:].strip()
    if sign in ("#", "^"):
        if len(opened) == _DEPTH:
            raise UsageError("The template nests its conditions too deep.")
        when = _When(name, sign == "#", [])
        inside.append(when)
        opened.append(when)
    elif sign == "/":
        if not opened or opened.pop().name != name:
            raise UsageError(f"The template closes '{{{{/{name}}}}}', which is not open there.")
    else:
        *filters, name = asked.split(":")
        inside.append(_Field(name, tuple(reversed(filters))))


def _written(nodes: Sequence[_Node], note: _Note) -> str:
    texts: list[str] = []
    size = 0
    for node in nodes:
        if isinstance(node, str):
            texts.append(node)
        elif isinstance(node, _Field):
            texts.append(_filtered(node, note))
        elif (_known(node.name, note) in note.filled) == node.filled:
            texts.append(_written(node.inside, note))
        else:
            continue
        size += len(texts[-1])
        if size > _LARGEST:
            raise UsageError("The template makes a card that is too large to be shown.")
    return "".join(texts)


def _known(name: str, note: _Note) -> str:
    if name not in note.fields and not _NUMBER.fullmatch(name):
        raise UsageError(f"The template asks for a field '{name}', which the note type does not have.")
    return name


def _filtered(field: _Field, note: _Note) -> str:
    text = note.fields.get(_known(field.name, note), "")
    if "type" in field.filters:
        return f"[[{':'.join((*reversed(field.filters), field.name))}]]"
    for name in field.filters:
        if name == "cloze":
            text = gaps_shown(text, note.number, answered=note.answered)
        elif name == "cloze-only":
            text = hidden_only(text, note.number, answered=note.answered)
        elif name == "hint":
            text = hinted(field.name, text)
        elif name.partition(" ")[0] == "tts":
            text = ""  # it is spoken
        else:
            text = FILTERS.get(name, str)(text)
    return text
