"""What left for Anki on one device is known on the others, and of two that let cards leave at once none forgets."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import zipfile
from contextlib import closing
from multiprocessing.synchronize import Event
from pathlib import Path
from sqlite3 import connect

import pytest

from studykit.core.errors import StoreError
from studykit.core.flashcard import Basic, Flashcard, Link
from studykit.core.progress import silent
from studykit.exchange.anki.package import Written
from studykit.exchange.cards.json import card_line
from studykit.exchange.log_lines import header_line
from studykit.workflows import export
from studykit.workflows.export import Leaving, check_anki, export_anki
from studykit.workflows.sync import Synced, sync
from tests.kept import places_of
from tests.workflows.anki_desk import beside_anki, went
from tests.workflows.leaving import NOON, NOTE, kitchen, opened

FIRST, LATER = 1_795_251_600.0, 1_895_251_600.0
WITHOUT_CRUST = NOTE.replace("- **Crust**: the hard outside\n", "")
processes = multiprocessing.get_context("fork")


class Left:
    """A device: a home, the notes as they lie there, and the time that it is."""

    def __init__(self, root: Path, name: str, notes: tuple[Path, Path], now: float) -> None:
        self.home, self.notes, self.now = root / f"home-{name}", notes, now
        self.package, self.folder = root / f"{name}.apkg", root / "shared"
        self.folder.mkdir(exist_ok=True)

    def export(self) -> Written:
        with pytest.MonkeyPatch().context() as patched, opened(self.home, *self.notes) as study:
            patched.setattr("studykit.workflows.export.time.time", lambda: self.now)
            return export_anki(study, Leaving(), self.package).written

    def check(self) -> Written:
        with opened(self.home, *self.notes) as study:
            return check_anki(study, Leaving()).written

    def sync(self) -> Synced:
        return sync(places_of(self.home), self.folder, NOON, progress=silent)

    def write(self, note: str) -> None:
        (self.notes[1] / "bread.md").write_text(note)

    def tags(self) -> dict[str, str]:
        """Card → tags of its note in the package."""
        with zipfile.ZipFile(self.package) as packed:
            file = packed.extract("collection.anki2", self.folder.parent)
        with closing(connect(file)) as database:
            return {
                fields.rpartition("\x1f")[2]: tags for fields, tags in database.execute("select flds, tags from notes")
            }


def said(written: Written) -> tuple[int, int, int]:
    return written.new, written.updated, written.removed


def test_a_second_device_lets_the_same_cards_leave_as_the_first(tmp_path: Path) -> None:
    notes = kitchen(tmp_path)
    one, other = Left(tmp_path, "one", notes, FIRST), Left(tmp_path, "other", notes, LATER)
    total = one.export().new
    one.sync()
    assert other.sync().problems == ()
    assert said(other.export()) == (0, 0, 0)
    assert other.package.read_bytes() == one.package.read_bytes()
    other.write(WITHOUT_CRUST)
    assert said(other.export()) == (0, 1, 1)
    assert "studykit::removed" in other.tags()["definition:crust"]
    assert len(other.tags()) == total
    other.sync()
    one.sync()
    assert said(one.export()) == (0, 0, 1)
    assert other.package.read_bytes() == one.package.read_bytes()


def test_notes_have_one_name_within_the_folders_of_all_devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "anna").mkdir()
    one = Left(tmp_path, "one", kitchen(tmp_path / "anna"), FIRST)
    shutil.copytree(tmp_path / "anna", tmp_path / "Users" / "anna")
    other = Left(tmp_path, "other", (one.notes[0], tmp_path / "Users" / "anna" / "notes"), LATER)
    monkeypatch.setenv("HOME", str(tmp_path / "anna"))
    one.export()
    one.sync()
    other.sync()
    other.write(WITHOUT_CRUST)
    assert said(other.check()) == (0, 0, 0)  # for all that is known, these are other notes
    monkeypatch.setenv("HOME", str(tmp_path / "Users" / "anna"))
    assert said(other.check()) == (0, 1, 1)


def test_what_left_under_the_former_name_of_its_notes_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    one = Left(tmp_path, "one", kitchen(tmp_path), FIRST)
    with monkeypatch.context() as patched:
        patched.setattr(export, "_everywhere", export._only_here)
        one.export()
    one.write(WITHOUT_CRUST)
    assert said(one.check()) == (0, 1, 1)


def test_a_card_of_elsewhere_that_anki_would_refuse_stops_no_export(tmp_path: Path) -> None:
    one = Left(tmp_path, "one", kitchen(tmp_path), FIRST)
    total = one.export().new
    one.sync()
    (file,) = one.folder.glob("*.jsonl")
    package = next(line for line in map(json.loads, file.read_bytes().splitlines()) if line.get("row") == "exported")
    rows = []
    for name, front in (("good", "what?"), ("empty", " "), ("\u202eturned", "{{c1::x}}<script>\ud800")):
        record = card_line(Flashcard(name, Basic(front, "that"), "Bread", sources=(Link("a.md:1", "javascript:x"),)))
        rows += [
            {**package, "card": name},
            {"row": "carried", "card": name, "content": "b00", "mod": int(FIRST), "record": record},
        ]
    (one.folder / "evil.jsonl").write_bytes(
        header_line("evil") + b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    )
    assert one.sync().problems == ()
    assert said(one.export()) == (0, 2, 2)
    assert len(one.tags()) == total + 2


def slow_export(one: Left, begun: Event, go_on: Event) -> None:
    """Tells when it has begun, and goes on when it may."""

    def waits(done: int, _total: int) -> None:
        begun.set()
        assert done == 0 or go_on.wait(60)

    with pytest.MonkeyPatch().context() as patched, opened(one.home, *one.notes) as study:
        patched.setattr("studykit.workflows.export.time.time", lambda: one.now)
        export_anki(study, Leaving(), one.package, waits)


def test_two_exports_at_once_give_the_same_file_and_none_forgets_what_the_other_kept(tmp_path: Path) -> None:
    notes = kitchen(tmp_path)
    first, second = Left(tmp_path, "one", notes, FIRST), Left(tmp_path, "one", notes, LATER)
    second.package = tmp_path / "second.apkg"
    with opened(first.home, *notes):
        pass  # what opening makes is made
    begun, waiting, go_on = processes.Event(), processes.Event(), processes.Event()
    one = processes.Process(target=slow_export, args=(first, begun, go_on))
    one.start()
    assert begun.wait(60)
    other = processes.Process(target=slow_export, args=(second, waiting, go_on))
    other.start()
    assert waiting.wait(60)
    assert not second.package.exists()
    go_on.set()
    for running in (one, other):
        running.join(60)
        assert running.exitcode == 0
    assert first.package.read_bytes() == second.package.read_bytes()
    with opened(first.home, *notes) as study:
        assert {one.mod for one in study.store.carried().values()} == {int(FIRST)}


def test_an_export_waits_for_a_while_and_says_why_not_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Left(tmp_path, "one", kitchen(tmp_path), FIRST)
    monkeypatch.setattr(export, "_PATIENCE", 0.3)
    with opened(one.home, *one.notes) as study:
        hold = study.store.hold_leaving()
        with pytest.raises(StoreError, match=r"^Another studykit exports cards to Anki or syncs with it\."):
            one.export()
        assert not one.package.exists()
        assert one.check().new > 0
        hold.let_go()
        assert one.export().new > 0


def test_a_wait_can_be_stopped(tmp_path: Path) -> None:
    one = Left(tmp_path, "one", kitchen(tmp_path), FIRST)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with opened(one.home, *one.notes) as study:
        hold = study.store.hold_leaving()
        with pytest.raises(KeyboardInterrupt):
            export_anki(study, Leaving(), one.package, stop)
        hold.let_go()
        with pytest.raises(KeyboardInterrupt):
            export_anki(study, Leaving(), one.package, stop)
        study.store.hold_leaving().let_go()  # whatever ends an export lets others have their turn


def test_a_sync_with_anki_waits_for_its_turn_and_a_dry_run_needs_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_PATIENCE", 0.3)
    with beside_anki(tmp_path) as desk, desk.open() as study:
        hold = study.store.hold_leaving()
        with pytest.raises(StoreError, match="syncs with it"):
            desk.sync()
        assert not desk.kept.notes
        tried = desk.sync(dry_run=True)
        hold.let_go()
        assert went(desk.sync()) == went(tried)


def test_what_a_sync_brought_during_an_export_is_not_written_over(tmp_path: Path) -> None:
    """The other device's later text came between the comparing and the keeping of this one."""
    from studykit.core.flashcard import Carried

    with opened(tmp_path / "home", *kitchen(tmp_path)) as study:
        record = card_line(Flashcard("a", Basic("what?", "that"), "Bread"))
        came, ours = Carried("b2", 200, record), Carried("b1", 100, record)
        study.store.carry("anki:elsewhere", {"a": came})
        study.store.carry("anki:here", {"a": ours})
        assert study.store.carried()["a"] == came
