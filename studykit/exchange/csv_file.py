"""Questions as a table: RFC 4180, UTF-8, one row a question.

Columns: id, kind, topic, area, difficulty, form (choice, ordering, matching, typed), stem, option_a …, choice_1 …, key,
reason_a …, unit, tolerance, slips, facts, sources. A choice, a line to be ordered and a line to be matched stand in
``option_…``, with the reason of each in ``reason_…``; what lines are matched with stands in ``choice_…``. A typed
answer has its one reason in ``reason_a``, and foreseen wrong ones in ``slips``, one a line. Lists of facts and sources
are one a line.

Spreadsheets run a cell that begins with ``= + - @`` (or their wide forms, a tab or a return) as a formula. Such a cell
gets an apostrophe before it, blanks before the sign or not; a cell that begins with apostrophes before such a sign gets
one more. So taking away one apostrophe before such a sign gives the text again (``plain_cell``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from fractions import Fraction

from studykit.core.explained import choices, clean, explained, form, lines
from studykit.core.question import Question
from studykit.core.response import LETTERS, Choices, Matching, Ordering, Typed

_RUN = "=+-@\t\r＝＋－＠"
_OPTIONS, _CHOICES = 6, 6
"""Columns that are always there, so that files can be put together."""
_FIRST = ("id", "kind", "topic", "area", "difficulty", "form", "stem")
_LAST = ("unit", "tolerance", "slips", "facts", "sources")


def write_csv(questions: Sequence[Question]) -> str:
    """A heading and one row a question; lines end as RFC 4180 says."""
    options = max([_OPTIONS, *(len(lines(question.response)) for question in questions)])
    matched = max([_CHOICES, *(len(choices(question.response)) for question in questions)])
    letters = LETTERS[:options].lower()
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(
        (
            *_FIRST,
            *(f"option_{letter}" for letter in letters),
            *(f"choice_{number}" for number in range(1, matched + 1)),
            "key",
            *(f"reason_{letter}" for letter in letters),
            *_LAST,
        )
    )
    for question in questions:
        table.writerow([safe_cell(cell) for cell in _row(question, options, matched)])
    return file.getvalue()


def safe_cell(text: str) -> str:
    """The text without control characters, and such that no spreadsheet takes it for a formula."""
    shown = clean(text)
    return f"'{shown}" if _runs(shown) else shown


def plain_cell(cell: str) -> str:
    """The text of a cell that ``safe_cell`` wrote."""
    return cell[1:] if cell.startswith("'") and _runs(cell[1:]) else cell


def _runs(text: str) -> bool:
    """True for a text that begins like a formula, whatever blanks or apostrophes stand before."""
    start = text.lstrip("' \n\u00a0")
    return start.startswith(tuple(_RUN))


def _row(question: Question, options: int, matched: int) -> list[str]:
    response = question.response
    return [
        question.id,
        question.kind,
        question.topic,
        question.area,
        f"{question.difficulty:.2f}",
        form(response),
        question.stem,
        *_filled([text for _, text in lines(response)], options),
        *_filled([text for _, text in choices(response)], matched),
        question.letters,
        *_filled(_reasons(response), options),
        *_typed(response),
        "\n".join(question.facts),
        "\n".join(str(span) for span in question.sources),
    ]


def _filled(texts: Sequence[str], size: int) -> list[str]:
    return [*texts, *[""] * (size - len(texts))]


def _reasons(response: Choices | Ordering | Matching | Typed) -> list[str]:
    """Reasons in the order of the options."""
    if isinstance(response, Typed):
        return [response.reason]
    if isinstance(response, Ordering):
        return [line.reason for line in response.lines]
    return [one.reason for one in explained(response)]


def _typed(response: Choices | Ordering | Matching | Typed) -> tuple[str, str, str]:
    """Unit, tolerance as a share of the value, and slips; empty where no quantity is typed."""
    if not isinstance(response, Typed):
        return "", "", ""
    slips = "\n".join(f"{slip.quantity}: {slip.reason}" for slip in response.slips)
    return response.quantity.unit.name, str(float(Fraction(response.tolerance))), slips
