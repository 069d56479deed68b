"""What ``studykit sync anki`` says and how it ends, against a stand-in for Anki."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from studykit.cli.sync_anki import sentences
from studykit.cli.verbs import run
from studykit.workflows.import_anki import Returned
from studykit.workflows.sync_anki import Met
from tests.exchange.anki_stand_in import Kept, Refused, StandIn, listening
from tests.workflows.leaving import NOTE, kitchen

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[StandIn]:
    media = tmp_path / "media"
    media.mkdir()
    with listening(StandIn(Kept(media))) as made:
        yield made


@pytest.fixture
def said(anki: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    pack, notes = kitchen(tmp_path)

    def call(*words: str | Path) -> tuple[int, str, str]:
        code = run(["sync", "anki", "--url", anki.url, "--pack", str(pack), "--notes", str(notes), *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_it_says_what_went_and_what_came(said: Said, anki: StandIn, tmp_path: Path) -> None:
    code, told, _ = said("--dry-run")
    assert (code, anki.kept.notes) == (0, {})
    assert told.endswith("Nothing was changed: this was a dry run.\n")
    code, out, _ = said("--deck", "Kitchen")
    total = len(anki.kept.notes)
    assert code == 0
    assert out == (f"From Anki: no answers that are not here already.\nTo Anki: {total} new, 0 updated, 0 unchanged.\n")
    assert told.startswith(out)
    (tmp_path / "notes" / "bread.md").write_text(NOTE.replace("the hard outside", "the brown outside"))
    assert f"To Anki: 0 new, 1 updated, {total - 1} unchanged.\n" in said("--deck", "Kitchen")[1]


def test_cards_may_be_asked_in_another_form(said: Said, anki: StandIn) -> None:
    assert said("--as", "limit=basic", "--link", "none")[0] == 0
    assert "studykit Typed" not in {note["type"] for note in anki.kept.notes.values()}
    assert "href" not in str(anki.kept.notes)


def test_programs_get_one_object(said: Said, anki: StandIn) -> None:
    code, out, _ = said("--format", "json")
    record = json.loads(out)
    assert code == 0
    assert record["to_anki"] == {
        "new": len(anki.kept.notes),
        "updated": 0,
        "unchanged": 0,
        "removed": 0,
        "edited": 0,
        "deleted": 0,
        "answers": 0,
        "answered_cards": 0,
        "looks": 0,
    }
    assert record["from_anki"] == {"answers": 0, "known": 0, "cards": 0, "manual": 0, "strange": 0}
    assert (record["profile"], record["left_there"], record["dry_run"], record["problems"]) == ("User 1", 0, False, [])


def test_what_anki_refuses_is_an_error(said: Said, anki: StandIn) -> None:
    anki.answers["importPackage"] = True
    code, _, err = said()
    assert code == 2
    assert "did not arrive" in err


def test_what_cannot_be_is_one_sentence(said: Said, anki: StandIn, tmp_path: Path) -> None:
    silent = socket.socket()
    silent.bind(("127.0.0.1", 0))  # nobody listens there, and nobody else can meanwhile
    nobody = f"http://127.0.0.1:{silent.getsockname()[1]}"
    for words, sentence in (
        (("--url", nobody), f"studykit: Anki does not answer at {nobody}."),
        (("--url", "http://192.0.2.1:8765"), "studykit: 'http://192.0.2.1:8765' is not on this computer."),
        (("--as", "limit=song"), "studykit: There is no form 'song'."),
        (("--as", "limits"), "studykit: There is no kind of card 'limits'. Did you mean 'limit'?"),
        (("--topic", "nothing"), "studykit: No card is about 'nothing'."),
        (("--key-file", str(tmp_path / "none")), f"studykit: {tmp_path / 'none'} cannot be read:"),
    ):
        code, out, err = said(*words)
        assert (code, out) == (2, "")
        assert err.startswith(sentence), err
    silent.close()
    anki.answers["findNotes"] = Refused("collection is not available")
    assert said()[2] == "studykit: Anki has no profile open. Open one, then try again.\n"


def test_the_key_is_read_from_a_file_or_the_environment(
    said: Said, anki: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anki.key = "sésame"
    code, _, err = said("--dry-run")
    assert (code, "STUDYKIT_ANKI_KEY" in err) == (2, True)
    file = tmp_path / "key.txt"
    file.write_text("sésame\n", encoding="utf-8")
    assert said("--dry-run", "--key-file", file)[0] == 0
    monkeypatch.setenv("STUDYKIT_ANKI_KEY", "sésame")
    assert said("--dry-run")[0] == 0


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe", b"a\nb", b"x" * 5000])
def test_a_file_without_a_key_is_refused(said: Said, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key.txt"
    file.write_bytes(content)
    code, _, err = said("--key-file", file)
    assert (code, err) == (2, f"studykit: {file} holds no key.\n")


def test_a_folder_is_synced_as_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "anki").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(["sync", "./anki"]) == 0
    assert capsys.readouterr().out == "Nothing new, here or there.\n"


def test_everything_that_may_happen_is_said() -> None:
    nothing: dict[str, Any] = dict.fromkeys(
        ("new", "updated", "unchanged", "removed", "edited", "deleted", "answers", "cards", "from_anki", "looks"), 0
    )
    quiet = Met(profile="", returned=Returned(0, 0, 0), dry_run=False, **nothing)
    assert [*sentences(quiet)] == [
        "From Anki: no answers that are not here already.",
        "To Anki: 0 new, 0 updated, 0 unchanged.",
    ]
    all_at_once = Met(
        profile="",
        returned=Returned(1200, 3, 40, manual=1, strange=2),
        new=1,
        updated=2,
        unchanged=3000,
        removed=1,
        edited=2,
        deleted=3,
        answers=4,
        cards=1,
        from_anki=5,
        looks=2,
        dry_run=True,
    )
    assert [*sentences(all_at_once)] == [
        "From Anki: 1,200 answers to 40 cards.",
        "1 change of dates by hand in Anki: not taken over.",
        "2 notes of studykit in Anki that no card here has: left as they are.",
        "To Anki: 1 new, 2 updated, 3,000 unchanged.",
        "Answers from here: 4, to 1 card that Anki has.",
        "2 note types with a new look, each with one of its cards.",
        "1 card gone here: kept in Anki with the tag studykit::removed.",
        "2 cards changed in Anki since: Anki keeps its own text.",
        "3 cards deleted in Anki: left out. Again: studykit sync anki --again",
        "5 cards that came from Anki: left out.",
        "Nothing was changed: this was a dry run.",
    ]
