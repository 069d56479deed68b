from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.core.settings import Break, Fit, Settings
from studykit.scheduling.memory import DEFAULT
from studykit.workflows.setting_texts import break_text, merged, read_break
from studykit.workflows.settings import SETTINGS, kept, settings_of, shown

DAY = date(2026, 12, 24).toordinal()
OTHERS = Settings(
    retention=0.85,
    new_a_day=20,
    reviews_a_day=0,
    learning_steps=(90, 3600),
    relearning_steps=(),
    longest=365,
    rollover=0,
    easy_days=(1, 1, 1, 1, 1, 0.5, 0),
    breaks=(Break(DAY, DAY + 2),),
    leech_lapses=0,
    suspend_leeches=False,
    siblings_apart=False,
    hard_seconds=90,
    exam="DVA-C02",
    exam_day=DAY + 30,
    minutes=25,
    fit=Fit(DEFAULT, 500, 0.38, 0.37),
    cohort="class of 2026",
)


def test_every_setting_has_a_value_that_is_not_the_usual_one_here() -> None:
    assert all(getattr(OTHERS, one.name) != getattr(Settings(), one.name) for one in fields(Settings))


@pytest.mark.parametrize("settings", [Settings(), OTHERS], ids=["usual", "others"])
def test_settings_come_back_as_they_were_kept(settings: Settings) -> None:
    rows = {one.name: kept(one.name, getattr(settings, one.name)) for one in fields(Settings)}
    assert settings_of(rows) == settings


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("settings", [Settings(), OTHERS], ids=["usual", "others"])
def test_what_is_shown_can_be_typed_again(name: str, settings: Settings) -> None:
    ((_, text, means),) = shown(settings, name)
    assert SETTINGS[name].read(text) == getattr(settings, name)
    assert means


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("retention", "0.5"),
        ("retention", "nan"),
        ("retention", "high"),
        ("new_a_day", "-1"),
        ("new_a_day", "1.5"),
        ("rollover", "24"),
        ("learning_steps", "1d"),
        ("learning_steps", "24h"),
        ("learning_steps", "0m"),
        ("learning_steps", "10"),
        ("easy_days", "sat=2"),
        ("easy_days", "sat"),
        ("easy_days", "weekend=0"),
        ("breaks", "2026-12-26..24"),
        ("breaks", "2026-02-30"),
        ("breaks", "24.12."),
        ("suspend_leeches", "maybe"),
        ("exam_day", "2027-13-01"),
        ("exam_day", "20270115"),
        ("minutes", "0"),
        ("exam", "x" * 61),
        ("exam", "a\x1b[31m"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(name: str, text: str) -> None:
    with pytest.raises(UsageError) as refused:
        SETTINGS[name].read(text)
    assert str(refused.value).endswith((".", ")."))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-12-24", "2026-12-24", "2026-12-24"),
        ("2026-12-24..26", "2026-12-24", "2026-12-26"),
        ("2026-11-24..12-02", "2026-11-24", "2026-12-02"),
        ("2026-12-24..2027-01-02", "2026-12-24", "2027-01-02"),
    ],
)
def test_a_break_may_be_written_short(text: str, first: str, last: str) -> None:
    found = read_break(text)
    assert (found.first, found.last) == (date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 40)), max_size=8))
def test_breaks_that_touch_are_one_and_no_day_is_lost_or_won(stretches: list[tuple[int, int]]) -> None:
    breaks = [Break(DAY + first, DAY + first + more) for first, more in stretches]
    together = merged(breaks)
    days = range(DAY, DAY + 500)
    assert [any(day in one for one in breaks) for day in days] == [any(day in one for one in together) for day in days]
    assert all(before.last + 1 < after.first for before, after in pairwise(together))
    assert merged(read_break(break_text(one)) for one in together) == together


@given(st.dictionaries(st.sampled_from([one.name for one in fields(Settings)]), st.text(max_size=40)))
def test_junk_of_another_device_leaves_the_usual_value(rows: dict[str, str]) -> None:
    assert isinstance(settings_of(rows), Settings)


JUNK = [None, True, [], {}, "x", -1, 1e300, [1], [[1]], [[9, 1]], {"parameters": [1]}, 10**30, [0.5] * 7, ["x"] * 7]


@pytest.mark.parametrize("name", [one.name for one in fields(Settings)])
@pytest.mark.parametrize("value", JUNK, ids=repr)
def test_json_that_is_no_value_never_enters(name: str, value: object) -> None:
    usual = getattr(Settings(), name)
    found = getattr(settings_of({name: json.dumps(value)}), name)
    assert found == usual or json.loads(kept(name, found)) == value
    assert type(found) is type(usual) or usual is None or found is None or isinstance(found, float | int)
