"""A mock exam: every answer kept, a clock that cannot be fooled, a result that promises no more than it knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from studykit.core.attempt import TimeUsed
from studykit.core.errors import StoreError, UsageError
from studykit.core.question import Question
from studykit.core.review import Rating
from studykit.core.share import interval
from studykit.questions.exam import cards_of
from studykit.store.tables import ATTEMPT
from studykit.workflows.deck import Deck
from studykit.workflows.exam import Result, Sitting, begin, draw, go_on, results, start, unfinished
from studykit.workflows.exam_clock import Clocks, away, computer_clocks, span
from studykit.workflows.exam_practice import practise
from studykit.workflows.exam_records import blueprint_record, result_record
from studykit.workflows.exam_result import practice_score
from studykit.workflows.library import Library, open_library
from studykit.workflows.open_study import open_study
from studykit.workflows.places import find_places
from studykit.workflows.study import Study
from tests.kept import places_of

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
EIGHT = 16
"""Minutes of an exam with eight questions, where 65 have 130."""


@dataclass
class Computer:
    """A computer whose clock can be set, and which sleeps and starts again."""

    now: datetime = START
    on: timedelta = timedelta(hours=7)
    runs: int = 1
    zone: tzinfo = UTC

    def wall(self) -> datetime:
        return self.now.astimezone(self.zone)

    def passes(self, time: timedelta) -> None:
        """Awake or asleep: the steady clock counts both."""
        self.now += time
        self.on += time

    def is_set(self, by: timedelta) -> None:
        self.now += by

    def starts_again(self, after: timedelta) -> None:
        self.now += after
        self.on, self.runs = min(after, timedelta(seconds=20)), self.runs + 1

    def _steady(self) -> float:
        return self.on.total_seconds()

    def clocks(self) -> Clocks:
        return Clocks(self.wall, self._steady, lambda: f"run-{self.runs}")


@dataclass(repr=False)
class Desk:
    """A learner with a computer; ``kill`` ends the program without a word."""

    home: Path
    library: Library
    computer: Computer = field(default_factory=Computer)
    opened: list[Study] = field(default_factory=list)
    sat: list[Sitting] = field(default_factory=list)

    def study(self) -> Study:
        self.opened.append(open_study(places_of(self.home), self.library, self.computer.wall))
        return self.opened[-1]

    def begin(self, *, untimed: bool = False, seed: int | None = 4) -> Sitting:
        self.sat.append(begin(self.study(), "", seed, untimed=untimed, count=8, clocks=self.computer.clocks()))
        return self.sat[-1]

    def go_on(self, *, give_back: bool) -> Sitting:
        self.sat.append(go_on(self.study(), give_back=give_back, clocks=self.computer.clocks()))
        return self.sat[-1]

    @staticmethod
    def kill(sitting: Sitting) -> None:
        """What the operating system does to a killed process: its lock goes, nothing is written."""
        sitting._hold.let_go()


@pytest.fixture(scope="module")
def library(read_once: Path) -> Library:
    return open_library(find_places({"STUDYKIT_HOME": str(read_once)}), "aws-serverless", [])


@pytest.fixture
def desk(home: Path, library: Library) -> Iterator[Desk]:
    made = Desk(home, library)
    yield made
    for sitting in made.sat:
        made.kill(sitting)  # on a server, a connection goes with the lock
    for study in made.opened:
        study.close()


def wrong(question: Question) -> str:
    """A wrong answer with the right number of letters."""
    size = len(question.key)
    letters = "ABCDEFGH"[: len(question.options)]
    return letters[:size] if letters[:size] != question.letters else letters[-size:]


def answer_all(sitting: Sitting, right: int) -> None:
    for at, question in enumerate(sitting.questions):
        sitting.answer(at, question.letters if at < right else wrong(question), 60_000)


# --- answers ------------------------------------------------------------------------------------------------


def test_an_exam_begins_open_with_its_share_of_the_time(desk: Desk) -> None:
    sitting = desk.begin()
    assert (sitting.exam, len(sitting.questions), sitting.minutes) == ("DVA-C02", 8, EIGHT)
    assert [sitting.chosen(at) for at in range(8)] == [None] * 8
    assert (sitting.seconds_left(), sitting.over(), sitting.at) == (EIGHT * 60, False, 0)
    assert sitting.ends_at() == START + EIGHT * MINUTE
    assert sitting.shortfalls == ()


def test_answers_and_marks_outlive_a_kill(desk: Desk) -> None:
    sitting = desk.begin()
    sitting.answer(0, sitting.questions[0].letters, 5000)
    sitting.answer(1, "", 5000)
    sitting.answer(2, wrong(sitting.questions[2]), 5000)
    sitting.answer(2, None, 1000)
    sitting.mark(3, on=True)
    sitting.mark(0, on=True)
    sitting.mark(0, on=False)
    desk.kill(sitting)
    again = desk.go_on(give_back=False)
    assert [again.chosen(at) for at in range(4)] == [sitting.questions[0].letters, "", None, None]
    assert [again.marked(at) for at in range(4)] == [False, False, False, True]
    assert again.at == 0
    assert again.questions == sitting.questions


def test_the_questions_stay_those_of_the_beginning_whatever_becomes_of_the_notes(desk: Desk) -> None:
    sitting = desk.begin()
    desk.kill(sitting)
    study = desk.study()
    study.library = replace_cards(study.library)
    again = go_on(study, give_back=False, clocks=desk.computer.clocks())
    desk.sat.append(again)
    assert again.questions == sitting.questions
    again.answer(0, again.questions[0].letters, 1000)
    assert again.finish().right == 1


def replace_cards(library: Library) -> Library:
    """A library in which no fact and no rule is left."""
    gone = replace(library.built, declared={}, values={})
    return replace(library, built=gone)


def test_what_cannot_be_read_as_an_answer_is_refused_and_not_kept(desk: Desk) -> None:
    sitting = desk.begin()
    for nonsense in ("Z", "ABCDE", "15 min"):
        with pytest.raises(UsageError):
            sitting.answer(0, nonsense, 1000)
    with pytest.raises(UsageError, match="Questions go from 1 to 8"):
        sitting.answer(8, "A", 1000)
    assert sitting.chosen(0) is None


def test_only_one_program_at_a_time_sits_an_exam(desk: Desk) -> None:
    sitting = desk.begin()
    with pytest.raises(StoreError, match="Another studykit has an exam open"):
        desk.go_on(give_back=False)
    with pytest.raises(StoreError, match="Another studykit has an exam open"):
        desk.begin()
    sitting.leave()
    sitting.leave()
    with pytest.raises(StoreError, match="not finished"):
        desk.begin()
    assert desk.go_on(give_back=False).exam == "DVA-C02"


def test_there_is_nothing_to_go_on_with_before_an_exam_and_after_it(desk: Desk) -> None:
    assert unfinished(desk.study()) is None
    with pytest.raises(UsageError, match="No exam is open"):
        desk.go_on(give_back=False)
    desk.begin().finish()
    assert unfinished(desk.study()) is None
    desk.begin()


def test_an_exam_that_the_pack_has_not_is_refused_with_the_nearest_one(desk: Desk) -> None:
    with pytest.raises(UsageError, match=r"no exam 'DVA-C03'\. Did you mean 'DVA-C02'"):
        begin(desk.study(), "DVA-C03")
    with pytest.raises(UsageError, match="1 to 200 questions, not 0"):
        begin(desk.study(), count=0)
    assert desk.begin().exam == "DVA-C02"  # a refused one holds nothing


def test_a_named_seed_gives_everybody_the_same_exam_and_none_gives_unseen_cards(desk: Desk) -> None:
    first = desk.begin(seed=4)
    answer_all(first, 8)
    first.finish()
    again = desk.begin(seed=4)
    assert again.questions == first.questions
    again.finish()
    desk.computer.passes(timedelta(seconds=77))
    fresh = desk.begin(seed=None)
    assert not {one.id for one in fresh.questions} & {one.id for one in first.questions}


def test_making_an_exam_tells_how_far_it_is_keeps_nothing_and_can_be_stopped(desk: Desk) -> None:
    study = desk.study()
    told: list[tuple[int, int]] = []

    def stopping(done: int, total: int) -> None:
        told.append((done, total))
        if done == 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        draw(study, seed=4, count=8, progress=stopping)
    assert sorted(set(told)) == [(done, 8) for done in range(4)]
    assert unfinished(study) is None
    drawn = draw(study, "dva-c02", 4, count=8)  # the name in any case
    assert unfinished(study) is None
    sitting = start(study, drawn, clocks=desk.computer.clocks())
    desk.sat.append(sitting)
    assert (sitting.questions, sitting.exam, sitting.seed) == (drawn.paper.questions, "DVA-C02", 4)


class StoppedError(Exception):
    """What a test raises to stop the making."""


def test_an_exam_asks_values_as_the_exam_of_the_day_has_them_unless_todays_are_wanted(desk: Desk) -> None:
    study = desk.study()
    moved = {name for name, fact in desk.library.built.declared.items() if fact.exam_differs}
    assert moved
    usual, today = draw(study, seed=2), draw(study, seed=2, as_exam=False)
    assert usual.paper.questions == desk.library.exam_quiz("", seed=2, as_exam=True).questions
    assert today.paper.questions == desk.library.exam_quiz("", seed=2).questions
    sitting = start(study, today, clocks=desk.computer.clocks())
    assert not sitting.as_exam
    sitting.finish()
    assert not results(study)[0].as_exam
    assert result_record(results(study)[0])["values"] == "today"
    assert start(study, usual, clocks=desk.computer.clocks()).finish().as_exam


def test_answers_go_to_the_cards_under_which_the_learner_knows_them(desk: Desk) -> None:
    study = desk.study()
    before = draw(study, seed=4, count=8).paper.questions
    renamed, unsure = before[0].id, before[1].id
    study.names = {renamed: "known by another name"}
    heads = [(study.names.get(card.id, card.id), card.kind) for card in desk.library.cards if card.id != unsure]
    study.cards = Deck(heads, study.cards.__getitem__)
    sitting = start(study, draw(study, seed=4, count=8), clocks=desk.computer.clocks())
    desk.sat.append(sitting)
    asked = [question.id for question in sitting.questions]
    assert "known by another name" in asked
    assert not {renamed, unsure} & set(asked)
    assert len(asked) == 8
    answer_all(sitting, 8)
    sitting.finish()
    assert {review.card for review in study.store.reviews()} == set(asked)


def test_a_part_of_an_exam_can_be_practised(desk: Desk) -> None:
    study = desk.study()
    area = desk.library.blueprint("").areas[1]
    own = {card.id for card in cards_of(desk.library.cards, desk.library.blueprint(""))[area.key]}
    asked = practise(study, "DVA-C02", area.key, count=10, seed=1, as_exam=True)
    assert len(asked) == 10
    assert {showing.card.id for showing in asked} <= own
    with pytest.raises(UsageError, match="no question about that part"):
        practise(study, "DVA-C02", "gone", count=10, seed=1, as_exam=True)


# --- the end ------------------------------------------------------------------------------------------------


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


# --- the clock ----------------------------------------------------------------------------------------------


def left(desk: Desk, sitting: Sitting) -> float:
    seconds = sitting.seconds_left()
    assert seconds is not None
    return seconds / 60


@pytest.mark.parametrize("hours", [-26, -1, 1, 26])
def test_setting_the_computers_clock_changes_no_time_left(desk: Desk, hours: int) -> None:
    sitting = desk.begin()
    desk.computer.passes(4 * MINUTE)
    assert sitting.clock_note() == ""
    desk.computer.is_set(hours * HOUR)
    assert left(desk, sitting) == 12
    way = "forward" if hours > 0 else "back"
    shown = {1: "1 h", 26: "1 d 2 h"}[abs(hours)]
    assert sitting.clock_note() == f"The computer's clock went {way} by {shown}; the exam's clock did not."
    assert sitting.ends_at() == desk.computer.now + 12 * MINUTE
    sitting.answer(0, sitting.questions[0].letters, 1000)
    desk.computer.passes(MINUTE)
    desk.kill(sitting)
    desk.computer.is_set(-hours * HOUR / 2)
    desk.computer.passes(MINUTE)
    assert left(desk, desk.go_on(give_back=False)) == 10


def test_sleep_uses_time_as_waking_does(desk: Desk) -> None:
    sitting = desk.begin()
    desk.computer.passes(10 * MINUTE)  # the steady clock goes on in sleep
    assert left(desk, sitting) == 6


def test_travel_to_another_zone_changes_nothing_but_the_hour_shown(desk: Desk) -> None:
    sitting = desk.begin()
    desk.computer.passes(4 * MINUTE)
    desk.computer.zone = timezone(timedelta(hours=9))
    assert (left(desk, sitting), sitting.clock_note()) == (12, "")
    ends = sitting.ends_at()
    assert ends == START + EIGHT * MINUTE
    assert ends is not None
    assert ends.hour == 21


def test_a_kill_keeps_the_clock_and_both_honest_ways_are_offered(desk: Desk) -> None:
    sitting = desk.begin()
    sitting.answer(0, sitting.questions[0].letters, 1000)
    sitting.at = 5
    desk.computer.passes(2 * MINUTE)
    sitting.beat()
    desk.kill(sitting)
    desk.computer.passes(9 * MINUTE)
    found = unfinished(desk.study(), clocks=desk.computer.clocks())
    assert found is not None
    assert (found.exam, found.position, found.answered, found.total) == ("DVA-C02", 5, 1, 8)
    assert (found.away_seconds, found.left_if_kept, found.left_if_given_back) == (540, 300, 840)
    assert found.clock_note == ""
    kept = desk.go_on(give_back=False)
    assert (left(desk, kept), kept.at) == (5, 5)
    desk.kill(kept)
    desk.computer.passes(MINUTE)
    back = desk.go_on(give_back=True)
    assert left(desk, back) == 5
    result = back.finish()
    assert (result.break_minutes, result.note) == (1, "with a break of 1 min")


def test_breaks_add_up_and_are_told(desk: Desk) -> None:
    sitting = desk.begin()
    for minutes in (4, 10):
        sitting.leave()
        desk.computer.passes(minutes * MINUTE)
        sitting = desk.go_on(give_back=True)
    assert left(desk, sitting) == EIGHT
    assert sitting.finish().note == "with a break of 14 min"


def test_the_clock_set_back_while_away_gives_no_time_and_is_said(desk: Desk) -> None:
    sitting = desk.begin()
    desk.kill(sitting)
    desk.computer.passes(5 * MINUTE)
    desk.computer.is_set(-HOUR)
    found = unfinished(desk.study(), clocks=desk.computer.clocks())
    assert found is not None
    assert found.left_if_kept == 11 * 60
    assert found.clock_note == "The computer's clock went back by 1 h; the exam's clock did not."


def test_a_restart_of_the_computer_counts_the_time_away(desk: Desk) -> None:
    sitting = desk.begin()
    desk.computer.passes(MINUTE)
    sitting.beat()
    desk.computer.starts_again(after=6 * MINUTE)
    desk.kill(sitting)
    assert left(desk, desk.go_on(give_back=False)) == 9


def test_a_restart_with_the_clock_set_back_takes_no_time_from_what_was_used(desk: Desk) -> None:
    sitting = desk.begin()
    desk.computer.passes(6 * MINUTE)
    sitting.beat()
    desk.kill(sitting)
    desk.computer.starts_again(after=MINUTE)
    desk.computer.is_set(-2 * HOUR)
    desk.computer.passes(2 * MINUTE)  # it has been on for these, at least
    found = unfinished(desk.study(), clocks=desk.computer.clocks())
    assert found is not None
    assert found.left_if_given_back == 600
    assert found.left_if_kept == 600 - 140
    assert "went back by at least 1 h 57 min" in found.clock_note


def test_time_up_takes_no_answer_and_the_exam_can_still_be_finished(desk: Desk) -> None:
    sitting = desk.begin()
    sitting.answer(0, sitting.questions[0].letters, 1000)
    desk.computer.passes(EIGHT * MINUTE)
    assert (sitting.seconds_left(), sitting.over()) == (0, True)
    with pytest.raises(UsageError, match="Time is up"):
        sitting.answer(1, None, 1)
    with pytest.raises(UsageError, match="Time is up"):
        sitting.mark(0, on=True)
    desk.kill(sitting)
    desk.computer.passes(3 * HOUR)
    again = desk.go_on(give_back=False)
    assert again.over()
    result = again.finish()
    assert (result.right, result.open, result.minutes_used) == (1, 7, EIGHT)


def test_without_a_clock_time_is_never_up_and_the_result_says_so(desk: Desk) -> None:
    sitting = desk.begin(untimed=True)
    desk.computer.passes(30 * HOUR)
    assert (sitting.minutes, sitting.seconds_left(), sitting.ends_at(), sitting.over()) == (None, None, None, False)
    sitting.answer(0, sitting.questions[0].letters, 1000)
    desk.kill(sitting)
    found = unfinished(desk.study(), clocks=desk.computer.clocks())
    assert found is not None
    assert (found.left_if_kept, found.left_if_given_back) == (None, None)
    result = desk.go_on(give_back=False).finish()
    assert (result.minutes, result.minutes_used, result.note) == (None, 1800, "without a clock")


moments = st.integers(0, 10**9)


@given(moments, moments, st.integers(-(10**9), 10**9), st.sampled_from(["", "a", "b"]), st.sampled_from(["", "a", "b"]))
def test_nobody_is_away_for_less_than_no_time_nor_less_than_the_steady_clock_says(
    before: int, after: int, wall: int, boot: str, then: str
) -> None:
    last = TimeUsed(0, 0, START, boot, before)
    now = TimeUsed(0, 0, START + timedelta(milliseconds=wall), then, after)
    found = away(last, now)
    assert found.milliseconds >= 0
    if boot and boot == then and after >= before:
        assert found.milliseconds == after - before
    elif boot and then and boot != then:
        assert found.milliseconds == max(wall, after)
    else:
        assert found.milliseconds == max(wall, 0)


def test_the_clocks_of_this_computer_go_forward() -> None:
    clocks = computer_clocks(lambda: START)
    first, second = clocks.read(), clocks.read(used=7)
    assert second.steady >= first.steady
    assert (first.boot, second.used) == (second.boot, 7)


def test_spans_are_written_as_people_say_them() -> None:
    assert [span(seconds * 1000) for seconds in (0, 20, 61, 840, 4320, 3600, 90_000)] == [
        "1 s",
        "20 s",
        "1 min",
        "14 min",
        "1 h 12 min",
        "1 h",
        "1 d 1 h",
    ]


# --- what is promised ---------------------------------------------------------------------------------------


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
