"""Content for one exam: what it is called, what it asks, where its parts came from."""

from __future__ import annotations

from dataclasses import dataclass

from studykit.core.attribute import Attribute, Service
from studykit.core.behaviour import Behaviour
from studykit.core.tree import Tree


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the exam with its weight."""

    key: str
    title: str
    weight: int
    """Per cent of the scored questions."""


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
    blueprint: Blueprint | None
    """None when the pack names no exam."""
    behaviours: tuple[Behaviour, ...] = ()
