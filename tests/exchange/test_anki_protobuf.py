from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.exchange.anki.protobuf import WireError, fields, text, whole


def test_the_examples_of_the_format_are_read() -> None:
    """From its documentation: 150 in field 1, 'testing' in field 2, a message in field 3."""
    assert list(fields(b"\x08\x96\x01")) == [(1, 150)]
    assert list(fields(b"\x12\x07testing")) == [(2, b"testing")]
    assert list(fields(b"\x1a\x03\x08\x96\x01")) == [(3, b"\x08\x96\x01")]


def test_fields_of_all_kinds_are_stepped_over() -> None:
    raw = b"\x09" + b"8" * 8 + b"\x15" + b"4" * 4 + b"\x1a\x01x" + b"\x20\x05"
    assert list(fields(raw)) == [(1, b"8" * 8), (2, b"4" * 4), (3, b"x"), (4, 5)]
    assert (whole(raw, 4), text(raw, 3)) == (5, "x")


def test_the_last_of_several_stands_and_what_is_missing_is_empty() -> None:
    raw = b"\x08\x01\x08\x02\x12\x01a\x12\x01b"
    assert (whole(raw, 1), text(raw, 2), whole(raw, 7), text(raw, 7)) == (2, "b", 0, "")
    assert (whole(raw, 2), text(raw, 1)) == (0, "")


def test_a_text_that_is_no_text_is_shown() -> None:
    assert text(b"\x0a\x03a\xffb", 1) == "a�b"


def test_numbers_have_64_bits() -> None:
    assert whole(b"\x08" + b"\xff" * 9 + b"\x01", 1) == 2**64 - 1
    assert whole(b"\x08" + b"\xff" * 9 + b"\x7f", 1) == 2**64 - 1


@pytest.mark.parametrize(
    "raw",
    [
        b"\x08",
        b"\x08\x80",
        b"\x08" + b"\x80" * 20,
        b"\x0a\x05abc",
        b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
        b"\x09abc",
        b"\x00\x00",
        b"\x0b",
        b"\x0f\x01",
    ],
)
def test_what_is_no_message_is_told(raw: bytes) -> None:
    with pytest.raises(WireError):
        list(fields(raw))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told(raw: bytes) -> None:
    try:
        found = list(fields(raw))
    except WireError:
        return
    assert all(number > 0 for number, _ in found)
    assert sum(len(value) for _, value in found if isinstance(value, bytes)) <= len(raw)
