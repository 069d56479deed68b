from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels.environment_variables import KERNEL


def run(variables: str | None = None, size: int | None = None) -> dict[str, Any]:
    found = KERNEL.run(variables=variables, size=size)
    assert set(found.gives) == set(KERNEL.gives)
    return {**found.gives, "says": [moment.says for moment in found.moments]}


def test_the_service_measures_variables_as_a_json_object() -> None:
    assert run("STAGE=dev\nTABLE=a=b\n")["size"] == len('{"STAGE":"dev","TABLE":"a=b"}')
    assert run("STAGE=ü")["size"] == len('{"STAGE":"ü"}'.encode())


def test_lines_and_json_say_the_same() -> None:
    assert run('{"STAGE": "dev", "N": ""}') == run("STAGE=dev\n\n N =\n")


def test_without_variables_the_size_is_nothing_or_what_is_said() -> None:
    assert (run()["size"], run()["count"], run()["says"]) == (0, 0, [])
    assert run(size=5000)["size"] == 5000
    assert run("AB=c", size=5000)["size"] == 5000


def test_reserved_names_are_found() -> None:
    found = run("AWS_REGION=eu-west-1\n_HANDLER=x\nPATH=/bin")
    assert (found["reserved"], found["reserved_names"]) == (True, "AWS_REGION, _HANDLER")
    assert found["invalid"] is False
    assert "AWS_REGION is reserved: the runtime sets it." in found["says"]


@pytest.mark.parametrize(
    ("name", "invalid"),
    [("AB", False), ("a1", False), ("A_", False), ("A", True), ("1A", True), ("_A", True), ("A-B", True), ("ÄB", True)],
)
def test_a_name_is_a_letter_and_then_letters_digits_and_underscores(name: str, *, invalid: bool) -> None:
    found = run(f"{name}=x")
    assert (found["invalid"], found["invalid_names"]) == (invalid, name if invalid else "")


@pytest.mark.parametrize("text", ["nonsense", '{"A', '{"AB": 1}', '{"a":' * 20_000])
def test_a_text_without_variables_is_no_scenario(text: str) -> None:
    with pytest.raises(UsageError):
        run(text)


def test_many_variables_end_at_once() -> None:
    found = run("\n".join(f"{at}=x" for at in range(20_000)))
    assert len(found["says"]) < 50


@given(st.dictionaries(st.from_regex(r"[A-Z]{2,5}", fullmatch=True), st.text("abc =äé", max_size=9), max_size=6))
def test_more_variables_never_take_less_room(variables: dict[str, str]) -> None:
    text = json.dumps(variables)
    more = json.dumps({**variables, "FURTHER": ""})
    assert run(more)["size"] > run(text)["size"]


def test_half_a_character_is_measured_like_any_other_text() -> None:
    assert run("AB=\ud800")["size"] == len('{"AB":""}') + 3
