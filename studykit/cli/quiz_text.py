"""Questions on a terminal or paper strip: numbered, wrapped, answers below each or at the end."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import write
from studykit.core.explained import choices, clean, explained, lines
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering

_INDENT, _HANG = "   ", "      "


def show(questions: Sequence[Question], answers: str) -> None:
    """Prints the questions; ``answers`` is ``inline``, ``end`` or ``none``."""
    for number, question in enumerate(questions, 1):
        _question(number, question)
        if answers == "inline":
            write.line(f"Answer: {question.response.shown}", _INDENT)
            _reasons(question)
        print()
    if answers == "end":
        print("Answers")
        for number, question in enumerate(questions, 1):
            print()
            write.line(f"{number}. {question.response.shown}", hang=_INDENT)
            _reasons(question)


def _question(number: int, question: Question) -> None:
    first, *more = clean(question.stem).split("\n")
    write.line(f"{number}. {first}", hang=_INDENT)
    for line in more:
        write.line(line.lstrip(), _INDENT + line[: len(line) - len(line.lstrip())])
    for label, text in lines(question.response):
        write.line(f"{label}  {text}", _INDENT, _HANG)
    if choices(question.response):
        print()
    for label, text in choices(question.response):
        write.line(f"{label}  {text}", _INDENT, _HANG)
    if not isinstance(question.response, Choices):
        write.line(f"Answer with {question.response.asks}.", _INDENT)


def _reasons(question: Question) -> None:
    """Why each answer is right or wrong, then the lines of notes that say so."""
    response = question.response
    for one in explained(response):
        if isinstance(response, Matching):
            told = f"{one.label} {one.text}: {one.reason}"
        elif isinstance(response, Ordering):
            told = f"{one.label}  {one.reason}"
        else:
            told = f"{one.label} {one.word}: {one.reason}"
        where = f" ({', '.join(str(span) for span in one.sources)})" if one.sources else ""
        write.line(f"{told}{where}", _INDENT, _HANG)
    if question.sources:
        write.line(f"See {', '.join(str(span) for span in question.sources)}", _INDENT)
