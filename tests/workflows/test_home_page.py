"""What stands beside the actions of Today, from answers that were given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.core.review import Rating
from studykit.core.settings import Break
from studykit.workflows.home_page import beside, practise_area, state
from studykit.workflows.home_view import QUIZ, Area, Due, Ready, Unsaid, chance_words
from studykit.workflows.study import Study
from tests.tui.stage import Ticking, later, real


def answered(home: Path, days: int, a_day: int) -> Study:
    """Answers of some days, every fifth one wrong."""
    clock = Ticking()
    study = real(home, clock)()
    number = 0
    for _ in range(days):
        for _ in range(a_day):
            showing = study.next()
            if showing is None:
                break
            number += 1
            rating = Rating.AGAIN if number % 5 == 0 else Rating.GOOD
            study.answer(showing, chosen="", rating=rating, duration=8000)
            later(clock, 1)
        later(clock, 24 * 60 - a_day)
    return study


def test_before_the_first_answer_it_says_why_there_is_no_readiness(home: Path) -> None:
    with real(home)() as study:
        found = beside(study, 12)
    assert found.ready == Unsaid("Readiness is said after 20 answers.")
    assert [one.cards for one in found.week] == [12, 0, 0, 0, 0, 0, 0]
    assert (found.lately, dict(found.calendar)) == ((), {})


def test_after_a_few_answers_it_says_how_many_there_are(home: Path) -> None:
    with answered(home, 1, 5) as study:
        found = beside(study, 0)
    assert isinstance(found.ready, Unsaid)
    assert "after 20 answers" in found.ready.why


def test_after_enough_answers_readiness_has_its_interval_and_areas(home: Path) -> None:
    with answered(home, 12, 14) as study:
        found = beside(study, 7)
        assert isinstance(found.ready, Ready)
        assert found.ready.low < found.ready.share < found.ready.high
        assert sum(one.weight for one in found.ready.areas) == pytest.approx(1)
        assert found.ready.weakest == min(found.ready.areas, key=lambda one: one.share)
        assert found.week[0].cards == 7
        assert sum(found.calendar.values()) == len(study.store.reviews())
        showings = practise_area(study, found.ready, found.ready.areas[0])
        assert 0 < len(showings) <= QUIZ
        with pytest.raises(UsageError):
            practise_area(study, found.ready, Area("none", "None", 0.1, 0, 0, 0))


def test_a_pack_without_an_exam_has_no_pass_mark(home: Path) -> None:
    with answered(home, 1, 2) as study:
        pack = replace(study.library.pack, blueprints=())
        study.library = replace(study.library, built=replace(study.library.built, pack=pack))
        found = beside(study, 0)
    assert isinstance(found.ready, Unsaid)
    assert "no exam" in found.ready.why


def test_days_off_have_no_time_and_anything_due_then_is_over(home: Path) -> None:
    with real(home)() as study:
        study.settings = replace(study.settings, breaks=(Break(study.day, study.day),), minutes=15)
        today, tomorrow = beside(study, 4).week[:2]
    assert (today.limit, today.over, tomorrow.limit, tomorrow.over) == (0, True, 15, False)
    assert Due(1, 0, 0, 0).over is False


def test_what_it_rests_on_changes_with_an_answer_a_setting_and_the_day(home: Path) -> None:
    clock = Ticking()
    with real(home, clock)() as study:
        states = [state(study), state(study)]
        showing = study.next()
        assert showing is not None
        study.answer(showing, chosen="", rating=Rating.GOOD, duration=1000)
        states.append(state(study))
        study.settings = replace(study.settings, minutes=99)
        states.append(state(study))
        later(clock, 24 * 60)
        states.append(state(study))
    assert states[0] == states[1]
    assert all(one not in states[:at] for at, one in enumerate(states) if at > 1)


def test_work_can_be_stopped_between_its_parts(home: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with real(home)() as study, pytest.raises(KeyboardInterrupt):
        beside(study, 0, stop)


@pytest.mark.parametrize(
    ("chance", "said"),
    [(0.0, "under 1 in 10"), (0.04, "under 1 in 10"), (0.62, "about 6 in 10"), (0.96, "over 9 in 10")],
)
def test_a_chance_is_said_in_tenths(chance: float, said: str) -> None:
    assert chance_words(chance) == said
