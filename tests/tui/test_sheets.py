"""A style sheet is understood once for each set of colours."""

from __future__ import annotations

from studykit.tui.sheets import Sheets

SHEET = "Static { color: $primary; }"


def sheets() -> Sheets:
    made = Sheets(variables={"primary": "red"})
    made.add_source(SHEET)
    return made


def test_reading_again_keeps_what_was_understood() -> None:
    read = sheets()
    before = read.rules
    read.add_source("Input { color: $primary; }")
    read.set_variables({"primary": "red"})
    read.reparse()
    assert read.rules[0] is before[0]
    assert len(read.rules) == 2


def test_other_colours_are_read_anew() -> None:
    read = sheets()
    before = str(read.rules[0].styles.color)
    read.set_variables({"primary": "blue"})
    read.reparse()
    assert str(read.rules[0].styles.color) != before
