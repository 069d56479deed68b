"""The fact base of a built-in pack as a file under review."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studykit.core.fact import BehaviourFact, Fact
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.places import Places


def lock_path(places: Places) -> Path:
    """Where the lock is: beside the authorities."""
    return places.content.parent / "data" / "facts.lock.yaml"


def make_lock(places: Places, pack: str) -> str:
    """The lock of a pack and its own notes, as they are now. Raises ContentError when there is no such pack."""
    from studykit.packs.lock import lock_text

    return lock_text(_record(open_library(places, pack, [], decided=False)))


def _record(library: Library) -> dict[str, Any]:
    facts = sorted(library.base.facts.values(), key=lambda fact: fact.id)
    behaviours = sorted(library.base.behaviours.values(), key=lambda fact: fact.id)
    return {
        "pack": library.pack.key,
        "facts": {fact.id: _fact(fact) for fact in facts},
        "behaviours": {fact.id: _behaviour(fact) for fact in behaviours},
        "conflicts": [conflict.id for conflict in library.base.conflicts],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    record: dict[str, Any] = {"value": str(fact.quantity), "status": str(fact.status), "by": fact.settled_by}
    if fact.exam_value != fact.current_value:
        record["exam"] = str(fact.exam_value)
    if fact.cited is not None and fact.cited.why:
        record["why"] = fact.cited.why
    if fact.scoped:
        record["elsewhere"] = {one.scope: str(one.quantity) for one in fact.scoped}
    if fact.history:
        record["until"] = {past.until: str(past.quantity) for past in fact.history}
    record["notes"] = sorted({limit.span.note for limit in fact.claims})
    return record


def _behaviour(fact: BehaviourFact) -> dict[str, Any]:
    return {
        "says": fact.says,
        "status": str(fact.status),
        "by": fact.settled_by,
        "notes": sorted({statement.span.note for statement in fact.statements}),
    }
