"""A large library and a long life with it: 10,000 notes, 100,000 cards, 1,000,000 answers; made once, then kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from studykit.store.study_store import StudyStore
from studykit.workflows import cache
from studykit.workflows.desk import Desk, open_desk
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places
from studykit.workflows.study import Study
from studykit.workflows.zone import local_clock
from tests.bench.scale_rows import CARDS, fill_ours, lived
from tests.bench.vault import make_vault

NOTES, TERMS = 10_000, 7
PACK = "aws-serverless"


def opened_over(folder: Path) -> Callable[[], Study]:
    """Opens a study over the large library in a folder, which is made where it is missing."""
    _keep_what_was_read()
    vault, home = folder / "vault", folder / "home"
    if not vault.is_dir():
        make_vault(vault, NOTES, terms=TERMS)
    desk = Desk(find_places({"STUDYKIT_HOME": str(home)}), PACK, (vault,))
    if not desk.places.database.is_file():
        _live(desk, open_library(desk.places, PACK, (vault,)))
    return lambda: open_desk(desk, local_clock)


def _keep_what_was_read() -> None:
    """Notes are not read anew when the program changes: only the app is measured here."""
    for rooms in ("_READING_ROOMS", "_ROOMS_OF_ALL"):
        setattr(cache, rooms, ())


def _live(desk: Desk, library: Library) -> None:
    """Answers to the first cards of a library."""
    names = [head[0] for head in library.cards.heads()[:CARDS]]
    with StudyStore.open(desk.places.database) as store:
        learner = store.learner
    cards = [one for one in lived(datetime.now(UTC).toordinal()) if one.number < len(names)]
    fill_ours(desk.places.database, learner, cards, names.__getitem__)
