"""The members that a pack cites, out of what an installed package says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from studykit.authority.packages import Package
from studykit.core.authority import Extract, Member
from studykit.core.diagnostic import Diagnostic, warning


class Read(Protocol):
    """A package that is read."""

    def member(self, name: str) -> Member | None:
        """What it says of a member; None when it has no such member."""

    def date(self) -> str:
        """Its own date."""


def extracted(
    source: str, package: Package, read: Read, wanted: Iterable[str]
) -> tuple[Extract, tuple[Diagnostic, ...]]:
    """What a package says of the wanted members, and a diagnostic for each that it has not."""
    members, found = {}, []
    for name in sorted(set(wanted)):
        member = read.member(name)
        if member is None:
            found.append(warning(f"{source} {package.version} has no member '{name}'.", source))
        else:
            members[name] = member
    return Extract(source, package.version, read.date(), package.licence, members), tuple(found)
