"""A mock exam line by line: no reasons before the end, everything saved as it is typed."""

from __future__ import annotations

import argparse
import threading
import time
from types import TracebackType
from typing import Self

from studykit.cli import options, plain, write
from studykit.cli.exam import percent
from studykit.core.attempt import values_asked
from studykit.core.errors import StudykitError, UsageError
from studykit.core.text import count
from studykit.workflows.exam import Left, Result, Sitting, begin, go_on, unfinished
from studykit.workflows.exam_clock import span
from studykit.workflows.study import Study

_BEAT_SECONDS = 3
_KEYS = "Type the answer's letters. m marks, n next, p back, a number goes there, v overview, finish ends, q leaves."
_LEFT = "Left. Everything is saved; 'studykit exam --plain' goes on with it. The clock runs on meanwhile."
_A_ROW = 10


def play(arguments: argparse.Namespace) -> int:
    """Sits an exam on standard input and output. The end of the input leaves; it never finishes an exam."""
    with options.opened_study(arguments) as study:
        options.tell(study.library.diagnostics)
        sitting = _sitting(study, arguments)
        if sitting is None:
            return 0
        try:
            with _Heart(sitting):
                done = _sit(sitting)
            if done:
                _after(sitting.finish())
        finally:
            sitting.leave()
        if not done:
            write.line(_LEFT if sitting.minutes is not None else _LEFT.rpartition(". ")[0] + ".")
    return 0


def _sitting(study: Study, arguments: argparse.Namespace) -> Sitting | None:
    """A new exam, or the one that was left; None when the learner does not say how to go on with it."""
    left = unfinished(study)
    if left is None:
        sitting = begin(
            study,
            arguments.exam,
            arguments.seed,
            untimed=arguments.untimed,
            count=arguments.count,
            as_exam=not arguments.current,
        )
        timed = "no clock" if sitting.minutes is None else f"{sitting.minutes} min"
        write.line(
            f"{sitting.exam}, {sitting.title}: {len(sitting.questions)} questions, {timed}, seed {sitting.seed}."
        )
        write.line(f"It asks {values_asked(as_exam=sitting.as_exam)}.")
        for sentence in sitting.shortfalls:
            write.line(sentence)
        write.line("A question without an answer counts as wrong, so guess. Reasons come after the end.")
    else:
        how = arguments.clock or _ask_how(left)
        if how is None:
            return None
        sitting = go_on(study, give_back=how == "back")
        write.line(f"Going on with {sitting.exam}, {sitting.title}.")
    write.line(_KEYS)
    return sitting


def _ask_how(left: Left) -> str | None:
    gone = span(left.away_seconds * 1000)
    write.line(f"{left.exam} was left at question {left.position + 1} of {left.total}, {gone} ago.")
    write.line(f"{count(left.answered, 'answer')} saved.")
    if left.clock_note:
        write.line(left.clock_note)
    if left.left_if_kept is None or left.left_if_given_back is None:
        return "keep"
    print(f"1. Go on: the clock kept running, {span(left.left_if_kept * 1000)} left." if left.left_if_kept else _UP)
    print(f"2. Go on: give the {gone} back, {span(left.left_if_given_back * 1000)} left. The result will say so.")
    while (word := plain.read_line("1 or 2 (q leaves it as it is): ")) is not None and word != "q":
        if word in ("1", "2"):
            return "keep" if word == "1" else "back"
        print("Type 1 or 2.")
    return None


_UP = "1. See the result: the clock kept running, and time is up."


def _sit(sitting: Sitting) -> bool:
    """Asks until the exam is to be finished (True) or left (False)."""
    shown = -1
    since = time.monotonic()
    while not sitting.over():
        if sitting.at != shown:
            _show(sitting)
            shown, since = sitting.at, time.monotonic()
        line = plain.read_line("> ")
        if line is None or line.casefold() in ("q", "quit"):
            return False
        if sitting.over():
            break
        if line.casefold() == "finish":
            if _sure(sitting):
                return True
            continue
        try:
            again = _obey(sitting, line, round((time.monotonic() - since) * 1000))
        except UsageError as problem:
            write.line(str(problem))
            continue
        shown = -1 if again else shown
    _time_up(sitting)
    return True


def _obey(sitting: Sitting, line: str, milliseconds: int) -> bool:
    """Does what a line says; True when the question is to be shown again. Raises UsageError."""
    at, last, word = sitting.at, len(sitting.questions) - 1, line.casefold()
    if word in ("n", ""):
        sitting.at = min(at + 1, last)
    elif word == "p":
        sitting.at = max(at - 1, 0)
    elif word.removeprefix("go ").isdecimal() and len(word) < _A_ROW:
        where = int(word.removeprefix("go "))
        if not 1 <= where <= last + 1:
            raise UsageError(f"Questions go from 1 to {last + 1}.")
        sitting.at = where - 1
        return True
    elif word == "m":
        sitting.mark(at, not sitting.marked(at))
        print("Marked." if sitting.marked(at) else "No longer marked.")
        return False
    elif word == "v":
        _overview(sitting)
        return False
    else:
        _answer(sitting, line, milliseconds)
    if sitting.at == at and word in ("n", "", "p"):
        print("This is the last question. v overview, finish ends." if at == last else "This is the first question.")
    return False


def _answer(sitting: Sitting, line: str, milliseconds: int) -> None:
    at, last = sitting.at, len(sitting.questions) - 1
    chosen = "" if line == "?" else sitting.questions[at].response.read(line)
    sitting.answer(at, chosen, milliseconds)
    print(f"Saved: {chosen or 'no answer known'}.")
    if at == last:
        print("This is the last question. v overview, finish ends.")
    sitting.at = min(at + 1, last)


def _show(sitting: Sitting) -> None:
    at, question = sitting.at, sitting.questions[sitting.at]
    left = sitting.seconds_left()
    parts = [f"Question {at + 1} of {len(sitting.questions)}."]
    parts += [f"{span(left * 1000)} left."] if left is not None else []
    parts += ["Marked."] if sitting.marked(at) else []
    chosen = sitting.chosen(at)
    parts += [f"You answered {chosen or '?'}."] if chosen is not None else []
    note = sitting.clock_note()
    parts += [note] if note else []
    print()
    write.line(" ".join(parts))
    plain.show(question)
    write.line(f"({question.response.asks})")


def _overview(sitting: Sitting) -> None:
    cells = [_cell(sitting, at) for at in range(len(sitting.questions))]
    for start in range(0, len(cells), _A_ROW):
        print("  ".join(cells[start : start + _A_ROW]))
    done = sum(sitting.chosen(at) is not None for at in range(len(cells)))
    marked = sum(sitting.marked(at) for at in range(len(cells)))
    left = sitting.seconds_left()
    timed = f" {span(left * 1000)} left." if left is not None else ""
    print(f"{done} answered, {len(cells) - done} open (.), {marked} marked (*).{timed}")


def _cell(sitting: Sitting, at: int) -> str:
    chosen = sitting.chosen(at)
    return f"{at + 1}{'.' if chosen is None else '#'}{'*' if sitting.marked(at) else ''}"


def _sure(sitting: Sitting) -> bool:
    left = sum(sitting.chosen(at) is None for at in range(len(sitting.questions)))
    said = f"{count(left, 'question')} without an answer count as wrong. " if left else ""
    while (word := plain.read_line(f"{said}Finish the exam, yes or no? ")) is not None:
        if word.casefold() in ("y", "yes", "n", "no"):
            return word.casefold() in ("y", "yes")
        print("Type yes or no.")
    return False


def _time_up(sitting: Sitting) -> None:
    done = sum(sitting.chosen(at) is not None for at in range(len(sitting.questions)))
    print(f"Time is up. {done} of {len(sitting.questions)} have an answer.")


def tell(result: Result) -> None:
    """Prints how an exam went."""
    share = f"{percent(result.share)} % ({percent(result.low)}–{percent(result.high)})"
    print()
    write.line(f"{result.exam}: {result.right} of {result.total} right = {share}.")
    write.line(
        f"Practice score {result.score} ({result.score_low}–{result.score_high}), pass mark {result.passing}. "
        "It is 100 + 900 × the share right, not the provider's own scale."
    )
    write.line(f"One exam says little: anything from {result.score_low} to {result.score_high} would be no surprise.")
    rows = [
        (
            f"{one.right}/{one.total}",
            f"{percent(one.low)}–{percent(one.high)} %" if one.total else "not asked",
            one.title,
        )
        for one in result.areas
    ]
    write.table(rows)
    whole = "" if result.minutes is None else f" of {result.minutes}"
    slow = f"; {len(result.slow)} over {span(result.slow_seconds * 1000)}" if result.slow else ""
    median = f", median {span(result.median_seconds * 1000)} a question" if result.median_seconds else ""
    write.line(f"Time: {result.minutes_used}{whole} min{median}{slow}; {result.open} left open.")
    write.line(f"It asked {values_asked(as_exam=result.as_exam)}.")
    if result.note:
        write.line(f"This exam was sat {result.note}.")
    for sentence in result.shortfalls:
        write.line(sentence)


def _after(result: Result) -> None:
    """The result, then the questions with their reasons."""
    tell(result)
    sets = {"w": result.wrong, "m": result.marked, "s": result.slow, "a": tuple(range(result.total))}
    offer = (
        f"w wrong ({len(result.wrong)}), m marked ({len(result.marked)}), s slow ({len(result.slow)}), a all, q done"
    )
    while (word := plain.read_line(f"Go through them: {offer}: ")) is not None and word.casefold() not in ("q", ""):
        if word.casefold() not in sets:
            print("Type w, m, s, a or q.")
            continue
        for at in sets[word.casefold()]:
            if not _explain(result, at):
                break


def _explain(result: Result, at: int) -> bool:
    """One question with its reasons; False to stop."""
    question, chosen = result.questions[at], result.chosen[at]
    print(f"\nQuestion {at + 1} of {result.total}.")
    plain.show(question)
    print(f"You answered {chosen or 'nothing'}.")
    plain.tell(question, chosen or "")
    line = plain.read_line("Enter goes on, q stops: ")
    return line is not None and line.casefold() != "q"


class _Heart:
    """Keeps the time used on disk while somebody thinks, so that a kill knows when it came."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting, self._end = sitting, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._end.wait(_BEAT_SECONDS):
            try:
                self._sitting.beat()
            except StudykitError:
                return  # the next answer says what is wrong
