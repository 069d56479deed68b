"""Words in lines: what belongs together stays together."""

from __future__ import annotations

import pytest
from textual.content import Content

from studykit.tui.widgets.hanging import lines_of


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("tries.default = 2  = agreed", 22, ["tries.default = 2", "= agreed"]),
        ("tries.default = 2  = agreed", 27, ["tries.default = 2  = agreed"]),
        ("event_age.default = 6 h  = agreed", 22, ["event_age.default", "= 6 h  = agreed"]),
        ("a fact   ✓ verified", 11, ["a fact", "✓ verified"]),
        ("one - long-word-behind", 6, ["one -", "long-w", "ord-be", "hind"]),
        ("", 6, [""]),
    ],
)
def test_a_sign_or_a_figure_goes_with_the_word_behind_it(text: str, room: int, lines: list[str]) -> None:
    found = lines_of(Content(text), room)
    assert [line.plain.rstrip() for line in found] == lines
    assert all(line.cell_length <= room for line in found)
