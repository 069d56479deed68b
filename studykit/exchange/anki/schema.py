"""Anki's collection format, schema 11: tables and the JSON of its one ``col`` row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from studykit.core.flashcard import Preset
from studykit.core.review import DAY_SECONDS
from studykit.exchange.anki.history import CREATED_DAY
from studykit.exchange.anki.presets import DEFAULT, STUDYKIT, presets
from studykit.exchange.anki.types import DESIGNED, NoteType

VERSION = 11
_EPOCH_DAY = 719_163
"""1 January 1970 as ``date.toordinal`` counts."""
CREATED = (CREATED_DAY - _EPOCH_DAY) * DAY_SECONDS
"""Seconds since 1970 at which the collection says that it began, in UTC."""
_STANDARD, _CLOZE = 0, 1
_ROLLOVER = 4

TABLES = """
pragma journal_mode = off;
pragma page_size = 16384;
create table col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
  models text not null, decks text not null, dconf text not null, tags text not null);
create table graves (usn integer not null, oid integer not null, type integer not null);
create table notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
  usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,
  flags integer not null, data text not null);
create table cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
  mod integer not null, usn integer not null, type integer not null, queue integer not null,
  due integer not null, ivl integer not null, factor integer not null, reps integer not null,
  lapses integer not null, left integer not null, odue integer not null, odid integer not null,
  flags integer not null, data text not null);
create table revlog (id integer primary key, cid integer not null, usn integer not null,
  ease integer not null, ivl integer not null, lastIvl integer not null, factor integer not null,
  time integer not null, type integer not null);
"""
"""Without Anki's indexes: it makes them anew in its own collection, and they would be a quarter of the package."""

ADD_COLLECTION = "insert into col values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_NOTE = "insert into notes values (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')"
"""Id, guid, note type, mod, tags, fields, sort field, checksum."""
ADD_CARD = "insert into cards values (?, ?, ?, 0, ?, -1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)"
"""Id, note, deck, mod, and the columns of its schedule."""
ADD_REVIEW = "insert into revlog values (?, ?, -1, ?, ?, ?, ?, ?, ?)"


def collection_row(
    decks: Mapping[str, int], kinds: Iterable[NoteType], preset: Preset | None, mod: int
) -> tuple[Any, ...]:
    """The ``col`` row of a collection with these decks, last changed ``mod`` seconds after 1970."""
    types = list(kinds)
    parts: tuple[dict[str, Any], ...] = (
        _settings(types, preset),
        {str(kind.id): _note_type(kind) for kind in types},
        _decks(decks, preset),
        presets(preset, CREATED),
        {},
    )
    texts = [json.dumps(part, sort_keys=True, ensure_ascii=False) for part in parts]
    return (1, CREATED, mod * 1000, CREATED * 1000, VERSION, 0, -1, 0, *texts)


def _settings(kinds: list[NoteType], preset: Preset | None) -> dict[str, Any]:
    """Scheduler 2 with days of the calendar: so the due days are the learner's, wherever the package is opened."""
    return {
        "activeDecks": [1],
        "addToCur": True,
        "collapseTime": 1200,
        "creationOffset": 0,
        "curDeck": 1,
        "curModel": kinds[0].id if kinds else 0,
        "dayLearnFirst": False,
        "dueCounts": True,
        "estTimes": True,
        "newSpread": 0,
        "nextPos": 1,
        "rollover": preset.settings.rollover if preset else _ROLLOVER,
        "sched2021": True,
        "schedVer": 2,
        "sortBackwards": False,
        "sortType": "noteFld",
        "timeLim": 0,
    }


def _note_type(kind: NoteType) -> dict[str, Any]:
    fields = [
        {"name": name, "ord": at, "sticky": False, "rtl": False, "font": "Arial", "size": 20, "media": []}
        for at, name in enumerate(kind.fields)
    ]
    template = {
        "name": "Cloze" if kind.cloze else "Card 1",
        "ord": 0,
        "qfmt": kind.front,
        "afmt": kind.back,
        "did": None,
        "bqfmt": "",
        "bafmt": "",
    }
    return {
        "id": kind.id,
        "name": kind.name,
        "type": _CLOZE if kind.cloze else _STANDARD,
        "mod": DESIGNED,
        "usn": -1,
        "sortf": 0,
        "did": 1,
        "tmpls": [template],
        "flds": fields,
        "css": kind.css,
        "latexPre": "",
        "latexPost": "",
        "req": [] if kind.cloze else [[0, "any", [0]]],
        "tags": [],
        "vers": [],
    }


def _decks(names: Mapping[str, int], preset: Preset | None) -> dict[str, Any]:
    """Anki's default deck and ours. Anki's importer changes no options for a deck that comes with the default ones."""
    default = preset.but if preset else {name.casefold() for name in names}
    return {"1": _deck(1, "Default", DEFAULT)} | {
        str(number): _deck(number, name, DEFAULT if name.casefold() in default else STUDYKIT)
        for name, number in names.items()
    }


def _deck(number: int, name: str, preset: int) -> dict[str, Any]:
    return {
        "id": number,
        "name": name,
        "mod": CREATED,
        "usn": -1,
        "lrnToday": [0, 0],
        "revToday": [0, 0],
        "newToday": [0, 0],
        "timeToday": [0, 0],
        "collapsed": False,
        "browserCollapsed": False,
        "desc": "",
        "dyn": 0,
        "conf": preset,
        "extendNew": 0,
        "extendRev": 0,
    }
