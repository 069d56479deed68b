"""Follow a call from a function to its target: reached or not, and which station stops it."""

from __future__ import annotations

from collections.abc import Iterator

from studykit.core.verdict import How, Moment
from studykit.rules.kernel import Base, Kernel, Run
from studykit.rules.kernels._network_hops import (
    ACLS,
    BREAKS,
    CONNECTIONS,
    ENDPOINTS,
    IPV6_ROUTES,
    ROUTES,
    TARGETS,
    Hop,
    Net,
    hops,
)
from studykit.rules.types import TEXT, TRUTH, choice

_HOW: dict[str | None, How] = {"": How.GOOD, None: How.OPEN}
_HANGS = "No answer comes back, so the call hangs until the client or the function times out."


def network_path(**given: Base) -> Run:
    """The stations of a call as moments; ``broken_at`` names what is known to stop it.

    ``reached`` is None when that depends on a setting that nobody made; ``asks_route`` and ``asks_admission`` say
    whether the call comes to where the default route, or the target's security group, decides.
    """
    passed = list(_until_broken(Net(**given)))
    broken = passed[-1].breaks or ""
    open_ended = not broken and any(hop.breaks is None for hop in passed)
    moments = [Moment(None, hop.says, hop.name, _how(hop)) for hop in passed]
    target = str(given["target"]).replace("_", " ")
    names = ["function", *(hop.name for hop in passed if hop.name)]
    if broken:
        names.append("stopped")
        text = "The answer is an access error." if broken == "endpoint_policy" else _HANGS
        moments.append(Moment(None, text, target, How.MISSED))
    elif not open_ended:
        names.append(target)
        moments.append(Moment(None, "The target answers.", target, How.GOOD))
    asked = {hop.asks for hop in passed}
    gives = {
        "reached": None if open_ended else not broken,
        "broken_at": broken or "nothing",
        "asks_route": "route" in asked,
        "asks_admission": "admission" in asked,
        "path": None if open_ended else " > ".join(dict.fromkeys(names)),
    }
    return Run(gives, tuple(moments))


def _how(hop: Hop) -> How:
    return How.PLAIN if hop.aside else _HOW.get(hop.breaks, How.BAD)


def _until_broken(net: Net) -> Iterator[Hop]:
    for hop in hops(net):
        yield hop
        if hop.breaks:
            return


KERNEL = Kernel(
    run=network_path,
    takes={
        "target": choice(*TARGETS),
        "attached": TRUTH,
        "outbound_allowed": TRUTH,
        "acl": choice(*ACLS),
        "route": choice(*ROUTES),
        "nat_reaches_internet": TRUTH,
        "source_check": TRUTH,
        "endpoint": choice(*ENDPOINTS),
        "endpoint_route": TRUTH,
        "private_dns": TRUTH,
        "endpoint_admits": TRUTH,
        "endpoint_allows": TRUTH,
        "same_region": TRUTH,
        "ip_version": choice("ipv4", "ipv6"),
        "dual_stack": TRUTH,
        "ipv6_route": choice(*IPV6_ROUTES),
        "public": TRUTH,
        "same_vpc": TRUTH,
        "connection": choice(*CONNECTIONS),
        "connection_routes": TRUTH,
        "target_admits": TRUTH,
    },
    gives={"reached": TRUTH, "broken_at": choice(*BREAKS), "asks_route": TRUTH, "asks_admission": TRUTH, "path": TEXT},
    optional=(
        "route", "nat_reaches_internet", "source_check", "endpoint_route", "private_dns", "endpoint_admits",
        "endpoint_allows", "same_region", "ip_version", "dual_stack", "ipv6_route", "public", "same_vpc", "connection",
        "connection_routes", "target_admits",
    ),
)  # fmt: skip
