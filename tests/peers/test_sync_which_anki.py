"""Which Anki it is and which notes are ours, with Anki's own library behind the stand-in; in tests only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.anki_stand_in import StandIn, listening
from tests.peers.running_anki import Desk, Running
from tests.workflows.anki_desk import HARD, went
from tests.workflows.leaving import NOTE

library = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    collection = library.Collection(str(tmp_path / "anki.anki2"))
    with listening(StandIn(Running(collection))) as stand_in:
        yield Desk(tmp_path, collection, stand_in)
    collection.close()


def test_note_types_that_got_another_name_there_are_still_ours(desk: Desk) -> None:
    desk.sync()
    total = desk.collection.note_count()
    for kind in desk.collection.models.all():
        if kind["name"].startswith("studykit "):
            kind["name"] = kind["name"].replace("studykit ", "My ")
            desk.collection.models.update_dict(kind)
    met = desk.sync()
    assert (went(met), met.deleted, met.problems) == ((0, 0, total), 0, ())
    (desk.notes / "bread.md").write_text(NOTE.replace("the hard outside", "the hard and brown outside"))
    met = desk.sync()
    assert (went(met), met.problems) == ((0, 1, total - 1), ())
    assert "brown" in str(desk.card(HARD).note().fields)
    assert desk.collection.note_count() == total


def test_two_collections_whose_profiles_have_one_name_are_two(desk: Desk, tmp_path: Path) -> None:
    desk.sync()
    total = desk.collection.note_count()
    desk.collection.remove_notes([desk.card(HARD).nid])
    laptop, desktop = desk.collection, library.Collection(str(tmp_path / "desktop.anki2"))
    desk.stand_in.kept.collection = desktop
    assert went(desk.sync()) == (total, 0, 0)
    assert not list(desktop.media.check().unused)
    desk.stand_in.kept.collection = laptop
    met = desk.sync()
    assert (went(met), met.deleted) == ((0, 0, total - 1), 1)
    desktop.close()
