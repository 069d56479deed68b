"""Values of a pack beside the members of authorities that they cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from studykit.core.attribute import Attribute, Bound, Cited
from studykit.core.authority import Finding, Member, Reference, shown
from studykit.core.diagnostic import Diagnostic, error, warning
from studykit.core.errors import UsageError
from studykit.core.quantity import BASE_UNITS, UNITS, Dimension, Figure, Quantity, Unit, parse_figure
from studykit.core.text import listed
from studykit.facts.quantities import find_measures

_SUFFIXES: tuple[tuple[str, str], ...] = (
    (r"milli(?:s|seconds?)", "ms"),
    (r"(?:in)?seconds", "s"),
    (r"(?:in)?minutes", "min"),
    (r"(?:in)?hours", "h"),
    (r"(?:in)?days", "day"),
    (r"in ?mbs?", "MB"),
    (r"in ?kib", "KB"),
    (r"(?:in)?bytes", "B"),
)
"""How the name of a member ends, and the unit that its figures are in."""
_UNIT_NAMES = tuple((re.compile(rf"{words}$", re.IGNORECASE), UNITS[unit]) for words, unit in _SUFFIXES)
_CUES = {
    Bound.MIN: re.compile(r"\bmin|\bleast|between|\bfrom\b|valid|range", re.IGNORECASE),
    Bound.MAX: re.compile(r"\bmax|up to|between|exceed|limit|valid|range|larger", re.IGNORECASE),
    Bound.DEFAULT: re.compile(r"default", re.IGNORECASE),
    Bound.EXACT: re.compile(r""),
    Bound.INCREMENT: re.compile(r"multiple|increment", re.IGNORECASE),
}
"""Words of the sentence that says it best, of several that hold the figure."""
_NARROWED = re.compile(r"\[([^\]]*)\]$")


def check(cited: Cited, attribute: Attribute, extracts: Mapping[str, Reference]) -> Finding:
    """Whether one of the members that a value cites says the same; ``agrees`` is None when none is known.

    A member says it with a bound, option, default or status, or with a figure of one of its sentences.
    """
    known = [extracts[name] for name in cited.members if name in extracts]
    if not known:
        return Finding(agrees=None)
    for reference in known:
        words = _agreement(cited, attribute, reference.member)
        if words:
            return replace(_at(reference), agrees=True, words=words)
    return replace(_at(known[0]), agrees=False, words=_told(known[0].member, cited.bound))


def _at(reference: Reference) -> Finding:
    return Finding(agrees=None, member=reference.member.name, version=reference.version, date=reference.date)


def check_pack(attributes: Iterable[Attribute], extracts: Mapping[str, Reference], file: str) -> tuple[Diagnostic, ...]:
    """Every value that its authority contradicts, that cites a place nobody has, or that says no authority."""
    return tuple(
        problem
        for attribute in attributes
        for one in attribute.cited
        for problem in _problems(one, attribute, extracts, file)
    )


def _problems(cited: Cited, attribute: Attribute, extracts: Mapping[str, Reference], file: str) -> Iterator[Diagnostic]:
    what = f"{attribute.id} {cited.bound}"
    if not cited.members and not cited.why:
        yield warning(f"{what}: neither 'from' an authority nor 'why' none has it.", file, cited.line)
    gone = [name for name in cited.members if name not in extracts]
    if gone:
        names = listed([f"'{name}'" for name in gone])
        yield warning(f"{what}: no extract has {names}. Write it with: studykit authority", file, cited.line)
    finding = check(cited, attribute, extracts)
    if finding.agrees is False:
        source, _, place = finding.member.partition(" ")
        said = f"{source} {finding.version} {place} says {finding.words}"
        yield error(f"{what}: the pack says {cited.quantity}, {said}.", file, cited.line)


def _agreement(cited: Cited, attribute: Attribute, member: Member) -> str:
    """How a member says the value; empty when it does not."""
    units = _units(member, attribute)
    for words, figure in _figures(member, cited.bound):
        if any(Quantity(figure, unit).agrees(cited.quantity) for unit in units):
            return f"{words} {shown(figure)}"
    said = [one for one in member.says if _says(one, cited.quantity, units)]
    return min(said, key=lambda one: not _CUES[cited.bound].search(one), default="")


def _says(sentence: str, quantity: Quantity, units: Iterable[Unit]) -> bool:
    for measure in find_measures(sentence):
        if any(reading.agrees(quantity) for reading in measure.readings):
            return True
        plain = measure.quantity
        if measure.bare and any(Quantity(plain.figure, unit).agrees(quantity) for unit in units):
            return True
        counted = plain.dimension is Dimension.COUNT and quantity.dimension is Dimension.COUNT
        if counted and plain.figure == quantity.figure:
            return True
    return False


def _figures(member: Member, bound: Bound) -> Iterator[tuple[str, Figure]]:
    """The figures of a member that can be this bound, with their names."""
    options = sorted(figure for figure in map(_option, member.options) if figure is not None)
    sides: dict[str, Figure | None] = {
        "minimum": member.low if member.low is not None or not options else options[0],
        "maximum": member.high if member.high is not None or not options else options[-1],
        "default": member.default,
        "step": member.step,
        "status": member.status,
    }
    wanted = {
        Bound.MIN: ("minimum",),
        Bound.MAX: ("maximum",),
        Bound.DEFAULT: ("default",),
        Bound.INCREMENT: ("step",),
        Bound.EXACT: ("status", "default", "minimum", "maximum"),
    }[bound]
    for words in wanted:
        figure = sides[words]
        if figure is not None:
            yield words, figure
    if bound in (Bound.DEFAULT, Bound.EXACT):
        yield from (("option", figure) for figure in options)


def _option(text: str) -> Figure | None:
    try:
        return parse_figure(text)
    except UsageError:
        return None


def _units(member: Member, attribute: Attribute) -> tuple[Unit, ...]:
    """The units that a bare figure of a member can be in: as its name ends, or as the attribute is said."""
    place = _NARROWED.sub("", member.place)
    for name in (_NARROWED.search(member.place), None):
        words = name[1] if name else place
        for ends, unit in _UNIT_NAMES:
            if ends.search(words) and unit.dimension is attribute.dimension:
                return (unit,)
    return tuple(dict.fromkeys((attribute.unit, BASE_UNITS[attribute.dimension])))


def _told(member: Member, bound: Bound) -> str:
    said = [f"{words} {shown(figure)}" for words, figure in _figures(member, bound)]
    said += [f"'{sentence}'" for sentence in member.says[:2]]
    return listed(said) or f"nothing of a {bound}"
