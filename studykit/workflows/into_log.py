"""Rows of the log that came from elsewhere: how they are added, and what a card is that was suspended there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from studykit.core.log_row import LogRow, Plain, RowKind
from studykit.core.mark import MarkKind

if TYPE_CHECKING:
    from studykit.store.merge import Merged
    from studykit.workflows.study import Study

_DIGEST_BYTES = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def add(study: Study, rows: Sequence[LogRow], *, dry_run: bool) -> Merged:
    """Adds rows to the learner's log, all or none; what was new, or would be. May raise StoreError."""
    from studykit.store.merge import Merge

    merge = Merge(study.store.engine, study.store.learner, study.store.device)
    if dry_run:
        with merge.trial():
            return merge.merge(rows, study.rater.fold)
    merged = merge.merge(rows, study.rater.fold)
    study.rater.check_model()
    study.refresh()
    return merged


def suspension(device: str, card: str, at: datetime, day: int, since: int) -> LogRow:
    """A card that was suspended elsewhere, by a mark of that moment: what the learner does with it later holds.

    ``since`` is that moment as it is said there: the id is made of it, so that the mark comes once.
    """
    named = "\n".join((device, MarkKind.SUSPEND, card, str(since)))
    values: dict[str, Plain] = {
        "id": blake2b(named.encode(errors="replace"), digest_size=_DIGEST_BYTES).hexdigest(),
        "card": card,
        "kind": MarkKind.SUSPEND.value,
        "day": day,
        "at": (at - _EPOCH) // timedelta(microseconds=1),
        "device": device,
        "why": "",
    }
    return LogRow(RowKind.MARK, values)
