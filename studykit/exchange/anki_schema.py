"""Anki's collection format, schema 11: tables and the JSON of its one ``col`` row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

VERSION = 11
NOTE_TYPE = 1763711101001
"""Id of our note type. It never changes: another id would make Anki keep two note types."""
DESIGNED = 1795219200
"""Seconds since 1970 at which the note type was last changed. Raise it with every change of a template
or of the CSS: Anki takes over a note type that is newer than its own and no other."""
CREATED = 1577847600
"""Seconds since 1970 at which the exported collection says it began; only new cards depend on it."""

TABLES = """
create table col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
  models text not null, decks text not null, dconf text not null, tags text not null);
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
create table graves (usn integer not null, oid integer not null, type integer not null);
create index ix_notes_usn on notes (usn);
create index ix_cards_usn on cards (usn);
create index ix_revlog_usn on revlog (usn);
create index ix_cards_nid on cards (nid);
create index ix_cards_sched on cards (did, queue, due);
create index ix_revlog_cid on revlog (cid);
create index ix_notes_csum on notes (csum);
"""

ADD_COLLECTION = "insert into col values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_NOTE = "insert into notes values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_CARD = "insert into cards values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

CSS = """\
.card { font-family: system-ui, sans-serif; font-size: 1.2rem; line-height: 1.45; text-align: left;
  max-width: 40rem; margin: 1rem auto; padding: 0 1rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.source { margin-top: 1.5rem; font-size: .8rem; opacity: .7; overflow-wrap: anywhere; }
hr { opacity: .3; }
"""
_FRONT = '<div class="text">{{Front}}</div>'
_BACK = (
    '{{FrontSide}}<hr id="answer"><div class="text">{{Back}}</div>'
    '{{#Source}}<div class="source">{{Source}}</div>{{/Source}}'
)
FIELDS = ("Front", "Back", "Source")


def note_types() -> dict[str, Any]:
    """The one note type that our cards use."""
    fields = [
        {"name": name, "ord": at, "sticky": False, "rtl": False, "font": "Arial", "size": 20, "media": []}
        for at, name in enumerate(FIELDS)
    ]
    template = {
        "name": "Card 1",
        "ord": 0,
        "qfmt": _FRONT,
        "afmt": _BACK,
        "did": None,
        "bqfmt": "",
        "bafmt": "",
    }
    kind = {
        "id": NOTE_TYPE,
        "name": "studykit Basic",
        "type": 0,
        "mod": DESIGNED,
        "usn": -1,
        "sortf": 0,
        "did": 1,
        "tmpls": [template],
        "flds": fields,
        "css": CSS,
        "latexPre": "",
        "latexPost": "",
        "req": [[0, "any", [0]]],
        "tags": [],
        "vers": [],
    }
    return {str(NOTE_TYPE): kind}


def decks(names: Mapping[str, int]) -> dict[str, Any]:
    """Anki's default deck and ours."""
    return {
        str(number): {
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
            "conf": 1,
            "extendNew": 0,
            "extendRev": 0,
        }
        for name, number in {"Default": 1, **names}.items()
    }


def presets() -> dict[str, Any]:
    """Anki's default options for decks."""
    steps = {
        "bury": False,
        "delays": [1, 10],
        "initialFactor": 2500,
        "ints": [1, 4, 0],
        "order": 1,
        "perDay": 20,
    }
    lapse = {"delays": [10], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0}
    review = {"bury": False, "ease4": 1.3, "hardFactor": 1.2, "ivlFct": 1, "maxIvl": 36500, "perDay": 200}
    preset = {
        "id": 1,
        "name": "Default",
        "mod": 0,
        "usn": 0,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "new": steps,
        "lapse": lapse,
        "rev": review,
        "dyn": False,
    }
    return {"1": preset}


def settings() -> dict[str, Any]:
    """Settings that a collection must have."""
    return {
        "activeDecks": [1],
        "addToCur": True,
        "collapseTime": 1200,
        "curDeck": 1,
        "curModel": NOTE_TYPE,
        "dueCounts": True,
        "estTimes": True,
        "newSpread": 0,
        "nextPos": 1,
        "sortBackwards": False,
        "sortType": "noteFld",
        "timeLim": 0,
    }


def collection_row(names: Mapping[str, int], mod: int) -> tuple[Any, ...]:
    """The ``col`` row of a collection with these decks, last changed ``mod`` seconds after 1970."""
    texts = [json.dumps(part, sort_keys=True) for part in (settings(), note_types(), decks(names), presets(), {})]
    return (1, CREATED, mod * 1000, CREATED * 1000, VERSION, 0, -1, 0, *texts)
