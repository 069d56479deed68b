"""A group of learners with known abilities: its weak area and its bad question are found, and nobody is given away."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from studykit.core.card import CardKind
from studykit.core.errors import UsageError
from studykit.core.pack import Area, Blueprint, Draws
from studykit.core.share import interval
from studykit.store.study_store import StudyStore
from studykit.workflows.cohort import group_of, join, leave
from studykit.workflows.cohort_drawn import parts_drawing
from studykit.workflows.cohort_figures import clustered, student
from studykit.workflows.cohort_records import group_record
from studykit.workflows.settings import read_settings
from tests.kept import another
from tests.workflows.answered_study import CARDS, NOON, TODAY, give

WEAK, BAD = "b", CARDS[4]
"""Area of the odd cards; a question of the other area whose key is wrong."""


def blueprint() -> Blueprint:
    made: Any = SimpleNamespace(
        areas=tuple(Area(key, f"Area {key}", 50, Draws(areas=(key,))) for key in ("a", "b", "empty"))
    )
    found: Blueprint = made
    return found


def library(**more: Any) -> Any:
    return SimpleNamespace(
        cards=more.get("cards", CARDS), pack=SimpleNamespace(blueprints=(1,)), blueprint=lambda _: blueprint()
    )


def class_of(where: Path | str, learners: int, *, seed: int = 1, name: str = "Class 3b") -> None:
    """Learners who answer all cards once, by a Rasch model in which area b is harder."""
    chance = random.Random(seed)
    for number in range(learners):
        ability = chance.gauss(0.3, 1.2)
        with StudyStore.open(where, f"Zebulon {number}") as store:
            for at, card in enumerate(CARDS):
                hard = 1.5 if card.area == WEAK else -0.8
                knows = chance.random() < 1 / (1 + math.exp(hard - ability))
                right = (not knows and chance.random() < 1 / 3) if card is BAD else knows
                give(store, card.id, TODAY - 40 + at, 3 if right else 1, 3 if right else 0)
            join(store, f"  {name} ", NOON)


def id_of(where: Path | str, name: str) -> str:
    with StudyStore.open(where, name) as store:
        return store.learner


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path | str:
    where = another(tmp_path_factory.mktemp("class") / "shared.db")
    class_of(where, 25)
    return where


def test_the_weak_area_and_the_bad_question_are_found(taught: Path | str) -> None:
    with StudyStore.open(taught, "teacher") as store:
        group = group_of(store, library(), "class 3B", now=NOON)
    assert (group.learners, group.cards, group.answers) == (25, 30, 750)
    assert [one.key for one in group.areas] == ["a", "b"]
    strong, weak = group.areas
    assert weak.title == "Area b"
    assert weak.high < strong.low
    assert 0 <= weak.recall < strong.recall <= 1
    assert BAD.id in {one.card for one in group.flagged}
    assert {one.card for one in group.items if "look at the key" in one.flags} <= {BAD.id}
    assert [one.share for one in group.topics] == sorted(one.share for one in group.topics)
    assert sum(one.answers for one in group.areas) == sum(one.answers for one in group.topics) == group.answers
    assert {one.fact for one in group.weakest} <= {card.facts[0] for card in CARDS}


def test_no_name_and_no_id_of_a_learner_is_told(taught: Path | str) -> None:
    with StudyStore.open(taught, "teacher") as store:
        group = group_of(store, library(), "Class 3b", now=NOON)
        ids = [id_of(taught, f"Zebulon {number}") for number in range(25)]
    told = json.dumps(group_record(group)) + "\n".join(parts_drawing(group.areas, 80).rows) + repr(group)
    assert "Zebulon" not in told
    assert not [one for one in ids if one in told]


def test_who_leaves_is_gone_at_once_and_too_few_are_told_nothing(tmp_path: Path) -> None:
    where = another(tmp_path / "shared.db")
    class_of(where, 6)
    with StudyStore.open(where, "Zebulon 0") as first, StudyStore.open(where, "Zebulon 1") as second:
        before = group_of(first, library(), "Class 3b", now=NOON)
        assert leave(first, NOON + timedelta(minutes=1)) == "Class 3b"
        assert read_settings(first).cohort == ""
        after = group_of(first, library(), "Class 3b", now=NOON)
        assert (before.learners, after.learners) == (6, 5)
        assert after.answers == before.answers - 30
        with pytest.raises(UsageError, match="at least 6"):
            group_of(first, library(), "Class 3b", now=NOON, least=6)
        assert leave(second, NOON + timedelta(minutes=1)) == "Class 3b"
        with pytest.raises(UsageError, match="Too few learners"):
            group_of(first, library(), "Class 3b", now=NOON)
        assert leave(second, NOON + timedelta(minutes=2)) == ""
        join(first, "Class 3b", NOON + timedelta(minutes=3))
        assert group_of(second, library(), "Class 3b", now=NOON).learners == 5


def test_what_few_answered_is_in_no_sum(tmp_path: Path) -> None:
    """Otherwise the whole less the areas shown would be the answers of those few."""
    where = another(tmp_path / "shared.db")
    class_of(where, 6)
    alone = replace(CARDS[0], id="limit:alone.max", topic="alone")
    with StudyStore.open(where, "Zebulon 0") as store:
        before = group_of(store, library(), "Class 3b", now=NOON)
        give(store, alone.id, TODAY, 3, 5)
        after = group_of(store, library(cards=(*CARDS, alone)), "Class 3b", now=NOON)
    assert after == before


def test_cards_that_learners_rate_themselves_are_no_questions(taught: Path | str) -> None:
    cards = tuple(replace(card, kind=CardKind.DEFINITION) if at < 10 else card for at, card in enumerate(CARDS))
    with StudyStore.open(taught, "teacher") as store:
        group = group_of(store, library(cards=cards), "Class 3b", now=NOON)
    assert group.cards == 30
    assert {one.card for one in group.items} == {card.id for card in CARDS[10:]}


@pytest.mark.parametrize("least", [0, 1, 4, -3])
def test_a_teacher_cannot_ask_for_individuals(taught: Path | str, least: int) -> None:
    with StudyStore.open(taught, "teacher") as store, pytest.raises(UsageError, match="fewer than 5"):
        group_of(store, library(), "Class 3b", now=NOON, least=least)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x1b[2Jb"])
def test_a_group_needs_a_name(tmp_path: Path, name: str) -> None:
    with StudyStore.open(another(tmp_path / "a.db")) as store:
        with pytest.raises(UsageError, match="1 to 60 letters"):
            join(store, name, NOON)
        assert read_settings(store).cohort == ""


@given(some.lists(some.tuples(some.integers(0, 30), some.integers(1, 30)), min_size=1, max_size=30))
def test_learners_alike_never_make_an_interval_narrower(pairs: list[tuple[int, int]]) -> None:
    asked = [max(pair) for pair in pairs]
    right = [min(pair) for pair in pairs]
    low, high = clustered(right, asked)
    plain = interval(sum(right), sum(asked))
    assert 0 <= low <= plain[0] <= sum(right) / sum(asked) <= plain[1] <= high <= 1


def test_the_interval_over_learners_covers_what_it_promises() -> None:
    """Learners of differing ability, twenty answers each: 95 % of the intervals hold the true share."""
    chance, held = random.Random(9), 0
    for _ in range(400):
        abilities = [chance.betavariate(3, 2) for _ in range(12)]
        right = [sum(chance.random() < ability for _ in range(20)) for ability in abilities]
        low, high = clustered(right, [20] * 12)
        held += low <= 0.6 <= high
    assert 0.92 <= held / 400 <= 0.98


def test_students_t_is_that_of_tables() -> None:
    for freedom, value in ((4, 2.776), (9, 2.262), (29, 2.045), (200, 1.972)):
        assert student(freedom) == pytest.approx(value, rel=0.003)
