"""A suggestion names its reason, and there is none without one."""

from __future__ import annotations

from dataclasses import replace

from studykit.core.attribute import Attribute, Bound, Past
from studykit.core.quantity import parse_quantity
from studykit.facts.base import Said, build_facts
from studykit.facts.suggest import Suggestion, suggest
from tests.facts.small_pack import ATTRIBUTES, limits_of


def suggested(
    dates: dict[str, str] | None = None, attribute: Attribute | None = None, **notes: str
) -> Suggestion | None:
    (conflict,) = build_facts(Said(limits_of(**notes)), ATTRIBUTES).conflicts
    return suggest(conflict, attribute, dates or {})


A, B = "# Queues\n- payload max 64 KB", "# Queues\n- payload max 256 KB"


def test_nothing_is_suggested_where_nothing_speaks_for_a_side() -> None:
    assert suggested(a=A, b=B) is None


def test_a_dated_note_against_one_without_a_date() -> None:
    found = suggested({"b": "2024-05-01"}, a=A, b=B)
    assert found == Suggestion(1, "b is of 2024-05-01, the others have no date.")


def test_a_line_that_names_its_source() -> None:
    found = suggested(a=A, b="# Queues\n- payload max 256 KB by the documentation")
    assert found is not None
    assert found.side == 1
    assert "names where it has it from" in found.why


def test_more_notes_each_counted_once() -> None:
    found = suggested(
        a="# Queues\n- payload max 64 KB\n\nThe payload is max 64 KB", b=B, c="# Queues\n- payload: max 256 KB"
    )
    assert found is not None
    assert (found.side, found.why) == (1, "2 notes say it, 1 the other.")


def test_a_value_of_the_past_speaks_for_the_other() -> None:
    payload = next(one for one in ATTRIBUTES if one.id == "queue.payload")
    known = replace(payload, history=(Past(Bound.MAX, parse_quantity("256 KB"), "2019", "a page"),))
    found = suggested({"b": "2024"}, known, a=A, b=B)
    assert found == Suggestion(0, "256 KB was the value until 2019.")


def test_one_more_may_be_all_attempts() -> None:
    found = suggested(
        a="# Queues\n- frob attempts of a widget: max 2",
        b="# Queues\n- frob attempts of a widget: max 3",
    )
    assert found is not None
    assert found.side == 0
    assert found.why.startswith("2 retries make 3 attempts")
