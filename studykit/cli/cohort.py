"""``studykit cohort``: join a group with a teacher, leave it; for the teacher: where the group is weak."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from studykit.cli import drawn, options, write
from studykit.core.errors import UsageError
from studykit.core.text import count

if TYPE_CHECKING:
    from studykit.questions.item_analysis import Item
    from studykit.workflows.cohort_figures import Group

_EXAMPLES = """\
  studykit cohort                        which group you are in, and what that means
  studykit cohort join "Class 3b"        let its teacher see your results among those of others
  studykit cohort leave                  take that back, at once and for all answers
  studykit cohort show "Class 3b"        for the teacher: where the group is weak, which questions are bad
  studykit cohort show "Class 3b" --format json --least 8

Learners share a database: STUDYKIT_DATABASE names it,
STUDYKIT_LEARNER says who answers.
"""
_MEANS = (
    "Whoever can open this database sees figures of the whole group, from your answers too, earlier ones among them: "
    "how many were right and are remembered, by area and question. Never your name, and nothing that fewer than 5 "
    "learners answered. 'studykit cohort leave' ends it at once."
)
_SHOWN = 12
_MANY = 500
"""Learners that no group has: what needs more is not worth a word."""


def run(words: Sequence[str]) -> int:
    """Joins or leaves a group, or shows one."""
    arguments = _parser().parse_args(words)
    if arguments.what == "show":
        return _show(arguments)
    if arguments.name and arguments.what != "join":
        raise UsageError(f"'{arguments.name}' is not needed: you are in one group at a time.")
    return {None: _told, "join": _join, "leave": _leave}[arguments.what](arguments)


def _parser() -> options.Parser:
    parser = options.parser("cohort", "For a group with a teacher who should see where it is weak.", _EXAMPLES)
    parser.add_argument("what", nargs="?", choices=("join", "leave", "show"), help="what to do")
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="of the group")
    parser.add_argument(
        "--least", type=int, default=5, metavar="N", help="show only what N learners answered (default and least: 5)"
    )
    options.add_content(parser)
    options.add_format(parser)
    return parser


def _told(_: argparse.Namespace) -> int:
    from studykit.workflows.settings import read_settings

    with options.opened_store() as store:
        name = read_settings(store).cohort
    if name:
        drawn.say(f"You are in the group '{name}'.")
        drawn.say(_MEANS)
    else:
        drawn.say("You are in no group, and nobody sees your results. A teacher may ask you to join one:")
        drawn.say("studykit cohort join NAME", "  ")
    return 0


def _join(arguments: argparse.Namespace) -> int:
    from studykit.workflows.cohort import join

    if not arguments.name:
        raise UsageError("Name the group: studykit cohort join NAME")
    with options.opened_store() as store:
        name = join(store, arguments.name, options.now())
    drawn.say(f"You are in the group '{name}' now.")
    drawn.say(_MEANS)
    return 0


def _leave(_: argparse.Namespace) -> int:
    from studykit.workflows.cohort import leave

    with options.opened_store() as store:
        name = leave(store, options.now())
    drawn.say(f"You left the group '{name}'. None of your answers is in its figures any more." if name
              else "You are in no group.")  # fmt: skip
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from studykit.workflows.cohort import group_of

    if not arguments.name:
        raise UsageError("Name the group: studykit cohort show NAME")
    library = options.opened(arguments)
    with options.opened_store() as store:
        group = group_of(store, library, arguments.name, now=options.now(), least=arguments.least)
    if arguments.format == "json":
        from studykit.workflows.cohort_records import group_record

        write.json_line(group_record(group))
    else:
        _Page(group).show()
    return options.exit_code(library.diagnostics)


class _Page:
    """A group as text."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._width = write.width() - 2
        self._plain = drawn.plain_signs()

    def show(self) -> None:
        """Prints everything, what needs attention first."""
        from studykit.workflows.cohort_drawn import parts_drawing

        group, whole = self._group, self._group.whole
        drawn.say(
            f"Group '{group.name}': {count(group.learners, 'learner')} who consented, "
            f"{count(group.answers, 'first answer')} to {count(group.cards, 'card')}. "
            f"Only what at least {group.least} answered is shown."
        )
        drawn.say(
            f"Right at first sight {whole.share * 100:.0f} % ({whole.low * 100:.0f}–{whole.high * 100:.0f}); "
            f"remembered today {whole.recall * 100:.0f} %."
        )
        for title, parts in (("By area", group.areas), ("Weakest topics", group.topics[:_SHOWN])):
            if parts:
                print()
                drawn.say(f"{title}: right at first sight")
                drawn.show(parts_drawing(parts, self._width, self._plain), spoken=False)
        self._weakest()
        self._questions()

    def _weakest(self) -> None:
        if self._group.weakest:
            print()
            drawn.say("Remembered least today (see: studykit fact ID)")
            drawn.rows(
                [(f"{one.recall * 100:.0f} %", count(one.learners, "learner"), one.fact) for one in self._group.weakest]
            )

    def _questions(self) -> None:
        print()
        items, flagged = self._group.items, self._group.flagged
        drawn.say(f"Questions to look at: {len(flagged)} of {len(items)} that enough learners answered")
        for one in sorted(flagged, key=lambda one: ("look at the key" not in one.flags, one.card)):
            drawn.say(f"{one.card}: {', '.join(one.flags)}. {_figures(one)}", "  ")
        if not flagged:
            drawn.say("None is surely too easy, too hard or keyed wrongly.", "  ")
        open_ = [one for one in items if one.discrimination is not None and one.discrimination.value < 0]
        unsure = sorted((one for one in open_ if not one.flags), key=_value)[:_SHOWN]
        if unsure:
            print()
            drawn.say("Those who know more were right less often, which may be chance among so many questions")
            for one in unsure:
                drawn.say(f"{one.card}. {_figures(one)}", "  ")


def _value(item: Item) -> float:
    return item.discrimination.value if item.discrimination else 0.0


def _figures(item: Item) -> str:
    low, high = item.interval
    said = f"{item.right} of {item.learners} right ({low * 100:.0f}–{high * 100:.0f} %)"
    found = item.discrimination
    if found is None:
        return f"{said}."
    needed = f"; sure with {found.needed} learners" if item.learners < found.needed <= _MANY else ""
    return f"{said}, discrimination {found.value:+.2f} ({found.low:+.2f} to {found.high:+.2f}{needed})."
