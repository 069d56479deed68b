"""Settings as people write them on a screen, and as they type them on a command line."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping

from studykit.core.errors import UsageError
from studykit.core.quantity import Figure, Quantity, from_base, natural
from studykit.core.text import listed, shortened
from studykit.core.verdict import Value
from studykit.rules.domain import Domain, Input
from studykit.rules.reading import read_value, read_worded
from studykit.rules.settings import read_settings

UNSET = "(not set)"
"""In brackets, because some choices are called "not set" themselves."""
_LONGEST = 200


def label(name: str) -> str:
    """An input's name for people: ``maximum retry attempts``."""
    return name.replace("_", " ")


def shown(one: Input, value: Value | None) -> str:
    """A value on one line, in the words of the domain's author."""
    if value is None:
        return UNSET
    if value == "":
        return "(empty)"
    return shortened(one.worded(value), _LONGEST)


def spelled(value: Value) -> str:
    """A value as ``studykit ask`` reads it: ``true``, ``sqs``, ``10240 MB``, ``error,success``."""
    if isinstance(value, tuple):
        return ",".join(map(spelled, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).replace(",", "") if isinstance(value, Quantity) else value


def may_be(one: Input) -> str:
    """What an input may be, without the fact that says so: ``0 to 2``, ``a time``, ``one of 8``."""
    kind = one.type
    if kind.choices:
        return f"any of {len(kind.choices)}, in order" if kind.many else f"one of {len(kind.choices)}"
    if kind.text:
        text = f"a text ({one.form})" if one.form else "a text"
        return "texts, with commas between" if kind.many else text
    if kind.dimension is None:
        return listed([one.worded(truth) for truth in (False, True)], "or")
    what = f"{one.low.quantity} to {one.high.quantity}" if one.low and one.high else str(kind.one)
    return f"{what}, with commas between" if kind.many else what


def said_by(one: Input) -> tuple[str, ...]:
    """The facts that say an input's range and its default, the upper end first."""
    ends = [end.fact for end in (one.high, one.low) if end is not None]
    return tuple(dict.fromkeys(fact for fact in (*ends, one.source) if fact))


def amount(one: Input, base: Figure) -> Quantity:
    """A base figure as people would set it: in the input's unit, or a larger one when that is shorter.

    Raises ValueError for an input that is no quantity.
    """
    if one.unit is None:
        raise ValueError(one.name)
    plain = from_base(base, one.unit)
    rounder = natural(base, plain.dimension)
    return rounder if len(str(rounder.figure)) + 1 < len(str(plain.figure)) else plain


def read_typed(domain: Domain, name: str, text: str) -> Value:
    """The value that somebody typed: in words of the author, or what ``studykit ask`` takes.

    Raises UsageError; out of range it says the whole range: ``retries: 0 to 2 (lambda.async_retries.max)``.
    """
    one, text = domain.inputs[name], text.strip()
    try:
        return read_settings(domain, {name: text})[name]
    except UsageError as problem:
        if one.type.dimension is not None:
            raise _out_of_range(one, text) or problem from None
        try:
            return read_worded(text, one)
        except UsageError:
            raise problem from None


def _out_of_range(one: Input, text: str) -> UsageError | None:
    """The range, where the text is a quantity of the right kind beyond it."""
    if one.low is None or one.high is None:
        return None
    try:
        read_value(text, one.type)
    except UsageError:
        return None
    fact = one.high.fact or one.low.fact
    return UsageError(f"{one.name}: {one.low.quantity} to {one.high.quantity}{f' ({fact})' if fact else ''}")


def command(domain: str, settings: Mapping[str, Value]) -> str:
    """The scenario as a line for a shell."""
    return shlex.join(("studykit", "ask", domain, *asked_words(settings)))


def asked_words(settings: Mapping[str, Value]) -> Iterator[str]:
    """The scenario as words of ``studykit ask``."""
    return (f"{name}={spelled(value)}" for name, value in settings.items())


def same(one: Value | None, other: Value | None) -> bool:
    """True for two ways to write one value: 360 s and 6 min."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.base == other.base
    return one == other and type(one) is type(other)


def laid_out(text: str) -> str:
    """JSON of one line in many lines, to be read and changed; other texts as they are."""
    if "\n" in text:
        return text
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return json.dumps(found, indent=2, ensure_ascii=False) if isinstance(found, dict | list) else text
