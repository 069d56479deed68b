"""Sync with Anki while it runs: answers come back, cards that are new or changed go there, and answers from here too.

What is there is read first and compared; so nothing is written for what is the same, and a dry run says the same
figures. Whoever reads both sides twice finds nothing to do the second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from studykit.core.diagnostic import Diagnostic, error, warning
from studykit.core.flashcard import Carried, Flashcard, History
from studykit.core.progress import Progress, silent
from studykit.core.text import count
from studykit.exchange.anki.own import own_cards, own_notes
from studykit.workflows.anki_answers import Ahead, Standing, ahead
from studykit.workflows.anki_compare import Plan, is_same, plan
from studykit.workflows.anki_seen import Seen
from studykit.workflows.anki_sending import Sending, own_fields
from studykit.workflows.anki_there import There, bring_from
from studykit.workflows.export import Leaving, in_turn, prepared
from studykit.workflows.import_anki import Returned
from studykit.workflows.study import Study

if TYPE_CHECKING:
    from studykit.exchange.anki.connect import AnkiConnect
    from studykit.exchange.anki.own import OwnNote

_READ, _MADE = 15, 80
"""Of 100, how much of the progress is done then."""
_ANSWERED = 0.5
"""Of what is left then, how much is for answers."""
_ANKI = "Anki"
_NAMED = 3
"""Cards that are named; of more there is only their number."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a sync is to do."""

    leaving: Leaving = field(default_factory=Leaving)
    again: bool = False
    """Whether cards that were deleted in Anki go there again."""
    answers: bool = True
    """Whether answers that were given here go to cards that Anki has."""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """What a sync with Anki did, or would do."""

    profile: str
    """Anki's name for whose cards these are; empty where the add-on does not say."""
    returned: Returned
    """The answers that came back."""
    new: int
    updated: int
    unchanged: int
    removed: int
    """Of all these, those whose fact is gone: they are tagged."""
    edited: int
    """Changed in Anki since; Anki keeps its own text."""
    deleted: int
    """Deleted in Anki since the last sync; left out."""
    answers: int
    """Given here, to cards that Anki had."""
    cards: int
    """That these answers are to."""
    from_anki: int
    """Cards that came from Anki and stay there alone."""
    looks: int
    """Note types that get another look there, each with a card that says the same."""
    dry_run: bool
    problems: tuple[Diagnostic, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether anything is to be done, here or there."""
        return bool(self.returned.answers or self.new or self.updated or self.answers or self.looks)


def sync_anki(study: Study, anki: AnkiConnect, wanted: Wanted, progress: Progress = silent) -> Met:
    """Syncs with the Anki that is open.

    Raises StudykitError when Anki cannot be reached or says no, UsageError when no card is about the topic.
    """
    with nullcontext() if wanted.dry_run else in_turn(study, progress):
        return _synced(study, anki, wanted, progress)


def _synced(study: Study, anki: AnkiConnect, wanted: Wanted, progress: Progress) -> Met:
    profile = anki.begin()
    there = There.read(anki)
    seen = Seen(study, anki, profile, there.notes)
    progress(_READ // 2, 100)
    returned = bring_from(study, anki, there, dry_run=wanted.dry_run)
    progress(_READ, 100)
    wish = replace(wanted.leaving, with_history=True)
    ready = prepared(study, wish, lambda done, total: progress(_READ + (_MADE - _READ) * done // max(total, 1), 100))
    with TemporaryDirectory(prefix="studykit-") as folder:
        running = _Sync(study, there, seen, Sending(anki, ready, Path(folder) / "sync.apkg", seen.left))
        met = running.run(profile, wanted, lambda share: progress(_MADE + int((100 - _MADE) * share), 100))
    progress(100, 100)
    return replace(met, returned=returned, problems=returned.problems + met.problems)


class _Sync:
    """Of what was prepared with what is there."""

    def __init__(self, study: Study, there: There, seen: Seen, sending: Sending) -> None:
        self._study, self._there, self._seen, self._sending = study, there, seen, sending
        self._anki, self._ready = sending.anki, sending.ready
        self._problems: list[Diagnostic] = []
        self._old = there.old
        """Notes of an older studykit, which Anki finds by their guid: they are updated, though no card is named."""

    def run(self, profile: str, wanted: Wanted, progress: Callable[[float], None]) -> Met:
        """Compares, and does what is wanted."""
        sound = self._sound(self._ready.cards)
        contents = self._sending.write(sound)
        ours = own_notes(self._sending.package)
        out = () if wanted.again else self._seen.before
        found = plan(sound, self._there.notes, ours, changed=self._changed(contents), left_out=out)
        self._mind(found)
        carriers = self._carriers(found)
        further = [*ahead(self._history, self._there.numbers, self._there.rows)] if wanted.answers else []
        if not wanted.dry_run:
            self._seen.begin()
            same = {card.id: contents[card.id] for card in (*found.unchanged, *found.edited)}
            self._seen.left(self._ready.package, same)
            try:
                further = self._stand(further, lambda share: progress(share * _ANSWERED))
                found = self._send(found, carriers, ours, lambda share: progress(_ANSWERED + share * (1 - _ANSWERED)))
            finally:  # however it ends: what left by then is there
                self._seen.keep()
            if further or found.sent or carriers:
                self._anki.refresh()
        known = min(self._old, len(found.new))
        return Met(
            profile=profile,
            returned=Returned(0, 0, 0),
            new=len(found.new) - known,
            updated=len(found.updated) + known,
            unchanged=len(found.unchanged),
            removed=sum(card.gone for card in (*found.sent, *found.unchanged)),
            edited=len(found.edited),
            deleted=len(found.deleted),
            answers=sum(one.missing for one in further),
            cards=len(further),
            from_anki=self._ready.from_anki,
            looks=len(carriers),
            dry_run=wanted.dry_run,
            problems=tuple(self._problems),
        )

    @property
    def _history(self) -> Mapping[str, History]:
        return self._ready.history or {}

    def _sound(self, cards: Sequence[Flashcard]) -> list[Flashcard]:
        """Those that are cards in Anki, too."""
        from studykit.exchange.anki.check import flaws

        flawed = {flaw.card: flaw.says for flaw in flaws(cards, self._ready.media) if flaw.refused}
        self._problems += [error(f"It cannot leave: {says}", card) for card, says in flawed.items()]
        return [card for card in cards if card.id not in flawed]

    def _mind(self, found: Plan) -> None:
        """Says what of a plan needs a word."""
        if found.stuck:
            says = (
                f"{count(len(found.stuck), 'card')} of another form there, which Anki cannot change: left as they are."
            )
            self._problems.append(warning(says, _ANKI))
        if len(found.deleted) > 1 and not self._there.notes:
            says = (
                f"Anki has none of the {count(len(found.deleted), 'card')} that it had. To send them again: --again, "
                "in the app the row “Deleted”."
            )
            self._problems.append(warning(says, _ANKI))

    def _changed(self, contents: Mapping[str, Carried]) -> set[str]:
        """The cards that say something else than when they left last."""
        before = self._ready.previous
        return {card for card, now in contents.items() if card not in before or before[card].content != now.content}

    def _stand(self, further: list[Ahead], progress: Callable[[float], None]) -> list[Ahead]:
        """Gives Anki the answers from here; gives the cards that it took."""
        if not further:
            return []
        if self._anki.is_reviewing():
            self._problems.append(warning("Cards are being reviewed there; your answers go there next time.", _ANKI))
            return []
        names = {one.card for one in further}
        history = {card: replace(self._history[card], suspended=False) for card in names}
        self._sending.write((card for card in self._ready.cards if card.id in names), history)
        own = own_cards(self._sending.package)
        left = {*Standing(self._anki, self._study.day).hand_over(further, own, history, progress)}
        if left:
            says = (
                f"{count(len(left), 'card')} could not be given the answers from here: in a filtered deck, or changed."
            )
            self._problems.append(warning(says, _ANKI))
        return [one for one in further if one.card not in left]

    def _carriers(self, found: Plan) -> tuple[Flashcard, ...]:
        """A card of each form that would not go else, when Anki does not have the note types as they look now."""
        if not self._seen.has_old_looks:
            return ()
        going = {card.form for card in found.sent}
        return tuple({card.form: card for card in found.unchanged if card.form not in going}.values())

    def _send(
        self,
        found: Plan,
        carriers: tuple[Flashcard, ...],
        ours: Mapping[str, OwnNote],
        progress: Callable[[float], None],
    ) -> Plan:
        """Hands over what is new or changed, and looks what came of it."""
        sent = found.sent
        if not sent and not carriers:
            self._seen.has_looks()
            return found
        own, fresh = own_fields(self._there.notes, ours), {card.id for card in found.new}
        self._sending.send(sent + carriers, fresh, progress, whole=bool(self._old), own=own)
        refused = {one.file for one in self._sending.refused}
        self._problems += self._sending.refused
        after = There.read(self._anki)
        self._anki.same_profile()
        there, self._old = after.notes, self._there.old - after.old
        lost = [card.id for card in sent if card.id not in there and card.id not in refused]
        self._seen.missed(card for card in lost if card in fresh)
        self._seen.has_looks()
        if lost:
            named = ", ".join(lost[:_NAMED]) + (", …" if len(lost) > _NAMED else "")
            self._problems.append(error(f"{count(len(lost), 'card')} did not arrive: {named}.", _ANKI))
        kept = {card.id for card in found.updated if card.id in there and not is_same(ours[card.id], there[card.id])}
        return replace(
            found,
            new=tuple(card for card in found.new if card.id in there),
            updated=tuple(card for card in found.updated if card.id in there and card.id not in kept),
            edited=found.edited + tuple(card for card in found.updated if card.id in kept),
        )
