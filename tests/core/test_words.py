"""Small pure functions of core: text, clock, diagnostics, trees, claims."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from studykit.core.claim import Claim, ClaimKind
from studykit.core.clock import offset_minutes, utc
from studykit.core.diagnostic import error, warning
from studykit.core.errors import nearest
from studykit.core.source import SourceSpan
from studykit.core.text import count, listed, printable, shortened
from studykit.core.tree import Tree


def test_counts_and_lists_read_like_sentences() -> None:
    assert count(1, "fact") == "1 fact"
    assert count(1204, "fact") == "1,204 facts"
    assert count(2, "query", "queries") == "2 queries"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"], "or") == "a, b or c"


def test_content_cannot_steer_a_terminal() -> None:
    assert printable("plain") == "plain"
    assert printable("a\x1b[31mred\x07\u202eback") == "a[31mredback"
    assert printable("two\nlines\tand a tab") == "two\nlines\tand a tab"


def test_long_text_is_cut_to_one_line() -> None:
    assert shortened("one\n  two", 20) == "one two"
    assert shortened("abcdefgh", 5) == "abcd…"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        utc(datetime(2026, 11, 21))  # noqa: DTZ001 - the naive moment is what is refused


def test_a_moment_knows_its_offset() -> None:
    moment = datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert offset_minutes(moment) == 330
    assert utc(moment) == datetime(2026, 11, 21, 6, 30, tzinfo=UTC)


def test_a_diagnostic_names_its_place_as_editors_do() -> None:
    assert str(error("No.", "a.yaml", 3, 7)) == "a.yaml:3:7: error: No."
    assert str(warning("Hm.", "a.md", 3)) == "a.md:3: warning: Hm."
    assert str(error("No.", "a.md")) == "a.md: error: No."


def test_the_nearest_word_is_suggested() -> None:
    assert nearest("visibilty_timeout", ["visibility_timeout", "queue"]) == " Did you mean 'visibility_timeout'?"
    assert nearest("zebra", ["visibility_timeout"]) == ""


def test_a_tree_gives_its_place_for_what_is_missing() -> None:
    tree = Tree({"a": Tree("1", 2, 4)}, 2, 1)
    assert "a" in tree
    assert tree.get("a").text == "1"
    assert tree.get("b") == Tree("", 2, 1)
    assert tree.items == ()
    assert Tree("x", 1, 1).fields == {}


def test_a_figure_finds_its_own_line_in_a_wrapped_claim() -> None:
    text = "first line second line"
    claim = Claim(ClaimKind.BEHAVIOUR, text, SourceSpan("n.md", 5, 6), lines=(0, 11))
    assert claim.line_at(3) == 5
    assert claim.line_at(text.index("second")) == 6
    assert str(claim.span) == "n.md:5"
