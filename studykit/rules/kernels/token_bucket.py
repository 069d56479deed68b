"""Let a sequence of requests through token buckets, one behind the other, and a quota."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from studykit.core.quantity import Dimension, Figure, format_figure, natural, whole
from studykit.core.verdict import Moment
from studykit.rules.kernel import Kernel, Run
from studykit.rules.kernels._arrivals import Arrival, arrivals_of
from studykit.rules.types import COUNT, RATE, TEXT, TIME, TRUTH, choice

LIMITS = ("client", "quota", "method", "account")
"""In the order in which they are asked."""
_MOMENTS = 20
_RESETS = 100


@dataclass(frozen=True, slots=True)
class _Limit:
    """A bucket; without a rate it is a quota, filled again at the end of each period."""

    name: str
    rate: Figure
    holds: Figure
    begins_with: Figure
    period: Figure = 0


def run(
    *,
    requests: str | None,
    request_rate: Figure,
    duration: Figure | None,
    at_once: Figure | None,
    keyed: bool,
    client_rate: Figure | None,
    client_burst: Figure | None,
    quota: Figure | None,
    quota_used: Figure | None,
    quota_period: Figure | None,
    method_rate: Figure | None,
    method_burst: Figure | None,
    account_rate: Figure | None,
    account_burst: Figure | None,
) -> Run:
    """How many requests pass, and which limit refuses the others.

    A request rate of zero adds no requests. Without keys there are no clients to tell apart, and no quotas.
    """
    waiting: Sequence[Arrival] = arrivals_of(requests, request_rate, duration, at_once)
    sent = sum(one.count for one in waiting)
    limits = [
        _bucket("client", client_rate, client_burst) if keyed else None,
        _quota(quota, quota_used, quota_period) if keyed else None,
        _bucket("method", method_rate, method_burst),
        _bucket("account", account_rate, account_burst),
    ]
    refused = dict.fromkeys(LIMITS, Fraction(0))
    moments: list[tuple[Figure, str]] = []
    for limit in (one for one in limits if one is not None):
        before = sum(one.count for one in waiting)
        waiting, first = _through(limit, waiting)
        refused[limit.name] = Fraction(before - sum(one.count for one in waiting))
        if first is not None:
            moments.append((first, f"The {_words(limit)} refuses a request for the first time."))
    return _told(sent, refused, moments)


def _bucket(name: str, rate: Figure | None, burst: Figure | None) -> _Limit | None:
    if rate is None and burst is None:
        return None
    if burst is None:
        # A bucket whose size nobody named holds what arrives in one second.
        burst = max(rate, 1) if rate else 0
    return _Limit(name, rate or 0, burst, burst)


def _quota(quota: Figure | None, used: Figure | None, period: Figure | None) -> _Limit | None:
    if quota is None:
        return None
    return _Limit("quota", 0, quota, max(quota - (used or 0), 0), period or 0)


def _through(limit: _Limit, arrivals: Sequence[Arrival]) -> tuple[list[Arrival], Figure | None]:
    """What passes, and when the first request was refused."""
    if not limit.period and sum(one.count for one in arrivals) <= limit.begins_with:
        return list(arrivals), None  # there are tokens enough without any that come later
    if not limit.period and not any(one.lasts for one in arrivals):
        return _counted(limit, arrivals)
    tokens, clock, period = Fraction(limit.begins_with), Fraction(0), 0
    passed: list[Arrival] = []
    first: Figure | None = None
    for one in _cut(arrivals, limit.period):
        if limit.period and one.at // limit.period > period:
            tokens, period = Fraction(limit.holds), one.at // limit.period
        tokens = _refilled(limit, tokens, Fraction(one.at) - clock)
        clock = Fraction(one.at) + one.lasts
        pieces, tokens, stopped = _flow(limit, one, tokens) if one.lasts else _crowd(one, tokens)
        passed += pieces
        if stopped is not None and first is None:
            first = whole(stopped)
    return passed, first


def _counted(limit: _Limit, arrivals: Sequence[Arrival]) -> tuple[list[Arrival], Figure | None]:
    """The same for requests of moments, in whole parts of a token and of a second, since there may be thousands."""
    rate, holds, begins = Fraction(limit.rate), Fraction(limit.holds), Fraction(limit.begins_with)
    second = lcm(*(Fraction(one.at).denominator for one in arrivals))
    token = second * lcm(rate.denominator, holds.denominator, begins.denominator)
    gain = int(rate * token / second)
    full, tokens, clock = int(holds * token), int(begins * token), 0
    passed: list[Arrival] = []
    first: Figure | None = None
    for one in arrivals:
        at = int(one.at * second)
        tokens = max(tokens, min(full, tokens + gain * (at - clock)))
        clock = at
        served = min(one.count, tokens // token)
        tokens -= int(served * token)
        if served < one.count and first is None:
            first = whole(Fraction(one.at))
        if served:
            passed.append(one if served == one.count else replace(one, count=served))
    return passed, first


def _refilled(limit: _Limit, tokens: Fraction, idle: Fraction) -> Fraction:
    if tokens >= limit.holds:
        return tokens
    return min(Fraction(limit.holds), tokens + limit.rate * idle)


def _crowd(one: Arrival, tokens: Fraction) -> tuple[list[Arrival], Fraction, Fraction | None]:
    """Requests of one moment: each takes a whole token."""
    served = min(one.count, tokens.numerator // tokens.denominator)
    stopped = Fraction(one.at) if served < one.count else None
    return ([replace(one, count=served)] if served else []), tokens - served, stopped


def _flow(limit: _Limit, one: Arrival, tokens: Fraction) -> tuple[list[Arrival], Fraction, Fraction | None]:
    """Very many requests, evenly spread: they are poured, not counted one by one."""
    excess = Fraction(one.count) / one.lasts - limit.rate
    if excess <= 0:
        return [one], min(Fraction(limit.holds), tokens - excess * one.lasts), None
    lasting = tokens / excess
    if lasting >= one.lasts:
        return [one], tokens - excess * one.lasts, None
    free = Arrival(one.at, lasting, (excess + limit.rate) * lasting)
    held = Arrival(one.at + lasting, one.lasts - lasting, limit.rate * (one.lasts - lasting))
    return [part for part in (free, held) if part.count], Fraction(0), one.at + lasting


def _cut(arrivals: Sequence[Arrival], period: Figure) -> list[Arrival]:
    """Flows that last over the end of a quota's period, cut there."""
    if not period:
        return list(arrivals)
    pieces: list[Arrival] = []
    for one in arrivals:
        rest = one
        for _ in range(_RESETS):
            to_end = period - rest.at % period
            if rest.lasts <= to_end:
                break
            share = rest.count * Fraction(to_end) / rest.lasts
            pieces.append(Arrival(rest.at, to_end, share))
            rest = Arrival(rest.at + to_end, rest.lasts - to_end, rest.count - share)
        pieces.append(rest)
    return pieces


def _words(limit: _Limit) -> str:
    return {"client": "limit of the client", "method": "limit of the method or stage"}.get(
        limit.name, "quota of the key" if limit.name == "quota" else "limit of the account"
    )


def _told(sent: Figure, refused: dict[str, Fraction], moments: list[tuple[Figure, str]]) -> Run:
    """Whole requests: parts of one, from pouring, are dropped on the side of the refused."""
    total = int(sent)
    missed = sum(refused.values())
    passed = total - (missed.numerator // missed.denominator)
    over_quota = min(int(refused["quota"]), total - passed)
    moments.sort(key=lambda moment: moment[0])
    end = f"Of {format_figure(total)} requests {format_figure(passed)} pass."
    first = moments[0][0] if moments else None
    at = f" The first is refused after {natural(first, Dimension.TIME)}." if first is not None else ""
    told = (*(Moment(when, says) for when, says in moments[:_MOMENTS]), Moment(None, end + at))
    gives = {
        "sent": total,
        "passed": passed,
        "throttled": total - passed - over_quota,
        "over_quota": over_quota,
        "first_refused": first,
        "limited": passed < total,
        "limited_by": next((name for name in LIMITS if refused[name]), "nothing") if passed < total else "nothing",
    }
    return Run(gives=gives, moments=told)


KERNEL = Kernel(
    run=run,
    takes={
        "requests": TEXT,
        "request_rate": RATE,
        "duration": TIME,
        "at_once": COUNT,
        "keyed": TRUTH,
        "client_rate": RATE,
        "client_burst": COUNT,
        "quota": COUNT,
        "quota_used": COUNT,
        "quota_period": TIME,
        "method_rate": RATE,
        "method_burst": COUNT,
        "account_rate": RATE,
        "account_burst": COUNT,
    },
    gives={
        "sent": COUNT,
        "passed": COUNT,
        "throttled": COUNT,
        "over_quota": COUNT,
        "first_refused": TIME,
        "limited": TRUTH,
        "limited_by": choice("nothing", *LIMITS),
    },
    optional=(
        "requests",
        "duration",
        "at_once",
        "client_rate",
        "client_burst",
        "quota",
        "quota_used",
        "quota_period",
        "method_rate",
        "method_burst",
        "account_rate",
        "account_burst",
    ),
)
