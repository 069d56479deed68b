"""Answers leave in JSON Lines and come into another learner's log: each once, with what they were."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from studykit.core.errors import UsageError
from studykit.core.mark import MarkKind
from studykit.core.review import Rating
from studykit.workflows.export import Leaving, export_cards
from studykit.workflows.import_history import HistoryFile, Remembered, bring_history, cards_here, read_history_file
from studykit.workflows.log import verify
from studykit.workflows.study import Study
from tests.exchange.cards import CARDS, history
from tests.workflows.answered_study import TODAY, give
from tests.workflows.leaving import kitchen, opened

CARD, SUSPENDED = "definition:crumb", "definition:crust"
GIVEN = ((3, 1, 0), (3, 3, 2), (1, 2, 0), (4, 1, 3))
"""Of each answer: rating, days before today, interval in days."""


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Study, Study]]:
    """Two learners over the same content, of whom one has answered."""
    pack, notes = kitchen(tmp_path)
    with ExitStack() as stack:
        one = stack.enter_context(opened(tmp_path / "one", pack, notes))
        other = stack.enter_context(opened(tmp_path / "other", pack, notes))
        for rating, before, days in sorted(GIVEN, key=lambda row: -row[1]):
            give(one.store, CARD, TODAY - before, rating, days)
        give(one.store, SUSPENDED, TODAY - 1, 3, 1)
        one.mark(SUSPENDED, MarkKind.SUSPEND)
        one.mark("limit:oven.heat_time.max", MarkKind.SUSPEND)  # never answered
        yield one, other


def told(study: Study, path: Path) -> HistoryFile:
    export_cards(study, Leaving(with_history=True), path, "json")
    return read_history_file(path)


def brought(study: Study, file: HistoryFile, *, dry_run: bool = False) -> Remembered:
    return bring_history(study, file, cards_here(study, file), dry_run=dry_run)


def test_what_leaves_comes_back_as_it_was_and_once(desks: tuple[Study, Study], tmp_path: Path) -> None:
    one, other = desks
    file = told(one, tmp_path / "cards.jsonl")
    assert file.problems == ()
    assert brought(other, file, dry_run=True) == Remembered(5, 0, 2, 2, 0)
    assert (other.store.memories(), other.store.marks()) == ({}, {})
    assert brought(other, file) == Remembered(5, 0, 2, 2, 0)
    assert brought(other, file) == Remembered(0, 5, 0, 0, 0)
    assert list(other.store.log()) == list(one.store.log())
    assert other.store.memories() == one.store.memories()
    assert other.store.marks().keys() == one.store.marks().keys()
    assert verify(other.store, other.settings).sound
    assert told(other, tmp_path / "again.jsonl").history == file.history


def test_what_the_learner_did_later_holds(desks: tuple[Study, Study], tmp_path: Path) -> None:
    one, other = desks
    file = told(one, tmp_path / "cards.jsonl")
    brought(other, file)
    other.mark(SUSPENDED, MarkKind.RELEASE)
    answer = other.store.reviews(CARD)[0]
    other.store.withdraw(answer.id, answer.at, other.rater.fold)
    before = other.store.memory(CARD)
    assert brought(other, file) == Remembered(0, 5, 0, 0, 0)
    assert SUSPENDED not in other.store.marks()
    assert other.store.memory(CARD) == before
    assert answer not in set(other.store.log())


def test_answers_go_to_the_id_that_a_card_has_here(desks: tuple[Study, Study], tmp_path: Path) -> None:
    one, other = desks
    file = told(one, tmp_path / "cards.jsonl")
    done = bring_history(other, file, {CARD: "given:crumb"})
    assert (done.answers, done.cards, done.lost) == (4, 1, 1)
    assert other.store.known() == {"given:crumb"}
    assert other.store.memory("given:crumb") == one.store.memory(CARD)


def test_an_answer_of_a_day_to_come_is_left_out_and_told(desks: tuple[Study, Study]) -> None:
    _, other = desks
    reviews = tuple(replace(one, card=CARD) for one in history("a").reviews)
    late = replace(reviews[0], id="late", at=other.clock() + timedelta(days=2), day=TODAY + 2)
    file = HistoryFile("x.jsonl", {CARD: replace(history("a"), reviews=(*reviews, late))})
    done = brought(other, file)
    assert done.answers == 2
    assert "1 answer from a day that has not come yet; left out." in str(done.problems[0])
    assert [one.rating for one in other.store.log()] == [Rating.GOOD, Rating.AGAIN]


def broken(path: Path, **fields: Any) -> Path:
    from studykit.workflows.card_formats import CARD_FORMATS

    line = json.loads(CARD_FORMATS["json"].write(CARDS[:1], {CARDS[0].id: history(CARDS[0].id)}))
    line["history"]["reviews"][0] |= fields
    path.write_text(json.dumps(line) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("field", "value"),
    [("rating", 5), ("at", "x"), ("id", "a b"), ("chosen", "\x1b"), ("day", TODAY + 5000), ("interval", -1)],
)
def test_every_field_of_an_answer_is_checked(tmp_path: Path, field: str, value: object) -> None:
    file = read_history_file(broken(tmp_path / "cards.jsonl", **{field: value}))
    assert file.history == {}
    assert [str(one) for one in file.problems] == [
        f"cards.jsonl:1: error: A review of this card has no '{field}' that can be used."
    ]


def test_only_json_lines_say_what_was_answered(tmp_path: Path) -> None:
    path = tmp_path / "cards.csv"
    path.write_text("front,back\na,b\n")
    with pytest.raises(UsageError, match="is no JSON Lines of cards"):
        read_history_file(path)
    with pytest.raises(UsageError, match="There is no file"):
        read_history_file(tmp_path / "none.jsonl")
    path = tmp_path / "cards.jsonl"
    path.write_bytes(b"\xff\xfe\x00\xd8")
    assert "not UTF-8" in str(read_history_file(path).problems[0])
