"""Sync with Anki while it runs: answers come back, cards that are new or changed go there, and answers from here too.

What is there is read first and compared; so nothing is written for what is the same, and a dry run says the same
figures. Whoever reads both sides twice finds nothing to do the second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from studykit.core.diagnostic import Diagnostic, error, warning
from studykit.core.flashcard import Carried, Flashcard, History
from studykit.core.text import count
from studykit.exchange.anki.own import own_cards, own_notes
from studykit.workflows.anki_answers import Ahead, Standing, ahead
from studykit.workflows.anki_compare import Plan, by_card, is_same, plan
from studykit.workflows.anki_sending import Sending
from studykit.workflows.export import Leaving, Prepared, prepared
from studykit.workflows.import_anki import FAMILY, FIELD, Returned, bring_back
from studykit.workflows.study import Study

if TYPE_CHECKING:
    from studykit.exchange.anki.connect import AnkiConnect
    from studykit.exchange.anki.own import OwnNote
    from studykit.exchange.anki.reader import AnkiReview
    from studykit.exchange.anki.there import NoteThere

_OURS = f"note:{FAMILY}*"
_READ, _MADE = 15, 80
"""Of 100, how much of the progress is done then."""
_ANSWERED = 0.5
"""Of what is left then, how much is for answers."""
_ANKI = "Anki"
_NAMED = 3
"""Cards that are named; of more there is only their number."""

Progress = Callable[[int, int], None]


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
    dry_run: bool
    problems: tuple[Diagnostic, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether anything is to be done, here or there."""
        return bool(self.returned.answers or self.new or self.updated or self.answers)


def sync_anki(study: Study, anki: AnkiConnect, wanted: Wanted, progress: Progress = lambda _done, _total: None) -> Met:
    """Syncs with the Anki that is open.

    Raises StudykitError when Anki cannot be reached or says no, UsageError when no card is about the topic.
    """
    profile = anki.begin()
    there = _There.read(anki)
    progress(_READ // 2, 100)
    returned = _bring(study, anki, there, dry_run=wanted.dry_run)
    progress(_READ, 100)
    wish = replace(wanted.leaving, with_history=True)
    ready = prepared(study, wish, lambda done, total: progress(_READ + (_MADE - _READ) * done // max(total, 1), 100))
    with TemporaryDirectory(prefix="studykit-") as folder:
        running = _Sync(study, anki, ready, there, Path(folder) / "sync.apkg")
        met = running.run(profile, wanted, lambda share: progress(_MADE + int((100 - _MADE) * share), 100))
    progress(100, 100)
    return replace(met, returned=returned, problems=returned.problems + met.problems)


@dataclass(slots=True)
class _There:
    """What Anki has of ours."""

    notes: dict[str, NoteThere]
    """By card."""
    old: int
    """Notes of an older studykit, which do not name their card."""
    rows: dict[str, list[AnkiReview]] = field(default_factory=dict)
    """Of Anki's log, by card."""

    @classmethod
    def read(cls, anki: AnkiConnect) -> _There:
        found = [*anki.notes(anki.find_notes(_OURS))]
        named = by_card(found)
        return cls(named, sum(not note.fields.get(FIELD, "") for note in found))

    @property
    def numbers(self) -> dict[str, int]:
        """Card → its number in Anki."""
        return {card: note.cards[0] for card, note in self.notes.items()}


def _bring(study: Study, anki: AnkiConnect, there: _There, *, dry_run: bool) -> Returned:
    known = {*study.cards, *study.store.carried()}
    cards = {number: card for card, number in there.numbers.items()}
    for row in anki.reviews([*cards]):
        if row.card_id in cards:
            there.rows.setdefault(cards[row.card_id], []).append(row)
    rows = [(card, row) for card, some in there.rows.items() if card in known for row in some]
    returned = bring_back(study, rows, dry_run=dry_run)
    return replace(returned, strange=len(there.notes.keys() - known))


class _Sync:
    """Of what was prepared with what is there."""

    def __init__(self, study: Study, anki: AnkiConnect, ready: Prepared, there: _There, package: Path) -> None:
        self._study, self._anki, self._ready, self._there = study, anki, ready, there
        self._sending = Sending(anki, ready, package)
        self._problems: list[Diagnostic] = []
        self._old = there.old
        """Notes of an older studykit, which Anki finds by their guid: they are updated, though no card is named."""

    def run(self, profile: str, wanted: Wanted, progress: Callable[[float], None]) -> Met:
        """Compares, and does what is wanted."""
        key = f"anki-connect:{profile}"
        last = self._study.store.exported(key)
        sound = self._sound(self._ready.cards)
        contents = self._sending.write(sound)
        ours = own_notes(self._sending.package)
        found = plan(
            sound, self._there.notes, ours, changed=self._changed(contents), left_out=() if wanted.again else last
        )
        if found.stuck:
            says = (
                f"{count(len(found.stuck), 'card')} of another form there, which Anki cannot change: left as they are."
            )
            self._problems.append(warning(says, _ANKI))
        further = [*ahead(self._history, self._there.numbers, self._there.rows)] if wanted.answers else []
        if not wanted.dry_run:
            further = self._stand(further, lambda share: progress(share * _ANSWERED))
            found = self._send(found, ours, last, lambda share: progress(_ANSWERED + share * (1 - _ANSWERED)))
            self._keep(key, last, found, contents)
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
        self._anki.refresh()
        return [one for one in further if one.card not in left]

    def _carriers(self, found: Plan, last: Mapping[str, object]) -> tuple[Flashcard, ...]:
        """A card of each form that would not go else, when Anki does not have the note types as they look now."""
        if not last or _looks() in last:
            return ()
        going = {card.form for card in found.sent}
        return tuple({card.form: card for card in found.unchanged if card.form not in going}.values())

    def _send(
        self,
        found: Plan,
        ours: Mapping[str, OwnNote],
        last: Mapping[str, object],
        progress: Callable[[float], None],
    ) -> Plan:
        """Hands over what is new or changed, and looks what came of it."""
        sent = found.sent
        carriers = self._carriers(found, last)
        if not sent and not carriers:
            return found
        self._sending.send(sent + carriers, {card.id for card in found.new}, progress, whole=bool(self._old))
        refused = {one.file for one in self._sending.refused}
        self._problems += self._sending.refused
        after = _There.read(self._anki)
        there, self._old = after.notes, self._there.old - after.old
        lost = [card.id for card in sent if card.id not in there and card.id not in refused]
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

    def _keep(self, key: str, last: Iterable[str], found: Plan, contents: Mapping[str, Carried]) -> None:
        """Keeps what left, and which cards this Anki has seen: one that is not there next time was deleted there."""
        there = {card.id: contents[card.id] for card in (*found.sent, *found.unchanged, *found.edited)}
        store = self._study.store
        store.carry(self._ready.package, there)
        seen = {*last, *self._there.notes, *there}
        carried = store.carried()
        marked = {card: (carried[card].content, carried[card].mod) for card in seen if card in carried}
        store.mark_exported(key, {**marked, _looks(): ("", 0)})


def _looks() -> str:
    """Stands among the cards that an Anki has seen, for the note types as they look now; no card is named so."""
    from studykit.exchange.anki.types import DESIGNED

    return f" {DESIGNED}"
