"""``studykit plan``: sets, shows, refuses."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from studykit.cli.plan import run
from studykit.cli.plan_text import show
from studykit.core.errors import UsageError
from studykit.core.pack import Area
from studykit.core.settings import Settings
from studykit.scheduling.plan import Costs
from studykit.scheduling.projection import project
from studykit.scheduling.readiness import Answers, AreaEvidence, Readiness, readiness
from studykit.workflows.outlook import More, Outlook
from studykit.workflows.plan import Scope
from studykit.workflows.zone import local_zone
from tests.golden import Golden, read_golden
from tests.program import studykit
from tests.scheduling.planning import unseen

SATURDAY = date(2026, 11, 21).toordinal()


def ready(share: float, asked: int) -> Readiness:
    answers = Answers.of([(share, number < asked * share) for number in range(asked)])
    areas = [
        AreaEvidence("development", "Development with AWS Services", 0.6, 100, (share,) * 90, answers),
        AreaEvidence("security", "Security", 0.4, 50, (share,) * 20),
    ]
    return readiness(areas, questions=65, passing=0.689)


def example() -> Outlook:
    settings = Settings(exam="DVA-C02", exam_day=SATURDAY + 12, minutes=10)
    fresh = unseen(80, 80)
    plan = project([], fresh, day=SATURDAY, exam_day=SATURDAY + 12, seconds=600.0, costs=Costs(10.0, 15.0, 30.0))
    areas = (Area("development", "Development with AWS Services", 60), Area("security", "Security", 40))
    scope = Scope("DVA-C02", "Developer", areas, 65, 720, (), tuple(fresh), frozenset(), frozenset())
    return Outlook(
        scope=scope,
        settings=settings,
        day=SATURDAY,
        exam_day=SATURDAY + 12,
        cards=tuple(card.card for card in fresh[:20]),
        new=20,
        plan=plan,
        now=ready(0.5, 10),
        then=ready(0.8, 10),
        idle=ready(0.4, 10),
        skipping=0.0312,
        more=More(15, ready(0.95, 10)),
    )


@pytest.mark.parametrize("golden", read_golden("plan.md"), ids=lambda golden: golden.title)
def test_the_page_is_as_it_is_written_down(golden: Golden, capsys: pytest.CaptureFixture[str]) -> None:
    words = golden.given.split()
    show(example(), int(words[0]), spoken="plain" in words)
    said = capsys.readouterr().out
    assert said.strip() == golden.expected
    assert all(len(line) <= 80 for line in said.splitlines())


def day(ahead: int) -> str:
    return (datetime.now(local_zone()) - timedelta(hours=4) + timedelta(days=ahead)).date().isoformat()


@pytest.mark.usefixtures("at_noon")
def test_a_plan_is_set_shown_and_given_up(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--exam", day(9), "--minutes", "5", "--break", day(3)]) == 0
    said = capsys.readouterr().out
    assert "5 minutes a day" in said
    assert "1 day off until then." in said
    assert all(len(line) <= 80 for line in said.splitlines())
    shown = studykit("plan", "--format", "json", home=home)
    assert (shown.returncode, shown.stderr) == (0, "")
    record = json.loads(shown.stdout)
    assert (record["exam"], record["exam_day"], record["minutes"]) == ("DVA-C02", day(9), 5)
    assert [one["off"] for one in record["days"]].count(True) == 1
    assert run(["--no-exam"]) == 0
    assert "No exam date." in capsys.readouterr().out
    assert run(["--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"exam_day": None}


@pytest.mark.usefixtures("at_noon")
def test_what_makes_no_sense_is_refused_in_a_sentence_and_changes_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, said in (
        (("--exam", "2020-01-02"), "2020-01-02 is past."),
        (("--exam", "soon"), "'soon' is no date."),
        (("--exam", "2999-01-02"), "more than"),
        (("--exam", day(5), "--minutes", "0"), "'0' is no whole number"),
        (("--exam", day(5), "--break", f"{day(4)}..{day(2)}"), "ends before it begins"),
        (("--exam", day(5), "--break", f"{day(-1)}..{day(9)}"), "leave no day to study"),
        (("--exam", day(5), "--exam-name", "DVA-C20"), "Did you mean 'DVA-C02'?"),
        (("--exam", day(5), "--no-exam"), "--no-exam goes without"),
        (("--days", "x"), "is no number of days"),
    ):
        with pytest.raises(UsageError, match=re.escape(said)):
            run(words)
    assert capsys.readouterr().out == ""
    assert run([]) == 0
    assert "No exam date." in capsys.readouterr().out
