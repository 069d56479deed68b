from __future__ import annotations

from studykit.core.verdict import Fix
from studykit.rules.engine import Judge
from studykit.rules.fixes import find_fixes
from tests.rules.tables import settings


def said(fixes: tuple[Fix, ...]) -> list[list[str]]:
    return [[f"{edit.setting} {edit.before} -> {edit.after}" for edit in fix.edits] for fix in fixes]


def test_the_nearest_value_of_each_input_is_offered(judge: Judge) -> None:
    given = settings(rest_time="15 min", heat_time="10 min")
    fixes = find_fixes(judge, given)
    assert said(fixes) == [["heat_time 10 min -> 5 min"], ["rest_time 15 min -> 30 min"]]
    assert {fix.outcome for fix in fixes} == {"baked"}
    for fix in fixes:
        assert judge.outcome({**given, **{edit.setting: edit.after for edit in fix.edits}}) == "baked"


def test_two_edits_are_tried_when_one_is_not_enough(judge: Judge) -> None:
    given = settings(trays="6", rest_time="15 min", heat_time="10 min")
    fixes = said(find_fixes(judge, given))
    assert ["rest_time 15 min -> 30 min", "trays 6 -> 4"] in fixes
    assert all(len(edits) == 2 for edits in fixes)


def test_changing_what_is_set_comes_before_setting_more(judge: Judge) -> None:
    fixes = find_fixes(judge, settings(rest_time="30 min", heat_time="10 min"), "refused")
    assert said(fixes) == [["trays not set -> 5"]]
    rye = settings(rest_time="30 min", heat_time="10 min", bread="rye")
    assert ["glazed not set -> True"] in said(find_fixes(judge, rye, "refused"))


def test_another_unit_is_kept(judge: Judge) -> None:
    fixes = said(find_fixes(judge, settings(rest_time="900 s", heat_time="600 s")))
    assert ["rest_time 900 s -> 1,800 s"] in fixes


def test_nothing_has_to_change_when_all_is_well(judge: Judge) -> None:
    assert find_fixes(judge, settings(rest_time="30 min", heat_time="10 min")) == ()


def test_nothing_is_offered_when_nothing_helps(judge: Judge) -> None:
    assert find_fixes(judge, settings(trays="6")) == ()
