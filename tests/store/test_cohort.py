"""Only those who consent are read, and only while they do; on either database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from studykit.core.review import Rating
from studykit.store.cohort import Cohort
from studykit.store.study_store import StudyStore
from tests.store.examples import DAY, MEMORY, NOW, counted, learned, review


@pytest.fixture
def learners(where: Path | str) -> Iterator[list[StudyStore]]:
    with ExitStack() as stack:
        yield [stack.enter_context(StudyStore.open(where, name)) for name in ("ana", "ben", "cem", "dua")]


def consent(store: StudyStore, name: str, minutes: int = 0) -> None:
    store.set_settings({"cohort": json.dumps(name)}, NOW + timedelta(minutes=minutes))


@contextmanager
def group(store: StudyStore, name: str) -> Iterator[Cohort]:
    with Cohort.open(store.engine, name) as opened:
        yield opened


def test_who_did_not_consent_is_not_read(learners: list[StudyStore]) -> None:
    ana, ben, cem, dua = learners
    for number, store in enumerate(learners):
        store.add(review(number), MEMORY)
        store.set_settings({"minutes": str(number)}, NOW)
    consent(ana, "Class 3b")
    consent(ben, "class 3B")
    consent(cem, "another")
    with group(dua, "Class 3b") as found:
        assert set(found.learners) == {ana.learner, ben.learner}
        assert {one.learner for one in found.first_answers()} == {ana.learner, ben.learner}
        assert {one.learner for one in found.remembered()} == {ana.learner, ben.learner}
        assert found.settings("minutes") == {ana.learner: "0", ben.learner: "1"}
    with group(dua, "nobody") as found:
        assert found.learners == ()
        assert list(found.first_answers()) == []
        assert list(found.remembered()) == []
        assert found.settings("minutes") == {}


def test_leaving_and_moving_take_effect_at_once(learners: list[StudyStore]) -> None:
    ana, ben, *_ = learners
    for number, store in enumerate((ana, ben)):
        store.add(review(number), MEMORY)
        consent(store, "class")
    consent(ana, "", minutes=1)
    consent(ben, "other", minutes=1)
    for name, members in (("class", ()), ("other", (ben.learner,)), ("", ())):
        with group(ana, name) as found:
            assert found.learners == members
            assert len(list(found.first_answers())) == len(members)
    consent(ana, "class", minutes=2)
    with group(ben, "class") as found:
        assert found.learners == (ana.learner,)


@pytest.mark.parametrize("text", ["null", "3", "[]", "not json", '{"name": "class"}'])
def test_a_consent_that_is_not_understood_is_none(store: StudyStore, text: str) -> None:
    store.set_settings({"cohort": text}, NOW)
    with group(store, "class") as found:
        assert found.learners == ()
    with group(store, "") as found:
        assert list(found.first_answers()) == []


def test_first_answers_are_the_first_that_stand(learners: list[StudyStore]) -> None:
    ana, ben, *_ = learners
    for store in (ana, ben):
        consent(store, "class")
    ana.add(review(1, "a", days=0, rating=Rating.AGAIN), MEMORY)
    ana.add(review(2, "a", days=1), MEMORY)
    ana.add(review(3, "b", days=0), MEMORY)
    ana.add(review(4, "b", days=1, rating=Rating.AGAIN), MEMORY)
    ana.add(review(5, "c"), MEMORY)
    ben.add(review(1, "a", rating=Rating.HARD), learned(3))
    ana.withdraw(review(3).id, NOW, counted)
    ana.withdraw(review(5).id, NOW, lambda _: None)
    with group(ben, "class") as found:
        assert sorted((one.learner == ana.learner, one.card, one.right) for one in found.first_answers()) == [
            (False, "a", True),
            (True, "a", False),
            (True, "b", False),
        ]
        remembered = {(one.learner, one.card): one for one in found.remembered()}
    assert (ben.learner, "a") in remembered
    assert remembered[ben.learner, "a"].stability == 5.0
    assert remembered[ben.learner, "a"].day == DAY
    assert (ana.learner, "c") not in remembered
