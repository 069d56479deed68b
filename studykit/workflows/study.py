"""A study session: what is due, one card after the other, each answer saved before the next."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Self

from studykit.core.card import CardKind
from studykit.core.clock import offset_minutes, utc
from studykit.core.question import Question
from studykit.core.review import MemoryState, Rating, Review
from studykit.core.text import count
from studykit.scheduling.days import StudyDays
from studykit.workflows.deck import Deck
from studykit.workflows.library import Library
from studykit.workflows.showing import Answered, Choice, Showing, Today

if TYPE_CHECKING:
    from studykit.store.study_store import StudyStore
    from studykit.workflows.draw import Draw

NEW_A_DAY = 12
LEARN_AHEAD = timedelta(minutes=20)
SECONDS_A_CARD = 30  # for the estimate of minutes while there are too few reviews to measure
_ENOUGH = 20


@dataclass(slots=True)
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
    on_close: Callable[[], None] = lambda: None
    """Called once when the session ends."""
    _memory: dict[str, MemoryState] = field(init=False)
    _answers: list[Answered] = field(init=False, default_factory=list)
    _asked: dict[str, Question] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._memory = self.store.memories()

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

    def refresh(self) -> None:
        """Reads anew what is remembered: an exam has rated cards."""
        self._memory = self.store.memories()

    def today(self) -> Today:
        """Counts for the home screen, as of now."""
        now = utc(self.clock())
        due, new = self._due(now), self._new(now)
        base = self.library.base
        return Today(
            due=len(due),
            new=len(new),
            minutes=self._minutes(len(due) + len(new)),
            answered=self.store.count_since(self.days.start(self.days.number(now))),
            next_due=self._next_due(now),
            conflicts=len(base.conflicts),
            held_back=self.library.built.unsettled,
            cards=len(self.cards),
            facts=len(base.facts),
            domains=len(self.library.judges()),
            notes=len(self.library.notes),
            first_run=not self._memory,
            notice=self.notice,
        )

    def next(self) -> Showing | None:
        """The next card to show: due ones, then new ones, then those that come back in a moment."""
        now = utc(self.clock())
        due, new = self._due(now), self._new(now)
        soon = sorted(
            (memory.due, card)
            for card, memory in self._memory.items()
            if card in self.cards and now < memory.due <= now + LEARN_AHEAD and memory.step is not None
        )
        for card in [*due, *new, *(card for _, card in soon)]:
            showing = self._show(card, len(due) + len(new) or len(soon))
            if showing is not None:
                return showing
        return None

    def quiz(self, count: int, seed: int) -> tuple[Showing, ...]:
        """A set of questions over all cards, unseen ones first and weak topics more often; answers are saved."""
        draw = self.draw(seed)
        quiz = self.library.quiz(count=count, seed=seed, rank=draw.rank, hardness=draw.hardness)
        return self.showings(quiz.questions)

    def draw(self, seed: int) -> Draw:
        """How a quiz for this learner draws cards, and how difficult questions are by the answers given so far."""
        from studykit.questions.difficulty import blend, estimate
        from studykit.workflows.draw import Draw, draw_order

        tallies = self.store.tallies()
        topics = {card: self.cards[card].topic for card in tallies if card in self.cards}
        by_name = draw_order(topics, tallies, self._memory, seed)

        def hardness(question: Question) -> float:
            answered, right = tallies.get(self.names.get(question.id, question.id), (0, 0))
            return blend(estimate(question), right, answered)

        return Draw(lambda card: by_name(replace(card, id=self.names.get(card.id, card.id))), hardness)

    def named(self, questions: Iterable[Question]) -> tuple[Question, ...]:
        """Questions of the library with the ids under which the learner knows their cards."""
        named = (replace(one, id=self.names.get(one.id, one.id)) for one in questions)
        return tuple(one for one in named if one.id in self.cards)

    def showings(self, questions: Iterable[Question]) -> tuple[Showing, ...]:
        """Questions of the library, to be answered one after the other."""
        named = self.named(questions)
        return tuple(Showing(self.cards[one.id], one, at, len(named)) for at, one in enumerate(named, 1))

    def choices(self, card: str) -> tuple[Choice, ...]:
        """The four ratings with the interval that each would give now."""
        from studykit.scheduling.interval import interval_text
        from studykit.scheduling.memory import previews

        now = utc(self.clock())
        states = previews(self._memory.get(card), now, self.days)
        return tuple(Choice(rating, interval_text(now, states[rating].due, self.days)) for rating in Rating)

    def answer(self, showing: Showing, *, chosen: str, rating: Rating, duration: int) -> Answered:
        """Saves an answer; when this returns, it is on disk."""
        question = showing.question
        choices = self.choices(showing.card.id)
        review, memory = self._review(showing, chosen, rating, duration)
        self.store.add(review, memory)
        self._memory[review.card] = memory
        right = rating is not Rating.AGAIN if question is None else question.response.right(chosen)
        answered = Answered(showing, review, right, choices)
        self._answers.append(answered)
        return answered

    def rerate(self, answered: Answered, rating: Rating) -> Answered:
        """Gives the answer just saved another rating; the first one stays in the log as withdrawn."""
        before = self._before(answered.review)
        old = answered.review
        review, memory = self._review(answered.showing, old.chosen, rating, old.duration, before=before, at=old.at)
        self.store.replace(old.id, utc(self.clock()), review, memory)
        self._memory[review.card] = memory
        again = Answered(answered.showing, review, answered.right, answered.choices)
        if self._answers and self._answers[-1].review.id == old.id:
            self._answers[-1] = again
        return again

    def undo(self) -> Showing | None:
        """Takes back the last answer of this session and gives its card to show again."""
        if not self._answers:
            return None
        last = self._answers[-1]
        before = self._before(last.review)
        self.store.withdraw(last.review.id, utc(self.clock()), before)
        self._answers.pop()
        if before is None:
            self._memory.pop(last.review.card, None)
        else:
            self._memory[last.review.card] = before
        return last.showing

    def _review(
        self,
        showing: Showing,
        chosen: str,
        rating: Rating,
        duration: int,
        *,
        before: MemoryState | None = None,
        at: datetime | None = None,
    ) -> tuple[Review, MemoryState]:
        from studykit.scheduling.memory import SCHEDULER, next_state

        local = self.clock()
        moment = at or utc(local)
        state = before if at else self._memory.get(showing.card.id)
        review = Review(
            id=uuid.uuid4().hex,
            card=showing.card.id,
            at=moment,
            offset=offset_minutes(local),
            rating=rating,
            duration=duration,
            variant=showing.question.variant if showing.question else 0,
            chosen=chosen,
            scheduler=SCHEDULER,
            device=self.device,
        )
        return review, next_state(state, rating, moment, self.days)

    def _before(self, review: Review) -> MemoryState | None:
        from studykit.scheduling.memory import replay

        earlier = [one for one in self.store.reviews(review.card) if one.id != review.id]
        return replay([one for one in earlier if one.at <= review.at], self.days)

    def _show(self, card: str, left: int) -> Showing | None:
        """The card with a fresh question; turned where none can be proved but its back says the answer."""
        done = len(self._answers)
        found = self.cards[card]
        if found.kind is CardKind.DEFINITION:
            return Showing(found, None, done + 1, done + left)
        memory = self._memory.get(card)
        variant = memory.reps if memory else 0
        question = self._asked.get(card)
        if question is None or question.variant != variant:
            made = self.library.question(found, variant)
            if made is None:
                return None if found.kind is CardKind.GIVEN else Showing(found, None, done + 1, done + left)
            question = self._asked[card] = made
        return Showing(found, question, done + 1, done + left)

    def _due(self, now: datetime) -> list[str]:
        end = self.days.today_end(now)
        waiting = [
            (memory.due, card)
            for card, memory in self._memory.items()
            if card in self.cards and (memory.due <= now or (memory.step is None and memory.due < end))
        ]
        return [card for _, card in sorted(waiting)]

    def _new(self, now: datetime) -> list[str]:
        today = self.days.start(self.days.number(now))
        begun = self.store.first_reviewed_since(today)
        unseen = [card for card in self.cards if card not in self._memory]
        return unseen[: max(NEW_A_DAY - begun, 0)]

    def _next_due(self, now: datetime) -> str:
        later = [
            self.days.number(memory.due)
            for card, memory in self._memory.items()
            if card in self.cards and memory.due > now
        ]
        if not later:
            return ""
        first, today = min(later), self.days.number(now)
        cards = count(sum(1 for number in later if number == first), "card")
        if first <= today:
            return f"{cards} later today"
        return f"{cards} tomorrow" if first == today + 1 else f"{cards} in {first - today} days"

    def _minutes(self, cards: int) -> int:
        durations = sorted(answered.review.duration for answered in self._answers)
        usual = durations[len(durations) // 2] / 1000 if len(durations) >= _ENOUGH else SECONDS_A_CARD
        return round(cards * usual / 60) or (1 if cards else 0)
