"""``studykit settings``: what is set, and changing it by name."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options, write
from studykit.core.errors import UsageError

_EXAMPLES = """\
  studykit settings                            everything, with what it means
  studykit settings new_a_day 20               twenty new cards a day
  studykit settings learning_steps 1m 10m      waits of a new card; none: it graduates at once
  studykit settings easy_days sat=0.5 sun=0    half the work on Saturdays, none on Sundays
  studykit settings breaks 2026-12-24..26      days off; reviews are moved around them
  studykit settings retention --default        the usual value again
"""


def run(words: Sequence[str]) -> int:
    """Shows the settings, or changes one; nothing is rescheduled that was answered already."""
    parser = options.parser("settings", "Show how you study, and change it.", _EXAMPLES)
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="a setting (default: all)")
    parser.add_argument("value", nargs="*", metavar="VALUE", help="its new value")
    parser.add_argument("--default", action="store_true", help="the usual value again")
    options.add_format(parser)
    arguments = parser.parse_args(words)
    from studykit.workflows import settings as workflow

    if arguments.default and (arguments.value or not arguments.name):
        raise UsageError("--default goes with the name of a setting, and without a value.")
    with options.opened_store() as store:
        if arguments.default or arguments.value:
            text = " ".join(arguments.value)
            workflow.set_by_name(store, arguments.name, None if arguments.default else text, options.now())
        rows = workflow.shown(workflow.read_settings(store), arguments.name)
    if arguments.format == "json":
        for name, value, means in rows:
            write.json_line({"name": name, "value": value, "means": means})
    elif arguments.name:
        (row,) = rows
        print(f"{row[0]} = {row[1]}")
    else:
        write.table(rows)
    return 0
