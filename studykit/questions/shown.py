"""What a learner sees, read back into values: proofs rest on it and on nothing that the maker knew."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
    shown = parse_quantity(text)
    return shown if shown.dimension is like.dimension else Quantity(shown.figure, like.unit)


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
    key = f"filled {template}"
    if key not in judge.kept:
        names = _PLACE.findall(template)
        parts = [re.escape(part) for part in _PLACE.split(template)[::2]]
        spelled = [_spellings(judge.domain.inputs[name]) for name in names]
        pattern = "".join(part + place for part, place in zip(parts, (*spelled, ""), strict=True))
        judge.kept[key] = (re.compile(pattern, re.DOTALL), names)
    pattern, names = judge.kept[key]
    found = pattern.fullmatch(text)
    return None if found is None else _values(names, found.groups(), judge)


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
