"""Content is read again, or other content, while a session goes on; nothing that was answered is touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.progress import Progress
from studykit.workflows.desk import Desk, open_content
from studykit.workflows.library import Library

if TYPE_CHECKING:
    from studykit.workflows.reconcile import Reconciled
    from studykit.workflows.study import Study


@dataclass(frozen=True, slots=True)
class Reread:
    """What was read, with all that a session needs to go on over it."""

    desk: Desk
    library: Library
    known: Reconciled
    """The cards as the learner knows them."""
    said: tuple[str, ...]
    """Sentences about what was remembered and is gone."""


def read_again(study: Study, desk: Desk, progress: Progress | None = None) -> Reread:
    """Reads what is on a desk; call it in a thread. Raises ContentError when it cannot be read.

    ``progress`` is told how many of how many notes were read.
    """
    from studykit.workflows.reconcile import reconcile

    library, said = open_content(desk, progress)
    return Reread(desk, library, reconcile(library.key, library.cards, study.store), said)


def take_up(study: Study, found: Reread) -> None:
    """Goes on with the session over what was read. Takes milliseconds."""
    study.renew(found.library, found.known.deck(), found.known.names)
