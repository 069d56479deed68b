"""``studykit review``: what is due, line by line; works over ssh and with a screen reader."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from studykit.cli import options, plain
from studykit.core.mark import MarkKind
from studykit.core.review import Rating
from studykit.core.text import count
from studykit.workflows.showing import Answered, Showing
from studykit.workflows.study import Study

_EXAMPLES = """\
  studykit review                  answer what is due
  studykit review --count 5        at most five cards

Instead of an answer you may type
  again, hard, good or easy        to rate the answer before otherwise
  undo                             to take the answer before back, then the one before it
  bury, suspend                    to leave this card out for today, or until it is released
"""
_RATINGS = {"1": Rating.AGAIN, "2": Rating.HARD, "3": Rating.GOOD, "4": Rating.EASY}
_NAMES = {rating.name.casefold(): rating for rating in Rating}
_WORDS = frozenset((*_NAMES, "undo", "bury", "suspend"))


def run(words: Sequence[str]) -> int:
    """Asks one card after the other on standard output and reads answers from standard input."""
    parser = options.parser("review", "Answer what is due, line by line.", _EXAMPLES)
    parser.add_argument("--count", type=int, default=0, metavar="N", help="stop after N cards (default: when done)")
    parser.add_argument("--plain", action="store_true", help="line by line, as this verb always is")
    options.add_content(parser)
    arguments = parser.parse_args(words)
    with options.opened_study(arguments) as study:
        options.tell(study.library.diagnostics)
        answers = _Sitting(study).ask(arguments.count)
        today = study.today()
    right = sum(one.right for one in answers)
    print(f"{count(len(answers), 'card')} answered, {right} right. {today.due} due, {today.new} new.")
    return 0


def answer(study: Study, showing: Showing, chosen: str, milliseconds: int) -> Answered:
    """Saves an answer to a question: good when it is right, again when it is not."""
    rating = study.rating(showing, chosen, milliseconds)
    return study.answer(showing, chosen=chosen, rating=rating, duration=milliseconds)


def since(started: float) -> int:
    """Milliseconds since a moment of the steady clock."""
    return round((time.monotonic() - started) * 1000)


def told_saved(answered: Answered) -> None:
    """Prints how the answer counts and when its card comes back."""
    choice = answered.choices[answered.review.rating - 1]
    print(f"Saved as {choice.rating.name.lower()}: back in {choice.interval}.")
    if answered.leech:
        print("You forgot this card again and again. Look at its note, or put it in your own words.")
    print(flush=True)


@dataclass
class _Sitting:
    """Card after card, with what may be typed instead of an answer."""

    study: Study

    def __post_init__(self) -> None:
        self.answers: list[Answered] = []

    def ask(self, most: int) -> list[Answered]:
        """Asks until nothing is left, the learner stops, or ``most`` (0: no end) cards are answered."""
        showing = self.study.next()
        while showing is not None and (not most or len(self.answers) < most):
            started = time.monotonic()
            print(f"Card {showing.position} of {showing.total}. {showing.card.topic}")
            done = self._turned(showing, started) if showing.question is None else self._asked(showing, started)
            if done is None:
                break
            showing = self._obeyed(done, showing) if isinstance(done, plain.Word) else self.study.next()
        return self.answers

    def _asked(self, showing: Showing, started: float) -> Answered | plain.Word | None:
        assert showing.question is not None
        plain.show(showing.question)
        chosen = plain.choose(showing.question, _WORDS)
        if chosen is None or isinstance(chosen, plain.Word):
            return chosen
        answered = answer(self.study, showing, chosen, since(started))
        plain.tell(showing.question, chosen)
        return self._told(answered)

    def _turned(self, showing: Showing, started: float) -> Answered | plain.Word | None:
        plain.paragraphs(showing.card.front)
        shown = plain.read_line("Enter shows the answer (q to stop): ")
        if shown is None or shown.casefold() == "q":
            return None
        if shown.casefold() in _WORDS:
            return plain.Word(shown.casefold())
        plain.paragraphs(showing.card.back)
        print(
            ", ".join(
                f"{choice.rating.value} {choice.rating.name.lower()} ({choice.interval})"
                for choice in self.study.choices(showing.card.id)
            )
        )
        while (word := plain.read_line("How well did you know it, 1 to 4 (q to stop)? ")) is not None:
            if word.casefold() == "q":
                return None
            if word in _RATINGS:
                rating = _RATINGS[word]
                return self._told(self.study.answer(showing, chosen="", rating=rating, duration=since(started)))
            print("Type 1, 2, 3 or 4.")
        return None

    def _told(self, answered: Answered) -> Answered:
        self.answers.append(answered)
        told_saved(answered)
        return answered

    def _obeyed(self, word: plain.Word, showing: Showing) -> Showing | None:
        """Does what was typed instead of an answer; gives the card to show next."""
        if word in _NAMES:
            if not self.answers:
                print("Nothing was answered yet.\n")
            else:
                self.answers[-1] = self.study.rerate(self.answers[-1], _NAMES[word])
                told_saved(self.answers[-1])
            return showing
        if word == "undo":
            taken = self.study.undo()
            self.answers = self.answers[:-1]
            print("Taken back.\n" if taken else "Nothing is left to take back.\n")
            return taken or showing
        self.study.mark(showing.card.id, MarkKind(word))
        print("Not asked again today.\n" if word == "bury" else "Suspended: studykit cards release brings it back.\n")
        return self.study.next()
