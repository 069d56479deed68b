"""The learner's decisions as rows of the log of settings, which backups hold and devices exchange.

The file counts, and people edit it; its rows say when each decision came and went, and the latest about a fact holds on
all devices. What the file held when both said the same is kept for this device alone: it tells which changed since.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from studykit.core.clock import utc
from studykit.core.decision import LONGEST, Decision, one_line
from studykit.core.diagnostic import Diagnostic, error
from studykit.core.errors import StudykitError
from studykit.core.log_row import LogRow, Plain, RowKind
from studykit.workflows.decisions import FILE, change_file, read_file
from studykit.workflows.device import device_of

if TYPE_CHECKING:
    from studykit.store.study_store import StudyStore

_PREFIX = "settled."
_WORDS = ("fact", "holds", "words", "note", "reason")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WHOLE = ""
"""Stands for the whole file among the facts that it held."""


class _Row(NamedTuple):
    """What was said of a fact last; rows are compared as settings are."""

    at: int
    id: str
    value: str


def keep(store: StudyStore, home: Path) -> None:
    """Keeps what was changed in the file since both said the same. Raises StoreError.

    A file that is not there says nothing, and one that is broken is waited for.
    """
    file, base = read_file(home), _base(store)
    if not file.raw.strip():
        if base and not file.trouble:
            store.mark_exported(_package(store), {})  # it comes back with the next sync
        return
    whole = _digest(file.raw)
    if base.get(_WHOLE) == whole or file.problems:
        return
    made = {one.decision.fact: one.decision for one in file.kept}
    marks = {fact: _mark(one) for fact, one in made.items()}
    changed = {fact for fact in marks.keys() | base.keys() if marks.get(fact) != base.get(fact)} - {_WHOLE}
    _add(store, home, {fact: made.get(fact) for fact in changed})
    store.mark_exported(_package(store), {fact: (mark or "", 0) for fact, mark in {**marks, _WHOLE: whole}.items()})


def keep_beside(path: Path) -> None:
    """``keep`` for the learner's own file before it is copied. Whatever keeps it from that shows when it is opened."""
    from studykit.store.study_store import StudyStore

    if read_file(path.parent).raw.strip() and path.exists():
        with suppress(StudykitError), StudyStore.open(path) as store:
            keep(store, path.parent)


def spread(store: StudyStore, home: Path) -> None:
    """Brings into the file what other devices decided or took back, but for what was changed in it meanwhile.

    Raises ContentError with file and line for a broken file, and StudykitError when it cannot be written.
    """
    held = _held(store)
    base = _base(store) if held else {}
    news = {fact: one for fact, one in held.items() if base.get(fact) != _mark(one)}
    if not news:
        return

    def change(text: str) -> str:
        there = {one.fact: one for one in _read(text)}
        return _changed(text, there, {fact: news[fact] for fact in news if base.get(fact) == _mark(there.get(fact))})

    change_file(home, change)
    keep(store, home)


def agree(store: StudyStore, home: Path) -> None:
    """Joins the file with rows that came out of a backup: each gets what the other has.

    Where they differ about a fact, the file holds. Raises what ``keep`` and ``spread`` raise.
    """
    if read_file(home).raw.strip() or _held(store):
        store.mark_exported(_package(store), {})
        keep(store, home)
        spread(store, home)


def put_back(store: StudyStore, home: Path) -> None:
    """Gives the file the decisions of a database that was restored; one that knows of none changes nothing.

    Raises what ``spread`` raises.
    """
    held = _held(store)
    if not held:
        return

    def change(text: str) -> str:
        there = {one.fact: one for one in _read(text)}
        return _changed(text, there, {**dict.fromkeys(there), **held})

    change_file(home, change)
    keep(store, home)


def left_out(home: Path, problem: StudykitError, so: str) -> Diagnostic:
    """Why nothing was brought into the file, at its line where it is broken; ``so`` says what that means."""
    broken = next(iter(read_file(home).problems), None)
    if broken is None:
        return error(f"{problem} {so}", str(home / FILE))
    return replace(broken, message=f"{broken.message} {so}")


def _changed(text: str, there: Mapping[str, Decision], wanted: Mapping[str, Decision | None]) -> str:
    """The file's text with what is wanted of these facts; None: nothing."""
    from studykit.packs.decisions import with_changes

    gone = [fact for fact, one in wanted.items() if one is None and fact in there]
    fresh = [one for fact, one in wanted.items() if one and (fact not in there or _said(there[fact]) != _said(one))]
    if not gone and not fresh:
        return text
    return with_changes(text, gone, sorted(fresh, key=lambda one: (one.at, one.fact)))


def _add(store: StudyStore, home: Path, changed: Mapping[str, Decision | None]) -> None:
    """Adds a row for each fact about which something else is said now; it comes after what was said of it before."""
    from studykit.store.merge import Merge

    if not changed:
        return
    latest, now = _latest(store), _number(utc(datetime.now(UTC)))
    rows = []
    for fact, one in changed.items():
        before = latest.get(_name(fact))
        value = _json({"fact": one_line(fact)}) if one is None else _said(one)
        if (before is None and one is None) or (before is not None and before.value == value):
            continue
        said = _number(one.at) if one else 0  # one that is older than what was said before was edited, or put back
        at = said if one and (before is None or said > before.at) else now
        at = max(min(at, now), before.at + 1 if before else 0)
        values: dict[str, Plain] = {
            "id": uuid.uuid4().hex,
            "name": _name(fact),
            "value": value,
            "at": at,
            "device": device_of(home),
        }
        rows.append(LogRow(RowKind.SETTING, values))
    Merge(store.engine, store.learner, store.device).merge(rows, lambda _: None)


def _latest(store: StudyStore) -> dict[str, _Row]:
    """Name → what holds."""
    from studykit.store.merge import Merge

    found: dict[str, _Row] = {}
    for row in Merge(store.engine, store.learner, store.device).rows(RowKind.SETTING):
        name = str(row.values["name"])
        if name.startswith(_PREFIX):
            one = _Row(int(row.values["at"] or 0), str(row.values["id"]), str(row.values["value"]))
            found[name] = max(found.get(name, one), one)
    return found


def _held(store: StudyStore) -> dict[str, Decision | None]:
    """Fact → the decision that holds; None for one that was taken back. What is neither is left out."""
    found: dict[str, Decision | None] = {}
    for name, text in store.settings().items():
        if name.startswith(_PREFIX):
            with suppress(ValueError, TypeError, KeyError, OverflowError, RecursionError):
                fact, one = _read_row(json.loads(text))
                if _name(fact) == name:
                    found[fact] = one
    return found


def _read_row(said: object) -> tuple[str, Decision | None]:
    """The fact of a row, and what is said of it. Raises ValueError or KeyError for what is none."""
    fact = said["fact"] if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(fact, str) or one_line(fact) != fact:
        raise ValueError("no fact")
    return fact, _decision(said) if len(said) > 1 else None


def _decision(said: Mapping[str, object]) -> Decision:
    """What ``_said`` wrote. Raises ValueError or KeyError for anything else."""
    fact, holds, words, note, reason = (str(said[name]) for name in _WORDS)
    both, at = said["both"], datetime.fromisoformat(str(said["at"]))
    one = Decision(fact, holds, words, note, both is True, reason, at)
    if at.tzinfo is None or not (fact and holds and words) or json.loads(_said(one)) != said or len(reason) > LONGEST:
        raise ValueError("no decision")
    return one


def _said(one: Decision) -> str:
    """A decision as JSON; equal ones give equal texts, however the file spells them."""
    words = (one.fact, one.says, one.words, one.note, one.reason)
    said = dict(zip(_WORDS, map(one_line, words), strict=True))
    return _json({**said, "both": one.both, "at": one.at.isoformat(timespec="seconds")})


def _json(said: Mapping[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _name(fact: str) -> str:
    """Names of settings are short."""
    return f"{_PREFIX}{blake2b(one_line(fact).encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def _read(text: str) -> tuple[Decision, ...]:
    """The decisions of a text that can be read."""
    from studykit.packs.decisions import read_decisions

    return tuple(one.decision for one in read_decisions(Path(FILE), text.encode())[0])


def _base(store: StudyStore) -> dict[str, str]:
    """Fact → digest of what the file and the rows said of it when they said the same."""
    return {fact: digest for fact, (digest, _) in store.exported(_package(store)).items()}


def _package(store: StudyStore) -> str:
    """Where that is kept: among what other files held when they were last written. A server has files of many homes."""
    return "decisions" if store.path is not None else f"decisions {store.device}"


def _mark(one: Decision | None) -> str | None:
    """What is kept of a decision to see that it changed."""
    return None if one is None else _digest(_said(one).encode("utf-8", "surrogatepass"))


def _digest(raw: bytes) -> str:
    return blake2b(raw, digest_size=16).hexdigest()


def _number(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
