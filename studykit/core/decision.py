"""What a learner said about notes that disagree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import category

from studykit.core.text import printable

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SOURCE = "your decision"
"""How the words begin that say by what a fact is settled."""
LONGEST = 500
"""Letters of a reason that are kept."""
_TELLING = 3
"""Words by which a claim is known again."""
SCOPE = "something else"
"""What the other claims hold of, where the learner did not say it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One claim of a fact holds, because the learner says so."""

    fact: str
    """Id of the fact; of the conflict, where notes disagree about no fact but about an order or a comparison."""
    says: str
    """What the claim says: a value, an answer."""
    words: str
    """The claim's own words, by which it is known again wherever its line went; spaces do not count."""
    note: str
    """Where it stood."""
    both: bool
    """True: the others hold, too, of something else."""
    reason: str
    """Why, in the learner's words; empty without one."""
    at: datetime
    """Aware, in the learner's zone of then."""

    @property
    def day(self) -> str:
        """``21 Nov 2026``."""
        return f"{self.at.day} {_MONTHS[self.at.month - 1]} {self.at.year}"

    @property
    def settled_by(self) -> str:
        """``your decision, 21 Nov 2026 (two retries make three attempts)``."""
        return f"{SOURCE}, {self.day}" + (f" ({self.reason})" if self.reason else "")

    @property
    def scope(self) -> str:
        """What the other claims hold of."""
        return self.reason or SCOPE

    def meant(self, claims: Sequence[tuple[str, str]]) -> int | None:
        """Position of the claim among what claims say and their words; None when it is not there any more."""
        words = _same(self.words)
        alike = [at for at, (_, text) in enumerate(claims) if _same(text) == words]
        said = [at for at in alike if _same(claims[at][0]) == _same(self.says)]
        return said[0] if said else alike[0] if len({claims[at][0] for at in alike}) == 1 else None


def one_line(text: str) -> str:
    """Text on one line, without what steers a terminal and without characters that nobody has given a meaning."""
    line = " ".join(printable(text).split())
    return line if line.isprintable() else "".join(one for one in line if category(one) not in ("Cn", "Co"))


def _same(text: str) -> str:
    return one_line(text).casefold()


class Decisions:
    """The learner's decisions, asked while facts are settled; remembers which of them counted."""

    def __init__(self, made: Iterable[Decision] = ()) -> None:
        self.made = tuple(made)
        self._of = {one.fact: one for one in self.made}
        self._by_words = {_same(one.words): one for one in self.made if len(one.words.split()) >= _TELLING}
        self.counted: set[str] = set()
        """Facts of the decisions that settled something."""

    def find(
        self, fact: str, claims: Sequence[tuple[str, str]], *, renamed: bool = False
    ) -> tuple[Decision, int] | None:
        """The decision that settles a fact with these claims (what each says, its words), and which of them holds.

        ``renamed``: the fact has its name from the words of notes, and so gets another one when notes change; it is
        known again by the claim.
        """
        decision = self._of.get(fact) or (self._again(fact, claims) if renamed else None)
        at = None if decision is None else decision.meant(claims)
        if decision is None or at is None:
            return None
        self.counted.add(decision.fact)
        return decision, at

    def _again(self, fact: str, claims: Sequence[tuple[str, str]]) -> Decision | None:
        for says, text in claims:
            one = self._by_words.get(_same(text))
            if one is not None and _same(one.says) == _same(says) and _kin(one.fact) == _kin(fact):
                return one
        return None


def _kin(fact: str) -> tuple[str, str]:
    """Service and bound, which no other words of a note change."""
    return fact.partition(".")[0], fact.rpartition(".")[2]
