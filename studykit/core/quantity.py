"""Figures with units, compared exactly in one base unit a dimension."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from studykit.core.errors import UsageError, nearest

Figure = int | Fraction
"""Exact figure; whole figures are always int, so that equal figures print alike."""


class Dimension(StrEnum):
    """What a quantity measures; only quantities of one dimension are compared."""

    TIME = "time"  # base: second
    SIZE = "size"  # base: byte
    COUNT = "count"  # base: one
    RATE = "rate"  # base: one a second
    SIZE_RATE = "size_rate"  # base: byte a second
    BIT_RATE = "bit_rate"  # base: bit a second
    PERCENT = "percent"  # base: one per cent
    RATIO = "ratio"  # base: one time
    GB_SECONDS = "gb_seconds"  # base: byte-second
    MONEY = "money"  # base: US dollar
    CAPACITY = "capacity"  # base: one capacity unit
    CODE = "code"  # base: none; a status code


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of one dimension."""

    name: str
    """As people write it after a figure; empty for a plain count."""
    dimension: Dimension
    factor: Figure
    """How many base units one of it is (sizes: binary, as the services count them)."""
    decimal: int = 0
    """Sizes only: the factor by powers of 1,000; 0 where there is no second reading."""


def whole(figure: Figure) -> Figure:
    """The same figure, as int when it is whole."""
    if isinstance(figure, int):
        return figure
    return figure.numerator if figure.denominator == 1 else figure


_SIZES = ("B", "KB", "MB", "GB", "TB", "PB")
_TIMES: dict[str, Figure] = {
    "ns": Fraction(1, 10**9),
    "us": Fraction(1, 10**6),
    "ms": Fraction(1, 1000),
    "s": 1,
    "min": 60,
    "h": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2592000,
    "year": 31536000,
}


def _units() -> dict[str, Unit]:
    units = [Unit(name, Dimension.TIME, factor) for name, factor in _TIMES.items()]
    for power, name in enumerate(_SIZES):
        units.append(Unit(name, Dimension.SIZE, 1024**power, 1000**power if power else 0))
        if power:
            units.append(Unit(f"{name[0]}iB", Dimension.SIZE, 1024**power))
            units.append(Unit(f"{name}/s", Dimension.SIZE_RATE, 1024**power, 1000**power))
            units.append(Unit(f"{name[0]}bit/s", Dimension.BIT_RATE, 1000**power))
    units += [
        Unit("", Dimension.COUNT, 1),
        Unit("/s", Dimension.RATE, 1),
        Unit("/min", Dimension.RATE, Fraction(1, 60)),
        Unit("/h", Dimension.RATE, Fraction(1, 3600)),
        Unit("/day", Dimension.RATE, Fraction(1, 86400)),
        Unit("%", Dimension.PERCENT, 1),
        Unit("x", Dimension.RATIO, 1),
        Unit("GB-s", Dimension.GB_SECONDS, 1024**3),
        Unit("USD", Dimension.MONEY, 1),
        Unit("RCU", Dimension.CAPACITY, 1),
        Unit("WCU", Dimension.CAPACITY, 1),
        Unit("code", Dimension.CODE, 1),
    ]
    return {unit.name: unit for unit in units}


_PLURALS = ("day", "week", "month", "year")

UNITS: dict[str, Unit] = _units()
"""Every unit by the name that it is written with."""

ALIASES: dict[str, str] = {
    **dict.fromkeys(("sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("millisecond", "milliseconds", "msec"), "ms"),
    **dict.fromkeys(("d", "days"), "day"),
    **dict.fromkeys(("weeks",), "week"),
    **dict.fromkeys(("months",), "month"),
    **dict.fromkeys(("y", "yr", "years"), "year"),
    **dict.fromkeys(("byte", "bytes"), "B"),
    **dict.fromkeys(("percent",), "%"),
    **dict.fromkeys(("times",), "x"),
}
"""Other spellings that packs and the command line may use."""

BASE_UNITS: dict[Dimension, Unit] = {
    Dimension.TIME: UNITS["s"],
    Dimension.SIZE: UNITS["B"],
    Dimension.COUNT: UNITS[""],
    Dimension.RATE: UNITS["/s"],
    Dimension.SIZE_RATE: Unit("B/s", Dimension.SIZE_RATE, 1),
    Dimension.BIT_RATE: Unit("bit/s", Dimension.BIT_RATE, 1),
    Dimension.PERCENT: UNITS["%"],
    Dimension.RATIO: UNITS["x"],
    Dimension.GB_SECONDS: UNITS["GB-s"],
    Dimension.MONEY: UNITS["USD"],
    Dimension.CAPACITY: Unit("CU", Dimension.CAPACITY, 1),
    Dimension.CODE: UNITS["code"],
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure and its unit, as it was said; compare through ``base`` or ``agrees``."""

    figure: Figure
    unit: Unit

    @property
    def dimension(self) -> Dimension:
        """What it measures."""
        return self.unit.dimension

    @property
    def base(self) -> Figure:
        """The figure in the base unit of its dimension (sizes read as binary)."""
        factor = self.unit.factor
        return whole(self.figure) if factor == 1 else whole(self.figure * factor)

    @property
    def readings(self) -> frozenset[Figure]:
        """Every base figure that the words can mean: sizes may be decimal or binary."""
        if not self.unit.decimal:
            return frozenset((self.base,))
        return frozenset((self.base, whole(self.figure * self.unit.decimal)))

    def agrees(self, other: Quantity) -> bool:
        """True when both can mean the same amount (10 GB and 10,240 MB; 0.5 GB and 500 MB)."""
        mine, others = self.unit, other.unit
        if mine.dimension is not others.dimension:
            return False
        if not (mine.decimal or others.decimal):
            return self.base == other.base
        return not self.readings.isdisjoint(other.readings)

    def __str__(self) -> str:
        """As people write it: ``10,240 MB``, ``900 s``, ``6x``, ``10,000/s``, ``66 %``, ``2``."""
        name = self.unit.name
        shown = format_figure(self.figure)
        if self.dimension is Dimension.CODE or not name:
            return shown
        if name in _PLURALS and self.figure != 1:
            return f"{shown} {name}s"
        return shown + name if name == "x" or name.startswith("/") else f"{shown} {name}"


def format_figure(figure: Figure) -> str:
    """``10,240``, ``0.5`` or, where no decimal is exact, ``1/3``."""
    if isinstance(figure, int):
        return f"{figure:,}"
    rest = figure.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{figure.numerator:,}/{figure.denominator}"
    places = 0
    while (figure * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(int(figure * 10**places)):0{places + 1}d}"
    sign = "-" if figure < 0 else ""
    return f"{sign}{int(digits[:-places]):,}.{digits[-places:]}"


def of(figure: Figure, unit: str) -> Quantity:
    """The quantity of a figure and a unit's name. Raises KeyError for a unit that is not in UNITS."""
    return Quantity(whole(figure), UNITS[unit])


def _divided(figure: Figure, by: Figure) -> Figure:
    """An exact share; most are whole, and need no fraction."""
    if isinstance(figure, int) and isinstance(by, int) and figure % by == 0:
        return figure // by
    return whole(Fraction(figure) / by)


def from_base(base: Figure, like: Unit) -> Quantity:
    """A base figure in the unit ``like``; in a natural unit when that would give a long fraction."""
    figure = _divided(base, like.factor)
    if isinstance(figure, int) or figure.denominator in (2, 4, 5, 10, 20, 25, 50, 100, 1000):
        return Quantity(figure, like)
    return natural(base, like.dimension)


@lru_cache(maxsize=8192)
def natural(base: Figure, dimension: Dimension) -> Quantity:
    """A base figure in the largest unit that keeps it whole, as people would say it."""
    best = Quantity(_divided(base, BASE_UNITS[dimension].factor), BASE_UNITS[dimension])
    if dimension not in (Dimension.TIME, Dimension.SIZE):
        return best
    for unit in UNITS.values():
        if unit.dimension is not dimension or unit.name.endswith("iB") or unit.name in ("week", "month", "year"):
            continue
        figure = _divided(base, unit.factor)
        shorter = best.unit.factor < unit.factor or not isinstance(best.figure, int)
        if isinstance(figure, int) and figure and shorter:
            best = Quantity(figure, unit)
    return best


FIGURE = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+|/[1-9]\d*)?")
_LONGEST = 40


def parse_figure(text: str) -> Figure:
    """An exact figure from ``10,240``, ``0.5`` or ``1/3``. Raises UsageError."""
    text = text.strip()
    if len(text) > _LONGEST or not FIGURE.fullmatch(text):
        raise UsageError(f"'{text[:_LONGEST]}' is not a number. Write it like 900, 10,240 or 0.5.")
    plain = text.replace(",", "")
    return int(plain) if plain.isdigit() else whole(Fraction(plain))


def unit_named(name: str) -> Unit:
    """The unit that ``name`` spells. Raises UsageError that suggests the nearest unit."""
    name = name.strip()
    found = UNITS.get(name) or UNITS.get(ALIASES.get(name, name))
    if found is None:
        known = [unit for unit in (*UNITS, *ALIASES) if unit]
        raise UsageError(f"Unknown unit '{name[:_LONGEST]}'.{nearest(name, known, 0.4)}")
    return found


def parse_quantity(text: str) -> Quantity:
    """``15 min``, ``900s``, ``10,240 MB``, ``10/s``, ``6x``, ``66 %``, ``2`` → Quantity; strict.

    This is the spelling of packs and of the command line; what people write in notes is read by
    the facts room. Raises UsageError with a suggestion.
    """
    text = text.strip()
    found = FIGURE.match(text)
    if not found:
        raise UsageError(f"'{text[:_LONGEST]}' is not a quantity. Write it like 900 s, 10,240 MB or 2.")
    rest = text[found.end() :].strip()
    return Quantity(parse_figure(found.group()), unit_named(rest))
