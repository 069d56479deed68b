"""A mock exam: every answer is kept when it is given, and no other program goes on with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studykit.core.errors import StoreError, UsageError
from studykit.questions.exam import cards_of
from studykit.workflows.deck import Deck
from studykit.workflows.exam import begin, draw, go_on, results, start, unfinished
from studykit.workflows.exam_practice import practise
from studykit.workflows.exam_records import result_record
from studykit.workflows.library import Library
from tests.workflows.exam_desk import EIGHT, MINUTE, START, Desk, answer_all, seated, the_library, wrong


@pytest.fixture(scope="module")
def library(read_once: Path) -> Library:
    return the_library(read_once)


@pytest.fixture
def desk(home: Path, library: Library) -> Iterator[Desk]:
    with seated(home, library) as made:
        yield made


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
