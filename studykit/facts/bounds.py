"""Which bound a figure is: the word that belongs to it, or else the table, label or heading above."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studykit.core.attribute import Bound
from studykit.core.claim import Context
from studykit.facts.measure import Measure

_CUES: tuple[tuple[Bound, str], ...] = (
    (
        Bound.INCREMENT,
        r"increments?(?: of| by)?|steps?(?: of)?(?! functions?\b)|multiples? of|granularity|rounded(?: up)? to(?: the)?|in blocks of",
    ),
    (
        Bound.DEFAULT,
        r"def[aefuil]{2,5}ts?(?: is| to| of| value)?|by def[aefuil]{2,5}t|out of the box|initially|def\.?(?=\s*\d)|unless (?:told|set|configured|changed|specified)(?: otherwise)?|starts? (?:at|with|from|out with)|preset",
    ),
    (
        Bound.MIN,
        (
            r"min(?:imum)?\.?(?: of| is)?|at[ -]?least|no (?:less|fewer|lower) than|(?:down|as low) to|as low as|not below|or (?:more|higher|greater|longer|above)"
            r"|min[imu]{3,5}[mn]|more than|greater than|over|smallest|lowest|shortest|>=|≥|>|and (?:up|above)(?! ?to)"
        ),
    ),
    (
        Bound.MAX,
        (
            r"max(?:i?mx?im)?(?:um|imum|mium|imun)?\.?(?: of| is)?|max[imu]{3,5}[mn]|maxmimum|up[ -]?to|at (?:the )?most|no (?:more|longer|greater|larger|bigger) than"
            r"|lim[it]{1,3}s?(?:ed)?(?: is| to| of| at)?|(?:can(?:no|')?t|not) exceed|exceeds?|less than|fewer than|under|below|within|cap(?:ped)?(?: at)?"
            r"|at the latest|quotas?|or (?:less|fewer|shorter)|longest|largest|highest|biggest|ceiling|only|<=|≤|<|as long as|hard limit"
        ),
    ),
    (Bound.EXACT, r"exactly|always|fixed(?: at)?|equals?|="),
)
_CUE = re.compile(
    "|".join(rf"(?P<{bound.name}>(?<![\w-])(?:{words})(?![\w]))" for bound, words in _CUES), re.IGNORECASE
)
_TRAILING = re.compile(
    r"^(?P<gap>\s*[(\[]?\s*(?:(?:is|as|are|of|the|a|an|by|which|being)\s+){0,3}(?:[a-z/-]+\s+){0,3}?)"
    r"(?P<cue>def[aefuil]{2,5}t|by def[aefuil]{2,5}t|max(?:[imu]{3,5}[mn])?|min(?:[imu]{3,5}[mn])?|at (?:the )?most|at least|(?:soft|hard) limit|limits?|quota|increments?|steps?|or (?:more|less|fewer|higher|longer))(?![\w-])",
    re.IGNORECASE,
)
_FIGURE_NEXT = re.compile(r"\s*(?::|=|of|is|to|at)?\s*$", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;(]|\.\s|\band\b|\bbut\b|\bwith\b", re.IGNORECASE)
_FURTHER = re.compile(r"[;.]\s|,\s(?!(?:which|that|this|the|by|as|def|max|min|hard|soft)\b)", re.IGNORECASE)
_LIMITS = re.compile(r"\b(?:limits?|limitations?|quotas?|constraints?|restrictions?|maximums?|max)\b", re.IGNORECASE)
_START = re.compile(r"\b(?:starts?|starting|begins?|beginning) (?:at|with|from)\s*$", re.IGNORECASE)
_GROWS = re.compile(r"^[^.;]{0,30}\b(?:grow|increas|doubl|ris|up to|rais)", re.IGNORECASE)
_NOW = re.compile(r"^\s*(?:today|now|nowadays|currently|since|these days)\b", re.IGNORECASE)
_LABEL_END = re.compile(r"(?::|=|\?|[-–—])\s*$")
_SIDE_BY_SIDE = re.compile(r"\s*[(,/]?\s*(?:or|and|/|,)?\s*", re.IGNORECASE)
_CAN_BE = re.compile(
    r"\b(?:can|may) (?:be|go|grow|reach)(?: set| raised| increased| extended)?(?: to)?\s*$", re.IGNORECASE
)
_OPERATOR_AFTER = re.compile(r"^\s*(?:<=|≤|<)\s*[A-Za-z]")
_OPEN_AFTER = re.compile(r"^\+(?!\d)")


def bound_of(text: str, measures: Sequence[Measure], at: int, context: Context, asked: str = "") -> Bound | None:
    """The bound of the figure ``measures[at]`` of a text; None when its own words do not say which it is.

    ``asked`` is the question that the text answers, if any.
    """
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
    listed = _listed(text, measures, at, (context.column, *context.row, context.label, *context.parents[-1:], asked))
    return own or listed or _leading(before, after) or _anywhere(after, at, measures) or _passed_on(text, measures, at)


def _passed_on(text: str, measures: Sequence[Measure], at: int) -> Bound | None:
    """The bound in front of two figures that stand side by side: "default: 5 MB or 300 s"."""
    if not at or not _SIDE_BY_SIDE.fullmatch(text[measures[at - 1].end : measures[at].start]):
        return None
    before = text[measures[at - 2].end if at > 1 else 0 : measures[at - 1].start]
    newer = _NOW.match(text[measures[at].end :])
    apart = newer or measures[at].quantity.dimension is not measures[at - 1].quantity.dimension
    return _leading(before) if apart and not measures[at - 1].high else None


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


def _leading(before: str, after: str = "") -> Bound | None:
    cues = list(_CUE.finditer(before))
    if not cues:
        return Bound.MAX if _CAN_BE.search(before) else None
    if _START.search(before) and _GROWS.search(after):
        return Bound.MIN  # "starts at 1 s and grows to 5 min"
    # "max messages per batch = 10": an equals sign says less than any other word
    cue = next((cue for cue in reversed(cues) if _bound(cue) is not Bound.EXACT), cues[-1])
    between = before[cue.end() :]
    if re.search(r"[;.]\s", between):
        return None
    return _bound(cue)


def _anywhere(after: str, at: int, measures: Sequence[Measure]) -> Bound | None:
    clause = _FURTHER.split(after)[0]
    if at + 1 < len(measures) and len(clause) == len(after):
        return None  # the words may belong to the next figure
    cue = _CUE.search(clause)
    return _bound(cue) if cue and _bound(cue) in (Bound.MAX, Bound.DEFAULT, Bound.INCREMENT) else None


def _listed(text: str, measures: Sequence[Measure], at: int, around: Sequence[str]) -> Bound | None:
    """Order given by a header or label: "default, min, max" beside "3, 1, 15"."""
    if len(measures) < 2:  # noqa: PLR2004 - a list
        return None
    label = text[: measures[0].start]
    if _CUE.search(text[measures[0].start :]) or (_CUE.search(label) and not _LABEL_END.search(label)):
        return None
    for names in (label, *around):
        bounds = [_bound(cue) for cue in _CUE.finditer(names)]
        if len(bounds) == len(measures):
            return bounds[at]
    return None


def bound_around(context: Context) -> Bound | None:
    """The bound that a table, label or heading gives to a figure whose own words give none."""
    for words in (context.column, *context.row, context.label):
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
