"""What claims and facts are about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studykit.core.quantity import Dimension, Quantity, Unit


class Bound(StrEnum):
    """Which side of an attribute a figure limits."""

    MIN = "min"
    MAX = "max"
    DEFAULT = "default"
    EXACT = "exact"
    INCREMENT = "increment"


@dataclass(frozen=True, slots=True)
class Service:
    """A service, product or field that attributes belong to."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    """Other names in notes, lower case."""


@dataclass(frozen=True, slots=True)
class Past:
    """What a value was, until when."""

    bound: Bound
    quantity: Quantity
    until: str
    """ISO date or its beginning: ``2022-03`` or ``2022``."""
    source: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A value that a pack author states with a citation."""

    bound: Bound
    quantity: Quantity
    source: str
    """Where it was read; ``from memory`` where the author knows no page."""
    as_of: str
    scope: str = ""
    """The mode or variant that it holds for; empty: the ordinary one."""
    authority: bool = False
    """True when the source is a dated machine-readable one."""
    members: tuple[str, ...] = ()
    """Names of the members of authorities that say it, such as ``botocore lambda Timeout``."""
    why: str = ""
    """Why no authority has it; empty when one has."""
    exam: Quantity | None = None
    """What exam guides and question banks still ask while the value moved recently."""
    remark: str = ""
    """What a learner should know beside the figure."""
    line: int = 0
    """1-based line in the pack's attributes.yaml; 0 when it was not read from a file."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A thing that has limits, such as the timeout of a function."""

    service: str
    key: str
    means: str
    """A noun phrase that fits into a question: ``longest run time of one invocation``."""
    dimension: Dimension
    unit: Unit
    """The unit that people say it in."""
    aliases: tuple[str, ...] = ()
    """Other words for it in notes, lower case."""
    area: str = ""
    """The blueprint's area that asks for it; empty: none in particular."""
    cited: tuple[Cited, ...] = ()
    history: tuple[Past, ...] = ()
    counts: tuple[str, ...] = ()
    """Ids of the attributes, in order, of which it is the number: retries count the waits before them."""

    @property
    def id(self) -> str:
        """``service.key``."""
        return f"{self.service}.{self.key}"
