"""``studykit review``: what is due, line by line; works over ssh and with a screen reader."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from studykit.cli import options, write
from studykit.core.question import Question
from studykit.core.review import Rating
from studykit.core.text import count
from studykit.workflows.showing import Answered, Showing
from studykit.workflows.study import Study

_EXAMPLES = """\
  studykit review                  answer what is due
  studykit review --count 5        at most five cards
"""
_RATINGS = {"1": Rating.AGAIN, "2": Rating.HARD, "3": Rating.GOOD, "4": Rating.EASY}


def run(words: Sequence[str]) -> int:
    """Asks one card after the other on standard output and reads answers from standard input."""
    parser = options.parser("review", "Answer what is due, line by line.", _EXAMPLES)
    parser.add_argument("--count", type=int, default=0, metavar="N", help="stop after N cards (default: when done)")
    options.add_content(parser)
    arguments = parser.parse_args(words)
    right = answered = 0
    with options.opened_study(arguments) as study:
        options.tell(study.library.diagnostics)
        while not arguments.count or answered < arguments.count:
            showing = study.next()
            done = _ask(study, showing) if showing is not None else None
            if done is None:
                break
            answered, right = answered + 1, right + done.right
        today = study.today()
    print(f"{count(answered, 'card')} answered, {right} right. {today.due} due, {today.new} new.")
    return 0


def _ask(study: Study, showing: Showing) -> Answered | None:
    started = time.monotonic()
    question = showing.question
    print(f"Card {showing.position} of {showing.total}. {showing.card.topic}")
    if question is None:
        return _turn(study, showing, started)
    write.line(question.stem)
    for letter, option in zip("ABCDEFGH", question.options, strict=False):
        write.line(f"{letter}. {option.text}", hang="   ")
    chosen = _choose(question)
    if chosen is None:
        return None
    rating = Rating.GOOD if chosen == question.letters else Rating.AGAIN
    answered = study.answer(showing, chosen=chosen, rating=rating, duration=_since(started))
    print(f"{'Right.' if answered.right else 'Not right.'} The answer is {question.letters}.")
    for letter, option in zip("ABCDEFGH", question.options, strict=False):
        write.line(f"{letter} is {'right' if option.right else 'wrong'}. {option.reason}", hang="   ")
    if question.sources:
        write.line(f"See {', '.join(str(span) for span in question.sources)}")
    _saved(answered)
    return answered


def _turn(study: Study, showing: Showing, started: float) -> Answered | None:
    write.line(showing.card.front)
    if _read("Enter shows the answer: ") is None:
        return None
    write.line(showing.card.back)
    print(
        ", ".join(
            f"{choice.rating.value} {choice.rating.name.lower()} ({choice.interval})"
            for choice in study.choices(showing.card.id)
        )
    )
    while (word := _read("How well did you know it, 1 to 4? ")) is not None:
        if word in _RATINGS:
            answered = study.answer(showing, chosen="", rating=_RATINGS[word], duration=_since(started))
            _saved(answered)
            return answered
        print("Type 1, 2, 3 or 4.")
    return None


def _choose(question: Question) -> str | None:
    """Letters in order, empty for "don't know", None when the learner leaves."""
    letters = "ABCDEFGH"[: len(question.options)]
    wanted = len(question.key)
    while (word := _read(f"Answer ({letters[0]} to {letters[-1]}, ? for don't know, q to stop): ")) is not None:
        chosen = "".join(sorted(set(word.upper().replace(" ", "").replace(",", ""))))
        if chosen == "Q":
            return None
        if chosen == "?":
            return ""
        if len(chosen) == wanted and all(letter in letters for letter in chosen):
            return chosen
        print(f"Type {count(wanted, 'letter')} from {letters[0]} to {letters[-1]}.")
    return None


def _read(prompt: str) -> str | None:
    print(prompt, end="", flush=True)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        print()
    return line.strip() if line else None


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


def _saved(answered: Answered) -> None:
    choice = answered.choices[answered.review.rating - 1]
    print(f"Saved as {choice.rating.name.lower()}: back in {choice.interval}.\n", flush=True)
