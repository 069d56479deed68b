"""``studykit plan``: what to do each day until the exam, and how ready that makes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from studykit.cli import options, write
from studykit.cli.progress import told
from studykit.core.errors import UsageError

if TYPE_CHECKING:
    from studykit.workflows.study import Study

_EXAMPLES = """\
  studykit plan --exam 2027-01-15 --minutes 25    plan towards an exam; 25 minutes on each day
  studykit plan --break 2026-12-24..26            days off (given again: several); --break none: no days off
  studykit plan --exam-name SAA-C03               for another exam than the pack's own
  studykit plan                                   today's work, the days ahead, and how ready you are
  studykit plan --no-exam                         no plan any more; cards come back by 'retention'
"""


def run(words: Sequence[str]) -> int:
    """Sets the plan, when something is given, and shows it. Nothing is set that cannot be planned."""
    arguments = _parser().parse_args(words)
    from studykit.workflows import settings as workflow

    with options.opened_study(arguments) as study:
        options.tell(study.library.diagnostics)
        changes = _changes(arguments, study)
        settings = replace(study.settings, **changes)
        if settings.exam_day is None:
            workflow.change_all(study.store, changes, study.clock())
            return _without(arguments.format)
        from studykit.workflows.outlook import outlook

        with told("Planning the days") as bar:
            found = outlook(study, settings, bar)
        if changes:
            workflow.change_all(study.store, changes, study.clock())
    if arguments.format == "json":
        from studykit.workflows.plan_records import outlook_record

        write.json_line(outlook_record(found))
    else:
        from studykit.cli.plan_text import show

        show(found, arguments.days, spoken=arguments.plain)
    return 0


def _parser() -> options.Parser:
    parser = options.parser("plan", "Plan the days to an exam: most known on its day, within your minutes.", _EXAMPLES)
    parser.add_argument("--exam", default="", metavar="DATE", help="day of the exam: 2027-01-15")
    parser.add_argument("--minutes", default="", metavar="N", help="minutes a day that you have")
    parser.add_argument(
        "--break",
        dest="breaks",
        action="append",
        default=[],
        metavar="DAYS",
        help="days off: 2026-12-24, 2026-12-24..26; all that there are, in place of those before",
    )
    parser.add_argument(
        "--exam-name", default=None, metavar="EXAM", help="which exam: DVA-C02 (default: the pack's own)"
    )
    parser.add_argument("--no-exam", action="store_true", help="no plan any more")
    parser.add_argument(
        "--days", type=_days, default=7, metavar="N", help="show N days one by one (default: 7), then weeks"
    )
    parser.add_argument("--plain", action="store_true", help="sentences instead of bars, for screen readers")
    options.add_content(parser)
    options.add_format(parser)
    return parser


def _days(text: str) -> int:
    days = int(text) if text.isdecimal() else -1
    if days < 0:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of days")
    return days


def _changes(arguments: argparse.Namespace, study: Study) -> dict[str, Any]:
    """The settings that were given, by name. Raises UsageError for what makes no sense."""
    from studykit.workflows import setting_texts as texts
    from studykit.workflows.plan import checked_day

    changes: dict[str, Any] = {}
    if arguments.no_exam:
        if arguments.exam or arguments.exam_name:
            raise UsageError("--no-exam goes without --exam and --exam-name.")
        changes["exam_day"] = None
    if arguments.exam:
        changes["exam_day"] = texts.read_date(arguments.exam)
        if changes["exam_day"] < study.day:
            raise UsageError(f"{date.fromordinal(changes['exam_day']).isoformat()} is past.")
        checked_day(changes["exam_day"], study.day)
    if arguments.minutes:
        changes["minutes"] = texts.whole(1, 1440)[0](arguments.minutes)
    if arguments.breaks:
        changes["breaks"] = texts.breaks()[0](" ".join(arguments.breaks))
    if arguments.exam_name is not None:
        changes["exam"] = study.library.blueprint(arguments.exam_name).exam if arguments.exam_name else ""
    return changes


def _without(form: str) -> int:
    if form == "json":
        write.json_line({"exam_day": None})
    else:
        write.line("No exam date. Without one, cards come back by the retention that is set (studykit settings).")
        write.line("Plan towards an exam: studykit plan --exam 2027-01-15 --minutes 25")
    return 0
