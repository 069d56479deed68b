"""Which Anki it is: two computers may each have a profile of one name, and one Anki may be known by two names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studykit.core.review import Rating
from studykit.workflows.anki_seen import looks
from studykit.workflows.export import Leaving, prepared
from tests.exchange.anki_stand_in import Kept, Refused
from tests.workflows.anki_desk import HARD, Desk, beside_anki, went
from tests.workflows.leaving import NOTE

NUMBER = "_studykit-collection.txt"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with beside_anki(tmp_path) as made:
        yield made


@pytest.fixture
def other(tmp_path: Path) -> Kept:
    """What the Anki of another computer keeps."""
    media = tmp_path / "other"
    media.mkdir()
    return Kept(media)


def delete(desk: Desk) -> None:
    del desk.kept.notes[desk.kept.cards.pop(desk.card(HARD))["nid"]]


def test_two_ankis_whose_profiles_have_one_name_are_two(desk: Desk, other: Kept) -> None:
    total = desk.sync().new
    delete(desk)
    laptop = desk.kept
    for kept, before, after in ((other, (total, 0, 0, 0), total), (laptop, (0, 0, total - 1, 1), total - 1)):
        desk.anki.kept = kept
        met = desk.sync()
        assert (*went(met), met.deleted) == before
        assert desk.sync().unchanged == after
    desk.write(NOTE.replace("- **Crust**", "- **Glaze**: a shine of egg\n- **Crust**"))
    for kept in (laptop, other):
        desk.anki.kept = kept
        assert desk.sync().new == 1


def test_a_profile_with_another_name_is_still_the_same_anki(desk: Desk) -> None:
    """As when it was given another one, or when Anki's own sync brought it to another computer, media and all."""
    total = desk.sync().new
    delete(desk)
    desk.anki.profile = "Somebody else"
    met = desk.sync()
    assert (went(met), met.deleted) == ((0, 0, total - 1), 1)


def test_a_profile_that_is_opened_meanwhile_is_not_taken_for_the_one_that_was_read(
    desk: Desk, other: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is to go, so nobody asks once more which one is open."""
    total, laptop = desk.sync().new, desk.kept
    desk.anki.kept = other
    with desk.open() as study:
        topic = study.cards[HARD].topic
    some = desk.sync(leaving=Leaving(topic=topic)).new
    assert 0 < some < total
    desk.anki.kept = laptop

    def switched(*given: Any, **named: Any) -> Any:
        desk.anki.kept = other
        return prepared(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr("studykit.workflows.sync_anki.prepared", switched)
        assert desk.sync().unchanged == total
    met = desk.sync()
    assert (went(met), met.deleted) == ((total - some, 0, some), 0)


@pytest.mark.parametrize("how", ["too old", "refused"])
def test_an_anki_that_cannot_be_given_a_number_is_known_by_its_profile(desk: Desk, how: str) -> None:
    if how == "too old":
        desk.anki.missing = {"retrieveMediaFile"}
    else:
        desk.anki.answers["storeMediaFile"] = Refused("read-only")
    total = desk.sync().new
    delete(desk)
    met = desk.sync()
    assert (went(met), met.deleted) == ((0, 0, total - 1), 1)
    desk.anki.missing.clear()
    desk.anki.answers.clear()
    for _ in range(2):  # it gets a number now; what was known by the profile goes on
        met = desk.sync()
        assert (went(met), met.deleted) == ((0, 0, total - 1), 1)
    desk.anki.profile = "Somebody else"
    assert desk.sync().deleted == 1
    with desk.open() as study:
        assert not study.store.exported("anki-connect:User 1")


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"mine", b"0" * 31, b"G" * 32, b"0" * 5000])
def test_a_file_of_that_name_that_holds_no_number_is_none(desk: Desk, content: bytes) -> None:
    path = desk.kept.folder / NUMBER
    path.write_bytes(content)
    total = desk.sync().new
    number = path.read_bytes()
    assert (len(number), desk.kept.trash) == (33, [NUMBER])
    assert went(desk.sync()) == (0, 0, total)
    assert path.read_bytes() == number


def test_a_look_gives_no_number(desk: Desk) -> None:
    desk.sync(dry_run=True)
    assert not (desk.kept.folder / NUMBER).exists()


def test_where_all_is_gone_it_says_how_to_have_it_again(desk: Desk) -> None:
    total = desk.sync().new
    desk.kept.notes.clear()
    desk.kept.cards.clear()
    met = desk.sync(dry_run=True)
    assert (met.deleted, met.changes) == (total, False)
    says = f"Anki has none of the {total} cards that it had. To send them again: --again, in the app the row “Deleted”."
    assert [one.message for one in met.problems] == [says]
    assert desk.sync(again=True).new == total


def test_a_note_type_that_the_learner_gave_another_name_is_still_ours(desk: Desk) -> None:
    total = desk.sync().new
    for note in desk.kept.notes.values():
        note["type"] = note["type"].replace("studykit ", "My ")
    desk.answer(Rating.EASY, HARD)
    met = desk.sync()
    assert (went(met), met.deleted, met.problems, met.answers) == ((0, 0, total), 0, (), 1)
    desk.write(NOTE.replace("the hard outside", "the hard and brown outside"))
    assert went(desk.sync()) == (0, 1, total - 1)
    assert "brown" in desk.note(HARD)["fields"]["Back"]


def test_notes_of_others_that_only_look_like_ours_are_let_be(desk: Desk) -> None:
    theirs = {"guid": "g", "type": "Theirs", "fields": {"Front": "x", "Id": "7"}, "tags": [], "mod": 5}
    desk.kept.notes[5], desk.kept.cards[6] = theirs, {"nid": 5, "type": 0, "queue": 0, "due": 1}
    met = desk.sync()
    assert (met.returned.strange, met.new) == (0, len(desk.kept.notes) - 1)
    assert theirs["fields"] == {"Front": "x", "Id": "7"}


def test_the_looks_of_note_types_are_known_once_a_sync_came_to_its_end(desk: Desk) -> None:
    desk.sync()
    with desk.open() as study:
        number = (desk.kept.folder / NUMBER).read_text().strip()
        assert looks() in study.store.exported(f"anki-media:{number}")
