"""What a package held is kept by package."""

from __future__ import annotations

from studykit.core.flashcard import Carried
from studykit.store.study_store import StudyStore


def test_the_last_export_is_remembered(store: StudyStore) -> None:
    store.mark_exported("anki", {"a": ("hash", 5), "b": ("hash", 6)})
    store.mark_exported("other", {"a": ("else", 7)})
    store.mark_exported("anki", {"a": ("hash2", 8)})
    assert store.exported("anki") == {"a": ("hash2", 8)}
    store.mark_exported("anki", {})
    assert store.exported("anki") == {}
    assert store.exported("other") == {"a": ("else", 7)}


def test_what_left_is_kept_by_card_and_only_what_changed_is_written(store: StudyStore) -> None:
    first = {"a": Carried("1", 5, '{"id": "a"}'), "b": Carried("2", 6, '{"id": "b"}')}
    store.carry("anki", first)
    store.carry("anki other", {"a": Carried("3", 9, "{}")})
    assert store.carried() == {"a": Carried("3", 9, "{}"), "b": first["b"]}
    assert store.exported("anki") == {"a": ("1", 5), "b": ("2", 6)}
    assert store.exported("anki other") == {"a": ("3", 9)}
