"""Plain mode: a prompt, a line in, a line out; for ssh, screen readers and braille, and for pipes.

No cursor is moved and nothing is drawn. What cannot be read as an answer is explained and asked for again.
"""

from __future__ import annotations

import sys
from collections.abc import Container

from studykit.cli import write
from studykit.core.errors import UsageError
from studykit.core.explained import choices, clean, explained, lines
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering, Typed
from studykit.core.text import listed, printable

_UNKNOWN, _STOP = ("?",), ("q", "quit")


def ask(question: Question, at: int, total: int) -> str | None:
    """Asks until an answer can be read: its one spelling, empty for "don't know", None to stop.

    ``at`` counts from 1. The end of the input stops, too.
    """
    print(f"Question {at} of {total}.")
    show(question)
    return choose(question)


def show(question: Question) -> None:
    """Prints the stem and what there is to choose, order or match."""
    paragraphs(question.stem)
    for label, text in (*lines(question.response), *choices(question.response)):
        write.line(f"{label}. {text}", hang="   ")


class Word(str):
    """What was typed instead of an answer: one of the words that the caller knows."""

    __slots__ = ()


def choose(question: Question, also: Container[str] = ()) -> str | None:
    """An answer to a question that is shown: its one spelling, empty for "don't know", None to stop.

    A word of ``also`` comes back as a Word.
    """
    response = question.response
    while (word := read_line(f"Answer ({response.asks}; ? for don't know, q to stop): ")) is not None:
        if word.casefold() in _STOP:
            return None
        if word in _UNKNOWN:
            return ""
        if word.casefold() in also:
            return Word(word.casefold())
        if not word:
            print("Nothing was typed.")
            continue
        try:
            return response.read(word)
        except UsageError as problem:
            write.line(str(problem))
    return None


def tell(question: Question, answer: str) -> None:
    """Prints whether an answer is right, what is right, and why each other one is not."""
    response = question.response
    verdict = "Right." if response.right(answer) else "Not right." if answer else "No answer."
    write.line(f"{verdict} The answer is {response.shown}.")
    for sentence in _reasons(question, answer):
        write.line(sentence, hang="   ")
    if question.sources:
        write.line(f"See {', '.join(str(span) for span in question.sources)}")


def paragraphs(text: str) -> None:
    """Prints a text line by line, so that what it shows on lines of its own stays so."""
    for line in clean(text).split("\n"):
        blanks = line[: len(line) - len(line.lstrip())]
        write.line(line.lstrip(), blanks)


def read_line(prompt: str) -> str | None:
    """What is typed after a prompt, without blanks around it; None at the end of the input."""
    print(printable(prompt), end="", flush=True)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        print()  # nobody sees the return that a file or a pipe holds
    return line.strip() if line else None


def _reasons(question: Question, answer: str) -> list[str]:
    response = question.response
    shown = explained(response)
    where = {one.label: f" ({listed([str(span) for span in one.sources])})" if one.sources else "" for one in shown}
    if isinstance(response, Choices):
        return [f"{one.label} is {one.word}. {one.reason}{where[one.label]}" for one in shown]
    if isinstance(response, Ordering):
        return [f"{place}. {one.label}. {one.reason}{where[one.label]}" for place, one in enumerate(shown, 1)]
    if isinstance(response, Matching):
        return [f"{one.label}, {one.text}. {one.reason}{where[one.label]}" for one in shown]
    return [response.reason, *_slip(response, answer)]


def _slip(response: Typed, answer: str) -> list[str]:
    """What was taken for the answer, when that was foreseen."""
    slip = "" if response.right(answer) or not answer else response.slip(answer)
    return [f"You typed {answer}. {slip}"] if slip else []
