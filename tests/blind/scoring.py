"""Scores limits that were read against annotated ones: value, lenient (with the bound), strict (with the subject).

A limit is found when it stands within a line of its annotation. Annotations that are marked optional, and repeats
of a limit that was found, count neither for nor against. A wording of the vocabulary names an attribute when all of
its words are said; of several the longest counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_TOLERANCE = 1
_ALMOST = 1e-3
_SECONDS = {"ms": 1e-3, "s": 1, "min": 60, "h": 3600, "day": 86400}
_SECONDS |= {"week": 7 * 86400, "month": 30 * 86400, "year": 365 * 86400}
_SIZES = ("B", "KB", "MB", "GB", "TB", "PB")
_SLOPPY = {
    frozenset(pair)
    for pair in (
        ("count", "rate"), ("count", "ratio"), ("count", "capacity"), ("count", "percent"), ("count", "code"),
        ("count", "money"), ("size", "size_rate"), ("size", "bit_rate"), ("size_rate", "bit_rate"),
        ("gb_seconds", "size"), ("gb_seconds", "time"),
        ("gb_seconds", "count"), ("capacity", "rate"), ("rate", "ratio"),
    )
}  # fmt: skip
"""Dimensions that notes confuse: equal figures agree, but not strictly."""

Amount = tuple[str, frozenset[float]]
"""Dimension and the figures that it can mean, in the base unit."""


def amount(figure: float, unit: str) -> Amount:
    """What a figure and a unit can mean: sizes are decimal or binary."""
    plain = {"": "count", "d": "day", "days": "day", "years": "year", "months": "month", "hours": "h", "mbps": "Mbit/s"}
    name = plain.get(unit, unit).replace("iB", "B")
    if name in _SECONDS:
        return "time", frozenset((figure * _SECONDS[name],))
    head, _, per = name.partition("/")
    if head in _SIZES:
        power = _SIZES.index(head)
        return ("size_rate" if per else "size"), frozenset((figure * 1000.0**power, figure * 1024.0**power))
    if per in _SECONDS:
        return "rate", frozenset((figure / _SECONDS[per],))
    dimensions = {"%": "percent", "x": "ratio", "GB-s": "gb_seconds", "RCU": "capacity", "WCU": "capacity"}
    dimensions |= {"code": "code", "USD": "money", "Mbit/s": "bit_rate", "Gbit/s": "bit_rate"}
    return dimensions.get(name, "count"), frozenset((figure,))


@dataclass(frozen=True, slots=True)
class Wanted:
    """An annotated limit."""

    note: str
    line: int
    service: str
    attribute: str
    bounds: frozenset[str]
    amounts: tuple[Amount, ...]
    figure: float
    optional: bool
    shown: str


@dataclass(frozen=True, slots=True)
class Found:
    """A limit that was read."""

    note: str
    line: int
    service: str
    attribute: str
    bound: str
    amount: Amount
    figure: float


@dataclass(slots=True)
class Score:
    """What was found, missed and made up."""

    hits: int = 0
    spurious: list[Found] = field(default_factory=list)
    missed: list[Wanted] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.hits + len(self.spurious) + len(self.missed)
        return 2 * self.hits / total if total else 0.0


class Names:
    """The wordings of services and attributes."""

    def __init__(self, path: Path) -> None:
        sheet = yaml.safe_load(path.read_text("utf-8"))
        self._services = {
            "".join(_words(name)): row["key"]
            for row in sheet["services"]
            for name in (row["key"], row["name"], *row.get("aliases", ()))
        }
        self._attributes = {(row["service"], row["key"]): row for row in sheet["attributes"]}

    def same(self, wanted: Wanted, found: Found) -> bool:
        """True when service and attribute are the ones that were meant."""
        row = self._attributes.get((wanted.service, wanted.attribute), {})
        service = self._services.get("".join(_words(found.service)), found.service)
        if service not in (wanted.service, *row.get("also_services", ())):
            return False
        said, best = set(_words(found.attribute)), 0
        keys: set[str] = set()
        for (owner, key), other in self._attributes.items():
            for name in (key, *other.get("aliases", ())) if owner == wanted.service else ():
                words = set(_words(name))
                rank = len(words) + 100 * (words == said) if words and words <= said else 0
                if rank and rank >= best:
                    keys = keys | {key} if rank == best else {key}
                    best = rank
        return bool(keys & {wanted.attribute, *row.get("near", ())})


def _words(text: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return [word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word]


def read_wanted(path: Path) -> list[Wanted]:
    """The annotations of a file."""
    return [_wanted(row) for row in yaml.safe_load(path.read_text("utf-8"))]


def _wanted(row: dict[str, Any]) -> Wanted:
    figure = float(row["value"])
    return Wanted(
        row["note"].rpartition("/")[2],
        int(row["line"]),
        row["service"],
        row["attribute"],
        frozenset((row["bound"], *row.get("bound_alt", ()))),
        tuple(amount(figure, unit) for unit in (row["unit"], *row.get("unit_alt", ()))),
        figure,
        bool(row.get("optional")),
        f"{row['note']}:{row['line']} {row['service']}.{row['attribute']} {row['bound']} {row['value']} {row['unit']}",
    )


def read_found(records: Iterable[dict[str, Any]]) -> list[Found]:
    """The limits of a run of ``studykit claims --format json``, each once."""
    found = (
        Found(
            record["note"].rpartition("/")[2],
            record["line"],
            record["service"],
            record["attribute"],
            record["bound"],
            amount(
                float(record["value"]), record["unit"].replace("1/", "x/") if "/" in record["unit"] else record["unit"]
            ),
            float(record["value"]),
        )
        for record in records
        if record["kind"] == "limit"
    )
    return list(dict.fromkeys(found))


def score(wanted: Sequence[Wanted], found: Sequence[Found], mode: str, names: Names) -> Score:
    """The score of one mode: ``value``, ``lenient`` or ``strict``."""
    counted = [one for one in wanted if not one.optional]
    partners = [[at for at, one in enumerate(found) if _fits(want, one, mode, names)] for want in counted]
    owner: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for at in sorted(partners[row], key=lambda at: abs(counted[row].line - found[at].line)):
            if at not in tried:
                tried.add(at)
                if at not in owner or place(owner[at], tried):
                    owner[at] = row
                    return True
        return False

    for row in range(len(counted)):
        place(row, set())
    hits = set(owner.values())
    made = Score(hits=len(hits), missed=[one for row, one in enumerate(counted) if row not in hits])
    for at, one in enumerate(found):
        repeats = any(_fits(counted[row], one, mode, names) for row in hits)
        neutral = any(want.optional and _fits(want, one, "value", names) for want in wanted)
        if at not in owner and not repeats and not neutral:
            made.spurious.append(one)
    return made


def _fits(want: Wanted, one: Found, mode: str, names: Names) -> bool:
    if want.note != one.note or abs(want.line - one.line) > _TOLERANCE:
        return False
    if not any(_agree(meant, want.figure, one, strict=mode == "strict") for meant in want.amounts):
        return False
    if mode != "value" and one.bound not in want.bounds:
        return False
    return mode != "strict" or names.same(want, one)


def _agree(meant: Amount, figure: float, one: Found, *, strict: bool) -> bool:
    if meant[0] == one.amount[0]:
        return any(_near(a, b) for a in meant[1] for b in one.amount[1])
    return not strict and frozenset((meant[0], one.amount[0])) in _SLOPPY and _near(figure, one.figure)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _ALMOST * max(abs(one), abs(other), 1e-9)
