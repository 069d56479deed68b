"""Cards → a file, and what that file changes since the last one."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.errors import UsageError
from studykit.workflows.library import Library
from studykit.workflows.places import Places

if TYPE_CHECKING:
    from studykit.exchange.anki import Written


def export_anki(places: Places, library: Library, path: Path, *, deck: str = "", topic: str = "") -> Written:
    """Writes an Anki package; unchanged cards give the same bytes as last time.

    Raises UsageError when no card is about ``topic``, StudykitError when the file cannot be written.
    """
    from studykit.exchange.anki import write_package
    from studykit.workflows.open_store import open_store
    from studykit.workflows.reconcile import reconcile

    name = deck or library.pack.title
    package = f"anki:{library.pack.key}:{name}:{topic}"
    with open_store(places) as store:
        known = reconcile(library.key, library.cards, store).deck()
        cards = [card for card in known.values() if not topic or f"{card.topic}.".startswith(f"{topic}.")]
        if not cards:
            raise UsageError(f"No card is about '{topic}'." if topic else "There are no cards to export.")
        written = write_package(cards, path, deck=name, previous=store.exported(package), now=int(time.time()))
        store.mark_exported(package, written.contents)
    return written
