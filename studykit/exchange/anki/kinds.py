"""Note types and decks of somebody's Anki collection: as JSON, or in tables of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from studykit.exchange.anki.protobuf import text, whole
from studykit.exchange.strange_json import json_object
from studykit.exchange.strange_sqlite import StrangeDatabase

_CLOZE = 1
_LONGEST = 16 << 20
"""Characters of JSON."""


@dataclass(frozen=True, slots=True)
class TheirTemplate:
    """How a note type makes one card."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class TheirType:
    """A note type of somebody's."""

    name: str
    cloze: bool
    """Whether its one template makes a card for each number of a gap."""
    fields: tuple[str, ...]
    templates: tuple[TheirTemplate, ...]
    css: str


def types_of(database: StrangeDatabase, models: Any) -> dict[int, TheirType]:
    """Note types by id. Raises ValueError, TypeError, LookupError or sqlite3.Error for what cannot be read."""
    if database.has("notetypes"):
        return _types_in_tables(database)
    return {number: _type(kind) for number, kind in _listed(models)}


def decks_of(database: StrangeDatabase, decks: Any) -> dict[int, str]:
    """Names of decks by id, ``A::B`` for B within A. Raises as ``types_of`` does."""
    if database.has("decks"):
        return {
            _number(id_): _text(name).replace("\x1f", "::") for id_, name in database.rows("decks", ("id", "name"), ())
        }
    return {number: _text(deck["name"]) for number, deck in _listed(decks)}


def _types_in_tables(database: StrangeDatabase) -> dict[int, TheirType]:
    fields: dict[int, list[str]] = defaultdict(list)
    templates: dict[int, list[TheirTemplate]] = defaultdict(list)
    if not (database.has("fields") and database.has("templates")):
        raise ValueError("Note types have no fields")
    for id_, name in database.rows("fields", ("ntid", "name"), ("ntid", "ord")):
        fields[_number(id_)].append(_text(name))
    for id_, name, config in database.rows("templates", ("ntid", "name", "config"), ("ntid", "ord")):
        templates[_number(id_)].append(TheirTemplate(_text(name), text(config, 1), text(config, 2)))
    return {
        _number(id_): TheirType(
            _text(name), whole(config, 1) == _CLOZE, tuple(fields[id_]), tuple(templates[id_]), text(config, 3)
        )
        for id_, name, config in database.rows("notetypes", ("id", "name", "config"), ("id",))
    }


def _type(kind: Mapping[str, Any]) -> TheirType:
    fields, templates = (_parts(kind[name]) for name in ("flds", "tmpls"))
    return TheirType(
        _text(kind["name"]),
        kind.get("type") == _CLOZE,
        tuple(_text(field["name"]) for field in fields),
        tuple(TheirTemplate(*(_text(template[at]) for at in ("name", "qfmt", "afmt"))) for template in templates),
        _text(kind.get("css", "")),
    )


def _listed(written: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    listed = json_object(_text(written) or "{}", _LONGEST)
    for number, what in listed.items():
        if not isinstance(what, dict):
            raise TypeError("No part of the list")
        yield int(number), what


def _parts(listed: Any) -> list[Mapping[str, Any]]:
    """Fields or templates in their order."""
    if not isinstance(listed, list) or not all(isinstance(part, dict) for part in listed):
        raise TypeError("No list")
    return sorted(listed, key=lambda part: _number(part.get("ord", 0)))


def _number(value: Any) -> int:
    if isinstance(value, int):
        return value
    raise TypeError("No number")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # JSON may hold half a character
    raise TypeError("No text")
