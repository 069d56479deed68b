"""Which card is which is kept, and the names of old contents go."""

from __future__ import annotations

from studykit.core.identity import Anchor
from studykit.store.study_store import StudyStore


def test_a_card_is_kept_as_its_note_says_it_now(store: StudyStore) -> None:
    store.keep_anchors([])
    store.keep_anchors([Anchor("b", "term", "what", "this", "a.md"), Anchor("a", "term", "who", "she", "a.md")])
    store.keep_anchors([Anchor("b", "term", "what", "that", "b.md")])
    assert store.anchors() == (Anchor("a", "term", "who", "she", "a.md"), Anchor("b", "term", "what", "that", "b.md"))


def test_names_of_the_last_contents_are_remembered(store: StudyStore) -> None:
    assert store.remembered("content 0") is None
    for number in range(8):
        store.remember(f"content {number}", {"draft": f"card {number}"})
    store.remember("content 0", {"draft": "again"})
    store.remember("content 8", {})
    assert store.remembered("content 1") is None
    assert store.remembered("content 0") == {"draft": "again"}
    assert store.remembered("content 8") == {}


def test_a_decision_makes_names_be_found_anew(store: StudyStore) -> None:
    store.remember("content", {"a": "b"})
    store.decide("draft", "card")
    store.decide("draft", "other")
    assert store.decisions() == {"draft": "other"}
    assert store.remembered("content") is None
