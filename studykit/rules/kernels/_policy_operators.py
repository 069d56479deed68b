"""Condition operators of policies: how one written value is compared with one value of the request."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network

from studykit.rules.kernels._policy_matching import arn_like, glob

Test = Callable[[str, str], bool]
"""Written value, value of the request → whether they match."""

IF_EXISTS = "ifexists"
ALL, ANY_OF = "forallvalues:", "foranyvalue:"
SETS = (ALL, ANY_OF)
"""The service reads operators without regard to case."""

_NUMBER = re.compile(r"[-+]?\d{1,40}(?:\.\d{1,40})?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[-+]\d\d:?\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Operator:
    """How values are compared."""

    test: Test
    negated: bool = False
    """True when no written value may match."""
    texts: bool = False
    """Whether written values may hold policy variables."""
    wild: bool = False
    """Whether written values may hold wildcards."""


_remembered = lru_cache(maxsize=4096)
"""The same few values are compared with each other again and again."""


@_remembered
def number(text: str) -> Fraction | None:
    """An exact number; None for anything else."""
    return Fraction(text) if _NUMBER.fullmatch(text) else None


@_remembered
def moment(text: str) -> Fraction | None:
    """Seconds since 1970 of a date in ISO form or of such seconds themselves; None for anything else."""
    if not _DATE.fullmatch(text):
        return number(text)
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    gap = (read if read.tzinfo else read.replace(tzinfo=UTC)) - datetime(1970, 1, 1, tzinfo=UTC)
    return Fraction(gap.days * 86400 + gap.seconds) + Fraction(gap.microseconds, 10**6)


def _ordered(read: Callable[[str], Fraction | None], compare: Callable[[Fraction, Fraction], bool]) -> Test:
    def test(written: str, given: str) -> bool:
        limit, value = read(written), read(given)
        return limit is not None and value is not None and compare(value, limit)

    return test


def _same_case_folded(written: str, given: str) -> bool:
    return written.casefold() == given.casefold()


def _same_truth(written: str, given: str) -> bool:
    return written.lower() == given.lower() and given.lower() in ("true", "false")


def _in_network(written: str, given: str) -> bool:
    network, address = _network(written), _network(given)
    if network is None or address is None or address.num_addresses > 1 or network.version != address.version:
        return False
    return network.network_address <= address.network_address <= network.broadcast_address  # type: ignore[operator]


@_remembered
def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _same(written: str, given: str) -> bool:
    return written == given


def _ranges(kind: str, read: Callable[[str], Fraction | None]) -> dict[str, Operator]:
    equal = _ordered(read, lambda value, limit: value == limit)
    return {
        f"{kind}Equals": Operator(equal),
        f"{kind}NotEquals": Operator(equal, negated=True),
        f"{kind}LessThan": Operator(_ordered(read, lambda value, limit: value < limit)),
        f"{kind}LessThanEquals": Operator(_ordered(read, lambda value, limit: value <= limit)),
        f"{kind}GreaterThan": Operator(_ordered(read, lambda value, limit: value > limit)),
        f"{kind}GreaterThanEquals": Operator(_ordered(read, lambda value, limit: value >= limit)),
    }


OPERATORS: dict[str, Operator] = {
    "StringEquals": Operator(_same, texts=True),
    "StringNotEquals": Operator(_same, negated=True, texts=True),
    "StringEqualsIgnoreCase": Operator(_same_case_folded, texts=True),
    "StringNotEqualsIgnoreCase": Operator(_same_case_folded, negated=True, texts=True),
    "StringLike": Operator(glob, texts=True, wild=True),
    "StringNotLike": Operator(glob, negated=True, texts=True, wild=True),
    **_ranges("Numeric", number),
    **_ranges("Date", moment),
    "Bool": Operator(_same_truth),
    "BinaryEquals": Operator(_same),
    "IpAddress": Operator(_in_network),
    "NotIpAddress": Operator(_in_network, negated=True),
    "ArnEquals": Operator(arn_like, texts=True, wild=True),
    "ArnLike": Operator(arn_like, texts=True, wild=True),
    "ArnNotEquals": Operator(arn_like, negated=True, texts=True, wild=True),
    "ArnNotLike": Operator(arn_like, negated=True, texts=True, wild=True),
}
"""Every operator but Null, which looks at keys and not at values."""

FOLDED = {name.lower(): operator for name, operator in OPERATORS.items()}


def parts(written: str) -> tuple[str, str, bool]:
    """``ForAnyValue:StringLikeIfExists`` → set operator, operator, whether a missing key is fine."""
    folded = written.lower()
    prefix = next((name for name in SETS if folded.startswith(name)), "")
    rest = folded.removeprefix(prefix)
    return prefix, rest.removesuffix(IF_EXISTS), rest.endswith(IF_EXISTS)


def operator_problem(written: str) -> str:
    """Why there is no such operator; empty when there is."""
    _, name, lenient = parts(written)
    if name == "null":
        return "Null cannot be combined with IfExists, since it asks whether the key exists." if lenient else ""
    return "" if name in FOLDED else f"There is no condition operator '{written[:60]}'."
