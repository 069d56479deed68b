"""The store remembers what memory states were worked out with."""

from __future__ import annotations

from pathlib import Path

from studykit.store.study_store import StudyStore


def test_the_name_that_was_kept_last_is_told_to_the_same_learner(where: Path | str) -> None:
    with StudyStore.open(where, "ann") as ann, StudyStore.open(where, "bob") as bob:
        assert ann.folded() is None
        ann.keep_folded("fsrs 6 1f2e3d4c")
        ann.keep_folded("")
        assert ann.folded() == ""
        ann.keep_folded("fsrs 6")
        assert bob.folded() is None
    with StudyStore.open(where, "ann") as again:
        assert again.folded() == "fsrs 6"


def test_work_that_another_cut_short_is_not_finished(where: Path | str) -> None:
    with StudyStore.open(where, "ann") as ann:
        ann.keep_folded("unfinished 1")
        ann.finish_folding("unfinished 1", "fsrs 6")
        assert ann.folded() == "fsrs 6"
        ann.keep_folded("unfinished 2")
        ann.keep_folded("")
        ann.finish_folding("unfinished 2", "fsrs 6")
        assert ann.folded() == ""
