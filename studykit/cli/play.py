"""A quiz played line by line; every answer is saved as in the app."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

from studykit.cli import options, plain, review
from studykit.core.errors import StoreError
from studykit.core.question import Question
from studykit.core.text import count, listed, printable
from studykit.workflows.draw import Draw
from studykit.workflows.library import Library
from studykit.workflows.quiz import Wish, weakest
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study

Make = Callable[[Library, Wish, Draw | None], tuple[Question, ...]]
Save = Callable[[Question, str, int], None]


def play(arguments: argparse.Namespace, wish: Wish, make: Make) -> int:
    """Asks the questions that ``make`` gives, saves each answer, and ends with the score."""
    with ExitStack() as stack:
        study = _study(arguments)
        draw = None
        if study is None:
            library = options.opened(arguments)
        else:
            stack.enter_context(study)
            library = study.library
            options.tell(library.diagnostics)
            draw = study.draw(wish.seed) if arguments.seed is None else None  # a seed asks for the same quiz again
        questions = make(library, wish, draw)
        answered = _asked(questions, arguments.answers or "inline", _saving(study, len(questions)))
        _score(answered, len(questions))
        return options.exit_code(library.diagnostics)


def _study(arguments: argparse.Namespace) -> Study | None:
    """The learner's session; None, with a message, when answers cannot be saved."""
    try:
        return options.opened_study(arguments)
    except StoreError as problem:
        print(f"studykit: answers will not be saved: {printable(str(problem))}", file=sys.stderr)
        return None


def _saving(study: Study | None, total: int) -> Save:
    """How an answer is saved. A card that is not sure after an edit of its note has no schedule yet."""
    at = 0

    def save(question: Question, chosen: str, milliseconds: int) -> None:
        nonlocal at
        at += 1
        if study is not None and question.id in study.cards:
            showing = Showing(study.cards[question.id], question, at, total)
            review.answer(study, showing, chosen, milliseconds)

    return save


def _asked(questions: tuple[Question, ...], answers: str, save: Save) -> list[tuple[Question, str]]:
    """Asks until all are answered or the learner stops; the answers that were given."""
    given: list[tuple[Question, str]] = []
    for at, question in enumerate(questions, 1):
        started = time.monotonic()
        chosen = plain.ask(question, at, len(questions))
        if chosen is None:
            break
        save(question, chosen, review.since(started))
        given.append((question, chosen))
        if answers == "inline":
            plain.tell(question, chosen)
        print(flush=True)
    if answers == "end" and given:
        print("Answers.")
        for at, (question, chosen) in enumerate(given, 1):
            print(f"\nQuestion {at}.")
            plain.paragraphs(question.stem)
            plain.tell(question, chosen)
        print()
    return given


def _score(given: list[tuple[Question, str]], total: int) -> None:
    marked = [(question, question.response.right(chosen)) for question, chosen in given]
    left = f" {count(total - len(given), 'question')} left." if len(given) < total else ""
    print(f"{sum(right for _, right in marked)} of {len(given)} right.{left}")
    weak = [f"{one.topic} {one.right} of {one.total}" for one in weakest(marked)]
    if weak:
        print(f"Weakest: {listed(weak)}.")
