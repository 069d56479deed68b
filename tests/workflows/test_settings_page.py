"""Every setting as a row, and the next value of each."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.core.look import Look
from studykit.core.settings import Settings
from studykit.workflows.desk import Desk
from studykit.workflows.settings_page import FILES, LOOK, STUDY, SettingRow, matching, rows, set_study, turned
from studykit.workflows.study import Study
from tests.kept import places_of
from tests.tui.stage import real


def row(study: Study, name: str) -> SettingRow:
    return next(one for one in rows(study, Look(), None) if one.name == name)


def test_every_setting_has_a_row_in_its_group(home: Path) -> None:
    with real(home)() as study:
        found = rows(study, Look(), Desk(places_of(home), "aws-serverless", (home,)))
    named = {one.name for one in fields(Settings)} - {"fit", "cohort"}
    assert {one.name for one in found if one.group == STUDY} == named
    assert {one.name for one in found if one.group == LOOK} == {one.name for one in fields(Look)}
    files = {one.title: one.value for one in found if one.group == FILES}
    assert files["Pack"] == "aws-serverless"
    assert files["Notes"] == str(home)
    assert not any(one.changed for one in found)
    assert all(one.means and one.title for one in found)


def test_a_row_is_changed_when_its_value_is_not_the_usual_one(home: Path) -> None:
    with real(home)() as study:
        set_study(study, "minutes", "30")
        changed = [one for one in rows(study, replace(Look(), bell=True), None) if one.changed]
    assert [(one.name, one.value, one.usual) for one in changed] == [("minutes", "30", "20"), ("bell", "yes", "no")]


def test_rows_are_found_by_any_words_of_theirs(home: Path) -> None:
    with real(home)() as study:
        found = rows(study, Look(), None)
    assert [one.name for one in matching(found, "study leech LAPSES")] == ["leech_lapses"]
    assert matching(found, "") == found
    assert matching(found, "zz") == ()


@pytest.mark.parametrize(
    ("name", "kept", "by", "after"),
    [
        ("new_a_day", "12", 1, "13"),
        ("new_a_day", "1", -1, "0"),
        ("minutes", "20", 1, "25"),
        ("minutes", "23", 1, "25"),
        ("minutes", "23", -1, "20"),
        ("retention", "0.9", -1, "0.89"),
        ("suspend_leeches", "yes", 1, "no"),
        ("exam", "none", 1, "DVA-C02"),
        ("exam_day", "none", 1, "2026-12-21"),
        ("exam_day", "2026-12-21", -1, "2026-12-20"),
        ("exam_day", "2026-11-21", -1, "2026-11-21"),
    ],
)
def test_a_value_turns_by_its_step(home: Path, name: str, kept: str, by: int, after: str) -> None:
    with real(home)() as study:
        set_study(study, name, kept)
        assert turned(study, row(study, name), by) == after


@pytest.mark.parametrize(
    ("name", "kept", "by"), [("new_a_day", "0", -1), ("retention", "0.99", 1), ("breaks", "none", 1)]
)
def test_past_an_end_it_says_the_range_or_that_it_is_typed(home: Path, name: str, kept: str, by: int) -> None:
    with real(home)() as study:
        set_study(study, name, kept)
        with pytest.raises(UsageError) as problem:
            turned(study, row(study, name), by)
    assert "from" in str(problem.value) or "Press Enter" in str(problem.value)


def test_a_setting_holds_at_once(home: Path) -> None:
    with real(home)() as study:
        before = study.queue().sizes(study.clock())
        set_study(study, "new_a_day", "3")
        assert before[1] == 12
        assert study.queue().sizes(study.clock())[1] == 3
