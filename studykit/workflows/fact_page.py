"""Facts as a list and one by one: what a screen or a terminal shows of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.errors import UsageError, nearest
from studykit.core.fact import BehaviourFact, ClaimStanding, Fact, Status
from studykit.core.quantity import Quantity
from studykit.core.source import SourceSpan
from studykit.core.text import count
from studykit.facts.rows import FactRow, answer_words

if TYPE_CHECKING:
    from studykit.facts.search import Found
    from studykit.workflows.library import Library


@dataclass(frozen=True, slots=True)
class Line:
    """What one claim says."""

    span: SourceSpan
    value: str
    """Of a figure as the note writes it; of a behaviour, the name of the answer."""
    words: str
    """The note's own."""
    standing: ClaimStanding
    remark: str
    """How it stands, where it does not agree; empty where it does."""


@dataclass(frozen=True, slots=True)
class Was:
    """A value that was right until a date."""

    value: str
    until: str
    source: str


@dataclass(frozen=True, slots=True)
class FactView:
    """Everything that is said of one fact."""

    id: str
    title: str
    """A figure as a sentence; the question of a behaviour, and of a figure that nothing settles."""
    status: Status
    value: str
    """In force today, of a behaviour in sentences; empty where nothing is settled."""
    exam: str
    """What exams of the day ask; the same where they do not lag behind."""
    scope: str
    """What it holds for; empty: any."""
    bound: str
    """``max``, ``default`` and so on; empty for a behaviour."""
    was: tuple[Was, ...]
    """Earlier values, oldest first."""
    claims: tuple[Line, ...]
    """Those that disagree with what holds come last."""
    settled_by: str
    otherwise: str
    """What the claims alone would settle; empty where they settled it."""
    as_of: str
    remarks: tuple[tuple[str, str], ...]
    """What belongs beside it, each with what it is: the source and its words, what to mind, other values elsewhere."""
    behaviour: bool = False

    @property
    def settled(self) -> bool:
        """False for a fact whose claims wait for somebody to settle them."""
        return self.status is not Status.CONFLICT

    @property
    def source(self) -> SourceSpan | None:
        """The first line that says what holds; of an open fact, the first line that says anything."""
        return next((line.span for line in self.claims), None)

    @property
    def copied(self) -> str:
        """The value with where it is read, to be put elsewhere."""
        where = [str(self.source)] if self.source and self.settled else []
        dated = f", as of {self.as_of}" if self.as_of else ""
        figure = self.settled and not self.behaviour
        said = f"{self.id} = {self.value}" if figure else f"{self.id}: {self.title} {self.value}".rstrip()
        return f"{said} ({'; '.join([f'{self.settled_by}{dated}', *where])})"


def listing(library: Library, query: str = "") -> Found:
    """The facts that a query finds, behaviours too; all of them, by service, for an empty one."""
    return library.fact_index().find(query)


def find(library: Library, text: str, most: int) -> tuple[FactRow, ...]:
    """The best few facts for a word, a name or a value."""
    return library.fact_index().find(text, most).rows if text.strip() else ()


def fact_view(library: Library, name: str) -> FactView:
    """The fact with an id. Raises UsageError that suggests the nearest one."""
    if name in library.base.facts:
        return _figure(library.base.facts[name])
    if name in library.base.behaviours:
        return _behaviour(library.base.behaviours[name])
    known = [row.id for row in library.fact_index().rows]
    raise UsageError(f"There is no fact '{name}'.{nearest(name, known)}")


def _figure(fact: Fact) -> FactView:
    from studykit.questions.words import bound_phrase, bound_question

    cited = fact.cited
    phrase = bound_phrase(fact.attribute, fact.bound)
    title = f"The {phrase} is {fact.quantity}." if fact.settled else bound_question(fact)
    pairs = zip(fact.claims, fact.standings, strict=True)
    lines = [
        Line(limit.span, str(limit.quantity), limit.claim.text, standing, _stands(fact, limit.quantity, standing))
        for limit, standing in pairs
    ]
    return FactView(
        fact.id,
        title,
        fact.status,
        str(fact.quantity) if fact.settled else "",
        str(fact.exam_value) if fact.settled else "",
        cited.scope if cited else "",
        fact.bound,
        _earlier(Was(str(past.quantity), past.until, past.source) for past in fact.history),
        _in_order(lines),
        fact.settled_by,
        _otherwise([line.standing for line in lines]) if cited else "",
        cited.as_of if cited else "",
        tuple(_remarks(fact)),
    )


def _behaviour(fact: BehaviourFact) -> FactView:
    behaviour = fact.behaviour
    lines = [
        Line(said.span, answer_words(said.choice), said.claim.text, standing, _NAMED[standing])
        for said, standing in zip(fact.statements, fact.standings, strict=True)
    ]
    dated = (("As of", behaviour.as_of),) if behaviour.as_of else ()
    elsewhere = [turn for turn in behaviour.turns if turn.scope]
    return FactView(
        fact.id,
        behaviour.asks,
        fact.status,
        fact.says,
        fact.says,
        "",
        "",
        _earlier(Was(behaviour.says(turn.choice), turn.until, turn.source) for turn in behaviour.turns if turn.until),
        _in_order(lines),
        fact.settled_by,
        _otherwise([line.standing for line in lines]) if behaviour.right else "",
        behaviour.as_of,
        (*dated, *(("Elsewhere", f"{behaviour.says(turn.choice)} ({turn.scope})") for turn in elsewhere)),
        behaviour=True,
    )


_NAMED = {
    ClaimStanding.HOLDS: "",
    ClaimStanding.OUTDATED: "held once",
    ClaimStanding.MISTAKEN: "mistaken",
    ClaimStanding.SCOPED: "of another scope",
    ClaimStanding.OPEN: "not settled",
}
_ORDER = tuple(ClaimStanding)


def _earlier(was: Iterable[Was]) -> tuple[Was, ...]:
    """Earlier values, oldest first: dates are ISO, or their beginnings."""
    return tuple(sorted(was, key=lambda one: one.until))


def _in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: _ORDER.index(line.standing)))


def _stands(fact: Fact, claimed: Quantity, standing: ClaimStanding) -> str:
    """How a claim stands to the value in force, in a few words."""
    if standing is ClaimStanding.OUTDATED:
        until = next((past.until for past in fact.history if past.quantity.agrees(claimed)), "")
        return f"held until {until}" if until else _NAMED[standing]
    if standing is ClaimStanding.SCOPED:
        scope = next((one.scope for one in fact.scoped if one.quantity.agrees(claimed)), "")
        return f"of {scope}" if scope else _NAMED[standing]
    return _NAMED[standing]


def _otherwise(standings: Sequence[ClaimStanding]) -> str:
    """What the claims of a fact that a citation settles would say by themselves."""
    if not standings:
        return "no note says it"
    agree = sum(standing is ClaimStanding.HOLDS for standing in standings)
    if agree == len(standings):
        return "the only claim agrees" if agree == 1 else f"all {count(agree, 'claim')} agree"
    return f"{agree} of {count(len(standings), 'claim')} {'agrees' if agree == 1 else 'agree'}"


def _remarks(fact: Fact) -> Iterator[tuple[str, str]]:
    cited = fact.cited
    if cited is not None:
        dated = f" (as of {cited.as_of})" if cited.as_of else ""
        yield "Authority" if cited.members else "Source", f"{cited.quantity}: {cited.source}{dated}"
        if fact.finding is not None and fact.finding.words:
            yield "It says", fact.finding.words
        if cited.why:
            yield "No authority", cited.why
        if cited.remark:
            yield "Note", cited.remark
    for one in fact.scoped:
        yield "Elsewhere", f"{one.quantity} for {one.scope} ({one.source})"
