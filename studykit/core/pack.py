"""Content for one exam: what it is called, what it asks, where its parts came from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studykit.core.attribute import Attribute, Service
from studykit.core.behaviour import Behaviour
from studykit.core.given import Given
from studykit.core.tree import Tree


class ResponseForm(StrEnum):
    """How an exam lets a question be answered."""

    CHOICE = "choice"
    """One option is right."""
    MULTIPLE = "multiple"
    """Two or more options are right; all or nothing."""
    ORDERING = "ordering"
    MATCHING = "matching"


@dataclass(frozen=True, slots=True)
class Draws:
    """Which cards of the pack belong to a part of an exam."""

    areas: tuple[str, ...] = ()
    """Areas of the pack's own exam, which every card names."""
    topics: tuple[str, ...] = ()
    """Services, domains, attributes: ``iam``, ``lambda.concurrency``, ``lambda.compute_price*``."""

    def match(self, names: tuple[str, ...], area: str) -> int:
        """How closely a card of these names and area is meant: 0 not at all, 1 by its area, more by its name."""
        closest = max((len(topic) + 1 for topic in self.topics for name in names if _begins(name, topic)), default=0)
        return closest or int(bool(area) and area in self.areas)


def _begins(name: str, topic: str) -> bool:
    return name.startswith(topic[:-1]) if topic.endswith("*") else f"{name}.".startswith(f"{topic}.")


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the exam with its weight."""

    key: str
    title: str
    weight: int
    """Per cent of the scored questions."""
    draws: Draws = Draws()


@dataclass(frozen=True, slots=True)
class MultipleShare:
    """How many of the questions have more than one right answer, in per cent."""

    least: int
    most: int
    source: str
    """A page, or ``from memory``."""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """Format of one exam, as its guide stated it on a date."""

    exam: str
    title: str
    areas: tuple[Area, ...]
    questions: int
    scored: int
    minutes: int
    passing: int
    """Scaled score, 100 to 1,000."""
    source: str
    as_of: str
    responses: tuple[ResponseForm, ...] = (ResponseForm.CHOICE, ResponseForm.MULTIPLE)
    """How its questions are answered."""
    multiple: MultipleShare | None = None
    """None where nobody says."""
    remark: str = ""
    """What is not sure about it: sources that disagree, figures from memory."""


@dataclass(frozen=True, slots=True)
class DomainSource:
    """A domain file as it was parsed; the rules room gives it meaning."""

    file: str
    tree: Tree


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything in a pack's folder but its notes."""

    key: str
    title: str
    services: tuple[Service, ...]
    attributes: tuple[Attribute, ...]
    domains: tuple[DomainSource, ...]
    blueprints: tuple[Blueprint, ...] = ()
    """The pack's own exam first, then others that its cards can be asked for."""
    behaviours: tuple[Behaviour, ...] = ()
    given: tuple[Given, ...] = ()
    """Questions that somebody else wrote."""

    @property
    def blueprint(self) -> Blueprint | None:
        """The pack's own exam; None when it names none."""
        return self.blueprints[0] if self.blueprints else None

    @property
    def service_names(self) -> dict[str, str]:
        """Service key → its name."""
        return {service.key: service.name for service in self.services}
