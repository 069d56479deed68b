"""Everything that content comes to: facts, conflicts, cards, diagnostics, read out of a kept file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studykit.core.card import Card
from studykit.core.diagnostic import Diagnostic
from studykit.core.fact import BehaviourFact, Cause, Conflict, Fact, FactBase
from studykit.core.given import Judged
from studykit.core.mention import Mention
from studykit.core.pack import Pack
from studykit.core.quantity import Quantity
from studykit.core.relation import Relation
from studykit.workflows.cache import codec
from studykit.workflows.codec import CodecError
from studykit.workflows.kept import Reader
from studykit.workflows.kept_parts import Joined, KeptMap, KeptRow


@dataclass(frozen=True, slots=True)
class Built:
    """What a pack and notes come to; the same content always comes to the same value."""

    pack: Pack
    """Without its domains, which are kept for themselves."""
    declared: Mapping[str, Fact]
    """The facts of the pack's attributes, by id."""
    facts: Joined[Fact]
    """The same and those that only the notes have."""
    base: FactBase
    behaviours: KeptMap[BehaviourFact]
    """Those of ``base``, with what a list shows of them."""
    relations: KeptRow[Relation]
    """What the form of the notes gives to ask about, note by note."""
    cards: KeptRow[Card]
    given: KeptMap[Judged]
    """Questions that somebody else wrote, by the id of their card."""
    diagnostics: KeptRow[Diagnostic]
    values: Mapping[str, Quantity]
    """The settled values of declared facts, which rules may cite."""
    noted: KeptRow[int]
    """How many claims each note makes; by its name."""
    mentions: KeptRow[Mention]
    """The lines that claim something about a fact; by the name of their note."""
    contested: KeptRow[str]
    """What nothing settles of those, once for each such line; by the name of its note."""
    held: KeptRow[str]
    """Ids of the cards that come from a note; by its name."""
    unsettled: int
    """Facts that nothing settles."""
    claims: int
    """How many claims the notes make."""
    rules: Path
    """Where the rules are kept."""
    conflicts: KeptRow[Conflict]
    """Those of ``base``; the head of each is its cause."""

    @property
    def open(self) -> int:
        """Conflicts that nothing settles."""
        return self.conflicts.headed(str(Cause.OPEN))

    @classmethod
    def of(cls, reader: Reader) -> Built:
        """What a file holds. Raises CodecError for one that holds something else."""
        declared: KeptMap[Fact] = KeptMap(reader, "declared")
        others: KeptMap[Fact] = KeptMap(reader, "other")
        facts = Joined(declared, others)
        behaviours: KeptMap[BehaviourFact] = KeptMap(reader, "behaviour")
        conflicts: KeptRow[Conflict] = KeptRow(reader, "conflict")
        base = FactBase(facts, behaviours, conflicts)
        unsettled, claims = reader.one("counts")
        cards: KeptRow[Card] = KeptRow(reader, "card")
        return cls(
            reader.one("pack"),
            declared,
            facts,
            base,
            behaviours,
            KeptRow(reader, "relation"),
            cards,
            KeptMap(reader, "given"),
            KeptRow(reader, "diagnostic"),
            reader.one("values"),
            KeptRow(reader, "noted"),
            KeptRow(reader, "mention"),
            KeptRow(reader, "contested"),
            KeptRow(reader, "held"),
            unsettled,
            claims,
            _beside(reader),
            conflicts,
        )


def _beside(reader: Reader) -> Path:
    """The file of the rules. Raises CodecError when it was cleared away or cannot be read."""
    path = reader.path.parent / str(reader.one("rules"))
    if not path.is_file():
        raise CodecError(f"{path.name} is gone")
    Reader(path.resolve(), codec()).one("end")
    return path
