"""A study session: what is due, one card after the other, each answer saved before the next."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Self

from studykit.core.card import CardKind
from studykit.core.clock import utc
from studykit.core.mark import Mark, MarkKind
from studykit.core.question import Question
from studykit.core.review import MemoryState, Rating, Review
from studykit.core.settings import Settings
from studykit.scheduling.days import StudyDays
from studykit.workflows.deck import Deck
from studykit.workflows.library import Library
from studykit.workflows.queue import Queue, make_queue
from studykit.workflows.rated import Answer, Rater
from studykit.workflows.report import digest, reported_in, stands, unreported
from studykit.workflows.settings import read_settings
from studykit.workflows.showing import Answered, Choice, Showing
from studykit.workflows.today import Today, exam_in, minutes_of, next_due

if TYPE_CHECKING:
    from studykit.scheduling.memory import Model
    from studykit.store.study_store import StudyStore
    from studykit.workflows.draw import Draw

_SHOWINGS = 2  # of a new card on its first day, as the plan counts them
_TICK = timedelta(microseconds=1)
_NO_TIME = timedelta(seconds=1)
"""A clock that went back by less stood still; by more, it was set."""


@dataclass(slots=True, repr=False)  # whoever shows one would read all content
class Study:
    """The learner's session over a library and a store.

    ``clock`` gives aware moments in the learner's zone. Every method that saves may raise StoreError.
    """

    library: Library
    cards: Deck
    """Those of the library, by the ids under which the learner knows them."""
    store: StudyStore
    clock: Callable[[], datetime]
    days: StudyDays
    device: str
    notice: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """Id that the library gives a card → id under which the learner knows it, where they differ."""
    settings: Settings = field(default_factory=Settings)
    plan: Callable[[Study], tuple[str, ...] | None] = lambda _: None
    """Gives today's cards when there is a plan for an exam."""
    on_close: Callable[[], None] = lambda: None
    """Called once when the session ends."""
    rater: Rater = field(init=False)
    reported: frozenset[str] = field(init=False)
    """Digests of questions that are not to be asked."""
    _latest: datetime | None = field(init=False, default=None)
    _queue: Queue | None = field(init=False, default=None)
    _memory: dict[str, MemoryState | None] = field(init=False, default_factory=dict)
    """Of the cards that this session looked at."""
    _done: list[Answered | Mark] = field(init=False, default_factory=list)
    """What this session did, to be taken back."""
    asked: dict[str, Question] = field(init=False, default_factory=dict)  # by card, shown or made ahead

    def __post_init__(self) -> None:
        self.rater = Rater(self.store, self.cards, self.days, self.settings, self.device)
        self.reported = reported_in(self.store)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the session; everything answered is saved already."""
        self.store.close()
        self.on_close()

    @property
    def model(self) -> Model:
        """What memory is worked out with."""
        return self.rater.model

    @property
    def day(self) -> int:
        """The study day that it is."""
        return self.days.number(self.clock())

    def refresh(self) -> None:
        """Reads anew what is set and remembered: an exam has rated cards, or another device's answers came."""
        self.settings = read_settings(self.store)
        self.rater = Rater(self.store, self.cards, self.days, self.settings, self.device)
        self.reported = reported_in(self.store)
        self._memory.clear()
        self._queue = None

    def renew(self, library: Library, cards: Deck, names: Mapping[str, str]) -> None:
        """Goes on over content as it is now; what was answered, and what can be taken back, stays."""
        self.library, self.cards, self.names = library, cards, names
        self.asked.clear()
        self.refresh()

    def today(self) -> Today:
        """Counts for the home screen, as of now."""
        now = utc(self.clock())
        due, new = self.queue().sizes(now)
        base = self.library.base
        return Today(
            due=due,
            new=new,
            minutes=minutes_of(self.store, due + _SHOWINGS * new),
            answered=self.store.counts(self.day).answers,
            next_due=next_due(self.store, self.queue(), now),
            conflicts=self.library.built.open,
            held_back=self.library.built.unsettled,
            cards=len(self.cards),
            facts=len(base.facts),
            domains=len(self.library.judges()),
            notes=len(self.library.notes),
            first_run=not self.store.last_reviews(1),
            notice=self.notice,
            exam_in=exam_in(self.settings, self.day),
        )

    def fresh_seed(self) -> int:
        """For a draw of questions: another one after each answer."""
        return self.clock().toordinal() * 1000 + self.store.counts(self.day).answers

    def queue(self) -> Queue:
        """Today's cards; made anew when a study day begins."""
        today = self.day
        if self._queue is None or self._queue.today != today:
            self._memory.clear()
            self._queue = make_queue(self.store, self.cards, self.settings, today, self.plan(self))
        return self._queue

    def next(self) -> Showing | None:
        """The next card to show: those in their steps, then due and new ones, then those that come back in a moment."""
        now, queue = utc(self.clock()), self.queue()
        left = queue.left(now)
        return next((showing for card in queue.cards(now) if (showing := self._show(card, left)) is not None), None)

    def moment(self) -> datetime:
        """Now, in the learner's zone; never the moment that was given before, so that answers have an order."""
        now = self.clock()
        if self._latest is not None and timedelta(0) <= self._latest - now < _NO_TIME:
            now = self._latest + _TICK
        self._latest = now
        return now

    def memory(self, card: str) -> MemoryState | None:
        """What is remembered of a card; None when it was never answered."""
        if card not in self._memory:
            self._memory[card] = self.store.memory(card)
        return self._memory[card]

    def quiz(self, count: int, seed: int) -> tuple[Showing, ...]:
        """A set of questions over all cards, unseen ones first and weak topics more often; answers are saved."""
        draw = self.draw(seed)
        quiz = self.library.quiz(count=count, seed=seed, rank=draw.rank, hardness=draw.hardness)
        return self.showings(quiz.questions)

    def draw(self, seed: int) -> Draw:
        """How a quiz for this learner draws cards, and how difficult questions are by the answers given so far."""
        from studykit.workflows.draw import learner_draw

        return learner_draw(self.cards, self.names, self.store.tallies(), seed)

    def named(self, questions: Iterable[Question]) -> tuple[Question, ...]:
        """Questions of the library with the ids under which the learner knows their cards."""
        named = (replace(one, id=self.names.get(one.id, one.id)) for one in questions)
        return tuple(
            one for one in named if one.id in self.cards and not (self.reported and digest(one) in self.reported)
        )

    def showings(self, questions: Iterable[Question]) -> tuple[Showing, ...]:
        """Questions of the library, to be answered one after the other."""
        named = self.named(questions)
        return tuple(Showing(self.cards[one.id], one, at, len(named)) for at, one in enumerate(named, 1))

    def choices(self, card: str) -> tuple[Choice, ...]:
        """The four ratings with the interval that each would give now."""
        from studykit.scheduling.interval import interval_text

        seconds = self.rater.intervals(card, self.memory(card), self.day)
        return tuple(Choice(rating, interval_text(seconds[rating]), seconds[rating]) for rating in Rating)

    def rating(self, showing: Showing, chosen: str, milliseconds: int) -> Rating:
        """What an objective answer counts as by the learner's settings. The learner may rate it otherwise."""
        from studykit.scheduling.rating import rate

        assert showing.question is not None, "a card that is turned is rated by the learner"
        return rate(showing.question.response.right(chosen), milliseconds, self.settings)

    def answer(self, showing: Showing, *, chosen: str, rating: Rating, duration: int) -> Answered:
        """Saves an answer; when this returns, it is on disk."""
        question, card = showing.question, showing.card.id
        choices = self.choices(card)
        given = Answer(card, rating, duration, question.variant if question else 0, chosen)
        at, seconds = self.moment(), choices[rating - 1].seconds
        before, review, state = self.store.answer(card, lambda known: self.rater.rated(given, known, at, seconds))
        right = rating is not Rating.AGAIN if question is None else question.response.right(chosen)
        answered = Answered(showing, review, right, choices, leech=self.rater.is_leech(before, state))
        self._done.append(answered)
        self._moved(card, state)
        if answered.leech and self.settings.suspend_leeches:
            self._mark(card, MarkKind.SUSPEND, why="leech")
        return answered

    def rerate(self, answered: Answered, rating: Rating) -> Answered:
        """Gives the answer just saved another rating; the first one stays in the log as withdrawn."""
        old = answered.review
        before = self.rater.before(old)
        given = Answer(old.card, rating, old.duration, old.variant, old.chosen)
        at = old.at.astimezone(self.days.zone)
        review, state = self.rater.rated(given, before, at, answered.choices[rating - 1].seconds)
        now = self.store.replace(old.id, utc(self.clock()), review, self.rater.fold)
        again = replace(answered, review=review, leech=self.rater.is_leech(before, state))
        self._done = [again if one is answered else one for one in self._done]
        self._moved(old.card, now or state)
        return again

    def undo(self) -> Showing | None:
        """Takes back the last thing that was done, then the one before it: of this session, then earlier answers.

        Gives the card to show again; None when there is nothing to take back, or when its card is gone.
        """
        while self._done:
            last = self._done[-1]
            if isinstance(last, Answered):
                self._take_back(last.review)
                self._done.pop()
                return last.showing
            self._mark(last.card, MarkKind.RELEASE, why="undo", kept=False)
            self._done.pop()
            if not last.why:  # the program's own mark goes with the answer that it came with
                return self._again(last.card)
        earlier = next(iter(self.store.last_reviews(1)), None)
        if earlier is None:
            return None
        self._take_back(earlier)
        return self._again(earlier.card)

    def _take_back(self, review: Review) -> None:
        self._memory[review.card] = before = self.store.withdraw(review.id, utc(self.clock()), self.rater.fold)
        self.rater.check_model()
        self.queue().taken_back(review.card, before)

    def _again(self, card: str) -> Showing | None:
        return self._show(card, self.queue().left(utc(self.clock()))) if card in self.cards else None

    def mark(self, card: str, kind: MarkKind) -> None:
        """Suspends a card until it is released, buries it for today, or releases it."""
        self._mark(card, kind, kept=kind is not MarkKind.RELEASE)
        if kind is MarkKind.RELEASE:
            self._queue = None

    def _mark(self, card: str, kind: MarkKind, *, why: str = "", kept: bool = True) -> None:
        mark = Mark(uuid.uuid4().hex, card, kind, self.day, utc(self.clock()), self.device, why)
        self.store.add_mark(mark)
        self.queue().marked(mark)
        if kept:
            self._done.append(mark)

    def _moved(self, card: str, state: MemoryState) -> None:
        self.rater.check_model()
        self._memory[card] = state
        self.queue().answered(card, state)

    def _show(self, card: str, left: int) -> Showing | None:
        """The card with a fresh question; turned where none can be proved but its back says the answer."""
        done = sum(isinstance(one, Answered) for one in self._done)
        found = self.cards[card]
        if found.kind is CardKind.DEFINITION:
            return Showing(found, None, done + 1, done + left)
        memory = self.memory(card)
        variant = memory.reps if memory else 0
        question = self.asked.get(card)
        if question is None or not stands(question, variant, self.reported):
            made = unreported(self.library, found, variant, self.reported)
            if made is None:
                return None if found.kind is CardKind.GIVEN else Showing(found, None, done + 1, done + left)
            question = self.asked[card] = made
        return Showing(found, question, done + 1, done + left)
