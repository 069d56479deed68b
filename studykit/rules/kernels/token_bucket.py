"""Let a sequence of requests through token buckets, one behind the other, and a quota."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from studykit.core.quantity import Dimension, Figure, format_figure, natural
from studykit.core.sight import Bucket
from studykit.core.verdict import How, Moment
from studykit.rules.kernel import Base, Kernel, Run
from studykit.rules.kernels._arrivals import Arrival, arrivals_of
from studykit.rules.kernels._bucket import Limit, through, watched
from studykit.rules.types import COUNT, RATE, TEXT, TIME, TRUTH, choice

LIMITS = ("client", "quota", "method", "account")
"""In the order in which they are asked."""
_MOMENTS = 20


def run(**given: Base) -> Run:
    """How many requests pass, and which limit refuses the others.

    A request rate of zero adds no requests. Without keys there are no clients to tell apart, and no quotas.
    """
    waiting = _waiting(**given)
    sent = sum(one.count for one in waiting)
    refused = dict.fromkeys(LIMITS, Fraction(0))
    moments: list[tuple[Figure, str]] = []
    for limit in _limits(**given):
        before = sum(one.count for one in waiting)
        waiting, first = through(limit, waiting)
        refused[limit.name] = Fraction(before - sum(one.count for one in waiting))
        if first is not None:
            moments.append((first, f"The {_words(limit)} refuses a request for the first time."))
    return _told(sent, refused, moments)


def show_bucket(**given: Base) -> Bucket | None:
    """The tokens of the limit that refuses the first request, else of the last one, and what comes to it."""
    waiting, shown = _waiting(**given), None
    for limit in _limits(**given):
        if not waiting:
            break
        waiting, first, lasts, turns = watched(limit, waiting)
        shown = Bucket(_words(limit), lasts, limit.holds, turns)
        if first is not None:
            break
    return shown


def _waiting(
    *, requests: str | None, request_rate: Figure, duration: Figure | None, at_once: Figure | None, **_: Base
) -> Sequence[Arrival]:
    """All requests in the order in which they come."""
    return arrivals_of(requests, request_rate, duration, at_once)


def _limits(
    *,
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
    **_: Base,
) -> list[Limit]:
    """The limits that there are, in the order in which they are asked."""
    limits = (
        _bucket("client", client_rate, client_burst) if keyed else None,
        _quota(quota, quota_used, quota_period) if keyed else None,
        _bucket("method", method_rate, method_burst),
        _bucket("account", account_rate, account_burst),
    )
    return [one for one in limits if one is not None]


def _bucket(name: str, rate: Figure | None, burst: Figure | None) -> Limit | None:
    if rate is None and burst is None:
        return None
    if burst is None:
        # A bucket whose size nobody named holds what arrives in one second.
        burst = max(rate, 1) if rate else 0
    return Limit(name, rate or 0, burst, burst)


def _quota(quota: Figure | None, used: Figure | None, period: Figure | None) -> Limit | None:
    if quota is None:
        return None
    return Limit("quota", 0, quota, max(quota - (used or 0), 0), period or 0)


def _words(limit: Limit) -> str:
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
    told = (*(Moment(when, says, "refused", How.BAD) for when, says in moments[:_MOMENTS]), Moment(None, end + at))
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
    shows=show_bucket,
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
