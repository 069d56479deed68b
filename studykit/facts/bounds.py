"""Which bound a figure is: the word that belongs to it, or else the table, label or heading above."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studykit.core.attribute import Bound
from studykit.core.claim import Context
from studykit.facts.quantities import Measure

_CUES: tuple[tuple[Bound, str], ...] = (
    (
        Bound.INCREMENT,
        r"increments?(?: of| by)?|steps?(?: of)?|multiples? of|granularity|rounded(?: up)? to(?: the)?|in blocks of",
    ),
    (Bound.DEFAULT, r"defaults?(?: is| to| of| value)?|by default|out of the box|initially|unless changed"),
    (
        Bound.MIN,
        (
            r"min(?:imum)?\.?(?: of| is)?|at[ -]?least|no (?:less|fewer|lower) than|or (?:more|higher|greater|longer|above)"
            r"|more than|greater than|over|smallest|lowest|shortest|starts? (?:at|with|from)|>=|≥|>|and (?:up|above)(?! ?to)"
        ),
    ),
    (
        Bound.MAX,
        (
            r"max(?:i?mx?im)?(?:um|imum|mium|imun)?\.?(?: of| is)?|maxmimum|up[ -]?to|at most|no (?:more|longer|greater|larger) than"
            r"|limits?(?:ed)?(?: is| to| of| at)?|(?:can(?:no|')?t|not) exceed|exceeds?|less than|fewer than|under|below|within|cap(?:ped)?(?: at)?"
            r"|quotas?|or (?:less|fewer|shorter)|longest|largest|highest|biggest|ceiling|only|<=|≤|<|as long as|hard limit"
        ),
    ),
    (Bound.EXACT, r"exactly|always|fixed(?: at)?|equals?|="),
)
_CUE = re.compile(
    "|".join(rf"(?P<{bound.name}>(?<![\w-])(?:{words})(?![\w]))" for bound, words in _CUES), re.IGNORECASE
)
_TRAILING = re.compile(
    r"^(?P<gap>\s*[(\[]?\s*(?:(?:is|as|are|of|the|a|an|by|which|being)\s+){0,3}(?:[a-z/-]+\s+){0,3}?)"
    r"(?P<cue>default|by default|max(?:imum)?|min(?:imum)?|hard limit|limits?|quota|increments?|steps?|or (?:more|less|fewer|higher|longer))(?![\w-])",
    re.IGNORECASE,
)
_FIGURE_NEXT = re.compile(r"\s*(?::|=|of|is|to|at)?\s*$", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;(]|\.\s|\band\b|\bbut\b|\bwith\b", re.IGNORECASE)
_LIMITS = re.compile(r"\b(?:limits?|limitations?|quotas?|constraints?|restrictions?|maximums?|max)\b", re.IGNORECASE)
_OPERATOR_AFTER = re.compile(r"^\s*(?:<=|≤|<)\s*[A-Za-z]")
_OPEN_AFTER = re.compile(r"^\+(?!\d)")


def bound_of(text: str, measures: Sequence[Measure], at: int, context: Context) -> Bound | None:
    """The bound of the figure ``measures[at]`` of a text; None when its own words do not say which it is."""
    measure = measures[at]
    before_from = measures[at - 1].end if at else 0
    after_to = measures[at + 1].start if at + 1 < len(measures) else len(text)
    before, after = text[before_from : measure.start], text[measure.end : after_to]
    if at and not measures[at - 1].high:
        before = _without_trailing(before, last=False)
    own = _trailing(after, last=at + 1 == len(measures))
    if measure.low or measure.high:
        ends = Bound.MIN if measure.low else Bound.MAX
        return Bound.EXACT if own is Bound.DEFAULT and measure.low else ends
    if _OPERATOR_AFTER.match(after) or _OPEN_AFTER.match(after):
        return Bound.MIN
    listed = _listed(text, measures, at, context)
    return own or listed or _leading(before) or _anywhere(after, at, measures)


def _trailing(after: str, *, last: bool) -> Bound | None:
    found = _TRAILING.match(after)
    if not found or _SEPARATOR.search(found["gap"].replace("(", " ", 1)):
        return None
    rest = after[found.end() :]
    if not last and _FIGURE_NEXT.fullmatch(rest):
        return None  # the word belongs to the figure after it: "3 s, max 15 min"
    return _named(found["cue"])


def _without_trailing(before: str, *, last: bool) -> str:
    found = _TRAILING.match(before)
    return before[found.end() :] if found and _trailing(before, last=last) else before


def _leading(before: str) -> Bound | None:
    cues = list(_CUE.finditer(before))
    if not cues:
        return None
    # "max messages per batch = 10": an equals sign says less than any other word
    cue = next((cue for cue in reversed(cues) if _bound(cue) is not Bound.EXACT), cues[-1])
    between = before[cue.end() :]
    if re.search(r"[;.]\s", between):
        return None
    return _bound(cue)


def _anywhere(after: str, at: int, measures: Sequence[Measure]) -> Bound | None:
    if len(measures) > 1 and at + 1 < len(measures):
        return None
    cue = _CUE.search(re.split(r"[;.]\s", after)[0])
    return _bound(cue) if cue and _bound(cue) in (Bound.MAX, Bound.DEFAULT, Bound.INCREMENT) else None


def _listed(text: str, measures: Sequence[Measure], at: int, context: Context) -> Bound | None:
    """Order given by a header or label: "default, min, max" beside "3, 1, 15"."""
    if len(measures) < 2 or _CUE.search(text):  # noqa: PLR2004 - a list
        return None
    for names in (context.column, context.label, *context.parents[-1:]):
        bounds = [_bound(cue) for cue in _CUE.finditer(names)]
        if len(bounds) == len(measures):
            return bounds[at]
    return None


def bound_around(context: Context) -> Bound | None:
    """The bound that a table, label or heading gives to a figure whose own words give none."""
    for words in (context.column, context.label):
        cues = [_bound(cue) for cue in _CUE.finditer(words)]
        if len(set(cues)) == 1:
            return cues[0]
    for words in (*reversed(context.parents), *reversed(context.headings)):
        if _LIMITS.search(words):
            return Bound.MAX
    return Bound.MAX if any(_LIMITS.search(name) for name in context.header) else None


def _bound(cue: re.Match[str]) -> Bound:
    return Bound[str(cue.lastgroup)]


def _named(word: str) -> Bound | None:
    found = _CUE.search(word)
    return _bound(found) if found else None
