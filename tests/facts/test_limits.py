"""Figures become limits of the right attribute and bound; what is no limit is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.claim import Claim, ClaimKind, Limit
from studykit.core.source import SourceSpan
from studykit.facts.limits import read_limits
from studykit.facts.subject import service_of
from studykit.facts.vocabulary import Vocabulary
from tests.facts.small_pack import SERVICES, VOCABULARY, attribute, limits_of
from tests.golden import Golden, read_golden


def shown(limit: Limit) -> str:
    doubt = "" if limit.known else "?"
    return f"{limit.span.line} {limit.service}.{limit.attribute}{doubt} {limit.bound} {limit.quantity}"


def claim(text: str) -> Claim:
    return Claim(ClaimKind.BEHAVIOUR, text, SourceSpan("note.md", 1, 1), lines=(0,))


@pytest.mark.parametrize("example", read_golden("limits.md"), ids=lambda example: example.title)
def test_limits_are_read_as_people_write_them(example: Golden) -> None:
    assert "\n".join(map(shown, limits_of(note=example.given))) == example.expected


@settings(max_examples=150, deadline=None)
@given(st.text("0123456789 .,-()/%sMBmaxindeflt+<>=", max_size=120))
def test_no_figures_break_the_stages(text: str) -> None:
    limits, _ = read_limits([claim("timeout " + text)], VOCABULARY)
    assert all(limit.span.line == 1 for limit in limits)


@pytest.mark.parametrize("piece", ["5 s ", "max 5 a ", "1 000 ", "e.g. 5 s; ", "(5 or "])
def test_a_sentence_without_end_is_read_in_bounded_time(piece: str) -> None:
    _, found = read_limits([claim(piece * 20_000)], VOCABULARY)
    assert "characters" in found[0].message


def test_two_attributes_that_fit_alike_are_a_warning_and_no_guess() -> None:
    twins = Vocabulary(SERVICES, (attribute("fn.size", "MB"), attribute("fn.length", "MB", ("size",))))
    (limit,), (found,) = read_limits([claim("function size: max 5 MB")], twins)
    assert not limit.known
    assert "fn.length or fn.size" in found.message


def test_a_bare_figure_means_the_bound_that_has_its_value() -> None:
    limits = limits_of(note="# Functions\n- timeout 3 s\n- timeout 5 min\n- timeout 7 s")
    assert [str(limit.bound) for limit in limits] == ["default", "max", "max"]


def test_a_slip_of_the_pen_still_finds_the_attribute() -> None:
    (limit,) = limits_of(note="# Functions\n- concurency: 1000 by default")
    assert limit.id == "fn.concurrency.default"


def test_the_service_of_a_claim_is_the_nearest_that_is_named() -> None:
    assert service_of(claim("a queue keeps messages"), VOCABULARY) == "queue"
    assert service_of(claim("nothing known"), VOCABULARY) == ""


@pytest.mark.parametrize("note", ["- 1492: the end of the Reconquista", "- סעיף 12: כל אדם זכאי לחופש"])
def test_the_figure_of_a_term_limits_nothing(note: str) -> None:
    assert limits_of(note=note) == ()
