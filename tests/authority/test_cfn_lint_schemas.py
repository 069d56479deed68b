from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from studykit.authority.cfn_lint_schemas import extract
from studykit.core.authority import Member
from studykit.core.errors import ContentError
from tests.authority.installed import install_cfn_lint


def read(folder: Path, place: str) -> Member:
    name = f"cfn-lint {place}"
    found, problems = extract([name], folder)
    assert problems == ()
    return found.members[name]


def test_a_property_has_its_bounds_and_default(tmp_path: Path) -> None:
    member = read(install_cfn_lint(tmp_path), "AWS::Oven::Oven Delay")
    assert (member.low, member.high, member.default) == (0, 900, 5)


def test_a_list_has_its_length_and_its_rows_have_properties(tmp_path: Path) -> None:
    install_cfn_lint(tmp_path)
    assert read(tmp_path, "AWS::Oven::Oven Racks").high == 5
    height = read(tmp_path, "AWS::Oven::Oven Racks.Height")
    assert (height.step, height.says) == (Fraction(1, 2), ("At least 2 cm.",))


def test_extensions_rules_and_limits_are_read_and_never_run(tmp_path: Path) -> None:
    install_cfn_lint(tmp_path)
    assert read(tmp_path, "extension aws_oven/heat").says == ("Heat maximum 250",)
    assert read(tmp_path, "rule E9001").says == ("Ovens have at most 2 doors",)
    assert read(tmp_path, "limits Racks.number").high == 5


def test_the_extract_bears_the_date_of_the_schemas(tmp_path: Path) -> None:
    found, _ = extract([], install_cfn_lint(tmp_path))
    assert (found.source, found.version, found.date, found.licence) == ("cfn-lint", "4.5.6", "2026-10-20", "MIT-0")


@pytest.mark.parametrize(
    "place",
    [
        "AWS::Oven::Stove Delay",
        "AWS::Oven::Oven Gone",
        "extension aws_oven/gone",
        "rule E9999",
        "limits Racks.gone",
        "limits Gone.number",
        "Delay",
    ],
)
def test_a_place_that_is_not_there_is_said(tmp_path: Path, place: str) -> None:
    found, (problem,) = extract([f"cfn-lint {place}"], install_cfn_lint(tmp_path))
    assert not found.members
    assert f"has no member 'cfn-lint {place}'" in str(problem)


def test_without_the_library_the_message_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cfn-lint is not installed"):
        extract([], tmp_path)
