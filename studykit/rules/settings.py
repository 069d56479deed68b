"""``name=value`` words → settings of a domain."""

from __future__ import annotations

from collections.abc import Mapping

from studykit.core.errors import UsageError, nearest
from studykit.core.quantity import Dimension, Quantity
from studykit.core.verdict import Value
from studykit.rules.domain import Domain, Input
from studykit.rules.reading import read_value


def read_settings(domain: Domain, words: Mapping[str, str]) -> dict[str, Value]:
    """The settings that the words spell.

    Raises UsageError that names the right input, unit, choice or range.
    """
    settings = {}
    for name, text in words.items():
        if name not in domain.inputs:
            suggestion = nearest(name, domain.inputs) or f" It has {', '.join(domain.inputs)}."
            raise UsageError(f"{domain.id} has no input '{name}'.{suggestion}")
        settings[name] = _value(domain, domain.inputs[name], text)
    return settings


def _value(domain: Domain, setting: Input, text: str) -> Value:
    try:
        value = read_value(text, setting.type)
    except UsageError as problem:
        raise UsageError(f"{setting.name}: {problem}{_unit(setting, text)}") from problem
    for one in value if isinstance(value, tuple) else (value,):
        if isinstance(one, Quantity):
            _within(setting, one, decided=bool(domain.outside) and not setting.type.many)
    return value


def _unit(setting: Input, text: str) -> str:
    """What a figure without a unit would be with it."""
    plain = text.replace(",", "").replace(".", "", 1).isdigit()
    needs = setting.type.dimension not in (None, Dimension.COUNT, Dimension.RATIO)
    return f" Did you mean {text} {setting.unit.name}?" if plain and needs and setting.unit else ""


def _within(setting: Input, value: Quantity, *, decided: bool) -> None:
    """Refuses what makes no sense; what the service would refuse may be ``decided`` by the rules instead."""
    if value.base < 0 and (setting.low is None or setting.low.quantity.base >= 0):
        raise UsageError(f"{setting.name}: {value} is below zero.")
    for end, outside in ((setting.low, -1), (setting.high, 1)):
        if end is not None and not (decided and end.fact) and (value.base - end.quantity.base) * outside > 0:
            source = f" ({end.fact})" if end.fact else ""
            word = "least" if outside < 0 else "most"
            raise UsageError(f"{setting.name}: {value} is out of range; the {word} is {end.quantity}{source}.")
