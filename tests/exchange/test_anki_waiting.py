"""Whoever waits for Anki can say that it is enough; while Anki changes something, nobody is asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from studykit.core.errors import StudykitError
from studykit.exchange.anki.wire import Wire
from tests.exchange.anki_stand_in import Kept, StandIn, listening

_LONG = 60.0
_SOON = 5.0


class EnoughError(Exception):
    """The learner wants no more."""


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[StandIn]:
    with listening(StandIn(Kept(tmp_path))) as made:
        yield made


def hanging(action: Callable[..., Any], until: threading.Event) -> Callable[..., Any]:
    def hangs(*about: Any, **named: Any) -> Any:
        assert until.wait(_LONG)
        return action(*about, **named)

    return hangs


@pytest.fixture
def go_on(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Anki hangs until this is set."""
    event = threading.Event()
    for action in ("version", "multi"):
        monkeypatch.setattr(StandIn, f"do_{action}", hanging(getattr(StandIn, f"do_{action}"), event))
    yield event
    event.set()


def test_who_has_enough_waits_no_longer(stand_in: StandIn, go_on: threading.Event) -> None:
    asked: list[float] = []

    def enough() -> None:
        asked.append(time.monotonic())
        if len(asked) > 3:
            raise EnoughError

    wire = Wire(stand_in.url, waiting=enough)
    with pytest.raises(EnoughError):
        wire.ask(wire.action("version"), _LONG)
    assert asked[-1] - asked[0] < _SOON


def test_what_changes_something_is_waited_for(stand_in: StandIn, go_on: threading.Event) -> None:
    asked: list[int] = []
    wire = Wire(stand_in.url, waiting=lambda: asked.append(1))
    threading.Timer(0.3, go_on.set).start()
    assert wire.ask(wire.action("multi", actions=[]), _LONG) == []
    assert not asked


def test_an_answer_is_whole_after_the_wait(stand_in: StandIn, go_on: threading.Event) -> None:
    asked: list[int] = []
    wire = Wire(stand_in.url, waiting=lambda: asked.append(1))
    threading.Timer(0.5, go_on.set).start()
    assert wire.ask(wire.action("version"), _LONG) == 6
    assert len(asked) > 1


def test_it_waits_no_longer_than_it_is_to(stand_in: StandIn, go_on: threading.Event) -> None:
    wire = Wire(stand_in.url, waiting=lambda: None)
    with pytest.raises(StudykitError, match="did not answer within 1 seconds"):
        wire.ask(wire.action("version"), 0.6)
