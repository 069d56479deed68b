"""What figures of one text say together: ranges, lists, remarks, worked examples, the same in another unit."""

from __future__ import annotations

import re
from dataclasses import replace

from studykit.core.quantity import Dimension, Quantity
from studykit.facts.measure import Measure

_CONNECTOR = re.compile(r"\s*(?:-|–|—|to|through|until|\.\.+|up to|and)\s*", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\((?:or )?(?:up to )?", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s*$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s*$", re.IGNORECASE)
_LATER_TO = re.compile(r"\s+(?:[a-z]+\s+){1,5}(?:up )?to\s+", re.IGNORECASE)
_FURTHER = re.compile(
    r"\s*(?:\(?by def\w+\)?|\(?def\w+\)?)?\s*[,(]?\s*(?:but |and |or )?(?:can be|can go(?: up)? to|up to|max(?:imum)?(?: of| is)?|min(?:imum)?(?: of| is)?)\s*:?\s*",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s*[,/]\s*")
_TIMES = re.compile(r"\s*[x×*]\s*\d")
_CLAUSE_END = re.compile(r"[;,]|\.\s")
_OPENED = re.compile(r"[(=]|i\.e")
_STEP = re.compile(r"\b(?:steps?|increments?|multiples?|blocks?) of\s*$", re.IGNORECASE)
_DASHES = ("-", "–", "—")
_AGAIN = re.compile(
    r"\s*(?:\(|/|=|,? ?i\.e\.,?|or|,|≈|~|-)\s*(?:or|about|approx\.?|=|which is|that is|i\.e\.,?)?\s*",
    re.IGNORECASE,
)


def together(text: str, found: list[Measure]) -> tuple[Measure, ...]:
    """The figures of a text with the units that they share; without worked examples and repetitions."""
    return _once(text, _sums(text, _lists(text, _remarks(text, _ranges(text, found)))))


def _ranges(text: str, found: list[Measure]) -> list[Measure]:
    """Marks the ends of ranges; an end without a unit takes that of the other."""
    made = list(found)
    for at in range(len(made) - 1):
        low, high = made[at], made[at + 1]
        if low.high or not _joined(text, low, high):
            continue
        first, last = _shared(low, high), _shared(high, low)
        if first.dimension is last.dimension and first.base < last.base:
            noun = high.noun if low.bare else low.noun
            made[at] = replace(low, readings=(first,), bare=low.bare and high.bare, noun=noun, low=True)
            made[at + 1] = replace(high, readings=(last,), bare=low.bare and high.bare, high=True)
    return made


def _joined(text: str, low: Measure, high: Measure) -> bool:
    joint = text[low.end : high.start]
    if _STEP.search(text[: low.start]):
        return False
    if not _CONNECTOR.fullmatch(joint):
        # "from 1 s after the first attempt to 5 min"
        return bool(_FROM.search(text[: low.start]) and _LATER_TO.fullmatch(joint))
    if joint.strip().lower() == "and":
        return bool(_BETWEEN.search(text[: low.start]))
    # "3s - 15" is a figure and a remark, "3 - 15s" a range
    return not (joint.strip() in _DASHES and joint != joint.strip() and not low.bare and high.bare)


def _shared(one: Measure, other: Measure) -> Quantity:
    return Quantity(one.quantity.figure, other.quantity.unit) if one.bare and not other.bare else one.quantity


def _remarks(text: str, found: list[Measure]) -> list[Measure]:
    """Gives a bare figure in brackets the unit of the figure before them: 300 msg/s (3,000 with batching)."""
    made = list(found)
    for at in range(1, len(made)):
        before, own = made[at - 1], made[at]
        joint = text[before.end : own.start]
        told = _BRACKET.fullmatch(joint) or (not own.noun and _FURTHER.fullmatch(joint))
        if own.bare and not own.word and not before.bare and told:
            made[at] = replace(own, readings=(_shared(own, before),), bare=False)
    return made


def _lists(text: str, found: list[Measure]) -> list[Measure]:
    """Gives bare figures of a plain list the unit of the figure after them: "0, 0, 15m"."""
    made = list(found)
    for at in range(len(made) - 2, -1, -1):
        own, after = made[at], made[at + 1]
        listed = own.bare and not own.word and not after.bare and _LISTED.fullmatch(text[own.end : after.start])
        if listed and not own.low and not own.high and after.quantity.dimension in (Dimension.TIME, Dimension.SIZE):
            made[at] = replace(own, readings=(_shared(own, after), *own.readings), bare=False)
    return made


def _sums(text: str, found: list[Measure]) -> list[Measure]:
    """Leaves out worked examples: "6.5 KB = 2 RCU", "200/s × 0.25 s = 50"; "1 RCU = 4 KB" defines a unit."""
    equals = [at for at, letter in enumerate(text) if letter == "=" and text[at - 1 : at] not in ("<", ">", "!")]
    kept = [one for one in found if not _TIMES.match(text, one.end) or one.quantity.figure == 1]
    worked = len(kept) != len(found)
    for at in equals:
        left = [one for one in found if one.end <= at and not _CLAUSE_END.search(text[one.end : at])]
        right = [one for one in found if one.start > at]
        if left and right and (worked or (len(left) == 1 and left[0].quantity.figure != 1 and not left[0].bare)):
            return [one for one in kept if one not in left and one not in right]
    return [one for one in kept if not (one.quantity.figure == 1 and _TIMES.match(text, one.end))]


def _once(text: str, found: list[Measure]) -> tuple[Measure, ...]:
    """Leaves out what only says the figure before it again in another unit: 900 s (15 min)."""
    kept: list[Measure] = []
    for measure in found:
        before = kept[-1] if kept else None
        again = before is not None and _AGAIN.fullmatch(text[before.end : measure.start])
        same = (
            before is not None
            and before.quantity == measure.quantity
            and not _OPENED.search(text[before.end : measure.start])
        )
        if before is not None and again and not same and before.quantity.agrees(measure.quantity):
            kept[-1] = replace(before, end=measure.end)
        else:
            kept.append(measure)
    return tuple(kept)
