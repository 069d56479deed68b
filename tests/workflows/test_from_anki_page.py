"""What would come back from Anki, said before anything changes, and what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.core.flashcard import Basic, Flashcard, History
from studykit.core.review import Rating, Review
from studykit.exchange.anki.package import write_package
from studykit.workflows import from_anki_page as page
from studykit.workflows.from_anki_page import Wish
from studykit.workflows.one_at_a_time import one_at_a_time
from studykit.workflows.study import Study
from tests.tui.stage import START, real

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
    return Wish(str(path))


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
    found = page.check(study, Wish(str(path)), silent)
    assert not found.brings
    assert found.lines[0].startswith("! ")
    assert "broken.apkg" in found.lines[0]


def test_without_a_file_it_says_how_to_make_one(study: Study) -> None:
    assert page.check(study, Wish(), silent) == page.Found(page.NO_FILE, brings=False)


@pytest.mark.parametrize("path", ["", "/", "/nothing/there", "~nobody-of-that-name/x", "\x00", "x" * 5000])
def test_what_is_no_file_is_refused(path: str) -> None:
    with pytest.raises(UsageError):
        page.named(Wish(), path)


def test_a_path_may_be_quoted_as_a_terminal_does_it(tmp_path: Path) -> None:
    path = tmp_path / "my deck.apkg"
    path.write_bytes(b"")
    for text in (str(path), f"'{path}'", str(path).replace(" ", "\\ ")):
        assert page.named(Wish(), text) == Wish(str(path))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        page.named(Wish(), str(tmp_path))


def test_what_comes_next_waits_until_what_was_stopped_has_ended(study: Study, tmp_path: Path) -> None:
    wish = answered(sorted(study.cards)[:1], tmp_path / "phone.apkg")
    told: list[int] = []

    class EnoughError(Exception):
        """The learner wants no more."""

    def waits(done: int, total: int) -> None:
        told.append(done)
        if len(told) > 2:
            raise EnoughError

    with one_at_a_time(lambda: None), pytest.raises(EnoughError):
        page.bring(study, wish, waits)
    assert not study.store.last_reviews(1)
    assert page.bring(study, wish, silent).said == "2 answers to 1 card came back."
