"""The end of a mock exam: a result that promises no more than it knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from studykit.core.errors import UsageError
from studykit.core.review import Rating
from studykit.core.share import interval
from studykit.store.tables import ATTEMPT
from studykit.workflows.exam import Result, begin, results, unfinished
from studykit.workflows.exam_records import blueprint_record, result_record
from studykit.workflows.exam_result import practice_score
from studykit.workflows.library import Library
from tests.workflows.exam_desk import EIGHT, HOUR, MINUTE, Desk, answer_all, seated, the_library, wrong


@pytest.fixture(scope="module")
def library(read_once: Path) -> Library:
    return the_library(read_once)


@pytest.fixture
def desk(home: Path, library: Library) -> Iterator[Desk]:
    with seated(home, library) as made:
        yield made


def test_the_result_counts_open_as_wrong_and_gives_intervals(desk: Desk) -> None:
    sitting = desk.begin()
    for at in range(5):
        sitting.answer(at, sitting.questions[at].letters, 60_000 if at else 400_000)
    sitting.answer(5, wrong(sitting.questions[5]), 30_000)
    sitting.mark(6, on=True)
    desk.computer.passes(10 * MINUTE)
    result = sitting.finish()
    assert (result.right, result.total, result.open) == (5, 8, 2)
    assert (result.wrong, result.marked, result.slow) == ((5, 6, 7), (6,), (0,))
    assert (result.score, result.passing) == (100 + round(900 * 5 / 8), 720)
    assert result.score_low < result.score < result.score_high
    assert (result.minutes_used, result.minutes, result.break_minutes, result.note) == (10, EIGHT, 0, "")
    assert (result.median_seconds, result.slow_seconds) == (60, 180)
    assert sum(area.right for area in result.areas) == 5
    assert sum(area.total for area in result.areas) == 8
    assert result.chosen[5:] == (wrong(sitting.questions[5]), None, None)
    record = result_record(result)
    assert (record["right"], record["wrong"], record["answers"][6]) == (5, [6, 7, 8], None)


def test_the_end_rates_the_card_of_each_answer_once(desk: Desk) -> None:
    sitting = desk.begin()
    answer_all(sitting, 5)
    sitting.answer(7, None, 0)
    sitting.answer(6, "", 1000)
    assert desk.study().store.reviews() == ()
    first = sitting.finish()
    assert sitting.finish() == first
    reviews = {review.card: review for review in desk.study().store.reviews()}
    assert len(reviews) == 7
    for at, question in enumerate(sitting.questions[:7]):
        review = reviews[question.id]
        assert review.rating is (Rating.GOOD if at < 5 else Rating.AGAIN)
        assert (review.variant, review.chosen) == (question.variant, sitting.chosen(at))
    assert reviews[sitting.questions[6].id].duration == 61_000
    assert set(desk.study().store.memories()) == set(reviews)


def test_the_study_that_is_open_knows_what_the_exam_taught(desk: Desk) -> None:
    study = desk.study()
    sitting = begin(study, seed=4, count=8, clocks=desk.computer.clocks())
    desk.sat.append(sitting)
    answer_all(sitting, 0)
    assert study.today().first_run
    sitting.finish()
    assert not study.today().first_run
    assert study.today().answered == 8


def test_after_the_end_nothing_can_be_answered(desk: Desk) -> None:
    sitting = desk.begin()
    desk.computer.passes(7 * MINUTE)
    result = sitting.finish()
    assert (sitting.over(), result.minutes_used) == (True, 7)
    with pytest.raises(UsageError, match="finished"):
        sitting.answer(0, "A", 1)
    with pytest.raises(UsageError, match="finished"):
        sitting.mark(0, on=True)
    sitting.beat()
    sitting.leave()
    assert results(desk.study()) == (result,)


def test_past_results_come_newest_first(desk: Desk) -> None:
    for right in (2, 6):
        sitting = desk.begin()
        answer_all(sitting, right)
        desk.computer.passes(MINUTE)
        sitting.finish()
        desk.computer.passes(HOUR)
    assert [one.right for one in results(desk.study())] == [6, 2]
    assert [one.right for one in results(desk.study(), 1)] == [6]
    assert all(isinstance(one, Result) for one in results(desk.study()))


def test_an_exam_of_the_version_before_is_gone_on_with(desk: Desk) -> None:
    """It did not say which values it asked: they were today's."""
    sitting = desk.begin()
    desk.kill(sitting)
    study = desk.study()
    with study.store._writing() as connection:
        (text,) = connection.exec_driver_sql("select paper from attempt").one()
        (root,), kept = json.loads(text)
        assert kept[root].pop() is True
        connection.execute(update(ATTEMPT).values(paper=json.dumps([[root], kept])))
    again = desk.go_on(give_back=False)
    assert again.questions == sitting.questions
    assert not again.as_exam


def test_an_exam_that_another_version_wrote_does_not_stand_in_the_way(desk: Desk) -> None:
    sitting = desk.begin()
    desk.kill(sitting)
    study = desk.study()
    with study.store._writing() as connection:
        connection.exec_driver_sql("update attempt set paper = '[[0],[[\"Gone\",1]]]'")
    assert unfinished(study) is None
    assert results(study) == ()
    desk.begin()


def test_the_interval_of_46_of_65_is_that_of_the_textbook() -> None:
    low, high = interval(46, 65)
    assert (round(low, 3), round(high, 3)) == (0.588, 0.804)
    assert interval(0, 0) == (0.0, 1.0)
    assert [practice_score(share) for share in (0, 45 / 65, 1)] == [100, 723, 1000]


@given(st.integers(0, 200), st.integers(1, 200))
def test_an_interval_holds_its_share_and_narrows_with_more_questions(right: int, total: int) -> None:
    right = min(right, total)
    low, high = interval(right, total)
    assert 0 <= low <= right / total <= high <= 1
    wider = interval(right, total)
    narrower = interval(right * 4, total * 4)
    assert narrower[1] - narrower[0] < wider[1] - wider[0]


def test_each_exam_is_told_with_its_source_and_what_the_pack_has(library: Library) -> None:
    records = [blueprint_record(library, blueprint) for blueprint in library.pack.blueprints]
    exams = ["DVA-C02", "CLF-C02", "DOP-C02", "SAA-C03", "SAP-C02", "SOA-C03"]
    assert [record["exam"] for record in records] == exams
    for record in records:
        assert record["source"]
        assert record["as_of"]
        assert sum(area["weight"] for area in record["areas"]) == 100
        assert all(area["cards"] for area in record["areas"])
    assert "disagree" in records[-1]["remark"]
