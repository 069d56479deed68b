"""The table of forms in which a quiz leaves as a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from studykit.core.question import Question

Write = Callable[[Sequence[Question], str, str], str | bytes]
"""(questions, title, answers) → text, or the bytes of a package."""


@dataclass(frozen=True, slots=True)
class Format:
    """One form of a file."""

    what: str
    """For help, after its name."""
    write: Write
    packed: bool = False
    """True for a package, which no terminal can show."""
    places: bool = False
    """True where answers can stand inline, at the end or nowhere; otherwise each question always has its own."""


def _json(questions: Sequence[Question], _title: str, _answers: str) -> str:
    from studykit.workflows.records import question_record

    return "".join(f"{json.dumps(question_record(question), ensure_ascii=False)}\n" for question in questions)


def _markdown(questions: Sequence[Question], title: str, answers: str) -> str:
    from studykit.exchange.markdown import write_markdown

    return write_markdown(questions, title, answers)


def _html(questions: Sequence[Question], title: str, answers: str) -> str:
    from studykit.exchange.html import write_html

    return write_html(questions, title, answers)


def _csv(questions: Sequence[Question], _title: str, _answers: str) -> str:
    from studykit.exchange.csv_file import write_csv

    return write_csv(questions)


def _gift(questions: Sequence[Question], _title: str, _answers: str) -> str:
    from studykit.exchange.gift import write_gift

    return write_gift(questions)


def _moodle(questions: Sequence[Question], title: str, _answers: str) -> str:
    from studykit.exchange.moodle import write_moodle

    return write_moodle(questions, title)


def _qti21(questions: Sequence[Question], title: str, _answers: str) -> bytes:
    from studykit.exchange.qti21 import write_package

    return write_package(questions, title)


def _qti12(questions: Sequence[Question], title: str, _answers: str) -> bytes:
    from studykit.exchange.qti12 import write_package

    return write_package(questions, title)


FORMATS: Mapping[str, Format] = {
    "md": Format("Markdown", _markdown, places=True),
    "json": Format("one object a line", _json),
    "csv": Format("a table for spreadsheets", _csv),
    "gift": Format("GIFT, for Moodle and others", _gift),
    "moodle": Format("Moodle XML", _moodle),
    "qti": Format("a QTI 2.1 package", _qti21, packed=True),
    "qti12": Format("a QTI 1.2 package, for Canvas and others", _qti12, packed=True),
    "html": Format("one page to read or print", _html, places=True),
}
"""Name → form. A new one is one file in ``exchange`` and one row."""
