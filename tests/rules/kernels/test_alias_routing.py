"""Which code of a function answers."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from studykit.rules.kernel import Run
from studykit.rules.kernels.alias_routing import KERNEL, alias_routing


def route(qualifier: str = "alias", *points_at: str, weight: object = None, **more: object) -> Run:
    given = {"version": None, "published": None, "requests": None, **more}
    weighted = {"weight": weight, "points_at": points_at or None}
    return alias_routing(qualifier=qualifier, most_versions=2, **weighted, **given)  # type: ignore[arg-type]


def test_a_call_without_a_qualifier_runs_latest() -> None:
    assert route("unqualified").gives["runs"] == "latest"
    assert route("latest").gives["shares"] == "100 % $LATEST"


def test_a_version_runs_itself_when_it_was_published() -> None:
    assert route("version", version=3).gives["shares"] == "100 % version 3"
    assert route("version", version=3, published=(1, 2, 3)).gives["runs"] == "one_version"
    assert route("version", version=4, published=(1, 2, 3)).gives["problem"] == "no_such_version"


def test_an_alias_runs_what_it_points_at() -> None:
    assert route("alias", "3").gives["shares"] == "100 % version 3"
    assert route("alias", "$LATEST").gives["runs"] == "latest"


def test_an_alias_may_point_at_the_newest_published_version() -> None:
    gives = route("alias", "$LATEST.PUBLISHED").gives
    assert (gives["runs"], gives["shares"]) == ("one_version", "100 % $LATEST.PUBLISHED")


def test_two_versions_share_the_calls_by_weight() -> None:
    run = route("alias", "3", "4", weight=Fraction(1, 10), requests=200)
    assert run.gives["runs"] == "two_versions"
    assert run.gives["shares"] == "90 % version 3, 10 % version 4"
    assert run.gives["second_requests"] == 20
    assert [one.says for one in run.moments[:2]] == [
        "90 % of the calls run version 3.",
        "10 % of the calls run version 4.",
    ]


def test_a_weight_of_nothing_or_everything_leaves_one_version() -> None:
    assert route("alias", "3", "4", weight=0).gives["shares"] == "100 % version 3"
    assert route("alias", "3", "4", weight=1).gives["shares"] == "100 % version 4"
    assert route("alias", "3", "4", weight=1).gives["runs"] == "one_version"


def test_an_alias_of_an_alias_is_refused() -> None:
    assert route("alias", "prod").gives["problem"] == "alias_of_alias"
    assert route("alias", "3", "prod", weight=0).gives["problem"] == "alias_of_alias"
    assert route("alias", "٣").gives["problem"] == "alias_of_alias"


def test_latest_shares_with_no_version() -> None:
    assert route("alias", "$LATEST", "3", weight=0).gives["problem"] == "latest_shares"
    assert route("alias", "3", "$LATEST", weight=0).gives["problem"] == "latest_shares"


def test_an_alias_names_no_third_version_and_none_twice() -> None:
    assert route("alias", "1", "2", "3", weight=0).gives["problem"] == "too_many_versions"
    assert route("alias", "1", "1", weight=0).gives["problem"] == "same_version_twice"


def test_an_alias_names_published_versions() -> None:
    assert route("alias", "1", "9", weight=0, published=(1, 2)).gives["problem"] == "no_such_version"
    assert route("alias", "$LATEST", published=(1, 2)).gives["problem"] == "none"


def test_what_is_not_said_stays_open() -> None:
    assert set(route("version").gives.values()) == {None}
    assert set(route("alias").gives.values()) == {None}
    unweighted = route("alias", "1", "2").gives
    assert (unweighted["runs"], unweighted["problem"]) == (None, "none")


@given(weight=st.fractions(0, 1, max_denominator=1000))
def test_shares_always_come_to_everything(weight: Fraction) -> None:
    run = route("alias", "1", "2", weight=weight)
    assert run.gives["first_share"] + run.gives["second_share"] == 100


@given(names=st.lists(st.text(max_size=8), max_size=4), qualifier=st.sampled_from(("alias", "version", "latest")))
def test_every_answer_has_all_names(names: list[str], qualifier: str) -> None:
    assert set(route(qualifier, *names, weight=0).gives) == set(KERNEL.gives)
