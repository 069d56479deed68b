from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from studykit.core.attribute import Attribute, Bound, Cited
from studykit.core.authority import Member, Reference
from studykit.core.diagnostic import Severity
from studykit.core.quantity import UNITS, Figure, parse_quantity
from studykit.facts.authority import check, check_pack

NAME = "botocore oven Bake.Timeout"


def cited(value: str, bound: Bound = Bound.MAX, *members: str, scope: str = "", why: str = "") -> Cited:
    return Cited(bound, parse_quantity(value), "a page", "2026", scope, members=members or (NAME,), why=why, line=7)


def attribute(value: Cited, unit: str = "") -> Attribute:
    like = UNITS[unit] if unit else value.quantity.unit
    return Attribute("oven", "timeout", "time that it heats", like.dimension, like, cited=(value,))


def known(*members: Member) -> Mapping[str, Reference]:
    return {one.name: Reference(one, "1.2.3", "2026-10-20") for one in members}


def agrees(value: Cited, member: Member, unit: str = "") -> bool | None:
    return check(value, attribute(value, unit), known(member)).agrees


def test_a_bound_of_the_member_is_the_value() -> None:
    found = check(cited("900 s"), attribute(cited("900 s")), known(Member(NAME, 1, 900)))
    assert (found.agrees, found.member, found.version, found.date) == (True, NAME, "1.2.3", "2026-10-20")
    assert found.words == "maximum 900"


@pytest.mark.parametrize("value", ["899 s", "901 s", "5,400 s", "1 s", "900 min"])
def test_another_value_is_not(value: str) -> None:
    assert agrees(cited(value), Member(NAME, 1, 900), "s") is False


def test_each_bound_has_its_own_figure() -> None:
    member = Member(NAME, low=1, high=900, default=3, step=5)
    for bound, value in ((Bound.MIN, "1 s"), (Bound.MAX, "900 s"), (Bound.DEFAULT, "3 s"), (Bound.INCREMENT, "5 s")):
        assert agrees(cited(value, bound), member) is True
        others = {"1 s", "900 s", "3 s", "5 s"} - {value}
        assert [agrees(cited(other, bound), member) for other in others] == [False] * 3


def test_a_sentence_may_say_what_the_bound_of_a_wider_mode_hides() -> None:
    says = ("The default is 3 seconds, and the maximum allowed value is 900 seconds.", "Others: 5,400 seconds.")
    member = Member(NAME, 1, 5400, says=says)
    ordinary = check(cited("900 s"), attribute(cited("900 s")), known(member))
    assert (ordinary.agrees, ordinary.words) == (True, says[0])
    assert agrees(cited("5,400 s", scope="industrial"), member) is True
    assert agrees(cited("901 s"), member) is False


@pytest.mark.parametrize(
    ("name", "high", "value", "unit"),
    [
        ("botocore oven Bake.AgeInSeconds", 21600, "6 h", "h"),
        ("botocore oven Window.MaximumWindowInMinutes", 1440, "24 h", "h"),
        ("botocore oven Bake.TimeoutInMillis", 29000, "29 s", "s"),
        ("botocore oven Backup.PeriodInDays", 35, "35 day", "day"),
        ("botocore oven Buffer.SizeInMBs", 128, "128 MB", "MB"),
        ("cfn-lint AWS::Oven::Oven SizeInKiB", 10240, "10 MB", "MB"),
        ("botocore oven Data", 131072, "128 KB", "KB"),
        ("botocore oven MemorySize", 10240, "10,240 MB", "MB"),
        ("botocore oven Attributes[DelaySeconds]", 900, "15 min", "min"),
    ],
)
def test_the_name_or_the_attribute_says_the_unit(name: str, high: int, value: str, unit: str) -> None:
    assert agrees(cited(value, Bound.MAX, name), Member(name, high=high), unit) is True
    assert agrees(cited(value, Bound.MAX, name), Member(name, high=high + 1), unit) is False


def test_a_unit_in_the_name_leaves_no_other_reading() -> None:
    name = "botocore oven Bake.TimeoutInMillis"
    assert agrees(cited("900 s", Bound.MAX, name), Member(name, high=900)) is False


@pytest.mark.parametrize(("bound", "value"), [(Bound.MIN, "0.5 GB"), (Bound.MAX, "237 GB"), (Bound.DEFAULT, "1.6 GB")])
def test_options_are_figures(bound: Bound, value: str) -> None:
    member = Member(NAME, options=("0.5", "1.6", "237", "none"))
    assert agrees(cited(value, bound), member) is True
    assert agrees(cited("2 GB", bound), member) is False


@pytest.mark.parametrize(("low", "value"), [(Fraction(1, 2), "0.5x"), (0, "0x")])
def test_figures_are_exact(low: Figure, value: str) -> None:
    assert agrees(cited(value, Bound.MIN), Member(NAME, low=low)) is True


def test_a_status_code_is_compared_with_codes() -> None:
    assert agrees(cited("429 code", Bound.EXACT), Member(NAME, status=429)) is True
    assert agrees(cited("502 code", Bound.EXACT), Member(NAME, status=429)) is False


def test_one_agreeing_member_is_enough_and_is_named() -> None:
    other = "cfn-lint AWS::Oven::Oven Timeout"
    value = cited("900 s", Bound.MAX, NAME, other)
    found = check(value, attribute(value), known(Member(NAME, high=5400), Member(other, high=900)))
    assert (found.agrees, found.member) == (True, other)


def test_a_member_that_no_extract_has_settles_nothing() -> None:
    assert check(cited("900 s"), attribute(cited("900 s")), {}).agrees is None


def test_a_contradicted_value_is_an_error_that_names_both_with_file_and_line() -> None:
    (problem,) = check_pack([attribute(cited("901 s"))], known(Member(NAME, 1, 900)), "oven/attributes.yaml")
    assert str(problem) == (
        "oven/attributes.yaml:7: error: oven.timeout max: the pack says 901 s, "
        "botocore 1.2.3 oven Bake.Timeout says maximum 900."
    )


def test_a_place_that_nobody_has_is_a_warning() -> None:
    (problem,) = check_pack([attribute(cited("900 s"))], {}, "x.yaml")
    assert problem.severity is Severity.WARNING
    assert f"no extract has '{NAME}'" in str(problem)


def test_a_value_without_authority_must_say_why() -> None:
    silent = Cited(Bound.MAX, parse_quantity("900 s"), "a page", "2026", line=3)
    (problem,) = check_pack([attribute(silent)], {}, "x.yaml")
    assert str(problem) == "x.yaml:3: warning: oven.timeout max: neither 'from' an authority nor 'why' none has it."
    told = Cited(Bound.MAX, parse_quantity("900 s"), "a page", "2026", why="no model has it")
    assert check_pack([attribute(told)], {}, "x.yaml") == ()
