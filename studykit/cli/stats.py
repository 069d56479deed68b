"""``studykit stats``: what was answered, remembered and forgotten, and what is ahead."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from studykit.cli import drawn, options, write
from studykit.cli.progress import told
from studykit.core.errors import UsageError, nearest
from studykit.core.text import count
from studykit.drawing.lines import Drawing

if TYPE_CHECKING:
    from studykit.scheduling.statistics import Statistics

_EXAMPLES = """\
  studykit stats                       the last 90 days
  studykit stats recall --days 365     only what was remembered, over a year
  studykit stats --topic lambda        one topic's cards
  studykit stats --plain               sentences instead of drawings
  studykit stats --format json         one object; weakest cards carry the id for 'studykit fact ID'
"""
_PARTS = ("calendar", "recall", "ahead", "time", "cards", "weak")


def run(words: Sequence[str]) -> int:
    """Prints the statistics of a period."""
    arguments = _parser().parse_args(words)
    for part in arguments.part:
        if part not in _PARTS:
            raise UsageError(f"There is no part '{part}'.{nearest(part, _PARTS)} See: studykit stats --help")
    from studykit.workflows.stats import statistics

    with options.opened_study(arguments) as study:
        options.tell(study.library.diagnostics)
        with told("Reading answers") as bar:
            found = statistics(study, days=arguments.days, topic=arguments.topic, progress=bar)
    if arguments.format == "json":
        from studykit.workflows.stats_records import statistics_record

        write.json_line(statistics_record(found))
        return 0
    show(found, arguments.part or _PARTS, spoken=arguments.plain)
    return 0


def show(found: Statistics, parts: Sequence[str] = _PARTS, *, spoken: bool = False) -> None:
    """Prints parts of the statistics in their usual order, as drawings or as sentences."""
    _Page(found, spoken=spoken).show(parts)


def _parser() -> options.Parser:
    parser = options.parser("stats", "Show what you answered, remembered and forgot, and what is ahead.", _EXAMPLES)
    parser.add_argument("part", nargs="*", metavar="PART", help=f"only these: {', '.join(_PARTS)}")
    parser.add_argument("--days", type=_days, default=90, metavar="N", help="the last N days (default: 90)")
    parser.add_argument("--topic", default="", metavar="TOPIC", help="only cards of a service or domain")
    parser.add_argument("--plain", action="store_true", help="sentences instead of drawings, for screen readers")
    options.add_content(parser)
    options.add_format(parser)
    return parser


def _days(text: str) -> int:
    days = int(text) if text.isdecimal() else 0
    if days < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of days")
    return days


class _Page:
    """The statistics as text, part by part."""

    def __init__(self, found: Statistics, *, spoken: bool) -> None:
        self._found, self._spoken = found, spoken
        self._width = write.width() - 2
        self._plain = drawn.plain_signs()

    def show(self, parts: Sequence[str]) -> None:
        """Prints the parts named, in their usual order."""
        found = self._found
        from studykit.workflows.stats_drawn import date_text, time_text

        topic = f", topic {found.topic}" if found.topic else ""
        days = found.today - found.first + 1
        drawn.say(f"{date_text(found.first)} to {date_text(found.today)} ({count(days, 'day')}){topic}")
        if not found.total:
            self._nothing_yet()
            return
        mean = f"{found.answers / days:.1f}".removesuffix(".0")
        drawn.say(
            f"{count(found.answers, 'answer')} on {count(len(found.days), 'day')} in {time_text(found.minutes)}: "
            f"{mean} a day."
        )
        drawn.say(f"{count(found.streak, 'day')} in a row. {count(found.total, 'answer')} ever.")
        for part in _PARTS:
            if part in parts:
                getattr(self, f"_{part}")()

    def _nothing_yet(self) -> None:
        states = self._found.standing.states
        drawn.say(
            f"No reviews yet. {count(states.new, 'card')} {'waits' if states.new == 1 else 'wait'} to be learned. "
            "Figures appear with the first answers; recall can be judged after a few days."
        )
        drawn.say("Begin: studykit review")

    def _calendar(self) -> None:
        from studykit.workflows import stats_drawn as draw

        self._part("Answers a day, a column a week; the sum of each weekday", draw.calendar_drawing)

    def _recall(self) -> None:
        from studykit.workflows import stats_drawn as draw

        found = self._found
        if found.reliability is None:
            self._title("Remembered")
            drawn.say("Nothing to judge yet: a card counts when it comes back after a day or more.", "  ")
            return
        self._part("Remembered: first answers of a day, cards put off for a day or more", draw.retention_drawing)
        months = draw.months_drawing(found, self._width, self._plain)
        if len(months.spoken) > 1 and not self._spoken:
            self._title("Right, month by month")
            drawn.show(months, spoken=False)
        self._part("By the recall that was expected (0 to 100 %)", draw.reliability_drawing)
        one = found.reliability
        drawn.say(
            f"Log loss {one.log_loss:.3f}, RMSE over like answers {one.rmse_bins * 100:.1f} % "
            f"({count(one.answers, 'answer')}; lower is better, see: studykit fit).",
            "  ",
        )
        self._part("Ratings", draw.ratings_drawing)

    def _ahead(self) -> None:
        from studykit.workflows import stats_drawn as draw

        ahead = self._found.standing.forecast
        self._title("Ahead, as scheduled now")
        drawn.show(draw.forecast_drawing(ahead, self._width, self._plain), spoken=self._spoken)
        late = f"{count(ahead.overdue, 'card')} overdue" if ahead.overdue else "nothing overdue"
        drawn.say(
            f"{late}, {ahead.in_steps} in learning steps, {count(ahead.cards, 'card')} due in {len(ahead.days)} days "
            f"at {ahead.seconds_a_card:.0f} s each. New cards and lapses come on top.",
            "  ",
        )

    def _time(self) -> None:
        from studykit.workflows import stats_drawn as draw

        self._part("Time, week by week (of Monday)", draw.weeks_drawing)
        self._part("By hour of the day", draw.hours_drawing)

    def _cards(self) -> None:
        from studykit.workflows import stats_drawn as draw

        standing = self._found.standing
        leeches = f", {count(standing.leeches, 'leech', 'leeches')} (studykit cards --state leech)"
        self._part(f"{count(standing.states.cards, 'card')}{leeches if standing.leeches else ''}", draw.states_drawing)
        for name, unit, spread in (("Stability", " days", standing.stability), ("Difficulty", "", standing.difficulty)):
            if spread is not None:
                self._title(f"{name}: median {spread.median:.1f}{unit}")
                drawn.show(draw.spread_drawing(spread, self._width, self._plain), spoken=self._spoken)

    def _weak(self) -> None:
        standing = self._found.standing
        if not standing.weakest:
            return
        self._title("Weakest cards (see: studykit fact ID)")
        drawn.rows(
            [
                (f"{one.recall * 100:.0f} %", count(one.lapses, "lapse"), one.fact, one.topic)
                for one in standing.weakest
            ],
            spoken=self._spoken,
        )
        if len(standing.weakest_topics) > 1:
            self._title("Weakest topics (mean recall today)")
            drawn.rows(
                [
                    (f"{one.recall * 100:.0f} %", count(one.lapses, "lapse"), count(one.cards, "card"), one.topic)
                    for one in standing.weakest_topics
                ],
                spoken=self._spoken,
            )

    def _part(self, title: str, draw: Callable[[Statistics, int, bool], Drawing]) -> None:
        self._title(title)
        drawn.show(draw(self._found, self._width, self._plain), spoken=self._spoken)

    def _title(self, title: str) -> None:
        print()
        drawn.say(title)
