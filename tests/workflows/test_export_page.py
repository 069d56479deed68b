"""What can be written, what a file would hold, and what is in it then."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.exchange.anki.check import Flaw
from studykit.exchange.anki.package import Written
from studykit.workflows import export, flashcards
from studykit.workflows import export_page as page
from studykit.workflows.card_formats import CARD_FORMATS
from studykit.workflows.chosen_cards import LINKS, deck_named, topics
from studykit.workflows.export import Checked, Leaving, export_anki
from studykit.workflows.export_page import (
    ANKI,
    KINDS,
    about,
    check,
    deck_of,
    default_path,
    first_wish,
    named,
    title_of,
    turned,
    write,
)
from studykit.workflows.quiz_formats import FORMATS
from tests.tui.stage import real
from tests.workflows.leaving import kitchen, opened


def silent(done: int, total: int) -> None:
    assert done <= total


def test_every_form_of_cards_and_of_a_quiz_is_offered_and_has_a_name() -> None:
    assert {ANKI, *FORMATS, *(f"cards-{form}" for form in CARD_FORMATS)} == set(KINDS)
    assert len({title_of(kind) for kind in KINDS}) == len(KINDS)


def test_no_two_forms_have_one_name_of_a_file(home: Path) -> None:
    with real(home)() as study:
        assert len({default_path(study, kind, "all") for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_written_with_what_was_wished(home: Path, tmp_path: Path, kind: str) -> None:
    with real(home)() as study:
        wish = replace(first_wish(study, kind), topic="sqs", count=10)
        wish = named(wish, str(tmp_path / "made"))
        assert check(study, wish, silent).there is False
        said = write(study, wish, silent)
        assert said.startswith(f"Wrote {wish.path}: ")
        assert check(study, wish, silent).there is True
    content = (tmp_path / "made").read_bytes()
    assert content
    assert zipfile.is_zipfile(tmp_path / "made") == (kind in (ANKI, "qti", "qti12"))


def test_the_command_line_and_the_app_write_the_same_package(home: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.apkg", tmp_path / "two.apkg"
    with real(home)() as study:
        written = export_anki(study, Leaving(with_history=True), one).written
        wish = named(first_wish(study), str(two))
        found = check(study, wish, silent)
        assert found.lines[0] == f"{written.new:,} notes: 0 new, 0 updated, {written.new:,} unchanged."
        assert "Import any learning progress" in found.lines[1]
        write(study, wish, silent)
    assert one.read_bytes() == two.read_bytes()


def test_the_schedule_stays_here_when_that_is_wished(home: Path, tmp_path: Path) -> None:
    with real(home)() as study:
        wish = turned(study, named(first_wish(study), str(tmp_path / "x.apkg")), "history", 1, ())
        assert not wish.history
        assert "learning progress" not in "".join(check(study, wish, silent).lines)


def test_flaws_are_named_a_few_and_the_rest_is_counted(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flaws = tuple(Flaw(f"limit:{at}", "Its front is empty.") for at in range(5))
    found = Checked(Written(1, 0, 0, 0, {}), flaws, from_anki=1)
    monkeypatch.setattr(export, "check_anki", lambda *_: found)
    with real(home)() as study:
        lines = check(study, first_wish(study), silent).lines
    assert [line for line in lines if line.startswith("! ")] == [
        "! limit:0: Its front is empty.",
        "! limit:1: Its front is empty.",
        "! limit:2: Its front is empty.",
        "! 2 more cards to look at: studykit export anki --check lists them.",
    ]
    assert "1 card that came from Anki is left out." in lines


def test_what_cannot_be_written_is_said_before_anybody_tries(home: Path) -> None:
    with real(home)() as study:
        found = check(study, replace(first_wish(study), topic="nothing"), silent)
    assert found.lines == ("! No card is about 'nothing'.",)


def test_a_deck_has_the_name_of_the_pack_until_it_gets_another(home: Path) -> None:
    with real(home)() as study:
        wish = first_wish(study)
        assert deck_of(study, wish) == study.library.pack.title
        assert deck_of(study, replace(wish, deck=deck_named(study, "Cloud::AWS"))) == "Cloud::AWS"


def test_the_name_follows_what_is_written_until_the_learner_gives_one(home: Path) -> None:
    with real(home)() as study:
        wish = first_wish(study)
        names = topics(study)
        assert names[0] == "all"
        assert wish.path == "~/aws-serverless.apkg"
        wish = turned(study, wish, "topic", 1, names)
        assert wish.path == f"~/aws-serverless-{names[1]}.apkg"
        wish = turned(study, wish, "kind", 1, names)
        assert wish.path == default_path(study, "cards-csv", names[1]) == f"~/aws-serverless-{names[1]}-cards.csv"
        wish = turned(study, named(wish, "/x/mine.csv"), "kind", 1, names)
        assert (wish.kind, wish.path) == ("cards-tsv", "/x/mine.tsv")
        wish = turned(study, named(wish, "/x/mine"), "kind", -1, names)
        assert wish.path == "/x/mine"
        assert turned(study, wish, "count", -1, names).count == 10
        assert turned(study, wish, "answers", 1, names).answers == "inline"


def test_the_name_follows_a_topic_that_was_typed_until_the_learner_gives_one(home: Path) -> None:
    with real(home)() as study:
        wish = about(study, first_wish(study), "lambda.async")
        assert (wish.topic, wish.path) == ("lambda.async", "~/aws-serverless-lambda-async.apkg")
        assert about(study, named(wish, "/x/mine.apkg"), "sqs").path == "/x/mine.apkg"
        assert turned(study, wish, "topic", 1, topics(study)).topic == "messaging"


def test_where_sources_lead_is_in_the_file(home: Path, tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    texts = {}
    with opened(home, pack, notes) as study:
        wish = first_wish(study, "cards-json")
        for _ in LINKS:
            path = tmp_path / wish.link
            write(study, named(wish, str(path)), silent)
            texts[wish.link] = path.read_text("utf-8")
            wish = turned(study, wish, "link", 1, ())
        assert wish.link == "file"
    assert texts.keys() == LINKS.keys() == flashcards.LINKS.keys()
    leads = {name: [one for one in ("file:///", "vscode://", "obsidian://") if one in texts[name]] for name in texts}
    assert leads == {"file": ["file:///"], "vscode": ["vscode://"], "obsidian": ["obsidian://"], "none": []}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (".", "is no name for a file"),
        ("none/x.apkg", "There is no folder"),
        ("pack.yaml", "is a file of yours"),
        ("device", "is a device"),
        ("x", "Anki opens only files that end in .apkg."),
    ],
)
def test_what_cannot_be_written_is_said_beforehand(home: Path, tmp_path: Path, name: str, says: str) -> None:
    os.mkfifo(tmp_path / "device")
    with real(home)() as study:
        there = study.library.folder if name == "pack.yaml" else tmp_path
        wish = named(first_wish(study), str(there / name))
        found = check(study, wish, silent)
        assert says in found.lines[-1]
        assert page.THERE not in str(found.lines)
        if name != "x":
            with pytest.raises(UsageError):
                write(study, wish, silent)


@pytest.mark.parametrize("path", ["~nobody-of-that-name/x", "\x00"])
def test_what_is_no_path_is_refused(home: Path, path: str) -> None:
    with real(home)() as study, pytest.raises(UsageError):
        write(study, named(first_wish(study), path), silent)


def test_what_nobody_can_write_is_refused(home: Path) -> None:
    with real(home)() as study:
        with pytest.raises(UsageError):
            first_wish(study, "docx")
        with pytest.raises(UsageError):
            write(study, replace(first_wish(study), topic="nothing", path=str(home / "x")), silent)
