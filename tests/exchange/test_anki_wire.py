"""How AnkiConnect is asked, and what is said when it cannot be; also when something else answers there."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from studykit.core.errors import StudykitError, UsageError
from studykit.exchange.anki import wire
from studykit.exchange.anki.connect import AnkiConnect
from tests.exchange.anki_stand_in import Kept, Refused, StandIn, listening


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[StandIn]:
    cards = {8: {"nid": 7, "type": 2, "queue": 2, "due": 410}}
    with listening(StandIn(Kept(tmp_path, cards=cards))) as made:
        yield made


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
        pytest.raises(StudykitError, match=r"did not answer within 0 seconds\. It is busy, or a window"),
    ):
        AnkiConnect(f"http://127.0.0.1:{server.getsockname()[1]}").find_notes("x")


def test_it_says_what_is_not_permitted(stand_in: StandIn) -> None:
    stand_in.permission = "denied"
    assert failing(stand_in).startswith("Anki does not permit it. Allow it in Anki")
    stand_in.head = b"HTTP/1.1 403 Forbidden\r\n"
    assert "webCorsOriginList" in failing(stand_in)


def test_it_asks_for_the_key(stand_in: StandIn) -> None:
    stand_in.key = "secret"
    assert "STUDYKIT_ANKI_KEY" in failing(stand_in)
    assert failing(stand_in, "other").startswith("AnkiConnect does not take this API key.")
    assert AnkiConnect(stand_in.url, "secret").begin() == "User 1"


@pytest.mark.parametrize("key", ["", "of another day"])
@pytest.mark.parametrize("set_to", [None, ""])
def test_a_key_that_is_not_wanted_is_not_given(stand_in: StandIn, key: str, set_to: str | None) -> None:
    """AnkiConnect refuses any other than the one of its settings, also where that is none or an empty one."""
    stand_in.key = set_to
    assert AnkiConnect(stand_in.url, key).begin() == "User 1"


@pytest.mark.parametrize("at", ["requestPermission", "version", "findNotes"])
def test_it_says_that_anki_was_closed_in_the_middle(stand_in: StandIn, at: str) -> None:
    stand_in.closed_at = at
    anki = AnkiConnect(stand_in.url)
    with pytest.raises(StudykitError, match=r"The connection to Anki at .* broke \(it was closed there\)\. See that"):
        (anki.begin(), anki.find_notes("x"))


def test_half_an_answer_is_a_broken_connection() -> None:
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"
    with answering(half, every=0) as url, pytest.raises(StudykitError, match="it was closed there"):
        AnkiConnect(url).begin()


def test_an_answer_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte now and then keeps the connection awake."""
    monkeypatch.setattr("studykit.exchange.anki.connect._WAIT", 0.2)
    long = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    with answering(long, every=0.05) as url, pytest.raises(StudykitError, match="did not answer within"):
        AnkiConnect(url).begin()


@contextmanager
def answering(said: bytes, every: float) -> Iterator[str]:
    """Something that says this, and then a blank ``every`` so many seconds; with 0 it closes."""
    over = threading.Event()

    def run() -> None:
        with suppress(OSError), server.accept()[0] as asking:
            asking.recv(65536)
            asking.sendall(said)
            while every and not over.wait(every):
                asking.sendall(b" ")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=run)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        over.set()
        thread.join()


def test_each_of_many_actions_has_the_key(stand_in: StandIn) -> None:
    stand_in.key = "secret"
    assert AnkiConnect(stand_in.url, "secret").set_cards({8: {"due": 1}}) == []


def test_it_says_that_the_add_on_is_old(stand_in: StandIn) -> None:
    stand_in.version = 5
    assert failing(stand_in).startswith("AnkiConnect speaks version 5 of its protocol; 6 is needed.")
    stand_in.missing = {"requestPermission"}
    assert failing(stand_in).startswith("Your AnkiConnect does not know 'requestPermission'.")


def test_it_says_that_no_profile_is_open(stand_in: StandIn) -> None:
    stand_in.profile = None
    assert "Anki has no profile open" in failing(stand_in)
    stand_in.answers["findNotes"] = Refused("collection is not available")
    with pytest.raises(StudykitError, match="Anki has no profile open"):
        AnkiConnect(stand_in.url).find_notes("x")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"AnkiConnect v.6",
        b'{"result": null, "error": null}',
        b"[]",
        b"null",
        b"<html>",
        b"\xff\xfe",
        b'{"result": 1}',
        b"[" * 100_000,
        b"9" * 9000,
    ],
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
