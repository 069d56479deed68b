"""What a condition cannot say: a typed pure function that packs call by name.

A kernel is a module ``studykit/rules/kernels/<name>.py`` with a function and ``KERNEL``, which types it.
It computes with base figures (seconds, bytes, ones a second; exact ``int`` or ``Fraction``), texts and
truth values, knows no clock, no chance and no files, and bounds its own work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from studykit.core.sight import Sight
from studykit.core.verdict import Moment
from studykit.rules.types import Type

Base = Any
"""A quantity's exact base figure, a choice or text, a truth value, a tuple of these, or None: not known."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Run:
    """What a kernel found out."""

    gives: Mapping[str, Base]
    """Value of each name that the kernel gives."""
    moments: tuple[Moment, ...] = ()
    """What happened, in order."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """A function that packs may call, with the types of what it takes and gives."""

    run: Callable[..., Run]
    """Called with keyword arguments, one a parameter. Raises UsageError for a text that is no scenario at all."""
    takes: Mapping[str, Type]
    gives: Mapping[str, Type]
    optional: Iterable[str] = field(default=())
    """Parameters that may be left out or unknown; the function then gets None."""
    shows: Callable[..., Sight | None] | None = None
    """Called like ``run``, when somebody wants a drawing: the figures side by side; None when there are none."""


@cache
def kernel_names() -> tuple[str, ...]:
    """The kernels that there are."""
    from studykit.rules import kernels

    return tuple(sorted(one.name for one in iter_modules(kernels.__path__) if not one.name.startswith("_")))


@cache
def kernel_named(name: str) -> Kernel | None:
    """The kernel of a name; None when there is none."""
    if not _NAME.fullmatch(name) or name not in kernel_names():
        return None
    found = import_module(f"studykit.rules.kernels.{name}").KERNEL
    return found if isinstance(found, Kernel) else None
