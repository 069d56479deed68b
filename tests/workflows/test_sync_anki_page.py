"""What a sync with the Anki that runs would do, said before anything changes, and what it did."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.core.review import Rating
from studykit.workflows import sync_anki_page as page
from studykit.workflows.anki_key import KEY
from studykit.workflows.chosen_cards import ALL, LINKS, topic_after, topic_named, topic_words
from studykit.workflows.path_field import completed_from
from studykit.workflows.sync_anki_page import Found, Wish
from tests.exchange.anki_stand_in import Refused
from tests.workflows.anki_desk import HARD, Desk, beside_anki

_SOON = 5.0
"""Seconds that are far fewer than Anki is waited for."""


def silent(done: int, total: int) -> None:
    assert 0 <= done <= total


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with beside_anki(tmp_path) as made:
        yield made


def check(desk: Desk, wish: Wish = Wish()) -> Found:  # noqa: B008 - frozen
    with desk.open() as study:
        return page.check(study, replace(wish, address=desk.anki.url), silent)


def sync(desk: Desk, wish: Wish = Wish()) -> Found:  # noqa: B008 - frozen
    with desk.open() as study:
        return page.sync(study, replace(wish, address=desk.anki.url), silent)


def said(found: Found) -> dict[str, list[str]]:
    return {part.title: [f"{line.figure} {line.words}" for line in part.lines] for part in found.parts}


def test_it_says_what_would_go_and_changes_nothing(desk: Desk) -> None:
    desk.answer()
    found = check(desk)
    assert (found.said, found.changes, found.done) == (
        "With Anki, profile “User 1”. Nothing was changed yet.",
        True,
        False,
    )
    assert not desk.kept.notes
    with desk.open() as study:
        total = len(study.cards)
    assert said(found) == {
        "From Anki": ["0 answers come back"],
        "To Anki": [f"{total} new cards", "0 changed cards", "0 answers from here"],
        "Left alone": [],
    }
    done = sync(desk)
    assert (done.said, done.done) == ("Synced with Anki, profile “User 1”.", True)
    assert len(desk.kept.notes) == total
    again = check(desk)
    assert (again.said, again.changes) == ("With Anki, profile “User 1”: there is nothing to do.", False)
    assert said(again)["Left alone"] == [f"{total} cards alike on both sides"]
    assert said(again)["From Anki"] == ["0 answers come back", "1 answer here already"]


def test_answers_go_to_cards_that_anki_has_unless_they_are_to_stay(desk: Desk) -> None:
    sync(desk)
    desk.answer(Rating.GOOD, HARD)
    stays = check(desk, Wish(answers=False))
    assert (said(stays)["To Anki"][-1], stays.changes) == ("0 answers from here: they stay here", False)
    assert said(check(desk))["To Anki"][-1] == "1 answer from here, to 1 card"
    assert said(sync(desk))["To Anki"][-1] == "1 answer from here, to 1 card"
    assert len(desk.kept.revlog) == 1


def test_what_was_deleted_in_anki_goes_again_when_that_is_wanted(desk: Desk) -> None:
    sync(desk)
    number = desk.card(HARD)
    del desk.kept.notes[desk.kept.cards.pop(number)["nid"]]
    found = check(desk)
    assert not found.changes
    assert "1 card deleted in Anki; the row “Deleted” sends them again" in said(found)["Left alone"]
    assert said(sync(desk, Wish(again=True)))["To Anki"][0] == "1 new card"
    assert desk.note(HARD)


def test_a_new_look_of_note_types_is_something_to_do(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sync(desk)
    monkeypatch.setattr("studykit.exchange.anki.types.DESIGNED", 2_000_000_000)
    forms = len({note["type"] for note in desk.kept.notes.values()})
    for found in (check(desk), sync(desk)):
        assert found.changes
        assert said(found)["To Anki"][-1] == f"{forms} note types with a new look, each with one of its cards"
    assert not check(desk).changes


def test_only_a_topic_goes_into_a_deck_of_its_name(desk: Desk) -> None:
    with desk.open() as study:
        topic = study.cards[HARD].topic
    done = sync(desk, Wish(topic=topic, deck="Kitchen", link="none"))
    assert int(said(done)["To Anki"][0].split()[0]) == len(desk.kept.notes) > 0
    assert "href" not in str(desk.kept.notes)
    assert check(desk, Wish(topic="nothing")).minded == ("! No card is about 'nothing'.",)


def test_without_anki_it_says_what_to_do(desk: Desk, tmp_path: Path) -> None:
    with desk.open() as study:
        found = page.check(study, Wish(address="http://127.0.0.1:1"), silent)
    (line,) = found.minded
    assert line.startswith("! Anki does not answer at http://127.0.0.1:1. Start Anki, with its add-on AnkiConnect")
    assert found == Found(minded=(line,))


def test_a_key_is_asked_for_and_a_wrong_one_is_told(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY, raising=False)
    desk.anki.key = "secret"
    found = check(desk)
    assert found.wants_key
    assert found.minded == ("! AnkiConnect wants a key: name a file that holds it in the row “Key file”.",)
    file = tmp_path / "my key"
    file.write_text("another\n")
    wish = page.with_key_of(Wish(), f"'{file}'")
    assert wish.key_file == str(file)
    assert "does not take this" in check(desk, wish).minded[0]
    file.write_text("secret\n")
    assert check(desk, wish).changes
    monkeypatch.setenv(KEY, "secret")
    assert check(desk).changes
    assert KEY in page.key_words()


@pytest.mark.parametrize("path", ["/nothing/there", "/", "~nobody-of-that-name/x", "\x00"])
def test_what_holds_no_key_is_refused(path: str) -> None:
    with pytest.raises(UsageError):
        page.with_key_of(Wish(), path)


def test_what_breaks_in_the_middle_says_that_the_rest_stays(desk: Desk) -> None:
    desk.anki.answers["findNotes"] = Refused("out of memory")
    assert len(sync(desk).minded) == 1
    del desk.anki.answers["findNotes"]
    desk.anki.answers["importPackage"] = Refused("collection is not available")
    found = sync(desk)
    assert not found.done
    assert found.minded[0] == "! Anki has no profile open. Open one, then try again."
    assert found.minded[1].startswith("! What came and went by then stays")
    del desk.anki.answers["importPackage"]
    assert sync(desk).done


def test_whoever_waits_for_an_anki_that_hangs_can_stop_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    told: list[int] = []

    class EnoughError(Exception):
        """The learner wants no more."""

    def enough(done: int, _total: int) -> None:
        told.append(done)
        if len(told) > 3:
            raise EnoughError

    monkeypatch.setattr(type(desk.anki), "do_version", lambda _: go_on.wait(60) and 6)
    began = time.monotonic()
    try:
        with desk.open() as study, pytest.raises(EnoughError):
            page.check(study, Wish(address=desk.anki.url), enough)
        assert time.monotonic() - began < _SOON
    finally:
        go_on.set()
    assert check(desk).changes


def test_rows_are_turned_and_typed(desk: Desk) -> None:
    names = (ALL, "bread", "bread.crust", "oven")
    wish = Wish()
    for name in ("again", "answers"):
        assert (
            page.turned(page.turned(wish, name, 1, names), name, 1, names) == wish != page.turned(wish, name, 1, names)
        )
    for _ in LINKS:
        wish = page.turned(wish, "link", 1, names)
    assert wish == Wish()
    assert page.turned(wish, "topic", -1, names).topic == "oven"
    assert [topic_after("bread.crust", by, names) for by in (1, -1)] == ["oven", ALL]
    assert topic_after(ALL, 1, ()) == ALL
    assert [topic_named(text, names) for text in ("", "Everything", "Bread.Crust")] == [ALL, ALL, "bread.crust"]
    assert topic_words(ALL) == "everything"
    with pytest.raises(UsageError, match="Did you mean 'bread'"):
        topic_named("braed", names)


def test_a_name_is_completed_as_far_as_it_is_clear() -> None:
    names = (ALL, "bread", "bread.crust", "oven")
    assert completed_from(names, "B") == ("bread", ("bread", "bread.crust"))
    assert completed_from(names, "o") == ("oven", ("oven",))
    assert completed_from(names, "x") == ("x", ())


def test_an_address_is_of_this_computer() -> None:
    assert page.at(Wish(), "http://localhost:9999").address == "http://localhost:9999"
    assert page.at(Wish(address="http://localhost:9999"), "") == Wish()
    for address in ("http://example.org:8765", "nonsense", "https://127.0.0.1"):
        with pytest.raises(UsageError):
            page.at(Wish(), address)
