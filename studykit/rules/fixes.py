"""The smallest edits of a scenario that give a wanted outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from studykit.core.quantity import Figure, Quantity, from_base
from studykit.core.verdict import Edit, Fix, Value
from studykit.rules.boundaries import candidates
from studykit.rules.engine import Judge

_MOST_TRIES = 20_000


def find_fixes(judge: Judge, settings: Mapping[str, Value], want: str | None = None) -> tuple[Fix, ...]:
    """Edits that give ``want`` (the domain's wanted outcome when None).

    Single ones, or pairs where no single one does; for each input the value nearest to what it is.
    Empty when nothing helps, or nothing has to change.
    """
    wanted = want or judge.domain.wanted
    if judge.outcome(settings) == wanted:
        return ()
    values = candidates(judge, settings)
    for size in (1, 2):
        found = [
            fix
            for names in combinations(values, size)
            if (fix := _nearest(judge, settings, wanted, {name: values[name] for name in names}))
        ]
        if found:
            return tuple(sorted(found, key=lambda fix: sum(edit.setting not in settings for edit in fix.edits)))
    return ()


def _nearest(
    judge: Judge, settings: Mapping[str, Value], wanted: str, values: Mapping[str, tuple[Value, ...]]
) -> Fix | None:
    best: tuple[Figure, Fix] | None = None
    for tried, chosen in enumerate(product(*values.values())):
        if tried > _MOST_TRIES:
            break
        change = dict(zip(values, chosen, strict=True))
        if any(settings.get(name) == value for name, value in change.items()):
            continue
        if judge.outcome({**settings, **change}) == wanted:
            edits = tuple(_edits(settings, change))
            distance = sum(_distance(edit) for edit in edits)
            if best is None or distance < best[0]:
                best = (distance, Fix(wanted, edits))
    return best[1] if best else None


def _edits(settings: Mapping[str, Value], change: Mapping[str, Value]) -> Iterator[Edit]:
    for name, after in change.items():
        before = settings.get(name, "not set")
        if isinstance(before, Quantity) and isinstance(after, Quantity):
            yield Edit(name, before, from_base(after.base, before.unit))
        else:
            yield Edit(name, before, after)


def _distance(edit: Edit) -> Figure:
    if isinstance(edit.before, Quantity) and isinstance(edit.after, Quantity):
        gap = edit.after.base - edit.before.base
        return gap if gap >= 0 else -gap
    return 0
