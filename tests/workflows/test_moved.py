"""What was found again with doubt is shown with both wordings, and settled either way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.core.review import Rating
from studykit.workflows.moved import different, moved, same, take_up_moved
from studykit.workflows.open_library import open_library
from studykit.workflows.open_study import open_study
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study
from tests.kept import places_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BEFORE = "# Pools\n\n**First pool**: ten workers wait here at once for work.\n"
AFTER = "# Pools\n\n**Burst pool**: up to twelve people may stay there for a job.\n"
OLD, DRAFT = "definition:first-pool", "definition:burst-pool"


@pytest.fixture
def study(home: Path, tmp_path: Path) -> Iterator[Study]:
    """A session after the note of a card with a history was edited."""
    places, note = places_of(home), tmp_path / "mine.md"
    note.write_text(BEFORE)
    with open_study(places, open_library(places, "postgresql", [note]), lambda: NOW) as first:
        first.answer(Showing(first.cards[OLD], None, 1, 1), chosen="", rating=Rating.GOOD, duration=1)
    note.write_text(AFTER)
    with open_study(places, open_library(places, "postgresql", [note]), lambda: NOW) as opened:
        yield opened


def test_both_wordings_are_there(study: Study) -> None:
    (one,) = moved(study).claims
    assert (one.draft, one.now.answers) == (DRAFT, "Up to twelve people may stay there for a job.")
    assert [(known.card, known.answers) for known in one.before] == [(OLD, "Ten workers wait here at once for work.")]


def test_the_same_claim_keeps_its_history(study: Study) -> None:
    left = same(study, moved(study), DRAFT, OLD)
    take_up_moved(study, left)
    assert left.claims == ()
    assert study.cards[OLD].back == "Up to twelve people may stay there for a job."
    assert study.memory(OLD) is not None


def test_a_different_claim_begins_anew(study: Study) -> None:
    left = different(study, moved(study), DRAFT)
    take_up_moved(study, left)
    assert left.claims == ()
    assert study.memory(DRAFT) is None
    assert DRAFT in study.cards


def test_only_what_is_open_is_settled(study: Study) -> None:
    with pytest.raises(UsageError):
        same(study, moved(study), DRAFT, "definition:nothing")
