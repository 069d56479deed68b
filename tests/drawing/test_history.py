from __future__ import annotations

from studykit.drawing.history import history
from studykit.drawing.lines import columns

WAS = (("1,536 MB", "2017"), ("3,008 MB", "2020-12"))


def test_a_history_is_one_line_that_runs_to_today() -> None:
    assert history(WAS, "10,240 MB", 80).rows == (
        "1,536 MB until 2017 ──┤ 3,008 MB until 2020-12 ──┤ 10,240 MB since 2020-12 ──▶",
    )
    assert history(WAS[:1], "3 GB", 80, plain=True).rows == ("1,536 MB until 2017 --| 3 GB since 2017 -->",)


def test_where_a_line_has_no_room_each_value_has_its_own() -> None:
    assert history(WAS, "10,240 MB", 40).rows == (
        "1,536 MB until 2017 ──┤",
        "3,008 MB until 2020-12 ──┤",
        "10,240 MB since 2020-12 ──▶",
    )
    assert max(columns(row) for row in history((("x" * 90, "2017"),), "y" * 90, 40).rows) <= 40


def test_each_value_is_said() -> None:
    assert history(WAS, "10,240 MB", 80).spoken == (
        "It was 1,536 MB until 2017.",
        "It was 3,008 MB until 2020-12.",
        "It is 10,240 MB since 2020-12.",
    )


def test_what_nobody_settled_is_not_said() -> None:
    drawing = history(WAS[:1], "", 80)
    assert drawing.rows == ("1,536 MB until 2017 ──┤ ? since 2017 ──▶",)
    assert drawing.spoken == ("It was 1,536 MB until 2017.",)


def test_without_earlier_values_there_is_nothing_to_draw() -> None:
    assert history((), "3 GB", 80).rows == ()
