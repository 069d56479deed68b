"""Where notes disagree, as a learner sees it: what is held back, which claims there are, what is suggested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from studykit.core.claim import Claim, Limit
from studykit.core.decision import SOURCE, Decision, Decisions
from studykit.core.errors import ContentError, UsageError, nearest
from studykit.core.fact import BehaviourFact, Cause, ClaimStanding, Conflict, Fact
from studykit.core.source import SourceSpan
from studykit.core.text import listed
from studykit.workflows.library import Library

_ORDER = "order."
_FORMS = (_ORDER, "comparison.")
_FORM_KINDS = ("set", "sequence")


class Settled(IntEnum):
    """Who settled it; in the order in which a list has them."""

    NOBODY = 0
    YOU = 1
    NOTES = 2
    """The newest dated note or the majority, which a learner may overrule."""
    SOURCE = 3
    """An authority or the pack's source: there is nothing to decide."""


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One line of the list."""

    id: str
    values: str
    """``2 or 3``; what is asked, where answers disagree."""
    settled: Settled
    holds_back: int
    """Questions that come back when it is settled; 0 for what is settled."""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """What one line of a note says."""

    number: int
    """Of the side, from 1: the lines that say the same have the same number."""
    says: str
    span: SourceSpan
    date: str
    """Of the note, ISO or its beginning; empty where it has none."""
    words: str
    standing: ClaimStanding


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """One conflict whole."""

    id: str
    fact: str
    """Id of the fact or behaviour that it is about; empty where it is about none."""
    asks: str
    """What the sides answer differently: a question, or what the figure is."""
    settled: Settled
    reason: str
    claims: tuple[ClaimLine, ...]
    """Side by side."""
    suggested: int
    """Number of the side that is suggested; 0 without a suggestion."""
    why: str
    """What speaks for it; empty without a suggestion."""
    wrong_options: bool
    """Whether the claims that do not hold become wrong options of questions; other cards are turned."""
    decision: Decision | None
    """The learner's, when it settled this."""

    @property
    def sides(self) -> tuple[int, ...]:
        """The numbers that can be chosen."""
        return tuple(dict.fromkeys(line.number for line in self.claims))


@dataclass(frozen=True, slots=True)
class ConflictList:
    """All conflicts of a library: open ones first, those that hold back most before the others."""

    rows: tuple[ConflictRow, ...]
    facts: int
    """How many facts there are."""
    open: int
    """How many conflicts nothing settles."""
    held_back: int
    """Questions that they hold back, together."""


def conflict_list(library: Library) -> ConflictList:
    """Every conflict; reads all of them, so a screen asks in a thread."""
    decisions = library.decisions
    held = _Held(library)
    rows = [_row(library, one, decisions, held) for one in library.base.conflicts]
    rows.sort(key=lambda row: (row.settled, -row.holds_back))
    still = [row for row in rows if row.settled is Settled.NOBODY]
    return ConflictList(tuple(rows), len(library.base.facts), len(still), sum(row.holds_back for row in still))


def _row(library: Library, conflict: Conflict, decisions: Decisions, held: _Held) -> ConflictRow:
    settled = who_settled(library, conflict, decisions)
    values = conflict.asks or listed([side.says for side in conflict.sides], "or")
    return ConflictRow(conflict.id, values, settled, held.back(conflict) if settled is Settled.NOBODY else 0)


def find_conflict(library: Library, name: str) -> Conflict:
    """A conflict by its id, or by that of a fact it is about. Raises UsageError that suggests the nearest one."""
    from studykit.facts.decided import stable_id

    ids = [conflict for conflict, _ in library.built.conflicts.heads()]
    wanted = next((one for one in ids if name in (one, stable_id(one))), "")
    alike = (one for one in ids if name in (one.rpartition(".")[0], f"{one}.{name.rpartition('.')[2]}"))
    wanted = wanted or next(alike, "")
    found = library.built.conflicts.named(wanted) if wanted else None
    if found is None:
        known = " It is no conflict." if name in library.base.facts or name in library.base.behaviours else ""
        raise UsageError(f"Notes do not disagree about '{name}'.{known or nearest(name, ids)} See: studykit conflicts")
    return found


def conflict_page(library: Library, name: str) -> ConflictPage:
    """One conflict with its claims and a suggestion. Raises UsageError when there is none of this name."""
    from studykit.facts.suggest import suggest

    conflict = find_conflict(library, name)
    decisions = library.decisions
    settled = who_settled(library, conflict, decisions)
    dates = _dates(library, conflict)
    about = fact_of(library, conflict)
    found = suggest(conflict, about.attribute if isinstance(about, Fact) else None, dates)
    sides = [side for side in conflict.sides if side.claims]
    numbers = {id(side): number for number, side in enumerate(sides, 1)}
    lines = tuple(
        ClaimLine(
            numbers[id(side)],
            side.says,
            claim.span,
            dates.get(claim.span.note, ""),
            _words(claim.claim),
            side.standing,
        )
        for side in sides
        for claim in side.claims
    )
    suggested = 0 if found is None or settled is not Settled.NOBODY else numbers[id(conflict.sides[found.side])]
    return ConflictPage(
        conflict.id,
        about.id if about is not None else "",
        conflict.asks or (f"{about.attribute.means} ({about.bound})" if isinstance(about, Fact) else ""),
        settled,
        conflict.reason,
        lines,
        suggested,
        found.why if found is not None and suggested else "",
        isinstance(about, BehaviourFact) or (about is not None and about.declared),
        decision_about(conflict, decisions) if settled is Settled.YOU else None,
    )


def _words(claim: Claim) -> str:
    """A claim's words; those of a cell with the row and column that give it its meaning."""
    around = ", ".join(word for word in (claim.context.label, claim.context.column) if word)
    text = f"{around}: {claim.text}" if around else claim.text
    return " ".join(text.split())


def fact_of(library: Library, conflict: Conflict) -> Fact | BehaviourFact | None:
    """The fact or behaviour that a conflict is about."""
    base = library.base
    if conflict.id in base.facts:
        return base.facts[conflict.id]
    return base.behaviours.get(conflict.id)


def who_settled(library: Library, conflict: Conflict, decisions: Decisions) -> Settled:
    """Who settled a conflict."""
    from studykit.facts.decided import is_cited

    if conflict.cause is Cause.OPEN:
        return Settled.NOBODY
    about = fact_of(library, conflict)
    if about is None:
        return Settled.YOU if decision_about(conflict, decisions) is not None else Settled.SOURCE
    if about.settled_by.startswith(SOURCE):
        return Settled.YOU
    return Settled.SOURCE if is_cited(about) else Settled.NOTES


def decision_about(conflict: Conflict, decisions: Decisions) -> Decision | None:
    """The decision that a conflict's claims and id name; whether it counts, ``who_settled`` says."""
    from studykit.facts.decided import stable_id

    said = [(side.says, claim) for side in conflict.sides for claim in side.claims]
    renamed = any(isinstance(claim, Limit) and not claim.known for _, claim in said)
    claims = [(says, claim.claim.text) for says, claim in said]
    found = decisions.find(stable_id(conflict.id), claims, renamed=renamed)
    return None if found is None else found[0]


class _Held:
    """Counts the questions that open conflicts hold back; reads what it needs once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._domains: Mapping[str, int] | None = None
        self._spans: Mapping[SourceSpan, set[str]] | None = None

    def back(self, conflict: Conflict) -> int:
        """Cards that are left out because of a conflict; 0 for one that holds back nothing."""
        if conflict.id.startswith(_FORMS):
            return len(self.forms(conflict))
        about = fact_of(self._library, conflict)
        if about is None or about.settled:
            return 0
        return 1 + self._of_domains().get(about.id, 0)

    def forms(self, conflict: Conflict) -> set[str]:
        """The cards of sets and lists that a conflict about the form of notes holds back."""
        sides = (side for side in conflict.sides if side.standing is not ClaimStanding.HOLDS)
        spans = {claim.span for side in sides for claim in side.claims}
        return set().union(*(self._of_form().get(span, ()) for span in spans))

    def _of_form(self) -> Mapping[SourceSpan, set[str]]:
        """Lines → cards of sets and lists that rest on them."""
        if self._spans is None:
            found: dict[SourceSpan, set[str]] = {}
            for name, (kind, _) in self._library.cards.heads():
                card = self._library.cards.named(name) if kind in _FORM_KINDS else None
                for span in card.sources if card is not None else ():
                    found.setdefault(span, set()).add(name)
            self._spans = found
        return self._spans

    def _of_domains(self) -> Mapping[str, int]:
        """Fact that is not settled → question templates of the domains that cite it."""
        if self._domains is None:
            self._domains = _templates(self._library)
        return self._domains


def held_forms(library: Library) -> int:
    """Cards of sets and lists that are there and cannot be asked: open ones, and lists in an order that is mistaken."""
    heads = library.built.conflicts.heads()
    ids = [
        name for name, cause in heads if name.startswith(_FORMS) and (cause == Cause.OPEN or name.startswith(_ORDER))
    ]
    held = _Held(library)
    found = (library.built.conflicts.named(name) for name in ids)
    return len(set().union(*(held.forms(one) for one in found if one is not None)))


def _templates(library: Library) -> Mapping[str, int]:
    from studykit.packs.reader import read_domains
    from studykit.workflows.places import pack_folder

    cut = [one for one in library.diagnostics if "is not settled" in one.message]
    if not cut:
        return {}
    sources, _ = read_domains(pack_folder(library.origin.places, library.origin.pack))
    size = {source.file: len(source.tree.get("questions").items) for source in sources}
    found: dict[str, dict[str, int]] = {}
    for one in cut:
        found.setdefault(one.message.split("'")[1], {})[one.file] = size.get(one.file, 0)
    return {fact: sum(files.values()) for fact, files in found.items()}


def _dates(library: Library, conflict: Conflict) -> Mapping[str, str]:
    """When the notes of a conflict were written, for those that tell."""
    from studykit.notes.dates import note_date
    from studykit.notes.files import find_notes

    notes = {claim.span.note for side in conflict.sides for claim in side.claims}
    found: dict[str, str] = {}
    for name, path in _paths(library, notes):
        try:
            read, _ = find_notes((path,))
        except ContentError:
            continue  # gone since it was read
        found[name] = note_date(read[0].text, name) if read else ""
    return found


def _paths(library: Library, notes: Iterable[str]) -> Iterable[tuple[str, Path]]:
    return ((name, library.paths[name]) for name in notes if name in library.paths)
