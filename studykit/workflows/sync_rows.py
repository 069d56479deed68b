"""Which rows go which way: what the files do not hold, and which line of several about one thing holds here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING

from studykit.core.log_row import LogRow, RowKind
from studykit.exchange.log_lines import DATED, GROWING, age, key, subject
from studykit.workflows.sync_cache import SyncCache

if TYPE_CHECKING:
    from studykit.store.merge import Merge

_MANY = 100_000
"""So many answers to write are looked for from the oldest on, fewer from the newest on."""
_PARAMETERS = "fit"


def missing(merge: Merge, cache: SyncCache, device: str, now: int) -> Iterator[LogRow]:
    """Rows that no file of the folder holds.

    What is said again of a card or a draft is said by ``device`` at ``now`` (microseconds), or just after what holds.
    """
    for kind in RowKind:
        if kind is RowKind.REVIEW:
            continue  # last, because they are many
        if kind in GROWING:
            yield from _changed(merge, cache, kind)
            continue
        for row in merge.rows(kind):
            if kind in DATED:
                latest = cache.latest(kind, subject(row))
                if latest is None or latest.key != key(row):
                    at = max(now, latest.at + 1) if latest else now
                    yield LogRow(kind, {**row.values, "at": at, "device": device})
            elif not cache.seen(kind, key(row)):
                yield row
    yield from _missing_answers(merge, cache)


def _changed(merge: Merge, cache: SyncCache, kind: RowKind) -> Iterator[LogRow]:
    """Exams and their answers as no line has them.

    What was changed here comes after the line that it was changed from, even when the clock here is behind.
    """
    for row in list(merge.rows(kind)):
        if cache.seen(kind, key(row)):
            continue
        latest = cache.latest(kind, subject(row))
        if latest is None or age(row) > latest.at:
            yield row
            continue
        later = LogRow(kind, {**row.values, GROWING[kind]: latest.at + 1})
        merge.merge([later], lambda _: None)
        yield later


def _missing_answers(merge: Merge, cache: SyncCache) -> Iterator[LogRow]:
    """Every answer of the folder is in the database, so the difference of their numbers says how many to find."""
    left = merge.count() - cache.answers()
    if left <= 0:
        return
    with closing(merge.rows(RowKind.REVIEW, newest_first=left < _MANY)) as rows:
        for row in rows:
            if not cache.seen(RowKind.REVIEW, key(row)):
                yield row
                left -= 1
                if not left:
                    return


def said_here(merge: Merge, kind: RowKind) -> dict[str, bytes]:
    """Subject → key of what the database says about it, for anchors and decisions; nothing for other rows."""
    return {subject(row): key(row) for row in merge.rows(kind)} if kind in DATED else {}


def holds(row: LogRow, here: Mapping[str, bytes], cache: SyncCache) -> bool:
    """Whether the line of an anchor or a decision takes the place of what the database says; others always do."""
    if row.kind not in DATED:
        return True
    about = subject(row)
    name, said, latest = key(row), here.get(about), cache.latest(row.kind, about)
    if said == name or latest is None or latest.key != name:
        return False
    if said is None:
        return True
    # What was changed here since the last sync is later than any line; what once stood in a line was not changed.
    return said == latest.base if latest.base is not None else cache.seen(row.kind, said)


def works(row: LogRow) -> bool:
    """Whether memory can be worked out with a setting, where it is one for that."""
    from studykit.scheduling.memory import Model
    from studykit.workflows.settings import settings_of

    if row.kind is not RowKind.SETTING or row.values["name"] != _PARAMETERS or row.values["value"] == "null":
        return True
    try:
        fit = settings_of({_PARAMETERS: str(row.values["value"])}).fit
        return fit is not None and Model(fit.parameters) is not None
    except (ValueError, OverflowError):
        return False
