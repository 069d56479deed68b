"""What leaves, what a second export says of it, and what is gone here."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studykit.core.card import CardKind
from studykit.core.errors import StudykitError, UsageError
from studykit.core.flashcard import Form
from studykit.core.mark import MarkKind
from studykit.core.review import Rating
from studykit.workflows.export import Leaving, check_anki, export_anki, export_cards, prepared, said
from studykit.workflows.study import Study
from tests.workflows.leaving import NOON, NOTE, PICTURE, kitchen, opened


@contextmanager
def collection(package: Path, folder: Path) -> Iterator[sqlite3.Connection]:
    with zipfile.ZipFile(package) as packed, closing(sqlite3.connect(packed.extract("collection.anki2", folder))) as it:
        yield it


def tags(package: Path, folder: Path) -> dict[str, str]:
    """Card → tags of its note."""
    with collection(package, folder) as database:
        return {
            fields.rpartition("\x1f")[2]: found for fields, found in database.execute("select flds, tags from notes")
        }


def answer(study: Study, times: int) -> None:
    for _ in range(times):
        showing = study.next()
        assert showing is not None
        study.answer(showing, chosen="", rating=Rating.GOOD, duration=4000)


def test_the_same_content_gives_the_same_bytes_on_a_later_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = kitchen(tmp_path)
    path = tmp_path / "deck.apkg"
    with opened(tmp_path / "home", *folders) as study:
        first = export_anki(study, Leaving(), path).written
    before = path.read_bytes()
    monkeypatch.setattr("studykit.workflows.export.time.time", lambda: 4_000_000_000.0)
    with opened(tmp_path / "home", *folders, clock=lambda: NOON + timedelta(days=9)) as study:
        again = export_anki(study, Leaving(), path).written
    assert path.read_bytes() == before
    assert (first.new, first.updated, first.unchanged) == (again.unchanged, 0, 0)
    assert (again.new, again.updated) == (0, 0)


def test_an_edit_updates_its_cards_and_an_export_of_a_topic_does_not(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    path = tmp_path / "deck.apkg"
    with opened(tmp_path / "home", pack, notes) as study:
        export_anki(study, Leaving(), path)
    (notes / "bread.md").write_text(NOTE.replace("the hard outside", "the hard and brown outside"))
    with opened(tmp_path / "home", pack, notes) as study:
        some = check_anki(study, Leaving(topic="oven"), lambda _done, _total: None).written
        assert (some.new, some.updated) == (0, 0)
        edited = export_anki(study, Leaving(), path).written
        assert (edited.new, edited.updated, edited.removed) == (0, 1, 0)
        assert said(edited)[0].endswith(f"0 new, 1 updated, {edited.unchanged} unchanged.")


def test_a_card_whose_line_is_gone_leaves_as_it_was_with_a_tag_and_loses_it_when_it_is_back(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    path = tmp_path / "deck.apkg"
    with opened(tmp_path / "home", pack, notes) as study:
        before = export_anki(study, Leaving(), path).written
    (notes / "bread.md").write_text(NOTE.replace("- **Crust**: the hard outside\n", ""))
    for updated in (1, 0):
        with opened(tmp_path / "home", pack, notes) as study:
            gone = export_anki(study, Leaving(), path).written
        assert (gone.new, gone.updated, gone.removed) == (0, updated, 1)
        assert gone.unchanged + gone.updated == before.new
        assert "studykit::removed" in tags(path, tmp_path)["definition:crust"]
    with collection(path, tmp_path) as database:
        wanted = "select count(*) from notes where flds like '%hard outside%'"
        assert database.execute(wanted).fetchone() == (1,)
    (notes / "bread.md").write_text(NOTE)
    with opened(tmp_path / "home", pack, notes) as study:
        back = export_anki(study, Leaving(), path).written
    assert (back.new, back.updated, back.removed) == (0, 1, 0)
    assert "studykit::removed" not in tags(path, tmp_path)["definition:crust"]


def test_schedule_answers_and_preset_go_along_when_wished(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    with opened(tmp_path / "home", *kitchen(tmp_path)) as study:
        answer(study, 3)
        first = study.store.last_reviews(3)
        study.mark("definition:crust", MarkKind.SUSPEND)
        ready = prepared(study, Leaving(with_history=True))
        assert ready.history is not None
        assert {card for card, one in ready.history.items() if one.reviews} == {one.card for one in first}
        assert ready.history["definition:crust"].suspended
        assert prepared(study, Leaving()).history is None
        export_anki(study, Leaving(with_history=True), path)
    with collection(path, tmp_path) as database:
        assert database.execute("select count(*) from revlog").fetchone() == (3,)
        assert database.execute("select count(*) from cards where queue = -1").fetchone() == (1,)
        (presets,) = database.execute("select dconf from col").fetchone()
    assert any("fsrsParams6" in one for one in json.loads(presets).values())


def test_pictures_are_in_the_package(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    with opened(tmp_path / "home", *kitchen(tmp_path)) as study:
        export_anki(study, Leaving(), path)
    with zipfile.ZipFile(path) as package:
        (number,) = json.loads(package.read("media"))
        assert package.read(number) == PICTURE


def test_checking_writes_nothing_and_finds_nothing_wrong(tmp_path: Path) -> None:
    with opened(tmp_path / "home", *kitchen(tmp_path)) as study:
        found = check_anki(study, Leaving(), lambda _done, _total: None)
        assert found.flaws == ()
        assert found.written.new == len(found.written.contents)
        assert study.store.carried() == {}


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with opened(tmp_path / "home", *kitchen(tmp_path)) as study:
        with pytest.raises(StudykitError, match="cannot be written"):
            export_anki(study, Leaving(), tmp_path / "no" / "deck.apkg")
        assert study.store.carried() == {}
        with pytest.raises(UsageError, match="No card is about 'cooking'"):
            export_anki(study, Leaving(topic="cooking"), tmp_path / "deck.apkg")


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "md"])
def test_every_card_is_in_each_table(tmp_path: Path, form: str) -> None:
    path = tmp_path / "cards"
    with opened(tmp_path / "home", *kitchen(tmp_path)) as study:
        assert export_cards(study, Leaving(), path, form) == len(study.cards)
        texts = path.read_text()
        assert "the hard outside" in texts.casefold()


def test_cards_that_came_from_anki_stay_there(tmp_path: Path) -> None:
    with opened(tmp_path / "home", *kitchen(tmp_path)) as study:
        card = study.cards["definition:crust"]
        study.cards._memo[card.id] = replace(card, sources=(replace(card.sources[0], note="theirs.apkg"),))
        ready = prepared(study, Leaving())
    assert ready.from_anki == 1
    assert card.id not in {one.id for one in ready.cards}


def test_a_card_is_asked_again_as_it_was_when_it_left(tmp_path: Path) -> None:
    """Anki cannot change how its cards are asked, and refuses a package that would."""
    path = tmp_path / "deck.apkg"
    with opened(tmp_path / "home", *kitchen(tmp_path)) as study:
        export_anki(study, Leaving(forms={CardKind.LIMIT: Form.BASIC}), path)
        again = export_anki(study, Leaving(), path).written
        assert (again.updated, again.kept) == (0, ())
        otherwise = export_anki(study, Leaving(forms={CardKind.LIMIT: Form.TYPED}), path).written
    assert (otherwise.new, otherwise.updated) == (0, 0)
    assert len(otherwise.kept) == 3
    assert "3 cards would be asked in another form now and stay as they are" in said(otherwise)[1]


def test_a_line_that_moved_is_no_change(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    path = tmp_path / "deck.apkg"
    with opened(tmp_path / "home", pack, notes) as study:
        export_anki(study, Leaving(), path)
    (notes / "bread.md").write_text("An introduction.\n\n" + NOTE)
    with opened(tmp_path / "home", pack, notes) as study:
        moved = export_anki(study, Leaving(), path).written
    assert (moved.new, moved.updated, moved.removed) == (0, 0, 0)


def test_a_renamed_note_is_no_change_and_another_kind_of_link_is(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    path = tmp_path / "deck.apkg"
    with opened(tmp_path / "home", pack, notes) as study:
        export_anki(study, Leaving(), path)
    (notes / "bread.md").rename(notes / "baking.md")
    with opened(tmp_path / "home", pack, notes) as study:
        assert export_anki(study, Leaving(), path).written.updated == 0
        assert export_anki(study, Leaving(link="vscode"), path).written.updated > 0


def test_other_notes_are_not_gone_and_another_deck_says_what_is(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "soup.md").write_text("# Soup\n\n- **Stock**: water in which bones were boiled\n")
    path = tmp_path / "deck.apkg"
    with opened(tmp_path / "home", pack, notes) as study:
        export_anki(study, Leaving(), path)
    with opened(tmp_path / "home", pack, other) as study:
        assert export_anki(study, Leaving(), path).written.removed == 0
    (notes / "bread.md").write_text(NOTE.replace("- **Crust**: the hard outside\n", ""))
    with opened(tmp_path / "home", pack, notes) as study:
        assert check_anki(study, Leaving(topic="oven"), lambda _done, _total: None).written.removed == 0
        assert export_anki(study, Leaving(deck="Mine::Bread"), path).written.removed == 1


def test_what_is_kept_or_read_is_never_written_over(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    own = (tmp_path / "home" / "learner.db", notes / "bread.md", pack / "pack.yaml", tmp_path / "home" / "new.apkg")
    before = {path: path.read_bytes() for path in own if path.exists()}
    with opened(tmp_path / "home", pack, notes) as study:
        for path in own:
            with pytest.raises(UsageError, match="Name another one"):
                export_anki(study, Leaving(), path)
            with pytest.raises(UsageError, match="Name another one"):
                export_cards(study, Leaving(), path, "csv")
    assert {path: path.read_bytes() for path in before} == before


def test_tables_hold_what_came_from_anki(tmp_path: Path) -> None:
    with opened(tmp_path / "home", *kitchen(tmp_path)) as study:
        card = study.cards["definition:crust"]
        study.cards._memo[card.id] = replace(card, sources=(replace(card.sources[0], note="theirs.apkg"),))
        assert export_cards(study, Leaving(), tmp_path / "cards.csv", "csv") == len(study.cards)
