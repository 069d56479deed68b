"""A fact's page says everything of it, and what depends on it is found among any number of cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.core.fact import ClaimStanding, Status
from studykit.core.source import SourceSpan
from studykit.workflows.fact_page import FactView, Was, fact_view, find, listing
from studykit.workflows.fact_used import Used, practise_card, practise_fact, used_by
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places
from tests.tui.facts_stage import ovens, study_of

HEAT = "oven.heat_time.max"


@pytest.fixture
def library(home: Path) -> Library:
    return ovens(home)


@pytest.fixture
def built_in(read_once: Path) -> Library:
    return open_library(find_places({"STUDYKIT_HOME": str(read_once)}), "aws-serverless", [])


def used(library: Library, name: str) -> Used:
    return used_by(library, name, lambda _done, _total: None)


def test_the_list_has_figures_and_behaviours(library: Library) -> None:
    rows = {row.id: row for row in listing(library).rows}
    assert set(rows) == set(library.base.facts) | set(library.base.behaviours)
    assert (rows["oven.door"].value, rows["oven.door"].behaviour) == ("stops", True)
    assert (rows[HEAT].value, rows[HEAT].as_of, rows[HEAT].claims) == ("15 min", "2026-01", 2)
    assert rows["tray.rest_time.max"].status == Status.CONFLICT


def test_the_palette_finds_names_words_and_values(library: Library) -> None:
    assert [row.id for row in find(library, "900 s", 1)] == [HEAT]
    assert [row.id for row in find(library, "door", 9)] == ["oven.door"]
    assert len(find(library, "oven", 2)) == 2
    assert find(library, " ", 9) == ()


def test_a_figure_says_what_holds_what_was_and_what_each_claim_is_worth(library: Library) -> None:
    view = fact_view(library, HEAT)
    assert view.title == "The maximum time that the oven heats up is 15 min."
    assert (view.value, view.exam, view.bound, view.status) == ("15 min", "12 min", "max", Status.MISTAKEN_CLAIM)
    assert view.was == (Was("9 min", "2020", "older handbook"), Was("12 min", "2025-10", "old handbook"))
    assert [(line.value, line.standing, line.remark) for line in view.claims] == [
        ("12 min", ClaimStanding.OUTDATED, "held until 2025-10"),
        ("20 min", ClaimStanding.MISTAKEN, "mistaken"),
    ]
    assert "handbook, page 3" in view.settled_by
    assert view.otherwise == "0 of 2 claims agree"


def test_a_value_is_copied_with_its_source(library: Library) -> None:
    assert fact_view(library, "oven.heat.max").copied == (
        "oven.heat.max = 300 (the pack's source: oven handbook, page 4, as of 2025; oven.md:6)"
    )
    assert "What does the oven do when its door is opened? It stops heating." in fact_view(library, "oven.door").copied


def test_a_behaviour_asks_and_answers(library: Library) -> None:
    view = fact_view(library, "oven.door")
    assert (view.title, view.value) == ("What does the oven do when its door is opened?", "It stops heating.")
    assert [(line.value, line.standing) for line in view.claims] == [("stops", ClaimStanding.HOLDS)]


def test_an_open_fact_asks_and_claims_nothing(library: Library) -> None:
    view = fact_view(library, "tray.rest_time.max")
    assert (view.title, view.value, view.settled) == ("What is the maximum time that a tray rests?", "", False)
    assert {line.standing for line in view.claims} == {ClaimStanding.OPEN}
    assert used(library, view.id) == Used((), (), (), ())
    assert used(library, view.id).summary == ""


def test_an_unknown_fact_gets_a_suggestion(library: Library) -> None:
    with pytest.raises(UsageError, match=r"Did you mean 'oven.heat_time.max'\?"):
        fact_view(library, "oven.heat_tme.max")


def test_what_depends_on_a_fact_is_found(library: Library) -> None:
    found = used(library, "oven.heat_time.default")
    assert [(rule.domain, rule.rule) for rule in found.rules] == [("oven.bake", "too-short")]
    assert [(one.id, one.title, one.rules) for one in found.domains] == [("oven.bake", "Baking a tray", 1)]
    assert [card.id for card in found.cards] == ["limit:oven.heat_time.default", "scenario:oven.bake/outcome"]
    assert [(one.value, one.why) for one in found.wrong] == [("5 min", "belief five-is-enough of oven.bake")]
    assert found.summary == "1 rule · 1 domain · 2 cards · 1 wrong answer"


def test_a_range_that_ends_at_a_fact_is_a_use_without_a_rule(library: Library) -> None:
    found = used(library, HEAT)
    assert [(one.id, one.rules) for one in found.domains] == [("oven.bake", 0)]
    assert [one.value for one in found.wrong] == ["12 min", "20 min", "9 min"]
    assert found.wrong[0].sources == (SourceSpan("oven.md", 3, 3),)


def test_looking_says_how_far_it_is(library: Library) -> None:
    told: list[tuple[int, int]] = []
    used_by(library, HEAT, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(library.cards), len(library.cards))


def test_a_fact_can_be_practised(library: Library, home: Path) -> None:
    with study_of(library, home) as study:
        showings = practise_fact(study, "oven.heat_time.default")
        assert showings
        assert {"oven.heat_time.default"} <= {fact for one in showings for fact in one.card.facts}
        (one,) = practise_card(study, "limit:oven.heat_time.default")
        assert one.card.id == "limit:oven.heat_time.default"
        assert practise_card(study, "limit:no.such.card") == ()


def test_every_fact_of_the_built_in_pack_has_a_page(built_in: Library) -> None:
    views: list[FactView] = [fact_view(built_in, row.id) for row in listing(built_in).rows]
    assert all(view.title and view.copied and view.settled_by for view in views)
    assert len({view.id for view in views}) == len(views)
