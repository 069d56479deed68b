"""The comparisons that an event pattern makes with one value: what each takes, and what it matches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from ipaddress import IPv4Network, IPv6Network

from studykit.rules.kernels._pattern_addresses import AddressProblemError, address, network
from studykit.rules.kernels._pattern_json import Json, Number
from studykit.rules.kernels._pattern_wildcard import Wildcard, WildcardProblemError, read_wildcard

Test = Callable[[Json], bool]
"""True when a leaf value of an event matches."""


class PatternProblemError(ValueError):
    """The service refuses the pattern; the message says why, without the field."""


def read_operator(written: dict[str, Json], number_max: Decimal) -> tuple[Test | None, tuple[Wildcard, ...]]:
    """The test that an object such as ``{"prefix": "a"}`` writes, and its wildcards.

    ``exists`` looks at no value: its test is None. Raises PatternProblemError.
    """
    _must(written, "A comparison is an object with one operator in it, and this object is empty.")
    name, operand = next(iter(written.items()))
    test: Test | None = None
    wildcards: tuple[Wildcard, ...] = ()
    if name == "exists":
        _must(isinstance(operand, bool), "exists takes true or false.")
    elif name == "wildcard":
        wildcard = _wildcard(operand)
        test, wildcards = _texts(wildcard.matches), (wildcard,)
    elif name == "anything-but":
        test, wildcards = _anything_but(operand, number_max)
    elif name == "numeric":
        test = _numeric(operand, number_max)
    elif name in _ON_TEXTS:
        test = _ON_TEXTS[name](operand)
    else:
        raise PatternProblemError(f"There is no operator '{name}'.")
    _must(len(written) == 1, "An object holds one operator only.")
    return test, wildcards


def ignoring_case(pattern: str, text: str, *, whole: bool) -> bool:
    """True when the text, or its beginning, is the pattern in upper or lower case, letter by letter."""
    places = {0}
    for letter in pattern:
        forms = {letter.lower(), letter.upper()}
        places = {at + len(form) for at in places for form in forms if text.startswith(form, at)}
        if not places:
            return False
    return len(text) in places if whole else True


def _exactly(operand: Json) -> Test:
    wanted = _text(operand, "exactly")
    return lambda value: value == wanted


def _affix(operand: Json, *, name: str) -> Test:
    """A prefix or suffix; backwards a suffix is a prefix."""
    step = 1 if name == "prefix" else -1
    if isinstance(operand, dict):
        _must(list(operand) == ["equals-ignore-case"], f"{name} takes a text, or an object with equals-ignore-case.")
        wanted = _text(operand["equals-ignore-case"], "equals-ignore-case")[::step]
        return _texts(lambda value: ignoring_case(wanted, value[::step], whole=False))
    wanted = _text(operand, name)
    return _texts(lambda value: value.startswith(wanted) if step > 0 else value.endswith(wanted))


def _ignoring_case(operand: Json) -> Test:
    wanted = _text(operand, "equals-ignore-case")
    return _texts(lambda value: ignoring_case(wanted, value, whole=True))


def _cidr(operand: Json) -> Test:
    try:
        among = network(_text(operand, "cidr"))
    except AddressProblemError as error:
        raise PatternProblemError(f"{error}") from None
    return _texts(partial(_within, among))


def _within(among: IPv4Network | IPv6Network, value: str) -> bool:
    found = address(value)
    return found is not None and found.version == among.version and found in among


def _anything_but(operand: Json, number_max: Decimal) -> tuple[Test, tuple[Wildcard, ...]]:
    """Every value but those named; a value of another type is another value."""
    if isinstance(operand, dict):
        return _anything_but_object(operand)
    wanted = operand if isinstance(operand, list) else [operand]
    kinds = {type(each) for each in wanted}
    _must(
        kinds <= {str, Number}, "anything-but takes texts or numbers, and neither true, false, null nor a list in it."
    )
    _must(len(kinds) == 1, "anything-but takes texts or numbers in its list, not both, and at least one.")
    for each in wanted:
        if isinstance(each, Number):
            _figure(each, "anything-but", number_max)
    if kinds == {str}:
        refused = set(wanted)
        return (lambda value: not isinstance(value, str) or value not in refused), ()
    return (lambda value: not (isinstance(value, Number) and any(value.same(each) for each in wanted))), ()


def _anything_but_object(operand: dict[str, Json]) -> tuple[Test, tuple[Wildcard, ...]]:
    name, inner = next(iter(operand.items()), ("", None))
    _must(name in _NEGATED and len(operand) == 1, f"Under anything-but stands one of {', '.join(_NEGATED)}.")
    wanted = inner if isinstance(inner, list) else [inner]
    _must(wanted, f"The list of {name} under anything-but is empty.")
    for each in wanted:
        _must(isinstance(each, str), f"{name} under anything-but takes a text or a list of texts.")
        _must(each or name not in ("prefix", "suffix"), f"{name} under anything-but takes no empty text.")
    if name == "wildcard":
        wildcards = tuple(_wildcard(each) for each in wanted)
        return _none_of(_texts(wildcard.matches) for wildcard in wildcards), wildcards
    return _none_of(_ON_TEXTS[name](each) for each in wanted), ()


def _none_of(tests: Iterable[Test]) -> Test:
    refused = tuple(tests)
    return lambda value: not any(test(value) for test in refused)


def _numeric(operand: Json, number_max: Decimal) -> Test:
    """One comparison, or a lower and an upper one in this order."""
    _must(isinstance(operand, list) and operand, 'numeric takes a list such as [">", 0, "<=", 5].')
    first = operand[0]
    _must(isinstance(first, str) and first in _COMPARED, "numeric begins with one of =, >, >=, < and <= as a text.")
    _must(len(operand) > 1, f"A number is missing after '{first}'.")
    low = _figure(operand[1], first, number_max)
    tests = [(_COMPARED[first], low)]
    if len(operand) > 2:  # noqa: PLR2004 - a comparison is an operator and a number
        tests.append(_upper(operand, low, number_max))
    elif first != "=":
        edge = number_max if first in (">", ">=") else -number_max
        _must(low != edge, f"'{first}' with the outermost number leaves no range.")
    return lambda value: (
        isinstance(value, Number)
        and value.value is not None
        and abs(value.value) <= number_max
        and all(holds(value.value, limit) for holds, limit in tests)
    )


def _upper(
    operand: list[Json], low: Decimal, number_max: Decimal
) -> tuple[Callable[[Decimal, Decimal], bool], Decimal]:
    _must(operand[0] in (">", ">="), f"After '{operand[0]}' nothing else may follow its number.")
    second = operand[2]
    _must(isinstance(second, str) and second in ("<", "<="), "The second comparison of a range is < or <=.")
    _must(len(operand) == 4, "A range is two comparisons with a number each.")  # noqa: PLR2004 - two pairs
    high = _figure(operand[3], second, number_max)
    _must(low < high, "The lower end of a range is less than its upper end.")
    return _COMPARED[second], high


def _figure(written: Json, name: str, number_max: Decimal) -> Decimal:
    value = written.value if isinstance(written, Number) else None
    if value is None:
        raise PatternProblemError(f"After '{name}' stands a number, without quotes.")
    _must(abs(value) <= number_max, f"A number lies between -{number_max:,} and {number_max:,}.")
    return value


def _wildcard(operand: Json) -> Wildcard:
    try:
        return read_wildcard(_text(operand, "wildcard"))
    except WildcardProblemError as error:
        raise PatternProblemError(f"The wildcard has {error}.") from None


def _text(operand: Json, name: str) -> str:
    if not isinstance(operand, str):
        raise PatternProblemError(f"{name} takes a text.")
    return operand


def _texts(holds: Callable[[str], bool]) -> Test:
    """A test that only texts can pass."""
    return lambda value: isinstance(value, str) and holds(value)


def _must(holds: object, message: str) -> None:
    if not holds:
        raise PatternProblemError(message)


_COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": Decimal.__eq__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
}
_ON_TEXTS: dict[str, Callable[[Json], Test]] = {
    "exactly": _exactly,
    "prefix": partial(_affix, name="prefix"),
    "suffix": partial(_affix, name="suffix"),
    "equals-ignore-case": _ignoring_case,
    "cidr": _cidr,
}
_NEGATED = ("prefix", "suffix", "equals-ignore-case", "wildcard")
