"""What left before a sync ended counts, however it ended: what the learner does with it in Anki then holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from studykit.exchange.anki.connect import AnkiConnect
from studykit.workflows.sync_anki import Wanted, sync_anki
from tests.exchange.anki_stand_in import Refused
from tests.workflows.anki_desk import HARD, Desk, beside_anki, went
from tests.workflows.leaving import NOTE

_HOUR = 3600


class EnoughError(Exception):
    """The learner wants no more."""


class Clock:
    """The seconds since 1970 that notes are dated with."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_795_000_000
        monkeypatch.setattr("studykit.workflows.anki_sending.time", SimpleNamespace(time=lambda: self.now))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with beside_anki(tmp_path) as made:
        yield made


def stopped(desk: Desk) -> None:
    """A sync that the learner stops once a package is there."""
    before = len(desk.kept.imports)

    def enough(_done: int, _total: int) -> None:
        if len(desk.kept.imports) > before:
            raise EnoughError

    with desk.open() as study, pytest.raises(EnoughError):
        sync_anki(study, AnkiConnect(desk.anki.url), Wanted(), enough)


def broken(desk: Desk, *, arrives: bool = True, how: Exception | None = None) -> None:
    """A sync whose Anki is closed once a package is there, or while it is on its way."""
    take = desk.kept.take

    def last(path: str) -> None:
        if arrives:
            take(path)
        raise how or BrokenPipeError

    desk.kept.take = last  # type: ignore[method-assign]
    with pytest.raises(Exception, match=r"closed there|no space"):
        desk.sync()
    del desk.kept.__dict__["take"]


@pytest.mark.parametrize("ended", [stopped, broken])
def test_what_the_learner_writes_after_a_sync_was_cut_off_stays(
    desk: Desk, clock: Clock, ended: Callable[[Desk], None]
) -> None:
    total = desk.sync().new
    desk.write(NOTE.replace("the hard outside", "the hard and brown outside"))
    clock.now += _HOUR
    ended(desk)
    note = desk.note(HARD)
    assert "brown" in note["fields"]["Back"]
    note["fields"]["Back"], note["mod"] = "my own words", clock.now + _HOUR
    clock.now += 2 * _HOUR
    met = desk.sync()
    assert (note["fields"]["Back"], went(met), met.edited) == ("my own words", (0, 0, total - 1), 1)


@pytest.mark.parametrize("ended", [stopped, broken])
def test_what_did_not_come_to_its_end_goes_on_where_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, ended: Callable[[Desk], None]
) -> None:
    monkeypatch.setattr("studykit.workflows.anki_sending._AT_ONCE", 2)
    ended(desk)
    assert len(desk.kept.notes) == 2
    with desk.open() as study:
        total = len(study.cards)
    met = desk.sync()
    assert (went(met), len(desk.kept.notes)) == ((total - 2, 0, 2), total)
    assert not desk.sync().changes


def test_what_was_deleted_in_anki_after_a_sync_was_stopped_stays_deleted(desk: Desk) -> None:
    stopped(desk)
    del desk.kept.notes[desk.kept.cards.pop(desk.card(HARD))["nid"]]
    met = desk.sync()
    assert (met.new, met.deleted) == (0, 1)


def test_what_nobody_knows_whether_it_arrived_goes_again(desk: Desk, clock: Clock) -> None:
    """Neither is it taken for deleted, nor does a change here get lost."""
    broken(desk, arrives=False)
    total = desk.sync().new
    assert total == len(desk.kept.notes) > 3
    desk.write(NOTE.replace("the hard outside", "the hard and brown outside"))
    clock.now += _HOUR
    broken(desk, arrives=False)
    clock.now += _HOUR
    assert went(desk.sync()) == (0, 1, total - 1)
    assert "brown" in desk.note(HARD)["fields"]["Back"]


def test_what_anki_refused_did_not_leave(desk: Desk) -> None:
    broken_ = Refused("no space left")
    desk.anki.answers["importPackage"] = broken_
    assert {one.message for one in desk.sync().problems} == {"Anki could not do 'importPackage': no space left."}
    with desk.open() as study:
        assert not study.store.carried()


def test_a_field_of_the_learners_own_is_filled_again_though_the_sync_is_stopped(desk: Desk) -> None:
    """Anki empties it when the card changes; only then the sync stops."""
    desk.sync()
    fields = desk.note(HARD)["fields"]
    fields["Mine"] = "remember <b>me</b>"
    desk.write(NOTE.replace("the hard outside", "the hard and brown outside"))
    before = len(desk.kept.imports)

    def enough() -> None:
        if len(desk.kept.imports) > before:
            raise EnoughError

    with desk.open() as study, pytest.raises(EnoughError):
        sync_anki(study, AnkiConnect(desk.anki.url, waiting=enough), Wanted())
    fields = desk.note(HARD)["fields"]
    assert ("brown" in fields["Back"], fields["Mine"]) == (True, "remember <b>me</b>")
