from __future__ import annotations

import pytest

from studykit.exchange.strange_json import json_object


def test_an_object_is_read() -> None:
    assert json_object('{"a": [1, {"b": null}]}', 100) == {"a": [1, {"b": None}]}


@pytest.mark.parametrize(
    "written",
    ["", "{", "[]", "5", "null", '{"a": 1}' + " " * 1_000_000, '{"a":' * 100_000, "[" * 1_000_000],
    ids=lambda written: written[:8],
)
def test_anything_else_is_told(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        json_object(written, 1_000_000)


def test_what_would_fill_the_memory_is_not_read() -> None:
    with pytest.raises(ValueError, match="Too much"):
        json_object('{"a":[' + ",".join(["{}"] * 500_000) + "]}", 10_000_000)
