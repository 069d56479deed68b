"""What a package held is kept by package."""

from __future__ import annotations

from studykit.store.study_store import StudyStore


def test_the_last_export_is_remembered(store: StudyStore) -> None:
    store.mark_exported("anki", {"a": ("hash", 5), "b": ("hash", 6)})
    store.mark_exported("other", {"a": ("else", 7)})
    store.mark_exported("anki", {"a": ("hash2", 8)})
    assert store.exported("anki") == {"a": ("hash2", 8)}
    store.mark_exported("anki", {})
    assert store.exported("anki") == {}
    assert store.exported("other") == {"a": ("else", 7)}
