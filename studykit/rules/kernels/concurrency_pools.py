"""Concurrency of one account and Region: what is set aside, what a function gets, and which limit throttles it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from studykit.core.quantity import Figure, format_figure
from studykit.core.sight import Pool, Pools
from studykit.core.verdict import Moment
from studykit.rules.kernel import Base, Kernel, Run
from studykit.rules.types import COUNT, choice


@dataclass(frozen=True, slots=True)
class _Pools:
    """The account's concurrency after everything that was set aside."""

    own: Figure
    """What only this function may use: its reservation, else its provisioned concurrency."""
    shared: Figure
    """What all functions without a reservation share."""


def share_concurrency(
    *,
    account: Figure,
    keep_unreserved: Figure,
    demand: Figure | None,
    reserved: Figure | None,
    provisioned: Figure | None,
    others_demand: Figure,
    others_reserved: Figure,
    others_provisioned: Figure,
    first: str,
) -> Run:
    """Divides an account's concurrency between one function and the others.

    ``others_demand`` comes from functions without a reservation, ``others_reserved`` is the sum of the others'
    reservations, ``others_provisioned`` what functions without a reservation have provisioned. ``first`` tells who
    takes from the shared pool before the other. Without ``demand`` only the pools are given.
    """
    aside = others_reserved + others_provisioned
    own = reserved if reserved is not None else provisioned or 0
    pools = _Pools(own, max(account - aside - own, 0))
    gives: dict[str, object] = {
        "unreserved": pools.shared,
        "reservable": max(account - aside - keep_unreserved, 0),
        **dict.fromkeys(("needed", "gets", "throttled", "on_provisioned", "on_demand", "others_get")),
        **dict.fromkeys(("others_throttled", "ceiling", "limit")),
    }
    moments = _set_aside(account, aside, pools, reserved=reserved is not None)
    if demand is not None:
        shares = _shares(
            pools,
            needed=ceil(demand),
            provisioned=provisioned or 0,
            others=ceil(others_demand),
            reserved=reserved is not None,
            first=first,
        )
        gives.update(shares)
        moments += _handed_out(shares)
    return Run(gives, tuple(Moment(None, says) for says in moments))


def show_pools(**given: Base) -> Pools:
    """The pools with what is used of each, and refused."""
    gives = share_concurrency(**given).gives
    counted = gives["gets"] is not None
    gets, refused = gives["gets"] or 0, gives["throttled"] or 0
    rows: list[Pool] = []
    aside = given["others_reserved"] + given["others_provisioned"]
    if aside:
        rows.append(Pool("others", f"{_n(aside)} set aside", aside, 0, 0, counted=False))
    shared_use, shared_refused = gives["others_get"] or 0, gives["others_throttled"] or 0
    if given["reserved"] is not None:
        own = given["reserved"]
        rows.append(Pool("function", f"reserved {_n(own)}", own, gets, refused, counted))
    else:
        shared_refused += refused
        shared_use += gets
        if given["provisioned"]:
            ready = gives["on_provisioned"] or 0
            shared_use -= ready
            rows.append(
                Pool("function", f"provisioned {_n(given['provisioned'])}", given["provisioned"], ready, 0, counted)
            )
    left = gives["unreserved"]
    rows.append(Pool("shared", f"{_n(left)} left", left, shared_use, shared_refused, counted))
    return Pools(tuple(rows))


def _shares(
    pools: _Pools, *, needed: int, provisioned: Figure, others: int, reserved: bool, first: str
) -> dict[str, Figure | str]:
    """What this function and the others get of the pools."""
    room = 0 if reserved else max(pools.shared - (others if first == "others" else 0), 0)
    ceiling = pools.own + room
    gets = min(needed, ceiling)
    taken = 0 if reserved else max(gets - pools.own, 0)
    others_get = min(others, pools.shared - taken)
    limit = "nothing" if needed <= ceiling else "reserved" if reserved else "account"
    return {
        "needed": needed,
        "gets": gets,
        "throttled": needed - gets,
        "on_provisioned": min(gets, provisioned),
        "on_demand": max(gets - provisioned, 0),
        "others_get": others_get,
        "others_throttled": others - others_get,
        "ceiling": ceiling,
        "limit": limit,
    }


def _set_aside(account: Figure, aside: Figure, pools: _Pools, *, reserved: bool) -> list[str]:
    says = [f"The account may run {_n(account)} executions at once in this Region."]
    if aside:
        says.append(f"{_n(aside)} of them are set aside for other functions.")
    if reserved:
        says.append(f"{_n(pools.own)} are reserved for this function alone, which may not use more.")
    elif pools.own:
        says.append(f"{_n(pools.own)} are provisioned for this function, which may use the shared pool, too.")
    return [*says, f"{_n(pools.shared)} are left for all functions without a reservation."]


def _handed_out(shares: dict[str, Figure | str]) -> list[str]:
    says = [f"The function needs {_n(shares['needed'])} executions at once and gets {_n(shares['gets'])}."]
    if shares["throttled"]:
        pool = "its own reservation" if shares["limit"] == "reserved" else "the unreserved pool of the account"
        says.append(f"{_n(shares['throttled'])} are throttled, because {pool} is used up.")
    if shares["on_provisioned"] and shares["on_demand"]:
        says.append(f"{_n(shares['on_demand'])} run outside the provisioned environments.")
    if shares["others_throttled"]:
        says.append(f"{_n(shares['others_throttled'])} executions of the other functions are throttled.")
    return says


def _n(figure: Figure | str) -> str:
    return figure if isinstance(figure, str) else format_figure(figure)


KERNEL = Kernel(
    run=share_concurrency,
    takes={
        "account": COUNT,
        "keep_unreserved": COUNT,
        "demand": COUNT,
        "reserved": COUNT,
        "provisioned": COUNT,
        "others_demand": COUNT,
        "others_reserved": COUNT,
        "others_provisioned": COUNT,
        "first": choice("others", "this"),
    },
    gives={
        "unreserved": COUNT,
        "reservable": COUNT,
        "needed": COUNT,
        "gets": COUNT,
        "throttled": COUNT,
        "on_provisioned": COUNT,
        "on_demand": COUNT,
        "others_get": COUNT,
        "others_throttled": COUNT,
        "ceiling": COUNT,
        "limit": choice("nothing", "reserved", "account"),
    },
    optional=("demand", "reserved", "provisioned"),
    shows=show_pools,
)
