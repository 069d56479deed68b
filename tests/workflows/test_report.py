"""A reported question is not asked again until the report is withdrawn, on any device, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studykit.core.card import CardKind
from studykit.core.errors import UsageError
from studykit.core.log_row import RowKind
from studykit.core.question import Question
from studykit.core.response import Choices
from studykit.exchange.log_fields import flaw
from studykit.workflows.open_library import open_library
from studykit.workflows.open_study import open_study
from studykit.workflows.report import APART, digest, report, reported_question, reports, withdraw
from studykit.workflows.study import Study
from tests.kept import places_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def study(home: Path) -> Iterator[Study]:
    places = places_of(home)
    with open_study(places, open_library(places, "postgresql", []), lambda: NOW) as opened:
        yield opened


def asked(study: Study) -> Question:
    showing = study.next()
    assert showing is not None
    assert showing.question is not None
    return showing.question


def test_its_card_shows_another_variant(study: Study) -> None:
    first = asked(study)
    report(study, first, "two of these hold")
    second = asked(study)
    assert second.id == first.id
    assert digest(second) != digest(first)
    assert second.variant % APART == first.variant
    assert asked(study) is second  # it is not made again with each look


def test_the_report_says_what_and_when_and_outlives_the_session(study: Study, home: Path) -> None:
    first = asked(study)
    report(study, first, "two of\nthese hold")
    places = places_of(home)
    with open_study(places, study.library, lambda: NOW) as again:
        (kept,) = reports(again)
        assert (kept.card, kept.variant, kept.note, kept.at) == (first.id, first.variant, "two of these hold", NOW)
        assert digest(asked(again)) != digest(first)


def test_a_withdrawn_report_lets_the_question_come_again(study: Study) -> None:
    first = asked(study)
    report(study, first)
    (kept,) = reports(study)
    assert withdraw(study, kept.digest) == kept
    assert reports(study) == ()
    assert digest(asked(study)) == digest(first)
    with pytest.raises(UsageError):
        withdraw(study, kept.digest)


def test_a_question_that_is_reported_twice_is_one_report_with_the_later_words(study: Study) -> None:
    first = asked(study)
    report(study, first, "once")
    study.clock = lambda: NOW - timedelta(days=1)  # a clock that was set back
    report(study, first, "twice")
    assert [one.note for one in reports(study)] == ["twice"]


def test_a_quiz_leaves_it_out(study: Study) -> None:
    for one in study.quiz(5, seed=3):
        assert one.question is not None
        report(study, one.question)
    left = {digest(one.question) for one in study.quiz(5, seed=3) if one.question is not None}
    assert not left & study.reported


def test_the_question_of_a_report_can_be_looked_at(study: Study) -> None:
    first = asked(study)
    report(study, first)
    (kept,) = reports(study)
    found = reported_question(study, kept)
    assert found is not None
    assert (found.stem, digest(found)) == (first.stem, kept.digest)


def test_another_order_of_the_options_makes_no_other_question(study: Study) -> None:
    first = asked(study)
    assert isinstance(first.response, Choices)
    turned = replace(first, response=replace(first.response, options=first.response.options[::-1]))
    assert digest(turned) == digest(first)
    assert digest(replace(first, response=replace(first.response, options=first.response.options[:3]))) != digest(first)


def test_a_report_goes_to_other_devices_with_the_settings(study: Study) -> None:
    report(study, asked(study), "a \u202eturned\x1b[31m note " + "long " * 900)
    (name,) = [one for one in study.store.settings() if one.startswith("report.")]
    row = {"id": "a", "name": name, "value": study.store.settings()[name], "at": 0, "device": "here"}
    assert flaw(RowKind.SETTING, row) == ""


def test_a_card_of_which_every_variant_is_reported_is_turned(study: Study) -> None:
    first = asked(study)
    card = study.cards[first.id]
    assert card.kind is not CardKind.GIVEN
    for number in range(30):
        made = study.library.question(card, number * APART)
        if made is not None:
            study.reported = study.reported | {digest(made)}
    showing = study.next()
    assert showing is not None
    assert showing.card.id == first.id
    assert showing.question is None


def test_what_another_program_wrote_otherwise_is_left_alone(study: Study) -> None:
    study.store.set_settings({"report.x": "{}", "report.y": "[1]"}, NOW)
    study.refresh()
    assert reports(study) == ()
    assert asked(study)
