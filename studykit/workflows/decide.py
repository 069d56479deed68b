"""A learner settles a conflict, or takes that back; facts, cards and the deck follow at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from studykit.core.attribute import Bound
from studykit.core.claim import Limit
from studykit.core.decision import LONGEST, Decision, one_line
from studykit.core.errors import UsageError, nearest
from studykit.core.fact import Conflict, Fact
from studykit.core.relation import Relation, Statement
from studykit.core.text import count
from studykit.workflows.conflict_page import (
    ConflictList,
    Settled,
    conflict_list,
    decision_about,
    fact_of,
    find_conflict,
    held_forms,
    who_settled,
)
from studykit.workflows.decisions import change_file, decisions_of
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library

if TYPE_CHECKING:
    from studykit.workflows.reconcile import Reconciled
    from studykit.workflows.study import Study


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision, or taking one back, came to."""

    decision: Decision
    before: Decision | None
    """What was decided about the same fact before; None: nothing."""
    library: Library
    """With the facts as they are now."""
    back: int
    """Questions that came back; negative: that are held back again."""
    taken_back: bool = False


def decide(
    library: Library, conflict: str, claim: int, *, at: datetime, both: bool = False, reason: str = ""
) -> Change:
    """Lets a claim of a conflict hold; with ``both`` the others hold, too, of something else.

    ``claim`` is the number of a side, from 1; ``at`` is aware, in the learner's zone. When this returns, the decision
    is on disk. Raises UsageError for what cannot be decided, ContentError for a broken file.
    """
    decision = decision_of(library, find_conflict(library, conflict), claim, at=at, both=both, reason=reason)
    return _keep(library, decision)


def put_back(library: Library, change: Change) -> Change:
    """Takes a change back: what was decided before it holds again."""
    if change.taken_back:
        return _keep(library, change.decision)
    # what was decided before it goes behind the others: the file's order says which came last
    return undo(library, change.decision.fact) if change.before is None else _keep(library, change.before)


def undo(library: Library, fact: str) -> Change:
    """Takes a decision back. Raises UsageError that suggests the nearest one where nothing is decided."""
    from studykit.packs.decisions import without_decision

    home = library.origin.places.home
    made = {one.fact: one for one in decisions_of(home)}
    if fact not in made:
        conflict = next((one for one in library.base.conflicts if one.id == fact), None)
        found = None if conflict is None else decision_about(conflict, library.decisions)
        if found is None or found.fact not in made:
            known = nearest(fact, made) if made else " You have decided nothing yet."
            raise UsageError(f"You decided nothing about '{fact}'.{known} See: studykit settle")
        fact = found.fact
    change_file(home, lambda text: without_decision(text, fact))
    return _changed(library, made[fact], None, taken_back=True)


def decision_of(library: Library, conflict: Conflict, claim: int, *, at: datetime, both: bool, reason: str) -> Decision:
    """The decision that a side of a conflict holds. Raises UsageError for what cannot be decided."""
    if who_settled(library, conflict, library.decisions) is Settled.SOURCE:
        about = fact_of(library, conflict)
        by = f": {about.settled_by}" if about is not None else ""
        raise UsageError(f"There is nothing to decide about {conflict.id}{by}.")
    sides = [side for side in conflict.sides if side.claims]
    if not 1 <= claim <= len(sides):
        raise UsageError(f"There is no claim {claim} of {conflict.id}: there are {count(len(sides), 'claim')}.")
    side = sides[claim - 1]
    fact, chosen = _claim(library, conflict, side.claims)
    says, words = one_line(side.says), one_line(chosen.claim.text)
    kept = at.replace(microsecond=0)
    return Decision(fact, says, words, chosen.span.note, both, one_line(reason)[:LONGEST], kept)


def _claim(
    library: Library, conflict: Conflict, claims: tuple[Limit | Statement | Relation, ...]
) -> tuple[str, Limit | Statement | Relation]:
    """The fact that is decided about, and the claim of it: bounds that are one figure share a conflict."""
    from studykit.facts.decided import stable_id

    if conflict.id in library.base.facts:
        attribute = conflict.id.rpartition(".")[0]
        for name in (conflict.id, *(f"{attribute}.{bound}" for bound in Bound)):
            fact = library.base.facts.get(name)
            for one in claims if isinstance(fact, Fact) else ():
                if fact is not None and one in fact.claims:
                    return name, one
    return stable_id(conflict.id), claims[0]


def _keep(library: Library, decision: Decision) -> Change:
    from studykit.packs.decisions import with_decision

    home = library.origin.places.home
    before = next((one for one in decisions_of(home) if one.fact == decision.fact), None)
    change_file(home, lambda text: with_decision(text, decision))
    return _changed(library, decision, before, taken_back=False)


def _changed(library: Library, decision: Decision, before: Decision | None, *, taken_back: bool) -> Change:
    origin = library.origin
    now = open_library(origin.places, origin.pack, origin.notes)
    return Change(decision, before, now, _asked(now) - _asked(library), taken_back)


def _asked(library: Library) -> int:
    """Cards that can be asked."""
    return len(library.cards) - held_forms(library)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A change made in a thread, with all that a session needs to go on over it."""

    change: Change
    known: Reconciled
    """The cards as the learner knows them."""
    conflicts: ConflictList


def settle_conflict(study: Study, conflict: str, claim: int, *, both: bool = False, reason: str = "") -> Outcome:
    """``decide`` for a session; call it in a thread, then ``take_up`` where the session runs."""
    at = study.clock()
    return _outcome(study, decide(study.library, conflict, claim, at=at, both=both, reason=reason))


def undo_decision(study: Study, fact: str) -> Outcome:
    """``undo`` for a session, in a thread."""
    return _outcome(study, undo(study.library, fact))


def put_back_decision(study: Study, change: Change) -> Outcome:
    """``put_back`` for a session, in a thread."""
    return _outcome(study, put_back(study.library, change))


def _outcome(study: Study, change: Change) -> Outcome:
    from studykit.workflows.reconcile import reconcile

    known = reconcile(change.library.key, change.library.cards, study.store)
    return Outcome(change, known, conflict_list(change.library))


def take_up(study: Study, outcome: Outcome) -> None:
    """Goes on with the session over what was decided; nothing that was answered is touched. Takes milliseconds."""
    study.renew(outcome.change.library, outcome.known.deck(), outcome.known.names)


def change_words(change: Change) -> str:
    """``Settled. 4 questions are back.``: what a change came to, for people."""
    done = "Taken back." if change.taken_back else "Settled."
    if change.back > 0:
        return f"{done} {count(change.back, 'question')} {'is' if change.back == 1 else 'are'} back."
    if change.back < 0:
        return f"{done} {count(-change.back, 'question')} {'waits' if change.back == -1 else 'wait'} again."
    return done
