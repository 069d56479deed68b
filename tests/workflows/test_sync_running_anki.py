"""What a sync does about things that only a running Anki showed: its windows, profiles, options and files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from studykit.core.errors import StudykitError
from studykit.core.review import Rating
from studykit.exchange.anki.presets import STUDYKIT
from studykit.workflows.export import Leaving
from tests.exchange.anki_stand_in import Refused
from tests.workflows.anki_desk import HARD, Desk, beside_anki, went
from tests.workflows.leaving import NOTE


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with beside_anki(tmp_path) as made:
        yield made


def test_decks_keep_the_options_that_the_learner_gave_them(desk: Desk) -> None:
    """AnkiConnect has Anki take the options of each deck that comes."""
    desk.sync()
    decks, mine = desk.kept.decks, 77
    assert {*decks.values()} == {1, STUDYKIT}
    ours = [name for name, options in decks.items() if options == STUDYKIT]
    decks.update(dict.fromkeys(ours, mine))
    kept = dict(decks)
    desk.write(NOTE.replace("the hard outside", "the hard and brown outside"))
    assert desk.sync().updated == 1
    assert decks == kept
    desk.write(NOTE)
    desk.sync(leaving=Leaving(deck="Of its own"))
    assert decks == {**dict.fromkeys(decks, STUDYKIT), **kept}
    assert "Of its own" in decks


def test_a_profile_that_is_opened_meanwhile_is_left_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither do its answers come back, nor do cards go there."""
    desk.sync()
    card = desk.card(HARD)
    rows = desk.kept.rows

    def switched(number: int) -> Sequence[Sequence[int]]:
        desk.anki.profile = "Somebody else"
        return [(1_795_000_000_000, -1, 3, 4, 0, 0, 900, 1)] if number == card else rows(number)

    monkeypatch.setattr(desk.kept, "rows", switched)
    imports = len(desk.kept.imports)
    desk.write(NOTE.replace("the hard outside", "the hard and brown outside"))
    with pytest.raises(StudykitError, match="Another profile was opened"):
        desk.sync()
    assert (desk.answered(), len(desk.kept.imports)) == (0, imports)


def test_anki_shows_what_came_once_it_is_there(desk: Desk) -> None:
    """Its window is drawn before an import, so it is drawn once more afterwards; not where nothing came."""
    desk.sync()
    asked = desk.anki.asked
    assert asked.index("importPackage") < asked.index("removeTags")
    asked.clear()
    desk.sync()
    assert "removeTags" not in asked
    desk.answer(Rating.EASY)
    desk.sync()
    assert asked.index("insertReviews") < asked.index("removeTags")


def test_an_anki_that_cannot_see_our_files_takes_the_cards_all_the_same(desk: Desk) -> None:
    desk.kept.sandboxed = True
    assert desk.sync().new == len(desk.kept.notes) > 3
    assert desk.kept.trash == ["_studykit-sync.apkg"]
    assert went(desk.sync()) == (0, 0, len(desk.kept.notes))


def with_own_field(desk: Desk) -> dict[str, str]:
    """The fields of a note to which the learner added one, and that changed here since."""
    desk.sync()
    fields: dict[str, str] = desk.note(HARD)["fields"]
    fields["Mine"] = "remember <b>me</b>"
    desk.write(NOTE.replace("the hard outside", "the hard and brown outside"))
    return fields


def test_a_field_that_the_learner_added_there_keeps_what_stands_in_it(desk: Desk) -> None:
    """Anki's importer empties it when the card changes."""
    with_own_field(desk)
    assert desk.sync().updated == 1
    assert desk.note(HARD)["fields"]["Mine"] == "remember <b>me</b>"
    assert "brown" in desk.note(HARD)["fields"]["Back"]
    assert went(desk.sync())[1:] == (0, len(desk.kept.notes))


def test_what_could_not_be_kept_is_said_in_full(desk: Desk) -> None:
    with_own_field(desk)
    desk.anki.answers["updateNoteFields"] = Refused("no")
    said = [(one.file, one.message) for one in desk.sync().problems]
    assert said == [(HARD, "Anki emptied a field of your own. It said: “Mine”: remember <b>me</b>")]


def test_it_is_said_as_well_when_anki_was_closed_just_then(desk: Desk) -> None:
    with_own_field(desk)
    desk.anki.closed_at = "updateNoteFields"
    with pytest.raises(StudykitError, match=f"closed there.* They said: {HARD}: “Mine”: remember <b>me</b>"):
        desk.sync()
