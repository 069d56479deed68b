"""What a learner sees, read back into values: proofs rest on it and on nothing that the maker knew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from studykit.core.errors import UsageError
from studykit.core.quantity import Quantity, parse_quantity
from studykit.core.verdict import Value
from studykit.rules.domain import Input, Template
from studykit.rules.engine import Judge
from studykit.rules.reading import read_worded

_LONGEST = 4000
"""Characters that a text or list may take in a stem."""
_MEASURE = 40
_PLACE = re.compile(r"\{(\w+)\}")


def measured(text: str, like: Quantity) -> Quantity:
    """An option's text as a quantity; a bare figure is one of what the fact measures. Raises UsageError."""
    shown = _read(text)
    return shown if shown.dimension is like.dimension else Quantity(shown.figure, like.unit)


@lru_cache(maxsize=8192)
def _read(text: str) -> Quantity:
    """A text as a quantity: values come again and again. Raises UsageError."""
    return parse_quantity(text)


def _spellings(one: Input) -> str:
    """A pattern of how a stem spells an input's value."""
    kind = one.type
    if kind.text or kind.many or kind.dimension is not None:
        return f"(.{{1,{_LONGEST if kind.text or kind.many else _MEASURE}}}?)"
    values: tuple[Value, ...] = kind.choices or (False, True)
    words = sorted({one.worded(value) for value in values}, key=len, reverse=True)
    return f"({'|'.join(re.escape(word) for word in words)})"


def settings_in(stem: str, judge: Judge, template: Template) -> dict[str, Value] | None:
    """The settings of a filled stem, read from its text; None when the text does not say them."""
    read = filled_in(template.stem, stem, judge)
    return None if read is None else {**template.given, **read}


def filled_in(template: str, text: str, judge: Judge) -> dict[str, Value] | None:
    """The values of the places of a text that was filled in; None when it is not this text, or says two values."""
    start, *between, end = _PLACE.split(template)
    if not between:
        return {} if text == template else None
    if len(text) < len(start) + len(end) or not (text.startswith(start) and text.endswith(end)):
        return None
    names = between[::2]
    found = _pattern(names, between[1::2], judge).fullmatch(text, len(start), len(text) - len(end))
    return None if found is None else _values(names, found.groups(), judge)


def _pattern(names: Sequence[str], parts: Sequence[str], judge: Judge) -> re.Pattern[str]:
    """Places with the parts between them; the same for all questions about one situation."""
    key = "\0".join(("filled", *names, *parts))
    if key not in judge.kept:
        spelled = (_spellings(judge.domain.inputs[name]) for name in names)
        pattern = "".join(place + re.escape(part) for place, part in zip(spelled, (*parts, ""), strict=True))
        judge.kept[key] = re.compile(pattern, re.DOTALL)
    found: re.Pattern[str] = judge.kept[key]
    return found


def _values(names: Iterable[str], words: Iterable[str], judge: Judge) -> dict[str, Value] | None:
    values: dict[str, Value] = {}
    for name, word in zip(names, words, strict=True):
        try:
            value = read_worded(word, judge.domain.inputs[name])
        except UsageError:
            return None
        if values.setdefault(name, value) != value:
            return None
    return values
