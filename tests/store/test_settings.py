"""What was set last holds, on either database and whatever the clock says."""

from __future__ import annotations

from datetime import timedelta

from studykit.store.study_store import StudyStore
from tests.store.examples import NOW


def test_what_was_never_set_has_no_value(store: StudyStore) -> None:
    assert store.setting("retention") is None
    assert store.settings() == {}
    store.set_settings({}, NOW)
    assert store.settings() == {}


def test_what_was_set_last_holds(store: StudyStore) -> None:
    store.set_settings({"retention": "0.9", "minutes": "20"}, NOW)
    store.set_settings({"retention": "0.85"}, NOW + timedelta(days=1))
    assert store.settings() == {"retention": "0.85", "minutes": "20"}
    assert store.setting("retention") == "0.85"


def test_what_was_set_last_holds_though_the_clock_was_set_back(store: StudyStore) -> None:
    for value, days in (("1", 0), ("2", 0), ("3", -9), ("4", -9)):
        store.set_settings({"minutes": value}, NOW + timedelta(days=days))
    assert store.settings() == {"minutes": "4"}
    assert store.setting("minutes") == "4"
