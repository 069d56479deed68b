"""``studykit review``: what is due, line by line; works over ssh and with a screen reader."""

from __future__ import annotations

import time
from collections.abc import Sequence

from studykit.cli import options, plain
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
    parser.add_argument("--plain", action="store_true", help="line by line, as this verb always is")
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


def answer(study: Study, showing: Showing, chosen: str, milliseconds: int) -> Answered:
    """Saves an answer to a question: good when it is right, again when it is not."""
    assert showing.question is not None, "a card that is turned is rated by the learner"
    rating = Rating.GOOD if showing.question.response.right(chosen) else Rating.AGAIN
    return study.answer(showing, chosen=chosen, rating=rating, duration=milliseconds)


def since(started: float) -> int:
    """Milliseconds since a moment of the steady clock."""
    return round((time.monotonic() - started) * 1000)


def told_saved(answered: Answered) -> None:
    """Prints how the answer counts and when its card comes back."""
    choice = answered.choices[answered.review.rating - 1]
    print(f"Saved as {choice.rating.name.lower()}: back in {choice.interval}.\n", flush=True)


def _ask(study: Study, showing: Showing) -> Answered | None:
    started = time.monotonic()
    print(f"Card {showing.position} of {showing.total}. {showing.card.topic}")
    if showing.question is None:
        return _turn(study, showing, started)
    plain.show(showing.question)
    chosen = plain.choose(showing.question)
    if chosen is None:
        return None
    answered = answer(study, showing, chosen, since(started))
    plain.tell(showing.question, chosen)
    told_saved(answered)
    return answered


def _turn(study: Study, showing: Showing, started: float) -> Answered | None:
    plain.paragraphs(showing.card.front)
    shown = plain.read_line("Enter shows the answer (q to stop): ")
    if shown is None or shown.casefold() == "q":
        return None
    plain.paragraphs(showing.card.back)
    print(
        ", ".join(
            f"{choice.rating.value} {choice.rating.name.lower()} ({choice.interval})"
            for choice in study.choices(showing.card.id)
        )
    )
    while (word := plain.read_line("How well did you know it, 1 to 4 (q to stop)? ")) is not None:
        if word.casefold() == "q":
            return None
        if word in _RATINGS:
            answered = study.answer(showing, chosen="", rating=_RATINGS[word], duration=since(started))
            told_saved(answered)
            return answered
        print("Type 1, 2, 3 or 4.")
    return None
