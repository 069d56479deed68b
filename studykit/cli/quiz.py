"""``studykit quiz``: verified questions on the screen, as a file, or played line by line."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.cli import options, quiz_text, write
from studykit.cli.progress import told
from studykit.core.errors import UsageError
from studykit.core.question import Question
from studykit.core.text import count
from studykit.workflows.library import Library
from studykit.workflows.quiz import LEVELS, MOST, Wish, make, title
from studykit.workflows.quiz_formats import FORMATS

if TYPE_CHECKING:
    from studykit.workflows.draw import Draw

_EXAMPLES = """\
  studykit quiz --count 10 --seed 7                      ten questions, the answers below
  studykit quiz --topic sqs --answers inline             each answer right below its question
  studykit quiz --plain --count 5                        answer them here, line by line
  studykit quiz --kind repair --difficulty hard
  studykit quiz --exam DVA-C02 --format html --output exam.html
  studykit quiz --count 50 --format qti --output quiz.zip
  studykit quiz --count 1000 --lint                      how good the questions are, measured
"""
_FORMATS = "; ".join(f"{name}: {one.what}" for name, one in FORMATS.items())


def run(words: Sequence[str]) -> int:
    """Prints, writes or plays a quiz; the same seed gives the same quiz on any machine."""
    arguments = _parser().parse_args(words)
    _check(arguments)
    wish = Wish(
        arguments.count,
        1 if arguments.seed is None else arguments.seed,
        arguments.topic,
        arguments.kind,
        arguments.difficulty,
        arguments.exam,
        arguments.as_exam,
    )
    if arguments.plain:
        from studykit.cli.play import play

        return play(arguments, wish, _made)
    library = options.opened(arguments)
    if arguments.output:
        from studykit.workflows.own_files import refuse_own

        refuse_own(library, arguments.output)
    questions = _made(library, wish)
    if arguments.lint:
        return _lint(questions, arguments, exam=bool(wish.exam)) or options.exit_code(library.diagnostics)
    content = _written(questions, title(library, wish), arguments)
    as_it_is = arguments.format in FORMATS and not sys.stdout.isatty()
    _put(content.encode() if as_it_is and isinstance(content, str) else content, arguments.output)
    if arguments.output:
        print(f"Wrote {arguments.output}: {count(len(questions), 'question')}.")
    return options.exit_code(library.diagnostics)


def _parser() -> options.Parser:
    parser = options.parser("quiz", "Questions whose key is proved by the rules and facts.", _EXAMPLES)
    what = parser.add_argument_group("which questions")
    what.add_argument(
        "--count", type=int, metavar="N", help=f"how many, 1 to {MOST:,} (default: 10, or as many as the exam has)"
    )
    what.add_argument("--topic", default="", help="a service or domain: lambda, sqs, lambda.function")
    what.add_argument("--kind", default="", help="only this kind: limit, scenario, repair … (a wrong name lists all)")
    what.add_argument("--difficulty", choices=LEVELS, default="", help="only questions of this level")
    what.add_argument(
        "--seed", type=int, metavar="N", help="same seed, same quiz (default: 1; with --plain: unseen and weak first)"
    )
    what.add_argument("--exam", default="", help="draw by the plan of this exam, such as DVA-C02")
    when = what.add_mutually_exclusive_group()
    when.add_argument("--current", dest="as_exam", action="store_false", help="what holds today is right (default)")
    when.add_argument("--as-exam", action="store_true", help="what the exam still takes for right is right")
    how = parser.add_argument_group("how they leave")
    how.add_argument("--plain", action="store_true", help="answer them here, line by line; every answer is saved")
    how.add_argument("--format", choices=("text", *FORMATS), help=f"text: for people (default); {_FORMATS}")
    how.add_argument(
        "--answers",
        choices=("inline", "end", "none"),
        help="below each question (default of --plain), all at the end (default), or none",
    )
    how.add_argument("--output", metavar="FILE", type=Path, help="write this file, whole or not at all")
    how.add_argument(
        "--lint", action="store_true", help="measure the questions instead; exit code 2 when they are poor"
    )
    options.add_content(parser)
    parser.set_defaults(as_exam=False)
    return parser


def _check(arguments: argparse.Namespace) -> None:
    """Raises UsageError for options that cannot go together, before anything is made."""
    name = arguments.format
    chosen = FORMATS.get(name or "")
    if arguments.plain and (name or arguments.output or arguments.lint):
        raise UsageError("--plain asks the questions here; leave out --format, --output and --lint.")
    if arguments.lint and name not in (None, "text", "json"):
        raise UsageError(f"--lint prints text or json, not {name}.")
    if arguments.answers and (arguments.lint or (chosen and not chosen.places)):
        raise UsageError(
            f"--answers is for text, md, html and --plain, not for {'--lint' if arguments.lint else name}."
        )
    if chosen and chosen.packed and arguments.output is None and sys.stdout.isatty():
        raise UsageError(f"A terminal cannot show a package. Write it: --format {name} --output quiz.zip")


def _made(library: Library, wish: Wish, draw: Draw | None = None) -> tuple[Question, ...]:
    """The questions; what was left out, and why, is told on standard error."""
    with told("Making questions") as bar:
        made = make(library, wish, bar, draw)
    if made.missing > 0:
        few = count(made.missing, "question")
        print(f"studykit: {few} fewer than asked for: there is no more to ask.", file=sys.stderr)
    for part, number in sorted(made.short.items()):
        few = count(number, "more question")
        print(f"studykit: {part} should have {few}; others stand in their place.", file=sys.stderr)
    if made.dropped:
        why = ", ".join(f"{name} {number:,}" for name, number in sorted(made.dropped.items()))
        print(f"studykit: {count(sum(made.dropped.values()), 'draft')} left out: {why}.", file=sys.stderr)
    return made.questions


def _written(questions: Sequence[Question], name: str, arguments: argparse.Namespace) -> str | bytes:
    answers = arguments.answers or "end"
    if arguments.format in (None, "text"):
        with redirect_stdout(io.StringIO()) as page:
            quiz_text.show(questions, answers)
        return page.getvalue()
    return FORMATS[arguments.format].write(questions, name, answers)


def _put(content: str | bytes, output: Path | None) -> None:
    """Writes a file, or prints; into a pipe the same bytes go on every system."""
    if output is not None:
        from studykit.exchange.whole_file import write_whole

        write_whole(output, content if isinstance(content, bytes) else content.encode())
    elif isinstance(content, bytes):
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    else:
        print(content, end="")


def _lint(questions: Sequence[Question], arguments: argparse.Namespace, *, exam: bool) -> int:
    """Prints the figures of the questions; 2 when one is out of its bounds."""
    from studykit.workflows.quality import quality, quality_record, quality_rows

    found = quality(questions, exam=exam)
    with redirect_stdout(io.StringIO()) as page:
        if arguments.format == "json":
            write.json_line(quality_record(found))
        else:
            write.pairs(quality_rows(found))
            for problem in found.poor:
                write.line(f"Poor: {problem}.", hang="  ")
    _put(page.getvalue(), arguments.output)
    return 2 if found.poor else 0
