"""A sync with Anki's own library behind the stand-in for its add-on; in tests only, by its licence."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from studykit.core.review import Rating
from studykit.exchange.anki.guid import guid
from studykit.exchange.anki.presets import STUDYKIT
from studykit.workflows.export import Leaving, prepared
from studykit.workflows.sync_anki import Met
from tests.exchange.anki_stand_in import StandIn, listening
from tests.peers.running_anki import Desk, Running, same_memory
from tests.workflows.leaving import NOTE

library = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")

CRUST, CRUMB = "definition:crust", "definition:crumb"
HOSTILE = """\

## More words

- **Glaze**: a shine of {{c1::egg}} & <script>x()</script> [sound:a.mp3] [latex]y[/latex] e\u0301 &amp; \u202eabc
- **Rye**: \\\\(x\\\\) and $$y$$
- **Poolish**: `{{Front}}` and `}}` and `::` and <b>bold</b> "quoted" it's
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    collection = library.Collection(str(tmp_path / "anki.anki2"))
    collection.set_config("fsrs", val=True)
    collection.db.execute("update col set crt = crt - 864000 * 30")
    collection.close()
    collection = library.Collection(str(tmp_path / "anki.anki2"))
    with listening(StandIn(Running(collection))) as stand_in:
        made = Desk(tmp_path, collection, stand_in, NOTE + HOSTILE)
        yield made
    made.collection.close()


def went(met: Met) -> tuple[int, int, int]:
    return met.new, met.updated, met.unchanged


def test_cards_go_once_and_what_was_edited_again(desk: Desk) -> None:
    told = desk.sync(dry_run=True)
    first = desk.sync()
    total = desk.collection.note_count()
    assert went(first) == went(told) == (total, 0, 0)
    assert desk.collection.card_count() == total > 8
    assert {note.guid for note in map(desk.collection.get_note, desk.collection.find_notes(""))} == {
        guid(desk.collection.get_note(number)["Id"]) for number in desk.collection.find_notes("")
    }
    second = desk.sync()
    assert (went(second), second.edited, second.problems) == ((0, 0, total), 0, ())

    desk.collection.sched.set_due_date([desk.card(CRUST).id], "7")
    before = desk.columns()
    (desk.notes / "bread.md").write_text((NOTE + HOSTILE).replace("the hard outside", "the hard and brown outside"))
    assert went(desk.sync()) == (0, 1, total - 1)
    assert "brown" in str(desk.card(CRUST).note().fields)
    assert desk.columns() == before
    assert went(desk.sync()) == (0, 0, total)
    assert desk.collection.fix_integrity()[1]
    assert not list(desk.collection.media.check().unused)


def test_the_schedule_goes_along_and_answers_come_back(desk: Desk) -> None:
    card = desk.answer(timedelta(days=9), Rating.EASY)
    desk.sync()
    there = desk.card(card)
    assert (there.type, there.queue, there.reps) == (2, 2, 1)
    assert there.due - desk.collection.sched.today == desk.days_until(card)
    assert same_memory(there.memory_state, desk.memory(card))

    queued = desk.collection.sched
    there.start_timer()
    states = desk.collection._backend.get_scheduling_states(there.id)
    queued.answer_card(queued.build_answer(card=there, states=states, rating=queued_rating("GOOD")))
    met = desk.sync()
    assert (met.returned.answers, met.answers, met.updated) == (1, 0, 0)
    assert same_memory(desk.collection.compute_memory_state(there.id), desk.memory(card))
    assert desk.sync().returned.known == 2


def queued_rating(name: str) -> Any:
    from anki.scheduler.v3 import CardAnswer

    return getattr(CardAnswer, name)


def test_answers_from_here_make_the_card_stand_there_as_here(desk: Desk) -> None:
    """Graduated, forgotten and in its steps: as if a package had brought it, without one."""
    desk.sync()
    easy = desk.answer(timedelta(days=20), Rating.EASY)
    for days, rating in ((12, Rating.GOOD), (3, Rating.AGAIN)):
        desk.answer(timedelta(days=days), rating, easy)
    step = desk.answer(timedelta(minutes=2), Rating.AGAIN, CRUST)
    told = desk.sync(dry_run=True)
    assert not desk.log()
    met = desk.sync()
    assert (met.answers, met.cards) == (told.answers, told.cards) == (4, 2)
    for card, kind in ((easy, 3), (step, 1)):
        there, memory = desk.card(card), desk.memory(card)
        assert (there.type, there.reps, there.lapses) == (kind, memory.reps, memory.lapses)
        assert same_memory(there.memory_state, memory)
        assert same_memory(desk.collection.compute_memory_state(there.id), memory)
        assert there.last_review_time == int(memory.last.timestamp())
    assert desk.collection.db.scalar("select count() from revlog where usn = -1") == 4
    assert desk.collection.db.scalar("select count() from cards where usn = -1") >= 2
    again = desk.sync()
    assert (again.answers, again.returned.answers, again.returned.known) == (0, 0, 4)
    assert desk.collection.fix_integrity()[1]


def test_cards_that_were_put_aside_there_stay_so(desk: Desk) -> None:
    desk.sync()
    cards = [desk.answer(timedelta(days=9), Rating.EASY, card) for card in (CRUST, CRUMB, "definition:rye")]
    desk.collection.sched.suspend_cards([desk.card(cards[0]).id])
    desk.collection.sched.bury_cards([desk.card(cards[1]).id])
    assert desk.sync().answers == 3
    assert [desk.card(card).queue for card in cards] == [-1, -3, 2]
    assert all(desk.card(card).due - desk.collection.sched.today == desk.days_until(card) for card in cards)
    desk.collection.sched.unsuspend_cards([desk.card(cards[0]).id])
    assert desk.card(cards[0]).queue == 2


@pytest.mark.parametrize("seed", [1, 2])
def test_wherever_cards_are_answered_both_sides_end_alike(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    cards = (CRUST, CRUMB, "definition:rye")
    desk.sync()
    for step in range(24, 0, -1):
        ago, card, rating = (
            timedelta(days=step, minutes=chance.randrange(60)),
            chance.choice(cards),
            chance.choice("1334"),
        )
        if chance.random() < 0.5:
            desk.answer(ago, Rating(int(rating)), card)
        else:
            desk.answer_there(ago, int(rating), card)
        if chance.random() < 0.3:
            desk.sync()
    desk.sync()
    settled = desk.sync()
    assert (settled.answers, settled.returned.answers, settled.problems) == (0, 0, ())
    with desk.open() as study:
        ours = sorted((review.card, round(review.at.timestamp()), int(review.rating)) for review in study.store.log())
    theirs = [(desk.named(number), round(at / 1000), ease) for at, number, _, ease, *_ in desk.log()]
    assert len(ours) == 24
    assert sorted(theirs) == ours
    for card in cards:
        there = desk.card(card)
        assert same_memory(desk.collection.compute_memory_state(there.id), desk.memory(card))


def test_the_due_day_is_the_same_day_there(desk: Desk) -> None:
    desk.sync()
    named = ((30, CRUST), (5, CRUMB), (1, "definition:rye"))
    cards = [desk.answer(timedelta(days=days), Rating.EASY, card) for days, card in named]
    assert desk.sync().answers == 3
    for card in cards:
        there = desk.card(card)
        assert (there.type, there.queue) == (2, 2)
        assert there.due - desk.collection.sched.today == desk.days_until(card)
        assert there.ivl == desk.memory(card).due_day - desk.memory(card).day
    assert len({desk.card(card).due for card in cards}) > 1
    offered = desk.collection._backend.get_scheduling_states(desk.card(cards[0]).id)
    assert len(desk.collection.sched.describe_next_states(offered)) == 4


def test_a_card_in_a_filtered_deck_is_left_alone(desk: Desk) -> None:
    desk.sync()
    card = desk.answer(timedelta(days=2), Rating.EASY)
    filtered = desk.collection.sched.get_or_create_filtered_deck(0)
    filtered.config.search_terms[0].search = f"cid:{desk.card(card).id}"
    desk.collection.sched.add_or_update_filtered_deck(filtered)
    before = desk.columns()
    met = desk.sync()
    assert met.answers == 0
    assert "filtered deck" in str(met.problems[0])
    assert desk.columns() == before
    assert not desk.log()


def test_what_was_deleted_there_is_left_out(desk: Desk) -> None:
    total = desk.sync().new
    desk.collection.remove_notes([desk.card(CRUMB).nid])
    met = desk.sync()
    assert (went(met), met.deleted) == ((0, 0, total - 1), 1)
    assert went(desk.sync(again=True)) == (1, 0, total - 1)


def test_what_was_changed_there_stays(desk: Desk) -> None:
    total = desk.sync().new
    note = desk.card(CRUST).note()
    note["Back"] = "my own"
    desk.collection.update_note(note)
    desk.collection.db.execute("update notes set mod = mod + 60 where id = ?", note.id)
    met = desk.sync()
    assert (went(met), met.edited) == ((0, 0, total - 1), 1)
    assert desk.card(CRUST).note()["Back"] == "my own"


def test_notes_of_an_older_studykit_move_to_their_new_types(desk: Desk) -> None:
    """They had one type of their own and did not name their card."""
    models = desk.collection.models
    kind = models.new("studykit")
    for name in ("Front", "Back", "Source"):
        models.add_field(kind, models.new_field(name))
    template = models.new_template("Card 1")
    template["qfmt"], template["afmt"] = "{{Front}}", "{{Back}}{{Source}}"
    models.add_template(kind, template)
    models.add(kind)
    for card in (CRUST, CRUMB):
        note = desk.collection.new_note(models.by_name("studykit"))
        note["Front"], note["Back"], note.guid = card, "old", guid(card)
        desk.collection.add_note(note, desk.collection.decks.id("Old"))
    desk.collection.db.execute("update notes set mod = mod - 1000")
    desk.collection.sched.set_due_date([*desk.collection.find_cards("")], "7")
    before = desk.columns()
    met = desk.sync()
    assert [row for row in desk.columns() if row[0] in {old[0] for old in before}] == before
    assert desk.collection.note_count() == met.new + 2
    assert met.updated == 2
    assert went(desk.sync()) == (0, 0, met.new + 2)


def test_note_types_look_as_they_do_here_though_no_card_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    total = desk.sync().new
    kind = desk.collection.models.by_name("studykit Choice")
    css = kind["css"]
    kind["css"] = "old"
    desk.collection.models.update_dict(kind)
    desk.collection.db.execute("update notetypes set mtime_secs = 5")
    desk.reopen()
    monkeypatch.setattr("studykit.workflows.anki_seen.looks", lambda: " newer")
    before = desk.columns()
    assert went(desk.sync()) == (0, 0, total)
    desk.reopen()
    assert desk.collection.models.by_name("studykit Choice")["css"] == css != "old"
    assert desk.columns() == before


def test_a_picture_that_anki_names_otherwise_is_no_change(desk: Desk) -> None:
    """Anki has another picture of that name: it names ours otherwise, and writes that into the note."""
    desk.collection.media.write_data("loaf.png", b"quite another picture")
    with desk.open() as study:
        names = {name for card in prepared(study, Leaving()).cards for name in card.media}
    for name in names:
        desk.collection.media.write_data(name, b"quite another picture")
    total = desk.sync().new
    assert not any(f'"{name}"' in str(desk.card(CRUMB).note().fields) for name in names)
    met = desk.sync()
    assert (went(met), met.edited) == ((0, 0, total), 0)


def test_decks_keep_the_options_that_the_learner_gave_them(desk: Desk) -> None:
    desk.sync()
    decks = desk.collection.decks
    mine = decks.add_config_returning_id("mine")
    for deck in decks.all_names_and_ids(skip_empty_default=True):
        decks.set_config_id_for_deck_dict(decks.get(deck.id), mine)
    told = "the hard and brown outside"
    (desk.notes / "bread.md").write_text((NOTE + HOSTILE).replace("the hard outside", told))
    assert desk.sync(leaving=Leaving(deck="Of its own")).updated == 1
    options = {deck["name"]: deck["conf"] for deck in decks.all()}
    ours = [name for name in options if name.startswith("Of its own")]
    assert ours
    assert {options.pop(name) for name in ours} == {STUDYKIT}
    assert {name for name, number in options.items() if number != mine} <= {"Default"}


def test_a_field_that_the_learner_added_there_keeps_what_stands_in_it(desk: Desk) -> None:
    desk.sync()
    models, note = desk.collection.models, desk.card(CRUST).note()
    kind = note.note_type()
    models.add_field(kind, models.new_field("Mine"))
    models.update_dict(kind)
    note = desk.collection.get_note(note.id)
    note["Mine"] = "remember <b>me</b>"
    desk.collection.update_note(note)
    desk.collection.db.execute("update notes set mod = mod - 1000")
    (desk.notes / "bread.md").write_text((NOTE + HOSTILE).replace("the hard outside", "the hard and brown outside"))
    assert desk.sync().updated == 1
    note.load()
    assert ("brown" in note["Back"], note["Mine"]) == (True, "remember <b>me</b>")
    assert desk.sync().updated == 0
