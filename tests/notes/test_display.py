"""Formulas on lines of their own."""

from __future__ import annotations

import pytest

from studykit.notes.display import formulas_in_one
from studykit.notes.reader import read_note


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("$$\na = 3\n- 5\n$$\nnext", "$$ a = 3 - 5 $$\n\n\n\nnext"),
        ("- so:\n  \\[\n  x\n  \\]\n- next", "- so:\n  \\[ x \\]\n\n\n- next"),
        ("> $$\n> a\n> $$", "> $$ a $$\n\n"),
        ("$$ x $$\nnext", "$$ x $$\nnext"),
        ("$$ never closed\nmax 44 items", "$$ never closed\nmax 44 items"),
        ("```sql\n$$\nBEGIN\n```\ntext\n```sql\n$$\n```", "```sql\n$$\nBEGIN\n```\ntext\n```sql\n$$\n```"),
        ("$$ AS\nx = 3 $$ of a\nnext", "$$ AS\nx = 3 $$ of a\nnext"),
    ],
)
def test_a_formula_of_several_lines_becomes_one_and_no_line_is_lost(text: str, joined: str) -> None:
    assert "\n".join(formulas_in_one(text.split("\n"))) == joined


def test_a_formula_answers_a_question_and_is_left_as_it_is() -> None:
    claims, _ = read_note("Q: What is the area of a circle?\n$$\nA = \\pi r^2\n$$\n\nNext line.", "n.md")
    assert [(claim.about, claim.text, claim.span.line) for claim in claims] == [
        ("What is the area of a circle?", "$$ A = \\pi r^2 $$", 2),
        ("", "Next line.", 6),
    ]


def test_brackets_of_formulas_keep_their_backslashes_and_others_lose_them() -> None:
    (one, two), _ = read_note("- so \\( x^2 \\) is\n- see \\(below\\)", "n.md")
    assert (one.text, two.text) == ("so \\( x^2 \\) is", "see (below)")
