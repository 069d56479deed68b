"""A table of questions: every text comes back, and no cell runs as a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studykit.core.explained import choices, clean, lines
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering, Typed
from studykit.exchange.csv_file import plain_cell, safe_cell, write_csv
from tests.exchange.asked import RESPONSES, hostile_questions, hostile_texts, question


def read(text: str) -> list[dict[str, str]]:
    table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return [{name: plain_cell(cell) for name, cell in row.items()} for row in table]


def reasons(one: Question) -> list[str]:
    response = one.response
    if isinstance(response, Choices):
        return [option.reason for option in response.options]
    if isinstance(response, Ordering):
        return [line.reason for line in response.lines]
    return [pair.reason for pair in response.pairs] if isinstance(response, Matching) else [response.reason]


def filled(row: dict[str, str], start: str, size: int) -> list[str]:
    columns = [cell for name, cell in row.items() if name.startswith(start)]
    assert not any(columns[size:])
    return columns[:size]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(hostile_questions(), max_size=3))
def test_every_text_comes_back_in_its_column(questions: list[Question]) -> None:
    rows = read(write_csv(questions))
    assert len(rows) == len(questions)
    for row, one in zip(rows, questions, strict=True):
        assert row["stem"] == clean(one.stem)
        assert row["key"] == one.letters
        shown = [clean(text) for _, text in lines(one.response)]
        assert filled(row, "option_", len(shown)) == shown
        matched = [clean(text) for _, text in choices(one.response)]
        assert filled(row, "choice_", len(matched)) == matched
        why = [clean(text) for text in reasons(one)]
        assert filled(row, "reason_", len(why)) == why
        assert row["sources"] == "ovens & more.md:3"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile_texts | st.from_regex(r"[' \n]*[=+@\t\r-]?.{0,5}", fullmatch=True))
def test_no_cell_begins_like_a_formula_and_each_can_be_read_back(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.lstrip(" \n\u00a0").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain_cell(cell) == clean(text)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "＝"])
def test_a_formula_gets_an_apostrophe(start: str) -> None:
    shown = write_csv([question(RESPONSES[0], stem=f"{start}HYPERLINK(1)")])
    assert next(csv.DictReader(io.StringIO(shown, newline="")))["stem"] == f"'{start}HYPERLINK(1)"


def test_lines_end_and_quotes_double_as_the_standard_says() -> None:
    shown = write_csv([question(RESPONSES[0], stem='a "b", c\nd')])
    assert '"a ""b"", c\nd"' in shown
    assert shown.endswith("\r\n")
    assert shown.count("\r\n") == 2


def test_files_of_any_form_have_the_same_columns() -> None:
    headings = {write_csv([question(response)]).splitlines()[0] for response in RESPONSES}
    assert len(headings) == 1


def test_a_typed_answer_has_its_unit_tolerance_and_slips() -> None:
    (response,) = [one for one in RESPONSES if isinstance(one, Typed) and one.tolerance and len(one.slips) == 2]
    (row,) = read(write_csv([question(response)]))
    assert (row["form"], row["key"], row["unit"], row["tolerance"]) == ("typed", "900 s", "s", "0.01")
    assert row["slips"] == "905 s: 905 was before\n1,000 s: 1000 was before"
