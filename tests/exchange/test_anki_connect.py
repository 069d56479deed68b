"""The client of AnkiConnect, against a stand-in written from the add-on's protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from studykit.core.errors import StudykitError
from studykit.exchange.anki.connect import AnkiConnect
from studykit.exchange.anki.reader import AnkiReview
from tests.exchange.anki_stand_in import Kept, Refused, StandIn, listening

NOTE = {"guid": "g", "type": "studykit Basic", "fields": {"Front": "<b>x</b>", "Id": "c1"}, "tags": ["a"], "mod": 5}
CARD = {"nid": 7, "type": 2, "queue": 2, "due": 410, "ivl": 3, "factor": 2500, "reps": 1, "lapses": 0, "left": 0}
ROW = AnkiReview(id=1_700_000_000_000, card_id=8, ease=3, interval=4, last_interval=-600, factor=300, time=900, type=1)


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[StandIn]:
    kept = Kept(tmp_path, notes={7: dict(NOTE)}, cards={8: dict(CARD)})
    with listening(StandIn(kept)) as made:
        yield made


def test_it_says_who_is_there(stand_in: StandIn) -> None:
    assert AnkiConnect(stand_in.url).begin() == "User 1"
    assert stand_in.asked == ["requestPermission", "version", "getActiveProfile"]
    assert "Origin" not in stand_in.headers[0]


def test_an_older_add_on_does_not_name_the_profile(stand_in: StandIn) -> None:
    stand_in.missing = {"getActiveProfile"}
    assert not AnkiConnect(stand_in.url).begin()


def test_it_reads_notes_cards_and_reviews(stand_in: StandIn) -> None:
    anki = AnkiConnect(stand_in.url)
    stand_in.kept.add_rows([[ROW.id, 8, -1, 3, 4, -600, 300, 900, 1]])
    (note,) = anki.notes([*anki.find_notes("note:studykit*"), 99])
    assert (note.id, note.fields["Id"], note.tags, note.mod, note.cards) == (7, "c1", ("a",), 5, (8,))
    (card,) = anki.cards([8, 99])
    assert (card.id, card.queue, card.due) == (8, 2, 410)
    assert [*anki.reviews([8, 99])] == [ROW]


def test_answers_and_numbers_of_a_card_arrive(stand_in: StandIn) -> None:
    anki = AnkiConnect(stand_in.url)
    anki.add_reviews([ROW])
    assert [*anki.reviews([8])] == [ROW]
    assert anki.set_cards({8: {"due": 3, "memory_state": {"stability": 1.5, "difficulty": 2.0}}, 99: {"due": 3}}) == [
        99
    ]
    assert stand_in.kept.cards[8]["due"] == 3
    with pytest.raises(StudykitError, match="UNIQUE"):
        anki.add_reviews([ROW])


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "ours.apkg"
    path.write_bytes(b"package")
    return path


def test_a_package_is_opened_where_it_lies(
    stand_in: StandIn, package: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing of it stands among Anki's media, nor in their trash."""
    taken: list[str] = []
    monkeypatch.setattr(stand_in.kept, "take", taken.append)
    AnkiConnect(stand_in.url).take(package)
    assert taken == [str(package)]
    assert "storeMediaFile" not in stand_in.asked
    assert [*tmp_path.iterdir()] == [package]


def elsewhere(taken: list[str]) -> Callable[[str], None]:
    """Anki sees other files than we do: only those among its media."""

    def take(path: str) -> None:
        if not path.endswith("_studykit-sync.apkg"):
            raise Refused(f"Failed to open '{path}': No such file or directory (os error 2)")
        taken.append(path)

    return take


@pytest.mark.parametrize("missing", [set(), {"getMediaDirPath"}])
def test_a_package_that_anki_cannot_see_goes_through_its_media(
    stand_in: StandIn, package: Path, missing: set[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And leaves no file behind; it is not tried the other way again."""
    taken: list[str] = []
    stand_in.missing = missing
    monkeypatch.setattr(stand_in.kept, "take", elsewhere(taken))
    anki = AnkiConnect(stand_in.url)
    for _ in range(2):
        anki.take(package)
    assert [Path(path).name for path in taken] == ["_studykit-sync.apkg"] * 2
    assert Path(taken[0]).is_absolute() != bool(missing)
    assert stand_in.asked.count("importPackage") == 3
    assert [*tmp_path.iterdir()] == [package]


def test_once_anki_opened_one_of_our_files_it_means_what_it_says(stand_in: StandIn, package: Path) -> None:
    anki = AnkiConnect(stand_in.url)
    stand_in.answers["importPackage"] = True
    anki.take(package)
    stand_in.answers["importPackage"] = Refused("Cloze note types cannot be merged.")
    with pytest.raises(StudykitError, match=r"'importPackage': Cloze note types cannot be merged\.$"):
        anki.take(package)
    assert "storeMediaFile" not in stand_in.asked


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        (r"C:\Users\ana\collection.media", r"C:\Users\ana\collection.media\_studykit-sync.apkg"),
        (r"/home/a\b/collection.media", r"/home/a\b/collection.media/_studykit-sync.apkg"),
    ],
)
def test_the_path_is_one_of_the_computer_that_anki_runs_on(
    stand_in: StandIn, package: Path, monkeypatch: pytest.MonkeyPatch, folder: str, path: str
) -> None:
    taken: list[str] = []
    stand_in.answers["getMediaDirPath"] = folder
    monkeypatch.setattr(stand_in.kept, "take", elsewhere(taken))
    AnkiConnect(stand_in.url).take(package)
    assert taken == [path]


def test_the_file_goes_when_the_import_fails(stand_in: StandIn, package: Path, tmp_path: Path) -> None:
    stand_in.answers["importPackage"] = Refused("file is not a database")
    with pytest.raises(StudykitError, match=r"Anki could not do 'importPackage': file is not a database\."):
        AnkiConnect(stand_in.url).take(package)
    assert [*tmp_path.iterdir()] == [package]


def test_nothing_goes_to_another_profile(stand_in: StandIn, package: Path) -> None:
    """Cards have the same numbers in each profile that has them."""
    anki = AnkiConnect(stand_in.url)
    anki.begin()
    stand_in.profile = "Somebody else"
    for act in (lambda: anki.take(package), lambda: anki.add_reviews([ROW]), lambda: anki.set_cards({8: {"due": 1}})):
        with pytest.raises(StudykitError, match="Another profile was opened in Anki meanwhile"):
            act()
    assert not stand_in.kept.revlog
    assert stand_in.kept.cards[8] == CARD
    assert "importPackage" not in stand_in.asked


def test_the_window_is_drawn_anew(stand_in: StandIn) -> None:
    AnkiConnect(stand_in.url).refresh()
    assert stand_in.asked == ["reloadCollection", "removeTags"]
    stand_in.missing = {"reloadCollection", "removeTags"}
    AnkiConnect(stand_in.url).refresh()


def test_many_are_asked_for_in_parts(stand_in: StandIn) -> None:
    assert len([*AnkiConnect(stand_in.url).notes([7] * 1201)]) == 1201
    assert stand_in.asked == ["notesInfo"] * 3


STRANGE: tuple[tuple[str, Any], ...] = (
    ("findNotes", None),
    ("findNotes", [1, "2"]),
    ("findNotes", [True]),
    ("findNotes", [2**63]),
    ("findNotes", [1.5]),
    ("findNotes", {"a": 1}),
    ("deckNames", [1]),
    ("notesInfo", "no"),
    ("notesInfo", [None]),
    ("notesInfo", [{"noteId": 7}]),
    ("notesInfo", [{"noteId": 7, "modelName": "m", "fields": {"F": "x"}, "tags": [], "cards": []}]),
    ("notesInfo", [{"noteId": 7, "modelName": "m", "fields": {}, "tags": "a", "cards": []}]),
    ("notesInfo", [{"noteId": 7, "modelName": "m", "fields": {}, "tags": [], "cards": [], "mod": "1"}]),
    ("cardsInfo", [{"cardId": 8, "queue": "2"}]),
    ("getReviewsOfCards", []),
    ("getReviewsOfCards", {"x": []}),
    ("getReviewsOfCards", {"-8": []}),
    ("getReviewsOfCards", {"8": {}}),
    ("getReviewsOfCards", {"8": [{"id": 1}]}),
    ("getReviewsOfCards", {"9" * 40: []}),
)


@pytest.mark.parametrize(("action", "answer"), STRANGE)
def test_strange_answers_are_not_believed(stand_in: StandIn, action: str, answer: Any) -> None:
    anki = AnkiConnect(stand_in.url)
    stand_in.answers[action] = answer
    ask: dict[str, Callable[[], object]] = {
        "findNotes": lambda: anki.find_notes("x"),
        "deckNames": anki.decks,
        "notesInfo": lambda: [*anki.notes([7])],
        "cardsInfo": lambda: [*anki.cards([8])],
        "getReviewsOfCards": lambda: [*anki.reviews([8])],
    }
    with pytest.raises(StudykitError, match=f"strange answer to '{action}'"):
        ask[action]()


@pytest.mark.parametrize(
    "answer", [[], [None], [[False]], [{"result": None, "error": "no"}], [{"result": [[False, "x"]]}]]
)
def test_what_was_not_set_is_told(stand_in: StandIn, answer: Any) -> None:
    stand_in.answers["multi"] = answer
    assert AnkiConnect(stand_in.url).set_cards({8: {"due": 1}}) == [8]


def test_a_file_among_its_media_is_kept_and_read(stand_in: StandIn) -> None:
    anki = AnkiConnect(stand_in.url)
    assert anki.media("_mine.txt") is None
    anki.keep_media("_mine.txt", b"\x00mine")
    assert anki.media("_mine.txt") == b"\x00mine"
    for strange in (True, None, 5, "?", ["x"], "é"):
        stand_in.answers["retrieveMediaFile"] = strange
        with pytest.raises(StudykitError, match="strange answer to 'retrieveMediaFile'"):
            anki.media("_mine.txt")


def test_what_must_come_to_its_end_is_not_stopped(stand_in: StandIn) -> None:
    class EnoughError(Exception):
        """Nobody waits any more."""

    def enough() -> None:
        raise EnoughError

    anki = AnkiConnect(stand_in.url, waiting=enough)
    with anki.unstopped():
        anki.begin()
        assert anki.set_fields({7: {"Front": "y"}}) == []
    assert stand_in.kept.notes[7]["fields"]["Front"] == "y"
    with pytest.raises(EnoughError):
        anki.set_fields({7: {"Front": "z"}})
