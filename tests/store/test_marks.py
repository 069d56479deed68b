"""A card is as it was marked last."""

from __future__ import annotations

from studykit.core.mark import MarkKind
from studykit.store.study_store import StudyStore
from tests.store.examples import mark


def test_the_last_mark_of_a_card_holds(store: StudyStore) -> None:
    store.add_mark(mark(1, "a", MarkKind.BURY))
    store.add_mark(mark(2, "b", MarkKind.SUSPEND))
    store.add_mark(mark(3, "a", MarkKind.SUSPEND, minutes=1))
    assert store.marks() == {"a": mark(3, "a", MarkKind.SUSPEND, minutes=1), "b": mark(2, "b", MarkKind.SUSPEND)}


def test_a_released_card_has_no_mark(store: StudyStore) -> None:
    store.add_mark(mark(1, "a", MarkKind.SUSPEND))
    store.add_mark(mark(2, "a", MarkKind.RELEASE, minutes=1))
    assert store.marks() == {}
    store.add_mark(mark(3, "a", MarkKind.BURY, minutes=2))
    assert store.marks() == {"a": mark(3, "a", MarkKind.BURY, minutes=2)}


def test_the_last_mark_holds_though_the_clock_was_set_back(store: StudyStore) -> None:
    store.add_mark(mark(2, "a", MarkKind.SUSPEND))
    store.add_mark(mark(1, "a", MarkKind.RELEASE, minutes=-60))
    assert store.marks() == {}
