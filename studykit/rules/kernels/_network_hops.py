"""The hops of a call out of a function: what each passes, and what stops it there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

ROUTES = ("none", "internet_gateway", "nat_gateway", "nat_instance")
IPV6_ROUTES = ("none", "egress_only_internet_gateway", "internet_gateway")
ENDPOINTS = ("none", "gateway", "interface")
ACLS = ("allows", "blocks_outbound", "blocks_return")
CONNECTIONS = ("none", "vpc_peering", "transitive_peering", "transit_gateway", "privatelink", "vpn", "direct_connect")
PRIVATE = ("rds", "elasticache", "private_resource")
SERVICES = ("s3", "dynamodb", "sqs", "sns", "secrets_manager", "kms", "aws_service")
TARGETS = ("internet", *SERVICES, *PRIVATE, "on_premises")
BREAKS = (
    "nothing", "outside_vpc", "outside_ipv6", "outbound_group", "network_acl", "no_public_address", "no_route",
    "nat_without_internet", "source_check", "ipv6_off", "ipv6_route", "endpoint_kind", "endpoint_region",
    "endpoint_route", "private_dns", "endpoint_group", "endpoint_policy", "no_connection", "transitive_peering",
    "connection_routes", "target_group",
)  # fmt: skip

_GATEWAY_SERVICES = ("s3", "dynamodb")
_LEADS_TO_VPC = ("vpc_peering", "transit_gateway", "privatelink", "vpn")
_LEADS_HOME = ("transit_gateway", "vpn", "direct_connect")


@dataclass(frozen=True, slots=True)
class Net:
    """Everything between a function and its target. None: not known, where that can matter."""

    target: str
    attached: bool
    outbound_allowed: bool
    acl: str
    route: str | None = None
    nat_reaches_internet: bool | None = None
    source_check: bool | None = None
    endpoint: str = "none"
    endpoint_route: bool | None = None
    private_dns: bool | None = None
    endpoint_admits: bool | None = None
    endpoint_allows: bool | None = None
    same_region: bool | None = None
    ip_version: str | None = None
    dual_stack: bool | None = None
    ipv6_route: str | None = None
    public: bool | None = None
    same_vpc: bool | None = None
    connection: str | None = None
    connection_routes: bool | None = None
    target_admits: bool | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """A station of the call."""

    name: str
    """Short name for the path; empty when the station is only a check."""
    says: str
    breaks: str | None = ""
    """What stops the call here; empty when it passes, None when that is not known."""
    asks: str = ""
    """``route`` or ``admission``, where it depends on that setting."""
    aside: bool = False
    """True for what is said of the way, and neither passes nor stops the call."""


def hops(net: Net) -> Iterator[Hop]:
    """All stations in order; the call ends at the first that breaks."""
    yield from _inside(net) if net.attached else _outside(net)


def _outside(net: Net) -> Iterator[Hop]:
    yield Hop("network of the Lambda service", "The function runs in a network that the Lambda service owns.")
    private = net.target in PRIVATE or net.target == "on_premises"
    if private and not _public_database(net):
        yield Hop("", "The target has private addresses only, and nothing leads there from outside.", "outside_vpc")
    if net.ip_version == "ipv6":
        yield Hop("", "That network sends IPv4 packets only.", "outside_ipv6")
    yield Hop("internet", "That network has a path to every public address.")
    if private:
        yield _admission(net)


def _inside(net: Net) -> Iterator[Hop]:
    yield Hop("network interface", "The call leaves through the function's network interface in the subnet.")
    yield _check(net.outbound_allowed, "The function's security group", "lets the call out", "outbound_group")
    yield _check(net.acl != "blocks_outbound", "The network ACL of the subnet", "lets the call out", "network_acl")
    if net.target in PRIVATE or net.target == "on_premises":
        yield from _private(net)
    else:
        yield from _service(net)
    yield _check(net.acl != "blocks_return", "The network ACL of the subnet", "lets the answer in", "network_acl")


def _check(passes: bool, who: str, what: str, breaks: str) -> Hop:
    return Hop("", f"{who} {what}.") if passes else Hop("", f"{who} stops it here.", breaks)


def _private(net: Net) -> Iterator[Hop]:
    here = net.same_vpc is not False and net.target != "on_premises"
    if here:
        yield Hop("local route", "The local route of the VPC leads straight to the target.")
    elif net.connection in (_LEADS_HOME if net.target == "on_premises" else _LEADS_TO_VPC):
        way = str(net.connection).replace("_", " ")
        broken = "connection_routes" if net.connection_routes is False else ""
        text = "lacks its routes to and from the other side" if broken else "leads to the other side"
        yield Hop(way, f"The connection ({way}) {text}.", broken)
    elif net.connection == "transitive_peering":
        yield Hop("", "A peering hands nothing on to the peers of its peer.", "transitive_peering")
    elif _public_database(net):
        yield from _public(net)
    else:
        yield Hop("", "Nothing connects the function's VPC with the network of the target.", "no_connection")
    yield _admission(net)


def _public_database(net: Net) -> bool:
    """Caches never get a public address; databases and machines may."""
    return bool(net.public) and net.target in ("rds", "private_resource")


def _admission(net: Net) -> Hop:
    if net.target_admits is None:
        return Hop("", "Nobody said whether the target's security group admits the function.", None, "admission")
    found = _check(net.target_admits, "The target's security group", "admits the function", "target_group")
    return replace(found, asks="admission")


def _service(net: Net) -> Iterator[Hop]:
    bypass = _bypass(net)
    if net.endpoint == "none" or bypass:
        if bypass:
            yield Hop("", f"The call does not use the endpoint: {_BYPASS[bypass]}.", aside=True)
        yield from _public(net, bypass)
        return
    yield Hop(f"{net.endpoint} endpoint", f"The call goes to the {net.endpoint} endpoint inside the VPC.")
    if net.endpoint == "interface":
        yield _check(
            net.endpoint_admits is not False, "The endpoint's security group", "admits HTTPS", "endpoint_group"
        )
    yield _check(net.endpoint_allows is not False, "The endpoint's policy", "allows the request", "endpoint_policy")


_BYPASS = {
    "endpoint_kind": "this kind of endpoint does not lead to this target",
    "endpoint_region": "an endpoint leads to the service of its own Region",
    "endpoint_route": "the subnet's route table has no entry for it",
    "private_dns": "the service's usual name still stands for public addresses",
}


def _bypass(net: Net) -> str:
    """Why an endpoint that exists plays no part; empty when it does."""
    if net.endpoint == "none":
        return ""
    gateway = net.endpoint == "gateway"
    if net.target == "internet" or (gateway and net.target not in _GATEWAY_SERVICES):
        return "endpoint_kind"
    if net.same_region is False:
        return "endpoint_region"
    if gateway:
        return "endpoint_route" if net.endpoint_route is False else ""
    return "private_dns" if net.private_dns is False else ""


def _public(net: Net, bypass: str = "") -> Iterator[Hop]:
    """The way over public addresses, by IPv4 first; the endpoint is to blame when it alone would have served."""
    four, six = _ipv4(net), _ipv6(net)
    over_six = net.ip_version == "ipv6" or (net.ip_version is None and four.breaks != "" and six.breaks == "")
    way = six if over_six else four
    blamed = bypass if bypass and way.breaks else way.breaks
    yield replace(way, breaks=blamed, asks="" if over_six or (bypass and way.breaks) else "route")
    yield Hop("internet", "The call goes on to the public address of the target.")


def _ipv4(net: Net) -> Hop:
    if net.route is None:
        return Hop("", "Nobody said where the subnet's default route leads.", None)
    if net.route == "none":
        return Hop("", "The subnet's route table has no way out of the VPC.", "no_route")
    if net.route == "internet_gateway":
        text = "The internet gateway drops the packet, because the function has no public address."
        return Hop("internet gateway", text, "no_public_address")
    nat = "NAT gateway" if net.route == "nat_gateway" else "NAT instance"
    if net.nat_reaches_internet is False:
        return Hop(nat, f"The {nat} itself has no way to the internet.", "nat_without_internet")
    if net.route == "nat_instance" and net.source_check:
        return Hop(nat, "The NAT instance drops packets that are not addressed to it.", "source_check")
    return Hop(f"{nat}, internet gateway", f"The {nat} sends the call on through the internet gateway.")


def _ipv6(net: Net) -> Hop:
    if not net.dual_stack:
        return Hop("", "The function's interface has no IPv6 address.", "ipv6_off")
    if net.ipv6_route in (None, "none"):
        return Hop("", "The subnet's route table has no IPv6 way out of the VPC.", "ipv6_route")
    way = str(net.ipv6_route).replace("_", " ").replace("egress only", "egress-only")
    return Hop(way, f"The call leaves over IPv6 through the {way}.")
