"""Ten thousand questions: how fast, how many kinds of things, how good, and whether a second way agrees with the keys.

python -m tests.bench.questions [--count 10000] [--seed 1] [--pack aws-serverless]

Ends with 1 when a bound of issue 5 fails.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from studykit.core.errors import StudykitError
from studykit.core.question import Question
from studykit.questions.difficulty import LEVELS, level
from studykit.questions.figures import MULTIPLE, Figures, bad, figures
from studykit.questions.ground import Ground
from studykit.questions.kinds import KINDS
from studykit.questions.lint import SCENARIO_KINDS
from studykit.questions.together import spelled
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places
from tests.bench.second_opinion import SecondOpinion, marked

RATE = 2000
"""Verified questions a second."""
COVERED = 300
"""Scenario families and facts that are asked about."""
SAMPLE = 1000
LEAST_OF_A_LEVEL = 0.2
EXAMPLES = 3
EXAMS = (1, 2, 3)


@dataclass(slots=True)
class Report:
    """Prints figures and remembers which bound failed."""

    failed: list[str] = field(default_factory=list)

    def row(self, name: str, value: object, *, fine: bool = True) -> None:
        """One figure."""
        print(f"{name:<52} {value}{'' if fine else '   OUT OF BOUNDS'}")
        if not fine:
            self.failed.append(name)

    def example(self, question: Question) -> None:
        """A question that something is wrong with."""
        print(f"    {question.kind} {question.id} {question.variant}: {question.stem}")
        for option in question.options:
            print(f"      {'*' if option.right else ' '} {option.text}")


def timed(library: Library, count: int, seed: int, kind: str = "") -> tuple[tuple[Question, ...], float, Counter[str]]:
    """Questions, the seconds that they took, and why others were dropped; one process, one core."""
    started = time.perf_counter()
    quiz = library.quiz(count=count, seed=seed, kind=kind)
    return quiz.questions, time.perf_counter() - started, Counter(quiz.dropped)


def speed(library: Library, count: int, seed: int, report: Report) -> tuple[Question, ...]:
    """The questions that everything else is measured of."""
    questions, seconds, dropped = timed(library, count, seed)
    rate = len(questions) / seconds
    report.row("questions made, proved and gated", f"{len(questions):,}", fine=len(questions) == count)
    report.row("... a second", f"{rate:,.0f} ({seconds:.1f} s)", fine=rate >= RATE)
    for reason, times in dropped.most_common():
        report.row(f"dropped: {reason}", f"{times:,}")
    return questions


def speed_of_kinds(library: Library, seed: int, report: Report) -> None:
    """Each kind by itself."""
    for kind in KINDS:
        made, took, left_out = timed(library, SAMPLE, seed, kind)
        why = ", ".join(f"{name} {times}" for name, times in left_out.most_common(4))
        report.row(f"{kind}: {len(made):,} questions, a second", f"{len(made) / took:,.0f}; dropped: {why or 'none'}")


def second_way(questions: Sequence[Question], ground: Ground, report: Report) -> None:
    """Evaluates every question once more."""
    opinion = SecondOpinion(ground)
    checked, wrong, unread, without = Counter[str](), list[Question](), list[Question](), Counter[str]()
    for question in questions:
        try:
            found = opinion.of(question)
        except (StudykitError, KeyError, ValueError):
            unread.append(question)
            continue
        if found is None:
            without[question.kind] += 1
        else:
            checked[question.kind] += 1
            if list(found) != list(marked(question) or ()):
                wrong.append(question)
    report.row("evaluated a second way", f"{sum(checked.values()):,} ({_listed(checked)})", fine=bool(checked))
    report.row("... by the kind's own proof only", f"{sum(without.values()):,} ({_listed(without)})")
    report.row("two right answers, or another one than the key", len(wrong), fine=not wrong)
    report.row("unreadable for the second way", len(unread), fine=not unread)
    for question in (*wrong[:EXAMPLES], *unread[:EXAMPLES]):
        report.example(question)


def coverage(questions: Sequence[Question], report: Report) -> None:
    """How much is asked about, and whether anything comes twice."""
    families = {one.id for one in questions if one.kind in SCENARIO_KINDS}
    others = {one.id for one in questions if one.kind not in SCENARIO_KINDS}
    covered = len(families) + len(others)
    text = f"{covered:,} ({len(families):,} families of scenarios, {len(others):,} facts and words)"
    report.row("covered", text, fine=covered >= COVERED)
    twice = len(questions) - len(set(map(spelled, questions)))
    report.row("duplicates by stem and answers", twice, fine=not twice)
    levels = Counter(level(one.difficulty) for one in questions)
    shares = ", ".join(f"{name} {levels[name] / len(questions):.0%}" for name in LEVELS)
    least = min(levels[name] for name in LEVELS)
    report.row("levels of difficulty", shares, fine=least >= LEAST_OF_A_LEVEL * len(questions))


def quality(name: str, questions: Sequence[Question], report: Report) -> None:
    """The figures of a set, and which are outside their bounds."""
    found: Figures = figures(questions)
    print(f"\nOf {name}:")
    report.row("kinds", _listed(Counter(dict(found.kinds))))
    report.row("key is the longest option", f"{found.key_longest:.1%} of {found.choices:,}")
    for options, counts in found.positions:
        report.row(f"key's position among {options}", " ".join(f"{one:,}" for one in counts))
    report.row("... as uneven by chance", f"p = {found.positions_chance:.3f}")
    report.row("several right answers", f"{found.multiple:.1%}")
    report.row("always, never … in keys and in wrong options", " and ".join(f"{one:.1%}" for one in found.absolutes))
    report.row("words in stems of scenarios: least, median, most", "{} {:.0f} {}".format(*found.words))
    report.row("rounds through the cards", found.rounds)
    for says in bad(found):
        report.row(f"outside: {says}", "", fine=False)


def exams(library: Library, report: Report) -> None:
    """Mock exams of the pack's own blueprint."""
    for seed in EXAMS:
        questions = library.exam_quiz("", seed=seed).questions
        found = figures(questions, exam=True)
        low, high = MULTIPLE
        share = f"{found.multiple:.1%} of {found.count}"
        report.row(f"several answers in mock exam {seed}", share, fine=low <= found.multiple <= high)
        for says in bad(found, exam=True):
            report.row(f"outside in mock exam {seed}: {says}", "", fine=False)


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {times:,}" for name, times in sorted(counted.items()))


def main() -> int:
    """Prints everything; 1 when a bound fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pack", default="aws-serverless")
    arguments = parser.parse_args()
    report = Report()
    print(f"Python {platform.python_version()}, seed {arguments.seed}, pack {arguments.pack}\n")
    with tempfile.TemporaryDirectory() as home:
        places = find_places({**os.environ, "STUDYKIT_HOME": home})
        open_library(places, arguments.pack, [])  # read once, as on a learner's second day
        library = open_library(places, arguments.pack, [])
        questions = speed(library, arguments.count, arguments.seed, report)
        coverage(questions, report)
        second_way(questions, library.ground(), report)
        quality(f"the first {SAMPLE:,}", questions[:SAMPLE], report)
        quality(f"all {len(questions):,}", questions, report)
        print("\nMock exams:")
        exams(library, report)
        print("\nEach kind by itself:")
        speed_of_kinds(open_library(places, arguments.pack, []), arguments.seed, report)
    print("\nevery bound holds" if not report.failed else f"\nout of bounds: {'; '.join(report.failed)}")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
