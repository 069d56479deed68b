"""A month's use of a function → what is billed, part by part, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from studykit.core.errors import UsageError
from studykit.core.quantity import BASE_UNITS, UNITS, Dimension, Figure, Quantity, format_figure, whole
from studykit.core.sight import Part, Parts
from studykit.core.verdict import Moment
from studykit.rules.kernel import Base, Kernel, Run
from studykit.rules.types import COUNT, MONEY, SIZE, TIME, Type

GB_SECONDS = Type(Dimension.GB_SECONDS)
_GB_SECOND = UNITS["GB-s"].factor
_GB = UNITS["GB"].factor


def bill(
    *,
    requests: Figure,
    duration: Figure,
    increment: Figure,
    memory: Figure,
    cold_starts: Figure | None,
    init: Figure | None,
    free_requests: Figure,
    free_compute: Figure,
    request_price: Figure,
    requests_per_price: Figure,
    price: Figure,
    second_price: Figure,
    third_price: Figure,
    first_tier: Figure,
    second_tier: Figure,
    provisioned: Figure,
    provisioned_time: Figure,
    provisioned_price: Figure,
    storage: Figure | None,
    free_storage: Figure,
    storage_price: Figure,
) -> Run:
    """Works out the cost of requests, duration, provisioned environments and scratch space.

    Prices of compute, provisioned environments and storage are for one GB-second. ``price`` holds up to ``first_tier``
    of compute in a month, ``second_price`` up to ``second_tier``, ``third_price`` above.
    ``cold_starts`` of the requests are billed for ``init``, too. The time of each request is rounded up to
    ``increment``.
    """
    if increment <= 0:
        raise UsageError("The step to which the duration is rounded up has to be longer than nothing.")
    cold = min(cold_starts or 0, requests) if init else 0
    billed = _round_up(duration, increment)
    billed_time = cold * _round_up(duration + (init or 0), increment) + (requests - cold) * billed
    compute = billed_time * memory
    charged_compute = max(compute - free_compute, 0)
    charged_requests = max(requests - free_requests, 0)
    extra_storage = max((storage or 0) - free_storage, 0)
    kept = provisioned * provisioned_time * memory
    steps: tuple[tuple[Figure, Figure], ...] = (
        (price, first_tier),
        (second_price, second_tier),
        (third_price, compute),
    )
    costs = {
        "request_cost": charged_requests * request_price / Fraction(requests_per_price),
        "compute_cost": _stepped(charged_compute, steps),
        "provisioned_cost": Fraction(kept, 1) / _GB_SECOND * provisioned_price,
        "storage_cost": Fraction(billed_time * extra_storage) / _GB_SECOND * storage_price,
    }
    gives = {
        "billed_duration": billed,
        "billed_time": billed_time,
        "compute": compute,
        "charged_requests": charged_requests,
        "charged_compute": charged_compute,
        **costs,
        "total": sum(costs.values()),
    }
    return Run({name: whole(Fraction(figure)) for name, figure in gives.items()}, _story(gives, requests, memory))


def show_costs(**given: Base) -> Parts | None:
    """What each part costs; None where nothing is left of it when it is rounded."""
    gives = bill(**given).gives
    if _usd(gives["total"]) == _usd(0):
        return None
    rows = tuple(
        Part(words, gives[name], _usd(gives[name])) for name, words in _COSTS if gives[name] or name in _ALWAYS
    )
    return Parts((*rows, Part("total", gives["total"], _usd(gives["total"]))))


_COSTS = (
    ("request_cost", "requests"),
    ("compute_cost", "duration"),
    ("provisioned_cost", "provisioned"),
    ("storage_cost", "scratch space"),
)
_ALWAYS = ("request_cost", "compute_cost")


def _round_up(amount: Figure, increment: Figure) -> Figure:
    return whole(Fraction(ceil(Fraction(amount) / increment)) * increment)


def _stepped(amount: Figure, steps: Sequence[tuple[Figure, Figure]]) -> Fraction:
    """The cost of an amount of compute, of which each part up to the next step has its own price."""
    cost, start = Fraction(0), Fraction(0)
    for price, end in steps:
        part = max(min(Fraction(end), Fraction(amount)) - start, Fraction(0))
        cost += part / _GB_SECOND * price
        start += part
    return cost


def _story(gives: dict[str, Figure], requests: Figure, memory: Figure) -> tuple[Moment, ...]:
    compute, charged = (Fraction(gives[name]) / _GB_SECOND for name in ("compute", "charged_compute"))
    billed = f"{_n(gives['billed_time'])} s in all at {_n(Fraction(memory) / _GB)} GB"
    says = [
        f"{_n(requests)} requests are billed with {billed}, which is {_n(compute)} GB-seconds.",
        f"{_n(gives['charged_requests'])} requests are above what is free and cost {_usd(gives['request_cost'])}.",
        f"{_n(charged)} GB-seconds are above what is free and cost {_usd(gives['compute_cost'])}.",
    ]
    if gives["provisioned_cost"]:
        says.append(f"Keeping the provisioned environments ready costs {_usd(gives['provisioned_cost'])}.")
    if gives["storage_cost"]:
        says.append(f"The larger scratch space costs {_usd(gives['storage_cost'])}.")
    says.append(f"Together that is {_usd(gives['total'])}.")
    return tuple(Moment(None, one) for one in says)


def _n(figure: Figure) -> str:
    """A figure with at most six places, as people would read it."""
    return format_figure(whole(round(Fraction(figure), 6)))


def _usd(amount: Figure) -> str:
    return str(Quantity(whole(round(Fraction(amount), 6)), BASE_UNITS[Dimension.MONEY]))


KERNEL = Kernel(
    run=bill,
    takes={
        "requests": COUNT,
        "duration": TIME,
        "increment": TIME,
        "memory": SIZE,
        "cold_starts": COUNT,
        "init": TIME,
        "free_requests": COUNT,
        "free_compute": GB_SECONDS,
        "request_price": MONEY,
        "requests_per_price": COUNT,
        "price": MONEY,
        "second_price": MONEY,
        "third_price": MONEY,
        "first_tier": GB_SECONDS,
        "second_tier": GB_SECONDS,
        "provisioned": COUNT,
        "provisioned_time": TIME,
        "provisioned_price": MONEY,
        "storage": SIZE,
        "free_storage": SIZE,
        "storage_price": MONEY,
    },
    gives={
        "billed_duration": TIME,
        "billed_time": TIME,
        "compute": GB_SECONDS,
        "charged_requests": COUNT,
        "charged_compute": GB_SECONDS,
        "request_cost": MONEY,
        "compute_cost": MONEY,
        "provisioned_cost": MONEY,
        "storage_cost": MONEY,
        "total": MONEY,
    },
    optional=("cold_starts", "init", "storage"),
    shows=show_costs,
)
