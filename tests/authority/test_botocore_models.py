from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from studykit.authority.botocore_models import extract
from studykit.core.authority import Member
from studykit.core.errors import ContentError
from tests.authority.installed import install_botocore


def read(folder: Path, name: str) -> Member:
    found, problems = extract([name], folder)
    assert problems == ()
    return found.members[name]


def test_a_member_has_its_own_words_and_the_bounds_of_its_shape(tmp_path: Path) -> None:
    member = read(install_botocore(tmp_path), "botocore oven BakeRequest.TimeoutInSeconds")
    assert (member.low, member.high) == (1, 5400)
    assert member.says[0] == "The default is 3 minutes, and the maximum allowed value is 15 minutes."


def test_shapes_operations_errors_and_rows_have_names(tmp_path: Path) -> None:
    install_botocore(tmp_path)
    assert read(tmp_path, "botocore oven Timeout").high == 5400
    assert read(tmp_path, "botocore oven Size").options == ("0.5", "1.6", "237")
    assert read(tmp_path, "botocore oven op:Bake").says == ("You can bake up to 12 cakes in a batch.",)
    assert read(tmp_path, "botocore oven error:TooHot").status == 429
    assert read(tmp_path, "botocore oven BakeRequest.Settings[Fan]").says == ("up to 7", "Default: 2.")


def test_a_bound_that_is_no_whole_number_stays_exact(tmp_path: Path) -> None:
    install_botocore(tmp_path, shapes={"Share": {"type": "double", "min": 0.0, "max": 0.1}})
    member = read(tmp_path, "botocore oven Share")
    assert (member.low, member.high) == (0, Fraction(1, 10))


def test_the_newest_version_of_a_service_is_read_and_dates_the_extract(tmp_path: Path) -> None:
    found, _ = extract(["botocore oven Timeout"], install_botocore(tmp_path))
    assert (found.version, found.date, found.licence) == ("1.2.3", "2020-02-02", "Apache-2.0")


@pytest.mark.parametrize(
    "name",
    [
        "botocore stove Timeout",
        "botocore oven Gone",
        "botocore oven BakeRequest.Gone",
        "botocore oven op:Gone",
        "botocore oven error:Gone",
        "botocore ../../secret Timeout",
        "botocore oven",
    ],
)
def test_a_place_that_is_not_there_is_said_and_left_out(tmp_path: Path, name: str) -> None:
    found, (problem,) = extract([name, "botocore oven Timeout"], install_botocore(tmp_path))
    assert list(found.members) == ["botocore oven Timeout"]
    assert f"botocore 1.2.3 has no member '{name}'." in str(problem)


def test_without_the_library_the_message_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"botocore is not installed.*studykit\[authority\]"):
        extract(["botocore oven Timeout"], tmp_path)
