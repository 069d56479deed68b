from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.flashcard import Basic, Cloze, Flashcard, Link, Part
from studykit.core.log_row import LogRow, Plain, RowKind
from studykit.exchange.cards.json import card_line
from studykit.exchange.log_fields import FIELDS
from studykit.exchange.log_lines import (
    FORMAT,
    Header,
    LineError,
    UnknownRowError,
    header_line,
    key,
    read_line,
    row_line,
)

DAY = 739_941
NOON = (DAY - 719_163) * 86_400_000_000 + 43_200_000_000
LEFT = Flashcard("c", Basic("größe\x0b?", "2"), "Bread::Oven", ("studykit",), (Link("a.md:3", "file:///a.md"),))
EXAMPLES: dict[RowKind, dict[str, Plain]] = {
    RowKind.REVIEW: {
        "id": "5f0c6d1e2b3a49788695a4b3c2d1e0f9",
        "card": "limit:lambda.timeout.max",
        "at": NOON,
        "offset": 60,
        "day": DAY,
        "rating": 3,
        "duration": 4200,
        "variant": 7,
        "chosen": "B",
        "interval": 345_600,
        "scheduler": "fsrs 6",
        "device": "laptop-1a2b3c4d",
    },
    RowKind.WITHDRAWAL: {"review": "5f0c6d1e2b3a49788695a4b3c2d1e0f9", "at": NOON},
    RowKind.SETTING: {"id": "s1", "name": "new_a_day", "value": "12", "at": NOON, "device": "laptop"},
    RowKind.MARK: {"id": "m1", "card": "c", "kind": "bury", "day": DAY, "at": NOON, "device": "laptop", "why": ""},
    RowKind.ATTEMPT: {
        "id": "a1",
        "exam": "DVA-C02",
        "seed": -3,
        "started": NOON,
        "minutes": None,
        "paper": '{"questions": []}',
        "position": 0,
        "used": 12,
        "given_back": 0,
        "wall": NOON,
        "ended": None,
    },
    RowKind.GIVEN: {"attempt": "a1", "position": 2, "chosen": None, "marked": True, "milliseconds": 5, "at": NOON},
    RowKind.ANCHOR: {
        "card": "c",
        "kind": "term",
        "about": "größe",
        "text": "two\nlines",
        "note": "a.md",
        "at": NOON,
        "device": "laptop",
    },
    RowKind.DECISION: {"draft": "d", "card": "c", "at": NOON, "device": "laptop"},
    RowKind.EXPORTED: {"package": "anki:bread:0123456789abcdef", "card": "c"},
    RowKind.CARRIED: {"card": "c", "content": "b01", "mod": 1_795_251_600, "record": card_line(LEFT)},
}


def changed(kind: RowKind, /, **values: Any) -> bytes:
    return json.dumps({"row": kind, **EXAMPLES[kind], **values}).encode()


@pytest.mark.parametrize("kind", RowKind)
def test_a_row_comes_back_from_its_line_as_it_was(kind: RowKind) -> None:
    row = LogRow(kind, EXAMPLES[kind])
    line = row_line(row)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert read_line(line[:-1]) == row


def test_a_file_begins_with_its_format_and_device() -> None:
    assert read_line(header_line("laptop-1a2b3c4d")) == Header(FORMAT, "laptop-1a2b3c4d")


@pytest.mark.parametrize("kind", RowKind)
@pytest.mark.parametrize("junk", [[], {}, 1.5, float("nan"), "x\x1b[2J", "\ud800", "x" * 9_000_000, -(2**70), 2**70])
def test_junk_in_any_field_is_refused_by_the_name_of_the_field(kind: RowKind, junk: Any) -> None:
    for name in FIELDS[kind]:
        with pytest.raises(LineError, match=rf"has no {name} "):
            read_line(changed(kind, **{name: junk}))


@pytest.mark.parametrize("kind", RowKind)
def test_a_row_without_one_of_its_fields_is_refused(kind: RowKind) -> None:
    for name in FIELDS[kind]:
        values = {other: value for other, value in EXAMPLES[kind].items() if other != name}
        with pytest.raises(LineError, match=name):
            read_line(json.dumps({"row": kind, **values}).encode())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rating", 0),
        ("rating", 5),
        ("rating", True),
        ("offset", 1441),
        ("interval", -1),
        ("interval", 36_501 * 86_400),
        ("at", 2**62),
        ("id", ""),
        ("id", "a b"),
        ("card", ""),
        ("card", "x" * 401),
        ("day", DAY + 3),
    ],
)
def test_an_answer_that_cannot_have_been_given_is_refused(field: str, value: Any) -> None:
    with pytest.raises(LineError, match=field):
        read_line(changed(RowKind.REVIEW, **{field: value}))


def test_an_answer_after_those_of_a_clock_that_was_ahead_is_taken() -> None:
    row = read_line(changed(RowKind.REVIEW, day=DAY - 300))
    assert isinstance(row, LogRow)
    assert row.values["day"] == DAY - 300


def test_a_setting_holds_json_and_a_mark_is_of_a_known_kind() -> None:
    for line in (
        changed(RowKind.SETTING, value="{"),
        changed(RowKind.SETTING, value="[" * 10_000),
        changed(RowKind.SETTING, name="New"),
        changed(RowKind.MARK, kind="delete"),
    ):
        with pytest.raises(LineError):
            read_line(line)


@pytest.mark.parametrize("line", [b"[1]", b"7", b'{"row": "melody"}', b'{"row": ["review"]}', b"\xff\xfe", b"[" * 9999])
def test_what_is_no_row_is_refused(line: bytes) -> None:
    with pytest.raises(LineError):
        read_line(line)


@settings(deadline=None)  # this computer may be busy
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_line_does_more_than_being_refused(line: bytes) -> None:
    with suppress(LineError):
        assert read_line(line) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)  # this computer may be busy
@given(st.sampled_from(RowKind), st.data())
def test_whatever_passes_is_written_and_read_as_the_same(kind: RowKind, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FIELDS[kind])))
    try:
        row = read_line(changed(kind, **{name: data.draw(JSON)}))
    except LineError:
        return
    assert isinstance(row, LogRow)
    assert read_line(row_line(row)) == row


@pytest.mark.parametrize("line", [b"", b"  \r", b"<<<<<<< HEAD", b"=======", b"||||||| base", b">>>>>>> theirs"])
def test_empty_lines_and_the_markers_of_a_conflict_say_nothing(line: bytes) -> None:
    assert read_line(line) is None


def test_a_row_that_no_device_would_take_is_not_written() -> None:
    with pytest.raises(LineError, match="card"):
        row_line(LogRow(RowKind.REVIEW, {**EXAMPLES[RowKind.REVIEW], "card": "x\x00"}))


def test_lasting_rows_are_known_by_their_id_and_others_by_what_they_say() -> None:
    def keys(kind: RowKind, **values: Plain) -> bool:
        return key(LogRow(kind, EXAMPLES[kind])) == key(LogRow(kind, {**EXAMPLES[kind], **values}))

    assert keys(RowKind.REVIEW, rating=1)
    assert not keys(RowKind.REVIEW, id="another")
    assert not keys(RowKind.WITHDRAWAL, at=NOON + 1)
    assert not keys(RowKind.ATTEMPT, used=13)
    assert keys(RowKind.ANCHOR, at=NOON + 1, device="phone")
    assert not keys(RowKind.ANCHOR, text="three")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", "B"),
        ("content", "b" * 65),
        ("content", "b\n"),
        ("mod", -1),
        ("mod", 2**33),
        ("mod", True),
        ("record", card_line(LEFT) + "\x00"),
        ("record", card_line(LEFT)[:-1]),
        ("record", "[]"),
        ("record", card_line(replace(LEFT, id="another"))),
        ("record", card_line(replace(LEFT, deck="Bread\x1b[2J"))),
        ("record", card_line(replace(LEFT, tags=("a\x07",)))),
        ("record", card_line(replace(LEFT, media=("\ud800",)))),
        ("record", card_line(replace(LEFT, sources=(Link("a.md:3", "file:///\u009b"),)))),
        ("record", card_line(replace(LEFT, body=Cloze((Part("no gap"),))))),
    ],
)
def test_a_card_that_cannot_have_left_is_refused_by_what_is_wrong_with_it(field: str, value: Any) -> None:
    with pytest.raises(LineError, match=rf"has no {field} that"):
        read_line(changed(RowKind.CARRIED, **{field: value}))


def test_a_card_that_left_before_its_text_was_kept_has_none() -> None:
    row = read_line(changed(RowKind.CARRIED, content="", record=""))
    assert isinstance(row, LogRow)
    assert row.values["record"] == ""


@pytest.mark.parametrize("package", ["sync /shared", "anki-connect:me", "anki", "anki:a\nb", "anki:" + "x" * 400])
def test_what_a_device_keeps_for_itself_is_no_package(package: str) -> None:
    with pytest.raises(LineError, match="package"):
        read_line(changed(RowKind.EXPORTED, package=package))


def test_a_row_that_a_newer_studykit_may_know_is_told_apart_from_junk() -> None:
    with pytest.raises(UnknownRowError):
        read_line(b'{"row": "melody", "notes": []}')
    for junk in (b'{"row": "x\\u001b"}', b'{"row": 7}', b'{"row": ""}'):
        with pytest.raises(LineError) as problem:
            read_line(junk)
        assert type(problem.value) is LineError


def test_what_a_newer_studykit_adds_to_a_row_is_left_out() -> None:
    assert read_line(changed(RowKind.WITHDRAWAL, mood="good")) == LogRow(
        RowKind.WITHDRAWAL, EXAMPLES[RowKind.WITHDRAWAL]
    )
