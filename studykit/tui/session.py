"""A session: one card after the other, each answer saved before the next; what follows what."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from textual.app import App

from studykit.core.errors import StudykitError
from studykit.core.question import Question
from studykit.core.review import Rating
from studykit.core.text import count
from studykit.tui.awaited import Awaited
from studykit.tui.screens.message import Notice
from studykit.tui.screens.part import Wish
from studykit.tui.screens.summary import Done
from studykit.tui.screens.table import Table
from studykit.workflows.ahead import keep, make_ahead, wanted_next
from studykit.workflows.explanation import Explanation, explain
from studykit.workflows.showing import Answered, Showing
from studykit.workflows.study import Study
from studykit.workflows.today import exam_words

REVIEW = "Review"
"""The session over what is due; only it knows what comes next, and looks at the minutes of the day."""
_MORE = 5
_OFFERED_AFTER = 5
_OFFER = "Exam date? g p. Own notes? g n. Enter goes on."
_LOWEST = 2
"""Screens below a session that was started from Today."""


@dataclass(frozen=True, slots=True)
class Session:
    """Shows cards of ``study`` in ``app``; ``clock`` counts seconds."""

    app: App[Any]
    study: Study
    clock: Callable[[], float]

    async def go_through(self, title: str, showings: Iterator[Showing]) -> None:
        """Shows one card after the other until there is no more or the learner leaves."""
        back = "Today" if len(self.app.screen_stack) <= _LOWEST else "Back"
        table = Table(self.study.choices, self.study.rerate, self.clock)
        run = _Run(self, table, title, showings, back)
        awaited, refused = Awaited(self.app), ""
        try:
            await run.prepare()
            if not await awaited.may_show():
                return
        except StudykitError as problem:
            refused = str(problem)
            return
        finally:
            awaited.end(refused)
        await self.app.push_screen(table)
        try:
            await run.cards()
        except StudykitError as problem:
            text = f"{problem}\n\nWhat was answered before is saved."
            await self.app.push_screen_wait(Notice("Cannot go on", text, "Enter goes back."))
        finally:
            table.leave()


@dataclass(slots=True)
class _Run:
    """One session as it goes."""

    session: Session
    table: Table
    title: str
    showings: Iterator[Showing]
    back: str
    done: list[bool] = field(default_factory=list)
    """Of each card answered, whether it was right."""
    started: float = 0.0
    first_run: bool = False
    exam: str = ""
    told: bool = False
    """Whether it was said that the minutes are used."""
    _ahead: asyncio.Task[None] | None = None
    _explaining: asyncio.Task[Explanation] | None = None

    @property
    def study(self) -> Study:
        """Whose cards they are."""
        return self.session.study

    async def prepare(self) -> None:
        """Makes the first question while the screen before is still shown."""
        today = self.study.today()
        self.first_run, self.exam = today.first_run, " · ".join(exam_words(today))
        self._look_ahead()
        await self._made_ahead()
        gc.freeze()  # what is read of content stays: looking through it for garbage would take a tenth of a second
        self.started = self.session.clock()

    async def cards(self) -> None:
        """Shows cards, and at their end the summary, until the learner leaves. May raise StudykitError."""
        again: Showing | None = None
        while True:
            wish = Wish.STOP
            showing = again or await self._next()
            again = None
            if showing is not None:
                wish = await self._card(showing)
            if wish is Wish.STOP:
                wish = await self._summary()
            if wish is Wish.UNDO:
                again = self._undone()
            elif wish is Wish.MORE:
                self.showings = chain(await self._more(), self.showings if self.title != REVIEW else ())
            elif wish is Wish.LEAVE:
                return

    async def _next(self) -> Showing | None:
        await self._made_ahead()
        return next(self.showings, None)

    async def _card(self, showing: Showing) -> Wish:
        """Asks, saves and explains one card; UNDO when an earlier answer is to be taken back."""
        table, can_undo = self.table, bool(self.done)
        table.asked.can_undo = table.turned.can_undo = can_undo
        place = f"studykit › {self.title} › {showing.position} of {showing.total}"
        if showing.question is None:
            return await self._turned(showing, place)
        right = " · ".join(filter(None, (showing.card.topic, self.exam)))
        self._read_on(showing)
        chosen = await table.outcome(table.asked, place, right, table.asked.ask(showing.question))
        if isinstance(chosen, Wish):
            return chosen
        duration = table.asked.duration
        rating = self.study.rating(showing, chosen, duration)
        answered = await self._saved(showing, chosen, rating, duration)
        return Wish.LEAVE if answered is None else await self._explained(answered, showing.question, place, right)

    async def _turned(self, showing: Showing, place: str) -> Wish:
        table = self.table
        table.turned.lay(showing, over=self._over())
        self._read_on(showing)
        rating = await table.outcome(table.turned, place, "your own rating")
        if isinstance(rating, Wish):
            return Wish.STOP if rating is Wish.LEAVE and self.told and self.done else rating
        answered = await self._saved(showing, "", rating, table.turned.duration)
        if answered is None:
            return Wish.LEAVE
        self.done.append(answered.right)
        return Wish.NEXT

    async def _explained(self, answered: Answered, question: Question, place: str, right: str) -> Wish:
        table = self.table
        explanation = await self._explanation(question)
        self.done.append(answered.right)
        offer = _OFFER if self.first_run and len(self.done) == _OFFERED_AFTER else ""
        folded = bool(table.links.look.fold_right)
        table.answer.tell(answered, explanation, over=self._over(), offer=offer, folded=folded)
        table.call_after_refresh(self._look_ahead)
        return await table.outcome(table.answer, f"{place} › Answer", right)

    async def _saved(self, showing: Showing, chosen: str, rating: Rating, duration: int) -> Answered | None:
        """Saves an answer; when that fails, says so and tries again as often as the learner wants."""
        while True:
            try:
                return self.study.answer(showing, chosen=chosen, rating=rating, duration=duration)
            except StudykitError as problem:
                text = f"NOT SAVED\n\n{problem}\n\nThis answer is kept in memory until it is saved."
                notice = Notice("NOT SAVED", text, "Enter tries again. Esc gives it up.", "Try again")
                if not await self.session.app.push_screen_wait(notice):
                    return None

    async def _summary(self) -> Wish:
        today = self.study.today()
        left = today.due + today.new
        then = f"Next: {today.next_due}." * bool(today.next_due)
        if left and self.done:
            then = f"Left for today: {count(left, 'card')}."
        minutes = max(round((self.session.clock() - self.started) / 60), 1)
        self.table.summary.tell(Done(len(self.done), sum(self.done), minutes, then, self.back))
        return await self.table.outcome(self.table.summary, f"studykit › {self.title} › Done", self.exam)

    async def _more(self) -> tuple[Showing, ...]:
        seed = self.study.fresh_seed()
        return await asyncio.to_thread(self.study.quiz, _MORE, seed)

    def _undone(self) -> Showing | None:
        if self.done:
            self.done.pop()
        return self.study.undo()

    def _over(self) -> str:
        """That the minutes of the day are used, said once; empty before and after."""
        minutes = self.study.settings.minutes
        if self.title != REVIEW or self.told or self.session.clock() - self.started < minutes * 60:
            return ""
        today = self.study.today()
        self.told = today.due + today.new > 0
        return f"{minutes} min are up, {count(today.due + today.new, 'card')} left." if self.told else ""

    def _look_ahead(self, besides: str = "") -> None:
        """Makes the next question in a thread while this one is read; ``besides`` is the card on the table."""
        wanted = wanted_next(self.study, besides) if self.title == REVIEW and self._ahead is None else ()
        if wanted:
            self._ahead = asyncio.create_task(self._make(wanted))

    async def _make(self, wanted: Any) -> None:
        keep(self.study, await asyncio.to_thread(make_ahead, self.study.library, wanted))

    async def _made_ahead(self) -> None:
        if self._ahead is not None:
            await self._ahead
            self._ahead = None

    def _read_on(self, showing: Showing) -> None:
        """Once a card is painted: reads the notes behind it and makes what comes next, in threads."""
        self._explaining = None
        if showing.question is not None:
            self.table.call_after_refresh(self._explain, showing.question)
        self.table.call_after_refresh(self.table.asked.get_ready)
        self.table.call_after_refresh(self._look_ahead, showing.card.id)
        self.table.call_after_refresh(self.study.choices, showing.card.id)  # loads what the first answer needs

    def _explain(self, question: Question) -> None:
        if self._explaining is None:
            work = asyncio.to_thread(explain, self.study.library, question)
            self._explaining = asyncio.create_task(work)

    async def _explanation(self, question: Question) -> Explanation:
        self._explain(question)
        assert self._explaining is not None, "it was begun above"
        return await self._explaining
