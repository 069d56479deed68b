"""``studykit exam``: a mock exam in the app or line by line; which exams there are; how past ones went."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from studykit.cli import options, write
from studykit.core.attempt import ExamWish, Result, values_asked
from studykit.core.errors import UsageError
from studykit.core.pack import Blueprint
from studykit.core.text import count, listed
from studykit.workflows.library import Library

_EXAMPLES = """\
  studykit exam                            a mock exam in the app, by the pack's own blueprint
  studykit exam --exam SAA-C03 --seed 7    another exam; one seed gives everybody the same questions
  studykit exam --plain --count 10         ten questions, line by line, with their share of the time
  studykit exam --plain --give-back        go on with an exam that was left; take the time away out of it
  studykit exam --current                  values as they are today, where the exam still asks older ones
  studykit exam list                       the exams, their format, where it comes from, what the pack has
  studykit exam results --format json      how past exams went
"""


def run(words: Sequence[str]) -> int:
    """Opens a mock exam, or lists exams or results."""
    arguments = _parser().parse_args(words)
    if arguments.what == "list":
        return _list(arguments)
    if arguments.what == "results":
        return _results(arguments)
    if arguments.plain or not options.on_screen():
        from studykit.cli.exam_plain import play

        return play(arguments)
    given = [name for name in ("count", "untimed", "clock") if getattr(arguments, name)]
    if given:
        names = {"count": "--count", "untimed": "--untimed", "clock": "--keep-clock and --give-back"}
        raise UsageError(f"{listed([names[name] for name in given])} go with --plain; the app asks on its own screen.")
    from studykit.tui.app import run as run_app

    wish = ExamWish(arguments.exam, arguments.seed, as_exam=not arguments.current)
    return run_app(options.desk(arguments), wish)


def _parser() -> options.Parser:
    parser = options.parser("exam", "Sit a mock exam. It can be left and gone on with; nothing is lost.", _EXAMPLES)
    parser.add_argument("what", nargs="?", choices=("list", "results"), help="exams that there are; past results")
    parser.add_argument("--exam", default="", metavar="EXAM", help="which one: DVA-C02 (default: the pack's own)")
    parser.add_argument("--seed", type=int, default=None, metavar="N", help="same seed, same questions")
    parser.add_argument("--count", type=int, default=None, metavar="N", help="how many (default: as the exam has)")
    parser.add_argument("--current", action="store_true", help="ask values as they are today, not as in the exam yet")
    parser.add_argument("--untimed", action="store_true", help="without a clock; the result says so")
    parser.add_argument("--plain", action="store_true", help="line by line, for ssh and screen readers")
    away = parser.add_mutually_exclusive_group()
    away.add_argument(
        "--keep-clock", dest="clock", action="store_const", const="keep", help="go on: the clock ran on meanwhile"
    )
    away.add_argument(
        "--give-back", dest="clock", action="store_const", const="back", help="go on: the time away does not count"
    )
    options.add_content(parser)
    options.add_format(parser)
    return parser


def _list(arguments: argparse.Namespace) -> int:
    from studykit.workflows.exam_records import blueprint_record, cards_by_area

    library = options.opened(arguments)
    if not library.pack.blueprints:
        raise UsageError(f"The pack '{library.pack.key}' describes no exam (blueprint.yaml).")
    chosen = (library.blueprint(arguments.exam),) if arguments.exam else library.pack.blueprints
    for blueprint in chosen:
        if arguments.format == "json":
            write.json_line(blueprint_record(library, blueprint))
        else:
            _describe(library, blueprint, cards_by_area(library, blueprint))
    return options.exit_code(library.diagnostics)


def _describe(library: Library, blueprint: Blueprint, cards: dict[str, int]) -> None:
    own = " (this pack's own exam)" if blueprint is library.pack.blueprint else ""
    write.line(f"{blueprint.exam}  {blueprint.title}{own}")
    forms = listed([str(form) for form in blueprint.responses])
    format_ = f"{blueprint.questions} questions ({blueprint.scored} scored), {blueprint.minutes} min"
    write.line(f"{format_}, pass mark {blueprint.passing}; answers: {forms}.", "  ")
    if blueprint.multiple is not None:
        share = f"{blueprint.multiple.least} to {blueprint.multiple.most} % with several right answers"
        write.line(f"{share} ({blueprint.multiple.source}).", "  ")
    rows = [(f"{area.weight} %", count(cards[area.key], "card"), area.title) for area in blueprint.areas]
    write.table(rows, "    ")
    write.line(f"Source: {blueprint.source}, {blueprint.as_of}. {blueprint.remark}", "  ")
    print()


def _results(arguments: argparse.Namespace) -> int:
    from studykit.workflows.exam import results
    from studykit.workflows.exam_records import result_record

    with options.opened_study(arguments) as study:
        found = [
            one for one in results(study) if not arguments.exam or one.exam.casefold() == arguments.exam.casefold()
        ]
        zone = study.clock().tzinfo
    if arguments.format == "json":
        for one in found:
            write.json_line(result_record(one))
        return 0
    if not found:
        print("No exam was finished yet. Begin one: studykit exam")
    for one in found:
        write.line(f"{one.started.astimezone(zone):%Y-%m-%d %H:%M}  {_line(one)}", hang="  ")
    return 0


def _line(one: Result) -> str:
    share = f"{one.right}/{one.total} = {percent(one.share)} % ({percent(one.low)}–{percent(one.high)})"
    score = f"practice score {one.score} ({one.score_low}–{one.score_high}), pass mark {one.passing}"
    parts = [f"{one.exam}  {share}", score, *([one.note] if one.note else []), values_asked(as_exam=one.as_exam)]
    return ", ".join(parts)


def percent(share: float) -> int:
    """A share as per cent."""
    return round(share * 100)
