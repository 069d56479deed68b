"""What is worked out in part gives the same as what is worked out anew, over many scenarios of the built-in pack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from studykit.questions.edits import edits
from studykit.questions.ground import Ground
from studykit.questions.scenarios import Scenario, enumerated
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places


def scenarios(home: Path) -> Iterator[Scenario]:
    ground: Ground = open_library(find_places({"STUDYKIT_HOME": str(home)}), "aws-serverless", []).ground()
    for judge in ground.judges.values():
        for template in judge.domain.templates:
            yield from enumerated(ground, judge, template, 0)[::6]


def test_one_changed_setting_gives_what_the_whole_scenario_gives(home: Path) -> None:
    seen = 0
    for scenario in scenarios(home):
        for edit in edits(scenario):
            then = edit.then
            assert (then.known, then.moments) == then.judge.worked_out(then.settings)
            assert then.at == then.judge.decider(then.settings)
            seen += 1
    assert seen > 5000


def test_who_believes_something_wrong_decides_as_a_judge_of_their_own(home: Path) -> None:
    seen = 0
    for scenario in scenarios(home):
        for misconception in scenario.judge.domain.misconceptions:
            believer = scenario.judge.believing(misconception)
            at = believer.decider(scenario.settings)
            expected = None if at is None else believer.domain.rules[at].id
            assert scenario.judge.believed(misconception, scenario.settings, scenario.known) == expected
            seen += 1
    assert seen > 1000
