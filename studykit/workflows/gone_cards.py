"""Cards that left for Anki and are no longer here: as they were, and marked, where it is sure that they are gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from studykit.core.diagnostic import Severity

if TYPE_CHECKING:
    from studykit.core.flashcard import Carried, Flashcard
    from studykit.workflows.study import Study

_LINES = re.compile(r":\d+(?:-\d+)?$")


def gone_cards(
    study: Study, packages: Iterable[str], previous: Mapping[str, Carried], topic: str
) -> tuple[Flashcard, ...]:
    """Those that left with some packages, on whichever device, and are about a topic.

    A card that waits for the learner's word is not gone, nor is one whose content could not be read.
    """
    return _sound(tuple(_gone(study, packages, previous, topic)))


def unread(study: Study) -> tuple[str, ...]:
    """What to say where errors leave it open whether a card is gone."""
    if not _broken(study):
        return ()
    return ("Errors left something out: cards that are missing for them are not taken for gone.",)


def _broken(study: Study) -> set[str]:
    """The files that have errors, as diagnostics name them."""
    return {one.file for one in study.library.diagnostics if one.severity is Severity.ERROR}


def _gone(study: Study, packages: Iterable[str], previous: Mapping[str, Carried], topic: str) -> Iterator[Flashcard]:
    from studykit.exchange.cards.json import read_card

    broken = _broken(study)
    for card in sorted(set().union(*map(study.store.exported, packages))):
        there = card in study.cards or card in study.cards.waiting
        if not there and card in previous and previous[card].record:
            was = read_card(previous[card].record)
            about = not topic or any(f"{tag}.".startswith(f"{topic}.") for tag in was.tags)
            if about and not _may_be_there(was, broken):
                yield replace(was, gone=True)


def _may_be_there(was: Flashcard, broken: set[str]) -> bool:
    """Whether a file with errors may still hold a card: the note that it came from, or any file of the pack."""
    from studykit.notes.files import ENDINGS

    own = {_LINES.sub("", link.text) for link in was.sources}
    return any(file in own or not file.lower().endswith(ENDINGS) for file in broken)


def _sound(gone: Sequence[Flashcard]) -> tuple[Flashcard, ...]:
    """Those that Anki takes; another device, whose notes say more, may have kept others."""
    from studykit.exchange.anki.check import flaws

    refused = {flaw.card for flaw in flaws(gone, ()) if flaw.refused}
    return tuple(card for card in gone if card.id not in refused)
