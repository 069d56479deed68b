"""``studykit quiz``: verified questions as text, Markdown or JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from studykit.cli import options, write
from studykit.core.errors import UsageError
from studykit.core.question import Question
from studykit.core.text import count, printable
from studykit.workflows.records import question_record

_EXAMPLES = """\
  studykit quiz --count 10 --seed 7
  studykit quiz --topic sqs --format md > quiz.md
  studykit quiz --kind scenario --count 5 --format json
"""
_MOST = 1000


def run(words: Sequence[str]) -> int:
    """Prints a quiz; the same seed gives the same quiz on any machine."""
    parser = options.parser("quiz", "Print questions whose key is proved by the rules and facts.", _EXAMPLES)
    parser.add_argument("--count", type=int, default=10, metavar="N", help=f"how many (1 to {_MOST}; default 10)")
    parser.add_argument("--seed", type=int, default=None, metavar="N", help="same seed, same quiz (default: 1)")
    parser.add_argument(
        "--topic", default="", metavar="TOPIC", help="a service or domain: lambda, sqs, lambda.function"
    )
    parser.add_argument("--kind", choices=("limit", "scenario"), default="", help="only questions of this kind")
    options.add_content(parser)
    options.add_format(parser, "md")
    arguments = parser.parse_args(words)
    if not 1 <= arguments.count <= _MOST:
        raise UsageError(f"--count must be 1 to {_MOST:,}, not {arguments.count}.")
    library = options.opened(arguments)
    seed = 1 if arguments.seed is None else arguments.seed
    quiz = library.quiz(count=arguments.count, seed=seed, topic=arguments.topic, kind=arguments.kind)
    if not quiz.questions:
        raise UsageError(f"No question can be made and proved{_about(arguments.topic)}. See: studykit facts")
    shape = {"text": _text, "md": _markdown, "json": _json}[arguments.format]
    shape(quiz.questions)
    left = arguments.count - len(quiz.questions)
    if left > 0:
        print(
            f"studykit: {count(left, 'question')} fewer than asked for: there is no more to ask.",
            file=sys.stderr,
        )
    if quiz.dropped:
        print(f"studykit: {count(quiz.dropped, 'question')} could not be proved and left out.", file=sys.stderr)
    return options.exit_code(library.diagnostics)


def _about(topic: str) -> str:
    return f" about '{topic}'" if topic else ""


def _json(questions: Sequence[Question]) -> None:
    for question in questions:
        write.json_line(question_record(question))


def _text(questions: Sequence[Question]) -> None:
    for number, question in enumerate(questions, 1):
        write.line(f"{number}. {question.stem}", hang="   ")
        for letter, option in zip("ABCDEFGH", question.options, strict=False):
            write.line(f"{letter}  {option.text}", "   ", "      ")
        print()
    print("Answers")
    for number, question in enumerate(questions, 1):
        print(f"\n{number}. {question.letters}")
        for letter, option in zip("ABCDEFGH", question.options, strict=False):
            sign = "right" if option.right else "wrong"
            write.line(f"{letter} {sign}: {option.reason}", "   ", "      ")
        if question.sources:
            write.line(f"See {', '.join(str(span) for span in question.sources)}", "   ")


def _markdown(questions: Sequence[Question]) -> None:
    for number, question in enumerate(questions, 1):
        print(f"## Question {number}\n\n{_escaped(question.stem)}\n")
        for letter, option in zip("ABCDEFGH", question.options, strict=False):
            print(f"- **{letter}** {_escaped(option.text)}")
        print(f"\n<details><summary>Answer</summary>\n\n**{question.letters}**\n")
        for letter, option in zip("ABCDEFGH", question.options, strict=False):
            print(f"- **{letter}** {'right' if option.right else 'wrong'}: {_escaped(option.reason)}")
        if question.sources:
            print(f"\nSee {_escaped(', '.join(str(span) for span in question.sources))}")
        print("\n</details>\n")


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join("\\" + letter if letter in "\\`*_[]<>#|" else letter for letter in printable(text))
