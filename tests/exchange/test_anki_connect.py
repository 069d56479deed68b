"""The client of AnkiConnect, against a stand-in written from the add-on's protocol."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from studykit.core.errors import StudykitError, UsageError
from studykit.exchange.anki import wire
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


@pytest.mark.parametrize("missing", [set(), {"getMediaDirPath"}])
def test_a_package_leaves_no_file_behind(
    stand_in: StandIn, missing: set[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    taken = []
    stand_in.missing = missing
    monkeypatch.setattr(stand_in.kept, "take", lambda path: taken.append(Path(path)))
    AnkiConnect(stand_in.url).take(b"package")
    assert [path.name for path in taken] == ["_studykit-sync.apkg"]
    assert taken[0].is_absolute() != bool(missing)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        (r"C:\Users\ana\collection.media", r"C:\Users\ana\collection.media\_studykit-sync.apkg"),
        (r"/home/a\b/collection.media", r"/home/a\b/collection.media/_studykit-sync.apkg"),
    ],
)
def test_the_path_is_one_of_the_computer_that_anki_runs_on(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, folder: str, path: str
) -> None:
    taken: list[str] = []
    stand_in.answers["getMediaDirPath"] = folder
    monkeypatch.setattr(stand_in.kept, "take", taken.append)
    AnkiConnect(stand_in.url).take(b"package")
    assert taken == [path]


def test_the_file_goes_when_the_import_fails(stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.answers["importPackage"] = Refused("file is not a database")
    with pytest.raises(StudykitError, match=r"Anki could not do 'importPackage': file is not a database\."):
        AnkiConnect(stand_in.url).take(b"package")
    assert not list(tmp_path.iterdir())


def test_many_are_asked_for_in_parts(stand_in: StandIn) -> None:
    assert len([*AnkiConnect(stand_in.url).notes([7] * 1201)]) == 1201
    assert stand_in.asked == ["notesInfo"] * 3


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.1.4:8765",
        "http://anki.example:8765",
        "http://127.0.0.1.example:8765",
        "http://[2001:db8::1]:8765",
        "http://0.0.0.0:8765",
        "http://2130706433:8765",
    ],
)
def test_only_this_computer_is_asked(url: str) -> None:
    with pytest.raises(UsageError, match="not on this computer"):
        AnkiConnect(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1:8765",
        "127.0.0.1:8765",
        "file:///etc/hosts",
        "http://me:x@127.0.0.1:8765",
        "http://127.0.0.1:port",
        "http://127.0.0.1:99999",
        "http://127.0.0.1/other",
        "http://[::1",
        "",
    ],
)
def test_an_address_looks_like_one(url: str) -> None:
    with pytest.raises(UsageError, match="no address of AnkiConnect"):
        AnkiConnect(url)


@pytest.mark.parametrize("url", ["http://localhost", "http://127.9.8.7:1", "http://[::1]:8765/"])
def test_this_computer_has_several_names(url: str) -> None:
    AnkiConnect(url)


def test_proxies_are_not_asked(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    AnkiConnect(stand_in.url).begin()


def failing(stand_in: StandIn, key: str = "") -> str:
    with pytest.raises(StudykitError) as failed:
        AnkiConnect(stand_in.url, key).begin()
    return str(failed.value)


def test_it_says_that_anki_does_not_run() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(StudykitError, match=r"Anki does not answer at .* Start Anki, with its add-on AnkiConnect"):
        AnkiConnect(url).begin()


def test_it_waits_for_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studykit.exchange.anki.connect._WAIT", 0.1)
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        pytest.raises(StudykitError, match=r"did not answer within 0 seconds\. Is a window open in Anki"),
    ):
        AnkiConnect(f"http://127.0.0.1:{server.getsockname()[1]}").find_notes("x")


def test_it_says_what_is_not_permitted(stand_in: StandIn) -> None:
    stand_in.permission = "denied"
    assert failing(stand_in).startswith("Anki does not permit it. Allow it in Anki")
    stand_in.head = b"HTTP/1.1 403 Forbidden\r\n"
    assert "webCorsOriginList" in failing(stand_in)


def test_it_asks_for_the_key(stand_in: StandIn) -> None:
    stand_in.key = "secret"
    for wrong in ("", "other"):
        assert "STUDYKIT_ANKI_KEY" in failing(stand_in, wrong)
    assert AnkiConnect(stand_in.url, "secret").begin() == "User 1"


def test_each_of_many_actions_has_the_key(stand_in: StandIn) -> None:
    stand_in.key = "secret"
    assert AnkiConnect(stand_in.url, "secret").set_cards({8: {"due": 1}}) == []


def test_it_says_that_the_add_on_is_old(stand_in: StandIn) -> None:
    stand_in.version = 5
    assert failing(stand_in).startswith("AnkiConnect speaks version 5 of its protocol; 6 is needed.")
    stand_in.missing = {"requestPermission"}
    assert failing(stand_in).startswith("Your AnkiConnect does not know 'requestPermission'.")


def test_it_says_that_no_profile_is_open(stand_in: StandIn) -> None:
    stand_in.answers["findNotes"] = Refused("collection is not available")
    with pytest.raises(StudykitError, match="Anki has no profile open"):
        AnkiConnect(stand_in.url).find_notes("x")


@pytest.mark.parametrize(
    "raw",
    [b"", b"AnkiConnect v.6", b"[]", b"null", b"<html>", b"\xff\xfe", b'{"result": 1}', b"[" * 100_000, b"9" * 9000],
)
def test_something_else_answers(stand_in: StandIn, raw: bytes) -> None:
    stand_in.raw = raw
    assert "is not AnkiConnect" in failing(stand_in)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\n",
        b"HTTP/1.1 500 Oops\r\n",
        b"SSH-2.0-Other\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200,
    ],
)
def test_something_else_answers_in_another_way(stand_in: StandIn, head: bytes) -> None:
    stand_in.head = head
    assert "is not AnkiConnect" in failing(stand_in)


def test_an_answer_has_an_end(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_LARGEST", 1000)
    stand_in.raw = b" " * 2000
    assert "says more than Anki could" in failing(stand_in)


def test_what_anki_says_cannot_steer_the_terminal(stand_in: StandIn) -> None:
    stand_in.answers["version"] = Refused("\x1b[2J" + "x" * 5000)
    assert failing(stand_in).startswith("Anki could not do 'version': [2Jxxx")
    assert len(failing(stand_in)) < 300


STRANGE: tuple[tuple[str, Any], ...] = (
    ("findNotes", None),
    ("findNotes", [1, "2"]),
    ("findNotes", [True]),
    ("findNotes", [2**63]),
    ("findNotes", [1.5]),
    ("findNotes", {"a": 1}),
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
