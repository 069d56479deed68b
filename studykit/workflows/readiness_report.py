"""A study session → a page about how ready the learner is, with plots, to keep, to print or to show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from studykit.core.progress import Progress
from studykit.core.text import count
from studykit.drawing.bars import Bar
from studykit.drawing.dot_whisker import Interval
from studykit.drawing.over_time import Dot, Stood
from studykit.drawing.svg import svg_bars, svg_calendar, svg_over_time, svg_whiskers
from studykit.exchange.report import Section, write_report
from studykit.workflows.outlook import Outlook, outlook
from studykit.workflows.plan_page import chance_text
from studykit.workflows.readiness_page import Moment, ReadinessPage, readiness_page, readiness_table, share_text
from studykit.workflows.statistics_page import (
    StatisticsPage,
    calendar_table,
    load_table,
    recall_table,
    statistics_page,
)
from studykit.workflows.stats_drawn import date_words, per_cent, short_text

if TYPE_CHECKING:
    from studykit.workflows.study import Study

_METHOD = (
    "Readiness is the share of an exam of this format that you would get right, with its 95 % interval.",
    "It rests on what you remember today, on how you answered in each area, and on how much of each you have begun.",
    "Nothing here comes from the exam's provider. The questions of the real exam are others.",
)


def readiness_report(study: Study, progress: Progress | None = None) -> str:
    """The page as HTML; ``progress`` is told how many answers of how many were read."""
    figures = statistics_page(study, progress)
    ready = readiness_page(study, progress)
    ahead = outlook(study, study.settings, progress) if ready.exam_day is not None else None
    then = None if ahead is None else Moment(ahead.exam_day, ahead.then.low, ahead.then.share, ahead.then.high)
    sections = (
        _readiness(ready),
        *([_on_the_day(ahead)] if ahead is not None else []),
        _over_time(ready, then),
        _recall(figures),
        _calendar(figures),
        _load(figures),
        *_weakest(figures),
        Section("How these figures are worked out", "", _METHOD, "", ()),
    )
    until = "" if ready.exam_day is None else f" · exam in {count(ready.exam_day - ready.today, 'day')}"
    stock = f"{figures.found.total:,} answers · {count(len(study.cards), 'card')}"
    about = f"{date_words(ready.today)}{until} · {stock} · studykit"
    return write_report(f"Readiness for {ready.exam}", about, sections)


def _readiness(ready: ReadinessPage) -> Section:
    weakest = f"{ready.weakest.title} is the weakest area." if ready.weakest else ""
    chance = chance_text(ready.now.pass_chance)
    sentences = (
        f"Pass mark {per_cent(ready.passing)} %. Chance to pass, were the exam today: {chance}.",
        ready.rests,
        *([weakest] if weakest else []),
    )
    rows = [
        Interval(one.title, one.low, one.share, one.high, share_text(one.low, one.share, one.high), ready.passing)
        for one in ready.now.areas
    ]
    table = (
        ("area", "share of the exam", "cards begun", "answers", "readiness"),
        *(
            (one.title, f"{one.weight:g}", f"{per_cent(one.coverage)} %", f"{one.asked}", row.figures)
            for one, row in zip(ready.now.areas, rows, strict=True)
        ),
    )
    return Section("Today", ready.text, sentences, svg_whiskers(rows, "Readiness of each area"), table)


def _on_the_day(ahead: Outlook) -> Section:
    then = ahead.then
    sentences = [
        f"With {ahead.settings.minutes} minutes a day until then. Chance to pass: {chance_text(then.pass_chance)}.",
        f"Were nothing done any more: {share_text(ahead.idle.low, ahead.idle.share, ahead.idle.high)}.",
        f"Skipping today costs {ahead.skipping * 100:.1f} points.",
    ]
    if ahead.more is not None:
        more = ahead.more.then
        sentences.append(f"With {ahead.more.minutes} minutes a day: {share_text(more.low, more.share, more.high)}.")
    title = f"On the day, {date_words(ahead.exam_day)}"
    return Section(title, share_text(then.low, then.share, then.high), tuple(sentences), "", ())


def _over_time(ready: ReadinessPage, then: Moment | None) -> Section:
    days = [(one, Dot.WORKED_OUT) for one in ready.moments] + [(one, Dot.MEASURED) for one in ready.exams]
    if then is not None:
        days.append((then, Dot.FORETOLD))
    stood = [
        Stood(short_text(one.day), one.low, one.share, one.high, one.text, dot)
        for one, dot in sorted(days, key=lambda pair: pair[0].day)
    ]
    sentences = ("Points are worked out, crosses are mock exams, the ring is foretold. The line is the pass mark.",)
    plot = svg_over_time(stood, "Readiness over time", mark=ready.passing)
    return Section("Over time", "", sentences, plot, readiness_table(ready, then))


def _recall(figures: StatisticsPage) -> Section:
    rows = [
        Interval(one.name, *_ends(one.retention.interval, one.retention.share), one.figures, one.retention.expected)
        for one in figures.bands
        if one.retention.enough
    ]
    sentences = (figures.advice, "The point is what you remembered, the stroke what was predicted.")
    plot = svg_whiskers(rows, "Recall, predicted and remembered") if rows else ""
    return Section("Recall", "", sentences if rows else sentences[:1], plot, recall_table(figures) if rows else ())


def _ends(interval: tuple[float, float], value: float) -> tuple[float, float, float]:
    return interval[0], value, interval[1]


def _calendar(figures: StatisticsPage) -> Section:
    plot = svg_calendar(figures.found.calendar, figures.found.today, "Answers a day")
    return Section("Answers a day", "", figures.sums, plot, calendar_table(figures))


def _load(figures: StatisticsPage) -> Section:
    rows = [Bar(one.name, one.minutes / max(one.days, 1), one.figures) for one in figures.load]
    sentences = (figures.load_said, "Bars are minutes a day.")
    return Section(
        "What comes", "", sentences, svg_bars(rows, "Minutes a day that come") if rows else "", load_table(figures)
    )


def _weakest(figures: StatisticsPage) -> Iterator[Section]:
    weak = figures.found.standing.weakest
    if weak:
        table = (
            ("fact", "topic", "recall today", "forgotten"),
            *((one.fact, one.topic, f"{per_cent(one.recall)} %", f"{one.lapses} times") for one in weak),
        )
        yield Section(
            "Weakest", "", ("Cards that are likely forgotten, or were forgotten again and again.",), "", table
        )
