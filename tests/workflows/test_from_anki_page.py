"""What would come back from Anki, said before anything changes, and what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.core.flashcard import Basic, Flashcard, History
from studykit.core.review import Rating, Review
from studykit.exchange.anki.connect import AnkiConnect
from studykit.exchange.anki.package import write_package
from studykit.workflows import from_anki_page as page
from studykit.workflows.deck import Deck
from studykit.workflows.from_anki_page import PACKAGE, RUNNING, WAYS, Wish
from studykit.workflows.study import Study
from tests.exchange.anki_stand_in import Kept, StandIn, listening
from tests.tui.stage import START, library, real

_FEW = 12
NOW = int(START.timestamp())


def silent(done: int, total: int) -> None:
    assert done <= total


@pytest.fixture
def study(home: Path) -> Iterator[Study]:
    with real(home)() as opened:
        yield opened


def answered(names: Sequence[str], path: Path) -> Wish:
    """A package as it comes from a phone, where two answers were given to each of these cards."""
    made = [Flashcard(name, Basic("front", "back"), "Deck") for name in (*names, "limit:of another pack")]
    history = {name: History(None, [review(name, day) for day in (3, 1)]) for name in names}
    write_package(made, path, previous={}, now=NOW, history=history)
    return Wish(PACKAGE, str(path))


def review(card: str, days: int) -> Review:
    at = START - timedelta(days=days)
    return Review(f"{days}", card, at, 0, at.toordinal(), Rating.GOOD, 4000, 0, "", 86_400, "fsrs", "phone")


def test_a_package_says_what_would_come_and_changes_nothing(study: Study, tmp_path: Path) -> None:
    wish = answered(sorted(study.cards)[:2], tmp_path / "phone.apkg")
    found = page.check(study, wish, silent)
    assert found.brings
    assert found.lines[0] == "4 answers to 2 cards would come back."
    assert "! 1 note of studykit: no card here has that name now." in found.lines
    assert not list(study.store.log())


def test_what_came_is_here_and_the_next_look_finds_nothing_new(study: Study, tmp_path: Path) -> None:
    wish = answered(sorted(study.cards)[:1], tmp_path / "phone.apkg")
    assert page.bring(study, wish, silent) == page.Brought("2 answers to 1 card came back.")
    assert len(list(study.store.log())) == 2
    again = page.check(study, wish, silent)
    assert not again.brings
    assert again.lines[:2] == ("No answers that are not here already.", "2 answers are here already.")


@pytest.mark.parametrize("content", [b"", b"no package", b"PK\x03\x04 cut off"])
def test_what_is_no_package_is_said(study: Study, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.apkg"
    path.write_bytes(content)
    found = page.check(study, Wish(PACKAGE, str(path)), silent)
    assert not found.brings
    assert found.lines[0].startswith("! ")
    assert "broken.apkg" in found.lines[0]


def test_without_a_file_it_says_how_to_make_one(study: Study) -> None:
    assert page.check(study, page.first_wish(), silent) == page.Found(page.NO_FILE, brings=False)


@pytest.mark.parametrize("path", ["", "/", "/nothing/there", "~nobody-of-that-name/x", "\x00", "x" * 5000])
def test_what_is_no_file_is_refused(path: str) -> None:
    with pytest.raises(UsageError):
        page.named(page.first_wish(), path)


def test_ways_are_turned_and_only_known_ones_are_taken() -> None:
    wish = Wish(PACKAGE, "~/x.apkg")
    assert page.turned(wish, 1) == replace(wish, way=RUNNING)
    assert page.turned(page.turned(wish, 1), 1) == wish
    assert all(page.title_of(way) for way in WAYS)
    with pytest.raises(UsageError):
        page.first_wish("by post")


def test_the_anki_that_runs_is_asked_first_and_changed_by_enter_only(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(tmp_path)
    study.cards = Deck.of(library().cards[:_FEW])
    with listening(StandIn(kept)) as anki:
        monkeypatch.setattr(page, "connection", lambda: AnkiConnect(anki.url))
        wish = page.first_wish(RUNNING)
        found = page.check(study, wish, silent)
        assert found.brings
        assert f"To Anki: {_FEW} new, 0 updated, 0 unchanged." in found.lines
        assert not kept.notes
        done = page.bring(study, wish, silent)
        assert done == page.Brought(f"0 answers came back; {_FEW} new and 0 updated cards went to Anki.")
        assert len(kept.notes) == _FEW
        again = page.check(study, wish, silent)
        assert f"To Anki: 0 new, 0 updated, {_FEW} unchanged." in again.lines
        assert not again.brings


def test_an_anki_that_does_not_run_is_said(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(StandIn(Kept(Path()))) as anki:
        pass
    monkeypatch.setattr(page, "connection", lambda: AnkiConnect(anki.url))
    found = page.check(study, page.first_wish(RUNNING), silent)
    assert not found.brings
    assert found.lines[0].startswith("! ")
    assert "Anki" in found.lines[0]
