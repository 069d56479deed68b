"""``studykit settings``: what is set, and changing it by name."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options, write
from studykit.core.errors import UsageError, nearest

_EXAMPLES = """\
  studykit settings                            everything, with what it means
  studykit settings new_a_day 20               twenty new cards a day
  studykit settings learning_steps 1m 10m      waits of a new card; none: it graduates at once
  studykit settings easy_days sat=0.5 sun=0    half the work on Saturdays, none on Sundays
  studykit settings breaks 2026-12-24..26      days off; reviews are moved around them
  studykit settings retention --default        the usual value again
  studykit settings theme light                how the app looks, on this computer
"""


def run(words: Sequence[str]) -> int:
    """Shows the settings, or changes one; nothing is rescheduled that was answered already."""
    parser = options.parser("settings", "Show how you study, and change it.", _EXAMPLES)
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="a setting (default: all)")
    parser.add_argument("value", nargs="*", metavar="VALUE", help="its new value")
    parser.add_argument("--default", action="store_true", help="the usual value again")
    options.add_format(parser)
    arguments = parser.parse_args(words)
    if arguments.default and (arguments.value or not arguments.name):
        raise UsageError("--default goes with the name of a setting, and without a value.")
    change = bool(arguments.default or arguments.value)
    rows = _settled(arguments.name, None if arguments.default else " ".join(arguments.value), change=change)
    if arguments.format == "json":
        for name, value, means in rows:
            write.json_line({"name": name, "value": value, "means": means})
    elif arguments.name:
        (row,) = rows
        print(f"{row[0]} = {row[1]}")
    else:
        write.table(rows)
    return 0


def _settled(name: str, text: str | None, *, change: bool) -> tuple[tuple[str, str, str], ...]:
    """Name, value and meaning of what is shown, after a change. Raises UsageError that names the nearest of all."""
    from studykit.workflows import look
    from studykit.workflows import settings as workflow

    home, known = options.places().home, name.replace("-", "_").casefold()
    if known and known not in workflow.SETTINGS and known not in look.LOOKS:
        near = nearest(known, (*workflow.SETTINGS, *look.LOOKS))
        raise UsageError(f"There is no setting '{name}'.{near} See: studykit settings")
    if known in look.LOOKS:
        return look.shown_look(look.set_look(home, known, text) if change else look.read_look(home), known)
    with options.opened_store() as store:
        if change:
            workflow.set_by_name(store, known, text, options.now())
        rows = workflow.shown(workflow.read_settings(store), known)
    return rows if known else (*rows, *look.shown_look(look.read_look(home)))
