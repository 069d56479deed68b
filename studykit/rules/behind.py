"""What conditions rest on: the inputs, facts and kernels behind the names of a domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from studykit.core.verdict import Value
from studykit.rules.domain import Call, Derived, Domain, Rule


class Behind:
    """What stands behind each name of a domain."""

    __slots__ = ("_calls", "_domain", "_facts", "_made_from")

    def __init__(self, domain: Domain) -> None:
        self._domain = domain
        self._facts = frozenset(domain.facts)
        self._calls = {one.name: one for one in domain.derived if isinstance(one, Call)}
        self._made_from = {
            one.name: one.expression.names if isinstance(one, Derived) else one.names for one in domain.derived
        }

    def asks_kernel(self, rule: Rule) -> bool:
        """True where a rule looks at what a kernel found."""
        waiting = list(rule.when.names) if rule.when else []
        while waiting:
            name = waiting.pop()
            if name.partition(".")[0] in self._calls:
                return True
            waiting += self._names(name)
        return False

    def inputs(self, names: Iterable[str]) -> frozenset[str]:
        """The inputs from which names of conditions are worked out."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in self._domain.inputs:
                found.add(name)
            else:
                waiting += self._names(name)
        return frozenset(found)

    def facts(self, names: Iterable[str], settings: Mapping[str, Value]) -> tuple[str, ...]:
        """The facts from which names are worked out with these settings, in order of first use."""
        return tuple(dict.fromkeys(fact for name in names for fact in self._facts_of(name, settings)))

    def called_with(self, settings: Mapping[str, Value]) -> tuple[str, ...]:
        """The facts that kernels are given."""
        return self.facts((name for one in self._calls.values() for name in one.names), settings)

    def missing(self, names: Iterable[str], settings: Mapping[str, Value]) -> tuple[str, ...]:
        """The inputs that names need and that are neither set nor have a default, in order of first use."""
        return tuple(dict.fromkeys(needed for name in names for needed in self._needed(name, settings)))

    def _facts_of(self, name: str, settings: Mapping[str, Value]) -> Iterator[str]:
        if name in self._facts:
            yield name
            return
        one = self._domain.inputs.get(name)
        if one is not None and one.source and name not in settings:
            yield one.source
        for below in self._names(name):
            yield from self._facts_of(below, settings)

    def _needed(self, name: str, settings: Mapping[str, Value]) -> Iterator[str]:
        if name in self._domain.inputs:
            if name not in settings and self._domain.inputs[name].default is None:
                yield name
            return
        call = self._calls.get(name.partition(".")[0])
        if call is None:
            for below in self._names(name):
                yield from self._needed(below, settings)
            return
        for parameter, expression in call.given.items():
            for below in expression.names if call.needs(parameter) else ():
                yield from self._needed(below, settings)

    def _names(self, name: str) -> tuple[str, ...]:
        """What a derived value is made from; nothing for an input or fact."""
        return tuple(self._made_from.get(name) or self._made_from.get(name.partition(".")[0], ()))
