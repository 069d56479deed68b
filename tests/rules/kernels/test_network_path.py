"""Where a call from a function ends."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.rules.kernels._network_hops import (
    ACLS,
    BREAKS,
    CONNECTIONS,
    ENDPOINTS,
    IPV6_ROUTES,
    PRIVATE,
    ROUTES,
    SERVICES,
    TARGETS,
    Net,
)
from studykit.rules.kernels.network_path import KERNEL, network_path

INSIDE = {"attached": True, "outbound_allowed": True, "acl": "allows", "endpoint": "none"}
OUTSIDE = {**INSIDE, "attached": False}
NAT = {**INSIDE, "route": "nat_gateway"}


def stops(**settings: object) -> object:
    return network_path(**settings).gives["broken_at"]


def test_a_function_without_a_vpc_reaches_the_internet_and_every_service() -> None:
    assert all(stops(**OUTSIDE, target=target) == "nothing" for target in ("internet", *SERVICES))


@pytest.mark.parametrize("target", [*PRIVATE, "on_premises"])
def test_a_function_without_a_vpc_reaches_nothing_private(target: str) -> None:
    assert stops(**OUTSIDE, target=target, target_admits=True) == "outside_vpc"


def test_a_public_database_is_reached_from_outside_when_its_security_group_agrees() -> None:
    assert stops(**OUTSIDE, target="rds", public=True, target_admits=True) == "nothing"
    assert stops(**OUTSIDE, target="rds", public=True, target_admits=False) == "target_group"


def test_a_cache_never_gets_a_public_address() -> None:
    assert stops(**OUTSIDE, target="elasticache", public=True, target_admits=True) == "outside_vpc"


def test_a_function_without_a_vpc_sends_no_ipv6() -> None:
    assert stops(**OUTSIDE, target="internet", ip_version="ipv6") == "outside_ipv6"
    assert stops(**OUTSIDE, target="internet", ip_version="ipv4") == "nothing"


def test_a_public_subnet_gives_no_internet() -> None:
    run = network_path(**INSIDE, route="internet_gateway", target="internet")
    assert run.gives["broken_at"] == "no_public_address"
    assert run.gives["path"] == "function > network interface > internet gateway > stopped"
    assert "hangs" in run.moments[-1].says


def test_a_nat_gateway_in_a_public_subnet_gives_internet() -> None:
    run = network_path(**NAT, target="internet")
    assert run.gives["reached"] is True
    assert run.gives["path"] == "function > network interface > NAT gateway, internet gateway > internet"


def test_a_nat_gateway_in_a_private_subnet_gives_none() -> None:
    assert stops(**NAT, target="sqs", nat_reaches_internet=False) == "nat_without_internet"


def test_a_nat_instance_has_to_stop_checking_addresses() -> None:
    assert stops(**INSIDE, route="nat_instance", target="internet", source_check=True) == "source_check"
    assert stops(**INSIDE, route="nat_instance", target="internet", source_check=False) == "nothing"
    assert stops(**NAT, target="internet", source_check=True) == "nothing"


def test_no_route_stops_a_call_to_a_service() -> None:
    assert stops(**INSIDE, route="none", target="secrets_manager") == "no_route"


@pytest.mark.parametrize("target", ["s3", "dynamodb"])
def test_a_gateway_endpoint_leads_to_its_two_services_without_a_way_out(target: str) -> None:
    assert stops(**{**INSIDE, "endpoint": "gateway"}, route="none", target=target) == "nothing"


@pytest.mark.parametrize("target", ["sqs", "secrets_manager", "internet"])
def test_a_gateway_endpoint_leads_to_nothing_else(target: str) -> None:
    assert stops(**{**INSIDE, "endpoint": "gateway"}, route="none", target=target) == "endpoint_kind"
    assert stops(**{**NAT, "endpoint": "gateway"}, target=target) == "nothing"


def test_a_gateway_endpoint_needs_its_entry_in_the_route_table() -> None:
    endpoint = {**INSIDE, "endpoint": "gateway", "target": "s3"}
    assert stops(**endpoint, route="none", endpoint_route=False) == "endpoint_route"
    assert stops(**endpoint, route="nat_gateway", endpoint_route=False) == "nothing"


def test_an_endpoint_serves_its_own_region_only() -> None:
    endpoint = {**INSIDE, "endpoint": "gateway", "target": "s3", "same_region": False}
    assert stops(**endpoint, route="none") == "endpoint_region"
    assert stops(**endpoint, route="nat_gateway") == "nothing"


def test_an_interface_endpoint_needs_private_dns_or_a_way_out() -> None:
    endpoint = {**INSIDE, "endpoint": "interface", "target": "sqs"}
    assert stops(**endpoint, route="none") == "nothing"
    assert stops(**endpoint, route="none", private_dns=False) == "private_dns"
    assert stops(**endpoint, route="nat_gateway", private_dns=False) == "nothing"


def test_a_closed_interface_endpoint_is_not_saved_by_a_nat_gateway() -> None:
    assert stops(**{**NAT, "endpoint": "interface"}, target="kms", endpoint_admits=False) == "endpoint_group"


def test_the_policy_of_an_endpoint_answers_with_an_access_error() -> None:
    run = network_path(**{**INSIDE, "endpoint": "gateway"}, target="s3", endpoint_allows=False)
    assert run.gives["broken_at"] == "endpoint_policy"
    assert "access error" in run.moments[-1].says


def test_a_database_in_the_same_vpc_depends_on_its_security_group() -> None:
    assert stops(**INSIDE, target="rds", target_admits=True) == "nothing"
    assert stops(**INSIDE, target="rds", target_admits=False) == "target_group"
    assert stops(**INSIDE, target="rds") == "nothing"
    assert network_path(**INSIDE, target="rds").gives["reached"] is None


def test_the_functions_own_group_and_the_acl_can_stop_every_call() -> None:
    assert stops(**{**NAT, "outbound_allowed": False}, target="internet") == "outbound_group"
    assert stops(**{**NAT, "acl": "blocks_outbound"}, target="internet") == "network_acl"
    assert stops(**{**NAT, "acl": "blocks_return"}, target="internet") == "network_acl"


def test_another_vpc_needs_a_connection_with_routes() -> None:
    there = {**INSIDE, "target": "rds", "same_vpc": False, "target_admits": True}
    assert stops(**there) == "no_connection"
    assert stops(**there, connection="vpc_peering") == "nothing"
    assert stops(**there, connection="vpc_peering", connection_routes=False) == "connection_routes"
    assert stops(**there, connection="transitive_peering") == "transitive_peering"
    assert stops(**there, connection="direct_connect") == "no_connection"
    assert stops(**there, route="nat_gateway", public=True) == "nothing"


def test_the_data_centre_is_reached_over_vpn_but_not_over_a_peering() -> None:
    home = {**INSIDE, "target": "on_premises", "target_admits": True}
    assert stops(**home, connection="vpn") == "nothing"
    assert stops(**home, connection="vpc_peering") == "no_connection"


def test_ipv6_leaves_without_a_nat_gateway_once_the_function_may_use_it() -> None:
    six = {**INSIDE, "route": "none", "target": "internet"}
    assert stops(**six, dual_stack=True, ipv6_route="egress_only_internet_gateway") == "nothing"
    assert stops(**six, ip_version="ipv4", dual_stack=True, ipv6_route="egress_only_internet_gateway") == "no_route"
    assert stops(**six, ip_version="ipv6", ipv6_route="egress_only_internet_gateway") == "ipv6_off"
    assert stops(**six, ip_version="ipv6", dual_stack=True, ipv6_route="none") == "ipv6_route"


def test_ipv6_passes_an_internet_gateway_because_its_addresses_are_public() -> None:
    settings = {**INSIDE, "route": "internet_gateway", "ipv6_route": "internet_gateway", "dual_stack": True}
    assert stops(**settings, target="internet", ip_version="ipv6") == "nothing"


def test_an_unknown_route_leaves_the_answer_open() -> None:
    gives = network_path(**INSIDE, target="internet").gives
    assert (gives["reached"], gives["path"], gives["asks_route"]) == (None, None, True)
    assert network_path(**{**INSIDE, "endpoint": "gateway"}, target="s3").gives["asks_route"] is False


def test_only_a_private_target_asks_to_be_admitted() -> None:
    assert network_path(**INSIDE, target="rds").gives["asks_admission"] is True
    assert network_path(**NAT, target="internet").gives["asks_admission"] is False
    assert network_path(**{**INSIDE, "outbound_allowed": False}, target="rds").gives["asks_admission"] is False


NETS = st.fixed_dictionaries(
    {
        "target": st.sampled_from(TARGETS),
        "attached": st.booleans(),
        "outbound_allowed": st.booleans(),
        "acl": st.sampled_from(ACLS),
        "route": st.sampled_from(ROUTES),
        "nat_reaches_internet": st.booleans(),
        "source_check": st.booleans(),
        "endpoint": st.sampled_from(ENDPOINTS),
        "endpoint_route": st.booleans(),
        "private_dns": st.booleans(),
        "endpoint_admits": st.booleans(),
        "endpoint_allows": st.booleans(),
        "same_region": st.booleans(),
        "ip_version": st.sampled_from((None, "ipv4", "ipv6")),
        "dual_stack": st.booleans(),
        "ipv6_route": st.sampled_from(IPV6_ROUTES),
        "public": st.booleans(),
        "same_vpc": st.booleans(),
        "connection": st.sampled_from(CONNECTIONS),
        "connection_routes": st.booleans(),
        "target_admits": st.booleans(),
    }
)


@given(net=NETS)
def test_every_net_has_a_definite_end_that_the_kernel_declares(net: dict[str, object]) -> None:
    run = network_path(**net)
    assert run.gives["broken_at"] in BREAKS
    assert run.gives["reached"] is (run.gives["broken_at"] == "nothing")
    assert set(run.gives) == set(KERNEL.gives)


@given(net=NETS)
def test_opening_the_target_never_cuts_a_call_that_got_through(net: dict[str, object]) -> None:
    if network_path(**net).gives["reached"]:
        assert network_path(**{**net, "target_admits": True, "acl": "allows"}).gives["reached"]


def test_the_kernel_takes_exactly_what_a_net_has() -> None:
    assert {field.name for field in fields(Net)} == set(KERNEL.takes)
