"""The study day of an answer given in Anki: by the zone, the clock changes and the hour at which days begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from studykit.scheduling.days import StudyDays
from studykit.store.study_store import StudyStore
from studykit.workflows.log import verify
from tests.kept import kept
from tests.workflows.answered_study import TODAY, Clock, study_of
from tests.workflows.test_import_anki import MIDNIGHT, came, row


@pytest.fixture
def store(home: Path) -> Iterator[StudyStore]:
    with kept(home) as opened:
        yield opened


def test_an_answer_is_of_the_study_day_that_the_learner_lived(store: StudyStore) -> None:
    zone = ZoneInfo("America/New_York")
    study = study_of(store, Clock(datetime(2026, 11, 3, 12, tzinfo=zone)))
    study.days = StudyDays(zone, 4)
    late = datetime(2026, 11, 1, 3, 30, tzinfo=zone)  # the night in which clocks go back
    early = datetime(2026, 11, 1, 4, 30, tzinfo=zone)
    came(study, *(row(round(one.timestamp() * 1000)) for one in (late, early)))
    first, second = study.store.reviews()
    assert (first.day, second.day) == (late.toordinal() - 1, late.toordinal())
    assert (first.offset, second.offset) == (-300, -300)
    assert verify(store, study.settings).sound


@pytest.mark.parametrize(("rollover", "days"), [(4, 1), (3, 0), (2, 0)])
def test_the_hour_at_which_days_begin_here_decides_the_day_of_an_answer(
    store: StudyStore, rollover: int, days: int
) -> None:
    """Anki may begin its days at another one."""
    study = study_of(store)
    study.days = StudyDays(UTC, rollover)
    came(study, row(MIDNIGHT + 3 * 3_600_000))
    assert study.store.reviews()[0].day == TODAY - days
