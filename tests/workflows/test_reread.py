"""Content is read again while a session goes on: nothing answered is lost, and what changed is there at once."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.core.errors import ContentError
from studykit.core.review import Rating
from studykit.workflows.desk import Desk, open_desk
from studykit.workflows.places import find_places
from studykit.workflows.reread import read_again, take_up
from studykit.workflows.study import Study
from tests.tui.stage import Ticking

NOTE = "# Oven\n\n- The oven has a maximum timeout of {} seconds.\n- **Proofing**: dough rests and rises.\n"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "notes" / "oven.md"
    path.parent.mkdir()
    path.write_text(NOTE.format(40), "utf-8")
    return path


@pytest.fixture
def desk(home: Path, note: Path) -> Desk:
    places = find_places({**os.environ, "STUDYKIT_HOME": str(home)})
    return Desk(places, "postgresql", (note.parent,))


@pytest.fixture
def study(desk: Desk) -> object:
    with open_desk(desk, Ticking()) as opened:
        yield opened


def again(study: Study, desk: Desk) -> None:
    take_up(study, read_again(study, desk))


def lines(study: Study) -> set[str]:
    return {
        claim for fact in study.library.base.facts.values() for claim in (limit.claim.text for limit in fact.claims)
    }


def test_an_edited_note_is_read_and_answers_stay(study: Study, desk: Desk, note: Path) -> None:
    showing = study.next()
    assert showing is not None
    study.answer(showing, chosen="", rating=Rating.GOOD, duration=1000)
    note.write_text(NOTE.format(50), "utf-8")
    again(study, desk)
    assert any("50 seconds" in line for line in lines(study))
    assert not any("40 seconds" in line for line in lines(study))
    assert study.store.counts(study.day).answers == 1
    assert study.memory(showing.card.id) is not None


def test_what_was_answered_before_can_still_be_taken_back(study: Study, desk: Desk) -> None:
    showing = study.next()
    assert showing is not None
    study.answer(showing, chosen="", rating=Rating.GOOD, duration=1000)
    again(study, desk)
    back = study.undo()
    assert back is not None
    assert back.card.id == showing.card.id
    assert study.store.counts(study.day).answers == 0


def test_other_content_takes_the_place_of_what_was_open(study: Study, desk: Desk) -> None:
    before = study.library.pack.key
    again(study, replace(desk, pack="aws-serverless", notes=()))
    assert study.library.pack.key != before
    assert study.next() is not None


def test_content_that_cannot_be_read_leaves_what_is_open(study: Study, desk: Desk) -> None:
    library = study.library
    with pytest.raises(ContentError):
        read_again(study, replace(desk, pack="no-such-pack"))
    assert study.library is library
    assert study.next() is not None
