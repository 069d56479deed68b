"""What one types finds the fact that one means."""

from __future__ import annotations

import pytest

from studykit.core.behaviour import Behaviour, Choice
from studykit.core.fact import BehaviourFact, Status
from studykit.facts.base import Said, build_facts
from studykit.facts.rows import FactRow, kept_row, read_row, row_of, row_of_behaviour
from studykit.facts.search import Found, Index
from tests.facts.small_pack import ATTRIBUTES, limits_of

NOTES = {
    "a.md": "# Functions\n- timeout: max 900 s\n- ram: max 10 GB\n- layers: max 5\n",
    "b.md": "# Queues\n- payload: max 1 KB\n- visibility timeout: max 12 h\n",
    "c.md": "# Queues\n- payload: max 2 KB\n",
}


def rows() -> list[FactRow]:
    base = build_facts(Said(limits_of(**NOTES)), ATTRIBUTES)
    choices = (Choice("pushed", "It is pushed.", ()), Choice("polled", "It is polled.", ()))
    asked = Behaviour("queue", "read_by.fn", "How does a function read a queue?", (), (), choices, ("polled",))
    behaviour = BehaviourFact(asked, ("polled",), Status.AGREED, (), (), "the pack's source")
    return [*(row_of(fact) for fact in base.facts.values()), row_of_behaviour(behaviour)]


INDEX = Index(rows())


def ids(found: Found) -> list[str]:
    return [row.id for row in found.rows]


def test_without_a_query_every_fact_is_listed_by_service() -> None:
    found = ids(INDEX.find(""))
    assert len(found) == len(INDEX.rows)
    assert found == sorted(found, key=lambda name: (name.partition(".")[0], name))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("timeout", "fn.timeout.default"),
        ("max timeout", "fn.timeout.max"),
        ("timeout max fn", "fn.timeout.max"),
        ("fn.timeout.max", "fn.timeout.max"),
        ("visib", "queue.visibility_timeout.max"),
        ("sibility", "queue.visibility_timeout.max"),
        ("visibilty", "queue.visibility_timeout.max"),
        ("payoad queue", "queue.payload.max"),
        ("how does function read", "queue.read_by.fn"),
        ("polled", "queue.read_by.fn"),
    ],
)
def test_words_are_found_in_any_order_unfinished_or_misspelt(query: str, first: str) -> None:
    assert ids(INDEX.find(query))[0] == first


@pytest.mark.parametrize("query", ["900 s", "900s", "15 min", "0.25 h", "15 MINUTES", "timeout 900 s"])
def test_a_value_is_found_by_what_it_comes_to(query: str) -> None:
    assert ids(INDEX.find(query))[0] == "fn.timeout.max"


@pytest.mark.parametrize("query", ["10,240 mb", "10240 MB", "10 gb"])
def test_sizes_are_found_in_either_reading(query: str) -> None:
    assert "fn.memory.max" in ids(INDEX.find(query))


def test_an_earlier_value_finds_its_fact_after_those_that_have_it_now() -> None:
    found = ids(INDEX.find("5 min"))
    assert found == ["fn.timeout.max"]
    assert ids(INDEX.find("512 mb")) == ["fn.storage.default", "fn.storage.max"]


def test_filters_leave_only_what_has_them() -> None:
    assert ids(INDEX.find("status:conflict")) == ["queue.payload.max"]
    assert ids(INDEX.find("STATUS:conf payload")) == ["queue.payload.max"]
    assert {row.service for row in INDEX.find("service:queue").rows} == {"queue"}
    assert ids(INDEX.find("note:c.md")) == ["queue.payload.max"]
    assert ids(INDEX.find("note:a.md layers")) == ["fn.layers.max"]
    assert len(INDEX.find("status:").rows) == len(INDEX.rows), "an unfinished filter hides nothing"


def test_what_was_meant_is_said() -> None:
    assert INDEX.find("visibilty").meant == "visibility"
    assert INDEX.find("visibility").meant == ""
    assert INDEX.find("Max payoad").meant == "Max payload"


def test_what_finds_nothing_suggests_what_does() -> None:
    assert INDEX.find("paylos") == Found((), instead="payload")
    assert INDEX.find("pyld") == Found((), instead="payload")
    assert INDEX.find("status:conflct").instead == "status:conflict"
    assert INDEX.find("zzzzqqq") == Found(())
    assert INDEX.find("901").rows == (), "another figure is no slip"


def test_a_conflict_shows_what_its_claims_say() -> None:
    (row,) = INDEX.find("status:conflict").rows
    assert (row.value, row.claims, row.notes) == ("1 KB or 2 KB", 2, ("b.md", "c.md"))


def test_odd_queries_are_only_words() -> None:
    for query in ("(", "[a", "\\", "*", "note:", "1/0 s", "9" * 60 + " s", "\x1b[31m", "漢字", "  \t "):
        INDEX.find(query)


def test_a_row_is_kept_and_read_again() -> None:
    for row in INDEX.rows:
        assert read_row(row.id, kept_row(row)) == row
