"""Devices of one learner, each with a home and a copy of the shared folder, and what carries files between them."""

from __future__ import annotations

import os
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from studykit.core.attempt import Attempt, Given, TimeUsed
from studykit.core.decision import Decision
from studykit.core.flashcard import Basic, Carried, Flashcard, Link
from studykit.core.identity import Anchor
from studykit.core.log_row import LogRow, RowKind
from studykit.core.mark import Mark, MarkKind
from studykit.core.review import DAY_SECONDS, MemoryState, Rating, Review
from studykit.core.settings import Fit
from studykit.exchange.cards.json import card_line
from studykit.packs.decisions import with_decision, without_decision
from studykit.scheduling.memory import DEFAULT, Model, after, replay
from studykit.store.attempts import Attempts
from studykit.store.merge import Merge
from studykit.store.study_store import StudyStore
from studykit.workflows.decisions import change_file, decisions_of
from studykit.workflows.device import device_of
from studykit.workflows.open_store import open_store
from studykit.workflows.places import Places
from studykit.workflows.settings import change, read_settings
from studykit.workflows.sync import Synced, sync

START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
PACKAGE = "anki:bread:0123456789abcdef"
CARDS = ("limit:a", "limit:b", "free:größe ✓")
_SECONDS = (60, 600, DAY_SECONDS, 4 * DAY_SECONDS)


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass
class Device:
    """A computer: its clock runs on with each thing that is done, from a start that is wrong by some minutes."""

    home: Path
    folder: Path
    skew: int = 0
    ticks: int = 0
    _chance: random.Random = field(default_factory=lambda: random.Random(1))

    @property
    def places(self) -> Places:
        """In a shared database each device has a learner of its own: what they have in common came by a sync."""
        address, learner = os.environ.get("STUDYKIT_DATABASE", ""), os.environ.get("STUDYKIT_LEARNER", "")
        if address and os.environ.get("STUDYKIT_HOME") != str(self.home):
            learner = str(self.home)
        return Places(self.home / "content", self.home, address, learner)

    def now(self) -> datetime:
        self.ticks += 1
        return START + timedelta(minutes=self.skew + 7 * self.ticks)

    @contextmanager
    def store(self) -> Iterator[StudyStore]:
        with open_store(self.places) as store:
            yield store

    def answer(self, card: str = CARDS[0], rating: Rating = Rating.GOOD) -> Review:
        def make(before: MemoryState | None) -> tuple[Review, MemoryState]:
            review = self._review(store, card, rating, before)
            return review, after(before, review, model(store))

        with self.store() as store:
            return store.answer(card, make)[1]

    def undo(self) -> None:
        with self.store() as store:
            for review in store.last_reviews(1):
                store.withdraw(review.id, self.now(), lambda rows: replay(rows, model(store)))

    def set(self, name: str, value: Any) -> None:
        with self.store() as store:
            change(store, name, value, self.now())
            if name == "fit":
                store.rebuild(lambda rows: replay(rows, model(store)))

    def mark(self, card: str, kind: MarkKind) -> None:
        at = self.now()
        with self.store() as store:
            store.add_mark(Mark(uuid.uuid4().hex, card, kind, at.toordinal(), at, store.device))

    def say(self, card: str, text: str) -> None:
        with self.store() as store:
            store.keep_anchors([Anchor(card, "free", "what", text, "note.md")])

    def decide(self, draft: str, card: str) -> None:
        with self.store() as store:
            store.decide(draft, card)

    def settle(self, fact: str, says: str) -> None:
        """Decides about a fact, or takes that back when nothing is said."""
        at = self.now().replace(microsecond=0)
        made = Decision(fact, says, f"the {says} of it", "bread.md", both=False, reason="I looked", at=at)
        change_file(self.home, lambda text: with_decision(text, made) if says else without_decision(text, fact))

    def settled(self) -> dict[str, str]:
        """Fact → what was decided, as the file says it."""
        return {one.fact: f"{one.says} {one.at}" for one in decisions_of(self.home)}

    def leave(self, card: str, text: str, line: int = 1, package: str = PACKAGE) -> None:
        """Lets a card leave for Anki: it has a new time of its change when it shows something else than last time."""
        left = Flashcard(card, Basic("what?", text), "Bread", sources=(Link(f"bread.md:{line}"),))
        content, now = f"b{sha256(text.encode()).hexdigest()[:20]}", int(self.now().timestamp())
        with self.store() as store:
            known = store.carried().get(card)
            same = known is not None and known.content == content
            mod = known.mod if known is not None and same else max(now, known.mod + 1 if known else 0)
            store.carry(package, {card: Carried(content, mod, card_line(left))})

    def sit(self, chosen: str) -> None:
        """Begins an exam, or goes on with the open one: one more answer in it."""
        at = self.now()
        with self.store() as store:
            attempts = store.attempts
            if attempts.open() is None:
                fresh = Attempt(uuid.uuid4().hex, "DVA", 7, at, 130, '{"paper": 1}', 0, _time(at, 0))
                attempts.add(fresh)
            found = attempts.open()
            assert found is not None
            given = Given(chosen or None, marked=not chosen, milliseconds=self.ticks, at=at)
            attempts.give(found.id, self.ticks % 3, given, _time(at, found.time.used + 1000))

    def finish(self) -> None:
        at = self.now()
        with self.store() as store:
            found = store.attempts.open()
            if found is not None:
                review = self._review(store, CARDS[1], Rating.AGAIN, store.memory(CARDS[1]))
                pairs = [(review, self._state(store, review))]
                _end(store.attempts, found.id, at, _time(at, found.time.used), pairs)

    def sync(self, *, dry_run: bool = False) -> Synced:
        return sync(self.places, self.folder, self.now(), dry_run=dry_run, progress=quiet)

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.folder.glob("*.jsonl"))}

    @property
    def file(self) -> str:
        """Name of its own file in the folder."""
        return f"{device_of(self.home)}.jsonl"

    def own(self) -> bytes:
        return self.files().get(self.file, b"")

    def everything(self) -> dict[str, Any]:
        """All that devices must have in common."""
        with self.store() as store:
            merge = Merge(store.engine, store.learner, store.device)
            rows = {kind: sorted(map(_told, merge.rows(kind))) for kind in RowKind}
            return {
                "rows": rows,
                "log": list(store.everything()),
                "settings": read_settings(store),
                "marks": store.marks(),
                "settled": self.settled(),
                "carried": store.carried(),
                "exported": set(store.exported(PACKAGE)),
                "memories": store.memories(),
            }

    def folded_anew(self) -> dict[str, MemoryState]:
        with self.store() as store:
            cards = {review.card for review in store.reviews()}
            found = {card: replay(store.reviews(card), model(store)) for card in cards}
        return {card: state for card, state in found.items() if state is not None}

    def _review(self, store: StudyStore, card: str, rating: Rating, before: MemoryState | None) -> Review:
        at = self.now()
        if before is not None:
            at = max(at, before.last + timedelta(microseconds=1))
        return Review(
            id=uuid.uuid4().hex,
            card=card,
            at=at,
            offset=60,
            day=at.toordinal(),
            rating=rating,
            duration=4000,
            variant=self.ticks,
            chosen="B",
            interval=self._chance.choice(_SECONDS),
            scheduler=model(store).name,
            device=store.device,
        )

    @staticmethod
    def _state(store: StudyStore, review: Review) -> MemoryState:
        state = replay([*store.reviews(review.card), review], model(store))
        assert state is not None
        return state


def model(store: StudyStore) -> Model:
    """What this learner's memory is worked out with."""
    fit = read_settings(store).fit
    return Model(fit.parameters) if fit else Model()


def other_fit(share: float) -> Fit:
    """Parameters that are not the usual ones."""
    return Fit((DEFAULT[0] * share, *DEFAULT[1:]), 1000, 0.4, 0.3)


def carry(source: Device, target: Device, size: int | None = None) -> None:
    """Brings the files of one folder to another; cut off after some bytes of each. Its own file a device keeps."""
    for name, content in source.files().items():
        if name != target.file:
            (target.folder / name).write_bytes(content[:size])


def devices(root: Path, number: int) -> tuple[Device, ...]:
    """So many, whose clocks differ by up to half an hour."""
    made = tuple(Device(root / f"home-{at}", root / f"folder-{at}", skew=13 * at - 20) for at in range(number))
    for one in made:
        one.folder.mkdir(parents=True)
    return made


def exchange_all(all_of_them: tuple[Device, ...], rounds: int = 3) -> None:
    """Everybody syncs and gets everything, until nobody has anything to say."""
    for _ in range(rounds):
        for one in all_of_them:
            for other in all_of_them:
                if other is not one:
                    carry(other, one)
            for other in all_of_them:  # as its owner has it: others may have carried an older copy over it
                if other is not one and other.own():
                    (one.folder / other.file).write_bytes(other.own())
            one.sync()


def _told(row: LogRow) -> str:
    return repr(sorted((name, value) for name, value in row.values.items()))


def _time(at: datetime, used: int) -> TimeUsed:
    return TimeUsed(used, 0, at, "boot", 5)


def _end(attempts: Attempts, attempt: str, at: datetime, time: TimeUsed, pairs: Any) -> None:
    attempts.end(attempt, at, time, pairs)
