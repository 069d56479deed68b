"""The rules of every domain, each read from the cache when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from studykit.core.diagnostic import Diagnostic
from studykit.core.pack import DomainSource, Pack
from studykit.core.quantity import Quantity
from studykit.rules.domain import Domain
from studykit.rules.engine import Judge
from studykit.workflows.cache import rules_codec
from studykit.workflows.kept import Reader
from studykit.workflows.kept_parts import KeptMap


class Judges(Mapping[str, Judge]):
    """Domain id → its rules over the values that are in force."""

    def __init__(self, path: Path, values: Mapping[str, Quantity]) -> None:
        self._domains: KeptMap[Domain] = KeptMap(Reader(path, rules_codec()), "domain")
        self._values = values
        self._made: dict[str, Judge] = {}

    def __getitem__(self, name: str) -> Judge:
        if name not in self._made:
            self._made[name] = Judge(self._domains[name], self._values)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._domains)

    def __len__(self) -> int:
        return len(self._domains)

    def __contains__(self, name: object) -> bool:
        return name in self._domains

    def titles(self) -> dict[str, str]:
        """Domain id → its title, without reading the domains."""
        return {name: str(title) for name, title in self._domains.heads().items()}


def load_judge(
    pack: Pack, source: DomainSource, values: Mapping[str, Quantity]
) -> tuple[Judge | None, Sequence[Diagnostic]]:
    """The rules of one domain over the values of the facts that are settled."""
    from studykit.rules.load import load_domain

    domain, problems = load_domain(source, pack.attributes, values)
    return (None if domain is None else Judge(domain, values)), problems
