"""What happens to one batch of a shard when records of it fail: retries, splits, checkpoints, and the end."""

from __future__ import annotations

from dataclasses import dataclass

from studykit.core.quantity import Figure
from studykit.core.verdict import How
from studykit.rules.kernels._line import Line

_MOST_STEPS = 50_000


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch and how the mapping treats its failures."""

    records: int
    bad: int
    """Place of the first record that fails; 0 for none."""
    all_fail: bool
    """True when every record from the first bad one on fails, not that one alone."""
    failures: Figure | None
    """How many attempts of a bad record fail; None for all of them."""
    retries: Figure | None
    """None for no limit."""
    expiry: Figure
    """Age at which records are given up."""
    splits: bool
    reports: bool
    takes: Figure
    """How long an attempt takes."""


@dataclass(slots=True)
class Course(Line):
    """What has become of the batch so far."""

    invocations: Figure | None = 0
    """None when there is no telling how often."""
    discarded: int = 0
    discarded_bad: int = 0
    first_failure: Figure | None = None
    blocked_until: Figure = 0
    again: bool = False
    """True when records that were handled well were handed over again."""
    end: str | None = "processed"

    def invoke(self, batch: Batch, times: int = 1) -> None:
        """Count attempts that all take their time."""
        if self.invocations is not None:
            self.invocations += times
        self.at += times * batch.takes


def follow(batch: Batch, course: Course) -> None:
    """Hand over the batch until each record is handled or given up; parts are handled in order."""
    parts = [(1, batch.records)]
    tries = 0
    for _ in range(_MOST_STEPS):
        if not parts:
            return
        first, last = parts.pop()
        if course.at >= batch.expiry:
            _give_up(batch, course, "expired", (first, batch.records))
            return
        bad = _first_bad(batch, first, last, tries)
        course.invoke(batch)
        if not bad:
            course.says(f"{_named(first, last)} handled.", f"{_range(first, last)} handled", How.GOOD)
            if _bad_within(batch, first, last):
                course.blocked_until = course.at
            continue
        tries += 1
        course.first_failure = course.at if course.first_failure is None else course.first_failure
        text = f"Record {bad} fails, and with it the attempt on {_named(first, last, verb='')}."
        course.says(text, f"{_range(first, last)} failed", How.BAD)
        if batch.reports and bad > first:
            tries = _from_checkpoint(batch, course, parts, (bad, last), tries)
        elif batch.splits and last > first:
            _split(course, parts, first, last, keeps=bad > first)
        else:
            tries = _again(batch, course, parts, (first, last), tries)
    course.end = None


def _first_bad(batch: Batch, first: int, last: int, tries: int) -> int:
    """Place of the first record of a part that fails now; 0 for none."""
    if not batch.bad or (batch.failures is not None and tries >= batch.failures):
        return 0
    if batch.all_fail:
        place = max(first, batch.bad)
        return place if place <= last else 0
    return batch.bad if first <= batch.bad <= last else 0


def _from_checkpoint(
    batch: Batch, course: Course, parts: list[tuple[int, int]], part: tuple[int, int], tries: int
) -> int:
    """Go on from the reported record: a split uses up no retry, another attempt uses one."""
    course.says(f"The function reported record {part[0]}, so the records before it are done.", f"from {part[0]} on")
    if batch.splits:
        parts.append(part)
        return tries
    return _again(batch, course, parts, part, tries)


def _split(course: Course, parts: list[tuple[int, int]], first: int, last: int, *, keeps: bool) -> None:
    middle = (first + last) // 2
    course.again = course.again or keeps
    course.says(f"The part is split after record {middle}, which uses up no retry.", f"split after {middle}")
    parts += [(middle + 1, last), (first, middle)]


def _again(batch: Batch, course: Course, parts: list[tuple[int, int]], part: tuple[int, int], tries: int) -> int:
    """Retry a part that can be split no further, until it succeeds or is given up; how often its record failed then."""
    lasting = None if batch.failures is None else int(batch.failures) - tries
    allowed = batch.retries
    in_time = -((course.at - batch.expiry) // batch.takes) if batch.takes else None
    limits = [int(limit) for limit in (lasting, allowed, in_time) if limit is not None]
    failing = max(min(limits, default=0), 0)
    if failing:
        course.again = course.again or (not batch.reports and batch.bad > part[0])
        course.invoke(batch, failing)
        course.says(f"{failing:,} retries of {_named(*part, verb='')} fail.", f"{failing:,} retries", How.BAD)
    if lasting is not None and failing == lasting and (allowed is None or allowed > failing):
        course.again = course.again or (not batch.reports and batch.bad > part[0])
        parts.append(part)
        return tries + failing
    if allowed is not None and failing == allowed:
        _give_up(batch, course, "retries_exhausted", part)
        return 0
    if in_time is None:
        course.invocations = None
    _give_up(batch, course, "expired", (part[0], batch.records))
    parts.clear()
    return 0


def _give_up(batch: Batch, course: Course, why: str, part: tuple[int, int]) -> None:
    """Discard a part; all that is left of the batch has the same age and expires together."""
    if why == "expired":
        course.at = max(course.at, batch.expiry)
    course.end = why
    course.discarded += part[1] - part[0] + 1
    course.discarded_bad += _bad_within(batch, *part)
    course.blocked_until = course.at
    course.says(f"{_named(*part)} given up.", f"{_range(*part)} given up", How.BAD)


def _bad_within(batch: Batch, first: int, last: int) -> int:
    if batch.all_fail:
        return max(last - max(first, batch.bad) + 1, 0) if batch.bad else 0
    return int(first <= batch.bad <= last)


def _range(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}–{last}"


def _named(first: int, last: int, verb: str = " is", verbs: str = " are") -> str:
    if first == last:
        return f"record {first}" if not verb else f"Record {first}{verb}"
    return f"records {first} to {last}" if not verb else f"Records {first} to {last}{verbs}"
