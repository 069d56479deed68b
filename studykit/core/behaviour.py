"""What claims without figures are about: questions that have one right answer, and the answers people give."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to a behaviour's question."""

    key: str
    says: str
    """The answer as a sentence."""
    cues: tuple[str, ...]
    """Word groups by which notes give this answer (``facts.cues`` has their form)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer that was right until a date, or that is right of something else."""

    choice: str
    until: str = ""
    """ISO date or its beginning; empty for an answer of another scope."""
    scope: str = ""
    """What it is right of; empty for an earlier answer."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A question about how something behaves."""

    service: str
    key: str
    asks: str
    """The question, which ends in a question mark."""
    about: tuple[str, ...]
    """Word groups of which one must stand in or above a claim about it."""
    unless: tuple[str, ...]
    """Word groups that say that a claim is about something else."""
    choices: tuple[Choice, ...]
    right: tuple[str, ...]
    """Keys of the choices that hold; more than one when they do not exclude each other; empty when nobody says."""
    source: str = ""
    as_of: str = ""
    turns: tuple[Turn, ...] = ()
    subject: tuple[str, ...] = ()
    """Names of the one thing that it asks of, when one question is asked of many: ``How does {subject} …?``"""
    area: str = ""

    @property
    def id(self) -> str:
        """``service.key``."""
        return f"{self.service}.{self.key}"

    def says(self, choice: str) -> str:
        """The sentence of a choice. Raises KeyError for an unknown one."""
        return {one.key: one.says for one in self.choices}[choice]
